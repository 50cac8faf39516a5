//! Knowledge (المعرفة): practices, documented experiences, after-action reviews, studies, lessons and tools, ours and those that
//! partners share with us.
//!
//! Somebody writes a draft that only they see. The guard ([`crate::guard`]) looks through it before anybody else does; two
//! people review it by a rubric of three tiers, one of them at a partner when it is to be shared; then it is published here and to
//! the partners that are chosen. To a partner it travels as a shared record ([`crate::records`]) on the channel of partnership,
//! apart from cases, and only under an agreement with a clause for it. The partner's node signs for what it receives; a
//! review and the use of an item come back as records of their own. Nothing that is not published is seen by a partner, except by
//! its reviewers when it was sent to them for review.

pub mod adoption;
pub mod example;
#[cfg(test)]
mod example_tests;
pub mod item;
pub mod learnt;
mod list;
pub mod publication;
pub mod review;
pub mod share;
mod show;
pub mod stems;
pub mod store;
pub mod submission;
#[cfg(test)]
mod tests;

mod write;

use sila_core::KnowledgeId;
use sila_core::time::Millis;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Routes;
use crate::journal::store::Fact;
use crate::problem::Problem;
use crate::vault::Place;
use item::Text;
use store::Stored;

pub use write::{begun, later};

/// Readers see it.
pub const PUBLISHED: &str = "PUBLISHED";
/// Nobody but its author, and reviewers once it is submitted, sees it.
pub const HIDDEN: &str = "HIDDEN";
/// Its agency stands by it no more; readers see that.
pub const WITHDRAWN: &str = "WITHDRAWN";
/// It is being written.
pub const DRAFT: &str = "DRAFT";
/// It is being reviewed.
pub const SUBMITTED: &str = "SUBMITTED";

/// The routes of knowledge.
pub fn routes(r: &mut Routes) {
    use Permission::{KnowledgePublish, KnowledgeRead, KnowledgeReview, KnowledgeWrite};
    r.get("/{lang}/knowledge", KnowledgeRead, list::page);
    r.post("/{lang}/knowledge", KnowledgeRead, list::page);
    r.get("/{lang}/knowledge/new", KnowledgeWrite, write::create);
    r.get("/{lang}/knowledge/{id}", KnowledgeRead, show::page);
    r.get("/{lang}/knowledge/{id}/draft", KnowledgeWrite, write::page);
    r.post_draft("/{lang}/knowledge/{id}/draft", KnowledgeWrite, write::save);
    r.post_draft("/{lang}/knowledge/{id}/draft/keep", KnowledgeWrite, write::keep);
    r.post("/{lang}/knowledge/{id}/revision", KnowledgeWrite, write::revise);
    r.get("/{lang}/knowledge/{id}/submission", KnowledgeWrite, submission::page);
    r.post("/{lang}/knowledge/{id}/submission", KnowledgeWrite, submission::create);
    r.get("/{lang}/knowledge/{id}/review", KnowledgeReview, review::page);
    r.post("/{lang}/knowledge/{id}/review", KnowledgeReview, review::create);
    r.post("/{lang}/knowledge/{id}/request", KnowledgePublish, publication::request);
    r.post("/{lang}/knowledge/{id}/publication", KnowledgePublish, publication::create);
    r.post("/{lang}/knowledge/{id}/withdrawal", KnowledgePublish, publication::withdraw);
    r.post("/{lang}/initiatives/{id}/example", KnowledgeWrite, example::create);
    r.post("/{lang}/knowledge/{id}/adoption", KnowledgePublish, adoption::create);
}

/// An item with its texts, as far as the worker who asks may see them.
#[derive(Debug, Clone)]
pub struct Open {
    /// The row.
    pub stored: Stored,
    /// What readers see; nothing before it was published.
    pub seen: Option<Text>,
    /// What is being written or reviewed.
    pub draft: Option<Text>,
}

impl Open {
    /// What there is to be shown: the published text, or the one under review.
    pub fn text(&self) -> Option<&Text> {
        self.seen.as_ref().or(self.draft.as_ref())
    }
}

fn place(id: KnowledgeId) -> Place {
    Place { table: "knowledge", row: id.0 }
}

/// A text sealed for its row.
pub fn sealed(app: &App, id: KnowledgeId, text: &Text) -> Vec<u8> {
    app.vault.seal(place(id), &item::to_cbor(text))
}

fn unsealed(app: &App, id: KnowledgeId, bytes: Option<&Vec<u8>>) -> Result<Option<Text>, Problem> {
    let Some(bytes) = bytes else { return Ok(None) };
    let plain = app.vault.open(place(id), bytes)?;
    let text = minicbor::decode(&plain);
    text.map(Some).map_err(|error| Problem::internal("vault.unreadable").because(error))
}

/// What readers see of an item.
pub fn seen(app: &App, stored: &Stored) -> Result<Option<Text>, Problem> {
    unsealed(app, stored.id, stored.body.as_ref())
}

/// What is being written of an item.
pub fn drafted(app: &App, stored: &Stored) -> Result<Option<Text>, Problem> {
    unsealed(app, stored.id, stored.draft.as_ref())
}

/// Finds an item through the worker who asks. What is not published is there for its author and, once it is submitted, for
/// those who review or publish.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn open(app: &App, worker: &Worker, id: KnowledgeId) -> Result<Open, Problem> {
    let stored = app.store.read(move |tx| store::find(tx, id)).await?;
    let stored = stored.ok_or_else(Problem::not_found)?;
    let own = stored.author == Some(worker.id);
    let judges =
        worker.may(Permission::KnowledgeReview) || worker.may(Permission::KnowledgePublish);
    let sees_draft = own || (stored.stage == SUBMITTED && judges);
    if stored.state == HIDDEN && !sees_draft {
        return Err(Problem::not_found());
    }
    let draft = if sees_draft { drafted(app, &stored)? } else { None };
    let seen = seen(app, &stored)?;
    Ok(Open { stored, seen, draft })
}

/// As [`open`], for the author of an item of ours only.
///
/// # Errors
/// `page.not_found`.
pub async fn own(app: &App, worker: &Worker, id: KnowledgeId) -> Result<Open, Problem> {
    let open = open(app, worker, id).await?;
    if open.stored.author == Some(worker.id) { Ok(open) } else { Err(Problem::not_found()) }
}

/// What was done with an item, for the journal.
pub fn fact(app: &App, id: KnowledgeId, worker: &Worker, act: &str, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "knowledge",
        subject: format!("{id} {act}"),
        worker: Some(worker.id),
        data: act.as_bytes().to_vec(),
    }
}

/// What could not be done because somebody was quicker.
pub fn crossed(id: KnowledgeId) -> Problem {
    Problem::refused("knowledge.crossed").way_out(path(id))
}

/// The address of an item, without language.
pub fn path(id: KnowledgeId) -> String {
    format!("/knowledge/{id}")
}
