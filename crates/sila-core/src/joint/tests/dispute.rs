//! A dispute: its stages, who may do what in them, and that it always comes to an end that both hold alike.

use super::*;
use crate::calendar::Week;
use crate::codes::Urgency;
use proptest::prelude::*;

fn opened(view: &mut View) -> LineId {
    view.write(1, Deed::Dispute { reason: DisputeReason::Residence }).unwrap()
}

fn stage(view: &View) -> DisputeStage {
    view.joint().disputes().last().unwrap().stage
}

fn as_head(view: &mut View, deed: Deed) -> Result<LineId, JointError> {
    let words = deed.needs_words().then_some([7; 32]);
    let head = ByRole::new(HEAD).unwrap();
    let line = view.joint().next(view.me, (head, 1), (deed, words), NOW)?;
    view.lines.push(line.clone());
    Ok(line.id())
}

#[test]
fn from_the_opening_by_an_answer_to_a_result_that_both_have_signed() {
    let (mut marsa, mut dana) = two();
    let dispute = opened(&mut marsa);
    assert_eq!(stage(&marsa), DisputeStage::Answer);
    let again = Deed::Dispute { reason: DisputeReason::Other };
    assert_eq!(marsa.clone().write(1, again), Err(JointError::TooLate), "one at a time");
    let answer = Deed::Answer { dispute };
    assert_eq!(marsa.clone().write(1, answer.clone()), Err(JointError::NotAllowed), "not oneself");
    dana.take(&marsa, 9);
    assert_eq!(dana.clone().write(1, Deed::Withdraw { dispute }), Err(JointError::NotAllowed));
    dana.write(1, answer).unwrap();
    assert_eq!(stage(&dana), DisputeStage::Talks);
    let result = DisputeResult::Takes;
    let proposal = dana.write(1, Deed::Propose { dispute, result }).unwrap();
    let own = Deed::Settle { dispute, proposal };
    assert_eq!(dana.clone().write(1, own.clone()), Err(JointError::NotAllowed), "one's own");
    marsa.take(&dana, 9);
    assert_eq!(marsa.joint().open_dispute().unwrap().acceptable(MARSA).unwrap().result, result);
    marsa.write(1, own).unwrap();
    dana.take(&marsa, 9);
    assert_eq!((stage(&marsa), stage(&dana)), (DisputeStage::Settled, DisputeStage::Settled));
    assert_eq!(marsa.joint(), dana.joint());
    assert_eq!(dana.write(1, Deed::Raise { dispute }), Err(JointError::TooLate));
    opened(&mut dana);
    assert_eq!(dana.joint().disputes().len(), 2, "another one can follow");
}

#[test]
fn before_the_heads_only_heads_propose_and_sign() {
    let (mut marsa, mut dana) = two();
    let dispute = opened(&mut marsa);
    marsa.write(1, Deed::Raise { dispute }).unwrap();
    assert_eq!(stage(&marsa), DisputeStage::Heads);
    let propose = Deed::Propose { dispute, result: DisputeResult::Keeps };
    assert_eq!(marsa.write(1, propose.clone()), Err(JointError::TooLate));
    let proposal = as_head(&mut marsa, propose).unwrap();
    dana.take(&marsa, 9);
    let settle = Deed::Settle { dispute, proposal };
    assert_eq!(dana.write(1, settle.clone()), Err(JointError::TooLate));
    dana.write(1, Deed::Answer { dispute }).unwrap();
    assert_eq!(stage(&dana), DisputeStage::Heads, "an answer does not bring it down again");
    as_head(&mut dana, settle).unwrap();
    assert_eq!(stage(&dana), DisputeStage::Settled);
}

#[test]
fn a_proposal_that_was_replaced_while_it_was_signed_is_not_settled() {
    let (mut marsa, mut dana) = two();
    let dispute = opened(&mut marsa);
    let first = Deed::Propose { dispute, result: DisputeResult::Takes };
    let proposal = marsa.write(1, first).unwrap();
    dana.take(&marsa, 9);
    marsa.write(1, Deed::Propose { dispute, result: DisputeResult::Keeps }).unwrap();
    dana.write(1, Deed::Say).unwrap();
    dana.write(1, Deed::Settle { dispute, proposal }).unwrap();
    marsa.take(&dana, 9);
    dana.take(&marsa, 9);
    assert_eq!(marsa.joint(), dana.joint());
    assert!(stage(&marsa).is_open(), "both see that it was too late");
}

#[test]
fn a_dispute_goes_on_where_sharing_has_ended() {
    let (mut marsa, _) = two();
    marsa.write(1, Deed::End { why: WhyEnd::Permission }).unwrap();
    opened(&mut marsa);
    assert_eq!(stage(&marsa), DisputeStage::Answer);
}

