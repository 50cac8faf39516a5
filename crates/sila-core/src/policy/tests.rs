use super::*;

fn words(text: &str) -> Words {
    Words { ar: format!("{text} ع"), en: text.to_owned() }
}

fn clause(number: &str, rule: Option<Rule>) -> Clause {
    Clause {
        number: number.to_owned(),
        text: words("Every partner has a class."),
        mandatory: true,
        question: Some(words("Has it?")),
        evidence: Some(words("The register")),
        owner: Some(words("Partnerships")),
        rule,
        months: (rule == Some(Rule::Term)).then_some(36),
        every: None,
    }
}

fn guide(clauses: Vec<Clause>) -> Guide {
    let chapters = vec![Chapter { title: words("Selection"), clauses }];
    Guide { number: 1, title: words("Guide"), from: None, chapters }
}

#[test]
fn a_guide_is_approved_only_when_every_binding_clause_can_be_checked() {
    let good = guide(vec![clause("1.1", None), clause("1.2", Some(Rule::Classified))]);
    assert_eq!(good.check(), Ok(()));
    type Case = (fn(&mut Guide), GuideError);
    let cases: [Case; 10] = [
        (|guide| guide.title.ar.clear(), GuideError::Words),
        (|guide| guide.chapters.clear(), GuideError::Clauses),
        (|guide| guide.chapters[0].clauses[0].question = None, GuideError::Control),
        (|guide| guide.chapters[0].clauses[0].number = "1.2".to_owned(), GuideError::Number),
        (|guide| guide.chapters[0].clauses[0].number = "<b>".to_owned(), GuideError::Number),
        (|guide| guide.chapters[0].clauses[0].rule = Some(Rule::Classified), GuideError::Rule),
        (|guide| guide.chapters[0].clauses[0].rule = Some(Rule::Term), GuideError::Rule),
        (|guide| guide.chapters[0].clauses[1].mandatory = false, GuideError::Rule),
        (|guide| guide.chapters[0].clauses[0].every = Some(0), GuideError::Rule),
        (|guide| guide.chapters[0].clauses[0].every = Some(37), GuideError::Rule),
    ];
    for (number, (spoil, why)) in cases.into_iter().enumerate() {
        let mut bad = good.clone();
        spoil(&mut bad);
        assert_eq!(bad.check(), Err(why), "case {number}");
    }
}

#[test]
fn guidance_needs_no_question() {
    let advice = Clause { mandatory: false, question: None, ..clause("1.1", None) };
    assert_eq!(guide(vec![advice]).check(), Ok(()));
}

#[test]
fn a_rule_stops_what_breaks_it_and_names_its_clause() {
    let all = [Rule::Classified, Rule::Acknowledged, Rule::Term];
    let clauses = (1..).zip(all).map(|(n, rule)| clause(&format!("1.{n}"), Some(rule)));
    let guide = guide(clauses.collect());
    let stopped = |facts: Facts| facts.stopped_by(&guide).map(|clause| clause.number.clone());
    let kept = Facts { classified: true, acknowledged: true, months: Some(36), ..Facts::default() };
    assert_eq!(stopped(kept), None);
    assert_eq!(stopped(Facts { classified: false, ..kept }).as_deref(), Some("1.1"));
    assert_eq!(stopped(Facts { acknowledged: false, ..kept }).as_deref(), Some("1.2"));
    assert_eq!(stopped(Facts { months: Some(37), ..kept }).as_deref(), Some("1.3"));
}

#[test]
fn what_is_told_from_facts_stops_nothing_and_says_nothing_without_a_fact() {
    let told = Rule::ALL.iter().copied().filter(|rule| !rule.stops());
    let clauses: Vec<Clause> =
        (1..).zip(told).map(|(n, rule)| clause(&format!("1.{n}"), Some(rule))).collect();
    assert_eq!(clauses.len(), 6);
    let guide = guide(clauses);
    let nothing = Facts::default();
    assert!(guide.clauses().all(|clause| nothing.keep(clause).is_none()), "a person looks");
    let no = Some(false);
    let broken = Facts {
        selected: no,
        focal: no,
        authority: no,
        aims: no,
        activated: no,
        evaluated: no,
        ..nothing
    };
    assert!(guide.clauses().all(|clause| broken.keep(clause) == no));
    assert_eq!(broken.stopped_by(&guide), None);
}

#[test]
fn a_version_tells_what_it_says_otherwise_than_the_one_before() {
    let before = guide(vec![clause("1.1", None), clause("1.2", None), clause("1.3", None)]);
    let other = Clause { text: words("Every partner has two."), ..clause("1.2", None) };
    let now = guide(vec![clause("1.1", None), other.clone(), clause("1.4", None)]);
    let (old, gone) = (before.clause("1.2").unwrap(), before.clause("1.3").unwrap());
    let wanted =
        [Change::Other(old, &other), Change::New(now.clause("1.4").unwrap()), Change::Gone(gone)];
    assert_eq!(now.changes(&before), wanted);
    assert_eq!(now.changes(&now), []);
}

#[test]
fn a_guide_travels_as_it_is() {
    let sent = guide(vec![clause("1.1", Some(Rule::Term))]);
    let bytes = minicbor::to_vec(&sent).unwrap();
    assert_eq!(minicbor::decode::<Guide>(&bytes).unwrap(), sent);
}
