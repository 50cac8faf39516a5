//! Who leads a theme of a meeting: its facilitator (ميسّر المحور) and its reporter (مقرّر المحور), and the summary by which the
//! reporter says what came of the theme. The summary stands on the board and enters the report under its theme. Whoever keeps
//! the meeting names the two and may write it; a reporter of ours writes it with an account of their own, whatever else they
//! may do.

use std::collections::BTreeMap;

use maud::{Markup, html};
use minicbor::{Decode, Encode};
use sila_core::meeting::Theme;
use sila_core::{MeetingId, Millis, WorkerId};

use super::entry::theme;
use super::store::{self, Led};
use crate::accounts::{Permission, Worker, store as accounts};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::text::{LINE_MAX, TEXT_MAX, Words};
use crate::meetings::{Open, crumbs, fact, of, path, screened, sealed, unsealed};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading, icon, post};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The table whose rows hold the names and the words.
const TABLE: &str = "theme_lead";

/// The names and the summary, as they are sealed in their row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LeadText {
    /// Who leads the discussion, as they want to be named; may be empty.
    #[n(0)]
    pub facilitator: String,
    /// Who writes down what came of it; may be empty.
    #[n(1)]
    pub reporter: String,
    /// What came of it.
    #[n(2)]
    pub summary: Words,
}

/// The lead of a theme.
#[derive(Debug, Clone)]
pub struct Lead {
    /// The row.
    pub row: Led,
    /// The names and the summary.
    pub text: LeadText,
}

/// The leads of a meeting's themes.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_meeting(app: &App, id: MeetingId) -> Result<BTreeMap<Theme, Lead>, Problem> {
    let rows = app.store.read(move |tx| store::leads(tx, id)).await?;
    let one = |row: Led| {
        let text = unsealed(app, TABLE, row.id, &row.body)?;
        Ok((row.theme, Lead { row, text }))
    };
    rows.into_iter().map(one).collect()
}

/// Whether the reader may write the summary of a theme.
fn writes(ask: &Ask, lead: Option<&Lead>) -> bool {
    let me = ask.worker().ok().map(|worker| worker.id);
    let named = lead.and_then(|lead| lead.row.reporter);
    ask.may(Permission::MeetingKeep) || (named.is_some() && named == me)
}

fn address(meeting: &Open, theme: Theme) -> String {
    path(meeting.row.id, &format!("/themes/{}/lead", theme.code().to_lowercase()))
}

/// Facilitator, reporter and summary as they stand under the head of a theme, with the way to write them for whoever may.
pub(super) fn shown(ask: &Ask, meeting: &Open, theme: Theme, lead: Option<&Lead>) -> Markup {
    let cx = &ask.cx;
    html! {
        @if let Some(text) = lead.map(|lead| &lead.text) { (said(cx, text)) }
        @if writes(ask, lead) {
            p.hint { a.link href=(cx.url(&address(meeting, theme))) { (cx.t("theme-lead-open")) } }
        }
    }
}

/// Facilitator, reporter and summary.
pub(super) fn said(cx: &Cx, text: &LeadText) -> Markup {
    let named =
        [("reporter-facilitator", &text.facilitator), ("reporter-reporter", &text.reporter)];
    html! {
        @for (key, name) in named.iter().filter(|(_, name)| !name.is_empty()) {
            p.muted { (cx.t(key)) ": " (Name(name)) }
        }
        @if !text.summary.is_empty() {
            p.theme-note { (icon("notebook")) span { b { (cx.t("reporter-summary")) ": " } span dir="auto" { (text.summary.of(cx.lang)) } } }
        }
    }
}

/// Those of ours who can be a reporter: whoever works here and sees the meeting.
async fn staff(app: &App) -> Result<Vec<Worker>, Problem> {
    let all = app.store.read(accounts::all).await?;
    Ok(all.into_iter().filter(|one| one.active && one.may(Permission::AgreementRead)).collect())
}

/// The meeting and theme of the address with its lead.
async fn asked(ask: &Ask) -> Result<(Open, Theme, Option<Lead>), Problem> {
    let (meeting, theme) = (of(ask).await?, theme(ask)?);
    let lead = of_meeting(&ask.app, meeting.row.id).await?.remove(&theme);
    if writes(ask, lead.as_ref()) { Ok((meeting, theme, lead)) } else { Err(Problem::not_found()) }
}

/// The form.
///
/// # Errors
/// `page.not_found`, also for whoever neither keeps the meeting nor reports of the theme.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (meeting, theme, lead) = asked(&ask).await?;
    let mut values = Pairs::default();
    if let Some(Lead { row, text }) = &lead {
        values.push("facilitator", &text.facilitator);
        values.push("reporter", &text.reporter);
        values.push("summary_ar", &text.summary.ar);
        values.push("summary_en", &text.summary.en);
        values.push("account", row.reporter.map_or_else(String::new, |id| id.to_string()));
    }
    let staff = staff(&ask.app).await?;
    Ok(Reply::page(&document(&ask, (&meeting, theme), &staff, (&values, &Errors::none()))))
}

