//! `/contributions/{kind}/{id}/{n}`: something that was said becomes an action or a challenge of a meeting whose minutes are being written.

use maud::{Markup, html};
use sila_core::meeting::{PointKind, Theme};
use sila_core::{AgencyId, MeetingId, Millis};

use super::parts::became;
use super::{Became, Contribution, End, Kind, Known, find, path, store};
use crate::accounts::{Permission, Worker};
use crate::activation::saying::day;
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers::{self, turned};
use crate::ideas::words::clean;
use crate::meetings::text::{TEXT_MAX, Words};
use crate::meetings::{self, Open, screened};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, acts, columns, empty_state, heading, plain_tag, post, stack,
};
use crate::web::ident::Name;
use crate::web::{Errors, Form, Page, Pairs, dates};
use crate::{minutes, themes};

/// What the guard looks through.
const FREE: [&str; 2] = ["action_ar", "action_en"];

/// What is done about it, by whom, by when.
struct Doing {
    text: Words,
    owner: AgencyId,
    due_at: Millis,
}

/// Makes an action or a challenge of it. Its author, its time and the way back stay with what it became. Gives the address of that, without
/// language.
///
/// # Errors
/// `page.not_found` for anything else; what the minutes and the themes refuse.
async fn turn(
    app: &App,
    what: &Contribution,
    (into, doing): (Became, Doing),
    meeting: &Open,
    (worker, now): (&Worker, Millis),
) -> Result<String, Problem> {
    let (id, from) = (meeting.row.id, Some(what.from));
    match into {
        Became::Action => {
            let said = minutes::Said {
                kind: PointKind::Action,
                text: doing.text,
                basis: String::new(),
                owner: doing.owner,
                worker: None,
                due_at: Some(doing.due_at),
                review_at: None,
                entry: None,
                from,
                ties: minutes::Ties::default(),
            };
            let n = minutes::add(app, meeting, said, worker, now).await?;
            Ok(minutes::path(id, &format!("#point-{n}")))
        }
        Became::Challenge => {
            let said = challenge(what, doing);
            themes::keep(app, meeting, said, worker, now).await?;
            Ok(meetings::path(id, "/themes"))
        }
        Became::Improvement
        | Became::Example
        | Became::Idea
        | Became::Campaign
        | Became::Course
        | Became::Skill => Err(Problem::not_found()),
    }
}

/// A challenge in the words that were said.
fn challenge(what: &Contribution, doing: Doing) -> themes::Said {
    let words: String = what.words.chars().take(TEXT_MAX).collect();
    themes::Said {
        theme: Theme::Challenge,
        text: themes::EntryText {
            text: Words::new(clean(&words), ""),
            note: Words::default(),
            said_by: what.by.clone(),
        },
        initiative: None,
        needs: Vec::new(),
        rated: None,
        action: Some((doing.text, doing.owner, doing.due_at)),
        from: Some(what.from),
    }
}

/// The contribution of the address.
pub(super) async fn asked(ask: &Ask) -> Result<Contribution, Problem> {
    let kind = Kind::from_code(&ask.param("kind").to_uppercase()).ok_or_else(Problem::not_found)?;
    let end = End { id: ask.id("id")?, n: ask.id("n")? };
    if kind != Kind::Point && end.n != 0 {
        return Err(Problem::not_found());
    }
    find(&ask.app, &ask.cx, &Known::read(&ask.app).await?, (kind, end)).await
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let what = asked(&ask).await?;
    let mut values = Pairs::default();
    values.push("into", Became::Action.code());
    values.push("owner", ask.app.node.id.to_text());
    let words: String = what.words.chars().take(TEXT_MAX).collect();
    values.push("action_ar", words);
    Ok(Reply::page(&document(&ask, &what, &values, &Errors::none()).await?))
}

/// Makes something of it.
///
/// # Errors
/// As [`turn`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let what = asked(&ask).await?;
    let form = match screened(&ask, &path(what.from), &FREE)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let open = open_meetings(&ask.app).await?;
    match read(&ask, &form, &open) {
        Ok((wish, meeting)) => {
            let by = (ask.worker()?, ask.now);
            let back = turn(&ask.app, &what, wish, meeting, by).await?;
            Ok(Reply::see_other(ask.cx.url(&back)))
        }
        Err(errors) => Ok(Reply::page_with_errors(&document(&ask, &what, &form, &errors).await?)),
    }
}

/// The meetings of ours whose minutes are still written.
async fn open_meetings(app: &App) -> Result<Vec<Open>, Problem> {
    let read = |tx: &mut dyn Tx| -> Result<Vec<MeetingId>, DbError> {
        let mut open = Vec::new();
        for one in meetings::store::all(tx)? {
            let minutes = minutes::store::find(tx, one.id)?;
            if minutes.is_none_or(|minutes| minutes.state == minutes::DRAFT) {
                open.push(one.id);
            }
        }
        Ok(open)
    };
    let mut all = Vec::new();
    for id in app.store.read(read).await? {
        all.push(meetings::open(app, id).await?);
    }
    Ok(all)
}

