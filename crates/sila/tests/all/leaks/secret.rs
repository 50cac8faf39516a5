//! What nobody is told, and the few who may be told it, each on the page that may tell it.

use super::super::link::{leak, people};
use super::super::support::traces::{Wanted, dresses, spellings};

/// Something that may not leave, by the words that would tell it.
pub struct Secret {
    /// In a word.
    pub name: &'static str,
    /// Each alone would tell.
    pub traces: &'static [&'static str],
    /// Who may be told, on the routes that begin so, and why.
    pub told: &'static [(&'static str, &'static str, &'static str)],
}

const KEEPS_IT: &str = "they keep the directory; each opening of this page is written down";
const READS_IT: &str = "the case is theirs: they are named in it";

/// All of them.
pub const SECRETS: [Secret; 6] = [
    Secret {
        name: "where a home is",
        traces: &[
            "الطلحنوبة",
            "9176228017",
            "Quorvexley",
            "25.3917264",
            "55.4981537",
            "عنوان تجريبي للدار",
        ],
        told: &[(
            "d-shel",
            "POST /{lang}/shelter/homes/{id}/address",
            "whoever keeps the home opens it with a reason, which is written down",
        )],
    },
    Secret {
        name: "where a confidential service is",
        traces: &["السرمدية", "8841773502"],
        told: &[
            ("d-sup", "GET /{lang}/services/{id}/place", KEEPS_IT),
            ("d-head", "GET /{lang}/services/{id}/place", KEEPS_IT),
            ("d-part", "GET /{lang}/services/{id}/place", KEEPS_IT),
        ],
    },
    Secret {
        name: "who is in a restricted case",
        traces: &[
            "زمردينة",
            "القشعمانية",
            "Zomordina",
            "Alqashaamiya",
            "طغنوشران",
            "597730666",
            "الخفندري",
        ],
        told: &[("the owner", "GET /{lang}/cases", READS_IT)],
    },
    Secret {
        name: "who reported", traces: &["جرناس", "الحظلموني", "597730888"], told: &[]
    },
    Secret { name: "a true name", traces: &["Quillandra", "Vexmortesa"], told: &[] },
    Secret {
        name: "who complained",
        traces: &["شمسناز", "الكعبلوية", "0567739418"],
        told: &[(
            "d-lic",
            "POST /{lang}/complaints/{id}/complainant",
            "the officer of the complaint opens it with a reason, which is written down",
        )],
    },
];

/// Every trace in every spelling and every dress.
pub fn wanted() -> Wanted {
    let traces = SECRETS
        .iter()
        .enumerate()
        .flat_map(|(nth, secret)| secret.traces.iter().map(move |trace| (nth, *trace)));
    let spelt = traces
        .flat_map(|(nth, trace)| spellings(trace).into_iter().map(move |spelling| (nth, spelling)));
    let dressed = spelt
        .flat_map(|(nth, spelling)| dresses(&spelling).into_iter().map(move |bytes| (nth, bytes)));
    let mut all: Vec<(usize, Vec<u8>)> = dressed.collect();
    all.sort();
    all.dedup();
    Wanted::told(all)
}

/// Whether this visitor may be told this on that route.
pub fn may_be_told(secret: usize, who: &str, route: &str) -> bool {
    SECRETS[secret].told.iter().any(|(name, begins, _)| *name == who && route.starts_with(begins))
}

#[test]
fn every_word_that_is_planted_is_looked_for() {
    let wanted = wanted();
    let planted = [
        (0, leak::HOME),
        (1, leak::SERVICE),
        (2, people::NAME_AR),
        (2, people::NAME_LATIN),
        (2, people::CHILD),
        (2, people::PHONE),
        (2, people::WORDS),
        (3, people::REPORTER),
        (3, people::REPORTER_PHONE),
        (4, people::TRUE_NAME),
        (5, leak::NAME),
        (5, leak::CONTACT),
    ];
    for (secret, text) in planted {
        assert_eq!(wanted.told_in(text.as_bytes()), [secret].into(), "{text}");
    }
    assert!(may_be_told(2, "the owner", "GET /{lang}/cases/{id}"));
    assert!(!may_be_told(2, "d-sup", "GET /{lang}/cases/{id}"));
    assert!(!may_be_told(3, "the owner", "GET /{lang}/cases/{id}/reporter"));
}
