//! The table of the clocks: how long each runs and by which days, which rule of the law it rests on, when it grows loud, and what
//! may be written down about it. The events that start and end each are told in words on `/law/clocks`.

use maud::{Markup, html};
use sila_core::codes::Category;
use sila_core::law::Rule;
use sila_core::person::Person;
use sila_core::time::Millis;

use super::{Clock, Kind};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::regulation::{self, Register};
use crate::reply::Reply;
use crate::web::components::{Card, Col, Table, Tone, heading, tag};
use crate::web::{Arg, Cx, Page};

/// From this age on a child signs that they were told, or refuses to (Federal Law 3 of 2016).
const SIGNS_AT: u8 = 13;
/// A protection order is extended so often (Federal Decree-Law 13 of 2024, as reported).
pub const RENEWALS_MAX: i64 = 2;
const DAY_HOURS: i64 = 24;

/// How long a clock runs. Days are those of the calendar, holidays with them, and the day of the event is the first of them: the
/// program never says that time is left which the law may not give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// So many hours of the clock on the wall.
    Hours(i64),
    /// So many days.
    Days(i64),
    /// As many days as was decided, and no more than these.
    UpToDays(i64),
}

impl Span {
    /// The word in texts.
    pub fn code(self) -> &'static str {
        match self {
            Span::Hours(_) => "HOURS",
            Span::Days(_) => "DAYS",
            Span::UpToDays(_) => "UP_TO_DAYS",
        }
    }

    /// The number in it.
    pub fn length(self) -> i64 {
        match self {
            Span::Hours(length) | Span::Days(length) | Span::UpToDays(length) => length,
        }
    }

    /// When a clock runs out that began then.
    pub fn end(self, began: Millis) -> Millis {
        match self {
            Span::Hours(hours) => began.plus_hours(hours),
            Span::Days(days) | Span::UpToDays(days) => began.plus_days(days),
        }
    }

    /// When a clock began at the earliest that runs out then.
    pub fn start(self, due: Millis) -> Millis {
        match self {
            Span::Hours(hours) => due.plus_hours(-hours),
            Span::Days(days) | Span::UpToDays(days) => due.plus_days(-days),
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// How long it runs.
    pub span: Span,
    /// What it rests on.
    pub rule: Rule,
    /// So many hours before its end it is said with more weight, and with more still.
    pub alarm_hours: [i64; 2],
    /// It stands on somebody's day from so many hours before its end on; else from its beginning.
    pub listed_hours: Option<i64>,
    /// It is of a child alone.
    pub of_child: bool,
    /// Somebody records the event that starts it, with its day, and there may be several; else all such clocks begin at once, when
    /// a child is in imminent danger, and each one time.
    pub by_hand: bool,
}

impl Kind {
    /// Its row.
    pub fn terms(self) -> Terms {
        let danger = |rule| Terms {
            span: Span::Hours(24),
            rule,
            alarm_hours: [12, 4],
            listed_hours: None,
            of_child: true,
            by_hand: false,
        };
        let by_hand = |span, rule, days: [i64; 2]| Terms {
            span,
            rule,
            alarm_hours: days.map(|days| days * DAY_HOURS),
            listed_hours: None,
            of_child: false,
            by_hand: true,
        };
        match self {
            Kind::Notice => danger(Rule::Notice),
            Kind::Permission => danger(Rule::PlacementPermission),
            Kind::Told => danger(Rule::ChildTold),
            Kind::Measures => {
                let terms = by_hand(Span::Days(15), Rule::MeasuresAgreed, [5, 2]);
                Terms { of_child: true, ..terms }
            }
            Kind::Order => {
                let terms = by_hand(Span::UpToDays(30), Rule::ProtectionOrder, [5, 2]);
                Terms { listed_hours: Some(10 * DAY_HOURS), ..terms }
            }
            Kind::Grievance => by_hand(Span::Days(7), Rule::OrderGrievance, [3, 1]),
        }
    }

    /// Whether it runs in cases of this category.
    pub fn is_for(self, category: &str) -> bool {
        !self.terms().of_child || category == Category::Child.code()
    }

    /// What can be written down about it for this child: whoever is old enough to sign has signed or refused.
    pub fn outcomes(self, child: Option<&Person>, now: Millis) -> &'static [&'static str] {
        let ages = child.and_then(|child| child.ages(now));
        // An age that is not known is taken as old enough: nobody's word is passed over by mistake.
        let signs = ages.is_none_or(|ages| ages.max >= SIGNS_AT);
        match self {
            Kind::Notice => &["SENT"],
            Kind::Permission => &["GIVEN"],
            Kind::Told if signs => &["SIGNED", "REFUSED"],
            Kind::Told => &["TOLD"],
            Kind::Measures => &["AGREED", "RAISED"],
            Kind::Order => &[RENEWED, "LIFTED", EXPIRED],
            Kind::Grievance => &["LODGED", "WAIVED", PASSED],
        }
    }
}

