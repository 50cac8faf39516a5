//! The states as a table, and the seats against a slow count.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Enrolment, Seats, Step};
use crate::ids::AgencyId;

const HOST: AgencyId = AgencyId([1; 32]);
const PARTNER: AgencyId = AgencyId([2; 32]);
const STRANGER: AgencyId = AgencyId([3; 32]);

fn seats(total: u16, partner: u16) -> Seats {
    Seats { host: HOST, total, reserved: BTreeMap::from([(PARTNER, partner)]) }
}

#[test]
fn contract_b14_five_seats_for_the_partner_and_the_sixth_waits_and_moves_up() {
    let seats = seats(24, 5);
    let asked: Vec<(u8, AgencyId)> = (0..6).map(|n| (n, PARTNER)).collect();
    assert_eq!(seats.promote(&BTreeMap::new(), &asked), [0, 1, 2, 3, 4]);
    let full = BTreeMap::from([(PARTNER, 5)]);
    assert!(seats.promote(&full, &asked[5..]).is_empty());
    // Free seats of the host are not given away; a seat of the partner that became free is.
    let host_is_empty = BTreeMap::from([(PARTNER, 5), (HOST, 0)]);
    assert!(seats.promote(&host_is_empty, &asked[5..]).is_empty());
    assert_eq!(seats.promote(&BTreeMap::from([(PARTNER, 4)]), &asked[5..]), [5]);
    assert!(
        seats.promote(&BTreeMap::new(), &[(9, STRANGER)]).is_empty(),
        "nothing was kept for it"
    );
}

#[test]
fn a_certificate_comes_only_after_full_attendance() {
    let all = [
        Step::Approve,
        Step::Decline,
        Step::Book,
        Step::Wait,
        Step::Cancel,
        Step::CancelSession,
        Step::Attend,
        Step::AttendPart,
        Step::Miss,
        Step::Certify,
        Step::Revoke,
    ];
    for state in Enrolment::ALL {
        assert_eq!(Enrolment::from_code(state.code()), Some(state));
        assert_eq!(state.after(Step::Certify).is_some(), state == Enrolment::FullyAttended);
        assert_eq!(state.after(Step::Revoke).is_some(), state == Enrolment::Certified);
        if let Some(next) = state.after(Step::Book) {
            assert_eq!(next, Enrolment::Booked);
            assert_ne!(
                state,
                Enrolment::Requested,
                "nobody is booked whom the own agency did not let"
            );
        }
        let ends = [
            Enrolment::Declined,
            Enrolment::UserCancelled,
            Enrolment::SessionCancelled,
            Enrolment::Revoked,
        ];
        assert_eq!(
            all.iter().all(|step| state.after(*step).is_none()),
            ends.contains(&state),
            "{state:?}"
        );
    }
}

#[test]
fn seats_that_do_not_fit_are_refused() {
    assert!(
        seats(5, 5).fit() && !seats(5, 6).fit() && !seats(0, 0).fit() && !seats(2_000, 1).fit()
    );
    assert_eq!(
        (seats(24, 5).of(HOST), seats(24, 5).of(PARTNER), seats(24, 5).of(STRANGER)),
        (19, 5, 0)
    );
}

proptest! {
    #[test]
    fn nobody_gets_a_seat_of_another_party_and_no_free_seat_stays_while_somebody_waits(
        total in 0_u16..20, kept in 0_u16..10, asked in prop::collection::vec(any::<bool>(), 0..40),
    ) {
        let seats = seats(total, kept.min(total));
        let waiting: Vec<(usize, AgencyId)> =
            asked.iter().enumerate().map(|(n, ours)| (n, if *ours { HOST } else { PARTNER })).collect();
        let given = seats.promote(&BTreeMap::new(), &waiting);
        for party in [HOST, PARTNER] {
            let of: Vec<usize> = waiting.iter().filter(|one| one.1 == party).map(|one| one.0).collect();
            let got: Vec<usize> = given.iter().copied().filter(|n| of.contains(n)).collect();
            let first = of.len().min(usize::from(seats.of(party)));
            prop_assert_eq!(&got[..], &of[..first]);
        }
    }
}
