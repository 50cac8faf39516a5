//! `/known/{id}`: the answer in words, what it means and what it does not, and the next step.

use maud::{Markup, html};
use sila_core::codes::KnownAnswer;
use sila_core::time::Millis;
use uuid::Uuid;

use super::{agency, answer_tag, ask::about, peers, reason, seen, seen_card};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::known::list::store as lists;
use crate::known::naming::store::{self as namings, Naming};
use crate::known::question::answer::{self, Found};
use crate::known::question::store::{self as questions, Question};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, columns, heading, post, stack};
use crate::web::ident::{Name, Seal};
use crate::web::{Arg, Cx, Page};

/// A question that this worker may see.
///
/// # Errors
/// `page.not_found`.
pub(super) async fn one(ask: &Ask) -> Result<Question, Problem> {
    let (id, worker): (Uuid, _) = (ask.id("id")?, ask.worker()?.clone());
    let found = ask.app.store.read(move |tx| questions::through(tx, &worker, id)).await?;
    found.ok_or_else(Problem::not_found)
}

/// The page.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let asked = one(&ask).await?;
    access::record(&ask.app, ask.worker()?, Subject::Known(asked.id), "known.show", ask.now)
        .await?;
    let (id, agreement) = (asked.id, asked.agreement);
    let purpose = asked.purpose.clone();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let parts = lists::parts(tx, agreement, &purpose)?;
        Ok((namings::of_query(tx, id)?, parts, lists::published(tx, agreement)?))
    };
    let (named, parts, published) = ask.app.store.read(read).await?;
    let renewed = answer::renewed(&ask.app, &asked, published.as_ref(), &parts)?;
    let found = answer::found(&ask.app, &asked)?;
    let listed = parts.iter().map(|part| part.at).max();
    let reads = seen(&ask.app, asked.id).await?;
    let name = agency(&ask.cx, &peers(&ask.app).await?, asked.peer);
    let cx = &ask.cx;
    let main = html! {
        section #known-answer data-live="cases" { (stack(&html! {
            (human(cx, &named, &name))
            (verdict(cx, &asked, &name, (listed, renewed)))
            (hits(cx, &asked, &found, &named, &name))
            (meaning(cx, &asked))
        })) }
    };
    let aside = html! {
        (Card::new(cx.t("known-question")).body(html! {
            (about(cx, &asked).row(cx.t("known-asked-of"), Name(&name)))
        }))
        (counted(cx, &asked))
        (seen_card(cx, &reads))
    };
    let title = cx.t("known-answer-title");
    let body = html! {
        (heading(&title, None, &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let mut page = Page::new(cx, title)
        .crumb(cx.t("known-history-title"), "/known")
        .crumb(asked.reference.clone(), &format!("/cases/{}", asked.case));
    if asked.state == "WAITING" || renewed == Some(false) {
        page = page.refreshing(5);
    }
    Ok(Reply::page(&page.body(body)))
}

/// What a person at the other side has said stands before what was computed.
fn human(cx: &Cx, named: &[Naming], name: &str) -> Markup {
    let answered = named.iter().rev().find_map(|one| Some((one, one.answer?)));
    let Some((one, answer)) = answered else { return html! {} };
    let tone = if answer == KnownAnswer::NotSame { Tone::Ok } else { Tone::Gold };
    let at = one.answered_at.map(|at| cx.at(at)).unwrap_or_default();
    let note = Note::new("user-focus", cx.t_with("known-human", &[("agency", name.into())]))
        .tone(tone)
        .body(html! {
            p { b { (cx.code("known-answer", answer.code())) } }
            p { (cx.code("known-answer-hint", answer.code())) }
            p.sub { (at) }
        });
    html! { (note) }
}

fn verdict(
    cx: &Cx,
    asked: &Question,
    name: &str,
    (listed, renewed): (Option<Millis>, Option<bool>),
) -> Markup {
    let agency = [("agency", Arg::from(name))];
    let says = |key: &str| cx.t_with(key, &agency);
    let note = match (asked.state.as_str(), asked.class.as_deref()) {
        ("ANSWERED", Some("STRONG")) => Note::new("user-focus", says("known-strong"))
            .tone(Tone::Warn)
            .says(says("known-strong-text")),
        ("ANSWERED", Some("POSSIBLE")) => Note::new("question", says("known-possible"))
            .tone(Tone::Gold)
            .says(says("known-possible-text")),
        ("ANSWERED", _) => {
            let at = listed.map_or_else(|| cx.t("known-list-not-come"), |at| cx.at(at));
            let args = [("agency", Arg::from(name)), ("at", Arg::phrase(at))];
            Note::new("info", says("known-none")).says(cx.t_with("known-none-text", &args))
        }
        ("WAITING", _) => {
            Note::new("hourglass-medium", says("known-waiting")).says(cx.t("known-waiting-text"))
        }
        _ if renewed.is_some() => {
            return again(cx, asked, name, renewed == Some(true));
        }
        _ => {
            let code = asked.code.as_deref().unwrap_or_default();
            Note::new("prohibit", says("known-refused")).tone(Tone::Bad).body(html! {
                p { (reason(cx, code)) }
                p { (cx.t("known-refused-text")) }
            })
        }
    };
    html! { (note) }
}

/// The partner had made new keys when the question came: nothing was learnt, and it is asked again with one press once those keys are here.
fn again(cx: &Cx, asked: &Question, name: &str, here: bool) -> Markup {
    let hidden = [
        ("person", asked.place.to_string()),
        ("peer", asked.peer.to_text()),
        ("purpose", asked.purpose.clone()),
        ("basis", asked.basis.clone()),
    ];
    let act = html! {
        @for (name, value) in &hidden { input type="hidden" name=(name) value=(value); }
        (Button::submit(cx.t("known-renewed-act")).icon("question"))
    };
    let path = format!("/cases/{}/known", asked.case);
    let note =
        Note::new("hourglass-medium", cx.t_with("known-renewed", &[("agency", name.into())]))
            .tone(Tone::Gold)
            .body(html! {
                p { (cx.t("known-renewed-text")) }
                @if here {
                    p { (cx.t("known-renewed-here")) }
                    (post(cx, &path, &act))
                } @else {
                    p { (cx.t("known-renewed-wait")) }
                }
            });
    html! { (note) }
}

fn hits(cx: &Cx, asked: &Question, found: &[Found], named: &[Naming], name: &str) -> Markup {
    if found.is_empty() {
        return html! {};
    }
    let open = |hit: &Found| !hit.settled && !named.iter().any(|n| n.handle == hit.handle);
    let body = html! {
        ul.people { @for (nth, hit) in found.iter().enumerate() {
            li { (crate::web::components::icon("user")) div {
                b { (cx.t_with("known-hit", &[("n", nth.saturating_add(1).into())])) }
                div.sub { (equal(cx, hit)) }
                @for one in named.iter().filter(|one| one.handle == hit.handle) {
                    div { (answer_tag(cx, one.answer)) " "
                        span.sub { (cx.at(one.answered_at.unwrap_or(one.at))) " · " (Name(cx.lang.pick(&one.who[0], &one.who[1]))) } }
                }
                @if hit.settled { div { (answer_tag(cx, Some(KnownAnswer::NotSame))) " "
                    span.sub { (cx.t("known-settled")) } } }
                @if open(hit) {
                    div { (Button::link(cx.t("known-name-act"), cx.url(&format!("/known/{}/naming?hit={nth}", asked.id)))
                        .small().line().icon("identification-card")) }
                }
            } }
        } }
        @if named.is_empty() { p.hint { (cx.t_with("known-hits-text", &[("agency", name.into())])) } }
    };
    html! { (Card::new(cx.t("known-hits")).count(found.len()).body(body)) }
}

/// What is equal, in words.
fn equal(cx: &Cx, hit: &Found) -> String {
    let words: Vec<String> = hit.slots.iter().map(|slot| cx.code("known-slot", slot)).collect();
    cx.t_with("known-equal", &[("what", Arg::phrase(words.join(cx.lang.pick("؛ ", "; "))))])
}

fn meaning(cx: &Cx, asked: &Question) -> Markup {
    if asked.state != "ANSWERED" {
        return html! {};
    }
    let not = ["known-not-1", "known-not-2", "known-not-3"];
    let body = html! { ul { @for key in not { li { (cx.t(key)) } } } };
    html! { (Note::new("info", cx.t("known-not")).body(body)) }
}

/// Both sides' counts and the seal that stands in both logs.
fn counted(cx: &Cx, asked: &Question) -> Markup {
    let args = |served: i64| [("ours", asked.number.into()), ("theirs", Arg::from(served))];
    let body = html! {
        p { (cx.t("known-sealed")) " " (Seal(&asked.batch)) }
        @if asked.again { p { (cx.t("known-again")) } }
        @if let Some(served) = asked.served {
            @if served == asked.number {
                p { (cx.t_with("known-counts-equal", &args(served))) }
            } @else {
                (Note::new("warning", cx.t("known-counts-differ")).tone(Tone::Bad)
                    .says(cx.t_with("known-counts-differ-text", &args(served))))
            }
        }
    };
    html! { (Card::new(cx.t("known-logged")).live("known-logged", "cases").body(body)) }
}
