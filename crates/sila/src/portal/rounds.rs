//! A question before the decision, and the waiting list, at the portal. What was erased comes again nowhere, so there is no appeal, and
//! what is over here begins with a new referral.

use maud::{Markup, html};
use sila_core::codes::{QuestionCode, WaitBand};
use sila_core::ids::AgencyId;
use sila_core::referral::{Act, Entry};
use sila_link::Salted;

use super::act::{asking, say};
use super::show::{find, path};
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::referrals::Record;
use crate::referrals::rounds::{question, waitlist};
use crate::referrals::words;
use crate::reply::Reply;
use crate::web::components::{Button, Card, stack};
use crate::web::{Cx, Errors, Page, Pairs, dates};

/// Asks what has to be known before a decision.
///
/// # Errors
/// `page.not_found` for anything that is not addressed to this partner.
pub async fn question_page(ask: Ask) -> Result<Reply, Problem> {
    let (_, record, _) = find(&ask).await?;
    Ok(Reply::page(&wondering(&ask.cx, &record, (&ask.form, &Errors::none()))?))
}

/// Asks the agency that refers. The time to decide stands until its answer, as it does between two nodes.
///
/// # Errors
/// As [`question_page`]; what the rules refuse: asked twice already, decided, too late.
pub async fn question(ask: Ask) -> Result<Reply, Problem> {
    let (_, record, _) = find(&ask).await?;
    match question::read(&ask.cx, &ask.form) {
        Ok(wanted) => {
            let new = wanted.is_new(&record);
            new.map_err(|problem| problem.way_out(path(record.row.id, "")))?;
            let said = words::salted(&wanted.words);
            let question::Wanted { item, field, code, .. } = wanted;
            let act = Act::Ask { item, field, code, words: said.as_ref().map(Salted::commitment) };
            say(&ask, &act, said).await
        }
        Err(errors) => {
            let page = wondering(&ask.cx, &record, (&ask.form, &errors))?;
            Ok(Reply::page_with_errors(&page))
        }
    }
}

/// Asks how far up the list, and when there will be room.
///
/// # Errors
/// As [`question_page`].
pub async fn waiting_page(ask: Ask) -> Result<Reply, Problem> {
    let (_, record, _) = find(&ask).await?;
    Ok(Reply::page(&listing(&ask.cx, &record, (&ask.form, &Errors::none()))))
}

/// Takes the person in principle: there is no room yet.
///
/// # Errors
/// As [`question`]; a day that nobody can plan by.
pub async fn waiting(ask: Ask) -> Result<Reply, Problem> {
    let (_, record, _) = find(&ask).await?;
    match waitlist::read(&ask.cx, &ask.form, ask.now) {
        Ok((band, expected)) => say(&ask, &Act::Wait { band, expected }, None).await,
        Err(errors) => {
            Ok(Reply::page_with_errors(&listing(&ask.cx, &record, (&ask.form, &errors))))
        }
    }
}

fn wondering(cx: &Cx, record: &Record, of: (&Pairs, &Errors)) -> Result<Page, Problem> {
    let inside = question::fields(cx, record.thread()?.offer(), of);
    let words = (cx.t("rounds-question-title"), cx.t("rounds-question-act"));
    Ok(asking(cx, record, words, "/question", &inside, of.1))
}

fn listing(cx: &Cx, record: &Record, of: (&Pairs, &Errors)) -> Page {
    let words = (cx.t("rounds-waitlist-title"), cx.t("rounds-waitlist-act"));
    asking(cx, record, words, "/waitlist", &waitlist::fields(cx, of), of.1)
}

/// The buttons that lead there.
pub(super) fn moves(cx: &Cx, record: &Record) -> Markup {
    let may = |act: &Act| record.thread.as_ref().is_some_and(|thread| thread.may(act, cx.now));
    let (item, field, words) = (None, None, None);
    let asks = may(&Act::Ask { item, field, code: QuestionCode::Other, words });
    let waits = may(&Act::Wait { band: WaitBand::First, expected: cx.now });
    let to = |rest: &str, key: &str, icon| {
        Button::link(cx.t(key), cx.url(&path(record.row.id, rest))).soft().icon(icon)
    };
    html! {
        @if asks { (to("/question", "rounds-question-open", "question")) }
        @if waits { (to("/waitlist", "rounds-waitlist-open", "hourglass-medium")) }
    }
}

/// What was asked, and what was answered; nothing when nothing was.
///
/// # Errors
/// When the store cannot be read, or a row was changed from outside.
pub(super) async fn card(app: &App, cx: &Cx, record: &Record) -> Result<Markup, Problem> {
    let asked = record.thread.as_ref().map(|thread| thread.questions()).unwrap_or_default();
    if asked.is_empty() {
        return Ok(html! {});
    }
    let id = record.row.id;
    let mut stored = app.store.read(move |tx| words::store::of_referral(tx, id)).await?;
    // What was said of the person is shown no longer than what was told of her.
    stored.retain(|_| !record.row.state.must_purge());
    let written = words::opened(app, &stored)?;
    let said = |entry: &Entry| {
        let key: (AgencyId, u32) = (entry.author, entry.n);
        written.get(&key).map(String::as_str)
    };
    let inside = html! {
        @for one in &asked {
            div {
                p { b { (cx.code("rounds-asks", one.code.code())) } }
                @if let Some(words) = said(one.entry) { blockquote { bdi { (words) } } }
                div.sub { span.num { (dates::near(cx.lang, cx.now, one.entry.at)) } }
                @if let Some((answer, code)) = one.answer {
                    p { b { (cx.code("rounds-says", code.code())) } }
                    @if let Some(words) = said(answer) { blockquote { bdi { (words) } } }
                }
            }
        }
    };
    Ok(html! { (Card::new(cx.t("rounds-questions")).count(asked.len()).body(stack(&inside))) })
}
