//! One agreement: who, whom, what may be shared, how fast, every clause, and the signatures as what they are.

use maud::{Markup, html};
use sila_core::agreement::{Agreement, Party, ServiceTerms};
use sila_core::calendar::TimeLimit;
use sila_core::codes::Kind;
use sila_core::field::Field;
use sila_core::{AgreementId, Millis};
use sila_seal::{Hash, hex};

use crate::accounts::Permission;
use crate::activation;
use crate::activation::ledger::{self, Book};
use crate::agreements::acts::WHO_MAX;
use crate::agreements::list::state_tag;
use crate::agreements::signing;
use crate::agreements::{
    State, Stored, above, aims, approval, arbiter, calendar, completeness, document, esign, event,
    parties, prevail, renewal, text, texts, times, versions, vocabulary,
};
use crate::ask::Ask;
use crate::partners;
use crate::partnerships;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, columns, heading, post, stack, tag,
};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates, ident};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let stored = signing::one(&ask.app, id).await?;
    let peer = stored.peer;
    let partner = ask.app.store.read(move |tx| partners::store::find(tx, peer)).await?;
    let subject = id.to_string();
    let policy = ask.app.store.read(move |tx| crate::policy::store::applied(tx, &subject)).await?;
    let signed = stored.state.is_signed();
    let texts = ask.app.store.read(move |tx| texts::all(tx, id)).await?;
    let book = if signed { Some(ledger::one(&ask.app, id).await?) } else { None };
    let signing_event = event::card(&ask, &stored).await?;
    // The document is made when somebody asks for it, or for what its fingerprint is.
    let file = ask.query.get("file").map(|_asked| document::bytes(&stored)).transpose()?;
    let file = file.map(|(_, hash)| hash);
    let ((approvals, approved), esigns) = beside(&ask, &stored).await?;
    let drafted = texts.iter().rev().find(|text| text.standing == texts::Standing::Drafted);
    let above = above::card(&ask, &stored).await?;
    let cx = &ask.cx;
    let title = cx.lang.pick(&stored.agreement.title_ar, &stored.agreement.title_en);
    let main = html! { (both(cx, &stored.agreement)) (clauses(cx, &stored.agreement)) };
    let aside = html! {
        @if let Some(book) = &book { (lives(cx, book)) }
        (standing(cx, &stored, &policy, file.as_ref()))
        (above)
        (versions::card(cx, &stored, &texts, ask.may(Permission::AgreementSign)))
        (completeness::card(cx, &stored.agreement, approved))
        (approvals)
        (aims::card(cx, &stored.agreement))
        @if ask.may(Permission::AgreementSign) {
            (to_sign(cx, (&stored, partner.is_some()), drafted, book.as_ref()))
        }
        (parties::private_note(cx, &stored.agreement))
        (esigns)
        (signing_event)
        (data(cx, &stored.agreement))
        (timers(cx, &stored.agreement))
        (vocabulary::card(cx, &stored.agreement))
    };
    let tags = html! { (ident::Code(&stored.agreement.code)) (state_tag(cx, &stored, book.as_ref())) @if let Some(book) = &book { (activation::show::state_tag(cx, book)) } };
    let body = html! {
        (heading(title, None, &tags))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("agreements-title"), "/agreements");
    Ok(Reply::page(&page.body(body)))
}

/// Whether it lives, and the way to what makes it live.
fn lives(cx: &Cx, book: &Book) -> Markup {
    let path = format!("/agreements/{}/activation", book.ledger.agreement.id);
    html! {
        (Card::new(cx.t("activation-title")).live("lives", "agreements").body(html! {
            (activation::show::state_note(cx, book))
            (activation::show::quiet_notes(cx, book))
            (Button::link(cx.t("activation-open"), cx.url(&path)).line().icon("rocket-launch"))
        }))
    }
}

