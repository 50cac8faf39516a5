//! Noting something under a theme, and closing it. Each theme asks for what makes an entry of it useful later.

use maud::html;
use sila_core::meeting::{MARK_MAX, PointKind, Theme};
use sila_core::time::Date;
use sila_core::{AgencyId, Millis, RecordId};
use uuid::Uuid;

use super::needs::words;
use super::store::{self, Stored};
use super::{EntryText, opened};
use crate::accounts::Worker;
use crate::activation::ledger;
use crate::activation::saying::{day, whole};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::lineage::{Became, Coming, End, Kind};
use crate::meetings::text::{LINE_MAX, TEXT_MAX, Words};
use crate::meetings::{self, Open, crumbs, fact, of, path, screened, sealed};
use crate::minutes;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// What the guard looks through.
const FREE: [&str; 6] = ["text_ar", "text_en", "note_ar", "note_en", "action_ar", "action_en"];

/// An entry as it is said.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its theme.
    pub theme: Theme,
    /// Its words.
    pub text: EntryText,
    /// Of a strength or an opportunity: an initiative.
    pub initiative: Option<RecordId>,
    /// Of an opportunity: the needs it meets, at least one.
    pub needs: Vec<Uuid>,
    /// Of a threat: likelihood, impact, day of the next rating.
    pub rated: Option<(u8, u8, Millis)>,
    /// Of a challenge: what is done about it, by whom, by when.
    pub action: Option<(Words, AgencyId, Millis)>,
    /// What was said that it comes from.
    pub from: Option<(Kind, End)>,
}

impl Said {
    /// What is missing.
    fn lacks(&self) -> Option<&'static str> {
        match self.theme {
            Theme::Opportunity if self.needs.is_empty() => Some("theme.no_need"),
            Theme::Challenge if self.action.is_none() => Some("theme.no_action"),
            Theme::Threat if self.rated.is_none() => Some("theme.unrated"),
            _ => None,
        }
    }

    /// What is done about a challenge, as a point of minutes.
    fn point(&self, entry: Uuid) -> Option<minutes::Said> {
        let (text, owner, due_at) = self.action.clone()?;
        Some(minutes::Said {
            kind: PointKind::Action,
            text,
            basis: String::new(),
            owner,
            worker: None,
            due_at: Some(due_at),
            review_at: None,
            entry: Some(entry),
            from: None,
            ties: minutes::Ties::default(),
        })
    }
}

/// Notes an entry in a meeting; the action of a challenge goes into the meeting's minutes, in the same transaction.
///
/// # Errors
/// `theme.no_need` for an opportunity without a need; `theme.no_action` for a challenge without an action; `theme.unrated` for a
/// threat without its marks; what the minutes refuse.
pub async fn keep(
    app: &App,
    meeting: &Open,
    said: Said,
    worker: &Worker,
    now: Millis,
) -> Result<Uuid, Problem> {
    let id = meeting.row.id;
    if let Some(code) = said.lacks() {
        return Err(Problem::refused(code).way_out(path(id, "/themes")));
    }
    let entry = app.clock.new_id();
    let ready = |point| minutes::Ready::of(app, meeting, point, worker, now);
    let action = said.point(entry).map(ready).transpose()?;
    let into = (Became::Challenge, entry);
    let coming = said.from.map(|from| Coming::of(app, from, into, (worker, now)));
    let stored = Stored {
        id: entry,
        meeting: Some(id),
        theme: said.theme,
        noted_at: now,
        closed_at: None,
        rated: said.rated,
        initiative: said.initiative,
        body: sealed(app, "theme_entry", entry, &said.text),
        needs: said.needs,
    };
    let told = fact(app, "theme", format!("{entry} {}", said.theme.code()), Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<Result<(), &'static str>, DbError> {
        if let Some(Err(code)) = action.as_ref().map(|one| one.write(tx)).transpose()? {
            return Ok(Err(code));
        }
        store::insert(tx, &stored)?;
        journal::insert(tx, &told)?;
        if let Some(coming) = &coming {
            coming.write(tx, 0)?;
        }
        Ok(Ok(()))
    };
    let refused = |code: &str| Problem::refused(code).way_out(minutes::path(id, ""));
    app.store.write(write).await?.map_err(refused)?;
    app.changed(Topic::Meetings);
    Ok(entry)
}

/// The theme of the address.
pub(super) fn theme(ask: &Ask) -> Result<Theme, Problem> {
    Theme::from_code(&ask.param("theme").to_uppercase()).or(Err(Problem::not_found()))
}

