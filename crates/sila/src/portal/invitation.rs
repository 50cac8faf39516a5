//! Inviting somebody of a partner to the portal: an officer names them and hands them a code, which works once and for three
//! days. They set their password themselves.

use maud::{Markup, html};
use rand_core::Rng;
use sila_core::AgencyId;
use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use sila_seal::code::{base32_decode, base32_encode};
use sila_seal::{Hash, sha256};

use super::store::{self, Account};
use crate::accounts::{Worker, admin, roles};
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::partners::{self, Level, Partner};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, copyable, heading, post, tag,
};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Hours for which a code can be used.
const CODE_HOURS: i64 = 72;
/// Bytes of a code: 16 characters.
const CODE_BYTES: usize = 10;
/// Longest name and user name, in characters.
const NAME_MAX: usize = 60;

/// What is kept of a code.
pub fn digest(code: &[u8]) -> Hash {
    sha256(&[b"sila/portal/code/1", code])
}

/// Reads a code as it is typed; nothing when it is none.
pub fn read(typed: &str) -> Option<Hash> {
    base32_decode(typed).ok().filter(|code| code.len() == CODE_BYTES).map(|code| digest(&code))
}

/// A new code: as it is handed over, and what is kept of it.
fn new_code() -> (String, Hash) {
    let mut bytes = [0_u8; CODE_BYTES];
    Randomness.fill_bytes(&mut bytes);
    let text = base32_encode(&bytes);
    let parts: Vec<String> =
        text.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    (parts.join("-"), digest(&bytes))
}

async fn partner(ask: &Ask) -> Result<Partner, Problem> {
    let id = AgencyId::parse(ask.param("id")).or(Err(Problem::not_found()))?;
    let found = ask.app.store.read(move |tx| partners::store::find(tx, id)).await?;
    found.filter(|partner| partner.level == Level::Portal).ok_or_else(Problem::not_found)
}

/// Makes an account and shows its code, once.
///
/// # Errors
/// `page.not_found` for a partner without a portal; `portal.full`; when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let partner = partner(&ask).await?;
    let mut errors = checked(&ask.cx, &ask.form);
    if errors.any() {
        return Ok(again(&ask.cx, &partner, &ask.form, &errors));
    }
    let text = |name: &str| ask.form.get(name).unwrap_or_default().trim().to_owned();
    // The partner stands in the name: whoever reads who has read a record sees for whom.
    let worker = Worker {
        id: WorkerId(ask.app.clock.new_id()),
        user_name: text("user").to_lowercase(),
        name_ar: format!("{} ({})", text("name_ar"), partner.name_ar),
        name_en: format!("{} ({})", text("name_en"), partner.name_en),
        roles: vec![roles::GUEST.code.to_owned()],
        active: false,
    };
    let (code, kept) = new_code();
    let until = ask.now.plus_hours(CODE_HOURS);
    let fact = admin::fact(&ask, worker.id, "portal invited")?;
    let (made, id, now) = (worker.clone(), partner.id, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::has_room(tx, id, (made.id, now))? {
            return Ok(false);
        }
        store::insert(tx, (&made, id), (kept, until), now)?;
        journal::insert(tx, &fact).map(|()| true)
    };
    match ask.app.store.write(write).await {
        Ok(true) => Ok(Reply::page(&code_page(&ask.cx, &partner, &worker.user_name, &code, until))),
        Ok(false) => Err(full(&partner)),
        Err(DbError::Unique { .. }) => {
            errors.add("user", ask.cx.t("accounts-user-taken"));
            Ok(again(&ask.cx, &partner, &ask.form, &errors))
        }
        Err(error) => Err(error.into()),
    }
}

/// As many accounts are open as one partner may have.
fn full(partner: &Partner) -> Problem {
    Problem::refused("portal.full")
        .with("max", store::ACCOUNTS_MAX.to_string())
        .way_out(format!("/partners/{}", partner.id.to_text()))
}

