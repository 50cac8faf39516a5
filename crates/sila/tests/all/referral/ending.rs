//! What goes with what a person takes back: everything that was written of her elsewhere, what was sent on, what a backup brings
//! back, and every count; and a permission whose time runs out.

use std::sync::Arc;

use axum::http::StatusCode;
use sila::accounts::Worker;
use sila::agreements;
use sila::db::{DbError, Tx, p};
use sila::intake::{draft, store as drafts};
use sila::jobs::react;
use sila::referrals::{self, Asked, Route, permission, returning};
use sila::shelter::shifts::{self, Handover, store as shift};
use sila::shelter::stays::store as stays;
use sila::vault::Place;
use sila::web::Pairs;
use sila_core::AreaCode;
use sila_core::codes::{Basis, Category, Kind, LawfulBasis, Service, Sex, Urgency, Withdrawal};
use sila_core::disclosure::Disclosure;
use sila_core::experience::Quarter;
use sila_core::field::Field;
use sila_core::ids::{CaseId, ReferralId};
use sila_core::permission::Permission;
use sila_core::person::AgeBand;
use sila_core::referral::{Act, Side, State};
use sila_core::residence::Residence;
use sila_core::shelter::{Need, Sleeper};
use uuid::Uuid;

use super::super::support::waiting::until;
use super::nodes::{NOW, Node, Pair, SOON, allowed, call, naseem, opened};
use super::pages::{get, post};
use super::permission::{CANARY, DAY_MINUTES, all_that_can_be_read, exists, told};

const DAY_MS: i64 = DAY_MINUTES * 60_000;

/// Lets everything happen until the sender holds the receipt of the erasure too.
async fn erased_at_both(pair: &Pair, id: ReferralId) {
    let purged = async || pair.marsa.record(id).await.thread().unwrap().is_purged();
    pair.comes_to("the receipt is at both", purged).await;
    assert!(pair.equal(id).await.thread().unwrap().is_purged());
}

/// Lets everything happen until both hold the same and the referral stands there.
async fn stands_at_both(pair: &Pair, id: ReferralId, state: State) {
    let stands = async || {
        let (here, there) = (pair.marsa.record(id).await, pair.dana.record(id).await);
        let same = here.fingerprint == there.fingerprint;
        same && [here.row.state, there.row.state] == [state; 2]
    };
    pair.comes_to("both hold the same", stands).await;
}

/// Runs one statement.
async fn sql(node: &Node, text: &'static str) {
    let write =
        move |tx: &mut dyn Tx| -> Result<(), DbError> { tx.exec_text(text, &[]).map(|_| ()) };
    node.app.store.write(write).await.unwrap();
}

/// One number.
async fn number(node: &Node, text: &'static str) -> i64 {
    let read =
        move |tx: &mut dyn Tx| -> Result<i64, DbError> { tx.query_text(text, &[])?[0].get(0) };
    node.app.store.read(read).await.unwrap()
}