/// The form of a theme.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (meeting, theme) = (of(&ask).await?, theme(&ask)?);
    Ok(Reply::page(&document(&ask, &meeting, theme, &ask.form, &Errors::none()).await?))
}

/// Notes an entry.
///
/// # Errors
/// As [`keep`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (meeting, theme) = (of(&ask).await?, theme(&ask)?);
    let here = path(meeting.row.id, &format!("/themes/{}", theme.code().to_lowercase()));
    let form = match screened(&ask, &here, &FREE)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    match read(&ask.cx, theme, &form) {
        Ok(said) => {
            keep(&ask.app, &meeting, said, ask.worker()?, ask.now).await?;
            Ok(Reply::see_other(ask.cx.url(&path(meeting.row.id, "/themes"))))
        }
        Err(errors) => {
            Ok(Reply::page_with_errors(&document(&ask, &meeting, theme, &form, &errors).await?))
        }
    }
}

fn read(cx: &Cx, theme: Theme, form: &Pairs) -> Result<Said, Errors> {
    let mut errors = Errors::none();
    let get = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let pair = |name: &str| Words::new(get(&format!("{name}_ar")), get(&format!("{name}_en")));
    let (text, note, action) = (pair("text"), pair("note"), pair("action"));
    for (name, words, needed) in [
        ("text_ar", &text, true),
        ("note_ar", &note, theme == Theme::Threat),
        ("action_ar", &action, theme == Theme::Challenge),
    ] {
        if !words.fits(TEXT_MAX) || (needed && words.is_empty()) {
            errors.add(name, cx.t("theme-text-needed"));
        }
    }
    let needs: Vec<Uuid> = form.all("needs").filter_map(|need| need.parse().ok()).collect();
    if theme == Theme::Opportunity && needs.is_empty() {
        errors.add("needs", cx.t("theme-need-needed"));
    }
    let at = |name: &str| day(form, name).map(|date: Date| date.plus_days(1).at_minute(0));
    let rated =
        if theme == Theme::Threat { rating(cx, form, at("review"), &mut errors) } else { None };
    let owner = AgencyId::parse(&get("owner")).ok();
    let doing = owner.zip(at("due")).map(|(owner, due)| (action, owner, due));
    if theme == Theme::Challenge && doing.is_none() {
        errors.add(if owner.is_none() { "owner" } else { "due" }, cx.t("theme-action-needed"));
    }
    if errors.any() {
        return Err(errors);
    }
    let action = doing.filter(|_| theme == Theme::Challenge);
    let text = EntryText { text, note, said_by: get("said_by") };
    let initiative = get("initiative").parse().ok();
    Ok(Said { theme, text, initiative, needs, rated, action, from: None })
}

fn rating(
    cx: &Cx,
    form: &Pairs,
    review: Option<Millis>,
    errors: &mut Errors,
) -> Option<(u8, u8, Millis)> {
    let mut mark = |name: &str| {
        let typed = whole(form.get(name).unwrap_or_default()).and_then(|n| u8::try_from(n).ok());
        let mark = typed.filter(|n| (1..=MARK_MAX).contains(n));
        if mark.is_none() {
            errors.add(name, cx.t("theme-mark-needed"));
        }
        mark
    };
    let (likelihood, impact) = (mark("likelihood"), mark("impact"));
    if review.is_none() {
        errors.add("review", cx.t("theme-review-needed"));
    }
    Some((likelihood?, impact?, review?))
}

async fn needs_to_choose(ask: &Ask) -> Result<Vec<(String, String)>, Problem> {
    let all = ask.app.store.read(store::needs).await?;
    let one = |one: &store::Need| {
        let text = words(&ask.app, one)?;
        Ok((one.id.to_string(), format!("{} {}", one.code, text.of(ask.cx.lang))))
    };
    all.iter().map(one).collect()
}

async fn initiatives(ask: &Ask) -> Result<Vec<(String, String)>, Problem> {
    let mut all = Vec::new();
    for book in ledger::all(&ask.app).await? {
        for course in book.ledger.courses() {
            let name = ask.cx.lang.pick(&course.plan.title.ar, &course.plan.title.en);
            all.push((course.record.to_string(), name.clone()));
        }
    }
    Ok(all)
}

