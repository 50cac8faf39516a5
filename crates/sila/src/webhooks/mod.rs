//! Webhooks: a partner's program is told that something has changed, by a signed call to its address (Standard Webhooks).
//!
//! A message says what kind of thing changed and its identifier, and never anything of a person: services and figures are public, an
//! agreement or a shared record is the partner's own, and what belongs to a case is in no message. What happened is read from
//! the journal ([`due`]), so nothing that was written is missed; a call that fails is made again, with longer and longer waits, and
//! after the last it stands on the page until somebody has looked. Each program is called for itself, and its failures are its own: one that
//! is slow or away holds up no other.

mod act;
pub mod due;
pub mod message;
mod show;
pub mod store;

use sila_core::time::Millis;

use crate::accounts::Permission::LinkAdmin;
use crate::ask::Routes;
use crate::vault::Place;

/// The kind of what is written down about them in the journal.
const KIND: &str = "webhook";

/// What a partner may be told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A service of the directory, which is public.
    Service,
    /// A published table.
    Figures,
    /// The agreement with the partner.
    Agreement,
    /// A record that both have signed or may sign: an annex, an initiative, a deed, a guide, a campaign.
    Record,
}

impl Subject {
    /// Every subject.
    pub const ALL: [Subject; 4] =
        [Subject::Service, Subject::Figures, Subject::Agreement, Subject::Record];

    /// The word in rows and texts, and the beginning of a message's type.
    pub fn code(self) -> &'static str {
        match self {
            Subject::Service => "service",
            Subject::Figures => "figures",
            Subject::Agreement => "agreement",
            Subject::Record => "record",
        }
    }

    /// Reads the word.
    pub fn from_code(code: &str) -> Option<Subject> {
        Subject::ALL.into_iter().find(|subject| subject.code() == code)
    }
}

/// The routes.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/webhooks", LinkAdmin, show::list);
    r.post("/{lang}/webhooks", LinkAdmin, act::create);
    r.get("/{lang}/webhooks/{id}", LinkAdmin, show::page);
    r.post("/{lang}/webhooks/{id}/trial", LinkAdmin, act::trial);
    r.post("/{lang}/webhooks/{id}/again", LinkAdmin, act::again);
    r.post("/{lang}/webhooks/{id}/end", LinkAdmin, act::end);
}

/// Where the secret of a webhook belongs.
fn place(id: uuid::Uuid) -> Place {
    Place { table: "webhook", row: id }
}

/// How long to wait after so many failed calls, in minutes and with up to a fifth more so that not all come at once; nothing when it
/// was the last. `jitter` is 64 fresh random bits.
pub fn wait(failures: u32, now: Millis, jitter: u64) -> Option<Millis> {
    const MINUTES: [i64; 9] = [1, 5, 30, 120, 300, 600, 840, 1_200, 1_440];
    let minutes = MINUTES.get(usize::try_from(failures.checked_sub(1)?).ok()?)?;
    let ms = minutes.saturating_mul(60_000);
    let more = i64::try_from(jitter % 1_000).unwrap_or_default().saturating_mul(ms / 5_000);
    Some(Millis(now.0.saturating_add(ms).saturating_add(more)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let now = Millis(1_000);
        let all: Vec<Option<Millis>> = (1..=10).map(|n| wait(n, now, 999)).collect();
        assert!(all.iter().take(9).all(Option::is_some) && all[9].is_none());
        assert!(all.iter().flatten().is_sorted());
        assert_eq!(wait(1, now, 0), Some(Millis(61_000)));
        assert!(wait(1, now, 999).unwrap().0 <= 73_000);
        assert_eq!(wait(0, now, 0), None);
    }
}
