//! One assessment: the level, why, every answer, and the very form it was filled with.

use maud::{Markup, html};
use sila_core::codes::Service;
use sila_core::instrument::{Instrument, Rule, When};
use uuid::Uuid;

use super::card::level_tag;
use super::store::{self, Loaded};
use super::{Assessment, Filled, file, open};
use crate::accounts::{self, Permission};
use crate::ask::Ask;
use crate::cases::{CaseRecord, plan};
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Summary, Tone, acts, columns, heading, post};
use crate::web::ident::{Code, Name, Reference};
use crate::web::{Arg, Cx, Errors, Form};

/// Everything of one assessment, for whoever may read its case.
pub struct Sight {
    /// The case.
    pub record: CaseRecord,
    /// The row.
    pub one: Assessment,
    /// What was filled.
    pub filled: Filled,
    /// The form as it was loaded.
    pub loaded: Loaded,
    /// The same, read.
    pub form: Instrument,
    /// Arabic and English name of whoever filled it, and of whoever lowered its level.
    pub names: [Option<(String, String)>; 2],
}

impl Sight {
    /// Finds it through the worker who asks.
    ///
    /// # Errors
    /// `page.not_found`; `instrument.unreadable` when the form was changed from outside.
    pub async fn gather(ask: &Ask) -> Result<Sight, Problem> {
        let record = plan::case(ask).await?;
        let (id, case): (Uuid, _) = (ask.id("one")?, record.row.id);
        let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
            let Some(one) = store::one(tx, case, id)? else { return Ok(None) };
            let Some(loaded) = store::find(tx, one.instrument)? else { return Ok(None) };
            let all = accounts::store::all(tx)?;
            let name = |id| {
                let found = all.iter().find(|worker| Some(worker.id) == id);
                found.map(|worker| (worker.name_ar.clone(), worker.name_en.clone()))
            };
            let names = [name(Some(one.worker)), name(one.lowered_by)];
            Ok(Some((one, loaded, names)))
        };
        let found = ask.app.store.read(read).await?;
        let (one, loaded, names) = found.ok_or_else(Problem::not_found)?;
        let (filled, form) = (open(&ask.app, &record, &one)?, file::of(&loaded)?);
        Ok(Sight { record, one, filled, loaded, form, names })
    }
}

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let sight = Sight::gather(&ask).await?;
    Ok(document(&ask, &sight, &Errors::none()))
}

/// The page with what is wrong.
pub fn document(ask: &Ask, sight: &Sight, errors: &Errors) -> Reply {
    let cx = &ask.cx;
    let title = cx.lang.pick(&sight.form.title.ar, &sight.form.title.en).clone();
    let main = html! { (judged(cx, sight)) (papers(cx, sight)) (answers(cx, sight)) };
    let aside = html! { (pinned(cx, sight)) (lower(ask, sight, errors)) };
    let body = html! {
        (errors.summary(cx))
        (heading(html! { (title) " " (Reference(&sight.record.row.reference)) }, None, &html! {}))
        (columns(&main, &aside))
    };
    let page = plan::page::frame(cx, &sight.record, title).errors(errors.any()).body(body);
    if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) }
}

fn judged(cx: &Cx, sight: &Sight) -> Markup {
    let (one, filled) = (&sight.one, &sight.filled);
    let score = sight.form.score(&filled.answers).ok();
    let because = score.iter().flat_map(|score| &score.because);
    let rules: Vec<&Rule> = because.filter_map(|at| sight.form.rules.get(*at)).collect();
    let numbers = score.as_ref().map(|score| {
        let unknown = u32::try_from(score.unknown).unwrap_or(0);
        let args =
            [("points", Arg::from(i64::from(score.points))), ("unknown", Arg::from(unknown))];
        cx.t_with("assessment-points", &args)
    });
    html! {
        (Card::new(cx.t("assessment-level")).tag(level_tag(cx, one.level)).body(html! {
            @if let Some(numbers) = numbers { p { (numbers) } }
            @if !rules.is_empty() {
                p.hint { (cx.t("assessment-because")) }
                ul.reads { @for rule in rules { li { (reason(cx, &sight.form, rule)) } } }
            }
            @if one.level > one.scored && one.lowered_by.is_none() {
                (Note::new("flag", cx.t("assessment-raised")).tone(Tone::Info))
            }
            @if !filled.note.is_empty() { p { (Name(&filled.note)) } }
            @if let Some(why) = &filled.lowered {
                (Note::new("flag", cx.t("assessment-lowered")).tone(Tone::Warn).body(html! {
                    p { (Name(why)) }
                    @if let Some((ar, en)) = &sight.names[1] { p.sub { (Name(cx.lang.pick(ar, en))) } }
                }))
            }
        }))
    }
}

