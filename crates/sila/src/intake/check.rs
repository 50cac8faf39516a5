//! Step 5: everything once more, exactly what leaves and what stays, the clause, and the decision.

use maud::{Markup, html};
use sila_core::codes::{OverrideReason, Urgency};
use sila_core::disclosure::Disclosure;
use sila_core::field::Field;
use sila_core::ids::AgencyId;
use sila_core::refusal::Refusal;
use sila_core::time::Millis;

use crate::agreements::Shut;
use crate::cases::list::{area_name, urgency_tag};
use crate::intake::Step;
use crate::intake::alike_panel;
use crate::intake::answers::Answers;
use crate::intake::route::Routing;
use crate::intake::safety::way_key;
use crate::intake::sharing::To;
use crate::intake::view::View;
use crate::people::{form, show};
use crate::problem::{CODED_FACTS, Problem};
use crate::referrals::Route;
use crate::web::components::{Button, Card, Note, Summary, Tone, acts, icon};
use crate::web::ident::{Code, Name, Phone};
use crate::web::{Arg, Cx};

/// Notes a mistake of step 4 that only shows beside the suggestion: an agency that is not linked by an agreement, a
/// departure from the residence rule without a reason, or with one that the agreement does not list.
pub fn reason(cx: &Cx, answers: &mut Answers, routing: &Routing) {
    let Some(To::Agency(agency)) = answers.sharing.to else { return };
    let Some(with) = routing.with(agency) else {
        let words = match routing.shut(agency) {
            Some(shut) => {
                let clause = shut.refusal.clause().unwrap_or_default();
                let args = [("code", Arg::ident(&shut.code)), ("clause", Arg::ident(clause))];
                cx.t_with("intake-wrong-to-shut", &args)
            }
            None => cx.t("intake-wrong-to"),
        };
        return answers.add_wrong(Step::Sharing, "to", words);
    };
    if answers.sharing.kind.is_some() && answers.sharing.hand_over {
        answers.add_wrong(Step::Sharing, "kind", cx.t("intake-wrong-kind"));
    }
    if routing.hands_back(agency) && answers.sharing.back_why.is_none() {
        answers.add_wrong(Step::Sharing, "back_why", cx.t("handover-back-why-missing"));
    }
    if !routing.needs_reason(agency) {
        return;
    }
    match answers.sharing.why {
        None => answers.add_wrong(Step::Sharing, "why", cx.t("intake-wrong-why")),
        Some(why) if !with.agreement.residence.exceptions.contains(&why) => {
            answers.add_wrong(Step::Sharing, "why", cx.t("intake-wrong-why-barred"));
        }
        Some(_) => {}
    }
}

/// The parts that really leave: permitted, held, allowed by the data schedule, and in an emergency the least.
pub fn leaving(
    known: &Disclosure,
    routing: &Routing,
    to: AgencyId,
    urgency: Option<Urgency>,
) -> Vec<Field> {
    let (held, withheld) = (known.fields(), routing.withheld(to));
    let goes = |field: &Field| {
        let now = urgency.is_none_or(|urgency| field.may_go(urgency));
        known.permission.fields.contains(field) && !withheld.contains(field) && now
    };
    held.into_iter().filter(goes).collect()
}

/// Whether a second person approves before it leaves.
fn waits(view: &View<'_>, route: &Route) -> bool {
    let urgent = view.answers.need.urgency == Some(Urgency::Emergency);
    route.override_.is_some_and(|reason| reason != OverrideReason::Imminent) && !urgent
}

/// The body of the step, beside its aside.
pub fn body(view: &View<'_>, now: Millis) -> Markup {
    let (cx, answers) = (view.cx, view.answers);
    let known = answers.disclosure(view.me, now);
    let Some(routing) = view.routing else { return html! {} };
    let gap = answers.first_gap();
    let target = match answers.sharing.to {
        Some(To::Agency(agency)) => Some(agency),
        _ => None,
    };
    let route = target.and_then(|to| routing.route(to, answers.sharing.why).ok());
    html! {
        div {
            @if let Some(step) = gap { (missing(view, step)) }
            @if let Some(shut) = target.and_then(|to| routing.named(to)) { (shut_note(cx, shut)) }
            (alike_panel::said(cx, view.alike))
            (safety_card(view, &known))
            (person_card(view, &known, now))
            (need_card(view, &known))
            (permission_card(view))
            @if let (Some(route), None) = (&route, gap) {
                (sharing_cards(view, &known, routing, route, now))
            } @else if gap.is_none() {
                (Note::new("house-line", cx.t("intake-stays")).says(cx.t("intake-stays-text")))
            }
            (decision(view, route.as_ref().filter(|_| gap.is_none()), gap))
        }
    }
}

