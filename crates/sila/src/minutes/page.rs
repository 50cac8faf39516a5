//! `/minutes/{id}`: what earlier meetings left unfinished, the points of this one, who has approved, and what can be done.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use sila_core::meeting::{PointEnd, PointKind, rate};
use sila_core::{AgencyId, MeetingId, Millis};

use super::approval::{OBJECTED, ON_PAPER, Stance, is_too_late, on_whose_word, stances};
use super::store::{self, Minutes, Word};
use super::{
    APPROVED, CIRCULATED, DRAFT, OBJECTION_DAYS, Point, opened, path, points, share, state, ties,
    unfinished,
};
use crate::accounts::{Permission, store as accounts};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::lineage::parts::{Ways, ways};
use crate::lineage::{Became, End, Kind};
use crate::meetings::text::{Heading, LINE_MAX, TEXT_MAX};
use crate::meetings::{self, entity, unsealed};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, empty_state, heading, post, stack, tag,
};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates};

/// What the page is drawn from.
pub(super) struct View {
    pub(super) minutes: Minutes,
    pub(super) heading: Heading,
    pub(super) points: Vec<Point>,
    pub(super) before: Vec<Point>,
    pub(super) stances: BTreeMap<AgencyId, Stance>,
    pub(super) words: Vec<(Word, String)>,
    pub(super) errata: Vec<(Millis, String)>,
    pub(super) names: Names,
    pub(super) entities: Vec<(String, String)>,
    pub(super) staff: Vec<(String, String)>,
    pub(super) ours: bool,
    /// Decisions that a new one may stand in the place of.
    decisions: Vec<(String, String)>,
    /// The first day of the meetings from which something unfinished comes.
    began: BTreeMap<MeetingId, Millis>,
    pub(super) paper: Vec<(String, String)>,
    ways: Ways,
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask, &Pairs::default(), &Errors::none()).await?))
}

/// The minutes of the address, and the meeting when it is kept here. Minutes of a meeting of ours begin with their first point;
/// until then the page is there all the same.
async fn found(ask: &Ask) -> Result<(Minutes, Option<meetings::Open>), Problem> {
    let (id, me): (MeetingId, _) = (ask.id("id")?, ask.app.node.id);
    let known = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    if let Some(theirs) = known.as_ref().filter(|one| one.host != me) {
        return Ok((theirs.clone(), None));
    }
    let meeting = meetings::open(&ask.app, id).await?;
    let minutes = known.unwrap_or_else(|| super::act::fresh(&ask.app, &meeting));
    Ok((minutes, Some(meeting)))
}

/// The parties without a node, each with its name.
async fn without_node(
    ask: &Ask,
    stances: &BTreeMap<AgencyId, Stance>,
    names: &Names,
) -> Result<Vec<(String, String)>, Problem> {
    let (me, mut paper) = (ask.app.node.id, Vec::new());
    for party in stances.keys().filter(|party| **party != me) {
        if !share::is_linked(&ask.app, *party).await? {
            paper.push((party.to_text(), entity(&ask.cx, names, me, *party).to_owned()));
        }
    }
    Ok(paper)
}

