//! What several cards of the page draw alike: who wrote it, when, a form that folds out.

use maud::{Markup, html};
use sila_core::ids::AgencyId;
use sila_core::joint::{LineId, Plan};
use sila_core::time::Date;

use super::desk::{Desk, Sharing};
use super::{field, path};
use crate::web::components::{Button, acts, post};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Field, Form, Pairs, dates};

/// What is drawn for whom.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The reader.
    pub cx: &'a Cx,
    /// The joint work.
    pub desk: &'a Desk,
    /// What was typed.
    pub values: &'a Pairs,
    /// What is wrong with it.
    pub errors: &'a Errors,
}

impl<'a> Sheet<'a> {
    /// The plan.
    pub fn plan(&self) -> &'a Plan {
        self.desk.plan()
    }

    /// Whether something can be added.
    pub fn is_open(&self) -> bool {
        self.desk.sharing == Sharing::Open
    }

    /// The fields of a form of this page.
    pub fn form(&self) -> Form<'a> {
        Form::new(self.cx, self.values, self.errors)
    }

    /// The name of an agency.
    pub fn agency(&self, agency: AgencyId) -> &'a str {
        if agency == self.desk.me { self.cx.agency() } else { self.desk.peer.name(self.cx.lang) }
    }

    /// The name by which a worker is introduced to both agencies.
    pub fn member(&self, member: LineId) -> &'a str {
        let (ar, en) = self.desk.words(member).split_once('\n').unwrap_or_default();
        let (first, other) = (self.cx.lang.pick(ar, en), self.cx.lang.pick(en, ar));
        if first.is_empty() { other } else { first }
    }

    /// Who wrote a line.
    pub fn author(&self, line: LineId) -> &'a str {
        let who = self.desk.loaded.joint.line(line).map_or(0, |line| line.who);
        self.member(LineId { author: line.author, n: who })
    }

    /// Who wrote a line, of which agency, and when.
    pub fn signed(&self, line: LineId) -> Markup {
        let at = self.desk.loaded.joint.line(line).map(|line| line.at);
        html! {
            (Name(self.author(line))) " · " (Name(self.agency(line.author)))
            @if let Some(at) = at { " · " span.num { (dates::near(self.cx.lang, self.cx.now, at)) } }
        }
    }

    /// What somebody wrote beside a line, with its line breaks.
    pub fn typed(&self, line: LineId) -> Markup {
        html! { p.typed { (Name(self.desk.words(line))) } }
    }

    /// A form that folds out under a card; open while one of its fields is wrong.
    pub fn fold_out(&self, title: &str, wrong: &[&str], rest: &str, inside: &Markup) -> Markup {
        let open = wrong.iter().any(|name| self.errors.get(name).is_some());
        let action = path(self.desk.record.row.id, rest);
        html! {
            details.fold open[open] {
                summary { (self.cx.t(title)) }
                (post(self.cx, &action, &html! {
                    (inside)
                    (acts(&html! { (Button::submit(self.cx.t(title))) }))
                }))
            }
        }
    }

    /// A small button that does one thing.
    pub fn button(&self, rest: &str, button: &Button) -> Markup {
        post(self.cx, &path(self.desk.record.row.id, rest), &html! { (button) })
    }

    /// The name of a field of one line.
    pub fn field(&self, of: &str, line: LineId) -> String {
        field(of, line, self.desk)
    }
}

/// The members of both agencies as choices, ours first.
pub fn members<'a>(sheet: &Sheet<'a>, mut to: Field<'a>, ours: bool) -> Field<'a> {
    for member in
        sheet.plan().members.iter().filter(|member| !ours || member.id.author == sheet.desk.me)
    {
        let role = crate::referrals::chain::role(sheet.cx, &member.role);
        let label =
            format!("{} · {role} · {}", sheet.member(member.id), sheet.agency(member.id.author));
        to = to.choice(member.id.to_string(), label);
    }
    to
}

/// A day from three boxes; none when it is no day, or past.
pub fn day(values: &Pairs, name: &str, today: Date) -> Option<Date> {
    any_day(values, name).filter(|day| (today..=today.plus_days(DAYS_AHEAD_MAX)).contains(day))
}

/// A day from three boxes; none when it is no day.
pub fn any_day(values: &Pairs, name: &str) -> Option<Date> {
    let number = |part: &str| {
        let typed = values.get(&format!("{name}_{part}"))?;
        sila_names::fold::ascii_digits(typed).parse::<u16>().ok()
    };
    let (month, day) = (u8::try_from(number("m")?).ok()?, u8::try_from(number("d")?).ok()?);
    let date = Date { year: i64::from(number("y")?), month, day };
    let is_day = (1..=12).contains(&month) && (1..=date.days_in_month()).contains(&day);
    is_day.then_some(date)
}

/// Nothing is planned later than two years ahead.
pub const DAYS_AHEAD_MAX: i64 = 731;