/// What is still missing, with the way there.
fn missing(view: &View<'_>, step: Step) -> Markup {
    let cx = view.cx;
    let note = Note::new("warning-circle", cx.t("intake-missing")).tone(Tone::Warn).body(html! {
        p { (cx.t("intake-missing-text")) }
        p { a.link href=(cx.url(&view.draft.path(step))) { (cx.t(step.name_key())) } }
    });
    html! { div.mb-5 { (note) } }
}

fn change(view: &View<'_>, step: Step) -> (String, String) {
    (view.cx.t("change"), view.cx.url(&view.draft.path(step)))
}

fn card(view: &View<'_>, step: Step, rows: &Summary) -> Markup {
    let (words, href) = change(view, step);
    html! { (Card::new(view.cx.t(step.name_key())).link(words, href).body(html! { (rows) })) }
}

fn typed(words: &str) -> Markup {
    html! { p.typed { (Name(words)) } }
}

fn safety_card(view: &View<'_>, known: &Disclosure) -> Markup {
    let (cx, safety) = (view.cx, &known.safety);
    let yes = |yes: bool| cx.t(if yes { "intake-yes" } else { "intake-no" });
    let contact = safety.safe_contact.as_ref().map(|contact| {
        html! {
            (cx.t(way_key(contact.channel)))
            @if let Some(phone) = &contact.phone { " · " (Phone(phone)) }
            @if let Some(times) = &contact.times { br; (Name(times)) }
            @if let Some(words) = &contact.instruction { br; (Name(words)) }
            @if let Some(word) = &contact.code_word { br; (cx.t("case-safe-word")) " " (Name(word)) }
        }
    });
    let none = || html! { (cx.t("case-safe-contact-none")) };
    let rows = Summary::new()
        .wide()
        .row(cx.t("intake-danger"), yes(safety.immediate_danger))
        .row(cx.t("intake-talk"), yes(safety.safe_to_talk))
        .row(cx.t("case-safe-contact"), contact.unwrap_or_else(none))
        .row_if(cx.t("case-plan"), safety.plan.as_deref().map(typed));
    card(view, Step::Safety, &rows)
}

fn person_card(view: &View<'_>, known: &Disclosure, now: Millis) -> Markup {
    let (cx, residence) = (view.cx, &known.residence);
    let person = known.people.first();
    let id = show::IdShown::Masked(html! {});
    let place = |area: Option<sila_core::AreaCode>| area.map(|area| area_name(cx, area.as_str()));
    let yes = |yes: bool| cx.t(if yes { "answer-yes" } else { "answer-no-or-unknown" });
    let rows = Summary::new()
        .wide()
        .row_if(cx.t("case-area"), place(residence.area))
        .row(cx.t("case-usual-home"), yes(residence.usual_home))
        .row(cx.t("case-evidence"), cx.code("evidence", residence.evidence.code()))
        .row_if(cx.t("case-present"), place(residence.present_area))
        .row(cx.t("case-risk-home"), yes(residence.risk_near_home));
    let others = known.people.get(1..).unwrap_or_default();
    let (words, href) = change(view, Step::Person);
    let line = form::proposal_line(cx, &view.draft.values, &href);
    let card = Card::new(cx.t(Step::Person.name_key())).link(words, href).body(html! {
        @if let Some(person) = person { (show::summary(cx, person, &id, now).wide()) }
        (line)
        @if !others.is_empty() {
            ul.people { @for person in others { li { (icon("user")) div { (show::other(cx, person, now)) } } } }
        }
        (rows)
    });
    html! { (card) }
}

