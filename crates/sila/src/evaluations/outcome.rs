//! What came of an evaluation: what each party says of both, what their people say, facts beside feelings, and the plan.

use maud::{Markup, html};
use sila_core::evaluation::{Action, Cause, Domain, Outcome, PEOPLE_MIN, Quadrant, Sheet};
use sila_core::policy::Finding;
use sila_core::{AgencyId, RecordId};

use super::cycle::Cycle;
use crate::activation::ledger::Book;
use crate::meetings::entity;
use crate::partners::Names;
use crate::standards::begun;
use crate::web::components::{Card, Col, Note, Table, Tone, tag};
use crate::web::i18n::text;
use crate::web::{Arg, Cx, Lang, ident};

/// Everything that came of it.
pub(super) fn cards(
    cx: &Cx,
    cycle: &Cycle,
    (record, outcome, both): (RecordId, &Outcome, bool),
    book: Option<(&Book, bool)>,
    (names, me): (&Names, AgencyId),
) -> Markup {
    let view = View { cx, cycle, record, outcome, book, names, me };
    html! {
        @if !outcome.is_mutual() {
            (Note::new("warning", cx.t("evaluation-one-way")).tone(Tone::Warn).says(cx.t("evaluation-one-way-text")))
        }
        (view.quadrants())
        (view.plan())
        (view.judged())
        (view.felt())
        p.small.muted {
            (cx.t(if both { "evaluation-signed-both" } else { "evaluation-signed-one" })) " "
            a.link href=(cx.url(&format!("/records/{record}"))) { (cx.t("evaluation-signatures")) }
        }
    }
}

struct View<'a> {
    cx: &'a Cx,
    cycle: &'a Cycle,
    record: RecordId,
    outcome: &'a Outcome,
    /// An agreement in force between the two, under which an initiative may begin, and whether the reader may sign one.
    book: Option<(&'a Book, bool)>,
    names: &'a Names,
    me: AgencyId,
}

