//! What the pages of a stay, the board and the shift show of escorts.

use maud::{Markup, html};
use uuid::Uuid;

use super::{Escort, KINDS, MEETING_CHARS_MAX, OFFICER_CHARS_MAX, of_stay, open, store};
use crate::app::App;
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::partners::Names;
use crate::problem::Problem;
use crate::shelter::stays::{Stay, path};
use crate::web::components::{Button, Card, Note, Summary, Tone, acts, post, tag};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Form, Pairs, dates};

/// What stands beside a stay: its escorts, and what entities are called.
pub struct Beside {
    escorts: Vec<Escort>,
    names: Names,
}

impl Beside {
    /// Reads it. The caller has found the stay through the worker.
    ///
    /// # Errors
    /// `vault.unreadable`; when the store cannot be read.
    pub async fn of(app: &App, stay: Uuid) -> Result<Beside, Problem> {
        Ok(Beside { escorts: of_stay(app, stay).await?, names: Names::all(app).await? })
    }

    fn planned(&self) -> Option<&Escort> {
        self.escorts.iter().find(|one| !one.came)
    }

    /// Nobody has written down how they came.
    pub fn is_unsaid(&self) -> bool {
        self.escorts.iter().all(|one| !one.came)
    }

    /// What the forms begin with: what was typed, else what was planned.
    pub fn values(&self, typed: &Pairs) -> Pairs {
        let mut values = typed.clone();
        let planned = self.planned().filter(|one| typed.is_empty() && !one.barred);
        let Some(one) = planned else { return values };
        let day = one.at.uae_date();
        for form in ["plan", "came"] {
            values.push(format!("{form}_how"), one.kind.clone());
            values.push(format!("{form}_officer"), one.words.officer.clone());
            if let Some(agency) = one.agency {
                values.push(format!("{form}_agency"), agency.to_text());
            }
        }
        values.push("plan_meeting", one.words.meeting.clone());
        values.push("plan_time", dates::clock(one.at));
        values.push("plan_day_d", day.day.to_string());
        values.push("plan_day_m", day.month.to_string());
        values.push("plan_day_y", day.year.to_string());
        values
    }
}

/// How, with whom and when, on one line: for the board. Of an agency that was barred afterwards only that.
pub fn brief(cx: &Cx, one: &Escort, names: &Names) -> Markup {
    if one.barred {
        return tag(Tone::Bad, cx.t("escort-barred"));
    }
    html! {
        (cx.code("escort-kind", &one.kind))
        @if let Some(agency) = one.agency { " · " (Name(names.of(cx.lang, agency))) }
        " · " (cx.at(one.at))
    }
}

fn whole(cx: &Cx, one: &Escort, names: &Names) -> Markup {
    if one.barred {
        return brief(cx, one, names);
    }
    html! {
        (brief(cx, one, names))
        @if !one.words.officer.is_empty() { br; (Name(&one.words.officer)) }
        @if !one.words.meeting.is_empty() { br; (cx.t("escort-meeting")) ": " (Name(&one.words.meeting)) }
    }
}

/// What is known of it, among the facts of a stay.
pub fn facts(cx: &Cx, beside: &Beside, rows: Summary) -> Summary {
    let came = beside.escorts.iter().find(|one| one.came);
    let planned = beside.planned().filter(|_| came.is_none());
    rows.row_if(cx.t("escort-planned"), planned.map(|one| whole(cx, one, &beside.names)))
        .row_if(cx.t("escort-came"), came.map(|one| whole(cx, one, &beside.names)))
}

fn who(cx: &Cx, form: &Form<'_>, name: &str, (label, names): (&str, &Names)) -> Markup {
    let kinds = KINDS.map(|code| (code, cx.code("escort-kind", code)));
    let entities = names.linked().map(|one| (one.to_text(), names.of(cx.lang, one).to_owned()));
    let agency = form.select(&format!("{name}_agency"), cx.t("escort-agency"));
    let officer = form.text(&format!("{name}_officer"), cx.t("escort-officer"));
    let how = form.radios(&format!("{name}_how"), cx.t(label)).side_by_side().choices(kinds);
    html! {
        (how)
        (agency.hint(cx.t("escort-agency-hint")).empty(cx.t("escort-agency-none")).choices(entities).combo().optional())
        (officer.max(OFFICER_CHARS_MAX).optional())
    }
}

/// The card of a held place that plans who brings them.
pub fn planning(cx: &Cx, stay: &Stay, beside: &Beside, form: &Form<'_>) -> Markup {
    let late = beside.planned().is_some_and(|one| !one.barred && one.at > stay.hold_until);
    let fields = html! {
        (who(cx, form, "plan", ("escort-how-comes", &beside.names)))
        (form.date("plan_day", cx.t("escort-day")))
        (form.text("plan_time", cx.t("joint-meet-time")).hint(cx.t("joint-meet-time-hint")).ltr().max(5))
        (form.text("plan_meeting", cx.t("escort-meeting")).hint(cx.t("escort-meeting-hint")).max(MEETING_CHARS_MAX).optional())
        (acts(&html! { (Button::submit(cx.t("escort-plan")).line().icon("users-three")) }))
    };
    html! {
        (Card::new(cx.t("escort-title")).id("escort").body(html! {
            @if late { (Note::new("warning", cx.t("escort-after-hold")).tone(Tone::Warn).says(cx.t("escort-after-hold-text"))) }
            @if let Some(one) = beside.planned() { p { (whole(cx, one, &beside.names)) } }
            p.hint { (cx.t("escort-text")) }
            details.fold open[beside.planned().is_none_or(|one| one.barred)] {
                summary { (cx.t("escort-plan")) }
                (post(cx, &path(stay.id, "/escort"), &fields))
            }
        }))
    }
}

/// The fields of an arrival: how they came, who handed them over, when.
pub fn arrival(cx: &Cx, beside: &Beside, form: &Form<'_>) -> Markup {
    html! {
        (who(cx, form, "came", ("escort-how-came", &beside.names)))
        (form.text("came_time", cx.t("escort-time")).hint(cx.t("escort-time-hint")).ltr().max(5).optional())
    }
}

/// The card of a home's shift: who is expected with whom, and where they are met. Each is a reading of the stay.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read, or the reading not be written down.
pub async fn shift(ask: &Ask, home: Uuid) -> Result<Markup, Problem> {
    let (app, cx, reader) = (&ask.app, &ask.cx, ask.worker()?.id);
    let all = app.store.read(move |tx| store::expected(tx, reader)).await?;
    let names = Names::all(app).await?;
    let here: Vec<_> = all.into_iter().filter(|(_, at, _)| *at == home).collect();
    let read = here.iter().map(|((one, _), ..)| Subject::Stay(one.stay)).collect();
    access::record_all(app, ask.worker()?, read, "shelter.escort", ask.now).await?;
    let mut lines = Vec::new();
    for (sealed, _, reference) in here {
        lines.push((open(app, sealed)?, reference));
    }
    Ok(html! {
        @if !lines.is_empty() {
            (Card::new(cx.t("escort-expected")).count(lines.len()).live("shift-escorts", "shelter").body(html! {
                ul.reads { @for (one, reference) in &lines { li {
                    a.ref href=(cx.url(&path(one.stay, ""))) { (Reference(reference)) }
                    p { (whole(cx, one, &names)) }
                } } }
            }))
        }
    })
}
