//! Training (التدريب): courses, workshops and conferences, ours and those that partners open to us.
//!
//! Whoever keeps training here writes a course and says how many of its seats are kept for which partner; the guard looks
//! through its words. To a partner a course travels as a shared record ([`crate::records`]) on the channel of partnership, under
//! an agreement with a clause for it, and the partner's node signs for the seats. Anybody who works here may ask to come; the
//! trainee's own agency approves; the host's node gives the seats by the rule of [`sila_core::training`] and keeps the waiting list.
//! Of a trainee of another agency the host learns three things: an identifier, the name as the trainee wishes to read it on the
//! certificate, and a mark that only the trainee's own node can trace to somebody.

pub mod approval;
pub mod attendance;
pub mod certificate;
mod checking;
pub mod competence;
pub mod course;
mod diploma;
pub mod door;
pub mod enrolment;
mod list;
pub mod needs;
mod offer;
mod offer_form;
pub mod programme;
pub mod quiz;
pub mod share;
mod show;
mod show_parts;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::ids::EnrolmentId;
use sila_core::time::Millis;
use sila_core::{CourseId, WorkerId};

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Routes;
use crate::journal::store::Fact;
use crate::problem::Problem;
use crate::vault::Place;
use course::Course;
use store::Stored;

pub use offer::{announce, move_on};

/// It takes enrolments.
pub const OPEN: &str = "OPEN";
/// It takes no more of them; who waits still moves up.
pub const CLOSED: &str = "CLOSED";
/// It was held.
pub const COMPLETED: &str = "COMPLETED";
/// It is not held.
pub const CANCELLED: &str = "CANCELLED";

/// The routes of training. Whoever works here may learn.
pub fn routes(r: &mut Routes) {
    use Permission::{Public, SignedIn, TrainingApprove, TrainingKeep};
    r.get("/{lang}/training", SignedIn, list::page);
    r.get("/{lang}/training/new", TrainingKeep, offer::page);
    r.post("/{lang}/training", TrainingKeep, offer::create);
    r.get("/{lang}/training/check", Public, checking::page);
    r.post("/{lang}/training/check", Public, checking::create);
    r.get("/{lang}/training/keys", Public, certificate::keys);
    r.get("/{lang}/training/revoked", Public, certificate::revoked);
    r.get("/{lang}/training/record", SignedIn, competence::page);
    r.get("/{lang}/training/record/file", SignedIn, competence::export);
    r.get("/{lang}/training/team", TrainingApprove, competence::team);
    r.get("/{lang}/training/{id}", SignedIn, show::page);
    r.post("/{lang}/training/{id}/enrolment", SignedIn, enrolment::create);
    r.post("/{lang}/training/{id}/state", TrainingKeep, offer::change);
    r.post("/{lang}/training/{id}/attendance", TrainingKeep, attendance::create);
    r.get("/{lang}/training/{id}/screen/{key}", Public, door::screen);
    r.get("/{lang}/training/needs", TrainingApprove, needs::page);
    r.post("/{lang}/training/needs", TrainingApprove, needs::create);
    r.post("/{lang}/training/needs/{id}/met", TrainingApprove, needs::meet);
    r.get("/{lang}/training/{id}/programme", SignedIn, programme::page);
    r.post("/{lang}/training/{id}/programme", SignedIn, programme::create);
    r.post("/{lang}/training/abstracts/{id}/place", TrainingKeep, programme::place);
    r.get("/{lang}/training/{id}/here", Public, door::page);
    r.post("/{lang}/training/{id}/here", Public, door::create);
    r.get("/{lang}/training/enrolments/{id}/quiz", SignedIn, quiz::page);
    r.post("/{lang}/training/enrolments/{id}/quiz", SignedIn, quiz::create);
    r.post("/{lang}/training/{id}/certificates", TrainingKeep, certificate::create);
    r.get("/{lang}/training/enrolments/{id}/certificate", SignedIn, certificate::page);
    r.get("/{lang}/training/enrolments/{id}/certificate.pdf", SignedIn, diploma::file);
    r.post("/{lang}/training/enrolments/{id}/revocation", TrainingKeep, certificate::revoke);
    r.post("/{lang}/training/enrolments/{id}/answer", SignedIn, competence::answer);
    r.post("/{lang}/training/enrolments/{id}/cancellation", SignedIn, enrolment::cancel);
    r.post("/{lang}/training/enrolments/{id}/approval", TrainingApprove, approval::create);
}

/// A course with its words.
#[derive(Debug, Clone)]
pub struct Open {
    /// The row.
    pub stored: Stored,
    /// What it says.
    pub course: Course,
}

/// Reads the words of a row.
///
/// # Errors
/// When they are damaged.
pub fn opened(stored: Stored) -> Result<Open, Problem> {
    let course = minicbor::decode(&stored.body);
    let course = course.map_err(|error| Problem::internal("training.unreadable").because(error))?;
    Ok(Open { stored, course })
}

/// One course.
///
/// # Errors
/// `page.not_found`.
pub async fn open(app: &App, id: CourseId) -> Result<Open, Problem> {
    let stored = app.store.read(move |tx| store::find(tx, id)).await?;
    opened(stored.ok_or_else(Problem::not_found)?)
}

/// A mark of somebody who works here, the same for every course and exchange. Nobody without this node's key can tell whose it is.
pub fn mark(app: &App, worker: WorkerId) -> [u8; 32] {
    app.vault.mark(format!("training\n{worker}").as_bytes())
}

fn place(id: EnrolmentId) -> Place {
    Place { table: "training_enrolment", row: id.0 }
}

/// The name for the certificate, sealed for its row.
pub fn sealed(app: &App, id: EnrolmentId, name: &str) -> Vec<u8> {
    app.vault.seal(place(id), name.as_bytes())
}

/// The name for the certificate.
///
/// # Errors
/// When it is damaged.
pub fn name(app: &App, enrolment: &store::Enrolled) -> Result<String, Problem> {
    let plain = app.vault.open(place(enrolment.id), &enrolment.name)?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

/// What was done about a course, for the journal: codes only.
pub fn fact(app: &App, id: CourseId, worker: Option<&Worker>, act: &str, now: Millis) -> Fact {
    Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "training",
        subject: format!("{id} {act}"),
        worker: worker.map(|worker| worker.id),
        data: act.as_bytes().to_vec(),
    }
}

/// The address of a course, without language.
pub fn path(id: CourseId) -> String {
    format!("/training/{id}")
}
