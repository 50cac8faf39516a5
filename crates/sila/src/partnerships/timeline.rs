//! `/partnerships/{agency}/timeline`: everything of one partnership in one line of time, the newest first: agreements and what was signed
//! under them, obligations, meetings, ideas, proposals, courses, exchanges, campaigns, evaluations, differences, and how many referrals
//! went either way. Each line opens the page of what it tells.
//!
//! Only what both agencies hold stands in it: what both have signed, or what one has told the other. What stands in a register that the
//! reader's roles do not open is left out. Proposals and rooms of ideas are read as this node keeps them: what a partner wrote in them stands
//! here as the guard has left it. Of referrals there is a count for a quarter that is over, rounded down to fives, and none
//! below five.

use std::cmp::Reverse;

use maud::{Markup, html};
use sila_core::campaign::Campaign;
use sila_core::evaluation::Outcome;
use sila_core::experience::Quarter;
use sila_core::partnership::{Said, Words};
use sila_core::{AgencyId, Millis};
use sila_link::record::Version;

use super::figures::{CELL_MIN, in_fives};
use super::relation::{self, Relation};
use super::{attention, store};
use crate::activation::ledger::Book;
use crate::activation::saying;
use crate::ask::Ask;
use crate::campaigns;
use crate::db::{DbError, Tx};
use crate::exchanges::{self, plan::Exchange};
use crate::ideas::rooms::{self, Room};
use crate::ideas::share as ideas;
use crate::menu::is_closed;
use crate::minutes::{self, text as minutes_text};
use crate::partners::Names;
use crate::problem::Problem;
use crate::proposals;
use crate::proposals::store::{self as proposed, Told};
use crate::records::store as records;
use crate::reply::Reply;
use crate::training::course;
use crate::web::components::{Card, Paging, empty_state, heading, icon};
use crate::web::{Arg, Cx, Page, dates, ident};

/// Lines on one page.
const PER_PAGE: u32 = 30;
/// Lines on the page of the partnership.
const SHOWN: usize = 8;
/// The most deeds that are told, the last ones.
const DEEDS_MAX: usize = 2_000;
/// So many days back referrals are counted.
const COUNTED_DAYS: i64 = 3 * 366;
/// What travels as a shared record, has a page of its own, and is kept as it came.
const KINDS: [&str; 5] =
    [minutes_text::MINUTES, course::OFFER, exchanges::EXCHANGE, campaigns::PLAN, Outcome::KIND];
/// How many referrals went either way.
const REFERRALS: [(&str, &str); 2] =
    [("relation-time-sent", "/referrals/out"), ("relation-time-received", "/referrals/in")];

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Millis,
    /// The key of its kind.
    pub kind: &'static str,
    icon: &'static str,
    what: String,
    /// The register it stands in, without language.
    pub register: &'static str,
    /// Its page, without language.
    pub path: String,
}

impl Line {
    fn is_count(&self) -> bool {
        REFERRALS.iter().any(|(kind, _)| *kind == self.kind)
    }
}

