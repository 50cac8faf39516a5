//! `/shelter/waiting`: who waits, in the order of the rule, by which rule they stand before the next, and the place that is free for
//! them now. By number alone.

use maud::{Markup, html};
use sila_core::codes::Risk;
use sila_core::shelter::{Need, Precedence, Proposal, allot};

use super::{END_CODES, PAST_CODES, Waiting, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::cases::scope::store::shut_subjects;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::referrals::urgency_tag;
use crate::reply::Reply;
use crate::shelter::homes;
use crate::shelter::stays::hold;
use crate::web::components::{
    Button, Card, Tone, columns, empty_state, heading, icon, plain_tag, post, tag,
};
use crate::web::ident::Reference;
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let reader = ask.worker()?.id;
    let read =
        move |tx: &mut dyn Tx| Ok::<_, DbError>((store::line(tx)?, shut_subjects(tx, reader)?));
    let (line, shut) = ask.app.store.read(read).await?;
    let homes = hold::homes(&ask.app).await?;
    let needs: Vec<&Need> = line.iter().map(|one| &one.need).collect();
    let places = allot(&needs, &homes::matching(&homes, ask.now));
    let (cx, may) = (&ask.cx, ask.may(Permission::ShelterPlace));
    let none =
        empty_state("check-circle", cx.t("waiting-none"), cx.t("waiting-none-text"), &html! {});
    let next = line.iter().skip(1).map(Some).chain([None]);
    let rows = line.iter().zip(next).zip(&places).filter(|((one, _), _)| !one.is_about(&shut));
    let rows: Vec<_> = rows.collect();
    let main = html! {
        (Card::new(cx.t("waiting-line")).count(rows.len()).live("waiting-line", "shelter").body(html! {
            @if rows.is_empty() { (none) }
            ol.leaves.order { @for ((one, next), place) in rows {
                (row(cx, one, next, place.as_ref(), may))
            } }
        }))
    };
    let body = html! {
        (heading(cx.t("waiting-title"), Some(&cx.t("waiting-lead")), &html! {}))
        (columns(&main, &rule(cx)))
    };
    let page = Page::new(cx, cx.t("waiting-title")).crumb(cx.t("shelter-title"), "/shelter");
    Ok(Reply::page(&page.refreshing(60).body(body)))
}

fn row(
    cx: &Cx,
    one: &Waiting,
    next: Option<&Waiting>,
    place: Option<&Proposal>,
    may: bool,
) -> Markup {
    let before = next.and_then(|next| one.rank.before(&next.rank));
    // Of a case that is not for everybody only the place in the line is told.
    let link = match (one.case, one.referral) {
        _ if one.reference.is_empty() => "/shelter/waiting".to_owned(),
        (Some(case), _) => format!("/shelter/place/{case}"),
        (_, Some(referral)) => format!("/referrals/{referral}"),
        _ => "/shelter/waiting".to_owned(),
    };
    let waited = dates::duration(cx.lang, cx.now.minutes_since(one.rank.since));
    html! {
        li { div {
            div {
                (Reference(&one.reference)) " "
                (urgency_tag(cx, one.rank.urgency)) " "
                (tag(risk_tone(one.rank.risk), cx.code("waiting-risk", one.rank.risk.code())))
                @if one.referred { " " (plain_tag(cx.t("waiting-linked"))) }
            }
            div.muted { (people(cx, &one.need)) " · " (cx.t_with("waiting-since", &[("time", Arg::phrase(waited))])) }
            @if let Some(before) = before {
                div.sub { (icon("caret-down")) (cx.code("waiting-before", before.code()))
                    @if let Some(first) = one.first.as_ref().filter(|_| before == Precedence::Linked && !one.reference.is_empty()) { " · " (first.words(cx)) }
                }
            }
            div.acts-row {
                @if place.is_some() { (tag(Tone::Ok, cx.t("waiting-free"))) }
                @if may {
                    (Button::link(cx.t(if place.is_some() { "waiting-place" } else { "waiting-open" }), cx.url(&link)).small().line().icon("bed"))
                    (ending(cx, one))
                }
            }
        } }
    }
}

/// Everybody by sex and age band.
fn people(cx: &Cx, need: &Need) -> Markup {
    html! { @for (nth, one) in need.people.iter().enumerate() {
        @if nth > 0 { " + " } (cx.code("sex", one.sex.code())) " " (cx.code("age-band", one.age.code()))
    } }
}

fn ending(cx: &Cx, one: &Waiting) -> Markup {
    let act = format!("/shelter/waiting/{}/end", one.id);
    html! {
        details.fold {
            summary { (cx.t("waiting-end")) }
            (post(cx, &act, &html! { div.acts-row { @for code in END_CODES {
                (Button::submit(cx.code("waiting-end", code)).small().soft().sends("why", code))
            } } }))
        }
    }
}

fn risk_tone(risk: Risk) -> Tone {
    match risk {
        Risk::Imminent => Tone::Bad,
        Risk::High => Tone::Warn,
        Risk::Medium | Risk::Low => Tone::Plain,
    }
}

/// The rule, for everybody to read.
fn rule(cx: &Cx) -> Markup {
    html! {
        (Card::new(cx.t("waiting-rule")).link(cx.t("history-title"), cx.url("/shelter/history")).body(html! {
            p.muted { (cx.t("waiting-rule-text")) }
            ol.leaves.order { @for one in Precedence::ALL { li { div { (cx.code("waiting-before", one.code())) } } } }
        }))
    }
}

/// The form that puts somebody on the list: how dangerous it is, with what else was answered.
pub fn adding(cx: &Cx, act: &str, sent: &Markup) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let risks =
        Risk::ALL.iter().rev().map(|risk| (risk.code(), cx.code("waiting-risk", risk.code())));
    html! {
        details.fold {
            summary { (cx.t("waiting-add")) }
            (post(cx, act, &html! {
                (sent)
                (form.radios("risk", cx.t("waiting-risk")).side_by_side().choices(risks))
                (Button::submit(cx.t("waiting-add-act")).line().icon("list"))
            }))
        }
    }
}

/// Reasons for which a place is given past those who come before.
pub fn reasons(cx: &Cx) -> Markup {
    html! {
        details.fold {
            summary { (cx.t("waiting-past")) }
            div.acts-row { @for code in PAST_CODES {
                (Button::submit(cx.code("waiting-past", code)).small().soft().sends("past", code))
            } }
        }
    }
}
