//! What a device is given: the page, its manifest and the script by which a browser shows the page without a network. They hold a
//! public key and words of the form; nobody's name, no record, no address but their own.

use axum::http::StatusCode;
use maud::{Markup, html};
use sila_core::codes::Sex;

use super::store::Device;
use super::take::BOX_BYTES_MAX;
use super::{found, key, short};
use crate::ask::Ask;
use crate::intake::need::{ACCOUNT_CHARS_MAX, WISHES_CHARS_MAX};
use crate::intake::residence::PLACE_CHARS_MAX;
use crate::intake::safety;
use crate::people::form::{NAME_CHARS_MAX, PHONE_CHARS_MAX};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts};
use crate::web::ident::Reference;
use crate::web::{Cx, Errors, Form, Page, Pairs, assets};

/// Base64 letters of the largest box.
const BOX_LETTERS_MAX: usize = BOX_BYTES_MAX.div_ceil(3) * 4;
/// The words that the script says, by what they are about.
const SAID: [&str; 8] =
    ["danger", "empty", "long", "failed", "sealed", "handed", "away", "waiting"];

/// The device of the address while it may be used.
async fn usable(ask: &Ask) -> Result<Device, Problem> {
    found(ask)
        .await
        .and_then(|one| if one.ended_at.is_none() { Ok(one) } else { Err(Problem::not_found()) })
}

fn at(cx: &Cx, device: &Device, file: &str) -> String {
    cx.url(&format!("/lockbox/{}/{file}", device.id))
}

/// The page.
///
/// # Errors
/// `page.not_found` for a device that was never set up, or was ended.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let device = usable(&ask).await?;
    let public = key(&ask.app, &device)?.ok_or_else(Problem::not_found)?.public().to_base64();
    let mut cx = ask.cx.clone();
    // It is kept on the device: whoever set it up is not named in it.
    cx.worker = None;
    let page = Page::new(&cx, cx.t("lockbox-title")).bare().with("lockbox");
    let page = page.installable(at(&cx, &device, "app.webmanifest"));
    Ok(Reply::page(&page.body(document(&cx, &device, &public))))
}

/// The manifest, by which a browser puts the page among the programs of the device.
///
/// # Errors
/// As [`page`].
pub async fn manifest(ask: Ask) -> Result<Reply, Problem> {
    let (device, cx) = (usable(&ask).await?, &ask.cx);
    let icon = serde_json::json!({ "src": assets::url("icon.svg"), "type": "image/svg+xml", "sizes": "any" });
    let said = serde_json::json!({
        "name": cx.t("lockbox-title"),
        "short_name": cx.t("lockbox-short"),
        "lang": cx.lang.code(),
        "dir": cx.lang.dir(),
        "id": at(cx, &device, "form"),
        "start_url": at(cx, &device, "form"),
        "scope": at(cx, &device, ""),
        "display": "standalone",
        "icons": [icon],
    });
    Ok(Reply::json_as(StatusCode::OK, "application/manifest+json", &said))
}

/// The script by which the browser shows the page without a network: that of the kiosk, here for this one page.
///
/// # Errors
/// As [`page`].
pub async fn worker(ask: Ask) -> Result<Reply, Problem> {
    usable(&ask).await?;
    let found = assets::all().find(|(name, _)| *name == "kept.js");
    let (_, bytes) = found.ok_or_else(Problem::not_found)?;
    Ok(Reply::script(bytes))
}

fn document(cx: &Cx, device: &Device, public: &str) -> Markup {
    let word = |about: &str| cx.t(&format!("lockbox-word-{about}"));
    let [danger, empty, long, failed, sealed, handed, away, waiting] = SAID.map(word);
    html! {
        div.lockbox data-lockbox=(device.id) data-key=(public) data-max=(BOX_LETTERS_MAX) data-keeper=(at(cx, device, "kept.js"))
            data-word-danger=(danger) data-word-empty=(empty) data-word-long=(long) data-word-failed=(failed)
            data-word-sealed=(sealed) data-word-handed=(handed) data-word-away=(away) {
            h1 { (cx.t("lockbox-title")) }
            p { (cx.t("lockbox-lead")) " " (cx.t("lockbox-device")) " " (Reference(&short(device.id))) }
            div data-plain {
                (Note::new("warning", cx.t("lockbox-plain")).tone(Tone::Warn).body(html! {
                    p { a.link href=(cx.url("/intake/new")) { (cx.t("lockbox-plain-go")) } }
                }))
            }
            p.lockbox-said data-said role="status" {}
            p.lockbox-kept data-kept hidden { b data-count { "0" } " " (waiting) }
            div data-odd hidden { (Note::new("warning", cx.t("lockbox-odd")).tone(Tone::Warn)) ul {} }
            form method="post" action=(at(cx, device, "form")) autocomplete="off" novalidate data-seal hidden { (fields(cx)) }
        }
    }
}

fn fields(cx: &Cx) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let sexes = Sex::ALL.iter().map(|sex| (sex.code(), cx.code("sex", sex.code())));
    let danger = form
        .radios("danger", cx.t("intake-danger"))
        .hint(cx.t("lockbox-danger-hint"))
        .choice("yes", cx.t("intake-yes"))
        .choice("no", cx.t("intake-no"))
        .side_by_side();
    html! {
        (Card::new(cx.t("intake-now")).body(html! { (danger) }))
        div data-danger hidden tabindex="-1" role="alert" { (numbers(cx)) }
        div.stack data-rest {
            (Card::new(cx.t("lockbox-talk")).body(safety::now_fields(cx, &form)))
            (safety::reach(cx, &form))
            (Card::new(cx.t("intake-person-title")).body(html! {
                (form.text("name_ar", cx.t("person-name-ar")).lang("ar").max(NAME_CHARS_MAX).optional())
                (form.text("phone", cx.t("person-phone")).tel().max(PHONE_CHARS_MAX).optional())
                (form.text("age_min", cx.t("lockbox-age")).numeric().max(3).optional())
                (form.radios("sex", cx.t("person-sex")).choices(sexes).side_by_side().optional())
                (form.text("place", cx.t("intake-place")).hint(cx.t("intake-place-hint")).max(PLACE_CHARS_MAX).optional())
            }))
            (Card::new(cx.t("intake-wishes-title")).body(html! {
                (form.area("wishes", cx.t("intake-wishes")).max(WISHES_CHARS_MAX).rows(3).optional())
                (form.area("unwanted", cx.t("intake-unwanted")).max(WISHES_CHARS_MAX).rows(2).optional())
                (form.area("account", cx.t("intake-account")).max(ACCOUNT_CHARS_MAX).rows(6).optional())
            }))
            (acts(&html! { (Button::submit(cx.t("lockbox-act")).icon("lock-key")) }))
        }
    }
}

/// In danger nobody waits for a network: a telephone does not need it.
fn numbers(cx: &Cx) -> Markup {
    let call = |number: &str, words: &str| html! { li { a.link href={ "tel:" (number) } { bdi dir="ltr" { (number) } } " " (cx.t(words)) } };
    html! {
        (Note::new("siren", cx.t("intake-danger-title")).tone(Tone::Bad).body(html! {
            ul { (call("999", "lockbox-police")) (call("998", "lockbox-ambulance")) }
            ol {
                li { (cx.t("intake-danger-stay")) }
                li { (cx.t("intake-danger-report")) }
                li { (cx.t("lockbox-danger-then")) }
            }
        }))
    }
}
