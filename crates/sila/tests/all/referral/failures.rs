//! What went wrong in the systems that others built, each under the name by which it is known: none of it happens here.
//!
//! | there | here |
//! |---|---|
//! | an exception during a handover left the case editable at both agencies | `failure_both_own` |
//! | a case was deleted while its offer was pending, and the offer accepted | `failure_ghost_acceptance` |
//! | the responsible area did not change with a handover | `failure_jurisdiction_stays` |
//! | a case was counted where it was typed, not where the person lives | `failure_counted_at_the_wrong_agency` |
//! | the sender was never told that, or why, a case was rejected | `failure_silent_rejection` |
//! | a code that the receiver did not know was blanked instead of refused | `failure_silently_emptied` |
//! | accepting a referral did not take a bed | `failure_accepted_without_a_bed` |
//! | reasons in prose survived in the permanent record after a purge | `failure_purge_that_keeps_prose` |
//! | the receiver had the record from the moment the referral was created | `failure_access_before_acceptance` |
//! | a finished referral could be revoked | `failure_revoke_anything` |

use sila::db::{DbError, Tx};
use sila::referrals::{self, Record, permission};
use sila_core::agreement::ScheduleRow;
use sila_core::codes::{DeclineCode, Kind, OutcomeCode, RecallCode, Withdrawal};
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, Effect, Entry, State};
use sila_core::wire::WireError;

use super::nodes::{NOW, Pair, allowed};
use super::pages::get;
use super::{accepted, delivered, handover, lead, names};

/// Two agencies whose agreement speaks of transfers.
pub async fn with_transfers() -> Pair {
    let mut pair = Pair::without_agreement().await;
    let transfer = ScheduleRow { kind: Kind::Transfer, fields: allowed() };
    pair.agreement.schedule.push(transfer);
    for node in [&pair.marsa, &pair.dana] {
        pair.sign(node, false).await;
    }
    pair
}

pub async fn transferred(pair: &Pair) -> ReferralId {
    let id = pair.offer(|wish| wish.route.kind = Kind::Transfer).await.unwrap().id;
    pair.settle().await;
    id
}

/// How many of the two say that they answer for the person.
async fn owners(pair: &Pair, id: ReferralId) -> usize {
    let mut owners = 0;
    for node in [&pair.marsa, &pair.dana] {
        let thread = node.record(id).await.thread().unwrap().clone();
        owners += usize::from(thread.responsible() == node.id());
    }
    owners
}

/// The page of the referral at either agency.
async fn both_say(pair: &Pair, id: ReferralId) -> [String; 2] {
    let path = format!("/en/referrals/{id}");
    let (here, there) =
        (pair.marsa.sign_in(&pair.sender).await, pair.dana.sign_in(&pair.officer).await);
    [get(&pair.marsa, &here, &path).await.1, get(&pair.dana, &there, &path).await.1]
}

