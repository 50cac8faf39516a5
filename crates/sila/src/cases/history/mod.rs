//! The history of a case in plain words (سجل التغييرات): what the journal proves of it, each line as a sentence with who and when. The journal holds
//! codes only, so the history names nothing that the reader may not read: lines about a note or a document that is not for the reader are left out.

pub mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use maud::html;
use sila_core::ids::CaseId;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::cases::plan::page::frame;
use crate::cases::record::{CaseRecord, open_record};
use crate::cases::store::{self as cases, CaseReferral};
use crate::cases::{documents, notes, reads};
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Cx;
use crate::web::components::{
    Card, ChainLink, LinkState, chain, columns, empty_state, heading, stack,
};
use crate::web::ident::{Name, Reference};
use store::Line;

/// The route of the history.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/history", Permission::CaseRead, page);
}

/// What the first word of a fact says: kind, first word (empty for any other), key of the sentence, icon.
const SAID: &[(&str, &str, &str, &str)] = &[
    ("plan", "GOAL", "timeline-plan-goal", "flag"),
    ("plan", "ACTION", "timeline-plan-action", "list-checks"),
    ("plan", "DONE", "timeline-plan-done", "check"),
    ("plan", "OUTCOME", "timeline-plan-outcome", "flag"),
    ("plan", "ASK", "timeline-plan-ask", "stamp"),
    ("plan", "APPROVED", "timeline-plan-approved", "stamp"),
    ("plan", "RETURNED", "timeline-plan-returned", "arrow-u-up-left"),
    ("closure", "ASK", "timeline-closure-ask", "stamp"),
    ("closure", "APPROVED", "timeline-closure-approved", "check-circle"),
    ("closure", "RETURNED", "timeline-closure-returned", "arrow-u-up-left"),
    ("closure", "FOLLOWUP", "timeline-followup", "phone"),
    ("closure", "REOPEN", "timeline-reopened", "folders"),
    ("reporter", "OPEN", "timeline-reporter-opened", "lock-key"),
    ("reporter", "", "timeline-reporter-sealed", "lock-key"),
    ("pathway", "", "timeline-pathway", "path"),
    ("kin", "CARE", "timeline-care", "users-three"),
    ("kin", "ALLEGED", "timeline-alleged", "prohibit"),
    ("kin", "ENDED", "timeline-alleged-ended", "prohibit"),
    ("kin", "", "timeline-kin", "users-three"),
    ("scope", "RESTRICT", "timeline-restricted", "lock"),
    ("scope", "OPEN", "timeline-unrestricted", "lock"),
    ("scope", "NAME", "timeline-member", "user-plus"),
    ("scope", "REMOVE", "timeline-member-off", "user"),
    ("scope", "EXCLUDE", "timeline-excluded", "prohibit"),
    ("scope", "READMIT", "timeline-readmitted", "user"),
    ("scope", "BAR", "timeline-agency-barred", "prohibit"),
    ("scope", "ADMIT", "timeline-agency-admitted", "buildings"),
    ("scope", "CLEAR", "timeline-cleared", "user"),
    ("scope", "OWNER", "timeline-owner", "user-focus"),
    ("clock", "BEGIN", "timeline-clocks", "clock"),
    ("clock", "", "timeline-clock-done", "clock"),
    ("mandatory", "CONTEXT", "timeline-mandatory-context", "gavel"),
    ("mandatory", "DECIDE", "timeline-mandatory-decided", "gavel"),
    ("mandatory", "MADE", "timeline-mandatory-made", "gavel"),
    ("mandatory", "", "timeline-mandatory", "gavel"),
    ("appointment", "PLAN", "timeline-appointment", "calendar-check"),
    ("appointment", "", "timeline-appointment-outcome", "calendar-check"),
    ("interpreter", "PLAN", "timeline-interpreter", "chat-circle-text"),
    ("interpreter", "UNNAME", "timeline-interpreter-off", "chat-circle-text"),
    ("interpreter", "", "timeline-interpreted", "chat-circle-text"),
    ("place-unwanted", "", "timeline-unwanted", "bed"),
    ("flag", "SET", "timeline-flag", "flag"),
    ("flag", "", "timeline-flag-resolved", "flag"),
    ("assessment", "", "timeline-assessment", "clipboard-text"),
    ("committee", "", "timeline-committee", "gavel"),
    ("glass", "", "timeline-glass", "siren"),
    ("document", "COPY", "timeline-document-copy", "download-simple"),
    ("letter", "CONSENT", "timeline-letter-consent", "signature"),
    ("letter", "WITHDRAW", "timeline-letter-withdrawn", "prohibit"),
    ("letter", "WRITE", "timeline-letter-written", "envelope-simple"),
    ("letter", "SHUT", "timeline-letter-shut", "prohibit"),
    ("letter", "APPROVED", "timeline-letter-approved", "stamp"),
    ("letter", "RETURNED", "timeline-letter-returned", "arrow-u-up-left"),
    ("letter", "PRINT", "timeline-letter-printed", "printer"),
    ("letter", "WAY_ASKED", "timeline-way-asked", "signpost"),
    ("letter", "WAY_NAMED", "timeline-way-named", "user-focus"),
    ("letter", "WAY_REFUSED", "timeline-way-refused", "prohibit"),
    ("letter", "WAY_CARRIED", "timeline-way-carried", "signpost"),
    ("letter", "WAY_DROPPED", "timeline-way-dropped", "x-circle"),
    ("case", "", "timeline-revised", "pencil-simple"),
];

