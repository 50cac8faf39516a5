//! Feedback (تجربة الشركاء): what our people say of working with a partner, and what the partner's people say of us.
//!
//! After a meeting, an initiative or a referral whoever took part answers five questions with marks, once. The answer is stored without
//! who gave it and without a time; beside it stands only that they have answered. It never leaves this node. When a quarter is over
//! the node makes a [`sila_core::experience::Report`] of it, which shows no number of fewer than five people and none that could be
//! subtracted, shares it with the partner as a record that both hold, and deletes the answers.

pub mod answer;
mod list;
pub mod report;
mod show;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::experience::Occasion;
use sila_core::{AgencyId, MeetingId, Millis, RecordId, ReferralId};
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::activation::ledger;
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::{meetings, minutes, referrals};

/// The routes of feedback.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/feedback", Permission::AgreementRead, list::page);
    r.get("/{lang}/feedback/with/{partner}", Permission::AgreementRead, show::page);
    r.get("/{lang}/feedback/{occasion}/{id}", Permission::SignedIn, answer::page);
    r.post("/{lang}/feedback/{occasion}/{id}", Permission::SignedIn, answer::create);
    r.get("/{lang}/feedback/{occasion}/{id}/{with}", Permission::SignedIn, answer::page);
    r.post("/{lang}/feedback/{occasion}/{id}/{with}", Permission::SignedIn, answer::create);
}

/// What somebody answers about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// After what.
    pub occasion: Occasion,
    /// Which of them.
    pub subject: Uuid,
    /// With whom.
    pub partner: AgencyId,
}

impl About {
    /// Where it is answered, without language.
    pub fn path(&self) -> String {
        match self.occasion {
            Occasion::Meeting => {
                meeting_path(with_partner(self.subject, self.partner), self.partner)
            }
            occasion => path(occasion, self.subject),
        }
    }

    /// The page of what it is about, without language.
    fn back(&self) -> String {
        match self.occasion {
            Occasion::Referral => format!("/referrals/{}", self.subject),
            Occasion::Initiative => format!("/initiatives/{}", self.subject),
            Occasion::Meeting => format!("/minutes/{}", with_partner(self.subject, self.partner)),
        }
    }
}

/// Where one answers about something, without language.
pub fn path(occasion: Occasion, subject: Uuid) -> String {
    format!("/feedback/{}/{subject}", occasion.code().to_lowercase())
}

/// Many agencies come to one meeting: one answers about each. What stands for the meeting with one of them; of that again, the meeting.
fn with_partner(meeting: Uuid, partner: AgencyId) -> Uuid {
    let half = partner.0.first_chunk().copied().map_or(0, u128::from_be_bytes);
    Uuid::from_u128(meeting.as_u128() ^ half)
}

/// Where one answers about a meeting with one of those who came, without language.
pub fn meeting_path(meeting: Uuid, partner: AgencyId) -> String {
    format!("{}/{}", path(Occasion::Meeting, meeting), partner.to_text())
}

/// The agencies about which one answers after a meeting that is over: here, the others that came; of a meeting elsewhere, its host.
///
/// # Errors
/// When the store cannot be read.
pub async fn met(app: &App, id: MeetingId, now: Millis) -> Result<Vec<AgencyId>, Problem> {
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let came = meetings::store::delegations(tx, id)?;
        Ok((meetings::store::find(tx, id)?, came, minutes::store::find(tx, id)?))
    };
    let (ours, came, minutes) = app.store.read(read).await?;
    let over = |starts: Millis, days: u16| starts.plus_days(i64::from(days)) <= now;
    Ok(match (ours, minutes) {
        (Some(row), _) if over(row.starts_at, row.days) => {
            let came = came.iter().filter(|one| one.present > 0 && one.party != me);
            came.map(|one| one.party).collect()
        }
        (None, Some(minutes)) if over(minutes.starts_at, 1) => vec![minutes.host],
        _ => Vec::new(),
    })
}

/// Finds what the address is about through the worker who asks.
async fn about(ask: &Ask) -> Result<About, Problem> {
    let occasion = Occasion::from_code(&ask.param("occasion").to_uppercase());
    let occasion = occasion.map_err(|_unknown| Problem::not_found())?;
    let subject: Uuid = ask.id("id")?;
    if occasion == Occasion::Meeting {
        let partner = AgencyId::parse(ask.param("with"));
        let partner = partner.map_err(|_unknown| Problem::not_found())?;
        let met = met(&ask.app, MeetingId(subject), ask.now).await?;
        if !ask.may(Permission::AgreementRead) || !met.contains(&partner) {
            return Err(Problem::not_found());
        }
        return Ok(About { occasion, subject: with_partner(subject, partner), partner });
    }
    let partner = partner(&ask.app, ask.worker()?, occasion, subject).await?;
    Ok(About { occasion, subject, partner })
}

async fn partner(
    app: &App,
    worker: &Worker,
    occasion: Occasion,
    subject: Uuid,
) -> Result<AgencyId, Problem> {
    match occasion {
        Occasion::Referral => referrals::partner_of(app, worker, ReferralId(subject)).await,
        Occasion::Initiative if worker.may(Permission::AgreementRead) => {
            let books = ledger::all(app).await?;
            let id = RecordId(subject);
            let book = books.iter().find(|book| book.ledger.course(id).is_some());
            book.map(|book| book.stored.peer).ok_or_else(Problem::not_found)
        }
        Occasion::Initiative | Occasion::Meeting => Err(Problem::not_found()),
    }
}
