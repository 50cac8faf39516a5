//! A decline is looked at by a second person: always where the desk wants it, before the sender is told no, and once more where
//! the sender contests it within two working days. Whoever declined does not look at it. What a decline had erased comes again with
//! the appeal, sealed as it was.

use maud::{Markup, html};
use sila_core::Refusal;
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, State, Thread};
use sila_core::time::Millis;
use sila_link::Salted;

use super::asking;
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::referrals::body;
use crate::referrals::entry::{self, Again, Deed};
use crate::referrals::record::{self, Record};
use crate::referrals::show::Sight;
use crate::referrals::words::{self, store};
use crate::referrals::{back_to, path};
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, post};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The second person decides: the decline stands, or it is reviewed again.
///
/// # Errors
/// `referral.own_decline` for whoever declined; what the rules refuse.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let upheld = match ask.form.get("decision") {
        Some("uphold") => true,
        Some("resume") => false,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    look(&ask.app, ask.worker()?, id, upheld, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create`.
pub async fn look(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    upheld: bool,
    now: Millis,
) -> Result<(), Problem> {
    Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralApprove)?;
    let looker = worker.id;
    let own = app.store.read(move |tx| store::has_declined(tx, id, looker)).await?;
    entry::write(app, id, now, |record| {
        let thread = record.thread()?;
        if thread.state() != State::DeclineReview {
            return Err(Refusal::WrongState { state: thread.state() }.into());
        }
        if own {
            let refused = Problem::refused("referral.own_decline");
            return Err(refused.way_out(path(id, "")));
        }
        let act = if upheld { again(thread)? } else { Act::Resume };
        Ok(Deed::of(act, by.clone(), worker.id))
    })
    .await?;
    Ok(())
}

/// The decline for the reason that was given first.
fn again(thread: &Thread) -> Result<Act, Problem> {
    let mut acts = thread.steps().iter().map(|step| &step.entry.act);
    let last = acts.rfind(|act| matches!(act, Act::Refuse { .. } | Act::Decline { .. }));
    match last {
        Some(Act::Refuse { code, proposed_area } | Act::Decline { code, proposed_area }) => {
            Ok(Act::Decline { code: *code, proposed_area: *proposed_area })
        }
        _ => Err(Refusal::WrongState { state: thread.state() }.into()),
    }
}

/// The card of the second person; whoever declined reads that it waits.
pub(super) fn card(cx: &Cx, sight: &Sight, appeal: Option<&str>, worker: &Worker) -> Markup {
    let id = sight.record.row.id;
    let may = worker.may(Permission::ReferralApprove) && !sight.own_decline;
    let uphold = Button::submit(cx.t("rounds-look-uphold")).line().sends("decision", "uphold");
    let resume = Button::submit(cx.t("rounds-look-resume")).sends("decision", "resume");
    html! {
        (Card::new(cx.t("rounds-look-title")).body(html! {
            @if let Some(words) = appeal { blockquote { bdi { (words) } } }
            @if may {
                p { (cx.t("rounds-look-text")) }
                (post(cx, &path(id, "/second-look"), &acts(&html! { (resume) (uphold) })))
            } @else {
                p { (cx.t("rounds-look-waits")) }
            }
        }))
    }
}

/// Whether a second person looks at every decline here.
///
/// # Errors
/// When the store cannot be written.
pub async fn set(ask: Ask) -> Result<Reply, Problem> {
    let on = ask.form.has("look", "1");
    look_at_all(&ask.app, ask.worker()?, on, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url("/referrals/escalation")))
}

/// The act itself.
///
/// # Errors
/// As `set`.
pub async fn look_at_all(app: &App, worker: &Worker, on: bool, now: Millis) -> Result<(), Problem> {
    let fact = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "second-look",
        subject: "DECLINE".to_owned(),
        worker: Some(worker.id),
        data: if on { b"ON".to_vec() } else { b"OFF".to_vec() },
    };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::look_at_all(tx, on)?;
        journal::insert(tx, &fact)
    };
    Ok(app.store.write(write).await?)
}

/// The box in the rules of the desk.
pub(in crate::referrals) fn setting(cx: &Cx, on: bool, may: bool) -> Markup {
    let values: Pairs = on.then_some(("look", "1")).into_iter().collect();
    let errors = Errors::none();
    let form = Form::new(cx, &values, &errors);
    let field = form.checks("look", cx.t("rounds-look-setting")).optional();
    html! {
        (Card::new(cx.t("rounds-look-title")).body(post(cx, "/referrals/second-look", &html! {
            (field.choice("1", cx.t("rounds-look-always")))
            @if may { (acts(&html! { (Button::save(cx)) })) }
        })))
    }
}

/// Asks why it is contested.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn appeal_page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&contesting(&ask, &record, &Errors::none())))
}

/// Contests the decline.
///
/// # Errors
/// What the rules refuse: contested before, or too late.
pub async fn create_appeal(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    let mut errors = Errors::none();
    let said = words::read(&ask.cx, &ask.form, "words", &mut errors);
    if said.is_empty() {
        errors.add("words", ask.cx.t("rounds-words-missing"));
    }
    if errors.any() {
        return Ok(Reply::page_with_errors(&contesting(&ask, &record, &errors)));
    }
    appeal(&ask.app, worker, id, &said, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create_appeal`; as [`words::may_go`]; `referral.unreadable` when what was sent is no longer held here.
pub async fn appeal(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    said: &str,
    now: Millis,
) -> Result<(), Problem> {
    let record = Record::through(app, worker, id).await?;
    super::needs_open_case(app, &record).await?;
    // It shows again what was offered.
    words::may_go(app, worker, &record.row, now).await?;
    let by = record::by(worker, Permission::ReferralOffer)?;
    let said = words::salted(said);
    entry::write(app, id, now, |record| {
        if record.partner.is_some() {
            return Err(Refusal::WrongState { state: record.row.state }.into());
        }
        let act = Act::Appeal { words: said.as_ref().map(Salted::commitment) };
        let again = Some(Box::new(sent(app, record)?));
        Ok(Deed { words: said.clone(), again, ..Deed::of(act, by.clone(), worker.id) })
    })
    .await?;
    Ok(())
}

/// What was sent with the offer, as it was sent.
fn sent(app: &App, record: &Record) -> Result<Again, Problem> {
    let gone = || Problem::refused("referral.no_key");
    let body = body::open(app, record.row.id, &record.sealed)?.ok_or_else(gone)?;
    let opening = body.opening.ok_or_else(gone)?;
    let preview = Salted { salt: opening.salt, bytes: body.preview.to_cbor() };
    let identity = opening.identity.ok_or_else(gone)?.sealed.to_vec();
    Ok(Again { preview, identity })
}

fn contesting(ask: &Ask, record: &Record, errors: &Errors) -> Page {
    let cx = &ask.cx;
    let fields = Form::new(cx, &ask.form, errors);
    let inside = html! {
        (fields.area("words", cx.t("rounds-appeal-words")).hint(cx.t("rounds-words-hint"))
            .max(words::WORDS_MAX).rows(4))
        (Note::new("scales", cx.t("rounds-appeal-once")).tone(Tone::Info)
            .says(cx.t("rounds-appeal-once-text")))
    };
    asking(ask, record, ("/appeal", "appeal"), &inside, errors)
}
