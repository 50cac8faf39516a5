//! `/cases/{id}/emergency`: whom, on what ground, and what exactly goes; then it is sent.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::codes::{Category, LawfulBasis, OverrideReason, PermissionForm, Service, Urgency};
use sila_core::field::Field;
use sila_core::ids::{AgencyId, CaseId, ReferralId};
use sila_core::permission::Permission;
use sila_core::time::Millis;

use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::{self, CaseRecord};
use crate::db::{DbError, Tx};
use crate::intake::route::{self, Routing};
use crate::intake::sharing::{GROUNDS, Ground, To, WITNESS_CHARS_MAX};
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::referrals::offer::{self, Asked};
use crate::referrals::typing;
use crate::reply::Reply;
use crate::shelter::asking::store as asking;
use crate::shelter::unwanted::{self, Unwanted, Whose};
use crate::web::components::{
    Button, Card, Note, Tone, acts, columns, empty_state, heading, icon, post, stack,
};
use crate::web::ident::Reference;
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates};

/// The fields of the form.
const FILLED: [&str; 4] = ["to", "ground", "witness", "why"];
/// The permission holds for this event: so many days to receive her and to ask her.
const PERMISSION_DAYS: i64 = 30;

/// Everything the page and the act need.
struct Lane {
    record: CaseRecord,
    routing: Routing,
    /// Who holds a place for the case, and until when.
    held: BTreeMap<AgencyId, Millis>,
    /// Whose place they did not want, and were not asked again.
    unwanted: Vec<AgencyId>,
}

/// What was chosen.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// To whom.
    pub to: AgencyId,
    /// What allows sharing.
    pub ground: Ground,
    /// Who witnessed consent given orally.
    pub witness: Option<String>,
    /// Why another agency than the competent one.
    pub why: Option<OverrideReason>,
}

impl Lane {
    async fn of(app: &App, worker: &Worker, id: CaseId, now: Millis) -> Result<Lane, Problem> {
        let mut record = cases::open_record(app, worker, id).await?;
        access::record(app, worker, Subject::Case(id.0), "case.refer", now).await?;
        record.row.needs_open()?;
        if record.row.urgency != Urgency::Emergency.code() {
            return Err(Problem::not_found());
        }
        let (held, unwanted) = held(app, id, now).await?;
        let needs = &mut record.disclosure.needs;
        let place = [Service::Shelter, Service::EmergencyShelter];
        if needs.is_empty() || (!held.is_empty() && !needs.iter().any(|one| place.contains(one))) {
            needs.push(Service::EmergencyShelter);
        }
        let known = &record.disclosure;
        let category = Category::from_code(&record.row.category).ok();
        let routing = route::of(app, &known.residence, &known.needs, now).await?.about(category);
        Ok(Lane { record, routing, held, unwanted })
    }

    /// The parts that go to that agency. What the person has kept back stays back, unless her life is the ground.
    fn leaving(&self, to: AgencyId, basis: LawfulBasis) -> Vec<Field> {
        let barred = self.routing.barred(to);
        let permission = &self.record.disclosure.permission;
        let said = &permission.fields;
        // Of a case from an older register nobody was asked; that she permitted nothing is another thing.
        let unasked = said.is_empty() && permission.given_at == permission.expires_at;
        let free = unasked || basis == LawfulBasis::VitalInterest;
        let mut held = self.record.disclosure.fields();
        held.retain(|field| field.may_go(Urgency::Emergency) && !barred.contains(field));
        held.retain(|field| free || said.contains(field));
        held
    }

    /// What the form says until somebody says otherwise: whoever holds a place, and why.
    fn assumed(&self, query: &Pairs) -> Pairs {
        let mut values = query.clone();
        let asked = query.get("to").and_then(|to| AgencyId::parse(to).ok());
        let first = self.held.keys().next().copied();
        let usual = || self.routing.suggested().filter(|to| !self.unwanted.contains(to));
        let to = asked.or(first).or_else(usual);
        if let Some(to) = to {
            values.set("to", to.to_text());
            let reasons = self.routing.reasons();
            let elsewhere = match self.held.contains_key(&to) {
                true => OverrideReason::Capacity,
                false => OverrideReason::Imminent,
            };
            if self.routing.needs_reason(to) && reasons.contains(&elsewhere) {
                values.set("why", elsewhere.code());
            }
        }
        let permission = &self.record.disclosure.permission;
        let ground = Ground::of(permission.basis, permission.form);
        values.set("ground", ground.map_or("VITAL", |ground| ground.code));
        values.set("witness", permission.witness.clone().unwrap_or_default());
        values
    }
}

/// Who holds a place for a case, and until when; and whose place they did not want.
type Held = (BTreeMap<AgencyId, Millis>, Vec<AgencyId>);

