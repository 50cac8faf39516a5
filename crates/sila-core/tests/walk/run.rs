//! Two or three agencies, each with a disk, do by chance whatever the rules let them do about one referral: persons act, nodes do
//! what they owe, entries arrive late, what was not committed is lost in a crash, clocks differ and time runs out. One source of
//! chance: the same seed tells the same story.

use sila_core::codes::{
    AnswerCode, Basis, CancelCode, Category, DeclineCode, FollowsCode, Kind, LawfulBasis,
    OutcomeCode, QuestionCode, RecallCode, ResumeCode, Service, Urgency, WaitBand, Withdrawal,
};
use sila_core::field::Field;
use sila_core::referral::{
    Act, ByRole, Entry, Follows, Left, Leg, Offer, Origin, Owed, Side, State, Thread, relay,
};
use sila_core::{AgencyId, AgreementId, Millis, ReferralId};
use uuid::Uuid;

/// What each invariant says.
pub const INVARIANTS: [&str; 8] = [
    "",
    "exactly one agency answers for the person",
    "no key without an acceptance, and none after the end",
    "nothing open without an owner, nothing undecided for ever",
    "what ended is erased, or a person is told that they are late",
    "both sides come to one story",
    "what the offer froze moves by signed acts alone",
    "the state and its time are those of the last entry that moved it",
];

/// A node that breaks one promise, to show that its check can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// As it is.
    None,
    /// Forgets a release that it has sent (1).
    ForgetsRelease,
    /// Lets nothing expire (3).
    NeverExpires,
    /// Erases nothing (4).
    NeverErases,
}

/// Each mutant and the invariant that it breaks.
pub const MUTANTS: [(Mutant, usize); 3] =
    [(Mutant::ForgetsRelease, 1), (Mutant::NeverExpires, 3), (Mutant::NeverErases, 4)];

const START: Millis = Millis(1_763_967_600_000);
const FIRST: AgencyId = AgencyId([1; 32]);
const SECOND: AgencyId = AgencyId([2; 32]);
const THIRD: AgencyId = AgencyId([3; 32]);
const UP: ReferralId = ReferralId(Uuid::from_u128(12));
const DOWN: ReferralId = ReferralId(Uuid::from_u128(13));

/// How often each act was written, by its code.
pub type Written = std::collections::BTreeMap<&'static str, u64>;

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n.max(1)).unwrap()).unwrap()
    }
}

/// One end of a referral: what is committed, and what is only in memory.
#[derive(Clone, Default)]
struct End {
    me: Option<AgencyId>,
    disk: Vec<Entry>,
    memory: Vec<Entry>,
}

impl End {
    fn own(&self) -> Vec<Entry> {
        self.disk.iter().filter(|entry| Some(entry.author) == self.me).cloned().collect()
    }

    fn thread(&self) -> Option<Thread> {
        (!self.memory.is_empty()).then(|| Thread::fold(&self.memory).expect("an honest thread"))
    }

    fn crash(&mut self) {
        self.memory.clone_from(&self.disk);
    }

    fn commit(&mut self) {
        self.disk.clone_from(&self.memory);
    }

    /// Takes what is next of the other end's committed entries, in their order.
    fn take(&mut self, other: &End, upto: usize) {
        let have = self.memory.iter().filter(|entry| Some(entry.author) != self.me).count();
        self.memory.extend(other.own().into_iter().skip(have).take(upto));
    }
}

struct World {
    dice: Dice,
    three: bool,
    mutant: Mutant,
    now: Millis,
    /// First and second; second and third where it was passed on.
    ends: [End; 4],
    written: Written,
}

fn first_offer(dice: &mut Dice, three: bool) -> Offer {
    let kind = [Kind::Service, Kind::Shelter, Kind::Transfer][dice.below(3)];
    let urgency = Urgency::ALL[dice.below(Urgency::ALL.len())];
    let basis = [LawfulBasis::Consent, LawfulBasis::DutyToReport][dice.below(2)];
    let (referral, code) = (ReferralId(Uuid::from_u128(11)), FollowsCode::Reopens);
    let before = Follows { referral, code, why: None };
    Offer {
        reference: "R-ONE-26-00012".to_owned(),
        source: FIRST,
        target: SECOND,
        kind,
        basis: Basis::Residence,
        urgency,
        category: Category::Woman,
        services: vec![Service::Shelter, Service::Legal, Service::Health],
        area: None,
        agreement: AgreementId(Uuid::from_u128(14)),
        agreement_digest: [4; 32],
        clause: "4.2".to_owned(),
        override_: None,
        eligible: true,
        lawful_basis: basis,
        preview_commit: [5; 32],
        identity_commit: [6; 32],
        decide_by: START.plus_minutes(120),
        expires_at: START.plus_minutes(240),
        fields: vec![Field::Name, Field::Sex, Field::Birth],
        onward: if three { vec![THIRD] } else { Vec::new() },
        origin: None,
        place: None,
        listed: None,
        follows: (dice.below(4) == 0).then_some(before),
        checked_by: Some(START.plus_minutes(15)),
        calendars: None,
    }
}

