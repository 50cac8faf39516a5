//! Two nodes, a link that keeps each side's order and nothing else, and a random script: at every moment both can read what
//! they hold, and when everything has arrived both hold the same plan.

use super::*;
use proptest::prelude::*;

/// A deed that may or may not have a place: it points at any line of either agency.
fn deed(what: u8, at: u8, view: &View) -> Deed {
    let known = &view.lines[usize::from(at) % view.lines.len()];
    let (some, agency) = (known.id(), PARTIES[usize::from(at % 2)]);
    let states = TaskState::ALL;
    match what % 15 {
        0 => Deed::Member,
        1 => Deed::Say,
        2 => Deed::Goal,
        3 => Deed::EndGoal { goal: some, end: GoalEnd::Reached },
        4 | 5 => task(agency, None),
        6 => Deed::Move { task: some, to: states[usize::from(at) % states.len()] },
        7 => Deed::Hand { task: some, member: 1 },
        8 => Deed::Meet { at: NOW, invited: vec![] },
        9 => Deed::Minutes { meeting: some },
        10 => Deed::Remind,
        11 => Deed::Reply { remind: some, progress: Progress::Person, by: None },
        12 => Deed::Contact { day: NOW.uae_date(), way: ContactWay::Visit },
        13 => Deed::Review { finding: Finding::Right },
        _ if at == 0 => Deed::End { why: WhyEnd::Over },
        _ => Deed::Agree { meeting: some },
    }
}

proptest! {
    #[test]
    fn whatever_crosses_both_end_with_one_plan(script in prop::collection::vec((any::<bool>(), 0_u8..30, any::<u8>()), 0..60)) {
        let (mut marsa, mut dana) = two();
        for (at_marsa, what, which) in script {
            let (here, there) = if at_marsa { (&mut marsa, &dana) } else { (&mut dana, &marsa) };
            if what >= 15 {
                here.take(there, usize::from(which % 4));
            } else {
                let deed = deed(what, which, here);
                let who = u32::from(deed != Deed::Member);
                let _no_place = here.write(who, deed);
            }
            // Whatever an honest node wrote can be read by the other at every moment.
            prop_assert!(Joint::fold(REFERRAL, PARTIES, &here.lines).is_ok());
        }
        marsa.take(&dana, 99);
        dana.take(&marsa, 99);
        let (one, other) = (marsa.joint(), dana.joint());
        prop_assert_eq!(&one, &other);
        // No task was moved by anybody but its agency, or the one that gave it.
        for task in &one.plan().tasks {
            let mover = task.moved.map(|id| id.author);
            let own = if task.state == TaskState::Dropped { task.id.author } else { task.agency };
            prop_assert!(mover.is_none_or(|mover| mover == own || mover == task.agency));
        }
        let mut lines = marsa.lines.clone();
        lines.reverse();
        lines.extend(dana.lines.clone());
        prop_assert_eq!(Joint::fold(REFERRAL, PARTIES, &lines), Ok(one), "doubled, in any order");
    }
}
