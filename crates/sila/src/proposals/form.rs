//! The form by which an officer proposes something to a partner, or writes down what a partner without a node proposed.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::proposal::ProposalKind;

use super::act::{Wish, propose};
use super::path;
use super::text::ProposalText;
use crate::ask::Ask;
use crate::links;
use crate::meetings::screened;
use crate::meetings::text::{LINE_MAX, TEXT_MAX, Words};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// What the guard looks through.
const FREE: [&str; 4] = ["title_ar", "title_en", "text_ar", "text_en"];
/// The partner proposed it.
const THEIRS: &str = "theirs";

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let mut values = Pairs::default();
    values.push("by", "ours");
    values.push("kind", ask.query.get("kind").unwrap_or(ProposalKind::Cooperation.code()));
    Ok(Reply::page(&document(&ask, &values, &Errors::none()).await?))
}

/// Writes it down. To a partner with a node it goes by itself, and that node decides.
///
/// # Errors
/// As [`propose`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let form = match screened(&ask, "/proposals", &FREE)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let peers = links::peers(&ask.app).await?;
    let linked = |agency: AgencyId| peers.iter().any(|one| one.agency == agency);
    let known = Names::all(&ask.app).await?;
    let mut errors = Errors::none();
    let (kind, text) = read(&ask.cx, &form, &mut errors);
    let partner = form.get("partner").and_then(|id| AgencyId::parse(id).ok());
    let partner = partner.filter(|one| known.linked().any(|known| known == *one));
    let theirs = form.get("by") == Some(THEIRS);
    match partner {
        None => errors.add("partner", ask.cx.t("proposal-partner-needed")),
        Some(one) if theirs && linked(one) => {
            errors.add("by", ask.cx.t("proposal-from-its-node"));
        }
        Some(_) => {}
    }
    let (Some(kind), Some(partner), true) = (kind, partner, errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&document(&ask, &form, &errors).await?));
    };
    let me = ask.app.node.id;
    let wish = Wish {
        kind,
        text,
        typed: None,
        proposer: if theirs { partner } else { me },
        desk: if linked(partner) { partner } else { me },
        partner,
    };
    let id = propose(&ask.app, wish, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// Reads what every form of proposals sends: the kind and the words.
pub(super) fn read(
    cx: &Cx,
    form: &Pairs,
    errors: &mut Errors,
) -> (Option<ProposalKind>, ProposalText) {
    let get = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let kind = ProposalKind::from_code(&get("kind")).ok();
    if kind.is_none() {
        errors.add("kind", cx.t("proposal-kind-needed"));
    }
    let title = Words::new(get("title_ar"), get("title_en"));
    let text = Words::new(get("text_ar"), get("text_en"));
    if title.is_empty() || !title.fits(LINE_MAX) {
        errors.add("title_ar", cx.t("proposal-title-needed"));
    }
    if text.is_empty() || !text.fits(TEXT_MAX) {
        errors.add("text_ar", cx.t("proposal-text-needed"));
    }
    (kind, ProposalText { title, text })
}

/// The fields of the kind and the words.
pub(super) fn fields(cx: &Cx, form: &Form<'_>) -> Markup {
    let kinds =
        ProposalKind::ALL.iter().map(|one| (one.code(), cx.code("proposal-kind", one.code())));
    html! {
        (form.radios("kind", cx.t("proposal-kind")).choices(kinds))
        (form.text("title_ar", cx.t("proposal-title-ar")).lang("ar").max(LINE_MAX))
        (form.text("title_en", cx.t("proposal-title-en")).lang("en").ltr().max(LINE_MAX).optional())
        (form.area("text_ar", cx.t("proposal-text-ar")).lang("ar").max(TEXT_MAX).rows(4))
        (form.area("text_en", cx.t("proposal-text-en")).lang("en").ltr().max(TEXT_MAX).rows(4).optional())
    }
}

async fn document(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let names = Names::all(&ask.app).await?;
    let mut partners: Vec<(String, String)> =
        names.linked().map(|id| (id.to_text(), names.of(cx.lang, id).to_owned())).collect();
    partners.sort_by(|one, other| one.1.cmp(&other.1));
    let form = Form::new(cx, values, errors);
    let title = cx.t("proposal-new");
    let body = html! {
        (heading(&title, Some(&cx.t("proposal-new-lead")), &html! {}))
        form.narrow method="post" action=(cx.url("/proposals")) novalidate {
            div.stack {
                (form.summary())
                (Card::new(cx.t("proposal-what")).body(fields(cx, &form)))
                (Card::new(cx.t("proposal-who")).body(html! {
                    (form.select("partner", cx.t("proposal-partner")).combo().choices(partners))
                    (form.radios("by", cx.t("proposal-by")).side_by_side()
                        .choice("ours", cx.t("proposal-by-us")).choice(THEIRS, cx.t("proposal-by-them")))
                }))
            }
            (acts(&html! { (Button::submit(cx.t("proposal-send")).icon("paper-plane-tilt")) }))
        }
    };
    let page = Page::new(cx, title).crumb(cx.t("proposals-title"), "/proposals");
    Ok(page.errors(errors.any()).body(body))
}
