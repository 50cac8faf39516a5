//! `/partners/{id}/identity`: by what a legal entity is known elsewhere, with a node or without: the number of its licence and who issued it,
//! its code in a register of government, and the entity above it. The page of the partner and the open directory read the same
//! row; in the open directory it stands only when somebody has said so.

use maud::{Markup, html};
use sila_core::{AgencyId, Millis, WorkerId};

use super::{Names, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Summary, Tone, acts, heading, tag};
use crate::web::{Cx, Errors, Form, Page, Pairs, ident};

/// Longest number, code and name of who issued it, in characters.
const WORDS_MAX: usize = 80;
/// The most entities above one another.
const LEVELS_MAX: usize = 6;

/// By what an entity is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The entity.
    pub agency: AgencyId,
    /// The number of its licence; empty where it has none, or nobody knows.
    pub licence: String,
    /// Who issued the licence.
    pub issuer: String,
    /// Its code in a register of government.
    pub code: String,
    /// The entity above it.
    pub parent: Option<AgencyId>,
    /// It stands in the open directory.
    pub public: bool,
    /// When it was last written.
    pub updated_at: Millis,
    /// By whom.
    pub worker: WorkerId,
}

/// The entity of the address, if it has a name here.
async fn known(ask: &Ask) -> Result<(AgencyId, Names), Problem> {
    let id = AgencyId::parse(ask.param("id")).or(Err(Problem::not_found()))?;
    let names = Names::all(&ask.app).await?;
    let known = names.linked().any(|one| one == id);
    if known { Ok((id, names)) } else { Err(Problem::not_found()) }
}

/// The form, with what is known.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (id, names) = known(&ask).await?;
    let kept = ask.app.store.read(move |tx| store::identity(tx, id)).await?;
    let mut values = Pairs::default();
    if let Some(kept) = kept {
        values.push("licence", kept.licence);
        values.push("issuer", kept.issuer);
        values.push("code", kept.code);
        values.push("parent", kept.parent.map(|parent| parent.to_text()).unwrap_or_default());
        if kept.public {
            values.push("public", "yes");
        }
    }
    Ok(Reply::page(&drawn(&ask.cx, (id, &names), &values, &Errors::none())))
}

/// Writes it down.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn update(ask: Ask) -> Result<Reply, Problem> {
    let (id, names) = known(&ask).await?;
    let mut errors = Errors::none();
    let identity = read(&ask, (id, &names), &mut errors)?;
    if errors.is_empty() && !keep(&ask, identity).await? {
        errors.add("parent", ask.cx.t("identity-parent-circle"));
    }
    if errors.any() {
        let page = drawn(&ask.cx, (id, &names), &ask.form, &errors);
        return Ok(Reply::page_with_errors(&page));
    }
    Ok(Reply::see_other(ask.cx.url(&format!("{}#identity", super::file::path(id)))))
}

