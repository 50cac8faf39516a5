//! Calling for an evaluation, agreeing to hold it, and sealing our answer.

use maud::{Markup, html};
use rand_core::Rng;
use sila_core::evaluation::{Call, Criterion, Judged, Perception, Seal, Sheet};
use sila_core::policy::{Finding, Guide};
use sila_core::time::Millis;
use sila_core::{AgencyId, RecordId};
use sila_link::record::Word;

use super::bring::{TABLE, linked};
use super::cycle::{self, Cycle, digest};
use super::{show, store};
use crate::activation::saying::{by, day};
use crate::app::App;
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::licences::wall;
use crate::links;
use crate::meetings::{sealed, unsealed};
use crate::partners::Names;
use crate::policy;
use crate::problem::Problem;
use crate::records::{By, propose, word};
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, empty_state, heading};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs};

/// The criteria that a guide gives: its mandatory clauses, each with its question.
fn criteria(guide: &Guide) -> Vec<Criterion> {
    let binding = guide.clauses().filter(|clause| clause.mandatory);
    let asked = binding.filter_map(|clause| {
        let question = clause.question.clone()?;
        Some(Criterion { clause: clause.number.clone(), question })
    });
    asked.take(sila_core::evaluation::CRITERIA_MAX).collect()
}

/// Calls for an evaluation: the other party agrees with its signature.
///
/// # Errors
/// `evaluation.no_guide` without a guide in force; `evaluation.malformed`; what records refuse.
pub async fn begin(
    app: &App,
    other: AgencyId,
    (from, until): (sila_core::time::Date, sila_core::time::Date),
    deadline: Millis,
    by: By,
) -> Result<RecordId, Problem> {
    let none = || Problem::refused("evaluation.no_guide").way_out("/policy");
    let guide = policy::in_force(app, by.now).await?.ok_or_else(none)?.guide;
    let call = Call { from, until, deadline, guide: guide.number, criteria: criteria(&guide) };
    let malformed = |part: &'static str| Problem::refused("evaluation.malformed").because(part);
    call.check().map_err(malformed)?;
    propose::first(app, Call::KIND, &[other], call.to_cbor(), by).await
}

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let mut values = Pairs::default();
    let (today, year) = (ask.now.uae_date(), ask.now.plus_days(-365).uae_date());
    for (name, date) in
        [("from", year), ("until", today), ("deadline", ask.now.plus_days(21).uae_date())]
    {
        values.push(format!("{name}_d"), date.day.to_string());
        values.push(format!("{name}_m"), date.month.to_string());
        values.push(format!("{name}_y"), date.year.to_string());
    }
    Ok(Reply::page(&form(&ask, &values, &Errors::none()).await?))
}

/// Signs and sends the call.
///
/// # Errors
/// As [`begin`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let peers = links::peers(&ask.app).await?;
    let named = ask.form.get("agency").and_then(|text| AgencyId::parse(text).ok());
    let other = named.filter(|agency| linked(&peers).contains(agency));
    let of = |name: &str| day(&ask.form, name);
    let today = ask.now.uae_date();
    let days = of("from").zip(of("until")).filter(|(from, until)| from < until && *until <= today);
    let deadline = of("deadline").filter(|deadline| *deadline >= today);
    let (Some(other), Some(days), Some(deadline)) = (other, days, deadline) else {
        let mut errors = Errors::none();
        if other.is_none() {
            errors.add("agency", ask.cx.t("evaluation-agency-needed"));
        }
        if days.is_none() {
            errors.add("until", ask.cx.t("evaluation-period-needed"));
        }
        if deadline.is_none() {
            errors.add("deadline", ask.cx.t("evaluation-deadline-needed"));
        }
        return Ok(Reply::page_with_errors(&form(&ask, &ask.form, &errors).await?));
    };
    let deadline = deadline.plus_days(1).at_minute(0);
    let id = begin(&ask.app, other, days, deadline, by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/evaluations/{id}"))))
}

async fn form(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let names = Names::all(&ask.app).await?;
    let peers = linked(&links::peers(&ask.app).await?);
    let guide = policy::in_force(&ask.app, ask.now).await?;
    let title = cx.t("evaluation-new");
    let page = Page::new(cx, title.clone()).crumb(cx.t("evaluations-title"), "/evaluations");
    let Some(guide) = guide.filter(|_| !peers.is_empty()) else {
        let act = html! { (Button::link(cx.t("policy-title"), cx.url("/policy"))) };
        let words = cx.t("evaluation-needs-guide");
        let none = empty_state("scales", cx.t("evaluations-empty"), words, &act);
        return Ok(page.body(html! { (heading(title, None, &html! {})) (none) }));
    };
    let agencies: Vec<(String, String)> = peers
        .iter()
        .map(|agency| (agency.to_text(), names.of(cx.lang, *agency).to_owned()))
        .collect();
    let form = Form::new(cx, values, errors);
    let count = [("n", Arg::from(criteria(&guide.guide).len()))];
    let body = html! {
        (heading(title, Some(&cx.t("evaluation-new-lead")), &html! {}))
        form.narrow method="post" action=(cx.url("/evaluations")) novalidate {
            (form.summary())
            (Card::new(cx.t("evaluation-what")).body(html! {
                (form.select("agency", cx.t("evaluation-with")).choices(agencies))
                (form.date("from", cx.t("evaluation-from")))
                (form.date("until", cx.t("evaluation-until")))
                (form.date("deadline", cx.t("evaluation-deadline")).hint(cx.t("evaluation-deadline-hint")))
            }))
            (Note::new("list-checks", cx.t_with("evaluation-criteria-n", &count)).tone(Tone::Info).says(cx.t("evaluation-criteria-text")))
            (acts(&html! { (Button::submit(cx.t("record-propose")).icon("signature")) }))
        }
    };
    Ok(page.errors(errors.any()).body(body))
}

