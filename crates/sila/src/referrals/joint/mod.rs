//! What the two agencies of an accepted referral do together: messages, and a plan of goals, tasks and case conferences.
//!
//! Each deed is a signed line that both agencies hold ([`sila_core::joint`]); the plan is folded from the lines and stored
//! nowhere. What somebody wrote travels sealed beside its line. Whoever may read the case may read it, and every reading is
//! written down; to anybody else it does not exist. It begins when the key to the identity was released and ends when the
//! referral is closed, the permission runs out, or either agency stops sharing.

mod conference;
mod desk;
mod ending;
mod goal;
mod message;
pub(super) mod parts;
pub mod receive;
mod show;
pub mod store;
mod task;
mod writing;

pub use conference::time;
pub use desk::{Desk, Loaded, Room, Sharing, opened};
pub(super) use parts::Sheet;
pub use parts::{DAYS_AHEAD_MAX, any_day, day};
pub use writing::{OfNode, Wish, of_node, write};

use sila_core::ids::ReferralId;
use sila_core::joint::LineId;

use crate::accounts::Permission;
use crate::ask::{Ask, Routes};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// The most characters that somebody writes at once.
const WORDS_MAX: usize = 2_000;

/// The routes of joint work.
pub fn routes(r: &mut Routes) {
    let read = Permission::CaseRead;
    r.get("/{lang}/referrals/{id}/joint", read, show::page);
    // A form with something wrong is shown at the address of its act, and brings itself up to date there.
    r.get("/{lang}/referrals/{id}/joint/messages", read, show::page);
    r.get("/{lang}/referrals/{id}/joint/goals", read, show::page);
    r.get("/{lang}/referrals/{id}/joint/tasks", read, show::page);
    r.get("/{lang}/referrals/{id}/joint/tasks/{line}/moves", read, show::page);
    r.get("/{lang}/referrals/{id}/joint/conferences", read, show::page);
    r.get("/{lang}/referrals/{id}/joint/conferences/{line}/minutes", read, show::page);
    r.get("/{lang}/referrals/{id}/joint/end", read, show::page);
    r.post("/{lang}/referrals/{id}/joint/members", read, message::join);
    r.post("/{lang}/referrals/{id}/joint/messages", read, message::create);
    r.post("/{lang}/referrals/{id}/joint/goals", read, goal::create);
    r.post("/{lang}/referrals/{id}/joint/goals/{line}/end", read, goal::end);
    r.post("/{lang}/referrals/{id}/joint/tasks", read, task::create);
    r.post("/{lang}/referrals/{id}/joint/tasks/{line}/moves", read, task::move_on);
    r.post("/{lang}/referrals/{id}/joint/conferences", read, conference::create);
    r.post("/{lang}/referrals/{id}/joint/conferences/{line}/minutes", read, conference::minutes);
    r.post("/{lang}/referrals/{id}/joint/conferences/{line}/agreement", read, conference::agree);
    r.post("/{lang}/referrals/{id}/joint/end", read, ending::create);
}

/// The address of the page or of an act, without language.
fn path(id: ReferralId, rest: &str) -> String {
    super::path(id, &format!("/joint{rest}"))
}

/// The name of the fields of one line among others of its sort on the page.
fn field(of: &str, line: LineId, desk: &Desk) -> String {
    let side = if line.author == desk.me { "o" } else { "p" };
    format!("{of}-{side}{}", line.n)
}

/// Does what the form asks for, or shows the page again with what is wrong.
async fn act<F>(ask: &Ask, read: F) -> Result<Reply, Problem>
where
    F: Fn(&Ask, &Desk) -> Result<Wish, Errors>,
{
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let desk = Desk::through(&ask.app, worker, (id, Room::Joint), ask.now).await?;
    if let Err(errors) = read(ask, &desk) {
        return show::again(ask, desk, &errors).await;
    }
    let settled = |_errors| Problem::refused("joint.too_late");
    write(&ask.app, worker, (id, Room::Joint), ask.now, |desk| read(ask, desk).map_err(settled))
        .await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// What was written in a field that must not be empty or too long.
fn words(ask: &Ask, field: &str, missing: &str, errors: &mut Errors) -> String {
    let words = ask.form.get(field).unwrap_or_default().trim().to_owned();
    if words.is_empty() {
        errors.add(field, ask.cx.t(missing));
    } else if words.chars().count() > WORDS_MAX {
        errors.add(field, ask.cx.t_with("joint-words-long", &[("n", WORDS_MAX.into())]));
    }
    words
}

/// A wish when nothing is wrong.
fn checked(errors: Errors, wish: Wish) -> Result<Wish, Errors> {
    if errors.is_empty() { Ok(wish) } else { Err(errors) }
}
