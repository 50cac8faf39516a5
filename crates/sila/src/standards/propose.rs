//! Setting standards: our agency writes a list and signs it; it holds when the other party has signed too.

use maud::{Markup, html};
use sila_core::AgreementId;
use sila_core::codes::Service;
use sila_core::imprint::Gauge;
use sila_core::standard::{MEASURES, Standard, Standards};

use super::{Kept, reading, show};
use crate::activation::ledger::{self, Book};
use crate::activation::saying::{self, whole};
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::records::{By, propose as records};
use crate::reply::Reply;
use crate::web::components::{Button, acts};
use crate::web::{Arg, Cx, Errors, Form, Pairs};

/// Rows for new standards; more come with the next version.
const NEW_ROWS: u16 = 3;
/// Longest target that is typed, in characters.
const TARGET_MAX: usize = 6;

/// Signs and sends standards, or a new version of them.
///
/// # Errors
/// `standards.malformed`, what records refuse.
pub async fn propose(app: &App, book: &Book, all: &Standards, by: By) -> Result<(), Problem> {
    let malformed = |part: &'static str| Problem::refused("standards.malformed").because(part);
    all.check().map_err(malformed)?;
    let kept = reading::of(app, book).await?;
    match kept.filter(|kept| kept.signed.is_some()) {
        Some(kept) => records::amend(app, kept.record, all.to_cbor(), by).await,
        None => {
            let peer = [book.stored.peer];
            records::first(app, Standards::KIND, &peer, all.to_cbor(), by).await.map(|_| ())
        }
    }
}

/// `POST /agreements/{id}/standards`.
///
/// # Errors
/// `page.not_found`; as [`propose`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    let kept = reading::of(&ask.app, &book).await?;
    match read(&ask, &book, kept.as_ref()) {
        Ok(all) => {
            propose(&ask.app, &book, &all, saying::by(&ask)?).await?;
            Ok(Reply::see_other(ask.cx.url(&format!("/agreements/{id}/standards"))))
        }
        Err(errors) => {
            let page = show::drawn(&ask, &book, &ask.form, &errors).await?;
            Ok(Reply::page_with_errors(&page))
        }
    }
}

/// `POST /agreements/{id}/standards/word`: our agency signs or declines what waits for it.
///
/// # Errors
/// `page.not_found`, `form.broken`, what records refuse.
pub async fn word(ask: Ask) -> Result<Reply, Problem> {
    let signs = match ask.form.get("word") {
        Some("sign") => true,
        Some("decline") => false,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    let kept = reading::of(&ask.app, &book).await?.ok_or_else(Problem::not_found)?;
    reading::answer(&ask.app, &kept, signs, saying::by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/agreements/{id}/standards"))))
}

/// What was signed stays; new rows are added.
fn read(ask: &Ask, book: &Book, kept: Option<&Kept>) -> Result<Standards, Errors> {
    let (form, me) = (&ask.form, ask.app.node.id);
    let mut errors = Errors::none();
    let signed = kept.and_then(|kept| kept.signed.as_ref());
    let mut all = signed.map(|signed| signed.all.clone()).unwrap_or_default();
    let used = all.iter().map(|one| one.number).max().unwrap_or(0);
    for row in 1..=NEW_ROWS {
        let given = |end: &str| form.get(&format!("standard{row}_{end}")).unwrap_or_default();
        if given("target").is_empty() {
            continue;
        }
        let measure = Gauge::from_code(given("measure")).ok();
        let owner = if given("who") == "theirs" { saying::other(book, me) } else { me };
        match measure.zip(whole(given("target"))) {
            Some((measure, target)) => all.push(Standard {
                number: used.saturating_add(row),
                service: Service::from_code(given("service")).ok(),
                measure,
                target,
                owner,
            }),
            None => errors.add(format!("standard{row}_target"), ask.cx.t("standard-needed")),
        }
    }
    let all = Standards { agreement: book.ledger.agreement.id, all };
    let known = signed.map_or(0, |signed| signed.all.len());
    if !errors.any() && (all.all.len() == known || all.check().is_err()) {
        errors.add("standard1_target", ask.cx.t("standard-needed"));
    }
    if errors.any() { Err(errors) } else { Ok(all) }
}

/// The form for more standards.
pub(super) fn form(cx: &Cx, book: &Book, first: bool, values: &Pairs, errors: &Errors) -> Markup {
    let mut typed = values.clone();
    if typed.is_empty() {
        (1..=NEW_ROWS).for_each(|row| typed.push(format!("standard{row}_who"), "ours"));
    }
    let form = Form::new(cx, &typed, errors);
    let path = format!("/agreements/{}/standards", book.ledger.agreement.id);
    html! {
        details.fold open[errors.any() || first] {
            summary { (cx.t(if first { "standards-set" } else { "standards-more" })) }
            (form.summary())
            form method="post" action=(cx.url(&path)) novalidate {
                @for row in 1..=NEW_ROWS { (fields(cx, &form, row)) }
                (acts(&html! { (Button::submit(cx.t("record-propose")).icon("signature")) }))
            }
        }
    }
}

fn fields(cx: &Cx, form: &Form<'_>, row: u16) -> Markup {
    let name = |end: &str| format!("standard{row}_{end}");
    let every = (String::new(), cx.t("standard-every"));
    let services =
        Service::ALL.iter().map(|one| (one.code().to_owned(), cx.code("service", one.code())));
    let services: Vec<_> = [every].into_iter().chain(services).collect();
    let measures = MEASURES.iter().map(|one| (one.code(), cx.code("gauge-of", one.code())));
    html! {
        fieldset {
            legend { (cx.t_with("standard-n", &[("n", Arg::from(row))])) }
            (form.select(&name("service"), cx.t("standard-service")).choices(services).optional())
            (form.select(&name("measure"), cx.t("standard-measure")).choices(measures))
            (form.text(&name("target"), cx.t("impact-target")).numeric().max(TARGET_MAX).optional())
            (form.radios(&name("who"), cx.t("standard-who")).side_by_side()
                .choice("ours", cx.t("plan-ours")).choice("theirs", cx.t("plan-theirs")))
        }
    }
}
