//! Writing the next version: it begins as a copy of what is in force (or of the guide that comes with the program), and is changed
//! clause by clause.

use maud::{Markup, html};
use sila_core::partnership::Words;
use sila_core::policy::{Clause, Guide, Rule, TEXT_MAX};

use super::{shipped, store};
use crate::activation::saying::whole;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Tone, acts, columns, heading, plain_tag, post, stack, tag,
};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, ident};

/// The words of a clause: the name in the form, the text of its label, and how many rows it takes.
const WORDS: [(&str, &str, u16); 4] = [
    ("text", "policy-words", 5),
    ("question", "policy-question", 2),
    ("evidence", "policy-evidence", 2),
    ("owner", "policy-owner", 1),
];

/// The draft; without one the guide.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(match ask.app.store.read(store::draft).await? {
        Some(held) => Reply::page(&drawn(&ask.cx, &held.guide, &Errors::none())),
        None => Reply::see_other(ask.cx.url("/policy")),
    })
}

/// Begins the next version, if none is being written.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let first = shipped()?;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if store::draft(tx)?.is_some() {
            return Ok(());
        }
        let last = store::approved(tx)?.into_iter().next().map(|held| held.guide);
        let next = match last {
            Some(last) => Guide { number: last.number.saturating_add(1), from: None, ..last },
            None => first.clone(),
        };
        store::keep_draft(tx, &next)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url("/policy/draft")))
}

/// The page again, with what is wrong about the day.
pub fn again(ask: &Ask, guide: &Guide, key: &str) -> Result<Reply, Problem> {
    let mut errors = Errors::none();
    errors.add("from", ask.cx.t(key));
    Ok(Reply::page_with_errors(&drawn(&ask.cx, guide, &errors)))
}

fn drawn(cx: &Cx, guide: &Guide, errors: &Errors) -> Page {
    let values = Pairs::default();
    let form = Form::new(cx, &values, errors);
    let aside = html! {
        (Card::new(cx.t("policy-approve")).body(html! {
            @match guide.check() {
                Ok(()) => p { (cx.t("policy-approve-text")) },
                Err(error) => (Note::new("warning-circle", cx.t(&format!("problem-{}", error.code().replace('.', "-")))).tone(Tone::Warn)),
            }
            (post(cx, "/policy/approval", &html! {
                (form.date("from", cx.t("policy-from")))
                (acts(&html! { (Button::submit(cx.t("policy-approve")).icon("stamp")) }))
            }))
        }))
    };
    let number = cx.t_with("policy-version", &[("n", Arg::Num(i64::from(guide.number)))]);
    let title = cx.t("policy-draft");
    let body = html! {
        (heading(title.clone(), Some(&number), &html! {}))
        (form.summary())
        (columns(&stack(&lines(cx, guide)), &stack(&aside)))
    };
    Page::new(cx, title).crumb(cx.t("policy-title"), "/policy").errors(errors.any()).body(body)
}

fn lines(cx: &Cx, guide: &Guide) -> Markup {
    html! {
        @for chapter in &guide.chapters {
            (Card::new(cx.lang.pick(&chapter.title.ar, &chapter.title.en)).body(html! {
                @for clause in &chapter.clauses {
                    section.clause-text {
                        h3 {
                            (ident::Code(&clause.number)) " "
                            @if clause.mandatory { (tag(Tone::Gold, cx.t("policy-mandatory"))) } @else { (plain_tag(cx.t("policy-guidance"))) }
                        }
                        p { (cx.lang.pick(&clause.text.ar, &clause.text.en)) }
                        (Button::link(cx.t("change"), cx.url(&format!("/policy/draft/{}", clause.number))).small().soft())
                    }
                }
            }))
        }
    }
}

async fn found(ask: &Ask) -> Result<(Guide, Clause), Problem> {
    let held = ask.app.store.read(store::draft).await?.ok_or_else(Problem::not_found)?;
    let clause = held.guide.clause(ask.param("clause")).cloned();
    Ok((held.guide, clause.ok_or_else(Problem::not_found)?))
}

