//! `/cases/{id}/known`: whom to ask about whom, what for, on which ground; what leaves and what does not.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::agreement::KnownQuota;
use sila_core::codes::{KnownPurpose, LawfulBasis};
use sila_core::ids::CaseId;
use sila_core::time::Millis;

use super::{seen, seen_card, state};
use crate::app::App;
use crate::ask::Ask;
use crate::cases::handover::only_read;
use crate::cases::readers::Read;
use crate::cases::{CaseRecord, open_record};
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::known::list::{make, store as lists, values};
use crate::known::question::ask::{self, Desk, Wish};
use crate::known::question::budget::Budget;
use crate::known::question::store::{self as questions, Question};
use crate::people::show as people;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, empty_state, heading, post, stack,
};
use crate::web::ident::{Code, Name, Reference};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs};

/// Everything the page shows.
struct Shown {
    record: CaseRecord,
    desks: Vec<(Desk, Budget)>,
    asked: Vec<Question>,
    protected: Option<Millis>,
    reads: Vec<Read>,
}

/// The form.
///
/// # Errors
/// `page.not_found` for a case that is not the worker's.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let shown = shown(&ask).await?;
    Ok(Reply::page(&document(&ask.cx, &shown, &ask.form, &Errors::none())))
}

/// Asks.
///
/// # Errors
/// See [`ask::ask`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: CaseId = ask.id("id")?;
    match read(&ask.cx, &ask.form, id) {
        Ok(wish) => {
            let query = ask::ask(&ask.app, ask.worker()?, wish, ask.now).await?;
            Ok(Reply::see_other(ask.cx.url(&format!("/known/{query}"))))
        }
        Err(errors) => {
            let shown = shown(&ask).await?;
            Ok(Reply::page_with_errors(&document(&ask.cx, &shown, &ask.form, &errors)))
        }
    }
}

/// Keeps the people of a case off every partner's list, or lets the rules decide again.
///
/// # Errors
/// `page.not_found` for a case that is not the worker's.
pub async fn protection(ask: Ask) -> Result<Reply, Problem> {
    let id: CaseId = ask.id("id")?;
    let worker = ask.worker()?.clone();
    open_record(&ask.app, &worker, id).await?;
    access::record(&ask.app, &worker, Subject::Case(id.0), "known.protect", ask.now).await?;
    let by = (ask.form.get("protect") == Some("yes")).then_some(worker.id);
    let now = ask.now;
    ask.app.store.write(move |tx| lists::protect(tx, id, by, now)).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/cases/{id}/known"))))
}

fn read(cx: &Cx, form: &Pairs, case: CaseId) -> Result<Wish, Errors> {
    let mut errors = Errors::none();
    let peer = form.get("peer").and_then(|text| AgencyId::parse(text).ok());
    let purpose = form.get("purpose").and_then(|code| KnownPurpose::from_code(code).ok());
    let basis = form.get("basis").and_then(|code| LawfulBasis::from_code(code).ok());
    let place = form.get("person").and_then(|n| n.parse().ok());
    for (field, missing) in [
        ("person", place.is_none()),
        ("peer", peer.is_none()),
        ("purpose", purpose.is_none()),
        ("basis", basis.is_none()),
    ] {
        if missing {
            errors.add(field, cx.t(&format!("known-needs-{field}")));
        }
    }
    match (peer, purpose, basis, place) {
        (Some(peer), Some(purpose), Some(basis), Some(place)) => {
            Ok(Wish { case, place, peer, purpose, basis })
        }
        _ => Err(errors),
    }
}

async fn shown(ask: &Ask) -> Result<Shown, Problem> {
    let id: CaseId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = open_record(&ask.app, worker, id).await?;
    access::record(&ask.app, worker, Subject::Case(id.0), "known.ask", ask.now).await?;
    let desks = with_budgets(&ask.app, worker.id, ask.now).await?;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((questions::of_case(tx, id)?, lists::protected(tx, id)?))
    };
    let (asked, protected) = ask.app.store.read(read).await?;
    let reads = seen(&ask.app, id.0).await?;
    Ok(Shown { record, desks, asked, protected, reads })
}

/// The partners that may be asked, with what is left of their budgets.
///
/// # Errors
/// When the store cannot be read.
pub async fn with_budgets(
    app: &App,
    worker: sila_core::WorkerId,
    now: Millis,
) -> Result<Vec<(Desk, Budget)>, Problem> {
    let mut with = Vec::new();
    for desk in ask::desks(app, now).await? {
        let (id, clause) = (desk.agreement.agreement.id, desk.clause.clone());
        let purpose = clause.purposes.first().copied().unwrap_or(KnownPurpose::Protection);
        let read = move |tx: &mut dyn Tx| Budget::of(tx, (id, &clause), purpose, worker, now);
        with.push((desk, app.store.read(read).await?));
    }
    Ok(with)
}