fn read<'a>(
    ask: &Ask,
    form: &Pairs,
    open: &'a [Open],
) -> Result<((Became, Doing), &'a Open), Errors> {
    let (cx, mut errors) = (&ask.cx, Errors::none());
    let get = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let into = Became::TURNED.into_iter().find(|one| one.code() == get("into"));
    let meeting = open.iter().find(|one| one.row.id.to_string() == get("meeting"));
    let text = Words::new(get("action_ar"), get("action_en"));
    let owner = AgencyId::parse(&get("owner")).ok();
    let due = day(form, "due").map(|date| date.plus_days(1).at_minute(0));
    for (field, missing, key) in [
        ("into", into.is_none(), "lineage-into-needed"),
        ("meeting", meeting.is_none(), "lineage-meeting-needed"),
        ("action_ar", text.is_empty() || !text.fits(TEXT_MAX), "theme-text-needed"),
        ("owner", owner.is_none(), "meeting-entity-needed"),
        ("due", due.is_none(), "minutes-due-needed"),
    ] {
        if missing {
            errors.add(field, cx.t(key));
        }
    }
    match (into, meeting, owner, due) {
        (Some(into), Some(meeting), Some(owner), Some(due_at)) if errors.is_empty() => {
            Ok(((into, Doing { text, owner, due_at }), meeting))
        }
        _ => Err(errors),
    }
}

async fn document(
    ask: &Ask,
    what: &Contribution,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let (kind, end) = what.from;
    let lines = ask.app.store.read(move |tx| store::of_source(tx, kind, end)).await?;
    let (open, names) = (open_meetings(&ask.app).await?, Names::all(&ask.app).await?);
    let form = Form::new(cx, values, errors);
    let rooms = super::idea::open_rooms(&ask.app).await?;
    let ideas = match kind {
        Kind::Entry => turned::origins(&ask.app, answers::RISK, end.id).await?,
        _ => Vec::new(),
    };
    let main = html! {
        (Card::new(cx.t("lineage-what-was-said")).tag(plain_tag(cx.code("lineage-kind", kind.code()))).body(html! {
            p.theme-text dir="auto" { (what.words) }
            p.muted {
                @if !what.by.is_empty() { (cx.t("lineage-stays")) " " (Name(&what.by)) " · " }
                (dates::day(cx.lang, what.at))
                " · " a.link href=(cx.url(&what.path)) { (cx.t("lineage-where")) }
            }
            @for line in &lines { (became(cx, line)) }
        }))
        @if !ask.may(Permission::MeetingKeep) {}
        @else if open.is_empty() {
            (empty_state("notebook", cx.t("lineage-no-meeting"), cx.t("lineage-no-meeting-text"), &html! {}))
        } @else { (sheet(ask, what, &form, &open, &names)) }
        (super::idea::card(ask, what, &rooms))
        (turned::card(cx, &ideas))
    };
    let body = html! {
        (heading(cx.t("lineage-turn"), Some(&cx.t("lineage-turn-lead")), &html! {}))
        (form.summary())
        (columns(&stack(&main), &html! {}))
    };
    let page = Page::new(cx, cx.t("lineage-turn")).crumb(cx.t("meetings-title"), "/meetings");
    Ok(page.errors(errors.any()).body(body))
}

fn sheet(ask: &Ask, what: &Contribution, form: &Form<'_>, open: &[Open], names: &Names) -> Markup {
    let cx = &ask.cx;
    let into = Became::TURNED.map(|one| (one.code(), cx.code("lineage-into", one.code())));
    let meetings = open.iter().map(|one| (one.row.id.to_string(), one.title(cx).to_owned()));
    let us = (ask.app.node.id.to_text(), cx.agency().to_owned());
    let others = names.linked().map(|id| (id.to_text(), names.of(cx.lang, id).to_owned()));
    let entities = std::iter::once(us).chain(others);
    html! {
        (Card::new(cx.t("lineage-turn")).body(post(cx, &path(what.from), &html! {
            (form.radios("into", cx.t("lineage-into")).side_by_side().choices(into))
            (form.select("meeting", cx.t("lineage-meeting")).combo().choices(meetings))
            (form.area("action_ar", cx.t("theme-action-ar")).lang("ar").max(TEXT_MAX).rows(3))
            (form.area("action_en", cx.t("theme-action-en")).lang("en").ltr().max(TEXT_MAX).rows(2).optional())
            (form.select("owner", cx.t("theme-owner")).combo().choices(entities))
            (form.date("due", cx.t("theme-due")))
            (acts(&html! { (Button::submit(cx.t("lineage-do"))) }))
        })))
    }
}