/// A new code for somebody who lost the first or the password. Nobody signs in until it is used.
///
/// # Errors
/// `page.not_found` when the account is not one of this partner; `portal.full`.
pub async fn renew(ask: Ask) -> Result<Reply, Problem> {
    let partner = partner(&ask).await?;
    let (worker, id): (WorkerId, AgencyId) = (ask.id("worker")?, partner.id);
    let (code, kept) = new_code();
    let until = ask.now.plus_hours(CODE_HOURS);
    let fact = admin::fact(&ask, worker, "portal invited again")?;
    let now = ask.now;
    let write = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let Some(user_name) = store::user_name(tx, worker, id)? else { return Ok(None) };
        if !store::has_room(tx, id, (worker, now))? {
            return Ok(Some(None));
        }
        store::renew(tx, (worker, id), (kept, until))?;
        journal::insert(tx, &fact)?;
        Ok(Some(Some(user_name)))
    };
    let renewed = ask.app.store.write(write).await?.ok_or_else(Problem::not_found)?;
    let user_name = renewed.ok_or_else(|| full(&partner))?;
    Ok(Reply::page(&code_page(&ask.cx, &partner, &user_name, &code, until)))
}

/// Ends an account; its sessions end at once.
///
/// # Errors
/// `page.not_found` when the account is not one of this partner.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let id = AgencyId::parse(ask.param("id")).or(Err(Problem::not_found()))?;
    let worker: WorkerId = ask.id("worker")?;
    let fact = admin::fact(&ask, worker, "portal ended")?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let ended = store::end(tx, worker, id)?;
        if ended {
            journal::insert(tx, &fact)?;
        }
        Ok(ended)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    Ok(Reply::see_other(ask.cx.url(&format!("/partners/{}", id.to_text()))))
}

/// Says whether an account signs agreements, minutes and settlements for its partner: who only receives referrals does not.
///
/// # Errors
/// `page.not_found` when the account is not one of this partner.
pub async fn signing(ask: Ask) -> Result<Reply, Problem> {
    let partner = partner(&ask).await?;
    let (worker, id): (WorkerId, AgencyId) = (ask.id("worker")?, partner.id);
    let signs = ask.form.get("signs") == Some("yes");
    let fact = admin::fact(&ask, worker, if signs { "portal signs" } else { "portal signs not" })?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let known = store::user_name(tx, worker, id)?.is_some();
        if store::set_signs(tx, (worker, id), signs)? {
            journal::insert(tx, &fact)?;
        }
        Ok(known)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    Ok(Reply::see_other(ask.cx.url(&format!("/partners/{}", id.to_text()))))
}

fn checked(cx: &Cx, form: &Pairs) -> Errors {
    let mut errors = Errors::none();
    for name in ["name_ar", "name_en"] {
        if !(1..=NAME_MAX).contains(&form.get(name).unwrap_or_default().trim().chars().count()) {
            errors.add(name, cx.t("portal-name-needed"));
        }
    }
    let user = form.get("user").unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    if user.len() < 2 || user.len() > NAME_MAX || !user.chars().all(plain) {
        errors.add("user", cx.t("accounts-user-form"));
    }
    errors
}

/// The partner's card of accounts, with the form for one more.
pub fn card(cx: &Cx, partner: &Partner, accounts: &[Account], may: bool) -> Markup {
    let invites = may && partner.level == Level::Portal;
    html! {
        (Card::new(cx.t("portal-accounts")).count(accounts.len()).body(html! {
            @if accounts.is_empty() { p.muted { (cx.t("portal-accounts-none")) } }
            ul.links { @for account in accounts { (line(cx, partner, account, invites)) } }
        }))
        @if invites {
            (Card::new(cx.t("portal-invite")).body(form(cx, partner, &Pairs::default(), &Errors::none())))
        }
    }
}

