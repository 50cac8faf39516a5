//! Writing an announcement: an officer says it in both languages, chooses whom it is for, and the guard looks through it.

use maud::{Markup, html};
use sila_core::partnership::{Field as Area, Words};
use sila_core::{Millis, RecordId};
use uuid::Uuid;

use super::reach::{self, Audience, Way};
use super::share::DAYS_MAX;
use super::store::{self, Stored};
use super::text::{ANSWER_MAX, ANSWERS_MAX, Announcement, Question, TEXT_MAX, TITLE_MAX};
use super::{fact, kept, path};
use crate::accounts::Worker;
use crate::activation::saying::day;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields, Finding, Verdict};
use crate::initiatives::{both, propose::words};
use crate::journal::store::{self as journal, Fact};
use crate::partners::classes::{self, Labels};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, columns, heading, stack};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// What is written freely: the guard looks through it.
const FREE: [&str; 8] = [
    "title_ar",
    "title_en",
    "text_ar",
    "text_en",
    "question_ar",
    "question_en",
    "answers_ar",
    "answers_en",
];

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let labels = classes::labels(&ask.app).await?;
    Ok(Reply::page(&document(&ask.cx, &labels, &Pairs::default(), &Errors::none())))
}

/// Sends it once the guard has looked through its words.
///
/// # Errors
/// As [`send`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let labels = classes::labels(&ask.app).await?;
    let mut errors = Errors::none();
    let typed = read(&ask, &ask.form, &labels, &mut errors);
    if let Some((_, wish)) = &typed
        && errors.is_empty()
        && nobody(&reach::of(&ask.app, wish, ask.now).await?)
    {
        errors.add("class", ask.cx.t("announcement-nobody"));
    }
    if typed.is_none() || errors.any() {
        let page = document(&ask.cx, &labels, &ask.form, &errors);
        return Ok(Reply::page_with_errors(&page));
    }
    let fields = free(&ask.form);
    let passed = match guard::judge(&ask.app, fields.clone(), &ask.form)? {
        Verdict::Held(found) => {
            return Ok(Reply::page_with_errors(&held(&ask, (&fields, &found))));
        }
        Verdict::Passed(passed) => passed,
    };
    let mut clean = ask.form.clone();
    for (name, text) in &passed.fields {
        clean.set(name, text.as_str());
    }
    let Some((text, wish)) = read(&ask, &clean, &labels, &mut errors) else {
        return Ok(Reply::page_with_errors(&document(&ask.cx, &labels, &clean, &errors)));
    };
    let worker = ask.worker()?;
    let subject = text.id.to_string();
    let stayed = guard::facts(&ask.app, &passed, &subject, worker.id, ask.now);
    let id = send(&ask.app, &text, &wish, (worker, ask.now), stayed).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// Keeps an announcement with everybody who is told; it goes out by itself. `facts` are written with it.
///
/// # Errors
/// `announcement.unfit` when it is not whole or its last day cannot be; `announcement.nobody` when nobody is told.
pub async fn send(
    app: &App,
    text: &Announcement,
    wish: &Audience,
    (worker, now): (&Worker, Millis),
    mut facts: Vec<Fact>,
) -> Result<Uuid, Problem> {
    let refused = |code: &str| Problem::refused(code).way_out("/announcements/new");
    if !text.fits() || text.ends() <= now || text.ends() > now.plus_days(DAYS_MAX) {
        return Err(refused("announcement.unfit"));
    }
    let readers = reach::of(app, wish, now).await?;
    if nobody(&readers) {
        return Err(refused("announcement.nobody"));
    }
    let stored = Stored {
        worker: Some(worker.id),
        class: wish.class.clone().unwrap_or_default(),
        area: wish.area.map_or_else(String::new, |area| area.code().to_owned()),
        ..kept(app, text, app.node.id, now)
    };
    let id = stored.id;
    facts.push(fact(app, id, worker, "sent", now));
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &stored, &readers)?;
        facts.iter().try_for_each(|fact| journal::insert(tx, fact))
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(id)
}

fn nobody(readers: &[(sila_core::AgencyId, Way)]) -> bool {
    readers.iter().all(|(_, way)| *way == Way::Shut)
}

fn free(form: &Pairs) -> Fields {
    let given = |name: &str| (name.to_owned(), form.get(name).unwrap_or_default().to_owned());
    FREE.iter().map(|name| given(name)).collect()
}

/// The announcement and whom it is for; what is wrong stands beside its field.
fn read(
    ask: &Ask,
    form: &Pairs,
    labels: &Labels,
    errors: &mut Errors,
) -> Option<(Announcement, Audience)> {
    let (cx, until) = (&ask.cx, day(form, "until"));
    let (title, text) = (plain(&words(form, "title")), plain(&words(form, "text")));
    for (name, one, max) in [("title", &title, TITLE_MAX), ("text", &text, TEXT_MAX)] {
        for (end, said) in [("ar", &one.ar), ("en", &one.en)] {
            if !(1..=max).contains(&said.chars().count()) {
                let many = [("n", max.into())];
                errors.add(format!("{name}_{end}"), cx.t_with("announcement-words-needed", &many));
            }
        }
    }
    let ends = until.map(|until| until.plus_days(1).at_minute(0));
    if ends.is_none_or(|ends| ends <= ask.now || ends > ask.now.plus_days(DAYS_MAX)) {
        errors.add("until", cx.t("announcement-until-wrong"));
    }
    let question = question(form);
    if question.as_ref().is_some_and(|question| !question.fits()) {
        let limits = [("n", ANSWERS_MAX.into()), ("long", ANSWER_MAX.into())];
        errors.add("question_ar", cx.t_with("announcement-question-wrong", &limits));
    }
    let given = |name: &str| form.get(name).filter(|code| !code.is_empty());
    let class = given("class").map(str::to_owned);
    let area = given("area").map(Area::from_code);
    if class.as_ref().is_some_and(|code| !labels.codes().any(|one| one == code)) {
        errors.add("class", cx.t("announcement-class-unknown"));
    }
    let area = area.transpose().ok()?;
    if errors.any() {
        return None;
    }
    let id = RecordId(ask.app.clock.new_id());
    let text = Announcement { id, title, text, until: until?, question };
    Some((text, Audience { class, area }))
}