fn entry(referral: ReferralId, offer: Offer, at: Millis) -> Entry {
    let (author, by) = (offer.source, ByRole::new("INTAKE").unwrap());
    let act = Act::Offer(Box::new(offer));
    Entry { referral, author, n: 1, prev: [0; 32], seen: 0, at, by, act }
}

/// Everything that somebody can do on one side.
fn acts(side: Side, now: Millis, dice: &mut Dice) -> Vec<Act> {
    let code = DeclineCode::V1;
    let (item, field) = (Some(Service::Legal), None);
    let words = Some([8; 32]);
    let mut all = vec![
        Act::Withdraw { at: side, why: Withdrawal::Spoken },
        Act::Narrow { at: side, fields: vec![Field::ALL[dice.below(3)]] },
        Act::Cancel { at: side, code: CancelCode::C1 },
        Act::Reopen { at: side, code: ResumeCode::N1 },
        Act::Agree { at: side, agreed: dice.below(2) == 0 },
    ];
    all.extend(match side {
        Side::Source => vec![
            Act::Recall { code: RecallCode::R4 },
            Act::Acknowledge,
            Act::Answer { code: AnswerCode::Given, words },
            Act::Appeal { words: None },
            Act::Invalidate { code: RecallCode::R2 },
            Act::Hand { list: [u8::try_from(dice.below(2)).unwrap(); 32] },
        ],
        Side::Target => vec![
            Act::Claim,
            Act::Accept,
            Act::AcceptPart { left: vec![Left { service: Service::Legal, code }] },
            Act::Decline { code, proposed_area: None },
            Act::Refuse { code, proposed_area: None },
            Act::Resume,
            Act::Ask { item, field, code: QuestionCode::Safety, words },
            Act::Wait { band: WaitBand::First, expected: now.plus_days(9) },
            Act::Outcome { code: OutcomeCode::O1 },
            Act::Keep { basis: LawfulBasis::VitalInterest },
            Act::Purged,
            Act::Take { list: [0; 32] },
            Act::Take { list: [1; 32] },
        ],
    });
    all
}

/// How often people do this, beside what else they may do.
fn weight(act: &Act) -> usize {
    match act {
        Act::Withdraw { .. }
        | Act::Cancel { .. }
        | Act::Recall { .. }
        | Act::Invalidate { .. }
        | Act::Decline { .. }
        | Act::Refuse { .. } => 1,
        _ => 12,
    }
}

impl World {
    fn new(seed: u64, three: bool, mutant: Mutant) -> World {
        let mut dice = Dice(seed);
        let offer = first_offer(&mut dice, three);
        let mut ends: [End; 4] = Default::default();
        for (end, me) in ends.iter_mut().zip([FIRST, SECOND, SECOND, THIRD]) {
            end.me = Some(me);
        }
        ends[0].disk.push(entry(UP, offer, START));
        ends[0].crash();
        World { dice, three, mutant, now: START, ends, written: Written::new() }
    }

    fn write(&mut self, at: usize, entry: Entry) {
        *self.written.entry(entry.act.code()).or_default() += 1;
        self.ends[at].memory.push(entry);
    }

    /// A person at one end does something, if the rules let them.
    fn person(&mut self, at: usize) {
        let Some(thread) = self.ends[at].thread() else { return };
        let side = if at.is_multiple_of(2) { Side::Source } else { Side::Target };
        // Whoever stands in the middle decides nothing once it has gone on.
        let gone = !self.ends[2].memory.is_empty();
        if gone && (at == 1 || at == 2) {
            return;
        }
        if at == 1 && self.dice.below(6) == 0 && self.pass_on(&thread) {
            return;
        }
        // Two clocks are never quite the same.
        let drift = i64::try_from(self.dice.below(5)).unwrap() - 2;
        let now = self.now.plus_minutes(drift);
        let (me, by) = (self.ends[at].me.unwrap(), ByRole::new("REFERRAL_OFFICER").unwrap());
        let all = acts(side, self.now, &mut self.dice).into_iter();
        // A person erases only where the rules leave it to a person.
        let all = all.filter(|act| *act != Act::Purged || thread.awaits_ground());
        let may = all.filter_map(|act| thread.next(me, by.clone(), act, now).ok());
        let may: Vec<Entry> = may.collect();
        // What ends a referral is rare, or few walks would come far.
        let all = may.iter().flat_map(|entry| std::iter::repeat_n(entry, weight(&entry.act)));
        let all: Vec<&Entry> = all.collect();
        if let Some(entry) = all.get(self.dice.below(all.len().max(60))) {
            let entry = Entry::clone(entry);
            self.write(at, entry);
        }
    }

