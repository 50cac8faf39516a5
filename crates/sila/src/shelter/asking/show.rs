//! `/shelter/questions/{id}`: what partners answer, as it comes in: how good the place is and until when it is held. From here the
//! referral is sent to the one that is chosen, or the question is ended.

use maud::{Markup, html};
use sila_core::codes::Urgency;
use sila_core::ids::PlaceId;
use sila_core::shelter::{Criterion, best};

use super::{Question, Said, settle, store};
use crate::ask::Ask;
use crate::cases;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::stays::place::criteria;
use crate::shelter::unwanted::{self, Unwanted, Whose};
use crate::web::components::{
    Button, Card, Note, Summary, Tone, columns, heading, icon, post, stack, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Page, dates};

/// The address of a question's page or act, without language.
pub fn path(id: PlaceId, rest: &str) -> String {
    format!("/shelter/questions/{id}{rest}")
}

/// The question of the address, if the worker may read its case.
///
/// # Errors
/// `page.not_found`.
pub(in crate::shelter) async fn one(ask: &Ask) -> Result<(Question, cases::CaseRecord), Problem> {
    let id: PlaceId = ask.id("id")?;
    let found = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let question = found.ok_or_else(Problem::not_found)?;
    let record = cases::open_record(&ask.app, ask.worker()?, question.case).await?;
    Ok((question, record))
}

/// The page.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (question, _) = one(&ask).await?;
    let (id, case) = (question.id, question.case);
    access::record(&ask.app, ask.worker()?, Subject::Case(case.0), "place.show", ask.now).await?;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::said(tx, id)?, unwanted::store::of_case(tx, case)?))
    };
    let (said, unwanted) = ask.app.store.read(read).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let main = html! {
        section #place-answers data-live="shelter" { (stack(&html! {
            (verdict(cx, &question, &said, &names))
            @for one in ordered(&said, &unwanted) {
                @let refused = unwanted::about(&unwanted, Whose::Partner(one.peer));
                (answer(cx, &question, (one, refused), &names, refused.is_none() && is_best(&said, &unwanted, one)))
            }
        })) }
    };
    let aside = html! { (about(cx, &question)) (criteria(cx)) };
    let title = html! { (cx.t("place-question")) " " (Reference(&question.reference)) };
    let body = html! {
        (heading(title, Some(&cx.t("place-show-lead")), &html! { (state_tag(cx, &question.state)) }))
        (columns(&main, &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("place-question"))
        .crumb(question.reference.clone(), &format!("/cases/{case}"))
        .refreshing(5);
    Ok(Reply::page(&page.body(body)))
}

/// Ends the question: what is held for it is let go.
///
/// # Errors
/// `page.not_found`; `shelter.moved` when a referral has gone out with it.
pub async fn close(ask: Ask) -> Result<Reply, Problem> {
    let (question, _) = one(&ask).await?;
    let back = path(question.id, "");
    if !settle::end(&ask.app, &question, ("OPEN", "CLOSED"), ask.now).await? {
        return Err(Problem::refused("shelter.moved").way_out(back));
    }
    Ok(Reply::see_other(ask.cx.url(&back)))
}

/// How a question stands.
pub(super) fn state_tag(cx: &Cx, state: &str) -> Markup {
    let tone = match state {
        "OPEN" => Tone::Gold,
        "SENT" => Tone::Info,
        "CONFIRMED" => Tone::Ok,
        _ => Tone::Plain,
    };
    tag(tone, cx.code("place-state", state))
}

/// The best place first, then what is not known yet, then none; what they did not want comes last.
fn ordered<'a>(said: &'a [Said], unwanted: &[Unwanted]) -> Vec<&'a Said> {
    let mut all: Vec<&Said> = said.iter().collect();
    all.sort_by_key(|one| {
        let grade = one.capacity.and_then(|capacity| capacity.grade());
        let refused = unwanted::about(unwanted, Whose::Partner(one.peer)).is_some();
        (refused, one.state != "HELD", one.state != "WAITING", grade.is_none(), grade)
    });
    all
}

/// Whether this is the best place by the stated criteria, of those that they did not refuse.
fn is_best(said: &[Said], unwanted: &[Unwanted], one: &Said) -> bool {
    let is_open = |said: &&Said| unwanted::about(unwanted, Whose::Partner(said.peer)).is_none();
    let held = said.iter().filter(is_open).filter(|said| said.state == "HELD");
    let answers: Vec<_> = held.filter_map(|said| Some((said.peer, said.capacity?))).collect();
    best(&answers) == Some(one.peer)
}