#[tokio::test(flavor = "multi_thread")]
async fn failure_both_own() {
    let pair = with_transfers().await;
    let id = transferred(&pair).await;
    assert_eq!(owners(&pair, id).await, 1);
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    assert_eq!(owners(&pair, id).await, 1, "accepted, and the word of it has not arrived");
    pair.call().await;
    assert_eq!(owners(&pair, id).await, 1, "arrived, and nothing released");
    handover::given(&pair, id).await;
    assert_eq!(owners(&pair, id).await, 1, "signed by the one that gives");
    pair.call().await;
    handover::taken(&pair, id).await;
    assert_eq!(owners(&pair, id).await, 1, "signed by both, and the word of it has not arrived");
    pair.call().await;
    assert_eq!(owners(&pair, id).await, 1, "arrived, and nothing released");
    sila::jobs::react::all_due(&pair.marsa.app).await.unwrap();
    // Released, and the key has not arrived: Marsa has let go, and Dana is bound since it accepted.
    let there = pair.dana.record(id).await.thread().unwrap().clone();
    assert_eq!(owners(&pair, id).await, 0);
    assert!(there.is_bound(pair.dana.id()), "somebody knows that they must act");
    let [here, there] = both_say(&pair, id).await;
    assert!(here.contains("the responsibility has gone to \u{2068}Agency DANA"), "{here}");
    assert!(there.contains("Agency DANA\u{2069} is bound by its acceptance"), "{there}");
    assert!(there.contains("in that moment \u{2068}Agency DANA\u{2069} acts"), "{there}");
    pair.settle().await;
    for page in both_say(&pair, id).await {
        assert!(page.contains("the responsibility has gone to \u{2068}Agency DANA"), "{page}");
    }
    assert_eq!(owners(&pair, id).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn failure_ghost_acceptance() {
    let all = sila::statements::ALL.iter().flat_map(|noun| noun.iter());
    let deletes = |sql: &&sila::db::Sql| {
        let text = sql.sqlite.to_lowercase();
        text.contains("delete from case_file") || text.contains("delete from referral ")
    };
    assert_eq!(all.filter(deletes).count(), 0, "a source cannot vanish under its offer");
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    referrals::recall(&pair.marsa.app, &pair.sender, id, RecallCode::R2, NOW).await.unwrap();
    pair.settle().await;
    let ghost = referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await;
    assert_eq!(ghost.unwrap_err().code, "referral.wrong_state");
    assert!(pair.equal(id).await.row.case_id.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn failure_jurisdiction_stays() {
    let pair = with_transfers().await;
    let id = transferred(&pair).await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    handover::handed(&pair, id).await;
    for node in [&pair.marsa, &pair.dana] {
        assert_eq!(lead(node, id).await, pair.dana.id(), "the responsible agency has changed");
        assert_eq!(node.record(id).await.thread().unwrap().responsible(), pair.dana.id());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failure_counted_at_the_wrong_agency() {
    let pair = with_transfers().await;
    let id = transferred(&pair).await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    handover::handed(&pair, id).await;
    let mut leads = Vec::new();
    for node in [&pair.marsa, &pair.dana] {
        let row = node.record(id).await.row;
        assert_eq!(row.area, "AE-SH-KFK", "where she lives, not where it was typed");
        leads.push(lead(node, id).await == node.id());
    }
    assert_eq!(leads, [false, true], "counted once, by whoever answers for her");
}

#[tokio::test(flavor = "multi_thread")]
async fn failure_silent_rejection() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let why = DeclineCode::V1;
    referrals::decline(&pair.dana.app, &pair.officer, id, why, None, NOW).await.unwrap();
    pair.settle().await;
    let here = pair.marsa.record(id).await;
    let said = here.entries.iter().find_map(|entry| match &entry.act {
        Act::Decline { code, .. } => Some(*code),
        _ => None,
    });
    assert_eq!(said, Some(why), "that it was declined, and why");
    let counts = referrals::counts(&pair.marsa.app, &pair.sender).await.unwrap();
    assert_eq!((here.row.is_open, counts.returned), (true, 1), "on the list of whoever sent it");
    referrals::take_note(&pair.marsa.app, &pair.sender, id, NOW).await.unwrap();
    assert!(!pair.marsa.record(id).await.row.is_open, "until somebody says that they know");
}

#[tokio::test(flavor = "multi_thread")]
async fn failure_silently_emptied() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    let why = DeclineCode::V12;
    referrals::decline(&pair.dana.app, &pair.officer, id, why, None, NOW).await.unwrap();
    let entries = pair.dana.record(id).await.entries;
    let bytes = entries.iter().find(|entry| entry.act.code() == "DECLINE").unwrap().to_cbor();
    let at = bytes.windows(3).position(|part| part == b"V12").unwrap();
    let mut unknown = bytes;
    unknown[at..at + 3].copy_from_slice(b"V77");
    match Entry::from_cbor(&unknown) {
        Err(WireError::UnknownCode(_)) => {}
        other => panic!("an unknown code is refused, never blanked: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failure_accepted_without_a_bed() {
    let pair = Pair::new().await;
    super::shelter::home(&pair.dana, 1).await;
    let (first, second) = (delivered(&pair).await, delivered(&pair).await);
    referrals::accept(&pair.dana.app, &pair.officer, first, NOW).await.unwrap();
    assert_eq!(super::shelter::free_beds(&pair.dana).await, 0, "accepted and held are one act");
    let refused = referrals::accept(&pair.dana.app, &pair.officer, second, NOW).await;
    assert_eq!(refused.unwrap_err().code, "shelter.no_place");
    assert!(pair.dana.record(second).await.row.state.is_undecided());
}

/// Words that nobody else says.
const CANARY: &str = "Vintzelmoor زغموطية";

#[tokio::test(flavor = "multi_thread")]
async fn failure_purge_that_keeps_prose() {
    let pair = Pair::new().await;
    let offered = pair.offer(|wish| wish.disclosure.account = Some(CANARY.to_owned()));
    let id = offered.await.unwrap().id;
    pair.settle().await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    let said = Withdrawal::Spoken;
    permission::withdraw(&pair.dana.app, &pair.officer, id, said, NOW).await.unwrap();
    permission::erase(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    pair.settle().await;
    assert!(pair.equal(id).await.thread().unwrap().is_purged());
    let lasting = |tx: &mut dyn Tx| -> Result<Vec<Vec<u8>>, DbError> {
        let mut all = tx.query_text("select body from referral_entry", &[])?;
        all.extend(tx.query_text("select data from journal", &[])?);
        all.iter().map(|row| row.get(0)).collect()
    };
    for node in [&pair.marsa, &pair.dana] {
        let kept = node.app.store.read(lasting).await.unwrap();
        assert!(!kept.is_empty());
        for word in CANARY.split(' ') {
            let holds = |one: &Vec<u8>| one.windows(word.len()).any(|part| part == word.as_bytes());
            assert!(!kept.iter().any(holds), "codes and hashes only");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failure_access_before_acceptance() {
    let pair = Pair::new().await;
    let id = delivered(&pair).await;
    referrals::claim(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    let there: Record = pair.dana.record(id).await;
    let body = referrals::body_of(&pair.dana.app, &there).unwrap().unwrap();
    assert!(body.shared.is_none() && there.row.case_id.is_none(), "the preview alone");
    assert!(there.sealed.identity_key.is_none() && !names(&there));
}

#[tokio::test(flavor = "multi_thread")]
async fn failure_revoke_anything() {
    let pair = Pair::new().await;
    let id = accepted(&pair).await;
    let code = OutcomeCode::O1;
    let recalled = async || {
        let done = referrals::recall(&pair.marsa.app, &pair.sender, id, RecallCode::R4, NOW).await;
        done.map_err(|problem| problem.code)
    };
    assert_eq!(recalled().await, Err("referral.wrong_state".to_owned()), "accepted");
    referrals::report(&pair.dana.app, &pair.officer, id, code, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(recalled().await, Err("referral.wrong_state".to_owned()), "completed");
    referrals::acknowledge(&pair.marsa.app, &pair.sender, id, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(recalled().await, Err("referral.wrong_state".to_owned()), "closed");
    let there = pair.equal(id).await;
    let late = |step: &sila_core::referral::Step| step.effect == Effect::TooLate;
    assert!(!there.thread().unwrap().steps().iter().any(late));
    assert_eq!(there.row.state, State::Closed);
}
