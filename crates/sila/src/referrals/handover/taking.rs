//! `/referrals/{id}/taking`: the agency that takes responsibility over goes through the list, ticks each line, and signs it.

use maud::{Markup, html};
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, HandoverList};
use sila_core::time::Millis;

use super::super::entry::{self, Deed};
use super::super::record::{self, Record};
use super::super::{back_to, form_page, path};
use super::list;
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Note, Tone};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Shows the list.
///
/// # Errors
/// `page.not_found` for a stranger, and when nothing is to be taken over.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (record, signed) = gather(&ask).await?;
    Ok(Reply::page(&form(&ask.cx, &record, &signed, &ask.form, &Errors::none())?))
}

/// Signs it.
///
/// # Errors
/// What the rules refuse: another list was signed meanwhile.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (record, signed) = gather(&ask).await?;
    let errors = wrong(&ask.cx, &ask.form, &record, &signed)?;
    if errors.any() {
        let page = form(&ask.cx, &record, &signed, &ask.form, &errors)?;
        return Ok(Reply::page_with_errors(&page));
    }
    take(&ask.app, ask.worker()?, record.row.id, commitment(&record)?, ask.now).await?;
    Ok(back_to(&ask.cx, record.row.id))
}

/// The act itself: our signature under the list of this commitment.
///
/// # Errors
/// As [`create`].
pub async fn take(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    list: [u8; 32],
    now: Millis,
) -> Result<(), Problem> {
    if !worker.may(Permission::ReferralDecide) {
        return Err(Problem::forbidden());
    }
    Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralDecide)?;
    entry::write(app, id, now, |_| Ok(Deed::of(Act::Take { list }, by.clone(), worker.id))).await?;
    Ok(())
}

/// The list, for whoever may read the referral. The reading is written down.
async fn gather(ask: &Ask) -> Result<(Record, HandoverList), Problem> {
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, ask.id("id")?).await?;
    let signed = signed(&ask.app, &record).await?;
    if record.thread()?.offer().target != ask.app.node.id {
        return Err(Problem::not_found());
    }
    let subject = Subject::Referral(record.row.id.0);
    access::record(&ask.app, worker, subject, "referral.taking", ask.now).await?;
    Ok((record, signed))
}

/// The list that waits to be taken over.
///
/// # Errors
/// `page.not_found` when none does.
pub async fn signed(app: &App, record: &Record) -> Result<HandoverList, Problem> {
    let waits = record.thread()?.awaits_taking();
    let list = list::of(app, record).await?;
    list.filter(|_| waits).ok_or_else(Problem::not_found)
}

/// What the signature is put under.
///
/// # Errors
/// `page.not_found` when no list was signed.
pub fn commitment(record: &Record) -> Result<[u8; 32], Problem> {
    record.thread()?.list().ok_or_else(Problem::not_found)
}

fn hex(list: [u8; 32]) -> String {
    list.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is not ticked, or a list that is not the one that was read.
///
/// # Errors
/// As [`commitment`].
pub fn wrong(
    cx: &Cx,
    typed: &Pairs,
    record: &Record,
    signed: &HandoverList,
) -> Result<Errors, Problem> {
    let mut errors = Errors::none();
    if typed.get("list") != Some(hex(commitment(record)?).as_str()) {
        errors.add("list", cx.t("handover-changed"));
        return Ok(errors);
    }
    for nth in 0..signed.lines.len() {
        let name = format!("line-{nth}");
        if typed.get(&name) != Some("yes") {
            errors.add(name, cx.t("handover-tick-missing"));
        }
    }
    Ok(errors)
}

/// The lines, each with a box.
///
/// # Errors
/// As [`commitment`].
pub fn boxes(
    cx: &Cx,
    record: &Record,
    signed: &HandoverList,
    (typed, errors): (&Pairs, &Errors),
) -> Result<Markup, Problem> {
    let fields = Form::new(cx, typed, errors);
    let list = hex(commitment(record)?);
    Ok(html! {
        (Note::new("list-checks", cx.t("handover-take-how")).tone(Tone::Info).says(cx.t("handover-take-how-text")))
        input type="hidden" name="list" value=(list);
        @if signed.lines.is_empty() { p { (cx.t("handover-nothing")) } }
        @for (nth, one) in signed.lines.iter().enumerate() {
            (list::line(cx, one))
            (fields.checks(&format!("line-{nth}"), list::what(cx, one)).choice("yes", cx.t("handover-tick")))
        }
    })
}

fn form(
    cx: &Cx,
    record: &Record,
    signed: &HandoverList,
    typed: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let inside = boxes(cx, record, signed, (typed, errors))?;
    let (title, act) = (cx.t("handover-take-title"), cx.t("handover-take-act"));
    Ok(form_page(cx, &record.row, title, &path(record.row.id, "/taking"), &inside, &act, errors))
}
