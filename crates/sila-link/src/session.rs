//! Which life of the other node is speaking? A body that was written for an earlier life of either
//! side may still be on its way when that side comes back, perhaps from a backup. What it carries
//! was right then and may be wrong now, so nothing of it is used.
//!
//! Each side gives each other side a number: the life that it is in, drawn at random, and the turn of
//! that life. It says which number of the other it has heard last. Only a body that names **my** number
//! of now, from the life that I have heard last, was written by somebody who knows where I stand now.
//! All other bodies are answered with a greeting and nothing else. When another life speaks than the
//! last one, my turn changes, so that whatever was written for the turn before, by whichever life, is
//! refused from now on.

use crate::hello::{Claimed, Hello};

/// Turns in one life.
const TURNS: u64 = 1 << 24;

/// What one side remembers of the conversation with one peer; lost with the life of the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    mine: u64,
    theirs: Option<u64>,
}

impl Session {
    /// At the start of the node's life; `fresh` is random, and 40 bits of it are used.
    #[must_use]
    pub fn new(fresh: u64) -> Self {
        Self { mine: fresh.wrapping_mul(TURNS), theirs: None }
    }

    /// Writes our number, and the one we heard, into a greeting of ours.
    #[must_use]
    pub fn says(&self, hello: Hello) -> Hello {
        Hello { session: Some(self.mine), heard: self.theirs, ..hello }
    }

    /// Takes in a verified greeting. `true` when its body was written for where we stand now: follow
    /// its plan and judge its messages, unless [`Self::number`] has changed before the commit. `false`
    /// when it is from another life: answer with a greeting, and use only its receipts.
    ///
    /// A peer without sessions is always current.
    pub fn hears(&mut self, hello: &Hello) -> bool {
        let Some(speaker) = hello.session else { return true };
        let heard = hello.heard == Some(self.mine);
        let same = self.theirs.map(|theirs| life(theirs) == life(speaker));
        if !same.unwrap_or(heard) {
            self.mine = next_turn(self.mine);
        }
        // Of one life, the latest turn: a late greeting must not take us back.
        let latest = self.theirs.filter(|_| same == Some(true)).max(Some(speaker));
        self.theirs = latest;
        heard && same.unwrap_or(true)
    }

    /// Changes whenever another life of the peer is heard: compare before a commit.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.mine
    }

    /// Marks a greeting of ours as the answer to one that we could not verify, so that its speaker knows
    /// that we have seen it in this life of theirs ([`Self::asked`]).
    #[must_use]
    pub fn echoes(&self, hello: Hello, claimed: &Claimed) -> Hello {
        Hello { echo: claimed.session, ..self.says(hello) }
    }

    /// Whether a verified greeting was written by somebody who has seen us in this life, even if they
    /// could not verify what we said. What it says of **our** statements ([`Hello::knows`]) is then
    /// what the peer holds. When no peer holds one that we have forgotten, the next may be made.
    #[must_use]
    pub fn asked(&self, hello: &Hello) -> bool {
        let mine = |said: Option<u64>| said.is_some_and(|said| life(said) == life(self.mine));
        hello.session.is_none() || mine(hello.heard) || mine(hello.echo)
    }
}

fn life(number: u64) -> u64 {
    number / TURNS
}

fn next_turn(number: u64) -> u64 {
    life(number) * TURNS + (number + 1) % TURNS
}

#[cfg(test)]
mod tests {
    use sila_core::Millis;

    use super::Session;
    use crate::hello::{Claimed, Hello, Role};
    use crate::testing::{me, peer};

    fn greeting() -> Hello {
        let (one, other) = (me(1), me(2));
        Hello::new(&one, &peer(&other), Role::Caller, Vec::new(), 1, Millis(0))
    }

    #[test]
    fn after_one_answer_both_speak_of_now() {
        let (mut caller, mut answerer) = (Session::new(1), Session::new(2));
        assert!(!answerer.hears(&caller.says(greeting())), "the first word knows nothing");
        for _ in 0..2 {
            assert!(caller.hears(&answerer.says(greeting())));
            assert!(answerer.hears(&caller.says(greeting())));
        }
    }

    /// Both have heard each other.
    fn acquainted() -> (Session, Session) {
        let (mut caller, mut answerer) = (Session::new(1), Session::new(2));
        answerer.hears(&caller.says(greeting()));
        caller.hears(&answerer.says(greeting()));
        (caller, answerer)
    }

    /// Rounds until both are current, at most three.
    fn settle(caller: &mut Session, answerer: &mut Session) {
        let mut rounds = (0..3).map(|_| {
            let asked = answerer.hears(&caller.says(greeting()));
            asked & caller.hears(&answerer.says(greeting()))
        });
        assert!(rounds.any(|current| current), "{caller:?} {answerer:?}");
    }

    #[test]
    fn what_an_earlier_life_wrote_is_not_used_after_the_next_one_has_spoken() {
        let (caller, mut answerer) = acquainted();
        let late = caller.says(greeting());
        let mut restored = Session::new(7);
        assert!(!answerer.hears(&restored.says(greeting())));
        let number = answerer.number();
        assert!(!answerer.hears(&late), "written before the restore");
        assert_ne!(answerer.number(), number, "and what was being judged is not committed");
        settle(&mut restored, &mut answerer);
    }

    #[test]
    fn the_late_answer_of_an_earlier_life_is_not_used() {
        let (mut caller, mut answerer) = acquainted();
        answerer.hears(&caller.says(greeting()));
        let late = answerer.says(greeting());
        let mut restored = Session::new(7);
        settle(&mut caller, &mut restored);
        assert!(!caller.hears(&late), "it names a number that was right before the restore");
        settle(&mut caller, &mut restored);
    }

    #[test]
    fn who_cannot_be_verified_is_told_that_it_was_seen() {
        let (_, answerer) = acquainted();
        let mut restored = Session::new(7);
        let unread = restored.says(greeting());
        let Hello { from, statement, knows, session, .. } = unread;
        let claimed = Claimed { from, statement, knows, session };
        let late = answerer.says(greeting());
        assert!(!restored.asked(&late), "written for the life before");
        let echo = answerer.echoes(greeting(), &claimed);
        assert!(restored.asked(&echo));
        assert!(!restored.hears(&echo), "and nothing else of it is used");
        assert!(restored.asked(&Hello { session: None, ..late }), "a peer that knows no sessions");
    }

    #[test]
    fn a_peer_that_knows_no_sessions_is_current() {
        assert!(Session::new(1).hears(&greeting()));
    }
}
