//! `/shelter/place/{case}`: who of a household needs a place, the places that take them now with the reasons for their order,
//! and the hold.

use maud::{Markup, html};
use sila_core::codes::Urgency;
use sila_core::ids::CaseId;
use sila_core::shelter::{Criterion, Feature, Need, No, PEOPLE_MAX, Proposal, Sleeper, propose};

use super::hold::{self, Whom};
use super::{path, store};
use crate::ask::Ask;
use crate::cases::{self, CaseRecord};
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::people::show as people;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::homes::show::takes;
use crate::shelter::homes::{self, Home, Room};
use crate::shelter::unwanted::{self, Unwanted, Whose};
use crate::shelter::waiting::{self, Asker, Waiting, Wanted, list};
use crate::web::components::{
    Button, Card, Note, Tone, acts, columns, empty_state, heading, icon, post, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs};

/// Places that are shown.
const SHOWN: usize = 8;

/// The page. What is asked stands in the address, as codes and places in the household.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = read(&ask).await?;
    let id = record.row.id;
    if let Some(stay) = ask.app.store.read(move |tx| store::live_of_case(tx, id)).await? {
        return Err(Problem::elsewhere(path(stay, "")));
    }
    let values = with_everybody(&record, &ask.query);
    let need = need_of(&record, &values, ask.now);
    let homes = hold::homes(&ask.app).await?;
    let rows = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let first = waiting::store::came_first(tx, id)?;
        Ok(((waiting::store::line(tx)?, first), unwanted::store::of_case(tx, id)?))
    };
    let ((line, first), unwanted) = ask.app.store.read(rows).await?;
    let places = places(&ask, &record, need.as_ref(), &values, (&homes, (&line, first), &unwanted));
    let body = html! {
        (heading(html! { (ask.cx.t("shelter-place-title")) " " (Reference(&record.row.reference)) }, Some(&ask.cx.t("shelter-place-lead")), &html! {}))
        (columns(&places, &question(&ask, &record, &values)))
    };
    let case = format!("/cases/{}", record.row.id);
    let page = Page::new(&ask.cx, ask.cx.t("shelter-place-title"))
        .crumb(ask.cx.t("shelter-title"), "/shelter")
        .crumb(record.row.reference.clone(), &case);
    Ok(Reply::page(&page.body(body)))
}

pub(in crate::shelter) async fn read(ask: &Ask) -> Result<CaseRecord, Problem> {
    let id: CaseId = ask.id("case")?;
    let worker = ask.worker()?;
    let record = cases::open_record(&ask.app, worker, id).await?;
    access::record(&ask.app, worker, Subject::Case(id.0), "shelter.place", ask.now).await?;
    record.row.needs_open()?;
    Ok(record)
}

/// Nothing was asked yet: everybody comes, away from home when home is dangerous.
pub(in crate::shelter) fn with_everybody(record: &CaseRecord, query: &Pairs) -> Pairs {
    let mut values = query.clone();
    if values.is_empty() {
        let people = record.disclosure.people.iter().enumerate().take(PEOPLE_MAX);
        people.for_each(|(nth, _)| values.push("who", nth.to_string()));
        if record.disclosure.residence.risk_near_home {
            values.push("away", "yes");
        }
    }
    values
}

/// Who comes, as it was answered; nothing when that makes no sense.
pub(in crate::shelter) fn need_of(
    record: &CaseRecord,
    values: &Pairs,
    now: sila_core::Millis,
) -> Option<Need> {
    let disclosure = &record.disclosure;
    let people = disclosure.people.iter().enumerate();
    let comes = people.filter(|(nth, _)| values.has("who", &nth.to_string()));
    let one =
        |person: &sila_core::person::Person| Sleeper { sex: person.sex, age: person.age_band(now) };
    let features = Feature::ALL.iter().filter(|one| values.has("features", one.code())).copied();
    let need = Need {
        people: comes.map(|(_, person)| one(person)).collect(),
        features: features.collect(),
        away_from: disclosure.residence.area.filter(|_| values.has("away", "yes")),
    };
    need.check().is_ok().then_some(need)
}

/// Holds the place that was chosen.
///
/// # Errors
/// `shelter.no_place`, `shelter.not_fitting`, `shelter.taken`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = read(&ask).await?;
    let back = format!("/shelter/place/{}", record.row.id);
    let need = need_of(&record, &ask.form, ask.now)
        .ok_or_else(|| Problem::refused("shelter.nobody").way_out(back.clone()))?;
    let wanted = Wanted::read(&ask.form);
    let urgency = Urgency::from_code(&record.row.urgency)
        .map_err(|error| Problem::internal("case.unreadable").because(error))?;
    let whom = Whom { case: Some(record.row.id), referral: None, urgency };
    let worker = ask.worker()?.id;
    let held = hold::create(&ask.app, worker, (need, wanted), whom, ask.now).await;
    let id = held.map_err(|problem| problem.way_out(back))?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

fn question(ask: &Ask, record: &CaseRecord, values: &Pairs) -> Markup {
    let cx = &ask.cx;
    let errors = Errors::none();
    let form = Form::new(cx, values, &errors);
    let people =
        record.disclosure.people.iter().enumerate().take(PEOPLE_MAX).map(|(nth, person)| {
            let name = people::name_words(cx, person).unwrap_or_else(|| cx.t("not-known"));
            let age = cx.code("age-band", person.age_band(ask.now).code());
            (nth.to_string(), format!("{name} · {age}"))
        });
    let features = Feature::ALL.iter().map(|one| (one.code(), cx.code("feature", one.code())));
    let away =
        form.checks("away", cx.t("shelter-away-from")).choice("yes", cx.t("shelter-away-yes"));
    html! {
        (Card::new(cx.t("shelter-need")).body(html! {
            form action=(cx.url(&cx.path)) {
                (form.checks("who", cx.t("shelter-who")).choices(people))
                (form.checks("features", cx.t("shelter-features-needed")).choices(features))
                @if record.disclosure.residence.area.is_some() { (away) }
                (acts(&html! { (Button::submit(cx.t("shelter-look")).soft().icon("magnifying-glass")) }))
            }
        }))
        (criteria(cx))
    }
}

