//! The cards of a licence: facts, papers, fees, authorities, inspections, measures and grievances.

use maud::{Markup, html};
use sila_core::licence::{Rung, State};
use uuid::Uuid;

use super::inspections::{Inspection, KINDS};
use super::measures::{self, Grievance, Measure};
use super::open::Open;
use super::show::Beside;
use super::store::{Answer, Paid};
use super::{holds, inspections, path, regime, step};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::meetings::text::TEXT_MAX;
use crate::meetings::unsealed;
use crate::partners::Names;
use crate::problem::Problem;
use crate::regulation;
use crate::web::components::{Button, Card, Summary, Task, Tone, acts, icon, post, tag};
use crate::web::ident::{Code, Name};
use crate::web::{Arg, Cx, Errors, Form, Pairs, dates};

/// Whether whoever asks is shown where it is and who answers for it: those who inspect are, and it is written down before the page.
///
/// # Errors
/// When the access log cannot be written.
pub(super) async fn sees_site(
    ask: &Ask,
    open: &Open,
    screen: &'static str,
) -> Result<bool, Problem> {
    if !ask.may(Permission::LicenceStudy) {
        return Ok(false);
    }
    if !open.text.site.is_empty() || !open.text.contact.is_empty() {
        let site = Subject::Site(open.row.id);
        access::record(&ask.app, ask.worker()?, site, screen, ask.now).await?;
    }
    Ok(true)
}

/// What it is; where it is and who answers for it only for those who inspect.
pub(super) fn facts(cx: &Cx, open: &Open, names: &Names, inside: bool) -> Markup {
    let standing = open.standing(cx.now);
    let hidden = |text: &String| (inside && !text.is_empty()).then(|| html! { (Name(text)) });
    let activities = Some(&open.row.activities).filter(|all| !all.is_empty());
    let rows = Summary::new()
        .row(cx.t("licence-number"), Code(&open.row.number))
        .row(cx.t("licence-family"), cx.code("licence-family", open.row.family.code()))
        .row(cx.t("licence-holder"), Name(names.of(cx.lang, open.row.holder)))
        .row_if(
            cx.t("licence-activities"),
            activities.map(|all| html! { @for one in all { div { (cx.code("licence-activity", one.code())) } } }),
        )
        .row_if(cx.t("licence-from"), standing.from.map(|at| dates::day(cx.lang, at)))
        .row_if(
            cx.t("licence-until"),
            standing.until.map(|at| dates::day(cx.lang, at.plus_minutes(-1))),
        )
        .row_if(cx.t("licence-site"), hidden(&open.text.site))
        .row_if(cx.t("licence-contact"), hidden(&open.text.contact))
        .row(cx.t("law-basis"), regulation::link(cx, open.plan.rule));
    html! {
        (Card::new(cx.t("licence-one")).body(html! {
            @if !open.text.text.is_empty() { p dir="auto" { (open.text.text) } }
            (rows)
        }))
    }
}

/// What was handed in, and what is missing.
pub(super) fn papers(cx: &Cx, open: &Open) -> Markup {
    html! {
        (Card::new(cx.t("licence-papers")).body(html! {
            ul.leaves { @for paper in &open.plan.papers {
                @let given = open.text.papers.contains(&paper.code);
                li { (icon(if given { "check" } else { "x" })) div { (paper.of(cx.lang)) @if !given { " · " (cx.t("licence-paper-missing")) } } }
            } }
        }))
    }
}

