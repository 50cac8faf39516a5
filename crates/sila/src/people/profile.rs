//! A person: every record of them that the worker may open, with its cases, referrals and household, on one page.
//! Records that were said to be one person stand together here and nowhere else: each stays as it was written.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use sila_core::disclosure::Safety;
use sila_core::ids::{CaseId, PersonId};

use crate::accounts::Permission;
use crate::ask::Ask;
use crate::cases::list::{area_name, urgency_tag};
use crate::cases::show::safe_contact;
use crate::cases::store::{self as cases, CaseReferral, CaseRow};
use crate::db::DbError;
use crate::duplicates::line;
use crate::duplicates::store as decisions;
use crate::duplicates::verdict::{Pair, Verdict};
use crate::journal::access::{self, Subject};
use crate::people::identity::{self, Identity, Sight};
use crate::people::show::{self, IdShown};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Table, Tone, columns, empty_state, icon, stack, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Page, dates};

/// What stands on the page.
struct View<'a> {
    cx: &'a Cx,
    records: &'a [Identity],
    referrals: &'a [CaseReferral],
    related: &'a [Identity],
    joined: &'a [Pair],
    waiting: &'a [Pair],
    decides: bool,
}

/// The page. Every record on it is written down as read before it is shown.
///
/// # Errors
/// `page.not_found` for whoever may open none of the person's cases.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    shown(&ask, "person.show").await
}

/// The same page with the names although they are hidden; the asking is written down as such.
///
/// # Errors
/// As [`page`].
pub async fn names(mut ask: Ask) -> Result<Reply, Problem> {
    ask.cx.path = format!("/people/{}", ask.param("id"));
    ask.cx.masked = false;
    shown(&ask, "person.names").await
}

async fn shown(ask: &Ask, screen: &'static str) -> Result<Reply, Problem> {
    let id: PersonId = ask.id("id")?;
    let worker = ask.worker()?;
    let (ids, related, joined) = ask.app.store.read(move |tx| around(tx, id)).await?;
    let mut records = whole(ask, &ids).await?;
    if !records.iter().any(|one| one.person.id == id) {
        return Err(Problem::not_found());
    }
    records.sort_by_key(|one| (one.case.opened_at, one.person.id));
    let related = whole(ask, &related).await?;
    let read = records.iter().chain(&related).map(|one| Subject::Person(one.person.id.0));
    access::record_all(&ask.app, worker, read.collect(), screen, ask.now).await?;
    let of: BTreeSet<CaseId> = records.iter().map(|one| one.case.id).collect();
    let referrals = ask.app.store.read(move |tx| referrals(tx, &of)).await?;
    let decides = ask.may(Permission::DuplicatesDecide);
    let shown: BTreeSet<PersonId> = records.iter().map(|one| one.person.id).collect();
    let waiting = match decides {
        true => line::of(&ask.app, worker, &shown).await?,
        false => BTreeSet::new(),
    };
    let has = |person: PersonId| shown.contains(&person);
    let waiting: Vec<Pair> =
        waiting.into_iter().filter(|pair| has(pair.one) != has(pair.two)).collect();
    let joined: Vec<Pair> =
        joined.into_iter().filter(|pair| has(pair.one) && has(pair.two)).collect();
    let view = View {
        cx: &ask.cx,
        records: &records,
        referrals: &referrals,
        related: &related,
        joined: &joined,
        waiting: &waiting,
        decides,
    };
    Ok(Reply::page(&view.page()))
}

type Around = (BTreeSet<PersonId>, BTreeSet<PersonId>, BTreeSet<Pair>);

/// The person's records, the people said to be related, and the merges that hold the records together.
fn around(tx: &mut dyn crate::db::Tx, id: PersonId) -> Result<Around, DbError> {
    let ids = decisions::cluster(tx, id)?;
    let (mut related, mut joined) = (BTreeSet::new(), BTreeSet::new());
    for one in &ids {
        for (pair, standing) in decisions::standings(tx, *one)? {
            match standing.verdict {
                Verdict::Related => {
                    related.insert(pair.other(*one));
                }
                Verdict::Same => {
                    joined.insert(pair);
                }
                _ => {}
            }
        }
    }
    Ok((ids, related, joined))
}

