//! Adding a partner without a node, and changing what is known of it.

use maud::html;
use sila_core::AgencyId;
use sila_core::agreement::Sector;

use super::{Level, Partner, identity, show, store};
use crate::ask::Ask;
use crate::db::DbError;
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Longest name and contact, in characters.
const NAME_MAX: usize = 120;
/// Longest code, in characters.
const CODE_MAX: usize = 16;

/// The form for a new partner.
///
/// # Errors
/// None of its own.
pub async fn new(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&page(&ask.cx, None, &Pairs::default(), &Errors::none())))
}

/// Adds a partner.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id = identity(ask.app.node.id, ask.app.clock.new_id());
    save(&ask, id, true).await
}

/// The form with what is known.
///
/// # Errors
/// `page.not_found`.
pub async fn change(ask: Ask) -> Result<Reply, Problem> {
    let known = show::one(&ask).await?;
    let values: Pairs = [
        ("name_ar", known.name_ar.as_str()),
        ("name_en", &known.name_en),
        ("code", &known.code),
        ("class", known.sector.code()),
        ("level", known.level.code()),
        ("contact", &known.contact),
    ]
    .into_iter()
    .collect();
    Ok(Reply::page(&page(&ask.cx, Some(known.id), &values, &Errors::none())))
}

/// Changes a partner.
///
/// # Errors
/// `page.not_found`, or when the store cannot be written.
pub async fn update(ask: Ask) -> Result<Reply, Problem> {
    let known = show::one(&ask).await?;
    save(&ask, known.id, false).await
}

async fn save(ask: &Ask, id: AgencyId, new: bool) -> Result<Reply, Problem> {
    let (cx, known) = (&ask.cx, (!new).then_some(id));
    let partner = match read(ask, id) {
        Ok(partner) => partner,
        Err(errors) => return Ok(Reply::page_with_errors(&page(cx, known, &ask.form, &errors))),
    };
    let fact = Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "partner",
        subject: partner.code.clone(),
        worker: Some(ask.worker()?.id),
        data: format!("{} {}", partner.level.code(), partner.sector.code()).into_bytes(),
    };
    let write = move |tx: &mut dyn crate::db::Tx| {
        if new {
            store::insert(tx, &partner)?
        } else {
            store::update(tx, &partner)?
        }
        journal::insert(tx, &fact)
    };
    match ask.app.store.write(write).await {
        Ok(()) => Ok(Reply::see_other(cx.url(&format!("/partners/{}", id.to_text())))),
        Err(DbError::Unique { .. }) => {
            let mut errors = Errors::none();
            errors.add("code", cx.t("partner-code-taken"));
            Ok(Reply::page_with_errors(&page(cx, known, &ask.form, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

fn read(ask: &Ask, id: AgencyId) -> Result<Partner, Errors> {
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = Errors::none();
    let text = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let length = |name: &str| text(name).chars().count();
    for (name, key) in [("name_ar", "partner-name-needed"), ("name_en", "partner-name-needed")] {
        if !(1..=NAME_MAX).contains(&length(name)) {
            errors.add(name, cx.t(key));
        }
    }
    let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
    if !(2..=CODE_MAX).contains(&length("code")) || !text("code").bytes().all(plain) {
        errors.add("code", cx.t("partner-code-form"));
    }
    let sector = Sector::from_code(&text("class")).ok();
    if sector.is_none() {
        errors.add("class", cx.t("partner-class-needed"));
    }
    let level = Level::from_code(&text("level"));
    if level.is_none() {
        errors.add("level", cx.t("partner-level-needed"));
    }
    if length("contact") > NAME_MAX || (level == Some(Level::Paper) && length("contact") == 0) {
        errors.add("contact", cx.t("partner-contact-needed"));
    }
    match level.zip(sector) {
        Some((level, sector)) if errors.is_empty() => Ok(Partner {
            id,
            code: text("code"),
            name_ar: text("name_ar"),
            name_en: text("name_en"),
            sector,
            level,
            contact: text("contact"),
            updated_at: ask.now,
        }),
        _ => Err(errors),
    }
}

fn page(cx: &Cx, known: Option<AgencyId>, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let (title, act) = match known {
        None => (cx.t("partner-new"), "/partners".to_owned()),
        Some(id) => (cx.t("partner-change"), format!("/partners/{}", id.to_text())),
    };
    let classes = Sector::ALL.iter().map(|one| (one.code(), cx.code("partner-class", one.code())));
    let levels =
        Level::ALL.iter().fold(form.radios("level", cx.t("partner-level")), |field, one| {
            let hint = cx.code("partner-level-hint", one.code());
            field.choice_hint(one.code(), cx.code("partner-level", one.code()), hint)
        });
    let fields = html! {
        (form.text("name_ar", cx.t("partner-name-ar")).lang("ar").max(NAME_MAX))
        (form.text("name_en", cx.t("partner-name-en")).lang("en").ltr().max(NAME_MAX))
        (form.text("code", cx.t("partner-code")).hint(cx.t("partner-code-hint")).ltr().max(CODE_MAX))
        (form.select("class", cx.t("partner-class")).choices(classes))
        (levels)
        (form.text("contact", cx.t("partner-contact")).hint(cx.t("partner-contact-hint")).max(NAME_MAX).optional())
    };
    let body = html! {
        (heading(&title, None, &html! {}))
        form.narrow method="post" action=(cx.url(&act)) novalidate {
            (form.summary())
            (Card::new(cx.t("partner-who")).body(fields))
            (acts(&html! { (Button::submit(cx.t("partner-save"))) }))
        }
    };
    Page::new(cx, title).crumb(cx.t("partners-title"), "/partners").errors(errors.any()).body(body)
}
