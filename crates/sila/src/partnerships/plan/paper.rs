//! `GET /partnerships/{agency}/plan.pdf`: the joint relationship plan (خطة إدارة العلاقة) as one document, put together from what both have
//! signed: what is wanted, who keeps the contact and decides, who leads what, what is owed, what is done together and given, what is
//! measured, what is kept confidential, how differences are settled, and how it ends. Nothing in it is typed.

use sila_core::partnership::{ExitItem, Ledger, Words};
use sila_paper::{Column, Paper, Text};

use crate::ask::Ask;
use crate::partners::Names;
use crate::partnerships::relation::{self, Relation};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::{Cx, dates, paper};

/// The posts, as on the page of the partnership.
const POSTS: [(&str, (bool, bool)); 4] = [
    ("focal-ours", (true, false)),
    ("focal-ours-deputy", (true, true)),
    ("focal-theirs", (false, false)),
    ("focal-theirs-deputy", (false, true)),
];

/// The file.
///
/// # Errors
/// `page.not_found` for an agency without a signed agreement; when the store cannot be read.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let relation = relation::one(&ask.app, ask.id("agency")?, ask.now).await?;
    let names = Names::all(&ask.app).await?;
    let name = names.of(ask.cx.lang, relation.agency).to_owned();
    paper::file(&document(&ask.cx, &relation, &name), "relationship-plan")
}

/// The plan as a document, in the reader's language.
pub fn document(cx: &Cx, relation: &Relation, name: &str) -> Paper {
    let title = cx.t("relation-plan-title");
    let margins = paper::margins(cx, name, cx.t("relation-plan-caution"));
    let paper = Paper::new(paper::language(cx.lang), title, paper::day(cx.now), margins);
    let paper = paper.paragraph(Text::new().strong(name)).paragraph(cx.t("relation-plan-lead"));
    let paper = paper.small(dates::both_calendars(cx.lang, cx.now));
    let paper = aims(paper, cx, relation);
    let paper = contacts(paper, cx, relation);
    let paper = areas(paper, cx, relation);
    let paper = owed(paper, cx, relation);
    let paper = done(paper, cx, relation);
    let paper = measures(paper, cx, relation);
    let paper = kept(paper, cx, relation);
    ending(paper, cx, relation)
}

fn of<'a>(cx: &Cx, words: &'a Words) -> &'a str {
    cx.lang.pick(words.ar.as_str(), words.en.as_str())
}

/// A table, or that there is nothing yet.
fn table(paper: Paper, cx: &Cx, heads: &[(&str, u16)], rows: Vec<Vec<Text>>) -> Paper {
    if rows.is_empty() {
        return paper.paragraph(cx.t("relation-plan-none"));
    }
    let columns = heads.iter().map(|(key, share)| Column::new(cx.t(key), *share));
    paper.table(columns.collect(), rows)
}

fn items(paper: Paper, all: Vec<Text>) -> Paper {
    if all.is_empty() { paper } else { paper.items(all) }
}

fn aims(paper: Paper, cx: &Cx, relation: &Relation) -> Paper {
    let mut paper = paper.heading(1, cx.t("relation-plan-aims"));
    for agreement in relation.ledgers.iter().map(|one| &one.agreement) {
        let title = cx.lang.pick(&agreement.title_ar, &agreement.title_en);
        paper = paper.paragraph(Text::new().identifier(&agreement.code).and(" · ").and(title));
        let aims = agreement.aims.iter().flat_map(|aims| &aims.objectives);
        let aims = aims.map(|one| Text::from(cx.code("strategic-objective", one.code())));
        paper = items(paper, aims.collect());
    }
    let joint = relation.ledgers.iter().filter_map(|one| one.annex.as_ref());
    let joint = joint.map(|annex| Text::from(of(cx, &annex.content.objective)));
    items(paper, joint.collect())
}

fn contacts(paper: Paper, cx: &Cx, relation: &Relation) -> Paper {
    let state = |post| if relation.is_held(post) { "relation-plan-named" } else { "focal-vacant" };
    let rows = POSTS.map(|(key, post)| vec![Text::from(cx.t(key)), Text::from(cx.t(state(post)))]);
    let heads = [("focal-post", 3), ("record-state", 2)];
    let paper = table(paper.heading(1, cx.t("focal-title")), cx, &heads, rows.to_vec());
    paper.paragraph(cx.t("relation-plan-escalation"))
}

