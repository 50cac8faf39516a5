//! Proposing a record to other agencies, and amending one: our agency writes the version and signs it; it takes effect
//! when the last party has signed.

use maud::html;
use sila_core::{AgencyId, RecordId};
use sila_link::LinkError;
use sila_link::record::{self, RecordError, Word};

use super::text::{self, TEXT_MAX, TITLE_MAX, Text};
use super::{By, store, word};
use crate::app::App;
use crate::ask::Ask;
use crate::links::{self, Peer};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, empty_state, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Proposes a new record to `others`.
///
/// # Errors
/// `record.not_linked` when there is no open link to one of them, `record.too_large`, `record.malformed`.
pub async fn first(
    app: &App,
    kind: &str,
    others: &[AgencyId],
    content: Vec<u8>,
    by: By,
) -> Result<RecordId, Problem> {
    let id = RecordId(app.clock.new_id());
    let parties = others.iter().copied().chain([app.node.id]).collect();
    let version = record::first(id, kind, parties, app.node.id, content, by.now);
    checked(app, &version).await?;
    word::commit(app, version, Word::Sign, by).await?;
    Ok(id)
}

/// Proposes the next version of a record.
///
/// # Errors
/// As [`first`], and what the rules refuse, such as `record.pending`.
pub async fn amend(app: &App, id: RecordId, content: Vec<u8>, by: By) -> Result<(), Problem> {
    let loaded = app.store.read(move |tx| store::load(tx, id)).await?;
    let loaded = loaded.ok_or_else(Problem::not_found)?;
    let version = loaded.shared.amend(app.node.id, content, by.now);
    let version = version.map_err(|error| word::refused(error, id))?;
    checked(app, &version).await?;
    word::commit(app, version, Word::Sign, by).await
}

/// What the other parties would refuse to read is refused here; and all of them are reached from here.
async fn checked(app: &App, version: &record::Version) -> Result<(), Problem> {
    record::Version::from_cbor(&version.to_cbor()).map_err(|error| {
        let size = matches!(error, LinkError::Size(_));
        let code = if size { "record.too_large" } else { "record.malformed" };
        Problem::refused(code).because(error)
    })?;
    let open = open_peers(app).await?;
    let reached =
        |party: &AgencyId| *party == app.node.id || open.iter().any(|p| p.agency == *party);
    if version.parties.iter().all(reached) {
        Ok(())
    } else {
        Err(Problem::refused("record.not_linked").way_out("/links"))
    }
}

async fn open_peers(app: &App) -> Result<Vec<Peer>, Problem> {
    Ok(links::peers(app).await?.into_iter().filter(Peer::is_open).collect())
}

/// The form for a new text.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let peers = open_peers(&ask.app).await?;
    Ok(Reply::page(&form(&ask.cx, Some(&peers), None, &Pairs::default(), &Errors::none())))
}

/// Signs and sends a new text.
///
/// # Errors
/// See [`first`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let peers = open_peers(&ask.app).await?;
    let chosen = |peer: &&Peer| ask.form.all("parties").any(|p| p == peer.agency.to_text());
    let others: Vec<AgencyId> = peers.iter().filter(chosen).map(|peer| peer.agency).collect();
    let (text, mut errors) = read(&ask.cx, &ask.form);
    if others.is_empty() || others.len() >= record::PARTIES_MAX {
        errors.add("parties", ask.cx.t("record-parties-needed"));
    }
    if errors.any() {
        let page = form(&ask.cx, Some(&peers), None, &ask.form, &errors);
        return Ok(Reply::page_with_errors(&page));
    }
    let id = first(&ask.app, text::KIND, &others, text.to_cbor(), by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/records/{id}"))))
}

/// The form for an amendment, with the text in force in it.
///
/// # Errors
/// `page.not_found`; `record.unknown_kind` for what is not a text; `record.unknown` before anything is in force.
pub async fn amendment_page(ask: Ask) -> Result<Reply, Problem> {
    let id: RecordId = ask.id("id")?;
    let text = in_force(&ask.app, id).await?;
    let mut values = Pairs::default();
    for (name, value) in [
        ("title_ar", text.title_ar),
        ("title_en", text.title_en),
        ("text_ar", text.text_ar),
        ("text_en", text.text_en),
    ] {
        values.push(name, value);
    }
    Ok(Reply::page(&form(&ask.cx, None, Some(id), &values, &Errors::none())))
}

