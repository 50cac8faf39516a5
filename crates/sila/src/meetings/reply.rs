//! The answer to an invitation, without an account: somebody with the number of their invitation comes, apologises, or sends a delegate.

use maud::html;

use super::door::typed_badge;
use super::guests::{ACCEPTED, APOLOGISED, TENTATIVE, guest, seat};
use super::list::when;
use super::store::Guest;
use super::text::{GuestText, LINE_MAX, Words};
use super::{Open, fact, of, store, unsealed};
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The answers.
const ANSWERS: [&str; 4] = [ACCEPTED, TENTATIVE, APOLOGISED, "DELEGATE"];

/// The form.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let mut values = Pairs::default();
    values.push("badge", ask.query.get("b").unwrap_or_default());
    Ok(Reply::page(&document(&ask.cx, &meeting, &values, &Errors::none())))
}

fn document(cx: &Cx, meeting: &Open, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let action = cx.url(&format!("/attendance/{}/reply", meeting.row.id));
    let answers = ANSWERS.map(|one| (one, cx.code("meeting-answer", one)));
    let body = html! {
        h1 { (Name(meeting.title(cx))) }
        p.muted { (when(cx, meeting)) " · " (Name(meeting.heading.place.of(cx.lang))) }
        form method="post" action=(action) novalidate {
            (form.summary())
            (form.text("badge", cx.t("meeting-badge")).hint(cx.t("meeting-badge-letter-hint")).ltr().max(20))
            (form.radios("answer", cx.t("meeting-answer")).choices(answers))
            (Card::new(cx.t("meeting-delegate")).body(html! {
                p.hint { (cx.t("meeting-delegate-hint")) }
                (form.text("name_ar", cx.t("meeting-guest-name-ar")).lang("ar").max(LINE_MAX).optional())
                (form.text("name_en", cx.t("meeting-guest-name-en")).lang("en").max(LINE_MAX).optional())
                (form.text("post", cx.t("meeting-guest-post")).max(LINE_MAX).optional())
            }))
            (acts(&html! { (Button::submit(cx.t("meeting-answer-act"))) }))
        }
    };
    Page::new(cx, meeting.title(cx)).bare().errors(errors.any()).body(body)
}

/// Takes the answer.
///
/// # Errors
/// `page.not_found`; `meeting.answered_late` once the meeting has begun; `meeting.no_seat`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let (cx, id) = (&ask.cx, meeting.row.id);
    if meeting.row.starts_at <= ask.now || meeting.row.state == super::CANCELLED {
        return Err(Problem::refused("meeting.answered_late"));
    }
    let get = |name: &str| ask.form.get(name).unwrap_or_default().to_owned();
    let (badge, answer) = (typed_badge(&get("badge")), get("answer"));
    let asked = badge.clone();
    let known = ask.app.store.read(move |tx| store::of_badge(tx, id, &asked)).await?;
    let delegate = Words::new(get("name_ar"), get("name_en"));
    let mut errors = Errors::none();
    if known.is_none() {
        errors.add("badge", cx.t("meeting-badge-unknown"));
    }
    if !ANSWERS.contains(&answer.as_str()) {
        errors.add("answer", cx.t("meeting-answer-needed"));
    }
    if answer == "DELEGATE"
        && (delegate.is_empty()
            || !delegate.fits(LINE_MAX)
            || get("post").chars().count() > LINE_MAX)
    {
        errors.add("name_ar", cx.t("meeting-guest-name-needed"));
    }
    let Some(known) = known.filter(|_| errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&document(cx, &meeting, &ask.form, &errors)));
    };
    let before: GuestText = unsealed(&ask.app, "meeting_guest", known.id, &known.body)?;
    let stands_in = (answer == "DELEGATE").then(|| {
        let instead_of = before.name.of(cx.lang).to_owned();
        let text =
            GuestText { name: delegate, post: get("post"), instead_of, ..GuestText::default() };
        guest(&ask.app, known.party, &text, ACCEPTED)
    });
    let state = [ACCEPTED, TENTATIVE].into_iter().find(|one| *one == answer).unwrap_or(APOLOGISED);
    let told = fact(&ask.app, "meeting", format!("{id} answered"), None, ask.now);
    let new_badge = stands_in.as_ref().map(|one| one.badge.clone());
    let write = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let answered = answered(tx, id, &badge, (state, stands_in.as_ref()))?;
        if answered.is_ok() {
            journal::insert(tx, &told)?;
        }
        Ok(answered)
    };
    ask.app.store.write(write).await?.map_err(Problem::refused)?;
    ask.app.changed(Topic::Meetings);
    Ok(Reply::page(&thanks(cx, &meeting, &answer, new_badge.as_deref())))
}

/// Writes the answer down, and seats who comes instead; or says why not. As it stands now: two answers may come at once, and only one of
/// them seats somebody.
fn answered(
    tx: &mut dyn Tx,
    id: sila_core::MeetingId,
    badge: &str,
    (state, stands_in): (&str, Option<&Guest>),
) -> Result<Result<(), &'static str>, DbError> {
    let Some(known) = store::of_badge(tx, id, badge)? else {
        return Ok(Err("meeting.no_seat"));
    };
    // Whoever comes after all takes a seat again, if there is one.
    let free = known.state != APOLOGISED || state == APOLOGISED || has_seat(tx, id, known.party)?;
    if !free {
        return Ok(Err("meeting.no_seat"));
    }
    if known.state == APOLOGISED && stands_in.is_some() {
        return Ok(Err("meeting.delegate_named"));
    }
    store::answer(tx, id, known.id, state)?;
    match stands_in {
        Some(one) => seat(tx, id, one),
        None => Ok(Ok(())),
    }
}

fn has_seat(
    tx: &mut dyn Tx,
    id: sila_core::MeetingId,
    party: sila_core::AgencyId,
) -> Result<bool, DbError> {
    let all = store::delegations(tx, id)?;
    Ok(all.iter().any(|one| one.party == party && one.named < u32::from(one.seats)))
}

fn thanks(cx: &Cx, meeting: &Open, answer: &str, badge: Option<&str>) -> Page {
    let body = html! {
        h1 { (Name(meeting.title(cx))) }
        (Note::new("check-circle", cx.code("meeting-answered", answer)).tone(Tone::Ok).body(html! {
            @if let Some(badge) = badge { p { (cx.t("meeting-delegate-badge")) " " (Code(badge)) } }
        }))
    };
    Page::new(cx, meeting.title(cx)).bare().body(body)
}
