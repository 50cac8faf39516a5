//! What is printed for those who are invited: letters with the number that answers them, badges, and a list to sign at the door.

use maud::{Markup, html};

use super::guests::{APOLOGISED, Invited, all};
use super::item::crumbs;
use super::list::when;
use super::{Open, entity, of};
use crate::ask::Ask;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Lang;
use crate::web::components::{heading, qr};
use crate::web::ident::{Code, Name};

/// Everybody who has not apologised, with what their entity is called in both languages, by entity.
struct Sheets {
    meeting: Open,
    guests: Vec<(Invited, [String; 2])>,
}

async fn gather(ask: &Ask) -> Result<Sheets, Problem> {
    let meeting = of(ask).await?;
    let names = Names::all(&ask.app).await?;
    let own = &ask.app.node.agency;
    let name = |lang: Lang, party| {
        let ours = lang.pick(&own.name_ar, &own.name_en);
        if party == ask.app.node.id { ours.clone() } else { names.of(lang, party).to_owned() }
    };
    let invited = all(&ask.app, meeting.row.id).await?;
    let coming = invited.into_iter().filter(|one| one.guest.state != APOLOGISED);
    let mut guests: Vec<_> = coming
        .map(|one| {
            let entity = [Lang::Ar, Lang::En].map(|lang| name(lang, one.guest.party));
            (one, entity)
        })
        .collect();
    guests.sort_by(|a, b| (&a.1, a.0.guest.id).cmp(&(&b.1, b.0.guest.id)));
    Ok(Sheets { meeting, guests })
}

fn document(ask: &Ask, sheets: &Sheets, key: &str, lead: &str, body: &Markup) -> Reply {
    let cx = &ask.cx;
    let print = html! { button.btn type="button" data-print hidden { (cx.t("meeting-print")) } };
    let body = html! {
        div.no-print { (heading(cx.t(key), Some(&cx.t(lead)), &print)) }
        (body)
    };
    Reply::page(&crumbs(cx, cx.t(key), &sheets.meeting).body(body))
}

/// The badges, eight to a page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn badges(ask: Ask) -> Result<Reply, Problem> {
    let sheets = gather(&ask).await?;
    let title = &sheets.meeting.heading.title;
    let body = html! {
        div.sheet.badges { @for (one, [ar, en]) in &sheets.guests {
            div.badge-card {
                p.badge-meeting { bdi { (title.ar) } br; bdi { (title.en) } }
                p.badge-name { bdi lang="ar" { (one.text.name.ar) } @if !one.text.name.en.is_empty() { br; bdi lang="en" { (one.text.name.en) } } }
                p.badge-entity { bdi lang="ar" { (ar) } br; bdi lang="en" { (en) } }
                p.badge-code { (Code(&one.guest.badge)) }
                (qr(&one.guest.badge, &ask.cx.t("meeting-badge")))
            }
        } }
    };
    Ok(document(&ask, &sheets, "meeting-badges", "meeting-badges-lead", &body))
}

/// A list of everybody to be signed, by entity.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn sheet(ask: Ask) -> Result<Reply, Problem> {
    let sheets = gather(&ask).await?;
    let cx = &ask.cx;
    let days = 1..=sheets.meeting.row.days;
    let body = html! {
        article.sheet {
            header.sheet-h { h2 { (Name(sheets.meeting.title(cx))) } div.sheet-ref { (when(cx, &sheets.meeting)) } }
            table.signing {
                thead { tr {
                    th { (cx.t("meeting-number")) } th { (cx.t("meeting-guest")) } th { (cx.t("meeting-entity")) } th { (cx.t("meeting-badge")) }
                    @for day in days.clone() { th { (cx.t_with("meeting-signature-day", &[("n", day.into())])) } }
                } }
                tbody { @for (nth, (one, names)) in sheets.guests.iter().enumerate() {
                    tr {
                        td { (nth.saturating_add(1)) }
                        td { (Name(one.text.name.of(cx.lang))) }
                        td { (Name(cx.lang.pick(&names[0], &names[1]))) }
                        td { (Code(&one.guest.badge)) }
                        @for _ in days.clone() { td.sign {} }
                    }
                } }
            }
        }
    };
    Ok(document(&ask, &sheets, "meeting-sheet", "meeting-sheet-lead", &body))
}

/// One letter for each.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn letters(ask: Ask) -> Result<Reply, Problem> {
    let sheets = gather(&ask).await?;
    let (cx, meeting) = (&ask.cx, &sheets.meeting);
    let address =
        format!("{}{}", ask.origin(), cx.url(&format!("/attendance/{}/reply", meeting.row.id)));
    let me = entity(cx, &Names::default(), ask.app.node.id, ask.app.node.id).to_owned();
    let body = html! {
        @for (one, names) in &sheets.guests {
            article.sheet {
                header.sheet-h { h2 { (cx.t("meeting-letter")) } div.sheet-ref { (Name(&me)) } }
                p { b { (Name(one.text.name.of(cx.lang))) } br; (Name(&one.text.post)) br; (Name(cx.lang.pick(&names[0], &names[1]))) }
                p { (cx.t("meeting-letter-text")) }
                p { b { (Name(meeting.title(cx))) } br; (when(cx, meeting)) br; (Name(meeting.heading.place.of(cx.lang))) }
                div.sheet-seal {
                    (qr(&format!("{address}?b={}", one.guest.badge), &cx.t("meeting-letter-square")))
                    div {
                        p { (cx.t("meeting-letter-answer")) }
                        p { (Code(&address)) }
                        p { (cx.t("meeting-badge")) ": " b { (Code(&one.guest.badge)) } }
                    }
                }
            }
        }
    };
    Ok(document(&ask, &sheets, "meeting-letters", "meeting-letters-lead", &body))
}
