//! A new home: what it is called, in which area it lies, what it asks for before somebody is admitted, and its address.

use maud::html;
use sila_core::area;

use super::address::{self, ADDRESS_MAX};
use super::{Home, store};
use crate::ask::Ask;
use crate::db::DbError;
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::stays::gates::{GATES, USUAL};
use crate::web::components::{Button, Card, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Longest name, in characters.
const NAME_MAX: usize = 120;
/// Longest code, in characters.
const CODE_MAX: usize = 12;

/// The form.
///
/// # Errors
/// None of its own.
pub async fn new(ask: Ask) -> Result<Reply, Problem> {
    let values: Pairs = USUAL.iter().map(|gate| ("gates", *gate)).collect();
    Ok(Reply::page(&page(&ask.cx, &values, &Errors::none())))
}

/// Adds the home.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let home = match read(&ask) {
        Ok(home) => home,
        Err(errors) => return Ok(Reply::page_with_errors(&page(&ask.cx, &ask.form, &errors))),
    };
    let id = home.id;
    let fact = Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "home",
        subject: home.code.clone(),
        worker: Some(ask.worker()?.id),
        data: home.gates.join(" ").into_bytes(),
    };
    let address = ask.form.get("address").unwrap_or_default();
    let (key, address) = address::seal(&ask.app, id, address);
    let new = store::NewHome { home, key, address, now: ask.now };
    let write = move |tx: &mut dyn crate::db::Tx| {
        store::insert(tx, &new)?;
        journal::insert(tx, &fact)
    };
    match ask.app.store.write(write).await {
        Ok(()) => Ok(Reply::see_other(ask.cx.url(&format!("/shelter/homes/{id}")))),
        Err(DbError::Unique { .. }) => {
            let mut errors = Errors::none();
            errors.add("code", ask.cx.t("shelter-code-taken"));
            Ok(Reply::page_with_errors(&page(&ask.cx, &ask.form, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

fn read(ask: &Ask) -> Result<Home, Errors> {
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = Errors::none();
    let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let within = |name: &str, max| (1..=max).contains(&text(name).chars().count());
    let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
    let area = area::AreaCode::parse(&text("area"));
    let gates: Vec<String> = form.all("gates").map(str::to_owned).collect();
    let rules = [
        ("code", within("code", CODE_MAX) && text("code").bytes().all(plain), "shelter-code-form"),
        ("name_ar", within("name_ar", NAME_MAX), "shelter-name-needed"),
        ("name_en", within("name_en", NAME_MAX), "shelter-name-needed"),
        ("area", area.is_ok(), "shelter-area-needed"),
        ("address", within("address", ADDRESS_MAX), "shelter-address-needed"),
        ("gates", gates.iter().all(|gate| GATES.contains(&gate.as_str())), "shelter-gates-wrong"),
    ];
    for (name, kept, key) in rules {
        if !kept {
            errors.add(name, cx.t(key));
        }
    }
    if errors.any() {
        return Err(errors);
    }
    Ok(Home {
        id: ask.app.clock.new_id(),
        code: text("code"),
        name_ar: text("name_ar"),
        name_en: text("name_en"),
        area: text("area"),
        gates,
        rooms: Vec::new(),
    })
}

fn page(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let name = |code: &str| crate::cases::list::area_name(cx, code);
    let towns = area::all().iter().filter(|one| area::emirate_of(&one.code).is_some());
    let areas = towns.map(|one| (one.code.as_str(), name(one.code.as_str())));
    let gates = GATES.map(|gate| (gate, cx.code("shelter-gate", gate)));
    let fields = html! {
        div.row {
            (form.text("name_ar", cx.t("shelter-name-ar")).lang("ar").max(NAME_MAX))
            (form.text("name_en", cx.t("shelter-name-en")).lang("en").max(NAME_MAX))
        }
        (form.text("code", cx.t("shelter-code")).hint(cx.t("shelter-code-hint")).ltr().max(CODE_MAX))
        (form.select("area", cx.t("shelter-area")).hint(cx.t("shelter-area-hint")).combo().choices(areas))
        (form.checks("gates", cx.t("shelter-gates")).hint(cx.t("shelter-gates-hint")).side_by_side().choices(gates))
        (form.area("address", cx.t("shelter-address")).hint(cx.t("shelter-address-hint")).max(ADDRESS_MAX).rows(2))
    };
    let body = html! {
        (heading(cx.t("shelter-home-new"), None, &html! {}))
        form.narrow method="post" action=(cx.url("/shelter/homes")) novalidate {
            (form.summary())
            (Card::new(cx.t("shelter-home")).body(fields))
            (acts(&html! { (Button::save(cx)) (Button::link(cx.t("cancel"), cx.url("/shelter")).soft()) }))
        }
    };
    Page::new(cx, cx.t("shelter-home-new"))
        .crumb(cx.t("shelter-title"), "/shelter")
        .errors(errors.any())
        .body(body)
}
