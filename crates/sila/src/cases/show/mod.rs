//! A case: how to reach the person safely comes first, then what is known, what was sent, who can read it and who did.

use maud::{Markup, html};
use sila_core::care::Step;
use sila_core::codes::Urgency;
use sila_core::disclosure::{Disclosure, Safety};
use sila_core::ids::CaseId;
use sila_core::law::Rule;
use sila_core::residence::Residence;
use sila_core::time::Millis;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Ask;
use crate::cases::appointments::{self, Appointment};
use crate::cases::clocks::Clock;
use crate::cases::closure::{self, Closure};
use crate::cases::list::{area_name, urgency_tag};
use crate::cases::mandatory::{self, Told};
use crate::cases::plan::{self, Plan};
use crate::cases::readers::{Read, Reader, Sees};
use crate::cases::record::{CaseRecord, Origin, open_record};
use crate::cases::store::{self, CaseReferral};
use crate::cases::{clocks, past, pathway, reads, reporter, scope};
use crate::db::DbError;
use crate::instruments;
use crate::intake::safety::way_key;
use crate::journal::access::{self, Subject};
use crate::partners;
use crate::people::show::{self as people, IdShown};
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, columns, empty_state, heading, icon, post, tag,
};
use crate::web::ident::{Name, Phone, Reference};
use crate::web::{Arg, Cx, Page, dates};

/// What stands beside the record on its page.
#[derive(Debug)]
pub struct Beside {
    referrals: Vec<CaseReferral>,
    readers: Vec<Reader>,
    reads: Vec<Read>,
    appointments: Vec<Appointment>,
    plan: Plan,
    steps: Vec<Step>,
    closed_here: bool,
    clocks: Vec<Clock>,
    mandatory: Told,
    /// The agency that answers for the person, when it is another: Arabic and English name.
    led_by: Option<(String, String)>,
    restricted: Option<Millis>,
    assessed: instruments::Shown,
}

/// The page. The reading is written down before anything is shown.
///
/// # Errors
/// `page.not_found` for whoever may not read it.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    shown(&ask, "case.show", false).await
}

/// The same page with the Emirates ID in full; the asking is written down as such.
///
/// # Errors
/// `page.not_found` for whoever may not read it.
pub async fn reveal(mut ask: Ask) -> Result<Reply, Problem> {
    ask.cx.path = format!("/cases/{}", ask.param("id"));
    shown(&ask, "case.emirates-id", true).await
}

async fn shown(ask: &Ask, screen: &'static str, full_id: bool) -> Result<Reply, Problem> {
    let id: CaseId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = open_record(&ask.app, worker, id).await?;
    access::record(&ask.app, worker, Subject::Case(id.0), screen, ask.now).await?;
    let beside = beside(&ask.app, &record).await?;
    let may = May {
        refer: ask.may(Permission::ReferralOffer) && ask.may(Permission::Intake),
        place: ask.may(Permission::ShelterPlace),
        full_id,
    };
    Ok(Reply::page(&document(&ask.cx, &record, &beside, may)))
}

/// Referrals, readers, readings, appointments and the plan of a case.
///
/// # Errors
/// When the store cannot be read.
pub async fn beside(app: &App, record: &CaseRecord) -> Result<Beside, Problem> {
    let id = record.row.id;
    let appointments = appointments::of_case(app, record).await?;
    let plan = plan::of_case(app, record).await?;
    let steps = pathway::of_case(app, id).await?;
    let closed_here = closure::of_case(app, record).await?.iter().any(Closure::holds);
    let clocks = clocks::of_case(app, record).await?;
    let mandatory = mandatory::of_case(app, record).await?;
    let lead = Some(record.row.lead).filter(|lead| *lead != app.node.id);
    let assessed = instruments::Shown::gather(app, id, app.clock.now()).await?;
    let read = app.store.read(move |tx| {
        let referrals = store::referrals(tx, id)?;
        let (readers, reads) = (store::readers(tx, id)?, store::reads(tx, id)?);
        let led_by = lead.map(|lead| partners::store::name_of(tx, lead)).transpose()?.flatten();
        Ok::<_, DbError>((referrals, readers, reads, (scope::store::restricted(tx, id)?, led_by)))
    });
    let (referrals, readers, reads, (restricted, led_by)) = read.await?;
    Ok(Beside {
        referrals,
        readers,
        reads,
        appointments,
        plan,
        steps,
        closed_here,
        clocks,
        mandatory,
        led_by,
        restricted,
        assessed,
    })
}

