//! The link's codes in the reader's words: what happened, why, and what to do about it.

use maud::{Markup, html};
use sila_link::LinkState;

use super::peer::Peer;
use crate::web::components::{Note, Tone, tag};
use crate::web::{Cx, i18n, ident};

/// A code in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What happened.
    pub title: String,
    /// Why; empty when the title says it all.
    pub cause: String,
    /// What to do.
    pub next: String,
}

/// The words of a code: one of the link's own (`T-BUSY`), or a reason of a noun (`referral.no_agreement`).
pub fn of_code(cx: &Cx, code: &str) -> Words {
    let own = format!("link-code-{}", code.to_ascii_lowercase().replace(['.', '_'], "-"));
    if i18n::has(cx.lang, &own) {
        let told = |name: &str| cx.t(&format!("{own}.{name}"));
        return Words { title: cx.t(&own), cause: told("cause"), next: told("next") };
    }
    let noun = format!("problem-{}", code.replace('.', "-"));
    if i18n::has(cx.lang, &noun) {
        let next = cx.t(&format!("{noun}-next"));
        return Words { title: cx.t(&noun), cause: String::new(), next };
    }
    of_code(cx, "unknown")
}

/// A code with its words, for a table or a list.
pub fn line(cx: &Cx, code: &str) -> Markup {
    let words = of_code(cx, code);
    html! {
        b { (words.title) } " " (ident::Code(code))
        @if !words.cause.is_empty() { div.muted.small { (words.cause) } }
        div.small { (words.next) }
    }
}

/// A code as a note of its own.
pub fn note(cx: &Cx, code: &str, tone: Tone) -> Note {
    let words = of_code(cx, code);
    Note::new("warning-circle", words.title).tone(tone).body(html! {
        @if !words.cause.is_empty() { p { (words.cause) } }
        p { (words.next) }
        p.muted.small { (ident::Code(code)) }
    })
}

/// Where a link stands, as a tag.
pub fn state(cx: &Cx, peer: &Peer) -> Markup {
    let (tone, key) = standing(peer);
    tag(tone, cx.t(key))
}

/// The colour and the text of where a link stands.
pub fn standing(peer: &Peer) -> (Tone, &'static str) {
    if peer.alarm.is_some() {
        return (Tone::Bad, "link-state-alarm");
    }
    match peer.state {
        LinkState::Invited | LinkState::Joining => (Tone::Info, "link-state-joining"),
        LinkState::PendingVerify => (Tone::Gold, "link-state-compare"),
        LinkState::Active if peer.peer_verified_at.is_none() => {
            (Tone::Info, "link-state-other-officer")
        }
        LinkState::Active if !peer.is_open() => (Tone::Info, "link-state-proving"),
        LinkState::Active if peer.last_error.is_some() => (Tone::Warn, "link-state-interrupted"),
        LinkState::Active => (Tone::Ok, "link-state-open"),
        LinkState::Suspended(held) => match (held.by_us, held.by_them) {
            (true, true) => (Tone::Bad, "link-state-suspended-both"),
            (true, false) => (Tone::Bad, "link-state-suspended-us"),
            _ => (Tone::Bad, "link-state-suspended-them"),
        },
        LinkState::Closed => (Tone::Plain, "link-state-closed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Lang;

    /// Every code that the link, the wire or this node can give, besides those of the nouns.
    const CODES: [&str; 43] = [
        "T-BUSY",
        "T-CREDIT",
        "T-DISK",
        "T-MAINT",
        "T-GAP",
        "T-TIMEOUT",
        "T-UNREACHABLE",
        "T-BROKEN",
        "P-SCHEMA",
        "P-KIND",
        "P-CRITICAL",
        "P-SIZE",
        "P-EXPIRED",
        "P-AGREEMENT",
        "P-UNAUTHORISED-UNIT",
        "P-COMMIT",
        "P-OPEN",
        "L-KEY-STALE",
        "L-KEY-UNKNOWN",
        "L-KEY-REVOKED",
        "L-VERSION",
        "L-EPOCH",
        "L-SUSPENDED",
        "L-NOT-VERIFIED",
        "L-PRUNED",
        "L-ADDRESS",
        "L-STATE",
        "L-INVITATION",
        "L-TLS",
        "S-SIG",
        "S-FORK",
        "S-CHAIN",
        "S-ROLLBACK",
        "S-SPLITVIEW",
        "S-DOWNGRADE",
        "S-PEER-KEY",
        "O-OUTBOX-FULL",
        "O-CLOCK",
        "O-LOG-UNSETTLED",
        "O-KEY",
        "O-APPLY",
        "link.given_up",
        "agreement.wrong_state",
    ];

    fn cx(lang: Lang) -> Cx {
        Cx::new(lang, "/links", sila_core::Millis(0), std::sync::Arc::default())
    }

    #[test]
    fn every_code_has_a_title_a_cause_and_a_next_step_in_both_languages() {
        for cx in [cx(Lang::Ar), cx(Lang::En)] {
            let unknown = of_code(&cx, "X-FROM-THE-FUTURE");
            assert!(!unknown.next.is_empty());
            for code in CODES {
                let words = of_code(&cx, code);
                assert_ne!(words, unknown, "{code}");
                for part in [&words.title, &words.cause, &words.next] {
                    assert!(!part.is_empty() && !part.starts_with("link-code-"), "{code}: {part}");
                }
            }
        }
    }

    #[test]
    fn a_reason_of_a_noun_is_told_in_the_words_of_the_noun() {
        let words = of_code(&cx(Lang::En), "agreement.differs");
        assert!(!words.title.is_empty() && !words.next.is_empty());
        assert_ne!(words, of_code(&cx(Lang::En), "X-FROM-THE-FUTURE"));
    }
}