/// What is written of her at Dana beside her case: a form that somebody has begun, what the shifts of the house told each other, a
/// question to another agency, and why somebody broke glass.
async fn written_elsewhere(pair: &Pair, id: ReferralId, case: CaseId) {
    let app = &pair.dana.app;
    let officer = pair.officer.id;
    let typed: Pairs = [("account", CANARY)].into_iter().collect();
    let form = draft::compose(app, &typed, Some(case), 2, NOW).unwrap();
    let [home, stay, handover] = [1, 2, 3].map(Uuid::from_u128);
    let point = shifts::point(app, home, ("HEALTH", Some(stay), CANARY), (officer, NOW));
    let place = Place { table: "shift_handover", row: handover };
    let said = Handover {
        id: handover,
        home,
        worker: officer,
        at: NOW.plus_hours(2),
        points: 1,
        acknowledged_by: None,
        acknowledged_at: None,
        body: app.vault.seal(place, CANARY.as_bytes()),
        names: Default::default(),
    };
    let sealed = app.vault.seal(Place { table: "broken_glass", row: home }, CANARY.as_bytes());
    let people = vec![Sleeper { sex: Sex::Female, age: AgeBand::From25 }];
    let need = Need { people, features: Vec::new(), away_from: None }.to_cbor();
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        drafts::insert(tx, &form, officer)?;
        tx.exec_text("insert into home (id, code, name_ar, name_en, area, gates, created_at) values ($1, 'DH9', 'دار', 'House', 'AE-SH', '', $2)", &p![home, NOW])?;
        tx.exec_text("insert into stay (id, number, home, state, people, need, referral, held_at, hold_until, extended, arrived_at) values ($1, 'S-1', $2, 'STAYING', 1, $3, $4, $5, $5, 0, $5)", &p![stay, home, &need, id, NOW])?;
        shift::add(tx, &point)?;
        shift::hand_over(tx, &said)?;
        tx.exec_text("insert into broken_glass (id, case_id, worker, state, reason, at, until_at, excluded, body) values ($1, $2, $3, 'CLOSED', 'HEALTH', $4, $4, false, $5)", &p![home, case, officer, NOW, &sealed])?;
        tx.exec_text("insert into known_query (id, agreement, peer, case_id, place, worker, purpose, basis, asked_at, number, batch, body, state, again) values ($1, $1, $5, $2, 0, $3, 'PROTECTION', 'CONSENT', $4, 1, $5, $5, 'ANSWERED', false)", &p![home, case, officer, NOW, &sealed])?;
        Ok(())
    };
    app.store.write(write).await.unwrap();
}