/// What was paid, and the form for a receipt where something is owed.
pub(super) fn fees(ask: &Ask, open: &Open, paid: &[Paid]) -> Markup {
    let cx = &ask.cx;
    let state = open.state(ask.now);
    let renewing = matches!(state, State::Renewing | State::Overdue);
    let owed = if renewing { open.renewal_fee(ask.now) } else { open.plan.fee };
    let first = !paid.iter().any(|one| one.code == super::store::ISSUE);
    let studied = matches!(state, State::Submitted | State::UnderStudy | State::Incomplete);
    let due = renewing || (first && studied);
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let amount = |n: u32| cx.t_with("licence-dirhams", &[("n", Arg::from(n))]);
    html! {
        (Card::new(cx.t("licence-fees")).body(html! {
            ul.links { @for one in paid { li { div {
                (cx.code("licence-fee", &one.code)) " · " (amount(one.dirhams))
                div.sub { (Code(&one.receipt)) " · " (cx.at(one.at)) }
            } } } }
            @if due {
                p { b { (cx.t("licence-owed")) } " " (amount(owed)) }
                @if ask.may(Permission::LicenceStudy) {
                    (post(cx, &format!("{}/fees", path(open.row.id)), &html! {
                        (form.text("dirhams", cx.t("licence-paid-sum")).numeric().max(7))
                        (form.text("receipt", cx.t("licence-receipt")).ltr().max(step::NUMBER_MAX))
                        (acts(&html! { (Button::submit(cx.t("licence-pay")).soft()) }))
                    }))
                }
            }
        }))
    }
}

/// Who is asked whether they object, and what they said.
pub(super) fn authorities(ask: &Ask, open: &Open, answers: &[Answer]) -> Markup {
    let cx = &ask.cx;
    if open.plan.authorities.is_empty() {
        return html! {};
    }
    let asked = open.state(ask.now) == State::NonObjection;
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let choices = open.plan.authorities.iter();
    let choices = choices.map(|one| (one.code.clone(), one.of(cx.lang).to_owned()));
    html! {
        (Card::new(cx.t("licence-authorities")).body(html! {
            ul.links { @for one in &open.plan.authorities {
                @let said = answers.iter().find(|answer| answer.authority == one.code);
                li { div {
                    (one.of(cx.lang)) " "
                    @match said {
                        None => (tag(Tone::Plain, cx.t("licence-no-answer"))),
                        Some(answer) if answer.objects => (tag(Tone::Bad, cx.t("licence-objects"))),
                        Some(_) => (tag(Tone::Ok, cx.t("licence-no-objection"))),
                    }
                    @if let Some(answer) = said { div.sub { (Code(&answer.number)) " · " (cx.at(answer.at)) } }
                } }
            } }
            @if asked && ask.may(Permission::LicenceStudy) {
                (post(cx, &format!("{}/authorities", path(open.row.id)), &html! {
                    (form.select("authority", cx.t("licence-authority")).choices(choices))
                    (form.radios("objects", cx.t("licence-said")).side_by_side()
                        .choice("no", cx.t("licence-no-objection")).choice("yes", cx.t("licence-objects")))
                    (form.text("number", cx.t("licence-letter")).ltr().max(step::NUMBER_MAX).optional())
                    (acts(&html! { (Button::submit(cx.t("licence-write-down")).soft()) }))
                }))
            }
        }))
    }
}

/// Inspections, and the form that plans one.
pub(super) fn inspections(ask: &Ask, open: &Open, all: &[Inspection]) -> Markup {
    let cx = &ask.cx;
    let state = open.state(ask.now);
    let audit = state == State::FieldAudit;
    let plans = ask.may(Permission::LicenceStudy) && (audit || state.is_public());
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let kinds = KINDS.into_iter().filter(|kind| (*kind == inspections::AUDIT) == audit);
    let kinds = kinds.map(|kind| (kind, cx.code("inspection-kind", kind)));
    let at = |one: &Inspection| cx.url(&format!("{}/inspections/{}", path(open.row.id), one.id));
    let task = |one: &Inspection| {
        let title = cx.code("inspection-kind", &one.kind);
        Task::new("clipboard-text", Tone::Info, title, at(one))
            .meta(dates::day(cx.lang, one.done_at.unwrap_or(one.due_at.plus_minutes(-1))))
            .end(inspections::passed(cx, one))
    };
    html! {
        @if plans || !all.is_empty() {
            (Card::new(cx.t("inspections-title")).count(all.len()).body(html! {
                @if all.is_empty() { p.muted { (cx.t("inspections-none")) } }
                ul.tasks { @for one in all { (task(one)) } }
                @if plans {
                    (post(cx, &format!("{}/inspections", path(open.row.id)), &html! {
                        (form.select("kind", cx.t("inspection-kind")).choices(kinds))
                        (form.date("due", cx.t("inspection-due")))
                        (acts(&html! { (Button::submit(cx.t("inspection-plan")).soft().icon("calendar-check")) }))
                    }))
                }
            }))
        }
    }
}