/// Everything of a partnership that this reader may see, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn of(ask: &Ask, relation: &Relation) -> Result<Vec<Line>, Problem> {
    let (cx, agency, now) = (&ask.cx, relation.agency, ask.now);
    // Whole quarters only: of half of one somebody could tell the other half.
    let over = (Quarter::of(now.plus_days(-COUNTED_DAYS)).begins(), Quarter::of(now).begins());
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut versions = Vec::new();
        for kind in KINDS {
            versions.extend(records::in_force_of_kind(tx, kind)?);
        }
        let talked = (proposed::of_partner(tx, agency)?, shared_rooms(tx, agency)?);
        Ok((versions, talked, store::exchanged_by_quarter(tx, agency, over)?))
    };
    let (versions, (proposals, rooms), counts) = ask.app.store.read(read).await?;
    let mut lines: Vec<Line> =
        relation.books.iter().flat_map(|book| agreements(cx, book)).collect();
    lines.extend(deeds(cx, relation));
    let between = versions.iter().filter(|one| one.parties.contains(&agency));
    lines.extend(between.filter_map(|one| record(cx, one)));
    lines.extend(rooms.iter().map(|one| room(cx, one)));
    // What waits to be sent, or was not taken there, is not held by both.
    for one in proposals.iter().filter(|one| matches!(one.told, Told::Alone | Told::Taken)) {
        lines.push(proposal(ask, one)?);
    }
    lines.extend(relation.differences.iter().map(|one| Line {
        at: one.course.raised_at,
        kind: "relation-time-difference",
        icon: "scales",
        what: cx.code("difference-topic", one.topic.code()),
        register: "/differences",
        path: format!("/differences/{}", one.id),
    }));
    lines.extend(counts.into_iter().flat_map(|(quarter, both)| referrals(cx, quarter, both)));
    // Who went how often is told beside the register; anything else only to whoever may open it.
    lines.retain(|line| line.at <= now && (line.is_count() || !is_closed(cx, line.register)));
    lines.sort_by(|a, b| (Reverse(a.at), a.kind, &a.path).cmp(&(Reverse(b.at), b.kind, &b.path)));
    lines.dedup();
    Ok(lines)
}

/// What both have signed as agreement and annex, and what they agreed under it.
fn agreements(cx: &Cx, book: &Book) -> Vec<Line> {
    let ledger = &book.ledger;
    let agreement = &ledger.agreement;
    let own = format!("/agreements/{}", agreement.id);
    let title = cx.lang.pick(&agreement.title_ar, &agreement.title_en);
    let line = |at, kind, icon, end: &str| Line {
        at,
        kind,
        icon,
        what: format!("{} · {title}", agreement.code),
        register: "/agreements",
        path: format!("{own}{end}"),
    };
    let signed = ledger.signed_at.unwrap_or(agreement.from);
    let mut lines = vec![
        line(signed, "relation-time-agreement", "signature", ""),
        line(ledger.until(), "relation-time-agreement-over", "flag", ""),
    ];
    if let Some(annex) = &ledger.annex {
        lines.push(line(annex.at, "relation-time-annex", "signature", "/activation"));
    }
    if let Some(all) = &ledger.indicators {
        lines.push(line(all.at, "relation-time-indicators", "chart-bar", "/impact"));
    }
    for year in &book.years {
        lines.push(line(year.at, "relation-time-year", "calendar-blank", "/years"));
    }
    lines.extend(ledger.plans.iter().map(|plan| Line {
        at: plan.at,
        kind: "relation-time-initiative",
        icon: "rocket-launch",
        what: cx.lang.pick(&plan.content.title.ar, &plan.content.title.en).clone(),
        register: "/initiatives",
        path: format!("/initiatives/{}", plan.record),
    }));
    lines
}

/// What one party has done and the other has signed for.
fn deeds(cx: &Cx, relation: &Relation) -> Vec<Line> {
    let mut all: Vec<(Millis, &Book, &Said)> = Vec::new();
    for book in &relation.books {
        let signed = book.ledger.deeds.iter();
        all.extend(signed.filter_map(|said| Some((said.confirmed()?.at, book, said))));
    }
    all.sort_by_key(|(at, _, said)| (Reverse(*at), said.record));
    all.truncate(DEEDS_MAX);
    all.into_iter().map(|(at, book, said)| deed(cx, book, (at, said))).collect()
}

fn deed(cx: &Cx, book: &Book, (at, said): (Millis, &Said)) -> Line {
    let (deed, ledger) = (&said.deed, &book.ledger);
    let plan = ledger.plans.iter().find(|one| one.record == deed.about);
    let duty = ledger.annex.as_ref().filter(|_| deed.act.is_of_duty());
    let duty = duty.and_then(|annex| annex.content.duty(deed.number));
    let (kind, icon, register) = match plan {
        Some(_) => ("relation-time-deed", "rocket-launch", "/initiatives"),
        None if deed.act.is_of_duty() => {
            ("relation-time-obligation", "check-square-offset", "/obligations")
        }
        None => ("relation-time-under", "handshake", "/agreements"),
    };
    let about = match (plan, duty) {
        (Some(plan), _) => cx.lang.pick(&plan.content.title.ar, &plan.content.title.en),
        (None, Some(duty)) => cx.lang.pick(&duty.text.ar, &duty.text.en),
        (None, None) => &ledger.agreement.code,
    };
    let what = format!("{} · {about}", cx.code("act", deed.act.code()));
    Line { at, kind, icon, what, register, path: saying::way_out(book, deed) }
}