fn document(cx: &Cx, shown: &Shown, values: &Pairs, errors: &Errors) -> Page {
    let row = &shown.record.row;
    let title = cx.t("known-ask-title");
    let main = html! {
        @if !row.is_open() {
            (Note::new("folders", cx.t("problem-case-closed")).tone(Tone::Plain)
                .says(cx.t("problem-case-closed-next")))
        } @else if shown.record.handed {
            (only_read(cx, &shown.record))
        } @else if shown.desks.is_empty() {
            (Card::new(cx.t("known-ask-whom")).body(empty_state(
                "handshake", cx.t("known-no-desk"), cx.t("known-no-desk-text"),
                &html! { (Button::link(cx.t("known-to-agreements"), cx.url("/agreements")).line()) },
            )))
        } @else {
            (form(cx, shown, values, errors))
        }
        (before(cx, &shown.asked))
    };
    let aside = html! {
        (leaves(cx))
        (clauses(cx, &shown.desks))
        (here(cx, shown))
        (seen_card(cx, &shown.reads))
    };
    let body = html! {
        (heading(&title, Some(&cx.t("known-ask-lead")), &crate::regulation::link(cx, sila_core::law::Rule::HumanDecides)))
        (errors.summary(cx))
        (columns(&stack(&main), &stack(&aside)))
    };
    Page::new(cx, title)
        .crumb(cx.t("cases-title"), "/cases")
        .crumb(row.reference.clone(), &format!("/cases/{}", row.id))
        .errors(errors.any())
        .body(body)
}

fn form(cx: &Cx, shown: &Shown, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    let mut whom = form.radios("peer", cx.t("known-ask-whom"));
    for (desk, budget) in &shown.desks {
        let listed = desk.listed_at().map_or_else(
            || cx.t("known-list-not-come"),
            |at| cx.t_with("known-list-of", &[("at", Arg::phrase(cx.at(at)))]),
        );
        let left = cx.t_with("known-left", &[("n", budget.left().into())]);
        let hint = format!("{listed} · {left}");
        whom = whom.choice_hint(desk.peer.agency.to_text(), desk.peer.name(cx.lang), hint);
    }
    let mut about = form.radios("person", cx.t("known-ask-about"));
    for (place, person) in shown.record.disclosure.people.iter().enumerate() {
        let name = people::name_words(cx, person).unwrap_or_else(|| cx.t("known-no-name"));
        about = about.choice_hint(place.to_string(), name, with_what(cx, person));
    }
    let purposes = purposes(&shown.desks);
    let mut purpose = form.radios("purpose", cx.t("known-purpose"));
    for one in purposes {
        let hint = cx.code("known-purpose-hint", one.code());
        purpose = purpose.choice_hint(one.code(), cx.code("known-purpose", one.code()), hint);
    }
    let bases = LawfulBasis::ALL
        .iter()
        .filter(|basis| shown.desks.iter().any(|(desk, _)| desk.clause.bases.contains(basis)))
        .map(|basis| (basis.code(), cx.code("lawful-basis", basis.code())));
    let basis =
        form.select("basis", cx.t("known-basis")).hint(cx.t("known-basis-hint")).choices(bases);
    let inside = html! {
        (about) (whom) (purpose) (basis)
        (acts(&html! {
            (Button::submit(cx.t("known-ask-act")).icon("question"))
            (Button::link(cx.t("cancel"), cx.url(&format!("/cases/{}", shown.record.row.id))).soft())
        }))
    };
    let path = format!("/cases/{}/known", shown.record.row.id);
    html! { (Card::new(cx.t("known-question")).body(post(cx, &path, &inside))) }
}

fn purposes(desks: &[(Desk, Budget)]) -> Vec<KnownPurpose> {
    let agreed = |purpose: &&KnownPurpose| {
        desks.iter().any(|(desk, _)| desk.clause.purposes.contains(purpose))
    };
    KnownPurpose::ALL.iter().filter(agreed).copied().collect()
}

/// What is known that can be asked with, in words.
fn with_what(cx: &Cx, person: &sila_core::person::Person) -> String {
    let slots = values::asked(person);
    if slots.is_empty() {
        return cx.t("known-with-nothing");
    }
    let words: Vec<String> =
        slots.iter().map(|(slot, _)| cx.code("known-slot", slot.code())).collect();
    cx.t_with("known-with", &[("what", Arg::phrase(words.join(cx.lang.pick("؛ ", "; "))))])
}