/// Our agency agrees to hold it, or not.
///
/// # Errors
/// `page.not_found` when it does not wait for us; `form.broken`; what records refuse.
pub async fn word(ask: Ask) -> Result<Reply, Problem> {
    let signs = match ask.form.get("word") {
        Some("sign") => true,
        Some("decline") => false,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    let cycle = cycle::one(&ask.app, ask.id("id")?).await?;
    sign(&ask.app, &cycle, signs, by(&ask)?).await?;
    let to = if signs { format!("/evaluations/{}", cycle.id) } else { "/evaluations".to_owned() };
    Ok(Reply::see_other(ask.cx.url(&to)))
}

/// Signs the call of the other party, or declines it.
///
/// # Errors
/// `page.not_found` when it does not wait for us; what records refuse.
pub async fn sign(app: &App, cycle: &Cycle, signs: bool, by: By) -> Result<(), Problem> {
    let version = cycle.waits.clone().ok_or_else(Problem::not_found)?;
    word::commit(app, version, if signs { Word::Sign } else { Word::Decline }, by).await
}

/// Seals what our agency answers, with what its people marked, and sends the hash.
///
/// # Errors
/// `evaluation.not_open` before both have agreed and after the first sheet was opened; `evaluation.unanswered` when a criterion
/// is missing; `wall.regulated`; what records refuse.
pub async fn seal(app: &App, cycle: &Cycle, judged: Vec<Judged>, by: By) -> Result<(), Problem> {
    let (me, id) = (app.node.id, cycle.id);
    let back = format!("/evaluations/{id}");
    if !cycle.takes_seals() || cycle.seals.contains_key(&me) || cycle.call.deadline <= by.now {
        return Err(Problem::refused("evaluation.not_open").way_out(back));
    }
    if let Some(worker) = by.worker {
        wall::may_judge(app, worker, cycle.other, &back).await?;
    }
    let mut salt = [0_u8; 32];
    Randomness.fill_bytes(&mut salt);
    let marks = app.store.read(move |tx| store::marks(tx, id)).await?;
    let perception = Perception::of(&marks);
    let sheet = Sheet { call: id, party: me, salt, judged, perception };
    if !sheet.answers(&cycle.call) {
        return Err(Problem::refused("evaluation.unanswered").way_out(back));
    }
    let (body, now, worker) = (sealed(app, TABLE, id.0, &sheet), by.now, by.worker);
    let write = move |tx: &mut dyn Tx| -> Result<Option<Vec<u8>>, DbError> {
        store::keep_sheet(tx, id, &body, (worker, now))?;
        store::sheet(tx, id)
    };
    // What was kept first is what is sent, also when the sending had failed before.
    let kept = app.store.write(write).await?.ok_or_else(Problem::not_found)?;
    let kept: Sheet = unsealed(app, TABLE, id.0, &kept)?;
    let seal = Seal { call: id, digest: digest(&kept) };
    propose::first(app, Seal::KIND, &[cycle.other], seal.to_cbor(), by).await.map(|_| ())
}

/// `POST /evaluations/{id}/seal`.
///
/// # Errors
/// As [`seal`].
pub async fn answer(ask: Ask) -> Result<Reply, Problem> {
    let cycle = cycle::one(&ask.app, ask.id("id")?).await?;
    let mut errors = Errors::none();
    let mut judged = Vec::new();
    for (n, criterion) in (1_u16..).zip(&cycle.call.criteria) {
        let found = |name: &str| {
            ask.form.get(&format!("{name}{n}")).and_then(|code| Finding::from_code(code).ok())
        };
        match found("own").zip(found("other")) {
            Some((own, other)) => {
                judged.push(Judged { clause: criterion.clause.clone(), own, other });
            }
            None => errors.add(format!("own{n}"), ask.cx.t("evaluation-finding-needed")),
        }
    }
    if errors.any() {
        let page = show::drawn(&ask, &cycle, &ask.form, &errors).await?;
        return Ok(Reply::page_with_errors(&page));
    }
    seal(&ask.app, &cycle, judged, by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/evaluations/{}", cycle.id))))
}

/// The form by which our agency judges itself and the other.
pub(super) fn sheet_form(
    cx: &Cx,
    cycle: &Cycle,
    name: &str,
    values: &Pairs,
    errors: &Errors,
) -> Markup {
    let form = Form::new(cx, values, errors);
    let findings =
        || Finding::ALL.iter().map(|one| (one.code(), cx.code("policy-finding", one.code())));
    let other = cx.t_with("evaluation-of-other", &[("agency", Arg::from(name))]);
    html! {
        (Card::new(cx.t("evaluation-answer")).id("answer").body(html! {
            p.muted { (cx.t("evaluation-answer-text")) }
            (form.summary())
            form method="post" action=(cx.url(&format!("/evaluations/{}/seal", cycle.id))) novalidate {
                @for (n, criterion) in (1_u16..).zip(&cycle.call.criteria) {
                    section.clause-text {
                        h3 { (crate::web::ident::Code(&criterion.clause)) }
                        p { (cx.lang.pick(&criterion.question.ar, &criterion.question.en)) }
                        (form.select(&format!("own{n}"), cx.t("evaluation-of-us")).choices(findings()))
                        (form.select(&format!("other{n}"), other.clone()).choices(findings()))
                    }
                }
                (acts(&html! { (Button::submit(cx.t("evaluation-seal")).icon("lock-key")) }))
            }
        }))
    }
}