    fn pass_on(&mut self, thread: &Thread) -> bool {
        let act = Act::Redirect { to: THIRD, onward: DOWN };
        let by = ByRole::new("REFERRAL_OFFICER").unwrap();
        let Ok(told) = thread.next(SECOND, by, act, self.now) else { return false };
        let first = thread.offer();
        if !first.onward.contains(&THIRD) {
            return false;
        }
        let origin = Some(Origin { agency: FIRST, referral: UP, entry: [8; 32] });
        let offer = Offer {
            source: SECOND,
            target: THIRD,
            onward: Vec::new(),
            origin,
            follows: None,
            decide_by: first.decide_by.min(first.expires_at),
            ..first.clone()
        };
        self.write(1, told);
        self.ends[2].memory.push(entry(DOWN, offer, self.now));
        self.ends[1].commit();
        self.ends[2].commit();
        true
    }

    /// One node does the next thing that it owes. Says whether it did.
    fn node(&mut self, at: usize) -> bool {
        let Some(thread) = self.ends[at].thread() else { return false };
        let me = self.ends[at].me.unwrap();
        if !self.ends[2].memory.is_empty() && (at == 1 || at == 2) {
            return self.middle();
        }
        let Some(act) = thread.reaction(me, self.now) else { return false };
        let erases = matches!(act, Act::Purged | Act::Erased { .. });
        let lazy = (self.mutant == Mutant::NeverErases && erases)
            || (self.mutant == Mutant::NeverExpires && act == Act::Expire);
        if lazy {
            return false;
        }
        let entry =
            thread.next(me, ByRole::node(), act, self.now).expect("what is owed is allowed");
        self.write(at, entry);
        true
    }

    /// The agency in the middle tells each side what the other does; both of its threads are one commit.
    fn middle(&mut self) -> bool {
        let (Some(up), Some(down)) = (self.ends[1].thread(), self.ends[2].thread()) else {
            return false;
        };
        let Some((leg, entry)) = relay(&up, &down, SECOND, self.now) else { return false };
        self.write(if leg == Leg::Up { 1 } else { 2 }, entry);
        true
    }

    fn step(&mut self) {
        let at = self.dice.below(if self.three { 4 } else { 2 });
        let (other, upto) = (at ^ 1, self.dice.below(3) + 1);
        match self.dice.below(10) {
            0..=2 => self.person(at),
            3 | 4 => _ = self.node(at),
            5 | 6 => {
                let there = self.ends[other].clone();
                self.ends[at].take(&there, upto);
            }
            7 => self.commit(at),
            8 => {
                self.now = self.now.plus_minutes(i64::try_from(self.dice.below(150)).unwrap());
                if self.mutant == Mutant::ForgetsRelease {
                    let released = |entry: &Entry| matches!(entry.act, Act::Release { .. });
                    self.ends[0].memory.retain(|entry| !released(entry));
                }
            }
            _ => self.crash(at),
        }
        self.check();
    }

    /// Both threads of the agency in the middle lie on one disk.
    fn commit(&mut self, at: usize) {
        let both: &[usize] = if at == 1 || at == 2 { &[1, 2] } else { &[at] };
        for end in both {
            self.ends[*end].commit();
        }
    }

    fn crash(&mut self, at: usize) {
        let both: &[usize] = if at == 1 || at == 2 { &[1, 2] } else { &[at] };
        for end in both {
            self.ends[*end].crash();
        }
    }

    /// Everything arrives, and the nodes do what they owe, until nothing more happens.
    fn settle(&mut self) {
        (0..4).for_each(|at| self.commit(at));
        for _ in 0..200 {
            let mut moved = false;
            for at in 0..4 {
                let before = self.ends[at].memory.len();
                let there = self.ends[at ^ 1].clone();
                self.ends[at].take(&there, usize::MAX);
                moved |= self.node(at) || self.ends[at].memory.len() > before;
                self.commit(at);
            }
            if !moved {
                return;
            }
        }
        panic!("5: they never come to rest");
    }

