//! `/referrals/{id}/handover`: what is open in the case, line by line, and what becomes of each of it.

use maud::{Markup, html};
use sila_core::codes::{Fate, StaysCode};
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, HandoverLine};
use sila_core::time::Millis;

use super::super::entry::{self, Deed};
use super::super::record::{self, Record};
use super::super::{back_to, form_page, path, reaction, words};
use super::{alone, list};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::handover::{self as open, Words};
use crate::cases::{self, CaseRecord};
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Note, Tone};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

/// What somebody says of one line.
pub type Answer = (Fate, Option<StaysCode>);
/// Something open, and its words.
type Open = (HandoverLine, Words);

/// Shows what is open.
///
/// # Errors
/// `page.not_found` for whoever may not read the referral and its case.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (record, all) = gather(&ask).await?;
    Ok(Reply::page(&form(&ask.cx, &record, &all, &ask.form, &Errors::none())))
}

/// Signs what was said of each line.
///
/// # Errors
/// What the rules refuse: not accepted, handed over already; `handover.too_long`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (record, all) = gather(&ask).await?;
    let errors = wrong(&ask.cx, &ask.form, &all);
    if errors.any() {
        return Ok(Reply::page_with_errors(&form(&ask.cx, &record, &all, &ask.form, &errors)));
    }
    let answers = |line: &HandoverLine| read(&ask.form, line);
    hand(&ask.app, ask.worker()?, record.row.id, &answers, ask.now).await?;
    Ok(back_to(&ask.cx, record.row.id))
}

/// The referral and what is open in its case. The reading of the case is written down.
async fn gather(ask: &Ask) -> Result<(Record, Vec<Open>), Problem> {
    let (id, worker): (ReferralId, _) = (ask.id("id")?, ask.worker()?);
    let (record, case) = found(&ask.app, worker, id).await?;
    access::record(&ask.app, worker, Subject::Case(case.row.id.0), "case.handover", ask.now)
        .await?;
    let all = open::of_case(&ask.app, &case).await?;
    Ok((record, all))
}

/// A referral by which responsibility is handed over, and its case, for whoever may read both and send referrals of their own right:
/// whoever only follows it finds nothing here.
///
/// # Errors
/// `page.not_found`; as [`alone::free`].
async fn found(
    app: &App,
    worker: &Worker,
    id: ReferralId,
) -> Result<(Record, CaseRecord), Problem> {
    if !worker.may(Permission::ReferralOffer) {
        return Err(Problem::forbidden());
    }
    let record = Record::through(app, worker, id).await?;
    let thread = record.thread()?;
    let gives = thread.offer().source == app.node.id;
    if !gives || !(thread.awaits_list() || thread.awaits_taking()) {
        return Err(Problem::not_found());
    }
    let case = record.row.case_id.ok_or_else(Problem::not_found)?;
    let case = cases::open_record(app, worker, case).await?;
    case.row.needs_open()?;
    alone::free(app, case.row.id, id).await?;
    Ok((record, case))
}

/// The act itself: the list with what `answers` say of each line. What is done is done with the signature.
///
/// # Errors
/// `handover.incomplete` when something has no answer, as what was added a moment ago; as [`words::may_go`]; otherwise as
/// [`create`].
pub async fn hand(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    answers: &(dyn Fn(&HandoverLine) -> Option<Answer> + Sync),
    now: Millis,
) -> Result<(), Problem> {
    let (record, case) = found(app, worker, id).await?;
    words::may_go(app, worker, &record.row, now).await?;
    let mut all = open::of_case(app, &case).await?;
    for (line, _) in &mut all {
        let answer = answers(line).filter(|answer| fits(line, *answer));
        let incomplete = || Problem::refused("handover.incomplete");
        (line.fate, line.why) =
            answer.ok_or_else(|| incomplete().way_out(path(id, "/handover")))?;
    }
    let key = reaction::held_key(app, &record)?;
    let (list, salted) = list::sealed(id, key, all)?;
    let done = |line: &&HandoverLine| line.fate == Fate::Done;
    let settled: Vec<HandoverLine> = list.lines.iter().filter(done).cloned().collect();
    let by = record::by(worker, Permission::ReferralOffer)?;
    entry::write(app, id, now, |_| {
        let deed = Deed::of(Act::Hand { list: salted.commitment() }, by.clone(), worker.id);
        Ok(Deed { words: Some(salted.clone()), settled: settled.clone(), ..deed })
    })
    .await?;
    app.changed(Topic::Cases);
    Ok(())
}

fn fits(line: &HandoverLine, (fate, why): Answer) -> bool {
    open::fates(line.item).contains(&fate) && why.is_some() == (fate == Fate::Stays)
}

/// The field of a line: it stays the same while others come and go.
fn name(what: &str, line: &HandoverLine) -> String {
    format!("{what}-{}-{}", line.row().simple(), line.kind.to_lowercase())
}

fn read(form: &Pairs, line: &HandoverLine) -> Option<Answer> {
    let fate = form.get(&name("fate", line)).and_then(|code| Fate::from_code(code).ok())?;
    let why = form.get(&name("why", line)).and_then(|code| StaysCode::from_code(code).ok());
    Some((fate, why.filter(|_| fate == Fate::Stays)))
}

fn wrong(cx: &Cx, form: &Pairs, all: &[Open]) -> Errors {
    let mut errors = Errors::none();
    for (line, _) in all {
        match read(form, line) {
            Some((Fate::Stays, None)) => {
                errors.add(name("why", line), cx.t("handover-why-missing"))
            }
            Some(answer) if fits(line, answer) => {}
            _ => errors.add(name("fate", line), cx.t("handover-missing")),
        }
    }
    errors
}

fn form(cx: &Cx, record: &Record, all: &[Open], values: &Pairs, errors: &Errors) -> Page {
    let fields = Form::new(cx, values, errors);
    let inside = html! {
        (Note::new("list-checks", cx.t("handover-how")).tone(Tone::Info).says(cx.t("handover-how-text")))
        @if all.is_empty() { p { (cx.t("handover-nothing")) } }
        @for one in all { (question(cx, &fields, one)) }
    };
    let (title, act) = (cx.t("handover-list-title"), cx.t("handover-sign"));
    form_page(cx, &record.row, title, &path(record.row.id, "/handover"), &inside, &act, errors)
}

fn question(cx: &Cx, fields: &Form<'_>, (line, words): &Open) -> Markup {
    let when = format!("{} · {}", dates::day(cx.lang, line.at), dates::clock(line.at));
    let label = format!("{} · {when}", list::what(cx, line));
    let fates = open::fates(line.item);
    let choices = fates.iter().map(|fate| (fate.code(), cx.code("handover-fate", fate.code())));
    let reasons =
        StaysCode::ALL.iter().map(|why| (why.code(), cx.code("handover-stays", why.code())));
    let mut choice = fields.radios(&name("fate", line), label).side_by_side().choices(choices);
    if !words.said.is_empty() {
        choice = choice.hint(words.said.clone());
    }
    html! {
        (choice)
        (fields.select(&name("why", line), cx.t("handover-why")).optional()
            .empty(cx.t("handover-why-none")).choices(reasons))
    }
}
