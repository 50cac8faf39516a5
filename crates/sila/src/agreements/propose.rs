//! Proposing an agreement: a short form; the text comes from the template, in both languages.

use sila_core::agreement::{Agreement, Approver, Party, PrevailingText, Sector, ThirdAgency};
use sila_core::area::{self, AreaCode};
use sila_core::calendar::Week;
use sila_core::codes::{Category, Service};
use sila_core::training::SEATS_MAX;
use sila_core::{AgencyId, AgreementId};

use maud::{Markup, html};

use crate::agreements::signing::{self, By};
use crate::agreements::{
    above, aims, arbiter, calendar, library, parties, prevail, priority, template, times,
};
use crate::app::App;
use crate::ask::Ask;
use crate::links::Peer;
use crate::partners;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, empty_state, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Longest title, in characters.
const TITLE_MAX: usize = 200;
/// Longest reference, in characters.
const CODE_MAX: usize = 32;
/// The clauses of notice that can be chosen.
const NOTICES: [&str; 2] = ["8.6", "8.6-B"];
/// Longest name of an authority, in characters.
const APPROVER_MAX: usize = 160;
/// Longest term, in months.
const MONTHS_MAX: i64 = 120;

/// Whom something can be agreed with: a linked agency, or a partner without a node that may be sent a person.
struct Other {
    agency: AgencyId,
    code: String,
    name_ar: String,
    name_en: String,
    /// It has a node of its own.
    node: bool,
    /// What kind of entity it is, where the register of partners says so.
    sector: Option<Sector>,
}

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (peers, above) = (others(&ask.app).await?, above::choices(&ask.app).await?);
    let mut values = Pairs::default();
    ask.app.node.agency.covers.iter().for_each(|code| values.push("our_areas", code));
    values.push("months", "36");
    values.push("prevails", PrevailingText::Arabic.code());
    values.push("priority", "yes");
    values.push("our_week", calendar::usual_week(&ask.app.node.agency.areas()).code());
    values.push("their_week", Week::Five.code());
    Ok(Reply::page(&show(&ask.cx, (&peers, &above), &values, &Errors::none())))
}

/// Signs and sends it.
///
/// # Errors
/// See [`signing::propose`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (peers, above) = (others(&ask.app).await?, above::choices(&ask.app).await?);
    let errors = checked(&ask.cx, &ask.form);
    let chosen = ask.form.get("peer").unwrap_or_default();
    let peer = peers.iter().find(|peer| peer.agency.to_text() == chosen);
    let (Some(peer), false) = (peer, errors.any()) else {
        let mut errors = errors;
        if peer.is_none() {
            errors.add("peer", ask.cx.t("agreement-peer-needed"));
        }
        let page = show(&ask.cx, (&peers, &above), &ask.form, &errors);
        return Ok(Reply::page_with_errors(&page));
    };
    partners::file::allows(&ask.app, peer.agency, ask.now).await?;
    let text = template::agreement(terms(&ask, peer, &peers));
    let text = above::with(text, &ask.form, &above);
    let text = prevail::with(text, None, &ask.form);
    let text = arbiter::with(text, None, &ask.form);
    let text = priority::with(text.clone(), &text, &ask.form);
    let text = times::with(text, &ask.form);
    let text = template::with_notice(text, ask.form.get("notice").unwrap_or_default());
    let parties = [ask.app.node.id, peer.agency];
    let text = template::with_approval(text, approvers(&ask.form, parties));
    let agreement = if peer.node { text } else { template::without_node(text) };
    let by = By { worker: Some(ask.worker()?.id), now: ask.now };
    let id = signing::propose(&ask.app, agreement, by).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/agreements/{id}"))))
}

async fn others(app: &App) -> Result<Vec<Other>, Problem> {
    let peers = app.store.read(crate::links::store::peers).await?;
    let linked = peers.into_iter().filter(Peer::is_open).map(|peer| Other {
        agency: peer.agency,
        code: peer.code,
        name_ar: peer.name_ar,
        name_en: peer.name_en,
        node: true,
        sector: None,
    });
    let partners = app.store.read(partners::store::all).await?;
    let reached = partners.into_iter().filter(|one| one.addressee().is_ok()).map(|one| Other {
        agency: one.id,
        code: one.code,
        name_ar: one.name_ar,
        name_en: one.name_en,
        node: false,
        sector: Some(one.sector),
    });
    Ok(linked.chain(reached).collect())
}