fn areas(paper: Paper, cx: &Cx, relation: &Relation) -> Paper {
    let mut rows = Vec::new();
    for book in &relation.books {
        let areas = book.ledger.annex.iter().flat_map(|annex| &annex.content.areas);
        for area in areas {
            let offices: Vec<String> = area
                .leads
                .iter()
                .map(|one| format!("{}: {}", book.name(cx.lang, one.agency), of(cx, &one.office)))
                .collect();
            rows.push(vec![
                Text::from(cx.code("cooperation-field", area.field.code())),
                Text::new().name(book.name(cx.lang, area.lead)),
                offices.join("\n").into(),
            ]);
        }
    }
    let heads = [("areas-title", 3), ("area-lead", 2), ("relation-plan-offices", 4)];
    table(paper.heading(1, cx.t("relation-plan-roles")), cx, &heads, rows)
}

fn owed(paper: Paper, cx: &Cx, relation: &Relation) -> Paper {
    let mut rows = Vec::new();
    for book in &relation.books {
        let all = book.ledger.instances(cx.now.plus_days(366));
        let duties = book.ledger.annex.iter().flat_map(|annex| &annex.content.duties);
        for duty in duties {
            let mut next = all.iter().filter(|one| one.duty.number == duty.number);
            let next = next.find(|one| cx.now <= one.due.at).map(|one| one.due.at);
            let day = next.map_or_else(|| "–".to_owned(), |at| dates::day(cx.lang, at));
            rows.push(vec![
                Text::new().identifier(&duty.clause),
                Text::from(of(cx, &duty.text)),
                Text::new().name(book.name(cx.lang, duty.obligor)),
                day.into(),
            ]);
        }
    }
    let heads = [
        ("policy-clause-number", 1),
        ("relation-plan-what", 5),
        ("relation-plan-who", 2),
        ("relation-plan-next", 2),
    ];
    table(paper.heading(1, cx.t("relation-plan-owed")), cx, &heads, rows)
}

/// What is done together, and how often something was given towards it. Values are not added up: no rate is made up.
fn done(paper: Paper, cx: &Cx, relation: &Relation) -> Paper {
    let mut rows = Vec::new();
    for book in &relation.books {
        for course in book.ledger.courses() {
            rows.push(vec![
                Text::from(of(cx, &course.plan.title)),
                Text::new().name(book.name(cx.lang, course.plan.lead)),
                cx.code("initiative-mark", course.mark.code()).into(),
                course.gifts.len().to_string().into(),
            ]);
        }
    }
    let heads = [
        ("relation-plan-what", 5),
        ("area-lead", 2),
        ("record-state", 2),
        ("relation-plan-gifts", 2),
    ];
    table(paper.heading(1, cx.t("relation-plan-done")), cx, &heads, rows)
}

fn measures(paper: Paper, cx: &Cx, relation: &Relation) -> Paper {
    let figure = |n: Option<i64>| Text::from(n.map_or_else(|| "–".to_owned(), |n| n.to_string()));
    let rows = relation.ledgers.iter().flat_map(Ledger::impact).map(|one| {
        vec![
            Text::from(of(cx, &one.indicator.name)),
            figure(Some(one.indicator.baseline)),
            figure(Some(one.indicator.target)),
            figure(one.actual.and_then(|said| said.deed.figure)),
        ]
    });
    let heads =
        [("annual-change", 5), ("annual-from", 2), ("annual-target", 2), ("annual-actual", 2)];
    let rows = rows.collect();
    table(paper.heading(1, cx.t("relation-plan-measures")), cx, &heads, rows)
}

/// The clauses about confidentiality and the differences that are open.
fn kept(paper: Paper, cx: &Cx, relation: &Relation) -> Paper {
    let mut paper = paper.heading(1, cx.t("relation-plan-kept"));
    for agreement in relation.ledgers.iter().map(|one| &one.agreement) {
        if let Some(clause) = agreement.clause(&agreement.cites.schedule) {
            let words = cx.lang.pick(&clause.text_ar, &clause.text_en).clone();
            paper = paper.clause(format!("{} {}", agreement.code, clause.number), words);
        }
    }
    let raised = relation.differences.len().to_string();
    let raised = Text::new().and(&cx.t("relation-plan-differences")).and(" ").strong(&raised);
    paper.heading(1, cx.t("relation-plan-settling")).paragraph(raised)
}

fn ending(paper: Paper, cx: &Cx, relation: &Relation) -> Paper {
    let rows = relation.ledgers.iter().map(|one| &one.agreement).map(|agreement| {
        let notice = agreement.notice.as_ref();
        vec![
            Text::new().identifier(&agreement.code),
            dates::day(cx.lang, agreement.until).into(),
            notice.map_or_else(|| "–".to_owned(), |one| one.days.to_string()).into(),
        ]
    });
    let heads = [("partnership-agreement", 3), ("agreement-until", 3), ("relation-plan-notice", 2)];
    let rows = rows.collect();
    let paper = table(paper.heading(1, cx.t("relation-plan-ending")), cx, &heads, rows);
    let items = ExitItem::ALL.iter().map(|item| Text::from(cx.code("exit-item", item.code())));
    paper.paragraph(cx.t("relation-plan-left")).items(items.collect())
}
