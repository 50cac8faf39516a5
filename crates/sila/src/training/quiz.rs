//! The quiz of a course: the same questions before it begins and after it has ended. What a trainee answers goes no further than how many
//! answers were right; that number is the trainee's alone, and others see what five or more have gained together.

use maud::{Markup, html};
use sila_core::Millis;
use sila_core::ids::EnrolmentId;
use sila_core::partnership::Words;
use sila_core::training::Enrolment;

use super::competence::ANSWERS_MIN;
use super::course::{OPTIONS_MAX, QUESTIONS_MAX, Question};
use super::store::{self, Enrolled};
use super::{Open, open, path};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// How many answers were right before the course.
pub const BEFORE: &str = "BEFORE";
/// How many were right after it.
pub const AFTER: &str = "AFTER";
/// Longest text of a whole quiz in one language, in characters.
pub const TEXT_MAX: usize = 4_000;
/// What stands before the right answer.
const RIGHT: char = '*';

/// Reads a quiz as it is written down: in each language the same questions, apart by an empty line; a question in its first line, an answer in
/// each line after it, the right one after a star. Nothing when the two languages differ or something is missing.
pub fn read(ar: &str, en: &str) -> Option<Vec<Question>> {
    let (ar, en) = (blocks(ar), blocks(en));
    if ar.len() != en.len() || ar.len() > QUESTIONS_MAX {
        return None;
    }
    let all: Option<Vec<Question>> = ar.iter().zip(&en).map(|(ar, en)| question(ar, en)).collect();
    all.filter(|all| all.iter().all(Question::fits))
}

fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut all = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        match all.last_mut() {
            Some(block) if !line.is_empty() => block.push(line),
            _ => all.push(Vec::new()),
        }
    }
    all.retain(|block| !block.is_empty());
    all
}

fn question(ar: &[&str], en: &[&str]) -> Option<Question> {
    let ((asks_ar, ar), (asks_en, en)) = (ar.split_first()?, en.split_first()?);
    let right = |lines: &[&str]| {
        let mut marked = lines.iter().enumerate().filter(|(_, line)| line.starts_with(RIGHT));
        let first = marked.next().map(|(at, _)| at);
        first.filter(|_| marked.next().is_none())
    };
    let bare = |line: &&str| line.trim_start_matches(RIGHT).trim().to_owned();
    if ar.len() != en.len() || right(ar) != right(en) || ar.len() > OPTIONS_MAX {
        return None;
    }
    let options = ar.iter().zip(en).map(|(ar, en)| Words { ar: bare(ar), en: bare(en) });
    Some(Question {
        asks: Words { ar: (*asks_ar).to_owned(), en: (*asks_en).to_owned() },
        options: options.collect(),
        right: u8::try_from(right(ar)?).ok()?,
    })
}

/// Which of the two is asked of a trainee now.
pub fn due(one: &Enrolled, found: &Open, now: Millis) -> Option<&'static str> {
    let course = &found.course;
    if course.quiz.is_empty() {
        None
    } else if one.state == Enrolment::Booked && now < course.starts_at {
        Some(BEFORE)
    } else if one.state.came() && course.ends_at <= now {
        Some(AFTER)
    } else {
        None
    }
}

/// What people of ours have gained together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gain {
    /// How many of them: whole fives, so that two looks at it do not tell of one.
    pub people: usize,
    /// Right answers before, in hundredths of all.
    pub before: usize,
    /// Right answers after.
    pub after: usize,
}

/// The gain of those who answered both times, in the order in which they did; nothing of fewer than five.
pub fn gain(scores: &[(u8, u8)], questions: usize) -> Option<Gain> {
    let group = usize::try_from(ANSWERS_MIN).ok()?;
    let people = scores.len().checked_div(group)?.saturating_mul(group);
    let some = scores.get(..people)?;
    let share = |of: fn(&(u8, u8)) -> u8| {
        let sum: usize = some.iter().map(|one| usize::from(of(one))).sum();
        sum.saturating_mul(100).checked_div(people.saturating_mul(questions))
    };
    Some(Gain { people, before: share(|one| one.0)?, after: share(|one| one.1)? })
}

/// A quiz that waits for the reader.
struct Waiting {
    one: Enrolled,
    found: Open,
    which: &'static str,
}

async fn waiting(ask: &Ask) -> Result<Waiting, Problem> {
    let (id, own): (EnrolmentId, _) = (ask.id("id")?, ask.worker()?.id);
    let one = ask.app.store.read(move |tx| store::enrolment(tx, id)).await?;
    let one = one.filter(|one| one.worker == Some(own)).ok_or_else(Problem::not_found)?;
    let found = open(&ask.app, one.course).await?;
    let answered = ask.app.store.read(move |tx| store::answered(tx, id)).await?;
    let fresh = |which: &&str| answered.iter().all(|(of, _)| of != which);
    match due(&one, &found, ask.now).filter(fresh) {
        Some(which) => Ok(Waiting { one, found, which }),
        None => Err(Problem::refused("training.no_quiz").way_out(path(found.stored.id))),
    }
}

/// The questions.
///
/// # Errors
/// `page.not_found` for anybody else's; `training.no_quiz` when none is asked now, or it was answered.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let waiting = waiting(&ask).await?;
    Ok(Reply::page(&document(&ask.cx, &waiting, &Pairs::default(), &Errors::none())))
}

