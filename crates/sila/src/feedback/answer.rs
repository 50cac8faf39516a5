//! Five questions, five marks, no words: one form, once for each thing that somebody took part in.

use maud::{Markup, html};
use rand_core::Rng;
use sila_core::experience::{Answer, MARK_MAX, Occasion, QUESTIONS, Quarter, Question};
use sila_core::{MeetingId, Millis};
use uuid::Uuid;

use super::{About, about, store};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The form.
///
/// # Errors
/// `page.not_found` for a stranger; `feedback.given` when it was answered.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let about = about(&ask).await?;
    let worker = ask.worker()?.id;
    if ask.app.store.read(move |tx| store::has_given(tx, worker, &about)).await? {
        return Err(given(&about));
    }
    let names = Names::all(&ask.app).await?;
    Ok(Reply::page(&form(&ask.cx, &about, &names, &Pairs::default(), &Errors::none())))
}

fn given(about: &About) -> Problem {
    Problem::refused("feedback.given").way_out(about.back())
}

/// Keeps the answer.
///
/// # Errors
/// As [`page`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let about = about(&ask).await?;
    let mut errors = Errors::none();
    let mut marks = [0_u8; QUESTIONS];
    for (mark, question) in marks.iter_mut().zip(Question::ALL) {
        let name = question.code().to_lowercase();
        let typed = ask.form.get(&name).and_then(|typed| typed.parse().ok());
        match typed.filter(|typed| (1..=MARK_MAX).contains(typed)) {
            Some(typed) => *mark = typed,
            None => errors.add(name, ask.cx.t("feedback-mark-needed")),
        }
    }
    let Some(answer) = Answer::new(marks) else {
        let names = Names::all(&ask.app).await?;
        let page = form(&ask.cx, &about, &names, &ask.form, &errors);
        return Ok(Reply::page_with_errors(&page));
    };
    give(&ask.app, ask.worker()?, &about, answer, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url("/feedback?thanks=1")))
}

/// Keeps what somebody said, apart from who said it. It counts in the quarter in which it is given, so that nothing is added to a
/// quarter that was counted.
///
/// # Errors
/// `feedback.given` the second time.
pub async fn give(
    app: &App,
    worker: &Worker,
    about: &About,
    answer: Answer,
    now: Millis,
) -> Result<(), Problem> {
    let mut place = [0_u8; 16];
    Randomness.fill_bytes(&mut place);
    let (worker, one, quarter) = (worker.id, *about, Quarter::of(now));
    let write =
        move |tx: &mut dyn crate::db::Tx| store::give(tx, worker, &one, quarter, &answer, &place);
    if app.store.write(write).await? { Ok(()) } else { Err(given(about)) }
}

/// The way to the questions, on the page of what somebody took part in.
pub fn card(cx: &Cx, occasion: Occasion, subject: Uuid) -> Markup {
    let href = cx.url(&super::path(occasion, subject));
    html! {
        (Card::new(cx.t("feedback-ask")).body(html! {
            p.muted { (cx.t("feedback-ask-text")) }
            (Button::link(cx.t("feedback-ask-act"), href).line().small().icon("chat-circle-text"))
        }))
    }
}

/// The ways to the questions after a meeting, one for each that came; nothing before it is over.
///
/// # Errors
/// When the store cannot be read.
pub async fn met_card(ask: &Ask, id: MeetingId) -> Result<Markup, Problem> {
    let met = super::met(&ask.app, id, ask.now).await?;
    let (cx, names) = (&ask.cx, Names::all(&ask.app).await?);
    Ok(html! {
        @if !met.is_empty() {
            (Card::new(cx.t("feedback-ask")).count(met.len()).body(html! {
                p.muted { (cx.t("feedback-ask-text")) }
                details.fold id="met" {
                    summary { (cx.t("feedback-met")) }
                    ul.plain { @for one in &met {
                        li { a.link href=(cx.url(&super::meeting_path(id.0, *one))) { (Name(names.of(cx.lang, *one))) } }
                    } }
                }
            }))
        }
    })
}

fn form(cx: &Cx, about: &About, names: &Names, values: &Pairs, errors: &Errors) -> Page {
    let sheet = Form::new(cx, values, errors);
    let mark = |n: u8| (n.to_string(), cx.code("feedback-mark", &n.to_string()));
    let body = html! {
        (heading(cx.t("feedback-how-was-it"), None, &html! {}))
        p { (cx.code("feedback-after", about.occasion.code())) " · " b { (Name(names.of(cx.lang, about.partner))) } }
        form method="post" action=(cx.url(&about.path())) novalidate { div.stack {
            (sheet.summary())
            (Note::new("eye-slash", cx.t("feedback-sealed")).tone(Tone::Info).says(cx.t("feedback-sealed-text")))
            (Card::new(cx.t("feedback-questions")).body(html! {
                @for question in Question::ALL {
                    (sheet.radios(&question.code().to_lowercase(), cx.code("feedback-question", question.code()))
                        .side_by_side().choices((1..=MARK_MAX).map(mark)))
                }
            }))
            (acts(&html! { (Button::submit(cx.t("feedback-give")).icon("check")) (Button::back(cx, &about.back())) }))
        } }
    };
    let page =
        Page::new(cx, cx.t("feedback-how-was-it")).crumb(cx.t("feedback-title"), "/feedback");
    page.errors(errors.any()).body(body)
}
