use super::*;

#[test]
fn a_task_is_moved_by_whoever_is_to_do_it_and_taken_back_by_whoever_gave_it() {
    let (mut marsa, mut dana) = two();
    let given = marsa.write(1, task(DANA, Some(1))).unwrap();
    dana.take(&marsa, 9);
    let moved = |to| Deed::Move { task: given, to };
    assert_eq!(marsa.clone().write(1, moved(TaskState::Done)), Err(JointError::NotAllowed));
    assert_eq!(dana.clone().write(1, moved(TaskState::Dropped)), Err(JointError::NotAllowed));
    assert_eq!(dana.clone().write(1, moved(TaskState::Open)), Err(JointError::NotAllowed));
    dana.write(1, moved(TaskState::Begun)).unwrap();
    dana.write(1, moved(TaskState::Done)).unwrap();
    assert_eq!(dana.write(1, moved(TaskState::NotDone)), Err(JointError::TooLate));
    marsa.take(&dana, 9);
    assert_eq!(marsa.write(1, moved(TaskState::Dropped)), Err(JointError::TooLate));
    assert_eq!(marsa.joint().plan().task(given).unwrap().state, TaskState::Done);
    assert_eq!(marsa.joint().plan().to_cbor(), dana.joint().plan().to_cbor());
}

#[test]
fn what_crosses_ends_alike_at_both() {
    let (mut marsa, mut dana) = two();
    let given = marsa.write(1, task(DANA, None)).unwrap();
    dana.take(&marsa, 9);
    dana.write(1, Deed::Move { task: given, to: TaskState::Done }).unwrap();
    marsa.write(1, Deed::Move { task: given, to: TaskState::Dropped }).unwrap();
    marsa.take(&dana, 9);
    dana.take(&marsa, 9);
    assert_eq!(marsa.joint(), dana.joint());
    let late = marsa.joint().steps().iter().filter(|step| step.effect == Effect::TooLate).count();
    assert_eq!(late, 1, "one of the two came too late");
}

#[test]
fn an_agency_hands_its_own_tasks_to_its_own_workers_only() {
    let (mut marsa, mut dana) = two();
    let given = marsa.write(1, task(DANA, None)).unwrap();
    dana.take(&marsa, 9);
    let hand = Deed::Hand { task: given, member: 1 };
    assert_eq!(marsa.write(1, hand.clone()), Err(JointError::NotAllowed));
    let nobody = Deed::Hand { task: given, member: 5 };
    assert_eq!(dana.write(1, nobody), Err(JointError::NotAllowed));
    dana.write(1, hand).unwrap();
    assert_eq!(dana.joint().plan().task(given).unwrap().member, Some(1));
}

#[test]
fn a_conference_is_minuted_once_and_the_other_agency_agrees() {
    let (mut marsa, mut dana) = two();
    let call = Deed::Meet { at: NOW.plus_days(1), invited: vec![id(MARSA, 1), id(DANA, 1)] };
    let meeting = marsa.write(1, call).unwrap();
    assert_eq!(marsa.write(1, Deed::Agree { meeting }), Err(JointError::NotAllowed), "of what?");
    marsa.write(1, Deed::Minutes { meeting }).unwrap();
    let decided =
        Deed::Task { agency: DANA, member: None, due: due(), goal: None, meeting: Some(meeting) };
    marsa.write(1, decided).unwrap();
    assert_eq!(marsa.write(1, Deed::Agree { meeting }), Err(JointError::TooLate), "one's own");
    dana.take(&marsa, 9);
    assert_eq!(dana.write(1, Deed::Minutes { meeting }), Err(JointError::TooLate));
    dana.write(1, Deed::Agree { meeting }).unwrap();
    marsa.take(&dana, 9);
    let plan = marsa.joint().plan().clone();
    assert_eq!(plan.meetings[0].agreed, Some(id(DANA, 2)));
    assert_eq!(plan.tasks[0].meeting, Some(meeting));
    assert_eq!(&plan, dana.joint().plan());
    let stranger = Deed::Meet { at: NOW, invited: vec![id(DANA, 9)] };
    assert_eq!(marsa.write(1, stranger), Err(JointError::NotAllowed));
}

#[test]
fn after_the_end_nothing_has_an_effect_and_nobody_is_at_fault_for_not_knowing() {
    let (mut marsa, mut dana) = two();
    marsa.write(1, Deed::End { why: WhyEnd::Permission }).unwrap();
    assert_eq!(marsa.write(1, Deed::Say), Err(JointError::Ended));
    dana.write(1, Deed::Say).unwrap();
    let goal = dana.write(1, Deed::Goal).unwrap();
    let task =
        Deed::Task { agency: MARSA, member: None, due: due(), goal: Some(goal), meeting: None };
    dana.write(1, task).unwrap();
    marsa.take(&dana, 9);
    dana.take(&marsa, 9);
    assert_eq!(marsa.joint(), dana.joint());
    assert!(marsa.joint().plan().tasks.is_empty());
    assert!(marsa.joint().plan().end.is_some());
}

#[test]
fn what_an_honest_node_cannot_write_is_found() {
    let (mut marsa, mut dana) = two();
    let given = marsa.write(1, task(MARSA, Some(1))).unwrap();
    dana.take(&marsa, 9);
    let joint = dana.joint();
    let line = joint.next(DANA, (by(), 1), (Deed::Say, Some([1; 32])), NOW).unwrap();
    let with = |change: fn(&mut Line)| {
        let mut line = line.clone();
        change(&mut line);
        dana.refused(line)
    };
    assert_eq!(with(|_| {}), None);
    assert_eq!(with(|line| line.n += 1), Some(JointError::Incomplete));
    assert_eq!(with(|line| line.n -= 1), Some(JointError::Fork));
    assert_eq!(with(|line| line.tick += 2), Some(JointError::Count), "more than there is to see");
    assert_eq!(with(|line| line.tick = 1), Some(JointError::Count), "less than before");
    assert_eq!(with(|line| line.who = 7), Some(JointError::NotAllowed));
    assert_eq!(with(|line| line.author = AgencyId([9; 32])), Some(JointError::Stranger));
    assert_eq!(with(|line| line.referral.0 = Uuid::nil()), Some(JointError::Stranger));
    let not_its_own =
        Line { deed: Deed::Move { task: given, to: TaskState::Done }, ..line.clone() };
    assert_eq!(dana.refused(not_its_own), Some(JointError::NotAllowed));
    let for_a_third = Line { deed: task(AgencyId([9; 32]), None), ..line };
    assert_eq!(dana.refused(for_a_third), Some(JointError::NotAllowed));
}

#[test]
fn a_line_has_one_encoding_and_says_what_it_needs() {
    let (marsa, _) = two();
    let line = &marsa.lines[0];
    assert_eq!(Line::from_cbor(&line.to_cbor()).as_ref(), Ok(line));
    let part = |line: Line| Line::from_cbor(&line.to_cbor()).unwrap_err();
    let invalid = |part| crate::WireError::Invalid { part };
    assert_eq!(part(Line { words: None, ..line.clone() }), invalid("words"));
    assert_eq!(part(Line { who: 1, ..line.clone() }), invalid("who"));
    let many = Deed::Meet { at: NOW, invited: vec![line.id(); 41] };
    assert_eq!(part(Line { who: 1, deed: many, ..line.clone() }), invalid("invited"));
    let not_done = Deed::Move { task: line.id(), to: TaskState::NotDone };
    assert!(not_done.needs_words(), "why it could not be done");
    assert_eq!(line.id().to_string().parse(), Ok(line.id()));
    assert!("1".parse::<LineId>().is_err());
}
