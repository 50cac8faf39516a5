//! The period that a review or a committee looks back upon, in figures that the node counts from its log: how fast referrals went, what was
//! kept and closed, agreement by agreement, and the meetings that were held. Nothing of it is typed in, and no figure is of fewer people
//! than may be told.

use maud::{Markup, html};
use sila_core::Millis;
use sila_core::imprint::Gauge;
use sila_core::indices::activation;
use sila_core::meeting::rate;
use sila_paper::{Column, Paper, Text};

use crate::activation::exchange;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::imprint::recorded;
use crate::meetings::store::{self as meetings, Counts, Meeting};
use crate::meetings::text::Heading;
use crate::meetings::unsealed;
use crate::minutes::{self, Point};
use crate::problem::Problem;
use crate::web::components::Col;
use crate::web::components::Table;
use crate::web::ident::{Code, Name};
use crate::web::{Cx, dates};

/// A meeting of the period.
pub(super) struct Held {
    at: Millis,
    heading: Heading,
    counts: Counts,
    points: Vec<Point>,
}

/// An agreement in the period.
pub(super) struct Agreed {
    code: String,
    kept: (u64, u64),
    closed: u64,
    /// The index of activation at the end of the period; nothing while it cannot be said.
    index: Option<String>,
}

/// The figures of a period.
pub(super) struct Figures {
    gauges: Vec<(Gauge, Option<i64>)>,
    agreed: Vec<Agreed>,
    held: Vec<Held>,
}

/// Counts a period.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn figures(app: &App, from: Millis, until: Millis) -> Result<Figures, Problem> {
    let until = until.min(app.clock.now().plus_minutes(1));
    let period = recorded::read(app, from, until).await?;
    let all = period.recorded(None, None);
    let gauges = Gauge::ALL.iter().map(|one| (*one, all.gauge(*one))).collect();
    let mut agreed = Vec::new();
    for book in &period.books {
        let agreement = &book.ledger.agreement;
        let recorded = period.recorded(None, Some(agreement.id));
        let observed = exchange::of(app, agreement, until).await?;
        let index = activation::index(&book.facts(until, observed), until).value;
        agreed.push(Agreed {
            code: agreement.code.clone(),
            kept: recorded.kept,
            closed: recorded.closed,
            index: index.map(|index| format!("{index:.1}")),
        });
    }
    Ok(Figures { gauges, agreed, held: held(app, from, until).await? })
}

async fn held(app: &App, from: Millis, until: Millis) -> Result<Vec<Held>, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<Vec<(Meeting, Counts)>, DbError> {
        let mut all = meetings::all(tx)?;
        all.retain(|one| {
            from <= one.starts_at
                && one.starts_at < until
                && one.state != crate::meetings::CANCELLED
        });
        all.reverse();
        all.into_iter().map(|row| Ok((row.clone(), meetings::counts(tx, row.id)?))).collect()
    };
    let mut held = Vec::new();
    for (row, counts) in app.store.read(read).await? {
        let heading = unsealed(app, "meeting", row.id.0, &row.body)?;
        let points = minutes::points(app, row.id).await?;
        held.push(Held { at: row.starts_at, heading, counts, points });
    }
    Ok(held)
}

impl Held {
    /// How much of what it left to do is closed, of a hundred; nothing when it left nothing.
    fn closed(&self) -> Option<u64> {
        let owed = self.points.iter().filter(|one| one.kind.is_owed());
        let many = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let closed = owed.clone().filter(|one| !one.is_open()).count();
        rate(many(closed), many(owed.count()))
    }

    fn cells(&self, cx: &Cx) -> [String; 4] {
        [
            self.heading.title.of(cx.lang).to_owned(),
            dates::day(cx.lang, self.at),
            format!("{} / {}", self.counts.present, self.counts.entities_present),
            self.closed().map_or_else(|| "–".to_owned(), |share| format!("{share}%")),
        ]
    }
}

impl Agreed {
    fn cells(&self) -> [String; 4] {
        let (kept, due) = self.kept;
        let index = self.index.clone().unwrap_or_else(|| "–".to_owned());
        [self.code.clone(), format!("{kept} / {due}"), self.closed.to_string(), index]
    }
}

fn heads(cx: &Cx) -> ([String; 2], [String; 4], [String; 4]) {
    let four = |keys: [&str; 4]| keys.map(|key| cx.t(key));
    (
        [cx.t("gauge-one"), cx.t("impact-actual")],
        four(["period-agreement", "period-kept", "period-closed", "period-index"]),
        four(["meeting-title", "meeting-when", "period-came", "minutes-closed-share"]),
    )
}

