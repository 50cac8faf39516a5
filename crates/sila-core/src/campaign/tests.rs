//! What may be signed, and what may be said of what came of it.

use super::*;

const DANA: AgencyId = AgencyId([1; 32]);
const MARSA: AgencyId = AgencyId([2; 32]);

fn day(month: u8, day: u8) -> Date {
    Date { year: 2026, month, day }
}

fn words(ar: &str, en: &str) -> Words {
    Words { ar: ar.to_owned(), en: en.to_owned() }
}

fn campaign() -> Campaign {
    let some = || words("نص", "Words");
    let task = |owner| Task { owner, what: some(), due: day(11, 20) };
    Campaign {
        title: words("صمتك ليس أمانهم", "Your silence is not their safety"),
        audience: words("معلمو المدارس", "school teachers"),
        objective: some(),
        outputs: some(),
        outtakes: some(),
        outcomes: some(),
        impact: some(),
        begins: day(11, 18),
        ends: day(12, 2),
        helpline: words("تجريبي", "DEMO"),
        messages: vec![words("لا تصمت. اتصل: تجريبي", "Do not be silent. Call: DEMO")],
        channels: vec![Channel::new(Way::Schools, DANA, day(11, 18))],
        tasks: vec![task(DANA), task(MARSA)],
        with: Vec::new(),
        nobody_in_it: true,
    }
}

fn lacks(change: impl Fn(&mut Campaign)) -> Vec<Lack> {
    let mut one = campaign();
    change(&mut one);
    one.lacks(&[DANA, MARSA]).into_iter().collect()
}

#[test]
fn contract_b16_a_message_without_helpline_or_with_somebody_in_it_cannot_be_signed() {
    assert_eq!(lacks(|_| ()), []);
    assert_eq!(lacks(|one| one.messages[0].en = "Do not be silent.".to_owned()), [Lack::Helpline]);
    assert_eq!(lacks(|one| one.messages[0].ar.clear()), [Lack::Words, Lack::Helpline]);
    assert_eq!(lacks(|one| one.nobody_in_it = false), [Lack::Nobody]);
    assert_eq!(lacks(|one| one.messages.clear()), [Lack::Message]);
}

#[test]
fn contract_b16_tasks_are_split_by_party_and_days_lie_within_the_campaign() {
    assert_eq!(lacks(|one| one.tasks.truncate(1)), [Lack::Tasks], "each party has one at least");
    assert_eq!(lacks(|one| one.tasks[0].owner = AgencyId([3; 32])), [Lack::Tasks]);
    assert_eq!(lacks(|one| one.channels[0].owner = AgencyId([3; 32])), [Lack::Channel]);
    assert_eq!(lacks(|one| one.channels[0].on = day(12, 3)), [Lack::Days]);
    assert_eq!(lacks(|one| one.ends = day(11, 17)), [Lack::Days]);
    assert_eq!(lacks(|one| one.impact = Words::default()), [Lack::Words], "every stage is said");
    assert_eq!(lacks(|one| one.channels[0].piece = words("مطوية", "")), [Lack::Words]);
    assert_eq!(lacks(|one| one.channels[0].piece = words("مطوية", "Leaflet")), []);
    assert_eq!(lacks(|one| one.channels[0].budget = Some(BUDGET_MAX + 1)), [Lack::Words]);
}

#[test]
fn contract_b16_the_effect_shows_the_uplift_and_never_a_small_number() {
    assert_eq!(Effect::of(20, 29).change(), Some(45));
    assert_eq!(Effect::of(8, 6).change(), Some(-25));
    assert_eq!((Effect::of(4, 90), Effect::of(90, 0)), (Effect::TooFew, Effect::TooFew));
    let [before, after] = campaign().windows();
    assert_eq!((before.0, after.1), (day(11, 4).at_minute(0), day(12, 2).at_minute(0)));
    assert_eq!(before.1, after.0);
    assert!(overlap(day(11, 18), day(11, 19)) && overlap(day(11, 18), day(10, 22)));
    assert!(!overlap(day(11, 18), day(11, 18)), "the same days are the same numbers");
    assert!(!overlap(day(11, 18), day(12, 16)));
}

#[test]
fn contract_b16_impact_is_what_a_survey_found() {
    assert_eq!(Survey::new(4, 2), None, "four people are no survey");
    assert_eq!(Survey::new(40, 41), None);
    assert_eq!(Survey::new(40, 31).and_then(Survey::share), Some(77));
    let campaign = campaign();
    let mut report = Report::new(RecordId(uuid::Uuid::from_u128(7)));
    report.done.insert(0);
    report.reached.push((0, 1_200));
    report.sources.insert(0, Source::Platform);
    assert!(report.is_sound(&campaign, DANA));
    assert!(!report.is_sound(&campaign, MARSA), "another's task and way");
    report.sources.insert(3, Source::Counted);
    assert!(!report.is_sound(&campaign, DANA), "the source of no number");
    report.sources.remove(&3);
    report.impact = Some(Survey { asked: 3, yes: 3 });
    assert!(!report.is_sound(&campaign, DANA));
    report.impact = Survey::new(5, 3);
    report.effect = Some(Effect::Shown(4, 9));
    assert!(!report.is_sound(&campaign, DANA), "a small number that arrived is not believed");
}

#[test]
fn world_days_of_the_campaign_and_over_the_end_of_the_year() {
    let codes = |from, to| within(from, to).into_iter().map(|(_, code)| code).collect::<Vec<_>>();
    assert_eq!(codes(day(11, 18), day(12, 2)), ["CHILD_SEXUAL_ABUSE", "CHILDREN", "VIOLENCE"]);
    assert_eq!(codes(day(11, 25), Date { year: 2027, month: 3, day: 8 }), ["VIOLENCE", "WOMEN"]);
    assert_eq!(codes(day(9, 1), day(9, 30)), [""; 0]);
}

#[test]
fn what_travels_is_canonical_and_comes_back() {
    let campaign = campaign();
    let bytes = minicbor::to_vec(&campaign).unwrap();
    assert_eq!(minicbor::decode::<Campaign>(&bytes).unwrap(), campaign);
    let mut report = Report::new(RecordId(uuid::Uuid::from_u128(7)));
    report.effect = Some(Effect::of(20, 29));
    report.recall = Survey::new(50, 20);
    let bytes = minicbor::to_vec(&report).unwrap();
    assert_eq!(minicbor::decode::<Report>(&bytes).unwrap(), report);
}
