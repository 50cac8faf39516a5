//! What is known of a person, as cards: who they are, who lives with them, where, what they need and what they want.

use maud::{Markup, html};
use sila_core::disclosure::Disclosure;
use sila_core::residence::Residence;

use crate::cases::list::area_name;
use crate::cases::news::{News, Part};
use crate::cases::record::{CaseRecord, Origin};
use crate::people::show::{self as people, IdShown};
use crate::web::components::{Button, Card, Note, Summary, Tone, icon, post};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, dates};

/// "Given at Marsa Foundation on 22 November 2026": this answer was not asked again.
fn given(cx: &Cx, origin: Option<&Origin>) -> Option<Markup> {
    let origin = origin?;
    let agency = cx.lang.pick(&origin.name_ar, &origin.name_en).clone();
    let agency = if agency.is_empty() { origin.code.clone() } else { agency };
    let day = Arg::phrase(dates::day(cx.lang, origin.at));
    let words = cx.t_with("case-given", &[("agency", agency.into()), ("day", day)]);
    Some(html! { span.given { (icon("tray-arrow-down")) (words) } })
}

fn with_mark(cx: &Cx, card: Card, record: &CaseRecord) -> Card {
    match given(cx, record.origin.as_ref()) {
        Some(mark) => card.tag(mark),
        None => card,
    }
}

pub(super) fn person_card(cx: &Cx, record: &CaseRecord, full_id: bool, news: &News) -> Markup {
    let Some(person) = record.disclosure.people.first() else { return html! {} };
    let path = format!("/cases/{}/emirates-id", record.row.id);
    let id = if full_id {
        IdShown::Full
    } else {
        IdShown::Masked(post(
            cx,
            &path,
            &html! {
                (Button::submit(cx.t("case-reveal")).soft().small().icon("eye"))
            },
        ))
    };
    let doubts = people::doubt_words(cx, person);
    let body = html! {
        (people::summary(cx, person, &id, cx.now).wide())
        @if !doubts.is_empty() {
            (Note::new("warning", cx.t("emirates-id-look")).tone(Tone::Warn)
                .body(html! { @for words in &doubts { p { (words) } } }))
        }
    };
    let page = cx.url(&format!("/people/{}", person.id));
    let card = Card::new(cx.t("case-person")).link(cx.t("case-person-page"), page).body(body);
    html! { (with_mark(cx, card, record).tag(news.mark(cx, Part::Known))) }
}

pub(super) fn household_card(cx: &Cx, disclosure: &Disclosure) -> Markup {
    let others = disclosure.people.get(1..).unwrap_or_default();
    if others.is_empty() {
        return html! {};
    }
    let card = Card::new(cx.t("case-household")).count(others.len()).body(html! {
        ul.people { @for person in others { li { (icon("user")) div { (people::other(cx, person, cx.now)) } } } }
    });
    html! { (card) }
}

pub(super) fn residence_card(cx: &Cx, residence: &Residence) -> Markup {
    let place =
        |area: Option<sila_core::AreaCode>| area_name(cx, area.map_or("", |area| area.as_str()));
    let answer = |yes: bool| cx.t(if yes { "answer-yes" } else { "answer-no-or-unknown" });
    let stay = residence.stay_days.map(|days| cx.t_with("case-days", &[("n", days.into())]));
    let rows = Summary::new()
        .wide()
        .row(cx.t("case-area"), place(residence.area))
        .row(cx.t("case-evidence"), cx.code("evidence", residence.evidence.code()))
        .row(cx.t("case-usual-home"), answer(residence.usual_home))
        .row_if(cx.t("case-present"), residence.present_area.map(|area| place(Some(area))))
        .row_if(cx.t("case-stay"), stay)
        .row(cx.t("case-risk-home"), answer(residence.risk_near_home));
    html! { (Card::new(cx.t("case-residence")).body(html! { (rows) })) }
}

pub(super) fn needs_card(cx: &Cx, record: &CaseRecord) -> Markup {
    let disclosure = &record.disclosure;
    let services: Vec<String> =
        disclosure.needs.iter().map(|service| cx.code("service", service.code())).collect();
    let harm: Vec<String> =
        disclosure.harm.iter().map(|harm| cx.code("harm", harm.code())).collect();
    let list =
        |words: &[String]| html! { ul.chips { @for word in words { li.tag.plain { (word) } } } };
    let rows = Summary::new()
        .wide()
        .row(
            cx.t("case-needs"),
            if services.is_empty() {
                html! { span.muted { (cx.t("not-known")) } }
            } else {
                list(&services)
            },
        )
        .row_if(cx.t("case-harm"), Some(list(&harm)).filter(|_| !harm.is_empty()))
        .row_if(cx.t("case-plan"), disclosure.safety.plan.as_deref().map(typed))
        .row_if(cx.t("case-account"), disclosure.account.as_deref().map(typed));
    html! { (with_mark(cx, Card::new(cx.t("case-need-title")).body(html! { (rows) }), record)) }
}

/// Words that somebody wrote, with their lines.
fn typed(words: &str) -> Markup {
    html! { p.typed { (Name(words)) } }
}

pub(super) fn wishes_card(cx: &Cx, record: &CaseRecord) -> Markup {
    let disclosure = &record.disclosure;
    if !disclosure.answers_wishes() && disclosure.unwanted.is_none() {
        return html! {};
    }
    let rows = Summary::new()
        .wide()
        .row_if(cx.t("case-wishes"), disclosure.wishes.as_deref().map(typed))
        .row_if(
            cx.t("case-no-wishes"),
            disclosure.no_wishes.map(|why| cx.code("no-wishes", why.code())),
        )
        .row_if(cx.t("case-unwanted"), disclosure.unwanted.as_deref().map(typed));
    html! { (with_mark(cx, Card::new(cx.t("case-wishes-title")).body(html! { (rows) }), record)) }
}
