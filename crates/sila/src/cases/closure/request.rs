//! Asking that a case be closed: why, how the person stands, what was gone through with them, and when somebody asks again.

use maud::{Markup, html};
use sila_core::care::closure::FOLLOW_UP_DAYS;
use sila_core::care::{ClosureReason, Unsettled};
use sila_core::time::{Date, Millis};

use super::{TABLE, case, commit, fact, page, path, place, store};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::referrals::joint;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, post, tag};
use crate::web::{Cx, Errors, Form};

/// Longest words, in characters.
const WORDS_MAX: usize = 1_000;
/// What is gone through with the person.
const GONE_THROUGH: [&str; 2] = ["SAFETY", "RETURN"];

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Why.
    pub reason: ClosureReason,
    /// How the person stands.
    pub words: String,
    /// When somebody asks how the person is.
    pub checks: Vec<Date>,
}

/// Asks for the closure.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `case.closed`; `closure.moved` when somebody has asked already.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.row.needs_open()?;
    let id = record.row.id;
    let now = ask.now;
    let open = ask.app.store.read(move |tx| store::unsettled(tx, id, now)).await?;
    let mut errors = Errors::none();
    let Some(wish) = read(&ask, &record, open, &mut errors) else {
        return page::document(&ask, &record, (&ask.form, &errors)).await;
    };
    put(&ask.app, ask.worker()?, &record, wish, now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

fn read(ask: &Ask, record: &CaseRecord, open: Unsettled, errors: &mut Errors) -> Option<Wish> {
    let (cx, form, today) = (&ask.cx, &ask.form, ask.now.uae_date());
    let reason = form.get("reason").and_then(|code| ClosureReason::from_code(code).ok());
    let words = form.get("words").filter(|words| words.chars().count() <= WORDS_MAX);
    let named = |name: &str| {
        ["_d", "_m", "_y"].iter().any(|part| form.get(&format!("{name}{part}")).is_some())
    };
    let reachable = record.disclosure.safety.safe_contact.is_some();
    let last = today.plus_days(FOLLOW_UP_DAYS);
    let day = |name: &str| joint::day(form, name, today).filter(|day| *day <= last);
    let (first, second) = (day("first"), day("second"));
    let gone = GONE_THROUGH.iter().all(|one| form.has("gone", one));
    let asked = reason.is_some_and(|reason| reason.wants_follow_up() && reachable);
    let rules = [
        ("reason", reason.is_some(), "closure-reason-missing"),
        ("reason", open.is_settled(), "closure-unsettled"),
        ("words", words.is_some(), "closure-words-missing"),
        (
            "gone",
            gone || !reason.is_some_and(ClosureReason::is_with_person),
            "closure-gone-missing",
        ),
        ("first", first.is_some() || !(asked || named("first")), "closure-first-missing"),
        ("second", second.is_some() || !named("second"), "closure-first-missing"),
        ("first", reachable || first.or(second).is_none(), "closure-no-contact"),
    ];
    for (name, kept, key) in rules {
        if !kept && errors.get(name).is_none() {
            errors.add(name, cx.t(key));
        }
    }
    if errors.any() {
        return None;
    }
    let checks = first.into_iter().chain(second).collect();
    Some(Wish { reason: reason?, words: words?.to_owned(), checks })
}

/// Asks that the case be closed, and plans its follow-ups.
///
/// # Errors
/// `closure.moved` when it is closed or somebody has asked already.
pub async fn put(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    wish: Wish,
    now: Millis,
) -> Result<(), Problem> {
    let (id, case, by) = (app.clock.new_id(), record.row.id, (worker.id, now));
    let words = record.seal_words(app, place(TABLE, id), &wish.words)?;
    let end = |day: &Date| day.plus_days(1).at_minute(0).plus_minutes(-1);
    let checks: Vec<_> = wish.checks.iter().map(|day| (app.clock.new_id(), end(day))).collect();
    let (fact, reason) =
        (fact(app, case, worker, format!("ASK {}", wish.reason), now), wish.reason);
    commit(app, fact, case, move |tx| {
        let asked = store::ask(tx, (id, case), reason, by, &words)?;
        if asked {
            store::drop_checks(tx, case)?;
            for (check, due) in &checks {
                store::plan_check(tx, (*check, case), *due)?;
            }
        }
        Ok(asked)
    })
    .await
}

/// What is still open, each with its count.
pub fn unsettled_card(cx: &Cx, open: Unsettled) -> Markup {
    let card = Card::new(cx.t("closure-settled")).id("settled");
    html! { (card.body(html! {
        p.hint { (cx.t("closure-settled-text")) }
        ul.joint { @for (code, count) in open.all() {
            li { div.joint-h {
                span { (cx.code("closure-open", code)) }
                @if count == 0 { (tag(Tone::Ok, cx.t("closure-none-open"))) } @else { (tag(Tone::Warn, count)) }
            } }
        } }
    })) }
}

/// The form.
pub fn card(cx: &Cx, record: &CaseRecord, form: &Form<'_>) -> Markup {
    let reasons =
        ClosureReason::ALL.iter().map(|why| (why.code(), cx.code("closure-reason", why.code())));
    let gone = GONE_THROUGH.map(|one| (one, cx.code("closure-gone", one)));
    let reachable = record.disclosure.safety.safe_contact.is_some();
    let inside = html! {
        (form.select("reason", cx.t("closure-reason")).choices(reasons))
        (form.area("words", cx.t("closure-words")).hint(cx.t("closure-words-hint")).max(WORDS_MAX).rows(3))
        (form.checks("gone", cx.t("closure-gone")).hint(cx.t("closure-gone-hint")).choices(gone))
        @if reachable {
            (form.date("first", cx.t("closure-first")))
            (form.date("second", cx.t("closure-second")))
        } @else {
            (Note::new("warning", cx.t("case-safe-contact-none")).tone(Tone::Warn).says(cx.t("closure-no-contact")))
        }
        (acts(&html! { (Button::submit(cx.t("closure-ask")).icon("stamp")) (Button::back(cx, &format!("/cases/{}", record.row.id))) }))
    };
    html! { (Card::new(cx.t("closure-new")).body(post(cx, &path(record.row.id, ""), &inside))) }
}