fn need_card(view: &View<'_>, known: &Disclosure) -> Markup {
    let (cx, need) = (view.cx, &view.answers.need);
    let chips =
        |words: Vec<String>| html! { ul.chips { @for word in &words { li.tag.plain { (word) } } } };
    let services = known.needs.iter().map(|s| cx.code("service", s.code())).collect();
    let harm: Vec<String> = known.harm.iter().map(|h| cx.code("harm", h.code())).collect();
    let rows = Summary::new()
        .wide()
        .row_if(cx.t("case-category"), need.category.map(|c| cx.code("category", c.code())))
        .row_if(cx.t("case-urgency"), need.urgency.map(|u| urgency_tag(cx, u.code())))
        .row(cx.t("case-needs"), chips(services))
        .row_if(cx.t("case-wishes"), known.wishes.as_deref().map(typed))
        .row_if(cx.t("case-no-wishes"), known.no_wishes.map(|why| cx.code("no-wishes", why.code())))
        .row_if(cx.t("case-unwanted"), known.unwanted.as_deref().map(typed))
        .row_if(cx.t("case-harm"), Some(harm).filter(|harm| !harm.is_empty()).map(chips))
        .row_if(cx.t("case-account"), known.account.as_deref().map(typed));
    card(view, Step::Need, &rows)
}

fn permission_card(view: &View<'_>) -> Markup {
    let (cx, sharing) = (view.cx, &view.answers.sharing);
    let days = cx.t_with("case-days", &[("n", Arg::from(sharing.days))]);
    let to = match sharing.to {
        Some(To::Agency(agency)) => view.routing.and_then(|routing| routing.party(agency)),
        _ => None,
    };
    let to = to.map(|party| html! { (Name(cx.lang.pick(&party.name_ar, &party.name_en))) });
    let rows = Summary::new()
        .wide()
        .row(cx.t("intake-to"), to.unwrap_or_else(|| html! { (cx.t("intake-here")) }))
        .row_if(
            cx.t("intake-why"),
            sharing.why.filter(|_| departs(view)).map(|why| cx.code("override", why.code())),
        )
        .row_if(cx.t("intake-kind"), sharing.kind.map(|kind| cx.code("intake-kind", kind.code())))
        .row_if(cx.t("intake-hand-over"), sharing.hand_over.then(|| cx.t("intake-hand-over-yes")))
        .row_if(
            cx.t("handover-back-why"),
            sharing
                .back_why
                .filter(|_| goes_back(view))
                .map(|why| cx.code("handover-returns", why.code())),
        )
        .row(cx.t("intake-ground"), sharing.ground.words(cx))
        .row_if(cx.t("intake-witness"), sharing.witness.as_deref().map(Name))
        .row(cx.t("intake-days"), days);
    card(view, Step::Sharing, &rows)
}

fn goes_back(view: &View<'_>) -> bool {
    match (view.answers.sharing.to, view.routing) {
        (Some(To::Agency(agency)), Some(routing)) => routing.hands_back(agency),
        _ => false,
    }
}

fn departs(view: &View<'_>) -> bool {
    match (view.answers.sharing.to, view.routing) {
        (Some(To::Agency(agency)), Some(routing)) => routing.needs_reason(agency),
        _ => false,
    }
}