/// Keeps the names and the summary once the guard has looked through it.
///
/// # Errors
/// As [`page`]; `meeting.crossed` when somebody else has written meanwhile.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (meeting, theme, lead) = asked(&ask).await?;
    let form = match screened(&ask, &address(&meeting, theme), &["summary_ar", "summary_en"])? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let staff = staff(&ask.app).await?;
    match read(&ask, &form, &staff, lead.as_ref()) {
        Ok((text, reporter)) => {
            keep(&ask, (&meeting, theme), lead, (text, reporter)).await?;
            Ok(Reply::see_other(ask.cx.url(&path(meeting.row.id, "/themes"))))
        }
        Err(errors) => {
            let page = document(&ask, (&meeting, theme), &staff, (&form, &errors));
            Ok(Reply::page_with_errors(&page))
        }
    }
}

/// What the form says. Who leads is said by whoever keeps the meeting alone.
fn read(
    ask: &Ask,
    form: &Pairs,
    staff: &[Worker],
    lead: Option<&Lead>,
) -> Result<(LeadText, Option<WorkerId>), Errors> {
    let (cx, mut errors) = (&ask.cx, Errors::none());
    let get = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let before = lead.map(|lead| (lead.text.clone(), lead.row.reporter));
    let (mut text, mut reporter) = before.unwrap_or_default();
    if ask.may(Permission::MeetingKeep) {
        let account = staff.iter().find(|one| one.id.to_string() == get("account"));
        (text.facilitator, text.reporter) = (get("facilitator"), get("reporter"));
        reporter = account.map(|one| one.id);
        for (name, typed) in [("facilitator", &text.facilitator), ("reporter", &text.reporter)] {
            if typed.chars().count() > LINE_MAX {
                errors.add(name, cx.t_with("characters-max", &[("n", LINE_MAX.into())]));
            }
        }
        if let Some(account) = account.filter(|_| text.reporter.is_empty()) {
            text.reporter = cx.lang.pick(&account.name_ar, &account.name_en).clone();
        }
    }
    text.summary = Words::new(get("summary_ar"), get("summary_en"));
    for (name, typed) in [("summary_ar", &text.summary.ar), ("summary_en", &text.summary.en)] {
        if typed.chars().count() > TEXT_MAX {
            errors.add(name, cx.t_with("characters-max", &[("n", TEXT_MAX.into())]));
        }
    }
    if errors.is_empty() { Ok((text, reporter)) } else { Err(errors) }
}

async fn keep(
    ask: &Ask,
    (meeting, theme): (&Open, Theme),
    lead: Option<Lead>,
    (text, reporter): (LeadText, Option<WorkerId>),
) -> Result<(), Problem> {
    let (app, id) = (&ask.app, meeting.row.id);
    let before = lead.map(|lead| (lead.row.id, lead.row.updated_at));
    let row = before.map_or_else(|| app.clock.new_id(), |(row, _)| row);
    let later = before.map_or(0, |(_, at)| at.0.saturating_add(1));
    let led = Led {
        id: row,
        theme,
        reporter,
        updated_at: Millis(ask.now.0.max(later)),
        body: sealed(app, TABLE, row, &text),
    };
    let word = format!("{id} {} led", theme.code());
    let told = fact(app, "theme", word, Some(ask.worker()?), ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let kept = store::lead(tx, id, &led, before.map(|(_, at)| at))?;
        if kept {
            journal::insert(tx, &told)?;
        }
        Ok(kept)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("meeting.crossed").way_out(path(id, "/themes")));
    }
    app.changed(Topic::Meetings);
    Ok(())
}

fn document(
    ask: &Ask,
    (meeting, theme): (&Open, Theme),
    staff: &[Worker],
    (values, errors): (&Pairs, &Errors),
) -> Page {
    let (cx, form) = (&ask.cx, Form::new(&ask.cx, values, errors));
    let title = cx.t_with("theme-lead-title", &[("theme", cx.code("theme", theme.code()).into())]);
    let name = |one: &Worker| cx.lang.pick(&one.name_ar, &one.name_en).clone();
    let accounts = staff.iter().map(|one| (one.id.to_string(), name(one)));
    let body = html! {
        (heading(&title, Some(&cx.t("reporter-lead")), &html! {}))
        div.stack.narrow {
            (form.summary())
            (post(cx, &address(meeting, theme), &html! {
                @if ask.may(Permission::MeetingKeep) {
                    (Card::new(cx.t("reporter-who")).body(html! {
                        (form.text("facilitator", cx.t("reporter-facilitator")).max(LINE_MAX).optional())
                        (form.text("reporter", cx.t("reporter-reporter")).max(LINE_MAX).optional())
                        (form.select("account", cx.t("reporter-account")).hint(cx.t("reporter-account-hint")).empty(cx.t("reporter-no-account")).choices(accounts).optional())
                    }))
                }
                (Card::new(cx.t("reporter-summary")).body(html! {
                    (form.area("summary_ar", cx.t("reporter-summary-ar")).lang("ar").max(TEXT_MAX).rows(5).optional())
                    (form.area("summary_en", cx.t("reporter-summary-en")).lang("en").ltr().max(TEXT_MAX).rows(4).optional())
                }))
                (acts(&html! { (Button::submit(cx.t("meeting-save"))) }))
            }))
            (Note::new("file-text", cx.t("reporter-enters")).tone(Tone::Info).says(cx.t("reporter-enters-text")))
        }
    };
    crumbs(cx, title, meeting).errors(errors.any()).body(body)
}
