//! Ideas: people of several agencies exchange them in a room, from any telephone, from an account, or on paper at a table, and see
//! what became of each.
//!
//! An officer opens a **room** ([`rooms`]) and says before anything is typed how much of a person is shown: name, entity or
//! nothing. That never becomes less. Whoever has its code, typed or scanned, takes a **seat** ([`seats`]): a random number in a
//! cookie and, where the room asks for it, a name. No account, no other party.
//!
//! What is said in it is on its **board** ([`board`]) as soon as a moderator has let it through ([`review`]); what the guard
//! ([`crate::guard`]) takes for a person is held and looked at finding by finding. The **wall** ([`wall`]) shows it to the hall, and
//! tells every open page what is new. A room can be **shared** with a linked agency ([`share`]). What says nearly the same is put together ([`clusters`]) or becomes one idea if
//! its authors agree ([`mergers`]). Every idea is **answered** in its time ([`answers`]), and what becomes of it keeps its name.

pub mod answers;
pub mod board;
pub mod clusters;
pub mod mergers;
pub mod review;
pub mod rooms;
pub mod seats;
pub mod share;
#[cfg(test)]
pub(crate) mod tests;
pub mod wall;
pub mod words;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes of rooms and of whoever joins them.
pub fn routes(r: &mut Routes) {
    use Permission::{IdeaModerate, Public, SignedIn};
    r.get("/{lang}/ideas", SignedIn, rooms::list::page);
    r.get("/{lang}/ideas/new", IdeaModerate, rooms::opening::page);
    r.post("/{lang}/ideas", IdeaModerate, rooms::opening::create);
    r.get("/{lang}/ideas/{room}", SignedIn, rooms::show::page);
    r.post("/{lang}/ideas/{room}/closing", IdeaModerate, rooms::show::close);
    r.post("/{lang}/ideas/{room}/sharing", IdeaModerate, share::sharing::create);
    r.get("/{lang}/ideas/{room}/ideas/{id}", SignedIn, answers::one::page);
    r.post("/{lang}/ideas/{room}/ideas/{id}/answer", IdeaModerate, answers::given::create);
    r.post("/{lang}/ideas/{room}/ideas/{id}/becoming", IdeaModerate, answers::turned::create);
    r.get("/{lang}/ideas/{room}/clusters", SignedIn, clusters::page::page);
    r.post("/{lang}/ideas/{room}/clusters", IdeaModerate, clusters::act::create);
    r.post("/{lang}/ideas/{room}/clusters/{id}/out", IdeaModerate, clusters::act::take_out);
    r.post("/{lang}/ideas/{room}/mergers", IdeaModerate, mergers::asking::create);
    r.post("/{lang}/ideas/{room}/mergers/{id}/end", IdeaModerate, mergers::asking::end);
    r.post("/{lang}/room/{code}/mergers/{id}", Public, mergers::word::create);
    r.get("/{lang}/room/{code}/answers", Public, answers::public::page);
    r.get("/{lang}/join", Public, seats::join::ask_code);
    r.post("/{lang}/join", Public, seats::join::find);
    r.get("/{lang}/join/{code}", Public, seats::join::page);
    r.post("/{lang}/join/{code}", Public, seats::join::create);
    r.post("/{lang}/ideas/{room}/wall", IdeaModerate, wall::control::create);
    r.post("/{lang}/ideas/{room}/paper", IdeaModerate, board::post::paper);
    r.post("/{lang}/ideas/{room}/review", IdeaModerate, review::decision::create);
    r.get("/{lang}/ideas/{room}/held/{idea}", IdeaModerate, review::held::page);
    r.post("/{lang}/ideas/{room}/held/{idea}", IdeaModerate, review::held::create);
    r.get("/{lang}/room/{code}", Public, board::phone::page);
    r.post("/{lang}/room/{code}/ideas", Public, board::post::create);
    r.get("/{lang}/room/{code}/ideas/{id}", Public, board::one::page);
    r.post("/{lang}/room/{code}/ideas/{id}/comments", Public, board::comment::create);
    r.post("/{lang}/room/{code}/ideas/{id}/endorsement", Public, board::endorsement::create);
    r.post("/{lang}/room/{code}/ideas/{id}/report", Public, board::endorsement::report);
    r.post("/{lang}/room/{code}/ideas/{id}/withdrawal", Public, board::endorsement::withdraw);
    r.post("/{lang}/room/{code}/ideas/{id}/quote", Public, board::endorsement::quote);
    r.get("/{lang}/room/{code}/removed", Public, review::removed::page);
    r.get("/{lang}/room/{code}/wall", Public, wall::page::page);
    r.get("/room/{code}/live", Public, wall::live::stream);
}