fn standing(
    cx: &Cx,
    stored: &Stored,
    policy: &[(String, u32, Millis)],
    file: Option<&Hash>,
) -> Markup {
    let pdf = cx.url(&format!("/agreements/{}/agreement.pdf", stored.agreement.id));
    let signed = |signature: &Option<Vec<u8>>| match signature {
        Some(bytes) => html! { (cx.t("agreement-signed-key")) " " (ident::Seal(bytes)) },
        None => html! { span.muted { (cx.t("agreement-not-signed")) } },
    };
    let agreement = &stored.agreement;
    let theirs = match &stored.on_paper {
        Some(who) => super::signed_by(cx, who),
        None => signed(&stored.peer_signature),
    };
    let binding = agreement.binding();
    let prevails = prevail::words(cx, agreement).unwrap_or_else(|| cx.t("clause-unsaid"));
    let summary = Summary::new()
        .row_if(cx.t("agreement-kind"), agreement.kind.map(|one| cx.code("agreement-kind", one.code())))
        .row_if(cx.t("agreement-binding"), binding.map(|one| cx.code("agreement-binding", one.code())))
        .row(cx.t("prevailing-text"), prevails)
        .row_if(cx.t("arbiter-title"), arbiter::words(cx, agreement))
        .row(cx.t("agreement-from"), dates::both_calendars(cx.lang, agreement.from))
        .row(cx.t("agreement-until"), dates::both_calendars(cx.lang, agreement.until))
        .row(cx.t("agreement-ours"), signed(&stored.own_signature))
        .row(cx.t("agreement-theirs"), theirs)
        .row(cx.t("agreement-digest"), ident::Seal(&stored.digest))
        .row(
            cx.t("agreement-pdf"),
            html! {
                a.link href=(pdf) { (cx.t("agreement-pdf-open")) } " · "
                @match file {
                    Some(file) => { (ident::Seal(file)) }
                    None => { a.link href=(cx.url(&format!("/agreements/{}?file=1", agreement.id))) { (cx.t("agreement-pdf-fingerprint")) } }
                }
            },
        );
    let summary = policy.iter().fold(summary, |rows, (act, number, at)| {
        let under = cx.t_with("policy-version", &[("n", Arg::Num(i64::from(*number)))]);
        let label = cx.code("policy-under", act.rsplit('.').next().unwrap_or_default());
        rows.row(label, format!("{under} · {}", dates::day(cx.lang, *at)))
    });
    html! {
        @if let State::Suspended { by_us, by_them } = stored.state {
            (Note::new("warning-circle", cx.t("agreement-suspended")).tone(Tone::Bad).says(stopped(cx, by_us, by_them)))
        }
        (Card::new(cx.t("agreement-standing")).live("standing", "agreements").body(html! { (summary) }))
    }
}

fn stopped(cx: &Cx, by_us: bool, by_them: bool) -> String {
    match (by_us, by_them) {
        (true, true) => cx.t("agreement-stopped-both"),
        (true, false) => cx.t("agreement-stopped-us"),
        _ => cx.t("agreement-stopped-them"),
    }
}

fn moves(cx: &Cx, stored: &Stored) -> Markup {
    let path = |act: &str| format!("/agreements/{}/{act}", stored.agreement.id);
    let (act, words, button) = match stored.state {
        State::Offered => (
            "signature",
            cx.t("agreement-sign-text"),
            Button::submit(cx.t("agreement-sign")).icon("seal-check"),
        ),
        State::Drafted => (
            "signature",
            cx.t("approval-then-sign"),
            Button::submit(cx.t("approval-sign")).icon("seal-check"),
        ),
        State::Signed | State::Suspended { by_us: false, .. } => (
            "suspension",
            cx.t("agreement-suspend-text"),
            Button::submit(cx.t("agreement-suspend")).danger(),
        ),
        State::Suspended { by_us: true, .. } => {
            ("resumption", cx.t("agreement-resume-text"), Button::submit(cx.t("agreement-resume")))
        }
        State::Proposed => (
            "withdrawal",
            cx.t("agreement-withdraw-text"),
            Button::submit(cx.t("agreement-withdraw")).soft(),
        ),
        State::Withdrawn => return html! {},
    };
    let inside = html! {
        p { (words) }
        input type="hidden" name="digest" value=(hex(&stored.digest));
        (button)
    };
    html! { (Card::new(cx.t("agreement-your-move")).body(post(cx, &path(act), &inside))) }
}

/// The cards of approvals, with whether all are there, and of who keeps the contact and approved signatures.
async fn beside(ask: &Ask, stored: &Stored) -> Result<((Markup, Option<bool>), Markup), Problem> {
    let approvals = approval::card(ask, stored).await?;
    let esigns = esign::card(ask, stored).await?;
    let signed = stored.state.is_signed();
    let (contacts, renewal) = match signed {
        true => (
            partnerships::of_agreement(ask, stored.agreement.id, stored.peer).await?,
            renewal::card(ask, stored).await?,
        ),
        false => (html! {}, html! {}),
    };
    Ok((approvals, html! { (renewal) (contacts) (esigns) }))
}