fn plain(words: &Words) -> Words {
    Words { ar: words.ar.replace("\r\n", "\n"), en: words.en.replace("\r\n", "\n") }
}

/// What is asked, one answer on each line; nothing when none of it was typed.
fn question(form: &Pairs) -> Option<Question> {
    let asks = words(form, "question");
    let lines = |name: &str| -> Vec<String> {
        let typed = form.get(name).unwrap_or_default().lines().map(str::trim);
        typed.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let (ar, en) = (lines("answers_ar"), lines("answers_en"));
    if asks == Words::default() && ar.is_empty() && en.is_empty() {
        return None;
    }
    // An answer without its twin stays without it, and so does not fit.
    let twin = |all: &[String], nth: usize| all.get(nth).cloned().unwrap_or_default();
    let many = ar.len().max(en.len());
    let answers = (0..many).map(|nth| Words { ar: twin(&ar, nth), en: twin(&en, nth) });
    Some(Question { asks, answers: answers.collect() })
}

fn document(cx: &Cx, labels: &Labels, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let main = html! {
        form method="post" action=(cx.url("/announcements")) novalidate {
            (form.summary())
            div.stack {
                (Card::new(cx.t("announcement-words")).body(html! {
                    (both(&form, "title", &cx.t("announcement-title"), TITLE_MAX))
                    (both(&form, "text", &cx.t("announcement-text"), TEXT_MAX))
                    (form.date("until", cx.t("announcement-until")))
                }))
                (Card::new(cx.t("announcement-for")).body(audience(cx, &form, labels)))
                (asked(cx, &form, values))
            }
            (acts(&html! { (Button::submit(cx.t("announcement-send")).icon("broadcast")) }))
        }
    };
    let aside = html! {
        (Note::new("shield-check", cx.t("announcement-no-person")).tone(Tone::Info).says(cx.t("announcement-no-person-text")))
        (Note::new("users-three", cx.t("announcement-who")).says(cx.t("announcement-who-text")))
        (Note::new("eye", cx.t("announcement-read-by")).says(cx.t("announcement-read-by-text")))
    };
    let title = cx.t("announcement-new");
    let body = html! {
        (heading(&title, Some(&cx.t("announcement-new-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("announcements-title"), "/announcements");
    page.errors(errors.any()).body(body)
}

fn audience(cx: &Cx, form: &Form<'_>, labels: &Labels) -> Markup {
    let codes = labels.codes().map(|code| (code.to_owned(), labels.of(cx, code)));
    let name = |area: &Area| (area.code(), cx.code("cooperation-field", area.code()));
    let class =
        form.select("class", cx.t("announcement-class")).empty(cx.t("announcement-every-class"));
    let area =
        form.select("area", cx.t("announcement-area")).empty(cx.t("announcement-every-area"));
    html! {
        (class.optional().choices(codes))
        (area.optional().hint(cx.t("announcement-area-hint")).choices(Area::ALL.iter().map(name)))
    }
}

fn asked(cx: &Cx, form: &Form<'_>, values: &Pairs) -> Markup {
    let begun = ["question_ar", "question_en", "answers_ar", "answers_en"];
    let begun = begun.iter().any(|name| values.get(name).is_some_and(|text| !text.is_empty()));
    let label = |key: &str, end: &str| form.label_in(&cx.t(key), end);
    html! {
        (Card::new(cx.t("announcement-question")).body(html! {
            details.fold open[begun] {
                summary { (cx.t("announcement-question-add")) }
                p.muted { (cx.t("announcement-question-text")) }
                (form.text("question_ar", label("announcement-asks", "ar")).lang("ar").max(TITLE_MAX).optional())
                (form.text("question_en", label("announcement-asks", "en")).lang("en").ltr().max(TITLE_MAX).optional())
                (form.area("answers_ar", label("announcement-answers", "ar")).lang("ar").rows(3).optional())
                (form.area("answers_en", label("announcement-answers", "en")).lang("en").ltr().rows(3).optional())
            }
        }))
    }
}

/// What the guard has found in the words, to be decided on.
fn held(ask: &Ask, found: (&Fields, &[Finding])) -> Page {
    let cx = &ask.cx;
    let typed = ask.form.iter().filter(|(name, _)| !name.starts_with("guard-"));
    let carried: Vec<(&str, &str)> = typed.collect();
    let body = html! {
        (heading(cx.t("announcement-new"), None, &html! {}))
        (guard::held(cx, "/announcements", found, &ask.form, &carried))
    };
    let page = Page::new(cx, cx.t("announcement-new"));
    page.crumb(cx.t("announcements-title"), "/announcements").body(body)
}