async fn document(
    ask: &Ask,
    meeting: &Open,
    theme: Theme,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let (cx, form) = (&ask.cx, Form::new(&ask.cx, values, errors));
    let entities = meetings::entities(ask, meeting).await?;
    let (needs, initiatives) = (needs_to_choose(ask).await?, initiatives(ask).await?);
    let marks = || (1..=MARK_MAX).map(|n| (n.to_string(), cx.t(&format!("theme-mark-{n}"))));
    let pair = |name: &str, key: &str| {
        html! {
            (form.area(&format!("{name}_ar"), cx.t(&format!("{key}-ar"))).lang("ar").max(TEXT_MAX).rows(2))
            (form.area(&format!("{name}_en"), cx.t(&format!("{key}-en"))).lang("en").max(TEXT_MAX).rows(2).optional())
        }
    };
    let more = html! {
        @match theme {
            Theme::Strength => {
                (pair("note", "theme-evidence"))
                (form.select("initiative", cx.t("theme-initiative")).choices(initiatives).optional())
            },
            Theme::Challenge => {
                (pair("action", "theme-action"))
                (form.select("owner", cx.t("theme-owner")).combo().choices(entities))
                (form.date("due", cx.t("theme-due")))
            },
            Theme::Opportunity => {
                (form.checks("needs", cx.t("theme-needs")).choices(needs))
                (form.select("initiative", cx.t("theme-initiative")).choices(initiatives).optional())
            },
            Theme::Threat => {
                (form.radios("likelihood", cx.t("theme-likelihood")).choices(marks()).side_by_side())
                (form.radios("impact", cx.t("theme-impact")).choices(marks()).side_by_side())
                (pair("note", "theme-mitigation"))
                (form.date("review", cx.t("theme-review")))
            },
        }
    };
    let here = path(meeting.row.id, &format!("/themes/{}", theme.code().to_lowercase()));
    let title = cx.code("theme", theme.code());
    let body = html! {
        (heading(&title, Some(&cx.code("theme-lead", theme.code())), &html! {}))
        form.narrow method="post" action=(cx.url(&here)) novalidate {
            (form.summary())
            (Card::new(cx.t("theme-said")).body(html! {
                (pair("text", "theme-text"))
                (form.text("said_by", cx.t("theme-said-by")).max(LINE_MAX).optional())
            }))
            (Card::new(cx.code("theme-more", theme.code())).body(more))
            @if theme == Theme::Opportunity { (Note::new("heartbeat", cx.t("needs-title")).tone(Tone::Info).body(html! { p { (cx.t("theme-need-why")) " " a.link href=(cx.url("/needs")) { (cx.t("need-new")) } } })) }
            (acts(&html! { (Button::submit(cx.t("meeting-save"))) }))
        }
    };
    Ok(crumbs(cx, title, meeting).errors(errors.any()).body(body))
}

/// `POST /themes/{entry}/closing`: closes a challenge whose action has an outcome, or a threat that is over; or rates a threat again.
///
/// # Errors
/// `page.not_found`; `theme.no_outcome` while no action of a challenge is done or one is open.
pub async fn close(ask: Ask) -> Result<Reply, Problem> {
    let (id, now): (Uuid, _) = (ask.id("entry")?, ask.now);
    let found = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let found =
        opened(&ask.app, found.into_iter().collect())?.pop().ok_or_else(Problem::not_found)?;
    let back = found.meeting.map_or("/themes".to_owned(), |meeting| path(meeting, "/themes"));
    let told = fact(&ask.app, "theme", format!("{id} closed"), Some(ask.worker()?), now);
    let again = rating(
        &ask.cx,
        &ask.form,
        day(&ask.form, "review").map(|on| on.plus_days(1).at_minute(0)),
        &mut Errors::none(),
    );
    let challenge = found.theme == Theme::Challenge;
    if let (Theme::Threat, Some((likelihood, impact, review)), true) =
        (found.theme, again, ask.form.get("act") == Some("rate"))
    {
        ask.app.store.write(move |tx| store::rate(tx, id, (likelihood, impact), review)).await?;
        ask.app.changed(Topic::Meetings);
        return Ok(Reply::see_other(ask.cx.url(&back)));
    }
    if ask.form.get("act") == Some("rate") {
        return Err(Problem::refused("theme.unrated").way_out(back));
    }
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if challenge && !minutes::store::has_outcome(tx, id)? {
            return Ok(false);
        }
        if store::close(tx, id, now)? {
            journal::insert(tx, &told)?;
        }
        Ok(true)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::refused("theme.no_outcome").way_out(back));
    }
    ask.app.changed(Topic::Meetings);
    Ok(Reply::see_other(ask.cx.url(&back)))
}