/// Measures and grievances, with the forms of whoever may take, bring or decide them.
pub(super) fn measures(
    ask: &Ask,
    open: &Open,
    beside: &Beside,
    holder: bool,
) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let mut lines = Vec::new();
    for one in &beside.measures {
        let why: String = unsealed(&ask.app, "licence_measure", one.id, &one.body)?;
        lines.push(measure(cx, one, &why));
    }
    let mut said = Vec::new();
    for one in &beside.grievances {
        said.push(grievance(ask, open, one)?);
    }
    let public = open.state(ask.now).is_public();
    let takes = !holder && public && takes(ask)?;
    let contestable = measures::contestable(open, &beside.measures, &beside.grievances, ask.now);
    let brings = (holder || ask.may(Permission::LicenceStudy)) && !contestable.is_empty();
    Ok(html! {
        @if takes || !lines.is_empty() {
            (Card::new(cx.t("licence-measures-title")).count(lines.len()).link(cx.t("law-basis"), cx.url(&regulation::rule_path(sila_core::law::Rule::LicenceMeasures))).body(html! {
                @if lines.is_empty() { p.muted { (cx.t("measures-none")) } }
                ul.links { @for line in &lines { (line) } }
                @if takes { (taking(ask, open, &beside.measures)?) }
            }))
        }
        @if brings || !said.is_empty() {
            (Card::new(cx.t("grievances-title")).count(said.len()).link(cx.t("law-basis"), cx.url(&regulation::rule_path(sila_core::law::Rule::LicenceGrievance))).body(html! {
                @for one in &said { (one) }
                @if brings { (bringing(cx, open, &beside.measures, &contestable, holder)) }
            }))
        }
    })
}

fn measure(cx: &Cx, one: &Measure, why: &str) -> Markup {
    let violation = regime::at(one.at).and_then(|regime| regime.violation(&one.violation));
    let tone = if one.rung >= Rung::Fine { Tone::Bad } else { Tone::Warn };
    html! {
        li { div {
            (tag(tone, cx.code("licence-rung", one.rung.code()))) " "
            @if let Some(violation) = violation { b { (violation.of(cx.lang)) } " " a.link href=(cx.url(&regulation::path(&violation.instrument))) { (regulation::provision(cx, &violation.instrument, &violation.article)) } }
            @if one.dirhams > 0 { " · " (cx.t_with("licence-dirhams", &[("n", Arg::from(one.dirhams))])) }
            @if one.lifted_at.is_some() { " " (tag(Tone::Ok, cx.t("measure-lifted"))) }
            p dir="auto" { (why) }
            div.sub { (cx.at(one.at)) }
        } }
    }
}

fn takes(ask: &Ask) -> Result<bool, Problem> {
    let worker = ask.worker()?;
    Ok(Rung::ALL.iter().any(|rung| holds(worker, rung.office())))
}

