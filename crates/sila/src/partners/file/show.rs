//! `/partners/{id}/file`: everything that is known of a partner, and the whole history of working with it.

use maud::{Markup, html};
use sila_core::AgencyId;

use super::{Entry, Kind, card, expired, grid, of};
use crate::accounts::Permission;
use crate::activation::ledger;
use crate::ask::Ask;
use crate::menu::is_closed;
use crate::partners::{Names, classes, identity, store};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, columns, empty_state, heading, stack};
use crate::web::{Arg, Cx, Errors, Page, Pairs, dates, ident};

/// The most lines of a history.
const HISTORY_MAX: usize = 200;

/// The page, without language.
pub fn path(agency: AgencyId) -> String {
    format!("/partners/{}/file", agency.to_text())
}

/// The agency of the address, if it has a name here.
///
/// # Errors
/// `page.not_found`.
pub(super) async fn known(ask: &Ask) -> Result<AgencyId, Problem> {
    let agency = AgencyId::parse(ask.param("id")).or(Err(Problem::not_found()))?;
    let names = Names::all(&ask.app).await?;
    let found = names.linked().any(|one| one == agency);
    found.then_some(agency).ok_or_else(Problem::not_found)
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let agency = known(&ask).await?;
    Ok(Reply::page(&drawn(&ask, agency, &Pairs::default(), &Errors::none()).await?))
}

/// The page with what was typed and what is wrong about it.
pub(super) async fn drawn(
    ask: &Ask,
    agency: AgencyId,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let entries = of(&ask.app, agency).await?;
    let names = Names::all(&ask.app).await?;
    let name = names.of(cx.lang, agency);
    let lines = history(ask, agency, &entries).await?;
    let worker = ask.worker()?.id;
    let form = ask.may(Permission::AgreementSign).then_some((values, errors));
    let labels = classes::labels(&ask.app).await?;
    let known = (entries.as_slice(), &labels);
    let grid = grid::card(ask, agency).await?;
    let section = |kind: Kind| card::section(cx, agency, kind, known, worker, form);
    let main = html! {
        (overdue(cx, &entries))
        @for kind in [Kind::Class, Kind::Diligence, Kind::Risk] { (section(kind)) }
        (card::choice(cx, agency, known, worker, form))
        (section(Kind::Interest))
        (grid)
        @for kind in [Kind::Want, Kind::Asks] { (section(kind)) }
    };
    let aside = html! {
        (identity::card(ask, agency).await?)
        @for kind in [Kind::Contact, Kind::Offer, Kind::Need, Kind::Name] { (section(kind)) }
        (drawn_history(cx, &lines))
    };
    let partnership = cx.url(&format!("/partnerships/{}", agency.to_text()));
    let top = html! {
        (Button::link(cx.t("classes-open"), cx.url("/partners/classes")).soft())
        @if lines.iter().any(|line| line.path.starts_with("/agreements")) {
            (Button::link(cx.t("partnership-open-page"), partnership).line())
        }
    };
    let body = html! {
        (heading(html! { (cx.t("file-title")) " · " (ident::Name(name)) }, Some(&cx.t("file-lead")), &top))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("file-title"));
    let page = match is_closed(cx, "/partners") {
        true => page,
        false => page.crumb(cx.t("partners-title"), "/partners"),
    };
    let alone = ask.app.store.read(move |tx| store::find(tx, agency)).await?.is_some();
    let page = if alone && ask.may(Permission::LinkRead) {
        page.crumb(name, &format!("/partners/{}", agency.to_text()))
    } else {
        page
    };
    Ok(page.errors(errors.any()).body(body))
}

/// What has expired, and that nothing new is agreed before it is renewed.
fn overdue(cx: &Cx, entries: &[Entry]) -> Markup {
    let day = cx.now.uae_date();
    let gone = expired(entries, day);
    html! {
        @for one in gone {
            (Note::new("warning", cx.code("file-diligence", &one.code)).tone(Tone::Bad).says(cx.t("file-expired-text")))
        }
    }
}

/// One thing that happened.
struct Line {
    at: sila_core::Millis,
    icon: &'static str,
    what: String,
    path: String,
}

/// Entries, agreements and initiatives, the newest first.
async fn history(ask: &Ask, agency: AgencyId, entries: &[Entry]) -> Result<Vec<Line>, Problem> {
    let cx = &ask.cx;
    let mut lines = Vec::new();
    let own = path(agency);
    for one in entries.iter().filter(|one| one.kind != Kind::Score) {
        let at = sila_core::Millis(0).plus_days(one.from_day);
        let what = cx.code("file-kind", one.kind.code());
        lines.push(Line { at, icon: "pencil-simple", what, path: own.clone() });
    }
    let books = ledger::shared(&ask.app).await?;
    for book in books.iter().filter(|book| book.stored.peer == agency) {
        let agreement = &book.ledger.agreement;
        let path = format!("/agreements/{}", agreement.id);
        let code = [("code", Arg::ident(&agreement.code))];
        let mut line = |at, icon, key: &str| {
            lines.push(Line { at, icon, what: cx.t_with(key, &code), path: path.clone() });
        };
        line(agreement.from, "signature", "file-agreement-begins");
        if agreement.until <= ask.now {
            line(agreement.until, "flag", "file-agreement-ends");
        }
        for course in book.ledger.courses() {
            let title = cx.lang.pick(&course.plan.title.ar, &course.plan.title.en);
            let steps = [
                (Some(course.agreed_at), "file-initiative-agreed"),
                (course.started_at, "file-initiative-started"),
                (course.ended_at, "file-initiative-ended"),
            ];
            for (at, key) in steps {
                let Some(at) = at else { continue };
                let what = cx.t_with(key, &[("title", Arg::from(title.as_str()))]);
                let path = format!("/initiatives/{}", course.record);
                lines.push(Line { at, icon: "rocket-launch", what, path });
            }
        }
    }
    lines.sort_by(|one, next| (next.at, &one.what).cmp(&(one.at, &next.what)));
    lines.truncate(HISTORY_MAX);
    Ok(lines)
}

fn drawn_history(cx: &Cx, lines: &[Line]) -> Markup {
    let none = empty_state("clock", cx.t("file-history-none"), "", &html! {});
    html! {
        (Card::new(cx.t("file-history")).id("history").count(lines.len()).body(html! {
            @if lines.is_empty() { (none) }
            ul.links { @for line in lines { li {
                (crate::web::components::icon(line.icon))
                div {
                    a.link href=(cx.url(&line.path)) { (line.what) }
                    div.sub { (dates::day(cx.lang, line.at)) }
                }
            } } }
        }))
    }
}
