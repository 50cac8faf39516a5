//! One service, as it is published now and as it was in every version; and, for its keepers, what can be done with it.

use maud::{Markup, html};
use sila_core::directory::{
    ASSURED_DAYS, Band, Listing, Opening, Programme, Published, STALE_DAYS, Site,
};
use sila_core::time::Millis;
use sila_core::{AgencyId, AreaCode};

use super::store::{self, Stored};
use super::{PUBLISHED, WITHDRAWN, find, form, open, own, path, site_place};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, plain_tag, post, stack, tag,
};
use crate::web::ident::{Code, Name};
use crate::web::{Arg, Cx, Errors, Form, Lang, Page, Pairs, dates};

/// The name of an agency, ours included.
pub fn agency<'a>(cx: &'a Cx, names: &'a Names, me: AgencyId, agency: AgencyId) -> &'a str {
    if agency == me { cx.agency() } else { names.of(cx.lang, agency) }
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let stored = open(&ask.app, ask.worker()?, ask.id("id")?).await?;
    let Some(published) = stored.published.clone() else {
        return Ok(Reply::page(&unpublished(&ask, &stored)));
    };
    let id = stored.id;
    let versions = ask.app.store.read(move |tx| store::versions(tx, id)).await?;
    let names = Names::all(&ask.app).await?;
    let improved = crate::improvements::card(&ask, id).await?;
    let cx = &ask.cx;
    let whose = agency(cx, &names, ask.app.node.id, stored.origin);
    let listing = &published.listing;
    let refers = ask.may(Permission::Intake) && stored.state == PUBLISHED;
    let top = html! {
        (find::band(cx, published.band))
        @if stored.state == WITHDRAWN { (tag(Tone::Bad, cx.t("services-withdrawn"))) }
        @if refers && !published.is_stale(ask.now) {
            (post(cx, &format!("{}/intake", path(id)), &html! { (Button::submit(cx.t("services-refer")).icon("paper-plane-tilt")) }))
        }
    };
    let aside = html! {
        (standing(&ask, &stored, &published, whose))
        (improved)
        (history(cx, &stored, &versions, listing.number))
        @if stored.origin == ask.app.node.id && ask.may(Permission::ServiceKeep) { (keeping(&ask, &stored, &published)) }
    };
    let main = html! {
        @if stored.state == WITHDRAWN {
            (Note::new("prohibit", cx.t("services-withdrawn")).tone(Tone::Warn).says(cx.t("services-withdrawn-text")))
        }
        @if published.is_stale(ask.now) {
            (Note::new("clock-countdown", cx.t("services-stale")).tone(Tone::Warn).says(cx.t_with("services-stale-text", &[("n", STALE_DAYS.into())])))
        }
        (card(cx, listing, cx.lang))
    };
    Ok(Reply::page(&document(cx, listing, &top, &columns(&stack(&main), &stack(&aside)))))
}

fn document(cx: &Cx, listing: &Listing, top: &Markup, columns: &Markup) -> Page {
    let words = cx.lang.pick(&listing.ar, &listing.en);
    let body = html! {
        (heading(Name(&words.name), Some(&words.summary), top))
        (columns)
    };
    Page::new(cx, words.name.clone()).crumb(cx.t("services-title"), "/services").body(body)
}

/// Before the first version there is only the draft, for its keepers.
fn unpublished(ask: &Ask, stored: &Stored) -> Page {
    let cx = &ask.cx;
    let body = html! {
        (heading(cx.t("services-untitled"), Some(&cx.t("services-draft-text")), &html! {}))
        (publishing(cx, stored))
    };
    Page::new(cx, cx.t("services-untitled")).crumb(cx.t("services-title"), "/services").body(body)
}

/// A version as it was published.
///
/// # Errors
/// `page.not_found`.
pub async fn version(ask: Ask) -> Result<Reply, Problem> {
    let stored = open(&ask.app, ask.worker()?, ask.id("id")?).await?;
    let (id, number): (_, u32) = (stored.id, ask.id("number")?);
    let query = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::version(tx, id, number)?, store::versions(tx, id)?))
    };
    let (listing, versions) = ask.app.store.read(query).await?;
    let listing = listing.ok_or_else(Problem::not_found)?;
    let cx = &ask.cx;
    let now = stored.number == number;
    let words = [("n", Arg::from(number))];
    let main = html! {
        @if !now {
            (Note::new("clock", cx.t_with("services-old", &words)).tone(Tone::Info).says(cx.t("services-old-text")))
        }
        (card(cx, &listing, cx.lang))
    };
    let aside = html! { (history(cx, &stored, &versions, number)) };
    let top = html! { (plain_tag(cx.t_with("services-version", &words))) };
    Ok(Reply::page(&document(cx, &listing, &top, &columns(&stack(&main), &stack(&aside)))))
}