impl View<'_> {
    fn name(&self, party: AgencyId) -> &str {
        entity(self.cx, self.names, self.me, party)
    }

    /// Facts beside feelings, never in one number.
    fn quadrants(&self) -> Markup {
        let cx = self.cx;
        let number = |value: Option<u32>| match value {
            Some(value) => format!("{}.{:02}", value / 100, value % 100),
            None => cx.t("card-insufficient"),
        };
        html! {
            (Card::new(cx.t("evaluation-quadrant")).body(html! {
                p {
                    (cx.t("figures-activation")) ": " b.num { (number(self.outcome.activation)) } " · "
                    (cx.t("figures-balance")) ": " b.num { (number(self.outcome.balance)) }
                }
                @if self.outcome.quadrants.is_empty() { p.muted { (cx.t("evaluation-too-few")) } }
                ul.joint { @for (party, quadrant) in &self.outcome.quadrants {
                    li { div.joint-h { (ident::Name(self.name(*party))) (quadrant_tag(cx, *quadrant)) } }
                } }
                p.small.muted { (cx.t("evaluation-quadrant-text")) }
            }))
        }
    }

    fn plan(&self) -> Markup {
        let cx = self.cx;
        let columns =
            [Col::text(cx.t("evaluation-action")), Col::text(cx.t("evaluation-concerns"))];
        let rows = (1_u16..).zip(&self.outcome.plan).map(|(number, action)| {
            let whom = match action.party {
                Some(party) => html! { (ident::Name(self.name(party))) },
                None => html! { (cx.t("evaluation-both")) },
            };
            let begun = self.book.map(|book| begun(cx, book, self.record, number));
            [html! { (title(cx.lang, action)) (begun.unwrap_or_default()) }, whom]
        });
        let none = html! { p.muted { (cx.t("evaluation-plan-none")) } };
        let table = Table::new(cx.t("evaluation-plan"), columns).rows(rows).when_empty(none);
        html! {
            (Card::new(cx.t("evaluation-plan")).count(self.outcome.plan.len()).body(html! {
                p.muted { (cx.t("evaluation-plan-text")) }
                (table)
            }))
        }
    }

    /// What is said of each party, by itself and by the other, clause by clause.
    fn judged(&self) -> Markup {
        let (cx, cycle) = (self.cx, self.cycle);
        let parties = [(self.me, cycle.other), (cycle.other, self.me)];
        let mut columns = vec![Col::text(cx.t("evaluation-clause"))];
        columns.extend(parties.iter().map(|(party, _)| Col::text(self.name(*party))));
        let rows = cycle.call.criteria.iter().map(|criterion| {
            let said = |by: AgencyId| {
                let mut all = cycle.sheets.get(&by)?.judged.iter();
                all.find(|one| one.clause == criterion.clause)
            };
            let mut cells = vec![html! {
                (ident::Code(&criterion.clause))
                span.sub { (cx.lang.pick(&criterion.question.ar, &criterion.question.en)) }
            }];
            cells.extend(parties.iter().map(|(party, other)| {
                html! {
                    (finding(cx, said(*party).map(|one| one.own))) " " span.small { (cx.t("evaluation-by-own")) }
                    br;
                    (finding(cx, said(*other).map(|one| one.other))) " " span.small { (cx.t("evaluation-by-other")) }
                }
            }));
            cells
        });
        let table = Table::new(cx.t("evaluation-criteria"), columns).rows(rows);
        html! { (Card::new(cx.t("evaluation-criteria")).body(html! { (table) })) }
    }

    /// What the people of each say, where five or more did.
    fn felt(&self) -> Markup {
        let cx = self.cx;
        let sheets: Vec<&Sheet> = self.cycle.sheets.values().collect();
        let mut columns = vec![Col::text(cx.t("evaluation-domain"))];
        columns.extend(sheets.iter().map(|sheet| {
            let people = sheet.perception.map_or(0, |perception| perception.people);
            let name = self.name(sheet.party);
            Col::num(if people < PEOPLE_MIN {
                name.to_owned()
            } else {
                format!("{name} ({people})")
            })
        }));
        let rows = Domain::ALL.iter().map(|domain| {
            let mut cells = vec![html! { (cx.code("evaluation-domain", domain.code())) }];
            cells.extend(sheets.iter().map(|sheet| match sheet.perception {
                Some(perception) => {
                    let mean = perception.mean(*domain);
                    html! { (format!("{}.{:02}", mean / 100, mean % 100)) }
                }
                None => html! { (cx.t("evaluation-few")) },
            }));
            cells
        });
        let table = Table::new(cx.t("evaluation-felt"), columns).rows(rows);
        html! {
            (Card::new(cx.t("evaluation-felt")).body(html! {
                p.muted { (cx.t("evaluation-felt-text")) }
                (table)
            }))
        }
    }
}

fn quadrant_tag(cx: &Cx, quadrant: Quadrant) -> Markup {
    let tone = match quadrant {
        Quadrant::BothFair => Tone::Ok,
        Quadrant::BothUnfair => Tone::Bad,
        _ => Tone::Warn,
    };
    tag(tone, cx.code("quadrant", quadrant.code()))
}

fn finding(cx: &Cx, finding: Option<Finding>) -> Markup {
    let Some(finding) = finding else { return html! { "–" } };
    let tone = match finding {
        Finding::Compliant => Tone::Ok,
        Finding::Partial => Tone::Warn,
        Finding::NonCompliant => Tone::Bad,
        Finding::NotApplicable => Tone::Plain,
    };
    tag(tone, cx.code("policy-finding", finding.code()))
}

/// What an action of the plan says, in either language.
pub(super) fn title(lang: Lang, action: &Action) -> String {
    let key = |family: &str| {
        let code = action.code.to_ascii_lowercase().replace('_', "-");
        Arg::phrase(text(lang, &format!("{family}-{code}"), &[]))
    };
    let what = match action.cause {
        Cause::Activation | Cause::Balance => key("figure"),
        Cause::Clause => Arg::ident(&action.code),
        Cause::Perception => key("evaluation-domain"),
        Cause::Gap => key("quadrant"),
    };
    let cause = action.cause.code().to_ascii_lowercase();
    text(lang, &format!("evaluation-cause-{cause}"), &[("what", what)])
}
