//! Opening a vote: the question, the options, the method, and the roll, which is frozen with it.

use std::collections::BTreeSet;

use maud::html;
use sila_core::VoteId;
use sila_core::ballot::{DOTS_MAX, Method, OPTIONS_MAX, Paper};

use super::{Choice, Vote, attended, roll, store, token};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard::{self, Passed, Verdict};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Longest question or option, in characters.
const WORDS_MAX: usize = 200;
/// Longest name of somebody on the roll, in characters.
const NAME_MAX: usize = 120;
/// Most people on a roll.
const ROLL_MAX: usize = 1_000;
/// How many of a hundred must have voted.
const QUORUMS: [u8; 4] = [0, 50, 67, 75];

/// What a vote is opened with.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The question, in Arabic and English.
    pub title: [String; 2],
    /// The options, in Arabic and English.
    pub options: Vec<[String; 2]>,
    /// How it is marked.
    pub paper: Paper,
    /// How many of a hundred must have voted.
    pub quorum: u8,
    /// Who may vote: name and entity.
    pub roll: Vec<(String, String)>,
}

/// The form.
///
/// # Errors
/// None of its own.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let mut values = Pairs::default();
    for (name, value) in [("method", Method::Support.code()), ("dots", "5"), ("quorum", "50")] {
        values.push(name, value);
    }
    for name in attended::FIELDS {
        values.push(name, ask.query.get(name).unwrap_or_default());
    }
    let given = attended::roll(&ask, &values).await?;
    Ok(Reply::page(&form(&ask.cx, &values, &Errors::none(), given.as_ref())))
}

/// Opens a vote, after the guard has looked at its words. People on the roll are named on purpose.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (cx, mut errors) = (&ask.cx, Errors::none());
    let given = attended::roll(&ask, &ask.form).await?;
    read(cx, &ask.form, given.as_ref(), &mut errors);
    if errors.any() {
        return Ok(Reply::page_with_errors(&form(cx, &ask.form, &errors, given.as_ref())));
    }
    let fields: Vec<(String, String)> =
        WORDS.map(|name| (name.to_owned(), typed(&ask.form, name))).to_vec();
    let passed = match guard::judge(&ask.app, fields.clone(), &ask.form)? {
        Verdict::Held(findings) => {
            let carried: Vec<(&str, &str)> =
                ask.form.iter().filter(|(name, _)| !name.starts_with("guard-")).collect();
            let held = guard::held(cx, "/votes", (&fields, &findings), &ask.form, &carried);
            let body = html! { (heading(cx.t("vote-new"), None, &html! {})) (held) };
            return Ok(Reply::page_with_errors(&framed(cx).body(body)));
        }
        Verdict::Passed(passed) => passed,
    };
    let mut values = ask.form.clone();
    WORDS.iter().for_each(|name| values.set(name, passed.get(name)));
    let Some(asked) = read(cx, &values, given.as_ref(), &mut errors) else {
        return Ok(Reply::page_with_errors(&form(cx, &values, &errors, given.as_ref())));
    };
    let vote = open(&ask.app, ask.worker()?, asked, Some(&passed), ask.now).await?;
    Ok(Reply::see_other(cx.url(&vote.path())))
}

/// Opens a vote and freezes its roll.
///
/// # Errors
/// When the store cannot be written.
pub async fn open(
    app: &App,
    worker: &Worker,
    asked: Asked,
    passed: Option<&Passed>,
    now: sila_core::Millis,
) -> Result<Vote, Problem> {
    let id = VoteId(app.clock.new_id());
    let (seed, public) = token::new_key(app, id)?;
    let [title_ar, title_en] = asked.title;
    let vote = Vote {
        id,
        code: token::new_code(),
        title_ar,
        title_en,
        paper: asked.paper,
        quorum: asked.quorum,
        seed,
        public: public.0,
        roll: roll(&asked.roll),
        opened_by: worker.id,
        opened_at: now,
        closed_at: None,
        urn: None,
    };
    let choices: Vec<Choice> =
        (1..).zip(asked.options).map(|(n, [ar, en])| Choice { n, ar, en }).collect();
    let entry = |(name, entity): (String, String)| {
        let slip = token::new_slip();
        let hash = token::slip_hash(&slip).unwrap_or_default();
        (name, entity, hash, token::sealed(app, id, &slip))
    };
    let entries: Vec<store::Entry> = asked.roll.into_iter().map(entry).collect();
    let mut facts =
        passed.map_or(Vec::new(), |one| guard::facts(app, one, &id.to_string(), worker.id, now));
    facts.push(super::fact(app, id, worker.id, [b"opened ".as_slice(), &vote.roll].concat(), now));
    let opened = vote.clone();
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::open(tx, &opened, &choices, &entries)?;
        facts.iter().try_for_each(|fact| journal::insert(tx, fact))
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(vote)
}

/// The fields that the guard looks through.
const WORDS: [&str; 4] = ["title_ar", "title_en", "options_ar", "options_en"];

fn typed(form: &Pairs, name: &str) -> String {
    form.get(name).unwrap_or_default().to_owned()
}

