//! The paper: an address and a code, and nothing that says from whom it is.

use axum::http::header;
use maud::{Markup, html};
use rand_core::Rng;
use sila_core::ids::CaseId;
use sila_core::time::{Date, Millis};
use sila_seal::code::{base32_decode, base32_encode};
use sila_seal::{Hash, sha256};

use super::store;
use crate::ask::Ask;
use crate::cases::closure::{self, Closure, path};
use crate::cases::record::CaseRecord;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, post};
use crate::web::ident::Code;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Bytes of a code: 16 characters.
const CODE_BYTES: usize = 10;
/// Months after the month of the paper at whose end its code ends.
const MONTHS: i64 = 3;

/// Reads a code as it is typed; nothing when it is none.
pub fn read(typed: &str) -> Option<Hash> {
    base32_decode(typed).ok().filter(|code| code.len() == CODE_BYTES).map(|code| digest(&code))
}

fn digest(code: &[u8]) -> Hash {
    sha256(&[b"sila/voice/code/1", code])
}

/// A new code: as it stands on the paper, and what is kept of it.
fn new_code() -> (String, Hash) {
    let mut bytes = [0_u8; CODE_BYTES];
    Randomness.fill_bytes(&mut bytes);
    let text = base32_encode(&bytes);
    let parts: Vec<String> =
        text.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    (parts.join("-"), digest(&bytes))
}

/// The first of a month: an end that all codes of a month share tells nothing of one of them.
fn until(now: Millis) -> Millis {
    let first = Date { day: 1, ..now.uae_date() };
    first.plus_months(MONTHS.saturating_add(1)).at_minute(0)
}

/// Makes a paper and shows it, once.
///
/// # Errors
/// `closure.no_contact` without a safe way to reach the person, or when it is not safe to hold a paper; `closure.moved` when the
/// case is not closed or a paper was given before.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let case = ask.form.get("case").and_then(|id| id.parse::<CaseId>().ok());
    let record = closure::found(&ask, case.ok_or_else(Problem::not_found)?).await?;
    let refused = |code: &str| Problem::refused(code).way_out(path(record.row.id, ""));
    let reachable = record.disclosure.safety.safe_contact.is_some();
    if !reachable || !ask.form.has("safe", "yes") {
        return Err(refused("closure.no_contact"));
    }
    let all = closure::of_case(&ask.app, &record).await?;
    let closure = all.iter().find(|one| one.holds()).map(|one| one.id);
    let closure = closure.ok_or_else(|| refused("closure.moved"))?;
    let ((code, kept), until) = (new_code(), until(ask.now));
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let first = closure::store::set_paper(tx, closure)?;
        if first {
            store::insert(tx, kept, until)?;
        }
        Ok(first)
    };
    if !ask.app.store.write(write).await? {
        return Err(refused("closure.moved"));
    }
    Ok(Reply::page(&sheet(&ask, &code)))
}

/// The page that is printed: it says no more than its two lines.
fn sheet(ask: &Ask, code: &str) -> Page {
    let cx = &Cx { worker: None, path: "/q".to_owned(), ..ask.cx.clone() };
    let scheme = if ask.app.config.https { "https" } else { "http" };
    let host = ask.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.map_or_else(|| ask.app.config.web.to_string(), str::to_owned);
    let address = format!("{scheme}://{host}{}", cx.url("/q"));
    let body = html! {
        h1 { (cx.t("voice-title")) }
        p { (cx.t("voice-paper-lead")) }
        p { (cx.t("voice-address")) " " (Code(&address)) }
        p { (cx.t("voice-code")) " " b { (Code(code)) } }
    };
    Page::new(cx, cx.t("voice-title")).neutral().body(body)
}

/// The card on the page of a closure: what the paper is, and the button, where it is safe.
pub fn card(cx: &Cx, record: &CaseRecord, closure: &Closure) -> Markup {
    let card = Card::new(cx.t("voice-paper")).id("paper");
    let reachable = record.disclosure.safety.safe_contact.is_some();
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let inside = html! {
        (form.hidden("case", &record.row.id.to_string()))
        (form.checks("safe", cx.t("voice-safe")).choice("yes", cx.t("voice-safe-yes")))
        (acts(&html! { (Button::submit(cx.t("voice-make")).line().icon("printer")) }))
    };
    html! { (card.body(html! {
        p.hint { (cx.t("voice-paper-text")) }
        @if closure.paper { p { (cx.t("voice-given")) } }
        @else if reachable { (post(cx, "/q/new", &inside)) }
        @else { (Note::new("warning", cx.t("case-safe-contact-none")).tone(Tone::Warn).says(cx.t("voice-no-contact"))) }
    })) }
}
