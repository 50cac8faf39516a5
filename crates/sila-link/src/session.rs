//! Which life of the other node is speaking? A body that was written for an earlier life of either
//! side may still be on its way when that side comes back, perhaps from a backup. What it carries
//! was right then and may be wrong now, so nothing of it is used.
//!
//! Each side gives each other side a number that is new in each life, and says which number of the
//! other it has heard last. Only a body that names **my** number of now was written by somebody who
//! knows where I stand now. All other bodies are answered with a greeting and nothing else.

use crate::hello::Hello;

/// What one side remembers of the conversation with one peer; lost with the life of the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    mine: u64,
    theirs: Option<u64>,
}

impl Session {
    /// At the start of the node's life; `fresh` is 64 random bits.
    #[must_use]
    pub fn new(fresh: u64) -> Self {
        Self { mine: fresh, theirs: None }
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
    /// `fresh` is 64 random bits, used when another life speaks, so that whatever was written for the
    /// one before is refused from now on. A peer without sessions is always current.
    pub fn hears(&mut self, hello: &Hello, fresh: u64) -> bool {
        let Some(speaker) = hello.session else { return true };
        if hello.heard == Some(self.mine) {
            self.theirs = Some(speaker);
            return true;
        }
        if self.theirs != Some(speaker) {
            *self = Self { mine: fresh, theirs: Some(speaker) };
        }
        false
    }

    /// Changes whenever another life of the peer is heard: compare before a commit.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.mine
    }
}

#[cfg(test)]
mod tests {
    use sila_core::Millis;

    use super::Session;
    use crate::hello::{Hello, Role};
    use crate::testing::{me, peer};

    fn greeting() -> Hello {
        let (one, other) = (me(1), me(2));
        Hello::new(&one, &peer(&other), Role::Caller, Vec::new(), 1, Millis(0))
    }

    #[test]
    fn after_one_answer_both_speak_of_now() {
        let (mut caller, mut answerer) = (Session::new(1), Session::new(2));
        assert!(!answerer.hears(&caller.says(greeting()), 3), "the first word knows nothing");
        assert!(caller.hears(&answerer.says(greeting()), 4));
        assert!(answerer.hears(&caller.says(greeting()), 5));
        assert!(caller.hears(&answerer.says(greeting()), 6));
    }

    #[test]
    fn what_an_earlier_life_wrote_is_not_used_after_the_next_one_has_spoken() {
        let (mut caller, mut answerer) = (Session::new(1), Session::new(2));
        answerer.hears(&caller.says(greeting()), 3);
        caller.hears(&answerer.says(greeting()), 4);
        let late = caller.says(greeting());
        let mut restored = Session::new(7);
        assert!(!answerer.hears(&restored.says(greeting()), 8));
        let number = answerer.number();
        assert!(!answerer.hears(&late, 9), "written before the restore");
        assert_ne!(answerer.number(), number, "and what was being judged is not committed");
        // It has cost one more round and nothing else.
        for fresh in 10..13 {
            let current = answerer.hears(&restored.says(greeting()), fresh);
            assert!(restored.hears(&answerer.says(greeting()), 20 + fresh));
            assert_eq!(current, fresh > 10);
        }
    }

    #[test]
    fn a_peer_that_knows_no_sessions_is_current() {
        assert!(Session::new(1).hears(&greeting(), 2));
    }
}
