//! `/alliances/{id}`: its parties with their roles and days, what each pair of ours stands on, what waits for signatures, and every version
//! that all have signed.

use std::sync::Arc;

use maud::{Markup, html};
use sila_core::time::Date;
use sila_core::{AgencyId, RecordId};
use sila_seal::hex;

use super::sheet::{Alliance, Term};
use super::{Held, One, all, list, open, path, propose};
use crate::accounts::Permission;
use crate::activation::ledger::{self, Book};
use crate::ask::Ask;
use crate::meetings::entity;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, acts, columns, heading, post, stack, tag,
};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates, ident};

/// What the page is drawn from.
struct View<'a> {
    cx: &'a Cx,
    me: AgencyId,
    names: Names,
    books: Arc<Vec<Book>>,
    held: &'a Held,
    /// The alliance in whose place it stands, if it is known here: a party that came later was in none before.
    before: Option<RecordId>,
    /// The reader signs for the agency.
    may: bool,
}

/// The page.
///
/// # Errors
/// `page.not_found`.
pub(super) async fn page(ask: Ask) -> Result<Reply, Problem> {
    let held = open(&ask.app, ask.id("id")?).await?;
    Ok(Reply::page(&drawn(&ask, &held, &Pairs::default(), &Errors::none()).await?))
}

/// The page with what was typed into its forms.
///
/// # Errors
/// `page.not_found`; when the store cannot be read.
pub(super) async fn drawn(
    ask: &Ask,
    held: &Held,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let names = Names::all(&ask.app).await?;
    let books = ledger::shared(&ask.app).await?;
    let may = ask.may(Permission::AgreementSign);
    let shown = held.shown().ok_or_else(Problem::not_found)?;
    let known = ask.app.store.read(all).await?;
    let before = shown.alliance.follows.filter(|id| known.iter().any(|one| one.record == *id));
    let view = View { cx, me, names, books, held, before, may };
    Ok(view.page(shown, &Form::new(cx, values, errors)).errors(errors.any()))
}