fn line(cx: &Cx, partner: &Partner, account: &Account, invites: bool) -> Markup {
    let state = match (account.active, account.invited && account.expires_at > cx.now) {
        (true, _) => tag(Tone::Ok, cx.t("accounts-active")),
        (false, true) => tag(Tone::Gold, cx.t("portal-invited")),
        (false, false) => tag(Tone::Plain, cx.t("accounts-closed")),
    };
    let path =
        |act: &str| format!("/partners/{}/accounts/{}/{act}", partner.id.to_text(), account.worker);
    let again = Button::submit(cx.t("portal-new-code")).soft().small();
    let end = Button::submit(cx.t("portal-end")).soft().small();
    let (key, word) =
        if account.signs { ("portal-signs-not", "no") } else { ("portal-signs-may", "yes") };
    let signing = Button::submit(cx.t(key)).soft().small().sends("signs", word);
    html! {
        li { div {
            b { (Name(cx.lang.pick(&account.name_ar, &account.name_en))) } " " (Code(&account.user_name)) " " (state)
            @if account.signs { " " (tag(Tone::Info, cx.t("portal-signs"))) }
            @if invites {
                div.acts {
                    (post(cx, &path("code"), &html! { (again) }))
                    @if account.active || account.invited {
                        (post(cx, &path("signing"), &html! { (signing) }))
                        (post(cx, &path("end"), &html! { (end) }))
                    }
                }
            }
        } }
    }
}

fn form(cx: &Cx, partner: &Partner, values: &Pairs, errors: &Errors) -> Markup {
    let fields = Form::new(cx, values, errors);
    let inside = html! {
        p.muted { (cx.t("portal-invite-text")) }
        (fields.text("name_ar", cx.t("accounts-name-ar")).lang("ar").max(NAME_MAX))
        (fields.text("name_en", cx.t("accounts-name-en")).lang("en").ltr().max(NAME_MAX))
        (fields.text("user", cx.t("accounts-user")).hint(cx.t("accounts-user-hint")).ltr().max(NAME_MAX))
        (acts(&html! { (Button::submit(cx.t("portal-invite")).icon("user-plus")) }))
    };
    post(cx, &format!("/partners/{}/accounts", partner.id.to_text()), &inside)
}

fn again(cx: &Cx, partner: &Partner, values: &Pairs, errors: &Errors) -> Reply {
    let body = html! {
        (errors.summary(cx))
        (heading(cx.t("portal-invite"), None, &html! {}))
        (Card::new(cx.t("portal-invite")).body(form(cx, partner, values, errors)))
    };
    Reply::page_with_errors(&page(cx, partner).errors(true).body(body))
}

fn page(cx: &Cx, partner: &Partner) -> Page {
    let own = format!("/partners/{}", partner.id.to_text());
    Page::new(cx, cx.t("portal-invite"))
        .crumb(cx.t("partners-title"), "/partners")
        .crumb(partner.name(cx.lang), &own)
}

/// The code in clear. It is shown here and never again.
fn code_page(cx: &Cx, partner: &Partner, user_name: &str, code: &str, until: Millis) -> Page {
    let rows = Summary::new()
        .row(cx.t("accounts-user"), Code(user_name))
        .row(cx.t("portal-code"), copyable(cx, code))
        .row(cx.t("portal-code-until"), html! { span.num { (cx.at(until)) } })
        .row(cx.t("portal-address"), Code(&cx.url("/portal/join")));
    let body = html! {
        (heading(cx.t("portal-code-title"), None, &html! {}))
        div.stack.narrow {
            (Note::new("key", cx.t("portal-code-once")).tone(Tone::Warn).says(cx.t("portal-code-once-text")))
            (Card::new(cx.t("portal-code-title")).body(html! { (rows) }))
        }
    };
    page(cx, partner).body(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_written_down() {
        let (text, kept) = new_code();
        assert_eq!(text.len(), 19);
        assert_eq!(read(&text), Some(kept));
        assert_eq!(read(&text.to_lowercase().replace('-', " ")), Some(kept));
        assert_eq!(read(&text[..18]), None);
        assert_eq!(read(""), None);
    }
}