/// What the reader may do from the page of a case.
#[derive(Debug, Clone, Copy)]
pub struct May {
    /// Refer it, and ask whether the person is known.
    refer: bool,
    /// Hold a place in a home.
    place: bool,
    /// The Emirates ID is shown in full.
    full_id: bool,
}

/// The whole page of a case.
pub fn document(cx: &Cx, record: &CaseRecord, beside: &Beside, may: May) -> Page {
    let row = &record.row;
    let title = cx.t_with("case-title", &[("number", Arg::ident(&row.reference))]);
    let known = cx.url(&format!("/cases/{}/known", row.id));
    let acts = html! {
        @if may.refer && !row.is_open() {
            (Button::link(cx.t("case-known-closed"), known).soft().icon("shield-check"))
        } @else if may.refer {
            (Button::link(cx.t("case-known"), known).line().icon("question"))
            (post(cx, &format!("/cases/{}/refer", row.id), &html! {
                (Button::submit(cx.t("case-refer")).icon("paper-plane-tilt"))
            }))
        }
        @if may.refer && row.is_open() && row.urgency == Urgency::Emergency.code() {
            (Button::link(cx.t("emergency-refer"), cx.url(&format!("/cases/{}/emergency", row.id))).line().icon("siren"))
        }
        @if may.refer && row.is_open() {
            (Button::link(cx.t("case-place-partners"), cx.url(&format!("/cases/{}/place", row.id))).line().icon("bed"))
        }
        @if row.is_open() {
            (Button::link(cx.t("closure-link"), cx.url(&closure::path(row.id, ""))).soft().icon("check-circle"))
        } @else if beside.closed_here {
            (Button::link(cx.t("closure"), cx.url(&closure::path(row.id, ""))).line().icon("check-circle"))
        }
        @if may.place && row.is_open() {
            (Button::link(cx.t("case-place"), cx.url(&format!("/shelter/place/{}", row.id))).line().icon("bed"))
        }
    };
    let main = html! {
        (clocks::card::card(cx, record, &beside.clocks))
        (mandatory::card::card(cx, record, &beside.mandatory))
        (person_card(cx, record, may.full_id))
        (household_card(cx, &record.disclosure))
        (residence_card(cx, &record.disclosure.residence))
        (needs_card(cx, record))
        (wishes_card(cx, record))
        (plan::page::brief(cx, record, &beside.plan, &beside.steps))
        (appointments::card::card(cx, record, &beside.appointments))
        (referrals_card(cx, &beside.referrals))
        (past::card(cx, record))
    };
    let aside = html! {
        (summary_card(cx, record, beside.led_by.as_ref()))
        (more_card(cx, record))
        (instruments::card(cx, record, &beside.assessed))
        (readers_card(cx, record, beside))
        (reads::card(cx, &beside.reads))
    };
    let body = html! {
        (safe_contact(cx, &record.disclosure.safety))
        (heading(title.clone(), None, &acts))
        (columns(&main, &aside))
    };
    Page::new(cx, title).crumb(cx.t("cases-title"), "/cases").body(body)
}