/// Counts what is right, keeps the number, and forgets the answers.
///
/// # Errors
/// As [`page`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let waiting = waiting(&ask).await?;
    let (mut errors, mut right) = (Errors::none(), 0_u8);
    for (nth, question) in waiting.found.course.quiz.iter().enumerate() {
        let said = ask.form.get(&field(nth)).and_then(|said| said.parse::<u8>().ok());
        match said.filter(|said| usize::from(*said) < question.options.len()) {
            Some(said) => right = right.saturating_add(u8::from(said == question.right)),
            None => errors.add(field(nth), ask.cx.t("quiz-choose")),
        }
    }
    if !errors.is_empty() {
        return Ok(Reply::page_with_errors(&document(&ask.cx, &waiting, &ask.form, &errors)));
    }
    let (id, which, now) = (waiting.one.id, waiting.which, ask.now);
    ask.app.store.write(move |tx| store::answer_once(tx, id, which, right, now)).await?;
    Ok(Reply::see_other(ask.cx.url(&path(waiting.found.stored.id))))
}

fn field(nth: usize) -> String {
    format!("q{nth}")
}

fn document(cx: &Cx, waiting: &Waiting, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let course = &waiting.found.course;
    let title = cx.lang.pick(&course.title.ar, &course.title.en);
    let lead = cx.code("quiz-lead", waiting.which);
    let ask = |(nth, question): (usize, &Question)| {
        let options = question.options.iter().enumerate();
        let options = options.map(|(n, words)| (n.to_string(), cx.lang.pick(&words.ar, &words.en)));
        let asks = cx.lang.pick(&question.asks.ar, &question.asks.en).clone();
        html! { (form.radios(&field(nth), asks).choices(options)) }
    };
    let body = html! {
        (heading(cx.t("quiz-title"), Some(&lead), &html! {}))
        form method="post" action=(cx.url(&format!("/training/enrolments/{}/quiz", waiting.one.id))) novalidate {
            (form.summary())
            (Card::new(title.clone()).body(html! { @for one in course.quiz.iter().enumerate() { (ask(one)) } }))
            p.hint { (cx.t("quiz-private")) }
            (acts(&html! { (Button::submit(cx.t("quiz-done")).icon("check-circle")) }))
        }
    };
    let page = Page::new(cx, cx.t("quiz-title")).crumb(cx.t("training-title"), "/training");
    page.errors(errors.any()).crumb(title.clone(), &path(waiting.found.stored.id)).body(body)
}

/// What the reader is asked, or has had right.
pub fn own(cx: &Cx, one: &Enrolled, found: &Open, answered: &[(String, u8)]) -> Markup {
    let score = |which: &str| answered.iter().find(|(of, _)| of == which).map(|(_, n)| *n);
    let all = found.course.quiz.len();
    let due = due(one, found, cx.now).filter(|which| score(which).is_none());
    html! {
        @for which in [BEFORE, AFTER] {
            @if let Some(right) = score(which) {
                p { (cx.t_with(if which == BEFORE { "quiz-before" } else { "quiz-after" }, &[("n", usize::from(right).into()), ("of", all.into())])) }
            }
        }
        @if due.is_some() {
            (Button::link(cx.t("quiz-title"), cx.url(&format!("/training/enrolments/{}/quiz", one.id))).small().icon("list-checks"))
        }
    }
}

/// What people of ours have gained by a course, for whoever keeps it or approves wishes.
pub fn together(cx: &Cx, found: &Open, scores: &[(u8, u8)]) -> Markup {
    let questions = found.course.quiz.len();
    let few = cx.t("competence-too-few");
    html! {
        @if questions > 0 {
            (Card::new(cx.t("quiz-gain")).body(html! {
                @match gain(scores, questions) {
                    Some(gain) => p { (cx.t_with("quiz-gained", &[("before", gain.before.into()), ("after", gain.after.into()), ("n", gain.people.into())])) }
                    None => p.muted { (few) }
                }
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AR: &str = "بم تبدأ المقابلة؟\n* بسؤال: ماذا لا تريد أن يحدث؟\nبسؤال عن الدخل\n\nمن يحضر؟\nالجميع\n* من تختاره هي\n";
    const EN: &str = "How does an interview begin?\n* What do you not want to happen?\nWith income\n\n\nWho is there?\nEverybody\n*Whom she chooses";

    #[test]
    fn a_quiz_is_read_in_both_languages_or_not_at_all() {
        let all = read(AR, EN).unwrap();
        assert_eq!(all.iter().map(|one| one.right).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(all[1].options[1].en, "Whom she chooses");
        assert_eq!(read("", " \n"), Some(Vec::new()));
        let wrong = [
            (AR, "How?\n* So\nOtherwise"),
            (AR, &EN.replace('*', "")),
            (AR, &EN.replace("With income", "* With income")),
            (AR, &EN.replacen("* What", "What", 1).replacen("With", "* With", 1)),
            ("سؤال\n* وحيد", "Question\n* Alone"),
        ];
        for (ar, en) in wrong {
            assert_eq!(read(ar, en), None, "{en}");
        }
    }

    #[test]
    fn the_gain_is_told_of_whole_fives_only() {
        let scores = [(1, 2), (0, 2), (1, 1), (2, 2), (1, 2), (0, 0)];
        assert_eq!(gain(&scores[..4], 2), None);
        let five = Some(Gain { people: 5, before: 50, after: 90 });
        assert_eq!(
            (gain(&scores[..5], 2), gain(&scores, 2)),
            (five, five),
            "the sixth is not told apart"
        );
        assert_eq!(gain(&scores, 0), None);
    }
}