fn verdict(cx: &Cx, question: &Question, said: &[Said], names: &Names) -> Markup {
    let waiting = said.iter().filter(|one| one.state == "WAITING").count();
    let held = said.iter().filter(|one| one.is_held(cx.now)).count();
    let to = question.chosen.map(|peer| names.of(cx.lang, peer).to_owned()).unwrap_or_default();
    let agency = [("agency", Arg::from(to.as_str()))];
    let note = match question.state.as_str() {
        "SENT" => Note::new("paper-plane-tilt", cx.t_with("place-sent", &agency)).tone(Tone::Info),
        "CONFIRMED" => {
            Note::new("check-circle", cx.t_with("place-confirmed", &agency)).tone(Tone::Ok)
        }
        "CLOSED" => Note::new("info", cx.t("place-closed")),
        _ if held > 0 => Note::new("bed", cx.t_with("place-held-n", &[("n", held.into())]))
            .tone(Tone::Ok)
            .says(cx.t("place-held-text")),
        _ if waiting > 0 => {
            Note::new("hourglass-medium", cx.t_with("place-waiting-n", &[("n", waiting.into())]))
        }
        _ => {
            Note::new("warning", cx.t("place-none")).tone(Tone::Warn).says(cx.t("place-none-text"))
        }
    };
    let note = match question.referral {
        Some(referral) => note.body(html! {
            a.link href=(cx.url(&format!("/referrals/{referral}"))) { (cx.t("stay-referral")) }
        }),
        None => note,
    };
    html! { (note) }
}

/// What one partner says. Nothing here names a home or counts beds.
fn answer(
    cx: &Cx,
    question: &Question,
    (one, refused): (&Said, Option<&Unwanted>),
    names: &Names,
    first: bool,
) -> Markup {
    let held = one.is_held(cx.now);
    let over = one.state == "HELD" && !held;
    let tone = match one.state.as_str() {
        "HELD" if held => Tone::Ok,
        "MAYBE" => Tone::Gold,
        "WAITING" => Tone::Info,
        _ => Tone::Plain,
    };
    let state = if over { "RAN_OUT" } else { one.state.as_str() };
    let until = one.until.map(|until| Arg::phrase(dates::near(cx.lang, cx.now, until)));
    let grade = one.capacity.and_then(|capacity| capacity.grade()).filter(|_| !over);
    html! {
        section.card.place.first[first && held] {
            div.card-h {
                h2 { (Name(names.of(cx.lang, one.peer))) }
                (tag(tone, cx.code("place-said", state)))
            }
            div.card-b {
                @if let (true, Some(until)) = (held, until) {
                    p { b { (cx.t_with("place-until", &[("time", until)])) } }
                }
                @if let Some(grade) = grade {
                    ul.criteria { @for one in Criterion::ALL {
                        @let met = one.is_met(&grade);
                        li.met[met] { (icon(if met { "check" } else { "x" })) (cx.code(if met { "criterion" } else { "criterion-not" }, one.code())) }
                    } }
                }
                (next(cx, question, (one, refused), held && question.state == "OPEN"))
            }
        }
    }
}

/// What comes next: the referral to whom holds a place, or that the place is not wanted; and where it was not, that they are asked again.
fn next(
    cx: &Cx,
    question: &Question,
    (one, refused): (&Said, Option<&Unwanted>),
    open: bool,
) -> Markup {
    let peer = html! { input type="hidden" name="peer" value=(one.peer.to_text()); };
    let act = path(question.id, "");
    if let Some(refused) = refused {
        return unwanted::note(cx, &act, refused, &peer);
    }
    html! { @if open {
        @if question.urgency == Urgency::Emergency {
            (Button::link(cx.t("emergency-refer"), emergency(cx, question, one)).icon("siren"))
        } @else {
            (post(cx, &format!("/cases/{}/refer", question.case), &html! {
                (Button::submit(cx.t("place-refer")).icon("paper-plane-tilt"))
            }))
        }
        (unwanted::fold(cx, &act, &peer))
    } }
}

/// The one screen on which an emergency is referred to whoever holds the place.
fn emergency(cx: &Cx, question: &Question, one: &Said) -> String {
    let path = cx.url(&format!("/cases/{}/emergency", question.case));
    format!("{path}?to={}", one.peer.to_text())
}

/// Who needs the place, as partners see it.
fn about(cx: &Cx, question: &Question) -> Markup {
    let need = &question.need;
    let people = html! { ul.leaves { @for one in &need.people {
        li { (icon("user")) div { (cx.code("sex", one.sex.code())) " · " (cx.code("age-band", one.age.code())) } }
    } } };
    let features: Vec<String> =
        need.features.iter().map(|one| cx.code("feature", one.code())).collect();
    let area = need.away_from.map(|area| cases::list::area_name(cx, area.as_str()));
    let rows = Summary::new()
        .row(cx.t("shelter-who"), people)
        .row_if(
            cx.t("shelter-features-needed"),
            (!features.is_empty()).then(|| features.join(" · ")),
        )
        .row_if(cx.t("shelter-away-from"), area)
        .row(cx.t("place-asked-at"), cx.at(question.asked_at));
    html! {
        (Card::new(cx.t("place-seen-by-partners")).body(html! {
            (rows)
            @if question.state == "OPEN" {
                (post(cx, &path(question.id, "/end"), &html! { (Button::submit(cx.t("place-end")).soft().small()) }))
            }
        }))
    }
}