/// What an officer who may sign can do now. `alone`: the other party has no node.
fn to_sign(
    cx: &Cx,
    (stored, alone): (&Stored, bool),
    drafted: Option<&texts::Text>,
    book: Option<&Book>,
) -> Markup {
    html! {
        @if alone && stored.state == State::Proposed { (paper(cx, stored)) }
        (moves(cx, stored))
        @if let Some(text) = drafted { (send_draft(cx, stored.agreement.id, &text.digest)) }
        @if let Some(book) = book { (exit_way(cx, book)) }
    }
}

/// An amendment of ours that waits for an approval.
fn send_draft(cx: &Cx, id: AgreementId, digest: &Hash) -> Markup {
    let inside = html! {
        p { (cx.t("approval-then-sign")) }
        input type="hidden" name="digest" value=(hex(digest));
        (Button::submit(cx.t("approval-sign")).icon("seal-check"))
    };
    let path = format!("/agreements/{id}/signature");
    html! { (Card::new(cx.t("approval-drafted")).body(post(cx, &path, &inside))) }
}

/// The way to the end of the agreement, where a clause speaks of notice.
fn exit_way(cx: &Cx, book: &Book) -> Markup {
    let Some(clause) = &book.ledger.agreement.notice else { return html! {} };
    let path = cx.url(&format!("/agreements/{}/exit", book.ledger.agreement.id));
    let words = cx.t_with("exit-clause", &[("clause", clause.number.as_str().into())]);
    html! {
        (Card::new(cx.t("exit-title")).body(html! {
            p.small.muted { (words) }
            (Button::link(cx.t("exit-open"), path).line().icon("sign-out"))
        }))
    }
}

/// A partner without a node signs the printed page; an officer types who did.
fn paper(cx: &Cx, stored: &Stored) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let inside = html! {
        p { (cx.t("agreement-paper-text")) }
        input type="hidden" name="digest" value=(hex(&stored.digest));
        (form.text("who", cx.t("agreement-paper-who")).hint(cx.t("agreement-paper-who-hint")).max(WHO_MAX))
        (Button::submit(cx.t("agreement-paper-act")).icon("signature"))
    };
    let path = format!("/agreements/{}/paper", stored.agreement.id);
    html! { (Card::new(cx.t("agreement-your-move")).body(post(cx, &path, &inside))) }
}

fn both(cx: &Cx, agreement: &Agreement) -> Markup {
    let categories = agreement.categories.iter().map(|c| cx.code("category", c.code()));
    html! {
        @for party in &agreement.parties { (party_card(cx, party)) }
        (Card::new(cx.t("agreement-categories")).body(html! {
            p { @for category in categories { (tag(Tone::Plain, category)) " " } }
        }))
    }
}

fn party_card(cx: &Cx, party: &Party) -> Markup {
    let areas: Vec<String> = party.covers.iter().map(|code| area_name(cx, code)).collect();
    let columns = [Col::text(cx.t("agreement-service")), Col::text(cx.t("agreement-for-whom"))];
    let rows = party.services.iter().map(|terms| {
        [html! { (cx.code("service", terms.service.code())) }, html! { (whom(cx, terms)) }]
    });
    let table = Table::new(cx.t("agreement-services"), columns).rows(rows);
    let name = cx.lang.pick(&party.name_ar, &party.name_en).clone();
    let body = html! {
        @if let Some(sector) = party.sector { (parties::law_note(cx, sector)) }
        (Summary::new()
            .row_if(cx.t("partner-class"), party.sector.map(|one| cx.code("partner-class", one.code())))
            .row(cx.t("agreement-covers"), areas.join(cx.lang.pick("، ", ", ")))
            .row(cx.t("agreement-working-days"), calendar::markup(cx, &party.calendar)))
        (table)
    };
    html! { (Card::new(name).body(body)) }
}

pub(super) fn area_name(cx: &Cx, code: &sila_core::area::AreaCode) -> String {
    code.area().map_or_else(
        || code.to_string(),
        |area| cx.lang.pick(&area.name_ar, &area.name_en).to_string(),
    )
}