pub(super) async fn view(ask: &Ask) -> Result<View, Problem> {
    let (minutes, kept) = found(ask).await?;
    let id = minutes.meeting;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let decided = store::of_kind(tx, PointKind::Decision)?;
        Ok((store::words(tx, id)?, store::errata(tx, id)?, accounts::all(tx)?, decided))
    };
    let (words, errata, workers, decided) = ask.app.store.read(read).await?;
    let decided = opened(&ask.app, decided)?;
    let choice = |one: &Point| {
        let words: String = one.text.text.of(ask.cx.lang).chars().take(LINE_MAX).collect();
        (format!("{}/{}", one.meeting, one.number), words)
    };
    let names = Names::all(&ask.app).await?;
    let stances = stances(&ask.app, &minutes).await?;
    let paper = without_node(ask, &stances, &names).await?;
    let ways = ways(ask, Kind::Point, Became::Action, &[id.0].into()).await?;
    let mut view = View {
        heading: unsealed(&ask.app, "minutes", id.0, &minutes.body)?,
        points: points(&ask.app, id).await?,
        before: unfinished(&ask.app, minutes.series, minutes.starts_at).await?,
        stances,
        words: Vec::new(),
        errata: Vec::new(),
        entities: match &kept {
            Some(meeting) => meetings::entities(ask, meeting).await?,
            None => Vec::new(),
        },
        staff: workers
            .iter()
            .filter(|one| one.active)
            .map(|one| (one.id.to_string(), one.name(ask.cx.lang).to_owned()))
            .collect(),
        ours: kept.is_some(),
        decisions: decided.iter().map(choice).collect(),
        began: BTreeMap::new(),
        names,
        minutes,
        paper,
        ways,
    };
    for meeting in view.before.iter().map(|one| one.meeting).collect::<BTreeSet<_>>() {
        let began = ask.app.store.read(move |tx| store::find(tx, meeting)).await?;
        view.began.extend(began.map(|one| (meeting, one.starts_at)));
    }
    for word in words {
        let whose = on_whose_word(&ask.app, id, &word)?;
        view.words.push((word, whose));
    }
    for (row, at, body) in errata {
        view.errata.push((at, unsealed(&ask.app, "minutes_erratum", row, &body)?));
    }
    Ok(view)
}

/// The page with a form as it was typed.
pub(super) async fn document(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let view = view(ask).await?;
    let (cx, id) = (&ask.cx, view.minutes.meeting);
    let form = Form::new(cx, values, errors);
    let top = html! {
        (state_tag(cx, &view.minutes.state))
        (Button::link(cx.t("minutes-pdf"), cx.url(&path(id, "/minutes.pdf"))).line().icon("download-simple"))
        @if view.ours { (Button::link(cx.t("meeting-report"), cx.url(&format!("/meetings/{id}/report"))).line().icon("file-text")) }
    };
    let met = crate::feedback::answer::met_card(ask, id).await?;
    let main = html! {
        @if !view.before.is_empty() {
            (Card::new(cx.t("minutes-unfinished")).count(view.before.len()).live("minutes-unfinished", "meetings").body(html! {
                p.muted { (cx.t("minutes-unfinished-text")) }
                ul.minutes { @for one in &view.before { li { (point(ask, &view, one)) } } }
            }))
        }
        (Card::new(cx.t("minutes-title")).count(view.points.len()).live("minutes-points", "meetings").body(html! {
            @if view.points.is_empty() { (empty_state("notebook", cx.t("minutes-empty"), cx.t("minutes-empty-text"), &html! {})) }
            ol.minutes { @for one in &view.points { li id={ "point-" (one.number) } {
                (point(ask, &view, one))
                (view.ways.lines(ask, (Kind::Point, End { id: one.meeting.0, n: one.number }), view.ours))
            } } }
        }))
        (errata(ask, &view))
    };
    let aside = html! {
        (numbers(cx, &view))
        (approval(ask, &view))
        (met)
        @if view.ours && view.minutes.state == DRAFT && ask.may(Permission::MeetingKeep) { (writing(cx, &view, &form)) }
    };
    let title = view.heading.title.of(cx.lang).to_owned();
    let body = html! {
        (heading(cx.t("minutes-title"), Some(&title), &top))
        (form.summary())
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("minutes-title")).crumb(cx.t("meetings-title"), "/meetings");
    let page = if view.ours { page.crumb(title, &format!("/meetings/{id}")) } else { page };
    Ok(page.errors(errors.any()).refreshing(60).body(body))
}

fn state_tag(cx: &Cx, state: &str) -> Markup {
    let tone = match state {
        APPROVED => Tone::Ok,
        CIRCULATED => Tone::Gold,
        _ => Tone::Plain,
    };
    tag(tone, cx.code("minutes-state", state))
}

