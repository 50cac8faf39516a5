//! What a study has found goes into the library: the researcher begins an item there, with the study's title and question in it.

use sila_core::KnowledgeId;

use super::study::Study;
use super::{APPROVED, fact, open, path, store};
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::knowledge::item::{SUMMARY_MAX, Text, Words};
use crate::knowledge::{self, store as library};
use crate::problem::Problem;
use crate::reply::Reply;

/// Begins the item and goes to its form. From there it takes the way of every item: the guard, two reviewers, publication.
///
/// # Errors
/// `page.not_found` for anybody but the researcher; `research.not_approved`; `research.crossed` when it was begun before.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let (id, worker) = (found.stored.id, ask.worker()?);
    let refused = |code: &str| Err(Problem::refused(code).way_out(path(id)));
    if worker.id != found.stored.researcher {
        return Err(Problem::not_found());
    }
    if found.stored.state != APPROVED {
        return refused("research.not_approved");
    }
    let item = KnowledgeId(ask.app.clock.new_id());
    let authors = format!("{}، {}", worker.name_ar, worker.name_en);
    let begun =
        knowledge::begun(&ask.app, (item, worker.id), &text(&found.study, authors), ask.now);
    let told = fact(&ask.app, &id.to_string(), worker, "written up", ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::set_result(tx, id, item)? {
            return Ok(false);
        }
        library::insert(tx, &begun)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !ask.app.store.write(write).await? {
        return refused("research.crossed");
    }
    ask.app.changed(Topic::Agreements);
    Ok(Reply::see_other(ask.cx.url(&format!("{}/draft", knowledge::path(item)))))
}

fn text(study: &Study, authors: String) -> Text {
    let words = |title: &str, question: &str| Words {
        title: title.to_owned(),
        summary: question.chars().take(SUMMARY_MAX).collect(),
        ..Words::default()
    };
    Text {
        kind: "STUDY".to_owned(),
        field: String::new(),
        ar: words(&study.title.ar, &study.question.ar),
        en: words(&study.title.en, &study.question.en),
        authors,
        keywords: String::new(),
    }
}