impl Figures {
    fn gauge_cells(&self, cx: &Cx) -> Vec<[String; 2]> {
        let few = || cx.t("gauge-too-few");
        let cells = self.gauges.iter().map(|(gauge, value)| {
            let value = value.map_or_else(few, |value| value.to_string());
            [cx.code("gauge-of", gauge.code()), value]
        });
        cells.collect()
    }

    /// The figures as part of a page.
    pub(super) fn shown(&self, cx: &Cx) -> Markup {
        let (gauge, agreed, held) = heads(cx);
        let [what, value] = gauge;
        let gauges = Table::new(cx.t("period-figures"), [Col::text(what), Col::num(value)]).rows(
            self.gauge_cells(cx)
                .into_iter()
                .map(|[what, value]| [html! { (what) }, html! { (value) }]),
        );
        let [code, kept, closed, index] = agreed;
        let columns = [Col::text(code), Col::num(kept), Col::num(closed), Col::num(index)];
        let agreements =
            Table::new(cx.t("period-agreements"), columns).rows(self.agreed.iter().map(|one| {
                let [code, kept, closed, index] = one.cells();
                [
                    html! { (Code(&code)) },
                    html! { bdi dir="ltr" { (kept) } },
                    html! { (closed) },
                    html! { (index) },
                ]
            }));
        let [title, at, came, share] = held;
        let columns = [Col::text(title), Col::text(at), Col::num(came), Col::num(share)];
        let meetings =
            Table::new(cx.t("period-meetings"), columns).rows(self.held.iter().map(|one| {
                let [title, at, came, share] = one.cells(cx);
                [
                    html! { (Name(&title)) },
                    html! { (at) },
                    html! { bdi dir="ltr" { (came) } },
                    html! { (share) },
                ]
            }));
        html! {
            section.report-theme { h3 { (cx.t("period-figures")) } (gauges) }
            @if !self.agreed.is_empty() { section.report-theme { h3 { (cx.t("period-agreements")) } (agreements) } }
            @if !self.held.is_empty() { section.report-theme { h3 { (cx.t("period-meetings")) } (meetings) } }
        }
    }

    /// The figures as part of a document.
    pub(super) fn printed(&self, paper: Paper, cx: &Cx) -> Paper {
        let (gauge, agreed, held) = heads(cx);
        let four = |heads: [String; 4]| {
            let [first, two, three, last] = heads;
            vec![
                Column::new(first, 5),
                Column::new(two, 3),
                Column::new(three, 3),
                Column::new(last, 3),
            ]
        };
        let [what, value] = gauge;
        let rows =
            self.gauge_cells(cx).into_iter().map(|[what, value]| vec![what.into(), value.into()]);
        let paper = paper
            .heading(1, cx.t("period-figures"))
            .table(vec![Column::new(what, 9), Column::new(value, 3)], rows.collect());
        let words = |first: Text, rest: [String; 3]| {
            let rest = rest.into_iter().map(|cell| Text::new().identifier(&cell));
            [first].into_iter().chain(rest).collect::<Vec<Text>>()
        };
        let paper = match self.agreed.is_empty() {
            true => paper,
            false => paper.heading(1, cx.t("period-agreements")).table(
                four(agreed),
                self.agreed
                    .iter()
                    .map(|one| {
                        let [code, kept, closed, index] = one.cells();
                        words(Text::new().identifier(&code), [kept, closed, index])
                    })
                    .collect(),
            ),
        };
        match self.held.is_empty() {
            true => paper,
            false => paper.heading(1, cx.t("period-meetings")).table(
                four(held),
                self.held
                    .iter()
                    .map(|one| {
                        let [title, at, came, share] = one.cells(cx);
                        let number = |cell: &str| Text::new().identifier(cell);
                        vec![Text::new().name(&title), at.into(), number(&came), number(&share)]
                    })
                    .collect(),
            ),
        }
    }

    /// The figures as rows of a table for other programs: the part, what, and up to three numbers.
    pub(super) fn rows(&self, cx: &Cx) -> Vec<[String; 5]> {
        let part = |key: &str| cx.t(key);
        let gauges = self.gauge_cells(cx).into_iter().map(|[what, value]| {
            [part("period-figures"), what, value, String::new(), String::new()]
        });
        let agreed = self.agreed.iter().map(|one| {
            let [code, kept, closed, index] = one.cells();
            [part("period-agreements"), code, kept, closed, index]
        });
        let held = self.held.iter().map(|one| {
            let [title, at, came, share] = one.cells(cx);
            [part("period-meetings"), title, at, came, share]
        });
        gauges.chain(agreed).chain(held).collect()
    }
}