/// False when the entity would stand above itself: looked at where it is written, so that two who write at once make no circle.
async fn keep(ask: &Ask, identity: Identity) -> Result<bool, Problem> {
    let id = identity.agency;
    let told = Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "partner",
        subject: "IDENTITY".to_owned(),
        worker: Some(identity.worker),
        data: format!("{} {} {}", id.to_text(), identity.licence, identity.code).into_bytes(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if let Some(parent) = identity.parent
            && circles(tx, id, parent)?
        {
            return Ok(false);
        }
        store::identify(tx, &identity)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    Ok(ask.app.store.write(write).await?)
}

fn read(
    ask: &Ask,
    (agency, names): (AgencyId, &Names),
    errors: &mut Errors,
) -> Result<Identity, Problem> {
    let form = &ask.form;
    let text = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    for name in ["licence", "issuer", "code"] {
        let words = text(name);
        if words.chars().count() > WORDS_MAX || words.chars().any(char::is_control) {
            errors.add(name, ask.cx.t("identity-long"));
        }
    }
    if text("licence").is_empty() != text("issuer").is_empty() {
        errors.add("issuer", ask.cx.t("identity-issuer-needed"));
    }
    let chosen = AgencyId::parse(&text("parent")).ok();
    let parent = chosen.filter(|id| names.linked().any(|one| one == *id));
    Ok(Identity {
        agency,
        licence: text("licence"),
        issuer: text("issuer"),
        code: text("code"),
        parent,
        public: form.get("public") == Some("yes"),
        updated_at: ask.now,
        worker: ask.worker()?.id,
    })
}

/// Whether an entity would stand above itself.
fn circles(tx: &mut dyn Tx, id: AgencyId, parent: AgencyId) -> Result<bool, DbError> {
    let mut next = Some(parent);
    for _ in 0..LEVELS_MAX {
        let Some(at) = next else { return Ok(false) };
        if at == id {
            return Ok(true);
        }
        next = store::identity(tx, at)?.and_then(|one| one.parent);
    }
    Ok(true)
}

fn drawn(cx: &Cx, (id, names): (AgencyId, &Names), values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let title = cx.t("identity-registers");
    let others = names.linked().filter(|one| *one != id);
    let others = others.map(|one| (one.to_text(), names.of(cx.lang, one).to_owned()));
    let fields = html! {
        (form.text("licence", cx.t("identity-licence")).ltr().max(WORDS_MAX).optional())
        (form.text("issuer", cx.t("identity-issuer")).max(WORDS_MAX).optional())
        (form.text("code", cx.t("identity-code")).hint(cx.t("identity-code-hint")).ltr().max(WORDS_MAX).optional())
        (form.select("parent", cx.t("identity-parent")).empty(cx.t("identity-parent-none")).choices(others).optional())
        (form.checks("public", cx.t("identity-public")).hint(cx.t("identity-public-hint")).optional().choice("yes", cx.t("identity-public-yes")))
    };
    let body = html! {
        (heading(title.clone(), Some(&cx.t("identity-lead")), &html! { (ident::Name(names.of(cx.lang, id))) }))
        form.narrow method="post" action=(cx.url(&path(id))) novalidate {
            (form.summary())
            (Card::new(title.clone()).body(fields))
            (acts(&html! { (Button::submit(cx.t("partner-save"))) }))
        }
    };
    let page = Page::new(cx, title).crumb(cx.t("partners-title"), "/partners");
    page.errors(errors.any()).body(body)
}

/// Where it is written, without language.
pub fn path(id: AgencyId) -> String {
    format!("/partners/{}/identity", id.to_text())
}

/// By what an entity is known, for its page and its file.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, id: AgencyId) -> Result<Markup, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::identity(tx, id)?, store::below(tx, id)?, store::names(tx)?))
    };
    let (kept, below, names) = ask.app.store.read(read).await?;
    let cx = &ask.cx;
    let none = || html! { span.muted { (cx.t("identity-none")) } };
    let said = |text: Option<&String>| match text.filter(|text| !text.is_empty()) {
        Some(text) => html! { (ident::Code(text)) },
        None => none(),
    };
    let one = kept.as_ref();
    let reads = ask.may(Permission::AgreementRead);
    let way = |agency: AgencyId| {
        let name = ident::Name(names.of(cx.lang, agency));
        html! { @if reads { a href=(cx.url(&super::file::path(agency))) { (name) } } @else { (name) } }
    };
    let issuer = one.map(|one| one.issuer.as_str()).filter(|issuer| !issuer.is_empty());
    let rows = Summary::new()
        .row(
            cx.t("identity-licence"),
            html! {
                (said(one.map(|one| &one.licence)))
                @if let Some(issuer) = issuer { " · " (ident::Name(issuer)) }
            },
        )
        .row(cx.t("identity-code"), said(one.map(|one| &one.code)))
        .row(cx.t("identity-parent"), one.and_then(|one| one.parent).map_or_else(none, way));
    let public = one.is_some_and(|one| one.public);
    Ok(html! {
        (Card::new(cx.t("identity-registers")).id("identity").body(html! {
            (rows)
            @if !below.is_empty() {
                p { (cx.t("identity-below")) ":" }
                ul.plain { @for agency in &below { li { (way(*agency)) } } }
            }
            p { (tag(if public { Tone::Info } else { Tone::Plain }, cx.t(if public { "identity-public-yes" } else { "identity-public-no" }))) }
            @if ask.may(Permission::LinkAdmin) {
                @let word = if one.is_some() { "partner-change" } else { "identity-change" };
                (Button::link(cx.t(word), cx.url(&path(id))).line())
            }
        }))
    })
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use serde_json::Value;
    use sila_core::agreement::Sector;

    use super::*;
    use crate::partners::{Level, Partner};
    use crate::testing::{NOW, TestNode};

    const FUND: AgencyId = AgencyId([7; 32]);
    const CLUB: AgencyId = AgencyId([8; 32]);

    async fn partner(node: &TestNode, id: AgencyId, name: &str) {
        let partner = Partner {
            id,
            code: name.to_ascii_uppercase(),
            name_ar: format!("جهة {name}"),
            name_en: name.to_owned(),
            sector: Sector::PublicBenefit,
            level: Level::Listed,
            contact: String::new(),
            updated_at: NOW,
        };
        node.write(move |tx| store::insert(tx, &partner)).await.unwrap();
    }

    async fn json(node: &TestNode, path: &str) -> Value {
        let got = node.get(path, "").await;
        assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.body);
        serde_json::from_str(&got.body).unwrap()
    }

    #[tokio::test]
    async fn one_record_of_an_entity_serves_its_page_and_the_open_directory() {
        let node = TestNode::new().await;
        partner(&node, FUND, "Fund").await;
        partner(&node, CLUB, "Club").await;
        let officer = node.worker("m-adm", &["ADMIN", "PARTNERSHIP"]).await;
        let cookie = node.sign_in(&officer).await;
        let (fund, club) = (FUND.to_text(), CLUB.to_text());
        let licence = [("licence", "NGO-2044/7"), ("issuer", "Community Authority")];
        let form = [licence[0], licence[1], ("code", "GOV-118"), ("parent", fund.as_str())];
        let there = path(CLUB);
        let to = |path: &str| format!("/en{path}");
        let wrong = node.post(&to(&there), &cookie, &[licence[0]]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("Say who issued it") && wrong.body.contains("NGO-2044/7"));
        let done = node.post(&to(&there), &cookie, &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(done.location, format!("/en/partners/{club}/file#identity"), "where it is read");
        for page in [format!("/en/partners/{club}"), format!("/en/partners/{club}/file")] {
            let shown = node.get(&page, &cookie).await.body;
            for said in ["NGO-2044/7", "Community Authority", "GOV-118", "Fund"] {
                assert!(shown.contains(said), "{page} {said}: {shown}");
            }
        }
        let under = node.get(&format!("/en/partners/{fund}"), &cookie).await.body;
        assert!(under.contains("Entities under it") && under.contains("Club"), "{under}");
        // Nothing is open before somebody says so.
        let all = json(&node, "/hsds/organizations?lang=en").await;
        assert_eq!(all["total_items"], 1, "only our own agency: {all}");

        let mut open = form.to_vec();
        open.push(("public", "yes"));
        assert_eq!(node.post(&to(&there), &cookie, &open).await.status, StatusCode::SEE_OTHER);
        let all = json(&node, "/hsds/organizations?lang=en").await;
        assert_eq!(all["total_items"], 2, "{all}");
        let listed = all["contents"].as_array().unwrap().iter().find(|one| one["name"] == "Club");
        let id = listed.unwrap()["id"].as_str().unwrap().to_owned();
        let one = json(&node, &format!("/hsds/organizations/{id}?lang=en")).await;
        let told = |one: &Value, scheme: &str| {
            let all = one["organization_identifiers"].as_array().unwrap();
            let found = all.iter().find(|told| told["identifier_type"] == scheme);
            found.unwrap()["identifier"].as_str().unwrap().to_owned()
        };
        assert_eq!(
            (told(&one, "licence").as_str(), told(&one, "government").as_str()),
            ("NGO-2044/7", "GOV-118")
        );
        assert!(one["parent_organization_id"].is_null(), "the one above it is not open: {one}");
        let above = [("code", "GOV-100"), ("public", "yes")];
        node.post(&to(&path(FUND)), &cookie, &above).await;
        let one = json(&node, &format!("/hsds/organizations/{id}?lang=en")).await;
        let parent = one["parent_organization_id"].as_str().unwrap();
        let parent = json(&node, &format!("/hsds/organizations/{parent}?lang=en")).await;
        assert_eq!(parent["name"], "Fund");
        node.end().await;
    }

    #[tokio::test]
    async fn nobody_stands_above_itself_and_only_who_keeps_the_register_writes_it() {
        let node = TestNode::new().await;
        partner(&node, FUND, "Fund").await;
        partner(&node, CLUB, "Club").await;
        let cookie = node.sign_in(&node.worker("m-adm", &["ADMIN"]).await).await;
        let (fund, club) = (FUND.to_text(), CLUB.to_text());
        let to = |agency: AgencyId| format!("/en{}", path(agency));
        let under = node.post(&to(CLUB), &cookie, &[("parent", fund.as_str())]).await;
        assert_eq!(under.status, StatusCode::SEE_OTHER);
        let round = node.post(&to(FUND), &cookie, &[("parent", club.as_str())]).await;
        assert_eq!(round.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(round.body.contains("would stand above itself"), "{}", round.body);
        let nobody = node.get(&to(AgencyId([9; 32])), &cookie).await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
        let intake = node.sign_in(&node.worker("m-int1", &["INTAKE"]).await).await;
        let refused = node.post(&to(CLUB), &intake, &[("code", "X")]).await;
        assert!(refused.status.is_client_error());
        node.end().await;
    }
}