/// The stated order, for everybody to read.
pub fn criteria(cx: &Cx) -> Markup {
    html! {
        (Card::new(cx.t("shelter-order")).body(html! {
            p.muted { (cx.t("shelter-order-text")) }
            ol.leaves.order { @for one in Criterion::ALL { li { div { (cx.code("criterion", one.code())) } } } }
        }))
    }
}

fn places(
    ask: &Ask,
    record: &CaseRecord,
    need: Option<&Need>,
    values: &Pairs,
    (homes, (line, first), unwanted): (&[Home], (&[Waiting], bool), &[Unwanted]),
) -> Markup {
    let cx = &ask.cx;
    let Some(need) = need else {
        return html! { (Note::new("warning", cx.t("shelter-nobody")).tone(Tone::Warn).says(cx.t("shelter-nobody-text"))) };
    };
    let matching = homes::matching(homes, ask.now);
    let mut found = propose(need, &matching);
    let refused = |place: &Proposal| unwanted::about(unwanted, Whose::Home(place.home));
    // What they did not want comes last, in the order of the rest.
    found.sort_by_key(|place| refused(place).is_some());
    let id = record.row.id;
    let adding = list::adding(cx, &format!("/shelter/waiting/cases/{id}"), &sent(values));
    if found.is_empty() {
        let none = empty_state("bed", cx.t("shelter-none"), cx.t("shelter-none-text"), &html! {});
        return html! { section.card { div.card-b { (none) (refusals(cx, need, &matching)) (adding) } } };
    }
    let act = format!("/shelter/place/{id}");
    let urgency = Urgency::from_code(&record.row.urgency).unwrap_or(Urgency::Routine);
    let (case, referral, since) = (Some(id), None, ask.now);
    let asker = Asker { case, referral, linked: first, urgency, since };
    let past = waiting::past(line, &asker, &matching, &found);
    html! {
        @for (nth, place) in found.iter().take(SHOWN).enumerate() {
            @let home = html! { (sent(values)) input type="hidden" name="home" value=(place.home); };
            @let first = nth == 0 && refused(place).is_none();
            (proposal(cx, place, homes, first, &html! {
                @if let Some(said) = refused(place) { (unwanted::note(cx, &act, said, &home)) } @else {
                    (post(cx, &act, &html! {
                        (sent(values))
                        @if let Some((room, _)) = place.rooms.first() { input type="hidden" name="room" value=(room); }
                        @if place.rooms.first().is_some_and(|(room, _)| past.contains(room)) { (list::reasons(cx)) }
                        @else { (hold_button(cx, first)) }
                    }))
                    (unwanted::fold(cx, &act, &home))
                }
            }))
        }
    }
}

fn hold_button(cx: &Cx, first: bool) -> Markup {
    let button = Button::submit(cx.t("shelter-hold")).icon("clock-countdown");
    html! { @if first { (button) } @else { (button.line()) } }
}

/// What was asked, sent along with the hold.
fn sent(values: &Pairs) -> Markup {
    html! { @for (name, value) in values.iter() { input type="hidden" name=(name) value=(value); } }
}

/// Why the rooms do not take them: how many rooms by which rule. Nothing is hidden behind a plain no.
pub fn refusals(cx: &Cx, need: &Need, rooms: &[sila_core::shelter::Room]) -> Markup {
    let all = [No::Area, No::Feature, No::Person, No::Alone, No::Full];
    let count = |no: No| rooms.iter().filter(|room| room.refusal(need) == Some(no)).count();
    html! {
        ul.leaves { @for no in all { @if count(no) > 0 {
            li { (icon("x-circle")) div { (cx.code("shelter-no", no.code())) " · " (cx.t_with("shelter-rooms-n", &[("n", count(no).into())])) } }
        } } }
    }
}

/// One place, with the criteria it meets and does not meet.
pub fn proposal(cx: &Cx, place: &Proposal, homes: &[Home], first: bool, act: &Markup) -> Markup {
    let home = homes.iter().find(|home| home.id == place.home);
    let rooms: Vec<&Room> = place
        .rooms
        .iter()
        .filter_map(|(id, _)| home?.rooms.iter().find(|room| room.id == *id))
        .collect();
    let beds: usize = place.rooms.iter().map(|(_, beds)| beds.len()).sum();
    html! {
        section.card.place.first[first] {
            div.card-h {
                h2 { @if let Some(home) = home { (Name(home.name(cx.lang))) } }
                @if first { (tag(Tone::Ok, cx.t("shelter-best"))) }
            }
            div.card-b {
                p { (icon("bed")) " "
                    @for (nth, room) in rooms.iter().enumerate() { @if nth > 0 { " + " } b { (Name(&room.name)) } }
                    " · " (cx.t_with("shelter-beds-n", &[("n", Arg::from(beds))]))
                }
                div.tags { @if let Some(room) = rooms.first() { (takes(cx, room)) } }
                ul.criteria { @for one in Criterion::ALL {
                    @let met = one.is_met(&place.grade);
                    li.met[met] { (icon(if met { "check" } else { "x" })) (cx.code(if met { "criterion" } else { "criterion-not" }, one.code())) }
                } }
                (act)
            }
        }
    }
}