pub(super) fn whom(cx: &Cx, terms: &ServiceTerms) -> String {
    let mut parts: Vec<String> =
        terms.categories.iter().map(|c| cx.code("category", c.code())).collect();
    parts.extend(terms.sexes.iter().map(|sex| cx.code("sex", sex.code())));
    match (terms.age_min, terms.age_max) {
        (None, None) => {}
        (min, max) => {
            let min = i64::from(min.unwrap_or(0));
            let range = match max {
                Some(max) => cx.t_with(
                    "agreement-ages",
                    &[("min", min.into()), ("max", i64::from(max).into())],
                ),
                None => cx.t_with("agreement-age-from", &[("min", min.into())]),
            };
            parts.push(range);
        }
    }
    if parts.is_empty() {
        cx.t("agreement-everyone")
    } else {
        parts.join(cx.lang.pick("، ", ", "))
    }
}

fn clauses(cx: &Cx, agreement: &Agreement) -> Markup {
    let rules = agreement.rules();
    let kept = |number: &str| rules.iter().any(|(_, cited)| *cited == number);
    html! {
        (Card::new(cx.t("agreement-text")).body(html! {
            p.small.muted { (cx.t("clause-kept-text")) }
            @for clause in &agreement.clauses {
                section.clause-text id=(format!("c{}", clause.number)) {
                    h3 { (ident::Code(&clause.number)) " " (cx.lang.pick(&clause.title_ar, &clause.title_en)) " " (text::rule_tag(cx, kept(&clause.number))) " " (text::binding_tag(cx, clause.binds)) }
                    p { (cx.lang.pick(&clause.text_ar, &clause.text_en)) }
                }
            }
        }))
    }
}

/// Kinds that may be sent with the same data stand together.
pub(super) fn same_fields(agreement: &Agreement) -> Vec<(Vec<Kind>, &[Field])> {
    let mut groups: Vec<(Vec<Kind>, &[Field])> = Vec::new();
    for row in &agreement.schedule {
        match groups.iter_mut().find(|(_, same)| *same == row.fields.as_slice()) {
            Some((kinds, _)) => kinds.push(row.kind),
            None => groups.push((vec![row.kind], &row.fields)),
        }
    }
    groups
}

fn data(cx: &Cx, agreement: &Agreement) -> Markup {
    let fields = |fields: &[Field]| {
        let names: Vec<String> =
            fields.iter().map(|field| cx.code("field", field.code())).collect();
        names.join(cx.lang.pick("، ", ", "))
    };
    let mut summary = same_fields(agreement).iter().fold(Summary::new(), |rows, (kinds, same)| {
        let kinds: Vec<String> = kinds.iter().map(|kind| cx.code("kind", kind.code())).collect();
        rows.row(kinds.join(cx.lang.pick("، ", ", ")), fields(same))
    });
    if let Some(onward) = &agreement.onward {
        let names: Vec<&str> =
            onward.to.iter().map(|third| cx.lang.pick(&*third.name_ar, &*third.name_en)).collect();
        let names = names.join(cx.lang.pick("، ", ", "));
        summary = summary.row(cx.t("agreement-passed-on"), html! { (ident::Name(&names)) });
    }
    html! { (Card::new(cx.t("agreement-data")).body(html! { (summary) })) }
}

fn timers(cx: &Cx, agreement: &Agreement) -> Markup {
    let columns = [
        Col::text(cx.t("agreement-urgency")),
        Col::text(cx.t("agreement-decide")),
        Col::text(cx.t("agreement-back")),
    ];
    let rows = agreement.timers.iter().map(|timer| {
        [
            html! { (cx.code("urgency", timer.urgency.code())) },
            html! { (time_limit(cx, timer.decide)) },
            html! { (time_limit(cx, timer.expire)) },
        ]
    });
    let table = Table::new(cx.t("agreement-timers"), columns).rows(rows);
    html! { (Card::new(cx.t("agreement-timers")).body(html! { (table) (times::table(cx, agreement)) })) }
}

pub(super) fn time_limit(cx: &Cx, limit: TimeLimit) -> String {
    match limit {
        TimeLimit::Minutes(minutes) => dates::duration(cx.lang, i64::from(minutes)),
        TimeLimit::WorkingDays(days) => cx.t_with("working-days", &[("n", i64::from(days).into())]),
    }
}
