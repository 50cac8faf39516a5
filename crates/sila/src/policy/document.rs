//! `/policy/guide.pdf`: the guide in force in both languages beside each other, with the control of each clause. It is made from the
//! approved version and from nothing else, so that every copy of a version has the same bytes.

use sila_core::partnership::Words;
use sila_core::policy::{Clause, Guide};
use sila_paper::{Margins, Paper, Text};

use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::paper::{self, Both};
use crate::web::{Arg, Cx, Lang, dates};

/// The file.
///
/// # Errors
/// `page.not_found` when no guide is in force; when the store cannot be read.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let held = super::in_force(&ask.app, ask.now).await?.ok_or_else(Problem::not_found)?;
    let agency = &ask.app.node.agency;
    let name = Words { ar: agency.name_ar.clone(), en: agency.name_en.clone() };
    paper::file(&document(&held.guide, &name), &format!("policy-guide-{}", held.guide.number))
}

/// The guide of this agency as a document.
pub fn document(guide: &Guide, agency: &Words) -> Paper {
    let from = guide.from.map_or(sila_core::Millis(0), |day| day.at_minute(0));
    let both = Both::new(from);
    let number = |cx: &Cx| {
        let version = cx.t_with("policy-version", &[("n", Arg::Num(i64::from(guide.number)))]);
        let day = Arg::phrase(dates::both_calendars(cx.lang, from));
        format!("{version} · {}", cx.t_with("policy-pdf-from", &[("day", day)]))
    };
    let margins = Margins {
        agency: agency.ar.clone(),
        ..paper::margins(&both.ar, "", format!("{} · {}", guide.title.ar, number(&both.ar)))
    };
    let paper = Paper::new(paper::language(Lang::Ar), &guide.title.ar, paper::day(from), margins);
    let mut paper = both.say(paper.twin_title(&guide.title.en), |cx| {
        Text::new().strong(cx.lang.pick(&agency.ar, &agency.en)).and("\n").and(&number(cx))
    });
    paper = both.say(paper, |cx| cx.t("policy-pdf-lead").into());
    for (nth, chapter) in (1_u32..).zip(&guide.chapters) {
        let title = |cx: &Cx| format!("{nth}. {}", of(cx, &chapter.title));
        paper = both.heading(paper, 1, title);
        paper = chapter.clauses.iter().fold(paper, |paper, one| clause(paper, &both, one));
    }
    paper
}

fn of<'a>(cx: &Cx, words: &'a Words) -> &'a str {
    cx.lang.pick(words.ar.as_str(), words.en.as_str())
}

/// The words of a clause, then how it is checked.
fn clause(paper: Paper, both: &Both, clause: &Clause) -> Paper {
    let paper = both.heading(paper, 2, |cx| {
        let weight = if clause.mandatory { "policy-mandatory" } else { "policy-guidance" };
        format!("{} · {}", clause.number, cx.t(weight))
    });
    let paper = both.say(paper, |cx| of(cx, &clause.text).into());
    let control = [
        ("policy-question", &clause.question),
        ("policy-evidence", &clause.evidence),
        ("policy-owner", &clause.owner),
    ];
    if control.iter().all(|(_, words)| words.is_none()) {
        return paper;
    }
    both.say(paper, |cx| {
        let mut text = Text::new();
        let mut line = |label: String, words: &str| {
            let begun = std::mem::take(&mut text);
            let begun = if begun == Text::new() { begun } else { begun.and("\n") };
            text = begun.strong(&format!("{label}: ")).and(words);
        };
        for (key, words) in &control {
            if let Some(words) = words {
                line(cx.t(key), of(cx, words));
            }
        }
        match clause.rule {
            Some(rule) => text.and("\n").and(&cx.code("policy-rule", rule.code())),
            None => text,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_has_every_clause_in_both_languages_and_the_same_bytes_again() {
        let mut guide = super::super::shipped().unwrap();
        guide.from = Some(sila_core::time::Date { year: 2026, month: 1, day: 5 });
        let agency = Words { ar: "هيئة دانة".to_owned(), en: "Dana Authority".to_owned() };
        let first = paper::bytes(&document(&guide, &agency)).unwrap();
        assert_eq!(first, paper::bytes(&document(&guide, &agency)).unwrap());
        let words = format!("{:?}", document(&guide, &agency));
        // As `words` writes a text, without the marks around it.
        let has = |text: &str| words.contains(format!("{text:?}").trim_matches('"'));
        for clause in guide.clauses() {
            let more = [&clause.question, &clause.evidence, &clause.owner].into_iter().flatten();
            for said in more.chain([&clause.text]) {
                assert!(has(&said.ar) && has(&said.en), "{}", clause.number);
            }
        }
        assert!(!words.contains("policy-"), "every text is said");
        guide.chapters[0].clauses[0].text.en.push('.');
        assert_ne!(first, paper::bytes(&document(&guide, &agency)).unwrap());
    }
}