fn checked(cx: &Cx, form: &Pairs) -> Errors {
    let mut errors = Errors::none();
    aims::missing(cx, form, &mut errors);
    parties::missing(cx, form, &["our_sector", "their_sector"], &mut errors);
    arbiter::missing(cx, form, &mut errors);
    let length = |name: &str| form.get(name).unwrap_or_default().chars().count();
    if !(1..=CODE_MAX).contains(&length("code")) || !form.get("code").is_some_and(is_reference) {
        errors.add("code", cx.t("agreement-code-form"));
    }
    for name in ["title_ar", "title_en"] {
        if !(1..=TITLE_MAX).contains(&length(name)) {
            errors.add(name, cx.t("agreement-title-needed"));
        }
    }
    for (name, key) in [
        ("categories", "agreement-categories-needed"),
        ("our_areas", "agreement-areas-needed"),
        ("their_areas", "agreement-areas-needed"),
        ("our_services", "agreement-services-needed"),
        ("their_services", "agreement-services-needed"),
        ("our_week", "agreement-week-needed"),
        ("their_week", "agreement-week-needed"),
    ] {
        if form.all(name).next().is_none() {
            errors.add(name, cx.t(key));
        }
    }
    for side in ["our", "their"] {
        let [ar, en] = ["ar", "en"].map(|end| format!("{side}_approver_{end}"));
        let long = length(&ar).max(length(&en)) > APPROVER_MAX;
        if long || (length(&ar) == 0) != (length(&en) == 0) {
            errors.add(ar, cx.t("approval-name-needed"));
        }
    }
    if months(form).is_none() {
        errors.add("months", cx.t("agreement-months-form"));
    }
    if seats(form).is_err() {
        errors.add("seats", cx.t("training-seats-wrong"));
    }
    errors
}

fn is_reference(code: &str) -> bool {
    code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
        && code.starts_with(|c: char| c.is_ascii_uppercase())
}

fn months(form: &Pairs) -> Option<i64> {
    let text = sila_names::fold::ascii_digits(form.get("months").unwrap_or_default());
    text.parse().ok().filter(|months| (1..=MONTHS_MAX).contains(months))
}

fn terms(ask: &Ask, peer: &Other, peers: &[Other]) -> template::Terms {
    let chosen = |other: &&Other| {
        let ticked = ask.form.all("onward").any(|text| text == other.agency.to_text());
        ticked && other.node && other.agency != peer.agency
    };
    let third: Vec<ThirdAgency> = peers
        .iter()
        .filter(chosen)
        .map(|other| ThirdAgency {
            agency: other.agency,
            code: other.code.clone(),
            name_ar: other.name_ar.clone(),
            name_en: other.name_en.clone(),
        })
        .collect();
    let form = &ask.form;
    let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let (agency, id) = (&ask.app.node.agency, AgreementId(ask.app.clock.new_id()));
    let today = ask.now.uae_date();
    let last = today.plus_months(months(form).unwrap_or(12));
    let until = ask.now.plus_days(last.to_days().saturating_sub(today.to_days()));
    let ours = Party {
        agency: ask.app.node.id,
        code: agency.code.clone(),
        name_ar: agency.name_ar.clone(),
        name_en: agency.name_en.clone(),
        covers: areas(form, "our_areas"),
        services: services(form, "our_services"),
        calendar: calendar::of(week(form, "our_week"), ask.now, until),
        sector: parties::read(form, "our_sector"),
    };
    let theirs = Party {
        agency: peer.agency,
        code: peer.code.clone(),
        name_ar: peer.name_ar.clone(),
        name_en: peer.name_en.clone(),
        covers: areas(form, "their_areas"),
        services: services(form, "their_services"),
        calendar: calendar::of(week(form, "their_week"), ask.now, until),
        sector: peer.sector.or_else(|| parties::read(form, "their_sector")),
    };
    template::Terms {
        id,
        code: text("code"),
        title_ar: text("title_ar"),
        title_en: text("title_en"),
        parties: [ours, theirs],
        categories: form.all("categories").filter_map(|c| Category::from_code(c).ok()).collect(),
        from: ask.now,
        until,
        known: peer.node && form.get("known") == Some("yes"),
        onward: third,
        expertise: peer.node && form.get("expertise") == Some("yes"),
        seats: seats(form).ok().flatten(),
        aims: aims::read(form),
        private: form.get("private") == Some("yes"),
    }
}

/// Seats in courses: nothing when the box is empty, an error when it holds no number that a course can have.
fn seats(form: &Pairs) -> Result<Option<u16>, ()> {
    let text = sila_names::fold::ascii_digits(form.get("seats").unwrap_or_default().trim());
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().ok().filter(|seats| (1..=SEATS_MAX).contains(seats));
    number.map(Some).ok_or(())
}

/// Whose approval is asked before our agency, or the other one, signs.
fn approvers(form: &Pairs, parties: [AgencyId; 2]) -> Vec<Approver> {
    let given = |name: String| form.get(&name).unwrap_or_default().trim().to_owned();
    let one = |(side, party): (&str, AgencyId)| {
        let [name_ar, name_en] = ["ar", "en"].map(|end| given(format!("{side}_approver_{end}")));
        (!name_ar.is_empty() && !name_en.is_empty()).then_some(Approver { party, name_ar, name_en })
    };
    ["our", "their"].into_iter().zip(parties).filter_map(one).collect()
}

fn areas(form: &Pairs, name: &str) -> Vec<AreaCode> {
    form.all(name).filter_map(|code| code.parse().ok()).collect()
}

/// Checked before; five days is what most keep.
fn week(form: &Pairs, name: &str) -> Week {
    form.get(name).and_then(|code| Week::from_code(code).ok()).unwrap_or(Week::Five)
}