/// The order runs on: a clock of the renewal begins where this one ends.
pub const RENEWED: &str = "RENEWED";
/// It ran out and was not extended.
pub const EXPIRED: &str = "EXPIRED";
/// Nobody contested it while that was possible.
pub const PASSED: &str = "PASSED";

impl Clock {
    /// What can be written down about it now: an order is extended so often, and what has run out has run out.
    pub fn possible(&self, child: Option<&Person>, now: Millis) -> Vec<&'static str> {
        let open = |code: &&&'static str| match **code {
            RENEWED => self.turn < RENEWALS_MAX,
            EXPIRED | PASSED => now >= self.due,
            _ => true,
        };
        self.kind.outcomes(child, now).iter().filter(open).copied().collect()
    }
}

/// Whether an outcome is proved by a number: of a receipt, of a decision.
pub fn needs_number(code: &str) -> bool {
    ["SENT", "GIVEN", "RAISED", "LODGED", RENEWED].contains(&code)
}

/// How long, in words.
pub fn span(cx: &Cx, span: Span) -> String {
    let key = format!("clock-span-{}", span.code().to_lowercase().replace('_', "-"));
    cx.t_with(&key, &[("n", Arg::from(span.length()))])
}

/// `/law/clocks`: the table, for anybody. Law is public.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let register = ask.app.store.read(regulation::store::register).await?;
    let heads = [
        Col::text(cx.t("clock-table-clock")),
        Col::text(cx.t("clock-table-span")),
        Col::text(cx.t("clock-table-starts")),
        Col::text(cx.t("clock-table-ends")),
        Col::text(cx.t("clock-table-law")),
    ];
    let rows = Kind::ALL.map(|kind| row(cx, &register, kind));
    let title = cx.t("clock-table");
    let body = html! {
        (heading(&title, Some(&cx.t("clock-table-lead")), &html! {}))
        (Card::new(title.as_str()).count(Kind::ALL.len()).body(html! { (Table::new(title.as_str(), heads).rows(rows)) }))
        p { a.link href=(cx.url("/law/rules")) { (cx.t("law-rules")) } }
    };
    let page = Page::new(cx, title.clone()).crumb(cx.t("law-title"), "/law").body(body);
    Ok(Reply::page(&if cx.worker.is_some() { page } else { page.bare() }))
}

fn row(cx: &Cx, register: &Register, kind: Kind) -> [Markup; 5] {
    let (terms, code) = (kind.terms(), kind.code());
    let founded = register.is_founded(terms.rule, cx.now);
    [
        html! { (cx.code("clock", code)) },
        html! { (span(cx, terms.span)) },
        html! { (cx.code("clock-starts", code)) },
        html! { (cx.code("clock-ends", code)) },
        html! {
            (cx.code("clock-law", code)) " " (regulation::link(cx, terms.rule))
            @if !founded { " " (tag(Tone::Bad, cx.t("law-groundless"))) }
        },
    ]
}
