//! `POST /alliances/{id}/terms`: a further role of a party, or the last day of one. Both are a version of their own that every party signs.

use sila_core::AgencyId;
use sila_core::time::Date;

use super::act;
use super::sheet::{Alliance, ROLES, Term};
use super::{One, open, path, show};
use crate::activation::saying::{by, day, whole};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// Signs what is added, and proposes it.
///
/// # Errors
/// `page.not_found` before a first version is signed by all; as [`act::next`].
pub(super) async fn create(ask: Ask) -> Result<Reply, Problem> {
    let held = open(&ask.app, ask.id("id")?).await?;
    let before = held.signed.last().ok_or_else(Problem::not_found)?;
    let mut errors = Errors::none();
    let next = match ask.form.get("act") {
        Some("end") => ended(&ask, before, &mut errors),
        _ => added(&ask, before, &mut errors),
    };
    let Some(next) = next.filter(|_| errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&show::drawn(&ask, &held, &ask.form, &errors).await?));
    };
    act::next(&ask.app, &held, &next, by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&path(held.record))))
}

/// With one more role.
fn added(ask: &Ask, before: &One, errors: &mut Errors) -> Option<Alliance> {
    let agency = AgencyId::parse(ask.form.get("party").unwrap_or_default()).ok();
    let agency = agency.filter(|agency| before.version.parties.contains(agency));
    let role = ask.form.get("role").and_then(|code| ROLES.into_iter().find(|role| *role == code));
    let from = day(&ask.form, "from");
    for (field, wrong, key) in [
        ("party", agency.is_none(), "alliance-party-needed"),
        ("role", role.is_none(), "alliance-role-needed"),
        ("from", from.is_none(), "alliance-day-needed"),
    ] {
        if wrong {
            errors.add(field, ask.cx.t(key));
        }
    }
    let term = Term { agency: agency?, role: role?.to_owned(), from: from?, until: None };
    let mut next = before.alliance.clone();
    next.terms.push(term);
    checked(ask, next, before, ("role", "alliance-role-twice"), errors)
}

/// With the last day of one that has none.
fn ended(ask: &Ask, before: &One, errors: &mut Errors) -> Option<Alliance> {
    let nth = ask.form.get("term").and_then(whole).and_then(|nth| usize::try_from(nth).ok());
    let open = |nth: &usize| before.alliance.terms.get(*nth).is_some_and(|one| one.until.is_none());
    let (nth, until): (_, Option<Date>) = (nth.filter(open), day(&ask.form, "until"));
    for (field, wrong, key) in [
        ("term", nth.is_none(), "alliance-term-needed"),
        ("until", until.is_none(), "alliance-day-needed"),
    ] {
        if wrong {
            errors.add(field, ask.cx.t(key));
        }
    }
    let (nth, until) = (nth?, until?);
    let mut next = before.alliance.clone();
    next.terms.get_mut(nth)?.until = Some(until);
    checked(ask, next, before, ("until", "alliance-ends-early"), errors)
}

fn checked(
    ask: &Ask,
    next: Alliance,
    before: &One,
    (field, key): (&str, &str),
    errors: &mut Errors,
) -> Option<Alliance> {
    if next.is_sound(&before.version.parties) {
        return Some(next);
    }
    errors.add(field, ask.cx.t(key));
    None
}