fn point(ask: &Ask, view: &View, one: &Point) -> Markup {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let owner = entity(cx, &view.names, me, one.owner);
    let own = one.owner == me
        || (view.ours && view.paper.iter().any(|(id, _)| *id == one.owner.to_text()));
    let may = one.is_open()
        && (own || (view.ours && view.minutes.state == DRAFT))
        && ask.may(Permission::MeetingKeep);
    let (blank, none) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &blank, &none);
    let here = path(one.meeting, &format!("/points/{}", one.number));
    html! {
        div.minutes-h {
            b.num { (one.number) } " " (tag(if one.kind == PointKind::Decision { Tone::Gold } else { Tone::Plain }, cx.code("point-kind", one.kind.code())))
            " " (state(cx, one))
            @if let Some(began) = view.began.get(&one.meeting) {
                " " (tag(Tone::Warn, cx.t_with("minutes-open-since", &[("day", Arg::phrase(dates::day(cx.lang, *began)))])))
            }
        }
        p dir="auto" { (one.text.text.of(cx.lang)) }
        p.muted {
            (Name(owner))
            @if !one.text.basis.is_empty() { " · " (cx.t("minutes-basis")) ": " (Name(&one.text.basis)) }
        }
        (ties::shown(cx, one))
        @if !one.text.outcome.is_empty() { p { b { (cx.t("minutes-outcome")) ": " } (Name(&one.text.outcome)) } }
        @if may {
            details.fold id={ "end-" (one.meeting) "-" (one.number) } {
                summary { (cx.t("minutes-end")) }
                (post(cx, &here, &html! {
                    (form.area(&format!("words_{}", one.number), cx.t("minutes-outcome")).max(TEXT_MAX).rows(2))
                    div.acts-row {
                        (Button::submit(cx.t("minutes-done")).small().sends("end", PointEnd::Done.code()))
                        (Button::submit(cx.t("minutes-drop")).small().soft().sends("end", PointEnd::Dropped.code()))
                    }
                }))
            }
        }
    }
}

fn numbers(cx: &Cx, view: &View) -> Markup {
    let owed = view.points.iter().filter(|one| one.kind.is_owed()).count();
    let closed = view.points.iter().filter(|one| one.kind.is_owed() && !one.is_open()).count();
    let of = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let until =
        view.minutes.circulated_at.map(|at| dates::day(cx.lang, at.plus_days(OBJECTION_DAYS)));
    let share = rate(of(closed), of(owed)).map(|share| {
        cx.t_with(
            "minutes-rate",
            &[("n", share.into()), ("closed", closed.into()), ("total", owed.into())],
        )
    });
    let rows = Summary::new()
        .row_if(cx.t("minutes-closed-share"), share)
        .row_if(
            cx.t("minutes-circulated"),
            view.minutes.circulated_at.map(|at| dates::day(cx.lang, at)),
        )
        .row_if(cx.t("minutes-objections-until"), until);
    html! { (Card::new(cx.t("minutes-where")).body(html! { (rows) })) }
}

fn approval(ask: &Ask, view: &View) -> Markup {
    let (cx, id, me) = (&ask.cx, view.minutes.meeting, ask.app.node.id);
    let objects = view.stances.values().any(|one| *one == Stance::Objects);
    let asked = view.stances.get(&me) == Some(&Stance::Awaited) && !view.ours;
    let (blank, none) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &blank, &none);
    let (signs, keeps) = (ask.may(Permission::AgreementSign), ask.may(Permission::MeetingKeep));
    let open = view.minutes.state == CIRCULATED;
    html! {
        (Card::new(cx.t("minutes-approval")).count(view.stances.len()).live("minutes-approval", "meetings agreements").body(html! {
            ul.minutes-parties { @for (party, stance) in &view.stances { li { span { (Name(entity(cx, &view.names, me, *party))) } (stance_tag(cx, view, *party, *stance)) } } }
            @if view.minutes.state == DRAFT && view.ours && signs && !view.points.is_empty() {
                (Note::new("signature", cx.t("minutes-circulate-title")).says(cx.t("minutes-circulate-text")))
                (post(cx, &path(id, "/circulation"), &acts(&html! { (Button::submit(cx.t("minutes-circulate")).icon("paper-plane-tilt")) })))
            }
            @if asked && open && signs {
                (Note::new("signature", cx.t("minutes-sign-title")).tone(Tone::Gold).says(cx.t("minutes-sign-text")))
                (post(cx, &path(id, "/signature"), &acts(&html! {
                    (Button::submit(cx.t("minutes-sign")).icon("signature").sends("word", "sign"))
                    @if !is_too_late(&view.minutes, cx.now) { (Button::submit(cx.t("minutes-object")).soft().sends("word", "decline")) }
                })))
            }
            @if objects && view.ours && open && keeps {
                (Note::new("warning", cx.t("minutes-objected")).tone(Tone::Warn).says(cx.t("minutes-objected-text")))
                (post(cx, &path(id, "/revision"), &acts(&html! { (Button::submit(cx.t("minutes-revise"))) })))
            }
        }))
        @if view.ours && open && keeps && !view.paper.is_empty() {
            (Card::new(cx.t("minutes-on-paper")).body(post(cx, &path(id, "/paper"), &html! {
                p.hint { (cx.t("minutes-on-paper-hint")) }
                (form.select("party", cx.t("meeting-entity")).combo().choices(view.paper.clone()))
                (form.text("whose", cx.t("minutes-whose-word")).max(LINE_MAX))
                div.acts-row {
                    (Button::submit(cx.t("minutes-paper-approved")).small().sends("word", ON_PAPER))
                    @if !is_too_late(&view.minutes, cx.now) { (Button::submit(cx.t("minutes-paper-objected")).small().soft().sends("word", OBJECTED)) }
                }
            })))
        }
    }
}