fn taking(ask: &Ask, open: &Open, before: &[Measure]) -> Result<Markup, Problem> {
    let (cx, worker) = (&ask.cx, ask.worker()?);
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let violations = regime::at(ask.now).map_or(&[][..], |regime| regime.violations.as_slice());
    let violations = violations.iter().map(|one| (one.code.clone(), one.of(cx.lang).to_owned()));
    let calm = measures::open_rungs(before, false, ask.now);
    let all = measures::open_rungs(before, true, ask.now).into_iter();
    let own = all.filter(|rung| holds(worker, rung.office()));
    let rungs = own.map(|rung| {
        let name = cx.code("licence-rung", rung.code());
        let at_once = if calm.contains(&rung) { String::new() } else { cx.t("measure-in-danger") };
        (rung.code(), format!("{name} {at_once}"))
    });
    let rungs: Vec<(&str, String)> = rungs.collect();
    Ok(html! {
        @if rungs.is_empty() { p.muted { (cx.t("measure-not-yours")) } }
        @else { details { summary { (cx.t("measure-take")) } (post(cx, &format!("{}/measures", path(open.row.id)), &html! {
            (form.select("violation", cx.t("measure-violation")).choices(violations))
            (form.radios("rung", cx.t("measure-rung")).choices(rungs))
            (form.checks("danger", cx.t("measure-danger")).choice("yes", cx.t("measure-danger-yes")).optional())
            (form.area("why", cx.t("measure-why")).max(TEXT_MAX).rows(3))
            (acts(&html! { (Button::submit(cx.t("measure-act")).danger().icon("gavel")) }))
        })) } }
    })
}

fn grievance(ask: &Ask, open: &Open, one: &Grievance) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let words = |body: &[u8]| unsealed::<String>(&ask.app, "licence_grievance", one.id, body);
    let said = words(&one.body)?;
    let answer = one.answer.as_deref().map(words).transpose()?;
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let outcome = match one.upheld {
        Some(true) => tag(Tone::Ok, cx.t("grievance-upheld")),
        Some(false) => tag(Tone::Plain, cx.t("grievance-rejected")),
        None => tag(Tone::Gold, cx.deadline(one.due_at)),
    };
    let about = if one.measure.is_some() { "grievance-measure" } else { "grievance-refusal" };
    let at = format!("{}/grievances/{}", path(open.row.id), one.id);
    Ok(html! {
        div {
            p { b { (cx.t(about)) } " " (outcome) " " span.muted { (cx.at(one.filed_at)) } }
            p dir="auto" { (said) }
            @if let Some(answer) = &answer { p.muted { (cx.t("grievance-answer")) } p dir="auto" { (answer) } }
            @if one.decided_at.is_none() && ask.may(Permission::LicenceReview) {
                (post(cx, &at, &html! {
                    (form.radios("upheld", cx.t("grievance-outcome")).side_by_side()
                        .choice("yes", cx.t("grievance-upheld")).choice("no", cx.t("grievance-rejected")))
                    (form.area("words", cx.t("grievance-why")).max(TEXT_MAX).rows(3))
                    (acts(&html! { (Button::submit(cx.t("grievance-decide")).icon("scales")) }))
                }))
            }
        }
    })
}

fn bringing(
    cx: &Cx,
    open: &Open,
    taken: &[Measure],
    contestable: &[Option<Uuid>],
    holder: bool,
) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let choices = contestable.iter().map(|what| match what {
        None => ("refusal".to_owned(), cx.t("grievance-refusal")),
        Some(id) => {
            let rung = taken.iter().find(|one| one.id == *id).map_or("", |one| one.rung.code());
            (id.to_string(), cx.code("licence-rung", rung))
        }
    });
    let at = if holder { "/portal/licences" } else { "/licences" };
    html! {
        details { summary { (cx.t("grievance-bring")) } (post(cx, &format!("{at}/{}/grievances", open.row.id), &html! {
            (form.select("against", cx.t("grievance-against")).choices(choices))
            (form.area("words", cx.t("grievance-words")).max(TEXT_MAX).rows(3))
            (acts(&html! { (Button::submit(cx.t("grievance-send")).soft()) }))
        })) }
    }
}