/// Who holds a place for this case now, but for what they did not want.
async fn held(app: &App, case: CaseId, now: Millis) -> Result<Held, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut held = BTreeMap::new();
        let open = asking::of_case(tx, case)?;
        for question in open.iter().filter(|question| question.state == "OPEN") {
            let said = asking::said(tx, question.id)?;
            let now_held = said.iter().filter(|said| said.is_held(now));
            held.extend(now_held.filter_map(|said| Some((said.peer, said.until?))));
        }
        let of = |one: &Unwanted| match one.whose {
            Whose::Partner(peer) => Some(peer),
            Whose::Home(_) => None,
        };
        let unwanted: Vec<AgencyId> =
            unwanted::store::of_case(tx, case)?.iter().filter_map(of).collect();
        held.retain(|peer, _| !unwanted.contains(peer));
        Ok((held, unwanted))
    };
    Ok(app.store.read(read).await?)
}

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `case.closed`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let lane = Lane::of(&ask.app, ask.worker()?, ask.id("id")?, ask.now).await?;
    let values = lane.assumed(&ask.query);
    Ok(Reply::page(&document(&ask.cx, &lane, (&values, &Errors::none()))))
}

/// Sends it.
///
/// # Errors
/// As [`page`], and the first rule that says no.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (id, worker): (CaseId, _) = (ask.id("id")?, ask.worker()?);
    let lane = Lane::of(&ask.app, worker, id, ask.now).await?;
    let mut errors = Errors::none();
    let Some(chosen) = read(&ask, &lane, &mut errors) else {
        let page = document(&ask.cx, &lane, (&ask.form, &errors));
        return Ok(Reply::page_with_errors(&page));
    };
    let sent = write(&ask.app, worker, &lane, &chosen, ask.now).await?;
    typing::filled(&ask, sent, &FILLED, false).await;
    Ok(Reply::see_other(ask.cx.url(&format!("/referrals/{sent}"))))
}

/// The act itself, for a case that the worker may read.
///
/// # Errors
/// As [`create`].
pub async fn send(
    app: &App,
    worker: &Worker,
    case: CaseId,
    chosen: &Chosen,
    now: Millis,
) -> Result<ReferralId, Problem> {
    let lane = Lane::of(app, worker, case, now).await?;
    write(app, worker, &lane, chosen, now).await
}

fn read(ask: &Ask, lane: &Lane, errors: &mut Errors) -> Option<Chosen> {
    let (cx, form) = (&ask.cx, &ask.form);
    let to = form.get("to").and_then(|to| AgencyId::parse(to).ok());
    let to = to.filter(|to| lane.routing.with(*to).is_some());
    if to.is_none() {
        errors.add("to", cx.t("intake-wrong-to"));
    }
    let ground = form.get("ground").and_then(|code| code.parse::<Ground>().ok());
    if ground.is_none() {
        errors.add("ground", cx.t("intake-wrong-ground"));
    }
    let witness = form.get("witness").map(str::trim).filter(|name| !name.is_empty());
    let witness = witness.map(|name| name.chars().take(WITNESS_CHARS_MAX).collect::<String>());
    let oral = ground.is_some_and(|ground| ground.form == Some(PermissionForm::Verbal));
    if oral && witness.is_none() {
        errors.add("witness", cx.t("intake-wrong-witness"));
    }
    let why = form.get("why").and_then(|code| OverrideReason::from_code(code).ok());
    if why.is_none() && to.is_some_and(|to| lane.routing.needs_reason(to)) {
        errors.add("why", cx.t("intake-wrong-why"));
    }
    let chosen = Chosen { to: to?, ground: ground?, witness, why };
    errors.is_empty().then_some(chosen)
}

async fn write(
    app: &App,
    worker: &Worker,
    lane: &Lane,
    chosen: &Chosen,
    now: Millis,
) -> Result<ReferralId, Problem> {
    let row = &lane.record.row;
    let category = Category::from_code(&row.category)
        .map_err(|error| Problem::internal("case.unreadable").because(error))?;
    let route = lane.routing.route(chosen.to, chosen.why)?;
    let fields = lane.leaving(chosen.to, chosen.ground.basis);
    let mut known = lane.record.disclosure.clone();
    known.permission = Permission {
        basis: chosen.ground.basis,
        form: chosen.ground.form,
        recipient: chosen.to,
        purpose: Vec::new(),
        fields: fields.clone(),
        witness: chosen.witness.clone(),
        given_at: now,
        expires_at: now.plus_days(PERMISSION_DAYS),
        onward: Vec::new(),
    };
    let asked = Asked {
        case: row.id,
        disclosure: &known,
        category,
        urgency: Urgency::Emergency,
        services: &known.needs,
        fields: &fields,
        route: &route,
        listed: None,
        back: None,
    };
    let offered = offer::compose(app, worker, &asked, now).await?;
    let id = offered.id;
    let insert = move |tx: &mut dyn Tx| offered.insert(tx).map_err(|error| offered.refused(error));
    app.store.write(insert).await?;
    app.outbox.notify_one();
    app.changed(Topic::Referrals);
    Ok(id)
}

