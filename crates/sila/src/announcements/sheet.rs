//! `/announcements/{id}/sheet.pdf`: an announcement of ours on paper in both languages, for partners who are told by mail.

use sila_core::partnership::Words;
use sila_paper::{Margins, Paper, Text};
use uuid::Uuid;

use super::opened;
use super::show::until;
use super::store::{self, Stored};
use super::text::{Announcement, Question};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::paper::{self, Both};
use crate::web::{Cx, Lang};

/// The file.
///
/// # Errors
/// `page.not_found` for an announcement of a partner.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let (id, me): (Uuid, _) = (ask.id("id")?, ask.app.node.id);
    let stored = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let stored = stored.filter(|one| one.origin == me).ok_or_else(Problem::not_found)?;
    let text = opened(&ask.app, &stored)?;
    let agency = &ask.app.node.agency;
    let name = Words { ar: agency.name_ar.clone(), en: agency.name_en.clone() };
    paper::file(&document(&stored, &text, &name), "announcement")
}

fn document(stored: &Stored, text: &Announcement, agency: &Words) -> Paper {
    let both = Both::new(stored.at);
    let margins = Margins {
        agency: agency.ar.clone(),
        ..paper::margins(&both.ar, "", until(&both.ar, stored.ends_at))
    };
    let day = paper::day(stored.at);
    let paper = Paper::new(paper::language(Lang::Ar), &text.title.ar, day, margins);
    let paper = both.say(paper.twin_title(&text.title.en), |cx| {
        let last = until(cx, stored.ends_at);
        Text::new().strong(cx.lang.pick(&agency.ar, &agency.en)).and("\n").and(&last)
    });
    let paper = both.say(paper, |cx| of(cx, &text.text).into());
    match &text.question {
        Some(question) => asked(paper, &both, question),
        None => paper,
    }
}

/// The question with a box before each answer, to be sent back.
fn asked(paper: Paper, both: &Both, question: &Question) -> Paper {
    let paper = both.heading(paper, 1, |cx| of(cx, &question.asks).to_owned());
    let paper = question.answers.iter().zip(1_u8..).fold(paper, |paper, (one, n)| {
        both.say(paper, |cx| Text::new().and(&format!("{n}. ")).and(of(cx, one)))
    });
    both.say(paper, |cx| cx.t("announcement-sheet-answer").into())
}

fn of<'a>(cx: &Cx, words: &'a Words) -> &'a str {
    cx.lang.pick(words.ar.as_str(), words.en.as_str())
}
