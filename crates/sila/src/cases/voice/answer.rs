//! `/q`: the page where a code from a paper is typed. It names nobody: neither an agency, nor a trade, nor this program.

use maud::html;
use rand_core::Rng;
use sila_core::care::voice::QUESTIONS;
use sila_core::care::{Voice, VoiceQuestion};
use sila_core::experience::MARK_MAX;

use super::{paper, store};
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, acts};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Longest code as it is typed, in characters.
const CODE_CHARS_MAX: usize = 40;

/// The questions.
///
/// # Errors
/// None of its own.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&form(&ask.cx, &Pairs::default(), &Errors::none())))
}

/// Keeps the answer, once for a code. A code that is none of ours, used or old gets the same words.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let typed = ask.form.get("code").filter(|code| code.len() <= CODE_CHARS_MAX);
    let code = typed.and_then(paper::read);
    let mut errors = Errors::none();
    if code.is_none() {
        errors.add("code", cx.t("voice-code-wrong"));
    }
    let mut marks = [0_u8; QUESTIONS];
    for (mark, question) in marks.iter_mut().zip(VoiceQuestion::ALL) {
        let name = question.code().to_lowercase();
        match ask.form.get(&name).and_then(|typed| typed.parse().ok()) {
            Some(typed) if (1..=MARK_MAX).contains(&typed) => *mark = typed,
            _ => errors.add(name, cx.t("voice-mark-needed")),
        }
    }
    let (Some(code), Some(voice)) = (code, Voice::new(marks)) else {
        return Ok(Reply::page_with_errors(&form(cx, &ask.form, &errors)));
    };
    let mut place = [0_u8; 16];
    Randomness.fill_bytes(&mut place);
    let now = ask.now;
    let said = ask.app.store.write(move |tx| store::say(tx, code, (&place, voice), now)).await?;
    if !said {
        errors.add("code", cx.t("voice-code-wrong"));
        return Ok(Reply::page_with_errors(&form(cx, &ask.form, &errors)));
    }
    let body = html! { h1 { (cx.t("voice-thanks")) } p { (cx.t("voice-thanks-text")) } };
    Ok(Reply::page(&Page::new(cx, cx.t("voice-title")).neutral().body(body)))
}

fn form(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let sheet = Form::new(cx, values, errors);
    let mark = |n: u8| (n.to_string(), cx.code("voice-mark", &n.to_string()));
    let twin = cx.lang.twin();
    let body = html! {
        h1 { (cx.t("voice-title")) }
        p { (cx.t("voice-lead")) }
        p { a.link href=(cx.twin_url()) lang=(twin) hreflang=(twin) { (twin.own_name()) } }
        form method="post" action=(cx.url("/q")) novalidate { div.stack {
            (sheet.summary())
            (sheet.text("code", cx.t("voice-code")).ltr().max(CODE_CHARS_MAX))
            @for question in VoiceQuestion::ALL {
                (sheet.radios(&question.code().to_lowercase(), cx.code("voice-question", question.code()))
                    .side_by_side().choices((1..=MARK_MAX).map(mark)))
            }
            (acts(&html! { (Button::submit(cx.t("voice-send"))) }))
        } }
    };
    Page::new(cx, cx.t("voice-title")).neutral().errors(errors.any()).body(body)
}