fn document(cx: &Cx, lane: &Lane, (values, errors): (&Pairs, &Errors)) -> Page {
    let row = &lane.record.row;
    let case = format!("/cases/{}", row.id);
    let form = Form::new(cx, values, errors);
    let none = empty_state(
        "prohibit",
        cx.t("intake-no-agreement"),
        cx.t("intake-no-agreement-text"),
        &html! {},
    );
    let main = html! {
        @if lane.routing.can_send() {
            (Card::new(cx.t("emergency-who")).body(post(cx, &format!("{case}/emergency"), &html! {
                (fields(cx, &form, lane))
                (acts(&html! {
                    (Button::submit(cx.t("emergency-send")).icon("siren"))
                    (Button::link(cx.t("cancel"), cx.url(&case)).soft())
                }))
            })))
        } @else { (none) }
    };
    let to = values.get("to").and_then(|to| AgencyId::parse(to).ok());
    let aside = html! { (leaves(cx, lane, to, values)) (course(cx)) };
    let title = html! { (cx.t("emergency-title")) " " (Reference(&row.reference)) };
    let body = html! {
        (errors.summary(cx))
        (heading(title, Some(&cx.t("emergency-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    Page::new(cx, cx.t("emergency-title"))
        .crumb(cx.t("cases-title"), "/cases")
        .crumb(row.reference.clone(), &case)
        .errors(errors.any())
        .body(body)
}

fn fields(cx: &Cx, form: &Form<'_>, lane: &Lane) -> Markup {
    let mut recipients = lane.routing.recipients(cx);
    let place = |to: &To| match to {
        To::Agency(agency) => lane.held.get(agency),
        To::Here => None,
    };
    let refused = |to: &To| matches!(to, To::Agency(agency) if lane.unwanted.contains(agency));
    recipients.sort_by_key(|(to, ..)| (refused(to), place(to).is_none()));
    let to = recipients.iter().fold(form.radios("to", cx.t("intake-to")), |field, one| {
        let (to, name, hint) = one;
        let other = matches!(to, To::Agency(agency) if lane.routing.needs_reason(*agency));
        let hint = place(to).map_or_else(
            || match (refused(to), other) {
                (true, _) => cx.t("problem-shelter-unwanted"),
                (false, true) => cx.t("emergency-other"),
                (false, false) => hint.clone(),
            },
            |until| {
                let until = Arg::phrase(dates::near(cx.lang, cx.now, *until));
                cx.t_with("emergency-held", &[("time", until)])
            },
        );
        field.choice_hint(to.value(), name.clone(), hint)
    });
    let reasons = lane.routing.reasons();
    let reasons = reasons.into_iter().map(|why| (why.code(), cx.code("override", why.code())));
    let grounds = GROUNDS.iter().map(|ground| (ground.code, ground.words(cx)));
    html! {
        (to)
        (form.select("why", cx.t("intake-why")).hint(cx.t("intake-why-hint")).choices(reasons).optional())
        (form.select("ground", cx.t("intake-ground")).choices(grounds))
        (form.text("witness", cx.t("intake-witness")).hint(cx.t("intake-witness-hint")).max(WITNESS_CHARS_MAX).optional())
    }
}

/// Exactly what goes, and what stays for now.
fn leaves(cx: &Cx, lane: &Lane, to: Option<AgencyId>, values: &Pairs) -> Markup {
    let held = lane.record.disclosure.fields();
    let ground = values.get("ground").and_then(|code| code.parse::<Ground>().ok());
    let basis = ground.map_or(LawfulBasis::Consent, |ground| ground.basis);
    let goes = to.map_or_else(
        || held.iter().copied().filter(|field| field.may_go(Urgency::Emergency)).collect(),
        |to| lane.leaving(to, basis),
    );
    let stays: Vec<&Field> = held.iter().filter(|field| !goes.contains(field)).collect();
    html! {
        (Card::new(cx.t("emergency-leaves")).count(goes.len()).body(html! {
            ul.leaves { @for field in &goes { li { (icon("check-circle")) div { (cx.code("field", field.code())) } } } }
            @if !stays.is_empty() {
                h3 { (cx.t("intake-not-shared")) }
                ul.leaves.not { @for field in &stays { li { (icon("lock-key")) div { (cx.code("field", field.code())) } } } }
            }
        }))
    }
}

/// What follows.
fn course(cx: &Cx) -> Markup {
    let steps = ["emergency-step-1", "emergency-step-2", "emergency-step-3", "emergency-step-4"];
    html! {
        (Note::new("siren", cx.t("emergency-course")).tone(Tone::Warn).body(html! {
            ol { @for key in steps { li { (cx.t(key)) } } }
        }))
    }
}
