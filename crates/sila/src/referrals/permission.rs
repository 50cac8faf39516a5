//! `/referrals/{id}/permission`: what the person allowed, and what she takes back, in whole or in part, at whichever agency she says
//! so. Saying it is enough. It is one signed entry, and ends at both: the agency that was told closes what it holds at once and
//! erases it within a day, unless it says on what ground of its own it keeps it; its signed receipt comes back.

use maud::{Markup, html};
use sila_core::codes::{LawfulBasis, Withdrawal};
use sila_core::field::Field;
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, Side, State, Thread};
use sila_core::time::Millis;

use super::duty::store::RunsOut;
use super::entry::{self, Deed, Then};
use super::record::{self, Record};
use super::show::Sight;
use super::store::Direction;
use super::{back_to, path, print};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::{Ask, Routes};
use crate::journal::access::{self, Subject};
use crate::people::register;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Task, Tone, acts, heading, post, tag};
use crate::web::ident::Reference;
use crate::web::{Arg, Cx, Errors, Form, Page};

/// So long before a permission runs out the page of the referral says so: days.
pub(super) const SOON_DAYS: i64 = 7;

/// How somebody says so, as the form offers it. That it ran out is found by the node.
const SAID: [Withdrawal; 2] = [Withdrawal::Spoken, Withdrawal::Written];

pub(super) fn routes(r: &mut Routes) {
    let read = Permission::ReferralRead;
    r.get("/{lang}/referrals/{id}/permission", read, page);
    r.post("/{lang}/referrals/{id}/permission", read, create);
    r.get("/{lang}/referrals/{id}/permission/fields", read, page);
    r.post("/{lang}/referrals/{id}/permission/fields", read, create_narrowing);
    r.get("/{lang}/referrals/{id}/permission/ground", read, page);
    r.post("/{lang}/referrals/{id}/permission/ground", read, create_ground);
    r.post("/{lang}/referrals/{id}/permission/erasure", read, create_erasure);
    r.get("/{lang}/referrals/{id}/erasure.pdf", read, print::erasure);
}

/// The page.
///
/// # Errors
/// `page.not_found` for a stranger, and before the referral was signed.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    shown(&ask, &Errors::none()).await.map(|page| Reply::page(&page))
}