/// Where a confidential service is: for its keepers; every look is logged.
///
/// # Errors
/// `page.not_found`.
pub async fn place(ask: Ask) -> Result<Reply, Problem> {
    let stored = own(&ask.app, ask.id("id")?).await?;
    let id = stored.id;
    let sealed = ask.app.store.read(move |tx| store::place(tx, id)).await?;
    let sealed = sealed.ok_or_else(Problem::not_found)?;
    access::record(&ask.app, ask.worker()?, Subject::HomeAddress(id.0), "service.place", ask.now)
        .await?;
    let plain = ask.app.vault.open(site_place(id), &sealed)?;
    let cx = &ask.cx;
    let text = String::from_utf8_lossy(&plain).into_owned();
    let body = html! {
        (heading(cx.t("services-place"), Some(&cx.t("services-place-logged")), &html! {}))
        (Card::new(cx.t("services-site-confidential")).body(html! { p.typed dir="auto" { (text) } }))
    };
    let page = Page::new(cx, cx.t("services-place")).crumb(cx.t("services-title"), "/services");
    Ok(Reply::page(&page.body(body)))
}

fn list(cx: &Cx, all: impl Iterator<Item = String>) -> Option<String> {
    let all: Vec<String> = all.collect();
    (!all.is_empty()).then(|| all.join(cx.lang.pick("، ", ", ")))
}

/// When it is open, in lines.
pub fn opening(cx: &Cx, opening: &Opening) -> Markup {
    match opening {
        Opening::Always => html! { (cx.t("services-open-always")) },
        Opening::ByAppointment => html! { (cx.t("services-open-appointment")) },
        Opening::Week(week) => html! {
            @for (nth, (day, hours)) in week.iter().enumerate() {
                @if nth > 0 { br; }
                (cx.t(&form::day_key(*day))) " "
                bdi.num dir="ltr" { (form::clock(hours.from)) "–" (form::clock(hours.until)) }
            }
        },
    }
}

/// Where it is, as far as it is said.
pub fn site(cx: &Cx, site: &Site) -> Markup {
    match site {
        Site::Confidential => html! { (cx.t("services-site-confidential-said")) },
        Site::Remote => html! { (cx.t("services-site-remote")) },
        Site::Open(at) => html! {
            (Name(cx.lang.pick(&at.line_ar, &at.line_en))) br;
            (area_name(cx, at.area.as_str()))
        },
    }
}

/// Everything that is said of a service.
pub fn card(cx: &Cx, listing: &Listing, lang: Lang) -> Markup {
    let words = lang.pick(&listing.ar, &listing.en);
    let terms = &listing.terms;
    let text =
        |text: &str| (!text.trim().is_empty()).then(|| html! { span.typed dir="auto" { (text) } });
    let everybody = || cx.t("services-everybody");
    let groups = list(cx, terms.categories.iter().map(|one| cx.code("category", one.code())));
    let sexes = list(cx, terms.sexes.iter().map(|one| cx.code("sex", one.code())));
    let ages = find::ages(cx, terms.age_min, terms.age_max);
    let lives = list(cx, listing.residence.iter().map(|one| area_name(cx, AreaCode::as_str(one))));
    let papers = list(cx, listing.papers.iter().map(|one| cx.code("document", one.code())));
    let speaks = list(cx, listing.languages.iter().map(|one| cx.code("language", one.code())));
    let whom = Summary::new()
        .wide()
        .row(cx.t("services-groups"), groups.unwrap_or_else(everybody))
        .row_if(cx.t("services-sexes"), sexes)
        .row_if(cx.t("services-age"), ages)
        .row(cx.t("services-residence"), lives.unwrap_or_else(|| cx.t("services-anywhere")))
        .row_if(cx.t("services-papers"), papers);
    let how = Summary::new()
        .wide()
        .row_if(cx.t("services-steps"), text(&words.steps))
        .row_if(cx.t("services-fees"), text(&words.fees))
        .row_if(cx.t("services-phone"), (!listing.phone.is_empty()).then_some(Code(&listing.phone)))
        .row(cx.t("services-opening"), opening(cx, &listing.opening))
        .row(cx.t("services-site"), site(cx, &listing.site))
        .row_if(cx.t("services-languages"), speaks);
    html! {
        (Card::new(cx.t("services-for-whom")).body(html! { (whom) }))
        (Card::new(cx.t("services-how")).body(html! { (how) }))
        @if let Some(programme) = &listing.programme { (of_programme(cx, programme)) }
    }
}