pub(super) fn stance_tag(cx: &Cx, view: &View, party: AgencyId, stance: Stance) -> Markup {
    let whose = view.words.iter().find(|(word, _)| word.party == party).map(|(_, whose)| whose);
    html! {
        @match stance {
            Stance::Signed => (tag(Tone::Ok, cx.t("minutes-signed"))),
            Stance::Paper(at) => {
                (tag(Tone::Info, cx.t_with("minutes-signed-paper", &[("day", Arg::phrase(dates::day(cx.lang, at)))])))
                @if let Some(whose) = whose { span.sub { (Name(whose)) } }
            },
            Stance::Objects => (tag(Tone::Bad, cx.t("minutes-objects"))),
            Stance::Awaited => (tag(Tone::Plain, cx.t("minutes-awaited"))),
        }
    }
}

fn errata(ask: &Ask, view: &View) -> Markup {
    let (cx, id) = (&ask.cx, view.minutes.meeting);
    let (blank, none) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &blank, &none);
    let may = view.ours && view.minutes.state == APPROVED && ask.may(Permission::MeetingKeep);
    html! {
        @if may || !view.errata.is_empty() {
            (Card::new(cx.t("minutes-errata")).count(view.errata.len()).body(html! {
                ul.minutes { @for (at, words) in &view.errata { li { p dir="auto" { (words) } p.muted { (dates::day(cx.lang, *at)) } } } }
                @if may {
                    (post(cx, &path(id, "/errata"), &html! {
                        (form.area("erratum", cx.t("minutes-erratum")).hint(cx.t("minutes-erratum-hint")).max(TEXT_MAX).rows(2))
                        (acts(&html! { (Button::submit(cx.t("minutes-erratum-add")).small()) }))
                    }))
                }
            }))
        }
    }
}

fn writing(cx: &Cx, view: &View, form: &Form<'_>) -> Markup {
    let kinds = PointKind::ALL.iter().map(|kind| (kind.code(), cx.code("point-kind", kind.code())));
    html! {
        (Card::new(cx.t("minutes-add")).body(post(cx, &path(view.minutes.meeting, "/points"), &html! {
            (form.radios("kind", cx.t("minutes-kind")).choices(kinds).side_by_side())
            (form.area("text_ar", cx.t("theme-text-ar")).lang("ar").max(TEXT_MAX).rows(2))
            (form.area("text_en", cx.t("theme-text-en")).lang("en").max(TEXT_MAX).rows(2).optional())
            (form.select("owner", cx.t("minutes-owner")).combo().choices(view.entities.clone()))
            (form.select("worker", cx.t("minutes-worker")).combo().choices(view.staff.clone()).optional())
            (form.date("due", cx.t("minutes-due")))
            (form.text("basis", cx.t("minutes-basis")).hint(cx.t("minutes-basis-hint")).max(TEXT_MAX).optional())
            (form.date("review", cx.t("minutes-review")))
            (ties::fields(cx, form, &view.points, &view.decisions))
            (acts(&html! { (Button::submit(cx.t("minutes-add-act"))) }))
        })))
    }
}