/// The form of one clause.
///
/// # Errors
/// `page.not_found`.
pub async fn clause(ask: Ask) -> Result<Reply, Problem> {
    let (_, clause) = found(&ask).await?;
    let mut values = Pairs::default();
    let texts = [
        Some(&clause.text),
        clause.question.as_ref(),
        clause.evidence.as_ref(),
        clause.owner.as_ref(),
    ];
    for ((name, ..), words) in WORDS.iter().zip(texts) {
        if let Some(words) = words {
            values.push(format!("{name}_ar"), words.ar.clone());
            values.push(format!("{name}_en"), words.en.clone());
        }
    }
    values.push("mandatory", if clause.mandatory { "yes" } else { "no" });
    values.push("rule", clause.rule.map_or("", Rule::code));
    values.push("months", clause.months.map(|n| n.to_string()).unwrap_or_default());
    values.push("every", clause.every.map(|n| n.to_string()).unwrap_or_default());
    Ok(Reply::page(&clause_form(&ask.cx, &clause.number, &values, &Errors::none())))
}

fn clause_form(cx: &Cx, number: &str, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let rules = Rule::ALL.iter().map(|rule| (rule.code(), cx.code("policy-rule", rule.code())));
    let title = cx.t_with("policy-clause", &[("clause", Arg::ident(number))]);
    let body = html! {
        (heading(title.clone(), Some(&cx.t("policy-clause-lead")), &html! {}))
        (form.summary())
        (post(cx, &format!("/policy/draft/{number}"), &html! {
            (Card::new(cx.t("policy-words")).body(html! {
                (form.radios("mandatory", cx.t("policy-binding")).side_by_side()
                    .choice("yes", cx.t("policy-mandatory")).choice("no", cx.t("policy-guidance")))
                @for (name, label, rows) in WORDS {
                    (form.area(&format!("{name}_ar"), cx.t_with("policy-in-arabic", &[("what", Arg::phrase(cx.t(label)))])).lang("ar").max(TEXT_MAX).rows(rows))
                    (form.area(&format!("{name}_en"), cx.t_with("policy-in-english", &[("what", Arg::phrase(cx.t(label)))])).lang("en").ltr().max(TEXT_MAX).rows(rows))
                }
            }))
            (Card::new(cx.t("policy-kept")).body(html! {
                (form.select("rule", cx.t("policy-kept-rule")).optional().empty(cx.t("policy-kept-none")).choices(rules))
                (form.text("months", cx.t("policy-months")).optional().numeric().max(3))
                (form.text("every", cx.t("policy-every")).hint(cx.t("policy-every-hint")).optional().numeric().max(2))
            }))
            (acts(&html! {
                (Button::save(cx))
                (Button::link(cx.t("cancel"), cx.url("/policy/draft")).soft())
            }))
        }))
    };
    let page = Page::new(cx, title).crumb(cx.t("policy-draft"), "/policy/draft");
    page.errors(errors.any()).body(body)
}

/// Keeps one clause of the draft.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn save(ask: Ask) -> Result<Reply, Problem> {
    let (mut guide, old) = found(&ask).await?;
    let new = read(&ask.form, &old.number);
    if let Err(error) = new.check() {
        let mut errors = Errors::none();
        let field = match error.code().as_str() {
            "policy.control" => "question_ar",
            "policy.rule" => "rule",
            _ => "text_ar",
        };
        errors.add(field, ask.cx.t(&format!("problem-{}", error.code().replace('.', "-"))));
        let page = clause_form(&ask.cx, &old.number, &ask.form, &errors);
        return Ok(Reply::page_with_errors(&page));
    }
    let all = guide.chapters.iter_mut().flat_map(|chapter| &mut chapter.clauses);
    for clause in all.filter(|clause| clause.number == old.number) {
        *clause = new.clone();
    }
    ask.app.store.write(move |tx| store::keep_draft(tx, &guide)).await?;
    Ok(Reply::see_other(ask.cx.url("/policy/draft")))
}

fn read(form: &Pairs, number: &str) -> Clause {
    let said = |name: &str| {
        let given = |end: &str| {
            let text = form.get(&format!("{name}_{end}")).unwrap_or_default();
            text.trim().replace("\r\n", "\n")
        };
        Words { ar: given("ar"), en: given("en") }
    };
    let or_none = |name: &str| Some(said(name)).filter(|words| *words != Words::default());
    let rule = form.get("rule").and_then(|code| Rule::from_code(code).ok());
    let count = |name: &str| form.get(name).and_then(whole).and_then(|n| u16::try_from(n).ok());
    let (months, every) = (count("months"), count("every"));
    Clause {
        number: number.to_owned(),
        text: said("text"),
        mandatory: form.get("mandatory") == Some("yes"),
        question: or_none("question"),
        evidence: or_none("evidence"),
        owner: or_none("owner"),
        rule,
        months: months.filter(|_| rule == Some(Rule::Term)),
        every,
    }
}