#[test]
fn each_stage_ends_by_the_working_calendar_of_whoever_has_to_act() {
    let (mut marsa, _) = two();
    opened(&mut marsa);
    let dispute = marsa.joint().disputes()[0].clone();
    let (four, five) = (Week::Four.calendar(), Week::Five.calendar());
    // Thursday 27 November 2025, 11:00 in the State.
    let thursday = crate::Millis(1_764_226_800_000);
    let due = |dispute: &Dispute, urgency, calendars| dispute.due(thursday, urgency, calendars);
    let friday = due(&dispute, Urgency::Urgent, [&four, &five]).unwrap();
    let monday = due(&dispute, Urgency::Urgent, [&five, &four]).unwrap();
    assert_eq!(friday, thursday.plus_minutes(25 * 60), "Friday at noon");
    assert_eq!(monday, thursday.plus_minutes((4 * 24 + 4) * 60 + 30), "Monday at 15:30");
    let emergency = due(&dispute, Urgency::Emergency, [&four, &four]);
    assert_eq!(emergency, Some(thursday.plus_minutes(60)), "an emergency waits for no working day");
    let talks = Dispute { stage: DisputeStage::Talks, ..dispute.clone() };
    let both = due(&talks, Urgency::Urgent, [&five, &four]);
    assert_eq!(both, due(&talks, Urgency::Urgent, [&four, &four]), "the slower of the two");
    let over = Dispute { stage: DisputeStage::Settled, ..dispute };
    assert_eq!(due(&over, Urgency::Urgent, [&four, &five]), None);
}

fn deed(what: u8, at: u8, view: &View) -> (Deed, bool) {
    let known = view.lines[usize::from(at) % view.lines.len()].id();
    let joint = view.joint();
    let dispute = joint.disputes().last().map_or(known, |dispute| dispute.id);
    let last = joint.disputes().last().and_then(|dispute| dispute.proposals.last());
    let proposal = last.map_or(known, |last| last.id);
    let ruling = joint.disputes().last().and_then(|dispute| dispute.rulings.last());
    let ruling = ruling.map_or(known, |last| last.id);
    let deed = match what % 10 {
        0 => Deed::Dispute { reason: DisputeReason::Scope },
        1 => Deed::Answer { dispute },
        2 => Deed::Raise { dispute },
        3 | 4 => Deed::Propose { dispute, result: DisputeResult::Stands },
        5 => Deed::Settle { dispute, proposal },
        6 => Deed::Refer { dispute },
        7 => Deed::Contest { dispute, ruling },
        8 => rule(dispute),
        _ => Deed::Withdraw { dispute },
    };
    (deed, at.is_multiple_of(2))
}

fn rule(dispute: LineId) -> Deed {
    let (result, day) = (DisputeResult::Takes, NOW.uae_date());
    Deed::Rule { dispute, result, day, document: [9; 32] }
}

fn stand(view: &mut View, dispute: LineId, ruling: LineId) -> Result<LineId, JointError> {
    let deed = (Deed::Stand { dispute, ruling }, None);
    let line = view.joint().next(view.me, (ByRole::node(), 0), deed, NOW)?;
    view.lines.push(line.clone());
    Ok(line.id())
}

/// Before the arbiter, with what Marsa's head has written down of the ruling.
fn ruled() -> (View, View, LineId, LineId) {
    let (mut marsa, mut dana) = two();
    let dispute = opened(&mut marsa);
    let refer = Deed::Refer { dispute };
    assert_eq!(
        as_head(&mut marsa, refer.clone()),
        Err(JointError::TooLate),
        "not before the heads"
    );
    marsa.write(1, Deed::Raise { dispute }).unwrap();
    assert_eq!(marsa.write(1, refer.clone()), Err(JointError::TooLate), "by a head");
    as_head(&mut marsa, refer).unwrap();
    assert_eq!(stage(&marsa), DisputeStage::Arbiter);
    assert_eq!(marsa.write(1, rule(dispute)), Err(JointError::TooLate), "by a head too");
    let ruling = as_head(&mut marsa, rule(dispute)).unwrap();
    assert_eq!(as_head(&mut marsa, rule(dispute)), Err(JointError::TooLate), "one at a time");
    dana.take(&marsa, 9);
    (marsa, dana, dispute, ruling)
}

