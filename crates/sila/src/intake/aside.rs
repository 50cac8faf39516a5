//! What stands beside the form: the suggested route with its reasons and clause, and the answers so far.

use maud::{Markup, html};
use sila_core::residence::{Reason, Suggestion};

use crate::cases::interpreters::Need;
use crate::intake::answers::Answers;
use crate::intake::route::Routing;
use crate::people::show;
use crate::web::components::{Card, Note, Summary, Tone};
use crate::web::ident::{Code, Name};
use crate::web::{Arg, Cx};

/// The suggestion, why, and the clause in the reader's language.
pub fn suggestion(cx: &Cx, routing: &Routing) -> Markup {
    match routing.suggestion() {
        Suggestion::Refer { to, .. } => refer(cx, routing, *to),
        Suggestion::Keep { .. } => {
            let note = Note::new("house-line", cx.t("intake-route-keep"));
            html! { (note.body(reasons(cx, routing.why()))) }
        }
        Suggestion::HumanDecides { .. } => {
            let none = !routing.can_send();
            let key = if none { "intake-route-none" } else { "intake-route-human" };
            let note =
                Note::new("signpost", cx.t(key)).tone(if none { Tone::Warn } else { Tone::Gold });
            html! {
                (note.body(html! {
                    (reasons(cx, routing.why()))
                    p { (cx.t(if none { "intake-route-none-text" } else { "intake-route-human-text" })) }
                }))
            }
        }
    }
}

fn refer(cx: &Cx, routing: &Routing, to: sila_core::ids::AgencyId) -> Markup {
    let Some(party) = routing.party(to) else { return html! {} };
    let name = cx.lang.pick(&party.name_ar, &party.name_en);
    let title = cx.t_with("intake-route", &[("agency", name.into())]);
    let note = Note::new("signpost", title).body(html! {
        (reasons(cx, routing.why()))
        (clause(cx, routing))
        p { (cx.t("intake-route-free")) }
    });
    html! { (note) }
}

fn reasons(cx: &Cx, reasons: &[Reason]) -> Markup {
    html! { @for reason in reasons { p { (cx.code("residence-reason", reason.code())) } } }
}

/// The residence clause of the agreement behind the suggestion, folded.
pub fn clause(cx: &Cx, routing: &Routing) -> Markup {
    let Some(with) = routing.agreement() else { return html! {} };
    let (agreement, clause) = (&with.agreement, &with.agreement.residence);
    let number = [("number", Arg::ident(&clause.number))];
    html! {
        details.clause {
            summary { (cx.t_with("intake-read-clause", &number)) }
            p { (cx.lang.pick(&clause.text_ar, &clause.text_en)) }
            p.hint { (Name(cx.lang.pick(&agreement.title_ar, &agreement.title_en))) " · " (Code(&agreement.code)) }
        }
    }
}

/// The answers so far, short.
pub fn so_far(cx: &Cx, answers: &Answers, writer: &str) -> Markup {
    let danger = answers
        .safety
        .danger
        .map(|danger| cx.t(if danger { "intake-so-far-danger" } else { "intake-so-far-safe" }));
    let urgency = answers.need.urgency.map(|u| crate::cases::list::urgency_tag(cx, u.code()));
    let person = answers.people.first().map(|person| show::name(cx, person));
    let area = answers.residence.area.map(|a| crate::cases::list::area_name(cx, a.as_str()));
    let others = answers.people.len().saturating_sub(1);
    let with = (others > 0).then(|| cx.t_with("intake-so-far-with", &[("n", others.into())]));
    let rows = Summary::new()
        .row_if(cx.t("intake-so-far-now"), danger)
        .row_if(cx.t("case-person"), person)
        .row_if(cx.t("case-household"), with)
        .row_if(cx.t("case-area"), area)
        .row_if(cx.t("case-urgency"), urgency)
        .row(cx.t("intake-so-far-by"), Name(writer));
    html! { (Card::new(cx.t("intake-so-far")).body(html! { (rows) })) }
}

/// What looks odd and may be right.
pub fn warnings(cx: &Cx, answers: &Answers) -> Markup {
    let doubts = answers.people.first().map(|p| show::doubt_words(cx, p)).unwrap_or_default();
    let safety = &answers.safety;
    let need = Need::of(safety.language, safety.contact.interpreter);
    html! {
        @if let Some(need) = need { p { (need.tag(cx)) } }
        @if !doubts.is_empty() {
            (Note::new("warning", cx.t("emirates-id-look")).tone(Tone::Gold)
                .body(html! { @for words in &doubts { p { (words) } } }))
        }
    }
}