fn of_programme(cx: &Cx, programme: &Programme) -> Markup {
    html! {
        (Card::new(cx.t("services-programme")).body(html! {
            p { b { (Name(cx.lang.pick(&programme.name_ar, &programme.name_en))) } }
            p.hint { (cx.t("services-programme-carries")) }
            ul.chips { @for field in &programme.fields { li.tag.plain { (cx.code("field", field.code())) } } }
        }))
    }
}

fn standing(ask: &Ask, stored: &Stored, published: &Published, whose: &str) -> Markup {
    let (cx, listing) = (&ask.cx, &published.listing);
    let due = published.is_due(ask.now) && stored.state == PUBLISHED;
    let rows = Summary::new()
        .row(cx.t("services-origin"), Name(whose))
        .row(cx.t("services-pillar"), cx.code("pillar", listing.pillar.code()))
        .row(cx.t("services-need"), cx.code("service", listing.terms.service.code()))
        .row(cx.t("services-version-title"), listing.number.to_string())
        .row(cx.t("services-published"), dates::day(cx.lang, published.published_at))
        .row(cx.t("services-assured"), dates::day(cx.lang, published.assured_at));
    let card = Card::new(cx.t("services-facts"));
    let card = if due { card.tag(tag(Tone::Warn, cx.t("services-due"))) } else { card };
    html! { (card.body(html! { (rows) })) }
}

fn history(cx: &Cx, stored: &Stored, versions: &[(u32, Millis)], shown: u32) -> Markup {
    html! {
        (Card::new(cx.t("services-versions")).count(versions.len()).body(html! {
            ul.links { @for (number, at) in versions {
                li { div {
                    @let words = cx.t_with("services-version", &[("n", Arg::from(*number))]);
                    @if *number == shown { b { (words) } } @else {
                        a.ref href=(cx.url(&format!("{}/versions/{number}", path(stored.id)))) { (words) }
                    }
                    div.sub.num { (dates::day(cx.lang, *at)) }
                } }
            } }
        }))
    }
}

fn publishing(cx: &Cx, stored: &Stored) -> Markup {
    let path = path(stored.id);
    html! {
        (Card::new(cx.t("services-draft")).body(html! {
            p.muted { (cx.t("services-publish-text")) }
            (acts(&html! {
                (Button::link(cx.t("services-go-on"), cx.url(&format!("{path}/draft"))).line().icon("pencil-simple"))
            }))
            (post(cx, &format!("{path}/publication"), &acts(&html! { (Button::submit(cx.t("services-publish")).icon("megaphone")) })))
        }))
    }
}

/// What its keepers can do with it.
fn keeping(ask: &Ask, stored: &Stored, published: &Published) -> Markup {
    let (cx, path) = (&ask.cx, path(stored.id));
    let mut values = Pairs::default();
    values.set("band", published.band.code());
    let errors = Errors::none();
    let sheet = Form::new(cx, &values, &errors);
    let bands = Band::ALL.iter().map(|one| (one.code(), cx.code("band", one.code())));
    let live = stored.state == PUBLISHED;
    html! {
        @if stored.draft.is_some() { (publishing(cx, stored)) }
        (Card::new(cx.t("services-keeping")).body(html! {
            @if live {
                p.muted { (cx.t_with("services-assure-text", &[("n", ASSURED_DAYS.into())])) }
                (post(cx, &format!("{path}/assurance"), &acts(&html! { (Button::submit(cx.t("services-assure")).line().small().icon("seal-check")) })))
                (post(cx, &format!("{path}/band"), &html! {
                    (sheet.select("band", cx.t("services-band")).choices(bands))
                    (acts(&html! { (Button::submit(cx.t("services-band-say")).line().small()) }))
                }))
            }
            @if stored.draft.is_none() {
                (acts(&html! { (Button::link(cx.t("services-revise"), cx.url(&format!("{path}/draft"))).line().small().icon("pencil-simple")) }))
            }
            @if published.listing.is_confidential() {
                (acts(&html! { (Button::link(cx.t("services-place"), cx.url(&format!("{path}/place"))).soft().small().icon("lock-key")) }))
            }
            @if live {
                (post(cx, &format!("{path}/withdrawal"), &acts(&html! { (Button::submit(cx.t("services-withdraw")).soft().small()) })))
            }
        }))
    }
}