/// What leaves, what stays, and under which clause.
fn sharing_cards(
    view: &View<'_>,
    known: &Disclosure,
    routing: &Routing,
    route: &Route,
    now: Millis,
) -> Markup {
    let (cx, agreement) = (view.cx, &route.agreement.agreement);
    let urgency = view.answers.need.urgency;
    let goes = leaving(known, routing, route.target, urgency);
    let later = |field: &Field| urgency.is_some_and(|urgency| !field.may_go(urgency));
    let (barred, informs) = (routing.barred(route.target), routing.is_information());
    let stays = known.fields().into_iter().filter(|field| !goes.contains(field));
    let stays: Vec<(Field, &'static str)> = stays
        .map(|field| match barred.contains(&field) {
            true => (field, "intake-stays-barred"),
            false if later(&field) => (field, "emergency-stays"),
            false if informs && !field.is_in_preview() => (field, "intake-stays-information"),
            false => (field, "intake-stays-person"),
        })
        .collect();
    let name = routing.party(route.target).map_or("", |p| cx.lang.pick(&p.name_ar, &p.name_en));
    let title = cx.t_with("intake-leaves", &[("agency", name.into())]);
    let refusals = view
        .answers
        .need
        .category
        .zip(view.answers.need.urgency)
        .map(|need| routing.refusals(route, known, need, &goes, now))
        .unwrap_or_default();
    let programme = view.listed.and_then(|listing| listing.may_carry(&goes).err());
    html! {
        (Card::new(title).id("leaves").count(goes.len()).body(html! {
            p.hint { (cx.t("intake-leaves-text")) }
            ul.leaves { @for field in &goes { (part(cx, *field, leaving_key(*field), "check-circle")) } }
        }))
        (Card::new(cx.t("intake-not-shared")).id("stays").count(stays.len()).body(html! {
            @if stays.is_empty() { p.muted { (cx.t("intake-not-shared-none")) } }
            ul.leaves.not { @for (field, why) in &stays { (part(cx, *field, why, "lock-key")) } }
            p.hint { (cx.t("intake-not-shared-text")) }
        }))
        (Card::new(cx.t("intake-clause-title")).body(html! {
            blockquote.clause { p { (Code(&agreement.residence.number)) " " (cx.lang.pick(&agreement.residence.text_ar, &agreement.residence.text_en)) } }
            p.hint { (Name(cx.lang.pick(&agreement.title_ar, &agreement.title_en))) " · " (Code(&agreement.code)) }
        }))
        @for refusal in refusals.iter().chain(&programme) { (stopped(cx, refusal)) }
        @if waits(view, route) {
            (Note::new("stamp", cx.t("intake-second")).tone(Tone::Gold).says(cx.t("intake-second-text")))
        }
    }
}

fn leaving_key(field: Field) -> &'static str {
    if field.is_in_preview() { "intake-part-preview" } else { "intake-part-sealed" }
}

fn part(cx: &Cx, field: Field, key: &str, mark: &str) -> Markup {
    html! { li { (icon(mark)) div { b { (cx.code("field", field.code())) } span.sub { (cx.t(key)) } } } }
}

/// A rule that would stop the sending, in the same words as the refusal itself.
pub fn stopped(cx: &Cx, refusal: &Refusal) -> Markup {
    let problem = Problem::from(refusal.clone());
    let args: Vec<(&str, Arg)> = problem
        .facts
        .iter()
        .map(|(name, value)| match CODED_FACTS.contains(name) {
            true => (*name, Arg::phrase(cx.code(name, value))),
            false => (*name, Arg::ident(value)),
        })
        .collect();
    let key = problem.text_key();
    let note = Note::new("prohibit", cx.t_with(&key, &args)).tone(Tone::Bad);
    html! { div.mb-5 { (note.says(cx.t_with(&format!("{key}-next"), &args))) } }
}

/// Which agreement was stopped or has ended, and by which clause.
pub fn shut_note(cx: &Cx, shut: &Shut) -> Markup {
    html! {
        p { (cx.t("intake-shut")) " " (Code(&shut.code)) }
        (stopped(cx, &shut.refusal))
    }
}

/// The buttons: send, or open here; and the way back to choose another agency.
fn decision(view: &View<'_>, route: Option<&Route>, gap: Option<Step>) -> Markup {
    let cx = view.cx;
    let path = cx.url(&view.draft.path(Step::Check));
    let name = route.and_then(|route| view.routing?.party(route.target));
    let name = name.map_or("", |party| cx.lang.pick(&party.name_ar, &party.name_en));
    let send = match route {
        Some(route) if waits(view, route) => "intake-send-approval",
        _ => "intake-send",
    };
    let send = cx.t_with(send, &[("agency", name.into())]);
    let sends = route.is_some() && view.may_send;
    let open = Button::submit(cx.t(if view.draft.case.is_some() {
        "intake-save-case"
    } else {
        "intake-open"
    }))
    .icon("folders")
    .sends("act", "open");
    html! {
        form method="post" action=(path) novalidate {
            (view.stamped())
            (acts(&html! {
                @if sends { (Button::submit(send).icon("paper-plane-tilt").sends("act", "send")) }
                @if gap.is_none() { @if sends { (open.soft()) } @else { (open) } }
                @if gap.is_none() && view.routing.is_some_and(Routing::can_send) {
                    (Button::link(cx.t("intake-other-agency"), format!("{}#to", cx.url(&view.draft.path(Step::Sharing)))).soft())
                }
                @if let Some(step) = gap {
                    (Button::link(cx.t(step.name_key()), cx.url(&view.draft.path(step))).icon("arrow-u-up-left"))
                }
                (Button::later(cx))
            }))
        }
    }
}