fn lines(form: &Pairs, name: &str) -> Vec<String> {
    let text = form.get(name).unwrap_or_default();
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// Reads the form; what is wrong goes to `errors`.
fn read(
    cx: &Cx,
    form: &Pairs,
    given: Option<&attended::Roll>,
    errors: &mut Errors,
) -> Option<Asked> {
    let long = |text: &str, max: usize| text.chars().count() > max;
    let title = ["title_ar", "title_en"].map(|name| typed(form, name).trim().to_owned());
    for (name, text) in ["title_ar", "title_en"].iter().zip(&title) {
        if text.is_empty() || long(text, WORDS_MAX) {
            errors.add(*name, cx.t("vote-title-wrong"));
        }
    }
    let (ar, en) = (lines(form, "options_ar"), lines(form, "options_en"));
    if ar.len() != en.len() {
        errors.add("options_en", cx.t("vote-options-twins"));
    }
    if ar.iter().chain(&en).any(|words| long(words, WORDS_MAX)) {
        errors.add("options_ar", cx.t("vote-option-long"));
    }
    let method = form.get("method").and_then(|code| Method::from_code(code).ok());
    if method.is_none() {
        errors.add("method", cx.t("vote-method-needed"));
    }
    let number = |name: &str| sila_names::fold::ascii_digits(&typed(form, name)).parse::<u8>().ok();
    let dots = number("dots").unwrap_or_default();
    let quorum = number("quorum").filter(|one| QUORUMS.contains(one)).unwrap_or_default();
    let options = u8::try_from(ar.len()).unwrap_or(u8::MAX);
    let paper = method.map(|method| Paper::new(method, options, dots));
    if let Some(Err(error)) = &paper {
        let field = if error.code() == "ballot.dots" { "dots" } else { "options_ar" };
        let key = if field == "dots" { "vote-dots-wrong" } else { "vote-options-wrong" };
        let max = if field == "dots" { DOTS_MAX } else { OPTIONS_MAX };
        errors.add(field, cx.t_with(key, &[("n", u32::from(max).into())]));
    }
    let roll = given.map_or_else(|| typed_people(form), |roll| roll.people.clone());
    check_people(cx, &roll, errors);
    let paper = paper?.ok()?;
    let options = ar.into_iter().zip(en).map(|(ar, en)| [ar, en]).collect();
    errors.is_empty().then_some(Asked { title, options, paper, quorum, roll })
}

/// One a line: a name, and after a comma the entity.
fn typed_people(form: &Pairs) -> Vec<(String, String)> {
    let split = |line: String| match line.split_once(['،', ',']) {
        Some((name, entity)) => (name.trim().to_owned(), entity.trim().to_owned()),
        None => (line, String::new()),
    };
    lines(form, "roll").into_iter().map(split).collect()
}

/// Two at least, not too many, and nobody twice.
fn check_people(cx: &Cx, people: &[(String, String)], errors: &mut Errors) {
    let long = people.iter().any(|(name, entity)| {
        name.is_empty() || name.chars().count() > NAME_MAX || entity.chars().count() > NAME_MAX
    });
    let once: BTreeSet<String> =
        people.iter().map(|(name, entity)| sila_names::fold(&format!("{name} {entity}"))).collect();
    if people.len() < 2 || people.len() > ROLL_MAX || long {
        errors.add("roll", cx.t_with("vote-roll-wrong", &[("n", ROLL_MAX.into())]));
    } else if once.len() < people.len() {
        errors.add("roll", cx.t("vote-roll-twice"));
    }
}

fn framed(cx: &Cx) -> Page {
    Page::new(cx, cx.t("vote-new")).crumb(cx.t("votes-title"), "/votes")
}

fn form(cx: &Cx, values: &Pairs, errors: &Errors, given: Option<&attended::Roll>) -> Page {
    let sheet = Form::new(cx, values, errors);
    let methods = Method::ALL.iter().map(|one| (one.code(), *one));
    let methods = methods.fold(sheet.radios("method", cx.t("vote-method")), |field, (code, _)| {
        field.choice_hint(code, cx.code("vote-method", code), cx.code("vote-method-hint", code))
    });
    let quorums = QUORUMS
        .map(|n| (n.to_string(), cx.t_with("vote-quorum-of", &[("n", u32::from(n).into())])));
    let body = html! {
        (heading(cx.t("vote-new"), Some(&cx.t("vote-new-lead")), &html! {}))
        form method="post" action=(cx.url("/votes")) novalidate { div.stack {
            (sheet.summary())
            (Card::new(cx.t("vote-question")).body(html! {
                (sheet.text("title_ar", cx.t("vote-title-ar")).max(WORDS_MAX))
                (sheet.text("title_en", cx.t("vote-title-en")).max(WORDS_MAX))
                (sheet.area("options_ar", cx.t("vote-options-ar")).hint(cx.t("vote-options-hint")).rows(5))
                (sheet.area("options_en", cx.t("vote-options-en")).hint(cx.t("vote-options-hint")).rows(5))
            }))
            (Card::new(cx.t("vote-method")).body(html! {
                (methods)
                (sheet.text("dots", cx.t("vote-dots")).hint(cx.t("vote-dots-hint")).numeric())
                (sheet.select("quorum", cx.t("vote-quorum")).choices(quorums))
            }))
            (Card::new(cx.t("vote-roll")).body(html! {
                (Note::new("lock", cx.t("vote-roll-freezes")).tone(Tone::Warn).says(cx.t("vote-roll-freezes-text")))
                @if let Some(roll) = given { (roll.shown(cx)) }
                @else { (sheet.area("roll", cx.t("vote-roll-who")).hint(cx.t("vote-roll-hint")).rows(10)) }
            }))
            (acts(&html! { (Button::submit(cx.t("vote-open-act")).icon("lock")) }))
        } }
    };
    framed(cx).errors(errors.any()).body(body)
}