/// Rooms of ideas that both have on their boards, as this node keeps them.
fn shared_rooms(tx: &mut dyn Tx, agency: AgencyId) -> Result<Vec<Room>, DbError> {
    let mut found: Vec<Room> = Vec::new();
    let sheets = records::in_force_of_kind(tx, ideas::KIND)?;
    for version in sheets.iter().filter(|one| one.parties.contains(&agency)) {
        let sheet: Option<ideas::Sheet> = minicbor::decode(&version.content).ok();
        let id = sheet.map(|sheet| sheet.hall.id);
        if let Some(id) = id.filter(|id| found.iter().all(|one| one.id != *id)) {
            found.extend(rooms::store::find(tx, id)?);
        }
    }
    Ok(found)
}

fn room(cx: &Cx, room: &Room) -> Line {
    Line {
        at: room.opened_at,
        kind: "relation-time-ideas",
        icon: "lightbulb",
        what: room.title(cx.lang).to_owned(),
        register: "/ideas",
        path: room.path(),
    }
}

/// A proposal in the words that are kept here: of a partner's what the guard has left of them.
fn proposal(ask: &Ask, one: &proposed::Stored) -> Result<Line, Problem> {
    let text = proposals::words(&ask.app, one)?;
    Ok(Line {
        at: one.proposed_at,
        kind: "relation-time-proposal",
        icon: "path",
        what: text.title.of(ask.cx.lang).to_owned(),
        register: "/proposals",
        path: proposals::path(one.id, ""),
    })
}

/// What stands in a shared record; nothing of one that cannot be read.
fn record(cx: &Cx, version: &Version) -> Option<Line> {
    match version.kind.as_str() {
        minutes_text::MINUTES => meeting(cx, version),
        _ => done(cx, version),
    }
}

/// A meeting with minutes.
fn meeting(cx: &Cx, version: &Version) -> Option<Line> {
    let held = minutes_text::Minutes::of(&version.kind, &version.content)?;
    Some(Line {
        at: Millis(held.starts_at),
        kind: "relation-time-meeting",
        icon: "calendar-check",
        what: held.heading.title.of(cx.lang).to_owned(),
        register: "/meetings",
        path: minutes::path(held.meeting, ""),
    })
}

/// What both do: a course, an exchange, a campaign, an evaluation.
fn done(cx: &Cx, version: &Version) -> Option<Line> {
    let (content, at) = (version.content.as_slice(), version.at);
    let line = |kind, icon, title: &Words, register, path: String| {
        let what = cx.lang.pick(&title.ar, &title.en).clone();
        Some(Line { at, kind, icon, what, register, path })
    };
    match version.kind.as_str() {
        course::OFFER => {
            let course::Offer { course, .. } = minicbor::decode(content).ok()?;
            let path = format!("/training/{}", course.id);
            line("relation-time-course", "graduation-cap", &course.title, "/training", path)
        }
        exchanges::EXCHANGE => {
            let held: Exchange = minicbor::decode(content).ok()?;
            let path = exchanges::path(version.record);
            line("relation-time-exchange", "users-three", &held.title, "/exchanges", path)
        }
        campaigns::PLAN => {
            let held: Campaign = minicbor::decode(content).ok()?;
            let path = campaigns::path(version.record);
            line("relation-time-campaign", "megaphone", &held.title, "/campaigns", path)
        }
        _ => {
            let path = format!("/evaluations/{}", Outcome::from_cbor(content).ok()?.call);
            line("relation-time-evaluation", "scales", &Words::default(), "/evaluations", path)
        }
    }
}