/// One line, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When.
    pub at: Millis,
    /// Key of the sentence.
    pub key: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Who: Arabic and English name; empty when the node did it.
    pub by: (String, String),
}

/// What a fact says, for a reader who sees these notes and documents; nothing where it is about another.
fn told(line: &Line, notes: &BTreeSet<Uuid>, documents: &BTreeSet<Uuid>) -> Option<Told> {
    let words = String::from_utf8_lossy(&line.data).into_owned();
    let mut words = words.split_whitespace();
    let first = words.next().unwrap_or_default();
    let says = |key: &'static str, icon: &'static str| Told {
        at: line.at,
        key,
        icon,
        by: line.by.clone(),
    };
    let (sees, thread) = match (line.kind.as_str(), first) {
        ("note", thread) => (Some(notes), thread),
        ("document", "COPY") => (Some(documents), words.next().unwrap_or_default()),
        ("document", thread) => (Some(documents), thread),
        _ => (None, ""),
    };
    if let Some(sees) = sees {
        let thread: Uuid = thread.parse().ok()?;
        if !sees.contains(&thread) {
            return None;
        }
    }
    if let Some((.., key, icon)) = SAID
        .iter()
        .find(|(kind, word, ..)| *kind == line.kind && (*word == first || word.is_empty()))
    {
        return Some(says(key, icon));
    }
    let first_version = words.next() == Some("1");
    Some(match (line.kind.as_str(), first_version) {
        ("note", true) => says("timeline-note", "notebook"),
        ("note", false) => says("timeline-note-corrected", "notebook"),
        ("document", true) => says("timeline-document", "files"),
        ("document", false) => says("timeline-document-version", "files"),
        _ => says("timeline-other", "pencil-simple"),
    })
}

/// The history of a case for this reader, the newest first.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_case(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
) -> Result<Vec<Told>, Problem> {
    let id = record.row.id;
    let seen: BTreeSet<Uuid> =
        notes::of_case(app, worker, record).await?.iter().map(|note| note.thread).collect();
    let known = documents::of_case(app, worker, record).await?;
    let known: BTreeSet<Uuid> = known.iter().map(|document| document.thread).collect();
    let lines = app.store.read(move |tx| store::of_case(tx, id)).await?;
    Ok(lines.iter().filter_map(|line| told(line, &seen, &known)).collect())
}

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (id, worker): (CaseId, _) = (ask.id("id")?, ask.worker()?);
    let record = open_record(&ask.app, worker, id).await?;
    access::record(&ask.app, worker, Subject::Case(id.0), "case.history", ask.now).await?;
    let all = of_case(&ask.app, worker, &record).await?;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((cases::referrals(tx, id)?, cases::reads(tx, id)?))
    };
    let (referrals, read) = ask.app.store.read(read).await?;
    let cx = &ask.cx;
    let links = links(cx, &record, &all, &referrals);
    let none = empty_state("clock", cx.t("timeline-none"), cx.t("timeline-none-text"), &html! {});
    let main = html! {
        (Card::new(cx.t("timeline-title")).count(links.len()).live("case-history", "cases").body(html! {
            @if links.is_empty() { (none) } @else { (chain(cx, &links)) }
        }))
    };
    let title = html! { (cx.t("timeline-title")) " " (Reference(&record.row.reference)) };
    let body = html! {
        (heading(title, Some(&cx.t("timeline-lead")), &html! {}))
        (columns(&stack(&main), &stack(&reads::card(cx, &read))))
    };
    Ok(Reply::page(&frame(cx, &record, cx.t("timeline-title")).body(body)))
}

/// Everything in the order of time, the newest first: what was done, referrals, and that the case was opened.
fn links(cx: &Cx, record: &CaseRecord, all: &[Told], referrals: &[CaseReferral]) -> Vec<ChainLink> {
    let done = |icon, title| ChainLink::new(icon, LinkState::Done, title);
    let mut links: Vec<(Millis, ChainLink)> = Vec::new();
    for one in all {
        let name = cx.lang.pick(&one.by.0, &one.by.1);
        let meta = html! { @if !name.is_empty() { (Name(name)) " · " } (cx.at(one.at)) };
        links.push((one.at, done(one.icon, cx.t(one.key)).meta(meta)));
    }
    for one in referrals {
        let name = cx.lang.pick(&one.name_ar, &one.name_en);
        let (icon, key) = match one.direction.as_str() {
            "in" => ("tray-arrow-down", "timeline-referral-in"),
            _ => ("paper-plane-tilt", "timeline-referral-out"),
        };
        let meta = html! {
            a.ref href=(cx.url(&format!("/referrals/{}", one.id))) { (Reference(&one.reference)) }
            " · " (Name(name)) " · " (cx.code("state", &one.state)) " · " (cx.at(one.offered_at))
        };
        links.push((one.offered_at, done(icon, cx.t(key)).meta(meta)));
    }
    let row = &record.row;
    links
        .push((row.opened_at, done("folders", cx.t("timeline-opened")).meta(cx.at(row.opened_at))));
    links.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    links.into_iter().map(|(_, link)| link).collect()
}