/// Those of the people whose cases the worker may open.
async fn whole(ask: &Ask, ids: &BTreeSet<PersonId>) -> Result<Vec<Identity>, Problem> {
    let mut found = identity::through_all(&ask.app, ask.worker()?, ids).await?;
    found.retain(|one| one.sight == Sight::Whole);
    Ok(found)
}

fn referrals(
    tx: &mut dyn crate::db::Tx,
    of: &BTreeSet<CaseId>,
) -> Result<Vec<CaseReferral>, DbError> {
    let mut found = Vec::new();
    for case in of {
        found.extend(cases::referrals(tx, *case)?);
    }
    found.sort_by_key(|referral| (std::cmp::Reverse(referral.offered_at), referral.id));
    Ok(found)
}

impl View<'_> {
    fn page(&self) -> Page {
        let cx = self.cx;
        let title = cx.t("person-title");
        let named = self.records.first().map(|one| show::name(cx, &one.person));
        let main = html! {
            @for (n, one) in (1..).zip(self.records) { (self.record(n, one)) }
            (self.cases())
            (self.referrals())
        };
        let aside = html! { (self.household()) (self.related()) (self.doubles()) };
        let parts = match aside.0.is_empty() {
            true => stack(&main),
            false => columns(&main, &aside),
        };
        let body = html! {
            (self.safety())
            @if let Some(one) = self.records.first() { (show::hidden(cx, &format!("/people/{}/names", one.person.id))) }
            div.page-h { div {
                h1 { @match &named { Some(name) => (name), None => (title) } }
                p.muted { (cx.t_with("person-records", &[("n", self.records.len().into())])) }
            } }
            (parts)
        };
        Page::new(cx, title).crumb(cx.t("cases-title"), "/cases").body(body)
    }

    /// How to reach the person safely, as each case says, the newest first: it stands on top. What two cases say in the
    /// same words stands once. Only of cases whose home is the person's: nobody learns here how to reach others of the family.
    fn safety(&self) -> Markup {
        let cx = self.cx;
        let mut said: Vec<(&Safety, &CaseRow)> = Vec::new();
        for one in self.records.iter().rev().filter(|one| one.at_home) {
            let Some(known) = &one.known else { continue };
            if !said.iter().any(|(safety, _)| safety.safe_contact == known.safety.safe_contact) {
                said.push((&known.safety, &one.case));
            }
        }
        html! {
            @for (safety, case) in &said {
                @if said.len() > 1 { p.strip-of { (cx.t("beside-case")) " " (Reference(&case.reference)) } }
                (safe_contact(cx, safety))
            }
        }
    }

    fn record(&self, n: usize, one: &Identity) -> Markup {
        let cx = self.cx;
        let title = match self.records.len() {
            1 => cx.t("person-record"),
            _ => cx.t_with("person-record-of", &[("n", n.into())]),
        };
        let id = IdShown::Masked(html! {});
        let card = Card::new(title)
            .tag(html! { (tag(Tone::Plain, place(cx, one))) })
            .body(html! { (show::summary(cx, &one.person, &id, cx.now).wide()) });
        html! { (card) }
    }

    fn cases(&self) -> Markup {
        let cx = self.cx;
        let columns = [
            Col::text(cx.t("case-reference")),
            Col::text(cx.t("case-area")),
            Col::status(cx.t("case-urgency")),
            Col::num(cx.t("case-opened")),
        ];
        let rows: BTreeMap<CaseId, &Identity> =
            self.records.iter().map(|one| (one.case.id, one)).collect();
        let mut rows: Vec<&Identity> = rows.into_values().collect();
        rows.sort_by_key(|one| (std::cmp::Reverse(one.case.opened_at), one.case.id));
        let table = Table::new(cx.t("person-cases"), columns).rows(rows.iter().map(|one| {
            let row = &one.case;
            let elsewhere = || html! { span.muted { (cx.t("person-home-of-others")) } };
            [
                html! {
                    a.ref href=(cx.url(&format!("/cases/{}", row.id))) { (Reference(&row.reference)) }
                    span.sub { (cx.code("category", &row.category)) " · " (cx.code("case-status", &row.status)) }
                },
                if one.at_home { html! { (area_name(cx, &row.area)) } } else { elsewhere() },
                urgency_tag(cx, &row.urgency),
                html! { (dates::day_short(row.opened_at)) },
            ]
        }));
        html! { (Card::new(cx.t("person-cases")).count(rows.len()).body(html! { (table) })) }
    }

    fn referrals(&self) -> Markup {
        let cx = self.cx;
        let columns = [
            Col::text(cx.t("case-referral")),
            Col::text(cx.t("case-agency")),
            Col::status(cx.t("case-state")),
            Col::num(cx.t("case-sent")),
        ];
        let none = empty_state(
            "paper-plane-tilt",
            cx.t("case-referrals-none"),
            cx.t("person-referrals-none"),
            &html! {},
        );
        let rows = self.referrals.iter().map(|referral| {
            let name = cx.lang.pick(&referral.name_ar, &referral.name_en);
            let name = if name.is_empty() { &referral.code } else { name };
            [
                html! { a.ref href=(cx.url(&format!("/referrals/{}", referral.id))) { (Reference(&referral.reference)) } },
                html! { (Name(name)) },
                html! { (tag(Tone::Plain, cx.code("state", &referral.state))) },
                html! { (dates::day_short(referral.offered_at)) },
            ]
        });
        let table = Table::new(cx.t("person-referrals"), columns).when_empty(none).rows(rows);
        html! { (Card::new(cx.t("person-referrals")).body(html! { (table) })) }
    }

    /// Everybody else of the person's cases.
    fn household(&self) -> Markup {
        let cx = self.cx;
        let mut seen: BTreeSet<PersonId> = self.records.iter().map(|one| one.person.id).collect();
        let known = self.records.iter().filter_map(|one| one.known.as_ref());
        let others: Vec<_> =
            known.flat_map(|known| &known.people).filter(|other| seen.insert(other.id)).collect();
        html! {
            @if !others.is_empty() {
                (Card::new(cx.t("case-household")).count(others.len()).body(html! {
                    ul.people { @for other in &others { li {
                        (icon("user"))
                        div { a.link href=(cx.url(&format!("/people/{}", other.id))) { (show::name(cx, other)) }
                            div.sub {
                                @if let Some(relation) = other.relation { (cx.code("relation", relation.code())) " · " }
                                (show::birth(cx, other, cx.now))
                            }
                        }
                    } } }
                }))
            }
        }
    }

    fn related(&self) -> Markup {
        let cx = self.cx;
        html! {
            @if !self.related.is_empty() {
                (Card::new(cx.t("person-related")).count(self.related.len()).body(html! {
                    ul.people { @for one in self.related { li {
                        (icon("users-three"))
                        div {
                            a.link href=(cx.url(&format!("/people/{}", one.person.id))) { (show::name(cx, &one.person)) }
                            div.sub { (show::birth(cx, &one.person, cx.now)) }
                        }
                    } } }
                    p.hint { (cx.t("person-related-text")) }
                }))
            }
        }
    }

    /// For whoever decides about doubles: what waits about this person, and what holds their records together.
    fn doubles(&self) -> Markup {
        let cx = self.cx;
        let link = |pair: &Pair, words: String, mark: &'static str| {
            let path = cx.url(&format!("/duplicates/{}/{}", pair.one, pair.two));
            html! { li { (Button::link(words, path).soft().small().icon(mark)) } }
        };
        html! {
            @if self.decides && !(self.waiting.is_empty() && self.joined.is_empty()) {
                (Card::new(cx.t("duplicates-title")).body(html! {
                    ul.choices {
                        @for pair in self.waiting { (link(pair, cx.t("person-maybe-double"), "scales")) }
                        @for pair in self.joined { (link(pair, cx.t("person-joined"), "arrow-u-up-left")) }
                    }
                }))
            }
        }
    }
}

/// What the person is in the case of this record.
fn place(cx: &Cx, one: &Identity) -> String {
    match (one.concerned, one.person.relation) {
        (false, Some(relation)) => cx.code("relation", relation.code()),
        (false, None) => cx.t("beside-came-along"),
        (true, _) => cx.t("case-person"),
    }
}