/// What of the list that comes with the program says that somebody keeps the person's papers.
const PAPERS: [&str; 2] = ["CONTROL", "ALONE"];
/// The law that punishes it.
const LAW: &str = "UAE-DL-2023-24";

/// Papers may be withheld, and nobody has asked for the service that brings them back: the service, and the law.
fn papers(cx: &Cx, sight: &Sight) -> Markup {
    let yes = |code: &str| sight.filled.answers.get(code).is_some_and(|said| said == "YES");
    let known = &sight.record.disclosure.needs;
    let shipped = sight.form.code == "SILA-RISK";
    let due = shipped && PAPERS.iter().any(|code| yes(code)) && !known.contains(&Service::Papers);
    let service = Arg::phrase(cx.code("service", Service::Papers.code()));
    html! {
        @if due {
            (Note::new("warning", cx.t("assessment-papers")).tone(Tone::Warn).body(html! {
                p { (cx.t_with("assessment-papers-text", &[("service", service)])) }
                a.link href=(cx.url(&regulation::path(LAW))) { (cx.t("law-basis")) } " · " (cx.t("law-article")) " " (Code("11"))
            }))
        }
    }
}

/// A rule in words: the answers or the points that it asks for.
pub fn reason(cx: &Cx, form: &Instrument, rule: &Rule) -> String {
    match &rule.when {
        When::Points(least) => {
            cx.t_with("assessment-rule-points", &[("n", Arg::from(i64::from(*least)))])
        }
        When::All(all) => {
            let words = |(question, answer): &(String, String)| {
                let question = form.questions.iter().find(|one| one.code == *question)?;
                let answer = question.answer(answer)?;
                let said = cx.lang.pick(&answer.words.ar, &answer.words.en);
                Some(format!("{}: {said}", cx.lang.pick(&question.words.ar, &question.words.en)))
            };
            let all: Vec<String> = all.iter().filter_map(words).collect();
            all.join(" + ")
        }
    }
}

fn answers(cx: &Cx, sight: &Sight) -> Markup {
    let mut rows = Summary::new().wide();
    for question in &sight.form.questions {
        let answer =
            sight.filled.answers.get(&question.code).and_then(|code| question.answer(code));
        let said = answer.map(|one| cx.lang.pick(&one.words.ar, &one.words.en).clone());
        let words = cx.lang.pick(&question.words.ar, &question.words.en).clone();
        rows = rows.row_if(words, said);
    }
    html! { (Card::new(cx.t("assessment-questions")).body(html! { (rows) })) }
}

/// With which version it was filled, by whom, when.
fn pinned(cx: &Cx, sight: &Sight) -> Markup {
    let digest: String =
        sight.loaded.digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let form = format!("{} {}", sight.loaded.code, sight.loaded.version);
    let name = sight.names[0].as_ref().map(|(ar, en)| html! { (Name(cx.lang.pick(ar, en))) });
    let rows = Summary::new()
        .row_if(cx.t("assessment-by"), name)
        .row(cx.t("assessment-at"), cx.at(sight.one.at))
        .row_if(cx.t("assessment-again"), sight.one.again_at.map(|at| cx.deadline(at)))
        .row(cx.t("assessment-form"), html! { a.link href=(cx.url(&format!("/instruments/{}", sight.loaded.id))) { (Code(&form)) } })
        .row(cx.t("assessment-hash"), Code(&digest));
    html! { (Card::new(cx.t("assessment-pinned")).body(html! { (rows) })) }
}

/// A supervisor who did not fill it may lower it, with a reason.
fn lower(ask: &Ask, sight: &Sight, errors: &Errors) -> Markup {
    let (cx, one) = (&ask.cx, &sight.one);
    let own = ask.worker().is_ok_and(|worker| worker.id == one.worker);
    let lowest = one.level == sila_core::codes::Risk::Low;
    if own || lowest || one.lowered_by.is_some() || !ask.may(Permission::CaseApprove) {
        return html! {};
    }
    let form = Form::new(cx, &ask.form, errors);
    let lower = super::fill::levels(cx).into_iter().filter(|(code, _)| {
        sila_core::codes::Risk::from_code(code).is_ok_and(|level| level < one.level)
    });
    let action = super::fill::path(&sight.record, one.id, "/lowering");
    html! {
        (Card::new(cx.t("assessment-lower")).body(post(cx, &action, &html! {
            (form.select("level", cx.t("assessment-level")).choices(lower))
            (form.area("why", cx.t("assessment-lower-why")).rows(3))
            (acts(&html! { (Button::submit(cx.t("assessment-lower-act")).line()) }))
        })))
    }
}