const WRITTEN: &str = "select (select count(*) from draft) + (select count(*) from shift_point) \
     + (select count(*) from shift_handover where length(body) > 0) + (select count(*) from broken_glass where length(body) > 0) \
     + (select count(*) from known_query where length(body) > 0)";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_of_her_elsewhere_goes_with_her_case() {
    let pair = Pair::new().await;
    let (id, case) = told(&pair).await;
    written_elsewhere(&pair, id, case).await;
    assert_eq!(number(&pair.dana, WRITTEN).await, 5);
    let said = Withdrawal::Written;
    permission::withdraw(&pair.marsa.app, &pair.sender, id, said, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(number(&pair.dana, WRITTEN).await, 5, "it may be kept on a ground of its own");
    pair.wait(DAY_MINUTES);
    erased_at_both(&pair, id).await;
    assert_eq!(number(&pair.dana, WRITTEN).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_cross_a_withdrawal_are_not_kept_by_the_agency_that_they_tell() {
    let pair = Pair::new().await;
    let (id, _) = told(&pair).await;
    let cookie = pair.marsa.sign_in(&pair.sender).await;
    let path = format!("/en/referrals/{id}/joint");
    let (status, page) = post(&pair.marsa, &cookie, &format!("{path}/members"), "").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    pair.settle().await;
    let say = "message=something";
    let (status, page) = post(&pair.marsa, &cookie, &format!("{path}/messages"), say).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let said = Withdrawal::Spoken;
    permission::withdraw(&pair.dana.app, &pair.officer, id, said, NOW).await.unwrap();
    let lines = "select count(*) from referral_line where deed = 'SAY'";
    pair.comes_to("the line has come", async || number(&pair.dana, lines).await > 0).await;
    let words = "select count(*) from referral_line where words is not null and deed = 'SAY'";
    assert_eq!(number(&pair.dana, lines).await, 1, "that something was said is on record at both");
    assert_eq!(number(&pair.dana, words).await, 0);
    assert_eq!(number(&pair.marsa, words).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_narrowed_away_stays_away_after_an_older_backup_comes_back() {
    let pair = Pair::new().await;
    let (id, case) = told(&pair).await;
    for table in [
        "create table old_case as select * from case_file",
        "create table old_person as select * from person",
        "create table old_referral as select * from referral",
    ] {
        sql(&pair.dana, table).await;
    }
    let account = format!("{CANARY} account");
    let gone = [Field::Account, Field::Phone];
    permission::narrow(&pair.marsa.app, &pair.sender, id, &gone, NOW).await.unwrap();
    pair.settle().await;
    assert!(!all_that_can_be_read(&pair.dana).contains(&account));
    for back in [
        "delete from person",
        "insert into person select * from old_person",
        "update case_file set body = (select o.body from old_case o where o.id = case_file.id)",
        "update referral set body = (select o.body from old_referral o where o.id = referral.id)",
        "delete from referral_entry where act = 'REMOVED'",
    ] {
        sql(&pair.dana, back).await;
    }
    assert!(all_that_can_be_read(&pair.dana).contains(&account), "the test can see it at all");
    returning::give(&pair.marsa.app, id, NOW).await.unwrap();
    let removed = "select count(*) from referral_entry where act = 'REMOVED'";
    let back = async || number(&pair.dana, removed).await == 1;
    pair.comes_to("what Dana had signed is back", back).await;
    // The entry is written first, and what it takes away goes by a step of its own.
    let gone = async || !all_that_can_be_read(&pair.dana).contains(&account);
    pair.comes_to("erased again", gone).await;
    let there = pair.equal(id).await;
    assert_eq!(there.entries.iter().filter(|entry| entry.act == Act::Removed).count(), 1);
    let known = opened(&pair, case).await.disclosure;
    assert!(known.account.is_none() && known.people[0].phone.is_none());
    assert!(known.wishes.is_some(), "and the rest is there");
}

/// What Dana counts for others: people who turned to it, cases of a quarter, what was demanded, what was served, referrals of the
/// imprint; and whether glass would open the case of this number.
async fn counted(pair: &Pair, reference: &str) -> [usize; 6] {
    let (me, agreement) = (pair.dana.id(), pair.agreement.id);
    let (reader, reference) = (pair.officer.id, reference.to_owned());
    let span = (NOW.plus_days(-9), NOW.plus_days(9));
    let read = move |tx: &mut dyn Tx| -> Result<[usize; 6], DbError> {
        let cells = sila::research::store::count(tx, Quarter::of(NOW), span)?;
        Ok([
            usize::try_from(sila::campaigns::store::contacts(tx, span)?).unwrap(),
            cells.iter().map(|cell| usize::try_from(cell.count).unwrap()).sum(),
            sila::activation::store::demands(tx, agreement, span)?.len(),
            sila::standards::store::served(tx, me, agreement, span)?.len(),
            sila::imprint::store::lines(tx, span.0, span.1)?.len(),
            usize::from(sila::cases::glass::store::case(tx, &reference, reader)?.is_some()),
        ])
    };
    pair.dana.app.store.read(read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_is_in_no_count_and_no_glass_opens_it() {
    let pair = Pair::new().await;
    let (id, case) = told(&pair).await;
    let reference = opened(&pair, case).await.row.reference;
    assert_eq!(counted(&pair, &reference).await, [1; 6]);
    let said = Withdrawal::Spoken;
    permission::withdraw(&pair.dana.app, &pair.officer, id, said, NOW).await.unwrap();
    pair.settle().await;
    assert_eq!(counted(&pair, &reference).await, [0; 6], "from the withdrawal on");
    pair.wait(DAY_MINUTES);
    pair.settle().await;
    assert_eq!(counted(&pair, &reference).await, [0; 6], "and after the erasure");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restricted_case_is_in_none_of_the_counts_of_exchange() {
    let pair = Pair::new().await;
    let (_, case) = told(&pair).await;
    let reference = opened(&pair, case).await.row.reference;
    let officer = pair.officer.clone();
    let restrict =
        move |tx: &mut dyn Tx| sila::cases::scope::store::restrict(tx, case, (&officer, true), NOW);
    pair.dana.app.store.write::<_, DbError, _>(restrict).await.unwrap();
    assert_eq!(counted(&pair, &reference).await, [0, 0, 0, 0, 0, 1], "glass is there for that");
}

/// Sent on by Dana from the case that came of what Marsa told, to Naseem.
async fn sent_on(pair: &Pair, to: &Node, case: CaseId, basis: LawfulBasis) -> ReferralId {
    let app = &pair.dana.app;
    let worker = pair.dana.worker("d-int", &["INTAKE"]).await;
    let all = agreements::in_force(app, NOW).await.unwrap();
    let agreement = all.into_iter().find(|one| one.peer == to.id()).unwrap();
    let known = opened(pair, case).await.disclosure;
    let form = known.permission.form.filter(|_| basis == LawfulBasis::Consent);
    let given = Permission { recipient: to.id(), basis, form, ..known.permission.clone() };
    let area = AreaCode::parse("AE-RK").ok();
    let home = Residence { area, present_area: area, ..known.residence.clone() };
    let told = Disclosure { permission: given, residence: home, ..known };
    let route = Route {
        target: to.id(),
        basis: Basis::Residence,
        kind: Kind::Shelter,
        override_: None,
        clause: agreement.agreement.residence.number.clone(),
        agreement,
    };
    let asked = Asked {
        case,
        disclosure: &told,
        category: Category::Woman,
        urgency: Urgency::Routine,
        services: &[Service::Shelter],
        fields: &allowed(),
        route: &route,
        listed: None,
        back: None,
    };
    let offered = Arc::new(referrals::compose(app, &worker, &asked, NOW).await.unwrap());
    let id = offered.id;
    app.store.write(move |tx| offered.insert(tx)).await.unwrap();
    id
}

/// What could not be done is tried again after a while, and here no time passes by itself.
fn pass_a_minute(pair: &Pair, naseem: &Node) {
    pair.wait(1);
    naseem.app.clock.set(Some(pair.dana.app.clock.now()));
}

/// Everything that Dana and Naseem owe, and what they say to each other.
async fn between(dana: &Node, naseem: &Node) {
    for _ in 0..4 {
        react::all_due(&dana.app).await.unwrap();
        react::all_due(&naseem.app).await.unwrap();
        call(dana, naseem).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_on_and_accepted_but_never_given_ends_at_both_with_the_reason() {
    for basis in [LawfulBasis::Consent, LawfulBasis::VitalInterest] {
        let pair = Pair::new().await;
        let naseem = naseem(&pair.dana).await;
        let officer = naseem.worker("n-ref", &["REFERRAL_OFFICER"]).await;
        let (id, case) = told(&pair).await;
        let onward = sent_on(&pair, &naseem, case, basis).await;
        call(&pair.dana, &naseem).await;
        referrals::accept(&naseem.app, &officer, onward, NOW).await.unwrap();
        // Before Dana hears of the acceptance, she takes back what Dana was told.
        let said = Withdrawal::Written;
        permission::withdraw(&pair.dana.app, &pair.officer, id, said, NOW).await.unwrap();
        let by_law = basis != LawfulBasis::Consent;
        until("Dana hears of the acceptance", SOON, || async {
            between(&pair.dana, &naseem).await;
            let here = pair.dana.record(onward).await;
            let given = here.thread().unwrap().identity_released();
            pass_a_minute(&pair, &naseem);
            (here.row.state == State::Accepted && given == by_law).then_some(())
        })
        .await;
        let waits = pair.dana.record(onward).await;
        assert_eq!(waits.thread().unwrap().identity_released(), by_law, "{basis}");
        pair.wait(DAY_MINUTES + 60);
        naseem.app.clock.set(Some(pair.dana.app.clock.now()));
        erased_at_both(&pair, id).await;
        until("Naseem and Dana hold the same", SOON, || async {
            pass_a_minute(&pair, &naseem);
            between(&pair.dana, &naseem).await;
            let here = pair.dana.record(onward).await;
            let ended = here.thread().unwrap().is_purged() || by_law;
            (ended && here.fingerprint == naseem.record(onward).await.fingerprint).then_some(())
        })
        .await;
        let (here, there) = (pair.dana.record(onward).await, naseem.record(onward).await);
        assert_eq!(here.fingerprint, there.fingerprint);
        if by_law {
            assert!(there.row.case_id.is_some(), "what the law demands does not end by a word");
            continue;
        }
        assert_eq!([here.row.state, there.row.state], [State::Withdrawn; 2]);
        for record in [&here, &there] {
            let thread = record.thread().unwrap();
            assert_eq!(thread.withdrawn_why(), Some(Withdrawal::Written));
            assert!(thread.is_purged() && !thread.identity_released());
        }
        assert!(there.row.case_id.is_none() && !there.row.is_open);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permission_that_runs_out_after_it_was_used_ends_as_if_it_were_taken_back() {
    let pair = Pair::new().await;
    let (id, case) = told(&pair).await;
    let soon = async || {
        let cookie = pair.dana.sign_in(&pair.officer).await;
        let (_, page) = get(&pair.dana, &cookie, &format!("/en/referrals/{id}")).await;
        page.contains("The permission runs out on")
    };
    assert!(!soon().await);
    pair.wait(30 * DAY_MINUTES - 1);
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Accepted);
    assert!(soon().await, "nobody is surprised by it");
    pair.wait(1);
    stands_at_both(&pair, id, State::Withdrawn).await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Withdrawn);
    let ends: Vec<&Act> = there.entries.iter().map(|entry| &entry.act).collect();
    let end = Act::Withdraw { at: Side::Target, why: Withdrawal::Expired };
    assert_eq!(ends.iter().filter(|act| ***act == end).count(), 1);
    assert!(!exists(&pair.dana, &pair.officer, case).await, "closed at once");
    pair.wait(DAY_MINUTES);
    erased_at_both(&pair, id).await;
    let there = pair.equal(id).await;
    assert!(there.thread().unwrap().is_purged() && !there.row.is_open);
    assert!(!all_that_can_be_read(&pair.dana).contains(CANARY));
    assert_eq!(
        there.thread().unwrap().withdrawn_why(),
        Some(Withdrawal::Expired),
        "as the receipt says"
    );
    pair.wait(3 * DAY_MINUTES);
    pair.settle().await;
    assert_eq!(pair.equal(id).await.entries.len(), there.entries.len(), "once");
}

/// She was admitted under a permission of thirty days and sleeps there on the thirty-first: the sharing ends, and nobody loses sight of
/// her.
#[tokio::test(flavor = "multi_thread")]
async fn who_sleeps_in_the_home_when_the_permission_runs_out_stays_and_is_kept_on_its_duty_of_care()
{
    let pair = Pair::new().await;
    super::shelter::home(&pair.dana, 1).await;
    let (id, case) = told(&pair).await;
    let cookie = pair.dana.sign_in(&pair.officer).await;
    let read = move |tx: &mut dyn Tx| stays::of_referral(tx, id);
    let stay = pair.dana.app.store.read(read).await.unwrap().remove(0);
    let admission = format!("/en/shelter/stays/{}/admission", stay.id);
    let (status, page) = post(&pair.dana, &cookie, &admission, "").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let warned = async |node: &Node, worker: &Worker| {
        let cookie = node.sign_in(worker).await;
        let (_, day) = get(node, &cookie, "/en").await;
        day.contains("A permission runs out: speak with the person") && !day.contains(CANARY)
    };
    assert!(!warned(&pair.dana, &pair.officer).await, "not a month before");
    pair.wait(27 * DAY_MINUTES);
    pair.settle().await;
    assert!(warned(&pair.dana, &pair.officer).await, "days before, at the agency that was told");
    assert!(warned(&pair.marsa, &pair.sender).await, "and at the one that told");
    pair.wait(3 * DAY_MINUTES);
    stands_at_both(&pair, id, State::Withdrawn).await;
    pair.settle().await;
    for _ in 0..2 {
        let there = pair.equal(id).await;
        let thread = there.thread().unwrap();
        assert!(thread.is_kept() && !thread.is_withheld() && !thread.is_purged());
        let basis = LawfulBasis::SocialProtection;
        let kept = there.entries.iter().filter(|entry| entry.act == Act::Keep { basis });
        assert_eq!(kept.map(|entry| entry.author).collect::<Vec<_>>(), [pair.dana.id()]);
        assert!(exists(&pair.dana, &pair.officer, case).await, "her worker reads on");
        let (_, page) = get(
            &pair.dana,
            &pair.dana.sign_in(&pair.officer).await,
            &format!("/en/shelter/stays/{}", stay.id),
        )
        .await;
        assert!(page.contains("Staying"), "{page}");
        pair.wait(2 * DAY_MINUTES);
        pair.settle().await;
    }
    let again = permission::narrow(&pair.marsa.app, &pair.sender, id, &[Field::Phone], NOW);
    assert!(again.await.is_err(), "the sharing has ended");
}

/// Whoever takes it back by her own word while she lives there: people decide, and are told that they must.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_resident_takes_back_by_her_word_is_on_the_day_of_who_must_decide() {
    let pair = Pair::new().await;
    let (id, case) = told(&pair).await;
    let asked = async || {
        let cookie = pair.dana.sign_in(&pair.officer).await;
        get(&pair.dana, &cookie, "/en").await.1.contains("A stopped referral: keep it or erase it?")
    };
    assert!(!asked().await);
    let said = Withdrawal::Spoken;
    permission::withdraw(&pair.marsa.app, &pair.sender, id, said, NOW).await.unwrap();
    pair.settle().await;
    assert!(!exists(&pair.dana, &pair.officer, case).await, "closed at once");
    assert!(asked().await, "and not unseen");
    let basis = LawfulBasis::SocialProtection;
    permission::keep(&pair.dana.app, &pair.officer, id, basis, NOW).await.unwrap();
    pair.settle().await;
    assert!(!asked().await && exists(&pair.dana, &pair.officer, case).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_agency_that_was_told_is_silent_its_sender_ends_it_a_day_later() {
    let pair = Pair::new().await;
    let (id, _) = told(&pair).await;
    for (days, state) in [(30, State::Accepted), (1, State::Withdrawn)] {
        pair.wait(days * DAY_MINUTES);
        react::all_due(&pair.marsa.app).await.unwrap();
        assert_eq!(pair.marsa.record(id).await.row.state, state);
    }
    stands_at_both(&pair, id, State::Withdrawn).await;
    assert!(pair.equal(id).await.thread().unwrap().is_withheld(), "both said so, which is one end");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_rests_on_the_law_or_is_kept_on_a_signed_ground_does_not_run_out() {
    let pair = Pair::new().await;
    let offered = pair.offer(|wish| {
        wish.disclosure.permission.basis = LawfulBasis::VitalInterest;
        wish.disclosure.permission.form = None;
    });
    let by_law = offered.await.unwrap().id;
    pair.settle().await;
    referrals::accept(&pair.dana.app, &pair.officer, by_law, NOW).await.unwrap();
    let (id, case) = told(&pair).await;
    pair.wait(30 * DAY_MINUTES);
    pair.settle().await;
    let (basis, now) = (LawfulBasis::SocialProtection, pair.dana.app.clock.now());
    permission::keep(&pair.dana.app, &pair.officer, id, basis, now).await.unwrap();
    pair.wait(9 * DAY_MINUTES);
    pair.settle().await;
    assert_eq!(pair.equal(by_law).await.row.state, State::Accepted);
    let there = pair.equal(id).await;
    assert!(there.thread().unwrap().is_kept() && !there.thread().unwrap().is_purged());
    assert!(exists(&pair.dana, &pair.officer, case).await);
    assert_eq!(DAY_MS, sila_core::referral::KEEP_WITHIN_MS);
}