/// The strip on top: how to reach the person, and what never to say.
pub fn safe_contact(cx: &Cx, safety: &Safety) -> Markup {
    let unsafe_now = safety.immediate_danger;
    let unknown = safety.safe_contact.is_none();
    let strip = |words: Markup| {
        let mark = if unknown { "warning" } else { "shield-check" };
        html! { aside.safe-strip.bad[unsafe_now].unknown[unknown] aria-label=(cx.t("case-safe-contact")) { (icon(mark)) div { (words) } } }
    };
    let Some(contact) = &safety.safe_contact else {
        return strip(
            html! { b { (cx.t("case-safe-contact-none")) } p { (cx.t("case-safe-contact-none-text")) } },
        );
    };
    strip(html! {
        @if unsafe_now { p { (tag(Tone::Bad, cx.t("case-danger"))) } }
        b {
            (cx.t("case-safe-contact")) ": " (cx.t(way_key(contact.channel)))
            @if let Some(phone) = &contact.phone { " · " (Phone(phone)) }
        }
        @if let Some(times) = &contact.times { p { (cx.t("case-safe-times")) " " (Name(times)) } }
        @if let Some(words) = &contact.instruction { p.never { (icon("warning")) (Name(words)) } }
    })
}

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

fn person_card(cx: &Cx, record: &CaseRecord, full_id: bool) -> Markup {
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
    html! { (with_mark(cx, card, record)) }
}

fn household_card(cx: &Cx, disclosure: &Disclosure) -> Markup {
    let others = disclosure.people.get(1..).unwrap_or_default();
    if others.is_empty() {
        return html! {};
    }
    let card = Card::new(cx.t("case-household")).count(others.len()).body(html! {
        ul.people { @for person in others { li { (icon("user")) div { (people::other(cx, person, cx.now)) } } } }
    });
    html! { (card) }
}