/// What leaves, and what does not: the whole of it.
fn leaves(cx: &Cx) -> Markup {
    let leaves = Note::new("paper-plane-tilt", cx.t("known-leaves")).body(html! {
        ul { @for key in ["known-leaves-1", "known-leaves-2", "known-leaves-3"] { li { (cx.t(key)) } } }
    });
    let stays = Note::new("lock-key", cx.t("known-stays")).tone(Tone::Ok).body(html! {
        ul { @for key in ["known-stays-1", "known-stays-2", "known-stays-3"] { li { (cx.t(key)) } } }
    });
    html! { (Card::new(cx.t("known-preview")).body(stack(&html! { (leaves) (stays) }))) }
}

/// The clauses that allow it; where several agreements say the same, once.
fn clauses(cx: &Cx, desks: &[(Desk, Budget)]) -> Markup {
    let words = |desk: &Desk| {
        let clause = desk.agreement.agreement.clause(&desk.clause.number)?;
        Some((cx.lang.pick(&clause.text_ar, &clause.text_en).clone(), desk.clause.quota))
    };
    let mut said: Vec<((String, KnownQuota), Vec<&Desk>)> = Vec::new();
    for (desk, _) in desks {
        let Some(text) = words(desk) else { continue };
        match said.iter_mut().find(|(before, _)| *before == text) {
            Some((_, same)) => same.push(desk),
            None => said.push((text, vec![desk])),
        }
    }
    html! { @for ((text, quota), desks) in &said { (clause(cx, text, *quota, desks)) } }
}

fn clause(cx: &Cx, text: &str, quota: KnownQuota, desks: &[&Desk]) -> Markup {
    let body = html! {
        p { (text) }
        p.small { (cx.t_with("known-quota", &[
            ("day", i64::from(quota.per_day).into()),
            ("minute", i64::from(quota.per_minute).into()),
            ("worker", i64::from(quota.per_worker_day).into()),
        ])) }
        @for desk in desks {
            @let agreement = &desk.agreement.agreement;
            p.small { (Name(desk.peer.name(cx.lang))) " · "
                a.link href=(cx.url(&format!("/agreements/{}", agreement.id))) {
                    (Code(&agreement.code)) " · " (Code(&desk.clause.number))
                }
            }
        }
    };
    html! { (Card::new(cx.t("known-clause")).body(body)) }
}

/// Whether partners can find the people of this case here.
fn here(cx: &Cx, shown: &Shown) -> Markup {
    let row = &shown.record.row;
    let allowed = make::may_be_listed(&row.category, &shown.record.disclosure);
    let marked = shown.protected.is_some();
    let words = match (marked, allowed) {
        (true, _) => cx.t("known-here-marked"),
        (false, false) => cx.t("known-here-protected"),
        (false, true) => cx.t("known-here-listed"),
    };
    let (value, act) =
        if marked { ("no", "known-here-unmark") } else { ("yes", "known-here-mark") };
    let inside = html! {
        input type="hidden" name="protect" value=(value);
        (Button::submit(cx.t(act)).soft().small().icon("shield-check"))
    };
    let path = format!("/cases/{}/protection", row.id);
    html! {
        (Card::new(cx.t("known-here")).body(html! { p { (words) } (post(cx, &path, &inside)) }))
    }
}

fn before(cx: &Cx, asked: &[Question]) -> Markup {
    if asked.is_empty() {
        return html! {};
    }
    let body = html! {
        ul.reads { @for one in asked {
            li {
                a.link href=(cx.url(&format!("/known/{}", one.id))) { (cx.at(one.asked_at)) } " " (state(cx, one))
                div.sub { (Name(cx.lang.pick(&one.who[0], &one.who[1]))) " · " (cx.code("known-purpose", &one.purpose)) }
            }
        } }
    };
    html! { (Card::new(cx.t("known-before")).count(asked.len()).live("known-before", "cases").body(body)) }
}

/// A line about the case a question belongs to.
pub(super) fn about(cx: &Cx, asked: &Question) -> Summary {
    let href = cx.url(&format!("/cases/{}", asked.case));
    Summary::new()
        .row(cx.t("known-case"), html! { a.link href=(href) { (Reference(&asked.reference)) } })
        .row(cx.t("known-by"), Name(cx.lang.pick(&asked.who[0], &asked.who[1])))
        .row(cx.t("known-at"), cx.at(asked.asked_at))
        .row(cx.t("known-purpose"), cx.code("known-purpose", &asked.purpose))
        .row(cx.t("known-basis"), cx.code("lawful-basis", &asked.basis))
}