fn services(form: &Pairs, name: &str) -> Vec<sila_core::agreement::ServiceTerms> {
    let chosen = form.all(name).filter_map(|code| Service::from_code(code).ok());
    chosen.map(template::offered).collect()
}

/// Whether they share what they know, and how many seats each keeps for the other.
fn expertise(cx: &Cx, form: &Form<'_>) -> Markup {
    html! {
        (form.checks("expertise", cx.t("agreement-expertise")).optional().choice("yes", cx.t("agreement-expertise-yes")))
        (form.text("seats", cx.t("agreement-seats")).hint(cx.t("agreement-seats-hint")).numeric().max(4).optional())
    }
}

fn show(
    cx: &Cx,
    (peers, above): (&[Other], &[Agreement]),
    values: &Pairs,
    errors: &Errors,
) -> Page {
    let title = cx.t("agreements-new");
    let page = Page::new(cx, title.clone()).crumb(cx.t("agreements-title"), "/agreements");
    if peers.is_empty() {
        let act = html! { (Button::link(cx.t("agreement-to-links"), cx.url("/links"))) };
        let words = cx.t("agreement-no-peer-text");
        return page.body(empty_state("handshake", cx.t("agreement-no-peer"), words, &act));
    }
    let form = Form::new(cx, values, errors);
    let body = html! {
        (heading(title, Some(&cx.t("agreement-new-lead")), &html! {}))
        (form.summary())
        form method="post" action=(cx.url("/agreements")) novalidate {
            (Card::new(cx.t("agreement-what")).body(what(cx, &form, peers)))
            (Card::new(cx.t("above-card")).body(above::fields(cx, &form, above)))
            (Card::new(cx.t("aims-title")).body(aims::fields(cx, &form)))
            (Card::new(cx.t("agreement-our-side")).body(side(cx, &form, "our")))
            (Card::new(cx.t("agreement-their-side")).body(side(cx, &form, "their")))
            (acts(&html! { (Button::submit(cx.t("agreement-propose")).icon("seal-check")) }))
        }
    };
    page.errors(errors.any()).body(body)
}

fn what(cx: &Cx, form: &Form<'_>, peers: &[Other]) -> Markup {
    let categories = Category::ALL.iter().map(|c| (c.code(), cx.code("category", c.code())));
    let name =
        |one: &Other| (one.agency.to_text(), cx.lang.pick(&one.name_ar, &one.name_en).clone());
    let names = peers.iter().map(name);
    let thirds: Vec<_> = peers.iter().filter(|one| one.node).map(name).collect();
    let notices = NOTICES.map(|choice| {
        let days = library::notice_days(choice).unwrap_or_default();
        (choice, cx.t_with("notice-days-n", &[("n", i64::from(days).into())]))
    });
    html! {
        (form.select("peer", cx.t("agreements-with")).choices(names))
        (form.text("code", cx.t("agreement-code")).hint(cx.t("agreement-code-hint")).ltr().max(CODE_MAX))
        (form.text("title_ar", cx.t("agreement-title-ar")).lang("ar").max(TITLE_MAX))
        (form.text("title_en", cx.t("agreement-title-en")).lang("en").ltr().max(TITLE_MAX))
        (form.text("months", cx.t("agreement-months")).numeric())
        (prevail::field(cx, form, None))
        (arbiter::fields(cx, form))
        (priority::field(cx, form))
        (times::fields(cx, form, None))
        (form.select("notice", cx.t("notice-days")).hint(cx.t("notice-days-hint")).choices(notices).optional())
        (form.checks("known", cx.t("agreement-known")).optional().choice("yes", cx.t("agreement-known-yes")))
        (expertise(cx, form))
        (parties::private(cx, form))
        @if thirds.len() > 1 {
            (form.checks("onward", cx.t("agreement-onward")).hint(cx.t("agreement-onward-hint")).optional().choices(thirds))
        }
        (form.checks("categories", cx.t("agreement-categories")).side_by_side().choices(categories))
    }
}

/// What the form asks of one party.
fn side(cx: &Cx, form: &Form<'_>, side: &str) -> Markup {
    let emirates = area::emirates().map(|area| {
        (area.code.to_string(), cx.lang.pick(&area.name_ar, &area.name_en).to_string())
    });
    let services = Service::ALL.iter().map(|one| (one.code(), cx.code("service", one.code())));
    let weeks = Week::ALL.iter().map(|week| (week.code(), cx.code("week", week.code())));
    let name = |field: &str| format!("{side}_{field}");
    html! {
        (parties::field(cx, form, &name("sector")))
        (form.checks(&name("areas"), cx.t("agreement-covers")).side_by_side().choices(emirates))
        (form.checks(&name("services"), cx.t("agreement-services")).side_by_side().choices(services))
        (form.radios(&name("week"), cx.t("agreement-working-days")).choices(weeks))
        (form.text(&name("approver_ar"), cx.t("approval-name-ar")).hint(cx.t("approval-name-hint")).lang("ar").max(APPROVER_MAX).optional())
        (form.text(&name("approver_en"), cx.t("approval-name-en")).lang("en").ltr().max(APPROVER_MAX).optional())
    }
}