fn residence_card(cx: &Cx, residence: &Residence) -> Markup {
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

fn needs_card(cx: &Cx, record: &CaseRecord) -> Markup {
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

fn wishes_card(cx: &Cx, record: &CaseRecord) -> Markup {
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

fn referrals_card(cx: &Cx, referrals: &[CaseReferral]) -> Markup {
    let columns = [
        Col::text(cx.t("case-referral")),
        Col::text(cx.t("case-agency")),
        Col::status(cx.t("case-state")),
        Col::num(cx.t("case-sent")),
    ];
    let empty = empty_state(
        "paper-plane-tilt",
        cx.t("case-referrals-none"),
        cx.t("case-referrals-none-text"),
        &html! {},
    );
    let rows = referrals.iter().map(|referral| {
        let way = if referral.direction == "in" { "case-way-in" } else { "case-way-out" };
        [
            html! {
                a.ref href=(cx.url(&format!("/referrals/{}", referral.id))) { (Reference(&referral.reference)) }
                span.sub { (cx.t(way)) }
            },
            html! { (Name(agency(cx, referral))) },
            html! { (tag(state_tone(&referral.state), cx.code("state", &referral.state))) },
            html! { (dates::day_short(referral.offered_at)) },
        ]
    });
    let table = Table::new(cx.t("case-referrals"), columns).when_empty(empty).rows(rows);
    html! { (Card::new(cx.t("case-referrals")).live("case-referrals", "referrals").body(html! { (table) })) }
}

fn agency<'a>(cx: &Cx, referral: &'a CaseReferral) -> &'a str {
    let name = cx.lang.pick(&referral.name_ar, &referral.name_en);
    if name.is_empty() { &referral.code } else { name }
}

fn state_tone(state: &str) -> Tone {
    match state.to_ascii_uppercase().as_str() {
        "ACCEPTED" | "COMPLETED" => Tone::Ok,
        "DECLINED" | "EXPIRED" | "CANCELLED" | "INVALIDATED" => Tone::Bad,
        "OFFERED" | "DELIVERED" | "IN_REVIEW" | "CLARIFYING" | "WAITLISTED" => Tone::Info,
        "AWAITING_APPROVAL" => Tone::Gold,
        _ => Tone::Plain,
    }
}

fn summary_card(cx: &Cx, record: &CaseRecord, led_by: Option<&(String, String)>) -> Markup {
    let row = &record.row;
    let lead = led_by.map_or_else(|| cx.agency(), |(ar, en)| cx.lang.pick(ar, en));
    let came = record.contact.map(|contact| {
        format!(
            "{} · {}",
            cx.code("channel", contact.channel.code()),
            cx.code("reporter", contact.reporter.code())
        )
    });
    let origin = record.origin.as_ref().map(|origin| {
        html! { a.link href=(cx.url(&format!("/referrals/{}", origin.referral))) { (Reference(&origin.reference)) } }
    });
    let basis = cx.code("lawful-basis", record.disclosure.permission.basis.code());
    let rows = Summary::new()
        .row(cx.t("case-reference"), Reference(&row.reference))
        .row(cx.t("case-category"), cx.code("category", &row.category))
        .row(cx.t("case-urgency"), urgency_tag(cx, &row.urgency))
        .row(cx.t("case-status"), cx.code("case-status", &row.status))
        .row(cx.t("case-owner"), Name(cx.lang.pick(&row.owner_ar, &row.owner_en)))
        .row(cx.t("case-opened"), cx.at(row.opened_at))
        .row(cx.t("case-lead"), Name(lead))
        .row_if(cx.t("case-came"), came.map(|came| html! { (came) " · " a.link href=(cx.url(&reporter::path(row.id, ""))) { (cx.t("reporter-title")) } " " (regulation::link(cx, Rule::Reporter)) }))
        .row_if(cx.t("case-origin"), origin)
        .row(cx.t("case-basis"), html! { (basis) " " (regulation::link(cx, Rule::of_disclosure(record.disclosure.permission.basis))) });
    html! { (Card::new(cx.t("case-summary")).body(html! { (rows) })) }
}

/// The ways to what has a page of its own.
fn more_card(cx: &Cx, record: &CaseRecord) -> Markup {
    let ways = ["notes", "documents", "kin", "mandatory", "reporter"];
    html! {
        (Card::new(cx.t("case-more")).body(html! {
            ul.plain { @for way in ways { li {
                a.link href=(cx.url(&format!("/cases/{}/{way}", record.row.id))) { (cx.t(&format!("case-more-{way}"))) }
            } } }
        }))
    }
}

/// Everybody able to read the case: people here, and the agencies it was referred to.
fn readers_card(cx: &Cx, record: &CaseRecord, beside: &Beside) -> Markup {
    let change = cx.url(&scope::page::path(record.row.id));
    let card = Card::new(cx.t("case-readers")).id("readers").count(beside.readers.len());
    let card = match beside.restricted {
        Some(_) => card.tag(tag(Tone::Warn, cx.t("scope-restricted"))),
        None => card,
    };
    let card = card.link(cx.t("scope-change"), change).body(html! {
        p.hint { (cx.t("case-readers-text")) }
        ul.people {
            @for reader in &beside.readers {
                @let why = match reader.since {
                    Some(_) => "case-reads-member",
                    None if reader.by_team => "scope-why-team",
                    None => "case-reads-role",
                };
                li { (icon("user")) div {
                    b { (Name(reader.name(cx))) }
                    div.sub { (roles_of(cx, &reader.roles)) " · " (cx.t(why)) }
                } }
            }
            @for referral in &beside.referrals {
                li { (icon("buildings")) div {
                    b { (Name(agency(cx, referral))) }
                    div.sub { (Reference(&referral.reference)) " · " (cx.t(Sees::of(referral).key())) }
                } }
            }
        }
        p.hint { (cx.t("case-readers-not")) " " (regulation::link(cx, Rule::NeedToKnow)) }
    });
    html! { (card) }
}

/// Roles in words.
pub fn roles_of(cx: &Cx, roles: &[String]) -> String {
    let names: Vec<String> =
        roles.iter().map(|role| cx.t(crate::accounts::roles::text_key(role))).collect();
    names.join(" · ")
}
