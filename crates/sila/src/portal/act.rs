//! What a partner does at the portal: accept, decline for a coded reason, take responsibility over by its list, tell what came of it.

use maud::{Markup, html};
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, HandoverList};
use sila_link::Salted;

use super::show::{self, path};
use super::{Guest, show::find};
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::referrals::handover::taking;
use crate::referrals::hosted::{self, PORTAL, Word};
use crate::referrals::{Record, decline as reasons, outcome as came_of_it};
use crate::reply::Reply;
use crate::web::components::{Button, acts, heading, post};
use crate::web::ident::Reference;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Takes the person. The key is released at once, and the name can be read.
///
/// # Errors
/// `page.not_found` for anything that is not addressed to this partner; what the rules refuse: decided, taken back, too late.
pub async fn accept(ask: Ask) -> Result<Reply, Problem> {
    done(&ask, &Act::Accept).await
}

/// Asks for the reason.
///
/// # Errors
/// As [`accept`].
pub async fn decline_page(ask: Ask) -> Result<Reply, Problem> {
    let (_, record, _) = find(&ask).await?;
    Ok(Reply::page(&declining(&ask.cx, &record, &Pairs::default(), &Errors::none())))
}

/// Does not take the person. What was shown is then closed.
///
/// # Errors
/// As [`accept`].
pub async fn decline(ask: Ask) -> Result<Reply, Problem> {
    let (_, record, _) = find(&ask).await?;
    match reasons::read(&ask.cx, &ask.form) {
        Ok((code, proposed_area)) => done(&ask, &Act::Decline { code, proposed_area }).await,
        Err(errors) => {
            Ok(Reply::page_with_errors(&declining(&ask.cx, &record, &ask.form, &errors)))
        }
    }
}

/// Asks what came of it.
///
/// # Errors
/// As [`accept`].
pub async fn outcome_page(ask: Ask) -> Result<Reply, Problem> {
    let (_, record, _) = find(&ask).await?;
    Ok(Reply::page(&telling(&ask.cx, &record, &Pairs::default(), &Errors::none())))
}

/// Tells what came of it.
///
/// # Errors
/// As [`accept`].
pub async fn outcome(ask: Ask) -> Result<Reply, Problem> {
    let (_, record, _) = find(&ask).await?;
    match came_of_it::read(&ask.cx, record.row.kind, &ask.form) {
        Ok(came) => say(&ask, &came.act(), came.report.clone()).await,
        Err(errors) => Ok(Reply::page_with_errors(&telling(&ask.cx, &record, &ask.form, &errors))),
    }
}

/// Shows what is handed over with the responsibility, to be ticked line by line.
///
/// # Errors
/// As [`accept`]; `page.not_found` when nothing is to be taken over.
pub async fn taking_page(ask: Ask) -> Result<Reply, Problem> {
    let (record, signed) = list(&ask).await?;
    let boxes = taking::boxes(&ask.cx, &record, &signed, (&ask.form, &Errors::none()))?;
    Ok(Reply::page(&handing(&ask.cx, &record, &boxes, &Errors::none())))
}

/// Signs the list: with it the responsibility moves.
///
/// # Errors
/// As [`taking_page`].
pub async fn take(ask: Ask) -> Result<Reply, Problem> {
    let (record, signed) = list(&ask).await?;
    let errors = taking::wrong(&ask.cx, &ask.form, &record, &signed)?;
    if errors.any() {
        let boxes = taking::boxes(&ask.cx, &record, &signed, (&ask.form, &errors))?;
        return Ok(Reply::page_with_errors(&handing(&ask.cx, &record, &boxes, &errors)));
    }
    done(&ask, &Act::Take { list: taking::commitment(&record)? }).await
}

/// What is handed over. The reading is written down.
async fn list(ask: &Ask) -> Result<(Record, HandoverList), Problem> {
    let (guest, record, _) = find(ask).await?;
    let (signed, id) = (taking::signed(&ask.app, &record).await?, record.row.id);
    let subject = Subject::Referral(id.0);
    access::record(&ask.app, &guest.worker, subject, "portal.taking", ask.now).await?;
    Ok((record, signed))
}

fn handing(cx: &Cx, record: &Record, boxes: &Markup, errors: &Errors) -> Page {
    let words = (cx.t("handover-take-title"), cx.t("handover-take-act"));
    asking(cx, record, words, "/taking", boxes, errors)
}

async fn done(ask: &Ask, act: &Act) -> Result<Reply, Problem> {
    say(ask, act, None).await
}

/// Does it, with what was written beside it.
pub(super) async fn say(ask: &Ask, act: &Act, said: Option<Salted>) -> Result<Reply, Problem> {
    let Guest { worker, partner, .. } = Guest::of(ask).await?;
    let id: ReferralId = ask.id("id")?;
    let word = Word { role: PORTAL, worker: worker.id, slip: None, said };
    let tried = hosted::act(&ask.app, partner.id, id, act, &word, ask.now).await;
    tried.map_err(|problem| problem.way_out(path(id, "")))?;
    Ok(Reply::see_other(ask.cx.url(&show::path(id, ""))))
}

fn declining(cx: &Cx, record: &Record, values: &Pairs, errors: &Errors) -> Page {
    let fields = Form::new(cx, values, errors);
    let inside = html! { (reasons::reasons(cx, &fields)) (reasons::areas(cx, &fields)) };
    let words = (cx.t("referral-decline-title"), cx.t("referral-decline-act"));
    asking(cx, record, words, "/decline", &inside, errors)
}

fn telling(cx: &Cx, record: &Record, values: &Pairs, errors: &Errors) -> Page {
    let fields = came_of_it::fields(cx, record.row.kind, (values, errors));
    let words = cx.t(came_of_it::act_key(record.row.kind));
    asking(cx, record, (words.clone(), words), "/outcome", &fields, errors)
}

pub(super) fn asking(
    cx: &Cx,
    record: &Record,
    (title, act): (String, String),
    rest: &str,
    inside: &Markup,
    errors: &Errors,
) -> Page {
    let row = &record.row;
    let fields = html! {
        (inside)
        (acts(&html! {
            (Button::submit(act))
            (Button::link(cx.t("cancel"), cx.url(&path(row.id, ""))).soft())
        }))
    };
    let body = html! {
        (errors.summary(cx))
        (heading(html! { (title) " " (Reference(&row.reference)) }, None, &html! {}))
        section.card { div.card-b { (post(cx, &path(row.id, rest), &fields)) } }
    };
    Page::new(cx, title)
        .crumb(cx.t("portal-title"), "/portal")
        .crumb(row.reference.clone(), &path(row.id, ""))
        .errors(errors.any())
        .body(body)
}
