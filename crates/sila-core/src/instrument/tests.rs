use super::*;

fn both(words: &str) -> Both {
    Both { ar: format!("{words} بالعربية"), en: words.to_owned() }
}

fn question(code: &str) -> Question {
    let answer = |code: &str, points| Answer { code: code.to_owned(), words: both(code), points };
    let answers = vec![answer("YES", 1), answer("NO", 0), answer("UNKNOWN", 0)];
    Question { code: code.to_owned(), words: both(code), answers }
}

fn pair(question: &str) -> (String, String) {
    (question.to_owned(), "YES".to_owned())
}

/// Three questions: two points are medium, three high; A alone is high, B with C imminent.
fn form() -> Instrument {
    let rule = |level, when| Rule { level, when };
    Instrument {
        code: "TEST".to_owned(),
        version: 1,
        title: both("A form"),
        source: both("Ours"),
        questions: ["A", "B", "C"].map(question).to_vec(),
        rules: vec![
            rule(Risk::Medium, When::Points(2)),
            rule(Risk::High, When::Points(3)),
            rule(Risk::High, When::All(vec![pair("A")])),
            rule(Risk::Imminent, When::All(vec![pair("B"), pair("C")])),
        ],
        again_days: BTreeMap::from([(Risk::High, 14)]),
    }
}

fn answered(answers: [&str; 3]) -> BTreeMap<String, String> {
    let codes = ["A", "B", "C"].map(str::to_owned);
    codes.into_iter().zip(answers.map(str::to_owned)).collect()
}

/// Every answer to every question, against the rules worked out by hand.
#[test]
fn the_level_is_what_the_declared_rules_say_for_every_combination() {
    let form = form();
    form.check().unwrap();
    let all = ["YES", "NO", "UNKNOWN"];
    for a in all {
        for b in all {
            for c in all {
                let yes = |one| one == "YES";
                let points = [a, b, c].iter().filter(|one| yes(**one)).count();
                let by_hand = match (yes(a), yes(b) && yes(c)) {
                    (_, true) => Risk::Imminent,
                    (true, _) => Risk::High,
                    _ if points >= 2 => Risk::Medium,
                    _ => Risk::Low,
                };
                let score = form.score(&answered([a, b, c])).unwrap();
                assert_eq!(score.level, by_hand, "{a} {b} {c}");
                assert_eq!(usize::try_from(score.points), Ok(points));
                let unknown = [a, b, c].iter().filter(|one| **one == "UNKNOWN").count();
                assert_eq!(score.unknown, unknown);
            }
        }
    }
    let score = form.score(&answered(["YES", "YES", "YES"])).unwrap();
    assert_eq!(score.because, [3], "the rules that reach the level, and no other");
}

#[test]
fn a_question_without_an_answer_is_named() {
    let mut given = answered(["YES", "NO", "NO"]);
    given.remove("B");
    assert_eq!(form().score(&given), Err("B".to_owned()));
    given.insert("B".to_owned(), "PERHAPS".to_owned());
    assert_eq!(form().score(&given), Err("B".to_owned()));
}

#[test]
fn judgement_raises_a_level_and_does_not_lower_it() {
    for scored in Risk::ALL {
        for chosen in Risk::ALL {
            assert_eq!(Instrument::may_stand(*scored, *chosen), chosen >= scored);
        }
    }
}

#[test]
fn a_form_that_contradicts_itself_is_not_taken() {
    let of = |change: &dyn Fn(&mut Instrument)| {
        let mut form = form();
        change(&mut form);
        form.check().unwrap_err()
    };
    assert_eq!(of(&|f| f.code = "a form".to_owned()), Unsound::Code("a form".to_owned()));
    assert_eq!(of(&|f| f.version = 0), Unsound::Number("version".to_owned()));
    assert_eq!(of(&|f| f.title.ar.clear()), Unsound::Words("title".to_owned()));
    assert_eq!(of(&|f| f.source.en = "x".repeat(501)), Unsound::Words("source".to_owned()));
    assert_eq!(of(&|f| f.questions.clear()), Unsound::Count("questions"));
    assert_eq!(of(&|f| f.questions[1].code = "A".to_owned()), Unsound::Code("A".to_owned()));
    assert_eq!(of(&|f| f.questions[0].answers.truncate(1)), Unsound::Count("answers"));
    let points = |f: &mut Instrument| f.questions[2].answers[0].points = 1_001;
    assert_eq!(of(&points), Unsound::Number("C".to_owned()));
    assert_eq!(of(&|f| f.rules.clear()), Unsound::Count("rules"));
    assert_eq!(of(&|f| f.rules[3].when = When::All(vec![pair("D")])), Unsound::Rule(4));
    assert_eq!(of(&|f| f.rules[3].when = When::All(vec![])), Unsound::Rule(4));
    let again = |f: &mut Instrument| {
        f.again_days.insert(Risk::Low, 0);
    };
    assert_eq!(of(&again), Unsound::Number("again_days".to_owned()));
}