    fn check(&self) {
        let threads: Vec<Option<Thread>> = self.ends.iter().map(End::thread).collect();
        let claims = [(0, FIRST), (1, SECOND), (3, THIRD)].map(|(at, me)| {
            let thread = threads[at].as_ref();
            thread.is_some_and(|thread| thread.responsible() == me)
        });
        let claims = claims.into_iter().filter(|claim| *claim).count();
        assert!(claims <= 1, "1: {claims} agencies say that they answer for one person");
        let bound = [(1, SECOND), (3, THIRD)]
            .into_iter()
            .any(|(at, me)| threads[at].as_ref().is_some_and(|thread| thread.is_bound(me)));
        assert!(claims == 1 || bound, "1: nobody knows that they must act");
        for thread in threads.into_iter().flatten() {
            one(&thread, self.now);
        }
    }

    fn check_settled(&self) {
        for pair in [0, 2] {
            let (here, there) = (self.ends[pair].thread(), self.ends[pair + 1].thread());
            assert_eq!(here, there, "5: two stories");
            let Some(thread) = here else { continue };
            let now = self.now;
            let later = |thread: &Thread| thread.purge_from().is_some_and(|from| now < from);
            // The middle answers when the third agency has.
            let third = self.ends[2].thread().filter(|_| thread.redirect().is_some());
            let waits =
                later(&thread) || third.is_some_and(|down| down.awaits_ground() || later(&down));
            let ends = thread.state().must_purge() && !thread.is_kept() && !thread.awaits_ground();
            assert!(!ends || thread.is_purged() || waits, "4: {} is not erased", thread.state());
        }
    }
}

/// What holds of a referral at every moment, wherever it is looked at.
fn one(thread: &Thread, now: Millis) {
    let accepted = thread.steps().iter().any(|step| step.entry.act.accepts());
    assert!(!thread.identity_released() || accepted, "2: a key without an acceptance");
    let alone = thread.redirect().is_none() && thread.offer().origin.is_none();
    let moved = thread.identity_released() && thread.offer().kind == Kind::Transfer;
    assert!(!moved || !alone || thread.is_list_taken(), "1: handed over by one signature");
    let gone = thread.state().must_purge();
    for me in [FIRST, SECOND, THIRD] {
        let gives = matches!(thread.reaction(me, now), Some(Act::Release { .. }));
        assert!(!gives || !gone, "2: a key after the end");
    }
    assert_eq!(thread.is_open(), thread.owner().is_some(), "3: an owner of {}", thread.state());
    if thread.awaits_ground() {
        let owed = thread.owed(thread.offer().target).map(|(owed, _)| owed);
        assert_eq!(owed, Some(Owed::Ground), "4: nobody is told");
    }
    let touched = ["ASK", "WAIT", "APPEAL"];
    if !thread.steps().iter().any(|step| touched.contains(&step.entry.act.code())) {
        assert_eq!(thread.expires_at(), thread.offer().expires_at, "6: the time of the offer");
    }
    let last = thread.entered().last().copied();
    assert_eq!(last.map(|(state, _)| state), Some(thread.state()), "7: the last that moved it");
    assert_eq!(last.map(|(_, at)| at), Some(thread.since()), "7: since when");
}

/// Runs one seed to its end.
///
/// # Panics
/// With the number of the invariant that does not hold.
pub fn run(seed: u64, three: bool, mutant: Mutant) -> Written {
    let mut world = World::new(seed, three, mutant);
    let steps = 40 + world.dice.below(260);
    for _ in 0..steps {
        world.step();
    }
    world.settle();
    world.check_settled();
    // However long nobody does anything, no decision is left to nobody.
    world.now = world.now.plus_days(400);
    world.settle();
    world.check();
    world.check_settled();
    for end in &world.ends {
        let state = end.thread().map(|thread| thread.state());
        assert!(!state.is_some_and(State::is_undecided), "3: {state:?} for ever");
    }
    world.written
}

/// Runs one seed and gives the failure as text.
pub fn attempt(seed: u64, three: bool, mutant: Mutant) -> Result<Written, String> {
    let run = std::panic::catch_unwind(|| run(seed, three, mutant));
    run.map_err(|panic| match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic.downcast::<&str>().map_or("?".to_owned(), |text| (*text).to_owned()),
    })
}