#[test]
fn what_an_arbiter_rules_is_written_down_by_one_head_and_signed_by_the_other() {
    let (mut marsa, mut dana, dispute, ruling) = ruled();
    let settle = Deed::Settle { dispute, proposal: ruling };
    assert_eq!(as_head(&mut marsa, settle.clone()), Err(JointError::NotAllowed), "not oneself");
    as_head(&mut dana, settle).unwrap();
    marsa.take(&dana, 9);
    assert_eq!((stage(&marsa), stage(&dana)), (DisputeStage::Settled, DisputeStage::Settled));
    assert_eq!(marsa.joint(), dana.joint());
    let line = dana.lines.iter().find(|line| line.id() == ruling).unwrap();
    assert_eq!(Line::from_cbor(&line.to_cbor()), Ok(line.clone()));
}

#[test]
fn a_ruling_that_is_contradicted_is_none_and_one_that_is_not_stands() {
    let (mut marsa, mut dana, dispute, ruling) = ruled();
    assert_eq!(stand(&mut marsa, dispute, ruling), Err(JointError::NotAllowed), "not its own node");
    let contest = Deed::Contest { dispute, ruling };
    assert_eq!(as_head(&mut marsa, contest.clone()), Err(JointError::NotAllowed));
    assert_eq!(dana.write(1, contest.clone()), Err(JointError::TooLate), "a head contradicts");
    as_head(&mut dana, contest).unwrap();
    let open = dana.joint().open_dispute().unwrap().clone();
    assert!(open.open_ruling().is_none() && open.acceptable(DANA).is_none());
    assert_eq!(stand(&mut dana, dispute, ruling), Err(JointError::TooLate));
    marsa.take(&dana, 9);
    let again = as_head(&mut marsa, rule(dispute)).unwrap();
    dana.take(&marsa, 9);
    stand(&mut dana, dispute, again).unwrap();
    marsa.take(&dana, 9);
    let last = marsa.joint().disputes().last().unwrap().clone();
    assert_eq!(last.settled.map(|(ruling, by)| (ruling, by.author)), Some((again, DANA)));
    assert_eq!(marsa.joint(), dana.joint());
}

#[test]
fn the_time_to_contradict_is_that_of_the_other_agency() {
    let (marsa, _, _, _) = ruled();
    let dispute = marsa.joint().disputes()[0].clone();
    let (four, five) = (Week::Four.calendar(), Week::Five.calendar());
    let due = |calendars| dispute.due(NOW, Urgency::Routine, calendars);
    assert_eq!(due([&four, &five]), five.after_days(NOW, 5));
    assert_eq!(due([&five, &four]), four.after_days(NOW, 5));
    let waiting = Dispute { rulings: Vec::new(), ..dispute };
    assert_eq!(waiting.due(NOW, Urgency::Routine, [&four, &five]), None, "not for the arbiter");
}

proptest! {
    #[test]
    fn whatever_crosses_both_see_one_course(script in prop::collection::vec((any::<bool>(), 0_u8..20, any::<u8>()), 0..60)) {
        let (mut marsa, mut dana) = two();
        for (at_marsa, what, which) in script {
            let (here, there) = if at_marsa { (&mut marsa, &dana) } else { (&mut dana, &marsa) };
            if what >= 10 {
                here.take(there, usize::from(which % 4));
            } else {
                let (deed, head) = deed(what, which, here);
                let _no_place = if head { as_head(here, deed) } else { here.write(1, deed) };
            }
            prop_assert!(Joint::fold(REFERRAL, PARTIES, &here.lines).is_ok());
        }
        marsa.take(&dana, 99);
        dana.take(&marsa, 99);
        let (one, other) = (marsa.joint(), dana.joint());
        prop_assert_eq!(&one, &other);
        let open = one.disputes().iter().filter(|dispute| dispute.stage.is_open()).count();
        prop_assert!(open <= 1, "never two at once");
        for dispute in one.disputes() {
            // What is settled was proposed by one agency and signed by the other.
            if let Some((proposal, second)) = dispute.settled {
                prop_assert!(proposal.author != second.author);
                prop_assert!(dispute.proposals.iter().any(|one| one.id == proposal));
            }
            prop_assert_eq!(dispute.settled.is_some(), dispute.stage == DisputeStage::Settled);
        }
        // From wherever it stands, the two can always end it.
        if let Some(dispute) = one.open_dispute().map(|dispute| dispute.id) {
            let propose = Deed::Propose { dispute, result: DisputeResult::Clarified };
            let proposal = as_head(&mut marsa, propose).unwrap();
            dana.take(&marsa, 99);
            as_head(&mut dana, Deed::Settle { dispute, proposal }).unwrap();
            prop_assert!(dana.joint().open_dispute().is_none());
        }
    }
}
