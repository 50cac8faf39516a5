//! What is the same on every page of an announcement: its words, and its question.

use maud::{Markup, html};

use super::text::{Announcement, Answer, Question};
use crate::web::components::{Button, Card, Note, Tone, acts, post};
use crate::web::{Arg, Cx, Errors, Form, Pairs, dates};

/// The words, in the reader's language first.
pub fn words(cx: &Cx, text: &Announcement) -> Markup {
    let (ar, en) = ((&text.text.ar, "ar", "rtl"), (&text.text.en, "en", "ltr"));
    let (first, second) = cx.lang.pick((ar, en), (en, ar));
    let other = cx.lang.pick(&text.title.en, &text.title.ar);
    html! {
        (Card::new(cx.t("announcement-words")).body(html! {
            (paragraphs(first))
            details.fold {
                summary { (cx.t("announcement-other-language")) }
                p lang=(second.1) dir=(second.2) { b { (other) } }
                (paragraphs(second))
            }
        }))
    }
}

fn paragraphs((text, lang, dir): (&String, &str, &str)) -> Markup {
    html! {
        div lang=(lang) dir=(dir) {
            @for part in text.split('\n').filter(|part| !part.trim().is_empty()) { p { (part) } }
        }
    }
}

/// The question, for whoever answers for the entity; others see what it has answered.
pub fn question(
    cx: &Cx,
    question: &Question,
    given: Option<Answer>,
    action: Option<&str>,
    errors: &Errors,
) -> Markup {
    let mut values = Pairs::default();
    if let Some(answer) = given {
        values.push("answer", answer.number.to_string());
    }
    let form = Form::new(cx, &values, errors);
    let answers = (1_u8..).zip(&question.answers);
    let answers = answers.map(|(n, one)| (n.to_string(), cx.lang.pick(&one.ar, &one.en).clone()));
    let asks = cx.lang.pick(&question.asks.ar, &question.asks.en).clone();
    html! {
        (Card::new(cx.t("announcement-question")).id("question").body(html! {
            @if let Some(answer) = given { (answered(cx, question, answer)) }
            @if let Some(action) = action {
                (form.summary())
                (post(cx, action, &html! {
                    (form.radios("answer", asks).hint(cx.t("announcement-answer-hint")).choices(answers))
                    (acts(&html! { (Button::submit(cx.t("announcement-answer-act")).icon("check")) }))
                }))
            } @else if given.is_none() {
                p { bdi { (asks) } }
                p.muted { (cx.t("announcement-answer-none")) }
            }
        }))
    }
}

fn answered(cx: &Cx, question: &Question, answer: Answer) -> Note {
    let at = usize::from(answer.number).saturating_sub(1);
    let said =
        question.answers.get(at).map_or("–", |one| cx.lang.pick(&one.ar, &one.en).as_str());
    let when = [("day", Arg::phrase(dates::day(cx.lang, answer.at)))];
    let note = Note::new("check-circle", cx.t_with("announcement-answered", &when));
    note.tone(Tone::Ok).body(html! { p { bdi { (said) } } })
}

/// The answer of a form, when the question offers it.
pub fn chosen(question: Option<&Question>, form: &Pairs) -> Option<u8> {
    let number: u8 = form.get("answer")?.parse().ok()?;
    question?.has(number).then_some(number)
}

/// What is wrong when nothing that is offered was chosen.
pub fn none_chosen(cx: &Cx) -> Errors {
    let mut errors = Errors::none();
    errors.add("answer", cx.t("announcement-answer-needed"));
    errors
}