/// Signs and sends an amendment.
///
/// # Errors
/// See [`amend`].
pub async fn amend_by_form(ask: Ask) -> Result<Reply, Problem> {
    let id: RecordId = ask.id("id")?;
    in_force(&ask.app, id).await?;
    let (text, errors) = read(&ask.cx, &ask.form);
    if errors.any() {
        let page = form(&ask.cx, None, Some(id), &ask.form, &errors);
        return Ok(Reply::page_with_errors(&page));
    }
    amend(&ask.app, id, text.to_cbor(), by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/records/{id}"))))
}

async fn in_force(app: &App, id: RecordId) -> Result<Text, Problem> {
    let loaded = app.store.read(move |tx| store::load(tx, id)).await?;
    let loaded = loaded.ok_or_else(Problem::not_found)?;
    let held = loaded.shared.in_force().and_then(|digest| loaded.shared.version(&digest).cloned());
    let version = held.ok_or_else(|| word::refused(RecordError::Unknown, id))?.version;
    Text::of(&version.kind, &version.content)
        .ok_or_else(|| Problem::refused("record.unknown_kind").way_out(format!("/records/{id}")))
}

fn by(ask: &Ask) -> Result<By, Problem> {
    Ok(By { worker: Some(ask.worker()?.id), now: ask.now })
}

fn read(cx: &Cx, form: &Pairs) -> (Text, Errors) {
    let given = |name: &str| form.get(name).unwrap_or_default().trim().replace("\r\n", "\n");
    let text = Text {
        title_ar: given("title_ar"),
        title_en: given("title_en"),
        text_ar: given("text_ar"),
        text_en: given("text_en"),
    };
    let mut errors = Errors::none();
    for (name, value, max, key) in [
        ("title_ar", &text.title_ar, TITLE_MAX, "record-title-needed"),
        ("title_en", &text.title_en, TITLE_MAX, "record-title-needed"),
        ("text_ar", &text.text_ar, TEXT_MAX, "record-text-needed"),
        ("text_en", &text.text_en, TEXT_MAX, "record-text-needed"),
    ] {
        if !(1..=max).contains(&value.chars().count()) {
            errors.add(name, cx.t(key));
        }
    }
    (text, errors)
}

fn form(
    cx: &Cx,
    peers: Option<&[Peer]>,
    amends: Option<RecordId>,
    values: &Pairs,
    errors: &Errors,
) -> Page {
    let title = cx.t(if amends.is_some() { "record-amend" } else { "records-new" });
    let page = Page::new(cx, title.clone()).crumb(cx.t("records-title"), "/records");
    if peers.is_some_and(<[Peer]>::is_empty) {
        let act = html! { (Button::link(cx.t("agreement-to-links"), cx.url("/links"))) };
        let words = cx.t("record-no-peer-text");
        return page.body(empty_state("signature", cx.t("agreement-no-peer"), words, &act));
    }
    let form = Form::new(cx, values, errors);
    let names = |peers: &[Peer]| -> Vec<(String, String)> {
        peers.iter().map(|p| (p.agency.to_text(), p.name(cx.lang).to_owned())).collect()
    };
    let to = match amends {
        Some(id) => format!("/records/{id}/amendment"),
        None => "/records".to_owned(),
    };
    let text = html! {
        (form.text("title_ar", cx.t("record-title-ar")).lang("ar").max(TITLE_MAX))
        (form.text("title_en", cx.t("record-title-en")).lang("en").ltr().max(TITLE_MAX))
        (form.area("text_ar", cx.t("record-text-ar")).lang("ar").max(TEXT_MAX).rows(8))
        (form.area("text_en", cx.t("record-text-en")).lang("en").ltr().max(TEXT_MAX).rows(8))
    };
    let body = html! {
        (heading(title, Some(&cx.t("record-new-lead")), &html! {}))
        (form.summary())
        form method="post" action=(cx.url(&to)) novalidate {
            @if let Some(peers) = peers {
                (Card::new(cx.t("record-parties")).body(html! {
                    (form.checks("parties", cx.t("record-with")).hint(cx.t("record-with-hint")).choices(names(peers)))
                }))
            }
            (Card::new(cx.t("record-text")).body(html! {
                (Note::new("shield-check", cx.t("record-no-person")).tone(Tone::Info).says(cx.t("record-no-person-text")))
                (text)
            }))
            (acts(&html! { (Button::submit(cx.t("record-propose")).icon("signature")) }))
        }
    };
    page.errors(errors.any()).body(body)
}