/// The lines of a quarter: none of fewer than five.
fn referrals(cx: &Cx, quarter: Quarter, (sent, received): (u64, u64)) -> Vec<Line> {
    let (year, nth) = quarter.parts();
    let one = |((kind, register), count): (&(&'static str, &'static str), u64)| {
        let told = in_fives(count).filter(|count| *count >= CELL_MIN)?;
        let of = [
            ("n", Arg::phrase(told.to_string())),
            ("nth", Arg::phrase(nth.to_string())),
            ("year", Arg::phrase(year.to_string())),
        ];
        let what = cx.t_with("relation-time-count", &of);
        let (at, path) = (quarter.next().begins(), (*register).to_owned());
        Some(Line { at, kind, icon: "arrows-left-right", what, register, path })
    };
    REFERRALS.iter().zip([sent, received]).filter_map(one).collect()
}

fn list(cx: &Cx, lines: &[Line]) -> Markup {
    html! {
        ul.links { @for line in lines { li {
            (icon(line.icon))
            div {
                @let name = html! { (cx.t(line.kind)) @if !line.what.is_empty() { ": " (ident::Name(&line.what)) } };
                @if is_closed(cx, line.register) { (name) } @else { a.link href=(cx.url(&line.path)) { (name) } }
                div.sub { (dates::day(cx.lang, line.at)) }
            }
        } } }
    }
}

fn nothing(cx: &Cx) -> Markup {
    empty_state("clock", cx.t("relation-time-none"), cx.t("relation-time-none-text"), &html! {})
}

/// The last lines, for the page of the partnership.
pub(super) fn card(cx: &Cx, relation: &Relation, lines: &[Line]) -> Markup {
    let all = cx.url(&format!("{}/timeline", attention::path(relation)));
    let last = lines.get(..SHOWN).unwrap_or(lines);
    html! {
        (Card::new(cx.t("relation-time-title")).id("timeline").count(lines.len()).link(cx.t("relation-time-all"), all).body(html! {
            p.muted { (cx.t("relation-time-lead")) }
            @if lines.is_empty() { (nothing(cx)) } @else { (list(cx, last)) }
        }))
    }
}

/// The whole line, page by page.
///
/// # Errors
/// `page.not_found` for an agency without a signed agreement; when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let relation = relation::one(&ask.app, ask.id("agency")?, ask.now).await?;
    let lines = of(&ask, &relation).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let (name, own) = (names.of(cx.lang, relation.agency), attention::path(&relation));
    let total = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    let paging = Paging::asked(&ask.query, PER_PAGE, total);
    let from = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
    let shown: Vec<Line> =
        lines.into_iter().skip(from).take(usize::try_from(PER_PAGE).unwrap_or(1)).collect();
    let title = cx.t("relation-time-title");
    let body = html! {
        (heading(html! { (title) " · " (ident::Name(name)) }, Some(&cx.t("relation-time-lead")), &html! {}))
        (Card::new(title.clone()).body(html! {
            @if shown.is_empty() { (nothing(cx)) } @else { (list(cx, &shown)) }
            (paging.links(cx, &format!("{own}/timeline"), &ask.query))
        }))
    };
    let page = Page::new(cx, title).crumb(cx.t("partnerships-title"), "/partnerships");
    Ok(Reply::page(&page.crumb(name, &own).body(body)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::NOW;
    use crate::web::Lang;

    #[test]
    fn a_quarter_tells_referrals_from_five_on_in_fives_and_nothing_below() {
        let cx = Cx::new(Lang::En, "", NOW, Default::default());
        let quarter = Quarter::of(NOW);
        let told = |both| -> Vec<(&str, bool)> {
            let lines = referrals(&cx, quarter, both);
            lines.iter().map(|one| (one.kind, one.what.contains("10"))).collect()
        };
        assert_eq!(told((4, 14)), [("relation-time-received", true)]);
        assert_eq!(
            told((10, 5)),
            [("relation-time-sent", true), ("relation-time-received", false)]
        );
        assert!(told((0, 4)).is_empty());
        assert_eq!(referrals(&cx, quarter, (5, 0))[0].at, quarter.next().begins());
    }
}