impl View<'_> {
    /// As we call a party that we know, and otherwise as the alliance says.
    fn name(&self, party: AgencyId) -> &str {
        let (cx, shown) = (self.cx, self.held.shown());
        let known = party == self.me || self.names.linked().any(|one| one == party);
        let said =
            shown.and_then(|one| one.alliance.parties.iter().find(|one| one.agency == party));
        match said {
            Some(said) if !known => cx.lang.pick(&said.name.ar, &said.name.en),
            _ => entity(cx, &self.names, self.me, party),
        }
    }

    fn page(&self, shown: &One, form: &Form<'_>) -> Page {
        let (cx, alliance) = (self.cx, &shown.alliance);
        let is_signed = !self.held.signed.is_empty();
        let main = html! {
            (form.summary())
            @if let Some(open) = &self.held.open { (self.waiting(open)) }
            (self.parties(alliance))
            (self.signed())
        };
        let aside = html! {
            (self.purpose(alliance))
            (self.pairs(shown))
            @if self.may && is_signed && self.held.open.is_none() { (self.adding(shown, form)) (self.ending(alliance, form)) }
        };
        let title = cx.lang.pick(&alliance.name.ar, &alliance.name.en).clone();
        let lead = is_signed.then(|| cx.t("alliance-lead"));
        let body = html! {
            (heading(ident::Name(&title), lead.as_deref(), &self.state()))
            (columns(&stack(&main), &stack(&aside)))
        };
        let page = Page::new(cx, title).crumb(cx.t("partnerships-title"), "/partnerships");
        page.crumb(cx.t("alliances-title"), "/alliances").body(body)
    }

    fn day(&self, day: Date) -> String {
        dates::day(self.cx.lang, day.at_minute(0))
    }

    fn state(&self) -> Markup {
        list::state(self.cx, self.held, self.held.waits_for(self.me))
    }

    /// Everybody with every role, those that are over too; nobody has one before all have signed.
    fn parties(&self, alliance: &Alliance) -> Markup {
        let (cx, today) = (self.cx, self.cx.now.uae_date());
        let columns = [
            Col::text(cx.t("alliance-party")),
            Col::text(cx.t("alliance-role")),
            Col::text(cx.t("alliance-from")),
            Col::text(cx.t("alliance-until")),
            Col::status(cx.t("record-state")),
        ];
        let row = |one: &Term| {
            let (tone, key) = match (one.holds(today), one.from > today) {
                (true, _) => (Tone::Ok, "alliance-now"),
                (false, true) => (Tone::Info, "alliance-ahead"),
                (false, false) => (Tone::Plain, "alliance-over"),
            };
            [
                html! { (ident::Name(self.name(one.agency))) },
                html! { (cx.code("alliance-role", &one.role)) },
                html! { (self.day(one.from)) },
                html! { @match one.until { Some(until) => (self.day(until)), None => "–" } },
                if self.held.signed.is_empty() { self.state() } else { tag(tone, cx.t(key)) },
            ]
        };
        let table = Table::new(cx.t("alliance-parties"), columns);
        let table = table.rows(alliance.terms.iter().map(row));
        html! {
            (Card::new(cx.t("alliance-parties")).count(alliance.parties.len()).body(html! { (table) }))
        }
    }

    /// The version that waits: what it adds to the one that all have signed.
    fn waiting(&self, open: &One) -> Markup {
        let cx = self.cx;
        let by = [("agency", Arg::from(self.name(open.version.proposer)))];
        let signed = self.held.signed.last().map(|one| one.alliance.terms.as_slice());
        let new =
            open.alliance.terms.iter().filter(|one| !signed.unwrap_or_default().contains(one));
        let inside = html! {
            p { (cx.t("relation-plan-sign-text")) }
            input type="hidden" name="version" value=(hex(&open.digest));
            (acts(&html! {
                (Button::submit(cx.t("record-sign")).icon("signature").sends("word", "sign"))
                (Button::submit(cx.t("record-decline")).soft().sends("word", "decline"))
            }))
        };
        let to = format!("{}/word", path(self.held.record));
        html! {
            (Card::new(cx.t_with("alliance-proposed", &by)).id("proposed").tag(tag(Tone::Gold, cx.t("record-standing-open"))).body(html! {
                ul.plain { @for one in new {
                    li {
                        (ident::Name(self.name(one.agency))) " · " (cx.code("alliance-role", &one.role)) " · "
                        (cx.t("alliance-from")) " " (self.day(one.from))
                        @if let Some(until) = one.until { " · " (cx.t("alliance-until")) " " (self.day(until)) }
                    }
                } }
                p.muted {
                    (cx.t("alliance-awaited")) " "
                    @for (n, party) in open.awaited.iter().enumerate() { @if n > 0 { " · " } (ident::Name(self.name(*party))) }
                }
                @if self.may && self.held.waits_for(self.me) { (post(cx, &to, &inside)) }
            }))
        }
    }

    /// Every version that all have signed, with when each did.
    fn signed(&self) -> Markup {
        let cx = self.cx;
        let versions = &self.held.signed;
        html! {
            (Card::new(cx.t("alliance-versions")).count(versions.len()).body(html! {
                p.muted { (cx.t("alliance-versions-text")) }
                ul.plain { @for one in versions.iter().rev() {
                    li {
                        b { (cx.t_with("alliance-version", &[("n", Arg::from(one.version.number))])) }
                        @for (party, at) in &one.signed { " · " (ident::Name(self.name(*party))) " " (dates::day(cx.lang, *at)) }
                    }
                } }
                p.small { a.link href=(cx.url(&format!("/records/{}", self.held.record))) { (cx.t("evaluation-signatures")) } }
            }))
        }
    }

    fn purpose(&self, alliance: &Alliance) -> Markup {
        let cx = self.cx;
        html! {
            (Card::new(cx.t("alliance-purpose")).body(html! {
                p { (ident::Name(cx.lang.pick(&alliance.purpose.ar, &alliance.purpose.en))) }
                @if alliance.follows.is_some() {
                    @let words = cx.t("alliance-follows");
                    p { @if let Some(before) = self.before { a.link href=(cx.url(&path(before))) { (words) } } @else { (words) } }
                }
            }))
        }
    }

    /// On which agreements our own pairs stand; those of the others are theirs.
    fn pairs(&self, shown: &One) -> Markup {
        let cx = self.cx;
        let others = shown.version.parties.iter().filter(|party| **party != self.me);
        let of = |party: AgencyId| self.books.iter().filter(move |one| one.stored.peer == party);
        html! {
            (Card::new(cx.t("alliance-pairs")).id("pairs").body(html! {
                p.small.muted { (cx.t("alliance-pairs-text")) }
                ul.plain { @for party in others {
                    li {
                        (ident::Name(self.name(*party)))
                        @if of(*party).next().is_none() { div.sub { (cx.t("alliance-pair-none")) } }
                        @for book in of(*party) {
                            @let agreement = &book.ledger.agreement;
                            div.sub {
                                a.link href=(cx.url(&format!("/agreements/{}", agreement.id))) { (ident::Code(&agreement.code)) }
                                " · " (cx.t("alliance-from")) " " (dates::day(cx.lang, agreement.from))
                                " · " (cx.t("alliance-until")) " " (dates::day(cx.lang, book.ledger.until()))
                            }
                        }
                    }
                } }
            }))
        }
    }

    fn adding(&self, shown: &One, form: &Form<'_>) -> Markup {
        let cx = self.cx;
        let parties = shown.version.parties.iter();
        let parties = parties.map(|one| (one.to_text(), self.name(*one).to_owned()));
        let inside = html! {
            (form.select("party", cx.t("alliance-party")).empty(cx.t("need-choose")).choices(parties))
            (form.select("role", cx.t("alliance-role")).empty(cx.t("need-choose")).choices(propose::roles(cx)))
            (form.date("from", cx.t("alliance-from")))
            (acts(&html! { (Button::submit(cx.t("relation-plan-propose")).icon("signature").sends("act", "add")) }))
        };
        html! {
            (Card::new(cx.t("alliance-add")).body(html! {
                p.muted { (cx.t("alliance-add-text")) }
                (post(cx, &format!("{}/terms", path(self.held.record)), &inside))
            }))
        }
    }

    fn ending(&self, alliance: &Alliance, form: &Form<'_>) -> Markup {
        let cx = self.cx;
        let open = alliance.terms.iter().enumerate().filter(|(_, one)| one.until.is_none());
        let name = |(n, one): (usize, &Term)| {
            let role = cx.code("alliance-role", &one.role);
            (n.to_string(), format!("{} · {role}", self.name(one.agency)))
        };
        let open: Vec<(String, String)> = open.map(name).collect();
        let inside = html! {
            (form.select("term", cx.t("alliance-term")).empty(cx.t("need-choose")).choices(open))
            (form.date("until", cx.t("alliance-until")))
            (acts(&html! { (Button::submit(cx.t("relation-plan-propose")).icon("signature").sends("act", "end")) }))
        };
        html! {
            (Card::new(cx.t("alliance-end")).body(html! {
                (Note::new("lock-key", cx.t("alliance-kept")).says(cx.t("alliance-kept-text")))
                (post(cx, &format!("{}/terms", path(self.held.record)), &inside))
            }))
        }
    }
}