/// The person takes all of it back.
///
/// # Errors
/// What the rules refuse.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let why = ask.form.get("why").and_then(|code| Withdrawal::from_code(code).ok());
    let Some(why) = why.filter(|why| SAID.contains(why)) else {
        return wrong(&ask, "why", "permission-missing-why").await;
    };
    withdraw(&ask.app, ask.worker()?, id, why, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The person takes some fields back.
///
/// # Errors
/// What the rules refuse.
pub async fn create_narrowing(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let ticked = ask.form.all("fields");
    let fields: Vec<Field> = ticked.filter_map(|code| Field::from_code(code).ok()).collect();
    if fields.is_empty() {
        return wrong(&ask, "fields", "permission-missing-fields").await;
    }
    narrow(&ask.app, ask.worker()?, id, &fields, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The agency that was told keeps what it holds on a ground of its own.
///
/// # Errors
/// What the rules refuse: it was erased already.
pub async fn create_ground(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let Some(basis) = ask.form.get("basis").and_then(|code| LawfulBasis::from_code(code).ok())
    else {
        return wrong(&ask, "basis", "permission-missing-basis").await;
    };
    keep(&ask.app, ask.worker()?, id, basis, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The agency that was told erases it now.
///
/// # Errors
/// What the rules refuse.
pub async fn create_erasure(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    erase(&ask.app, ask.worker()?, id, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

async fn wrong(ask: &Ask, field: &str, key: &str) -> Result<Reply, Problem> {
    let mut errors = Errors::none();
    errors.add(field, ask.cx.t(key));
    shown(ask, &errors).await.map(|page| Reply::page_with_errors(&page))
}

/// Records that the person takes it all back.
///
/// # Errors
/// `page.forbidden` without the right, and what the rules refuse.
pub async fn withdraw(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    why: Withdrawal,
    now: Millis,
) -> Result<(), Problem> {
    let make = |at| Act::Withdraw { at, why };
    // The key of an identity that was not given yet is not kept by whoever would have given it.
    act(app, worker, id, (&make, Then::ForgetKey), now).await
}

/// Records that the person takes these fields back.
///
/// # Errors
/// As [`withdraw`].
pub async fn narrow(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    fields: &[Field],
    now: Millis,
) -> Result<(), Problem> {
    let make = |at| Act::Narrow { at, fields: fields.to_vec() };
    act(app, worker, id, (&make, Then::Nothing), now).await
}

/// Says on what ground of its own the agency keeps what it holds.
///
/// # Errors
/// As [`withdraw`].
pub async fn keep(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    basis: LawfulBasis,
    now: Millis,
) -> Result<(), Problem> {
    act(app, worker, id, (&|_| Act::Keep { basis }, Then::Nothing), now).await
}

/// Erases it now, without waiting for the day to pass.
///
/// # Errors
/// As [`withdraw`].
pub async fn erase(app: &App, worker: &Worker, id: ReferralId, now: Millis) -> Result<(), Problem> {
    act(app, worker, id, (&|_| Act::Purged, Then::Erase), now).await?;
    let case = Record::of(app, id).await?.row.case_id;
    if let Some(case) = case {
        register::follow(app, case).await;
    }
    Ok(())
}

async fn act(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    (make, then): (&(dyn Fn(Side) -> Act + Sync), Then),
    now: Millis,
) -> Result<(), Problem> {
    let record = Record::through(app, worker, id).await?;
    let side = record.thread()?.side(app.node.id).ok_or_else(Problem::not_found)?;
    let needed = right(side);
    if !worker.may(needed) {
        return Err(Problem::forbidden());
    }
    let then = if then == Then::ForgetKey && side == Side::Target { Then::Nothing } else { then };
    let by = record::by(worker, needed)?;
    entry::write(app, id, now, |_| Ok(Deed::of(make(side), by.clone(), worker.id).then(then)))
        .await?;
    app.changed(Topic::Cases);
    Ok(())
}

fn right(side: Side) -> Permission {
    match side {
        Side::Source => Permission::ReferralOffer,
        Side::Target => Permission::ReferralDecide,
    }
}

/// Whether there is something to take back, or something that was.
pub fn is_of_use(sight: &Sight) -> bool {
    let Some((thread, side)) = sight.record.thread.as_ref().zip(sight.side) else { return false };
    let withdraw = Act::Withdraw { at: side, why: Withdrawal::Spoken };
    sight.record.row.relay.is_none()
        && (thread.may(&withdraw, Millis(0)) || thread.state() == State::Withdrawn)
}

/// What the page of a referral says first when something was taken back.
pub fn note(cx: &Cx, sight: &Sight) -> Markup {
    let Some(thread) = &sight.record.thread else { return html! {} };
    let cut = thread.narrowed();
    let when = |time| [("time", Arg::phrase(cx.at(time)))];
    let ran_out = thread.withdrawn_why() == Some(Withdrawal::Expired);
    let title = |taken_back, expired| cx.t(if ran_out { expired } else { taken_back });
    html! {
        @match (thread.state(), thread.purge_from()) {
            (State::Withdrawn, Some(from)) => (Note::new("prohibit", title("permission-taken-back", "permission-ran-out")).tone(Tone::Warn)
                .says(cx.t_with("permission-erased-by", &when(from)))),
            (State::Withdrawn, None) if thread.is_kept() => (Note::new("scales", cx.t("permission-kept")).tone(Tone::Info)
                .says(cx.t("permission-kept-text"))),
            (State::Withdrawn, None) => (Note::new("trash", title("permission-erased", "permission-ran-out-erased")).tone(Tone::Ok).body(html! {
                p { (cx.t("permission-erased-text")) }
                a.link href=(cx.url(&path(sight.record.row.id, "/erasure.pdf"))) { (cx.t("permission-receipt")) }
            })),
            _ if !cut.is_empty() => (Note::new("prohibit", cx.t("permission-cut")).tone(Tone::Info)
                .says(super::chain::fields(cx, &cut))),
            _ => {}
        }
        @if let Some(end) = runs_out_soon(cx, sight, thread) {
            (Note::new("clock-countdown", cx.t_with("permission-soon", &when(end))).tone(Tone::Warn).says(cx.t("permission-soon-text")))
        }
    }
}

/// Permissions that run out soon, as things to do: which referral and when, and nothing of the person.
pub fn tasks(cx: &Cx, soon: &[RunsOut]) -> Vec<Task> {
    let task = |one: &RunsOut| {
        let href = cx.url(&path(one.referral, "/permission"));
        Task::new("clock-countdown", Tone::Gold, cx.t("permission-day"), href)
            .meta(Reference(&one.reference))
            .end(tag(Tone::Warn, cx.deadline(one.at)))
    };
    soon.iter().map(task).collect()
}

/// When the permission runs out by which the other agency knows the person, where that is near: what rests on it then closes.
fn runs_out_soon(cx: &Cx, sight: &Sight, thread: &Thread) -> Option<Millis> {
    let side = sight.side?;
    let act = Act::Withdraw { at: side, why: Withdrawal::Expired };
    let given = &sight.body.as_ref()?.shared.as_ref()?.permission;
    let near = cx.now.plus_days(SOON_DAYS) >= given.expires_at;
    let ends = thread.identity_released() && thread.may(&act, cx.now);
    (near && ends && given.basis == LawfulBasis::Consent).then_some(given.expires_at)
}

async fn shown(ask: &Ask, errors: &Errors) -> Result<Page, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let sight = Sight::gather(&ask.app, worker, id).await?;
    let thread = sight.record.thread.clone().ok_or_else(Problem::not_found)?;
    let side = sight.side.ok_or_else(Problem::not_found)?;
    access::record(&ask.app, worker, Subject::Referral(id.0), "referral.permission", ask.now)
        .await?;
    let cx = &ask.cx;
    let may = worker.may(right(side)) && sight.record.row.relay.is_none();
    let about = html! { (cx.t("permission-title")) " " (Reference(&sight.record.row.reference)) };
    let body = html! {
        (errors.summary(cx))
        (heading(about, Some(&cx.t("permission-lead")), &html! {}))
        div.stack {
            (note(cx, &sight))
            (given(cx, &sight))
            @if may { (forms(ask, &sight, (&thread, side), errors)) }
        }
    };
    let row = &sight.record.row;
    let (list, key) = match row.direction {
        Direction::In => ("/referrals/in", "referrals-in"),
        Direction::Out => ("/referrals/out", "referrals-out"),
    };
    Ok(Page::new(cx, cx.t("permission-title"))
        .crumb(cx.t(key), list)
        .crumb(row.reference.clone(), &path(id, ""))
        .errors(errors.any())
        .body(body))
}

/// What was allowed.
fn given(cx: &Cx, sight: &Sight) -> Markup {
    let shared = sight.body.as_ref().and_then(|body| body.shared.as_ref());
    html! {
        @if let Some(shared) = shared {
            (Card::new(cx.t("letter-permission")).body(html! { (print::permission(cx, &shared.permission)) }))
        }
    }
}

fn forms(ask: &Ask, sight: &Sight, (thread, side): (&Thread, Side), errors: &Errors) -> Markup {
    let (cx, id) = (&ask.cx, sight.record.row.id);
    let form = Form::new(cx, &ask.form, errors);
    let may = |act: Act| thread.may(&act, ask.now);
    let whole = may(Act::Withdraw { at: side, why: Withdrawal::Spoken });
    let left = cut_from(thread);
    let part = may(Act::Narrow { at: side, fields: left.clone() });
    let ground = side == Side::Target && may(Act::Keep { basis: LawfulBasis::Consent });
    let withdrawn = thread.state() == State::Withdrawn;
    html! {
        @if ground {
            (Card::new(cx.t("permission-decide")).body(html! {
                p { (cx.t("permission-decide-text")) }
                (post(cx, &path(id, "/permission/ground"), &html! {
                    (form.select("basis", cx.t("permission-basis")).hint(cx.t("permission-basis-hint"))
                        .choices(LawfulBasis::ALL.iter().map(|basis| (basis.code(), basis_words(cx, *basis)))))
                    (acts(&html! { (Button::submit(cx.t("permission-keep")).line()) }))
                }))
                (post(cx, &path(id, "/permission/erasure"), &acts(&html! { (Button::submit(cx.t("permission-erase")).danger()) })))
            }))
        }
        @if part {
            (Card::new(cx.t("permission-part")).body(post(cx, &path(id, "/permission/fields"), &html! {
                (form.checks("fields", cx.t("permission-fields")).hint(cx.t("permission-fields-hint")).side_by_side()
                    .choices(left.iter().map(|field| (field.code(), cx.code("field", field.code())))))
                (acts(&html! { (Button::submit(cx.t("permission-part-act")).line()) }))
            })))
        }
        @if whole {
            (Card::new(cx.t("permission-whole")).body(post(cx, &path(id, "/permission"), &html! {
                p { (cx.t("permission-whole-text")) }
                (form.radios("why", cx.t("permission-why")).side_by_side()
                    .choices(SAID.iter().map(|why| (why.code(), cx.code("withdrawal", why.code())))))
                (acts(&html! { (Button::submit(cx.t("permission-whole-act")).danger()) }))
            })))
        } @else if !withdrawn {
            (Note::new("scales", cx.t("permission-not-hers")).tone(Tone::Info).says(cx.t("permission-not-hers-text")))
        }
    }
}

/// The ground on which an agency keeps what it holds: the person's own word to this agency is one.
fn basis_words(cx: &Cx, basis: LawfulBasis) -> String {
    match basis {
        LawfulBasis::Consent => cx.t("permission-own-consent"),
        basis => cx.code("lawful-basis", basis.code()),
    }
}

/// What went and was not taken back yet.
fn cut_from(thread: &Thread) -> Vec<Field> {
    let gone = thread.narrowed();
    thread.offer().fields.iter().copied().filter(|field| !gone.contains(field)).collect()
}
