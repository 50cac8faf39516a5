//! Ideas: people of several agencies exchange them in a room, from any telephone, from an account, or on paper at a table, and see
//! what became of each.
//!
//! An officer opens a **room** ([`rooms`]) and says before anything is typed how much of a person is shown: name, entity or
//! nothing. That never becomes less. Whoever has its code, typed or scanned, takes a **seat** ([`seats`]): a random number in a
//! cookie and, where the room asks for it, a name. No account, no other party.

pub mod rooms;
pub mod seats;
#[cfg(test)]
mod tests;
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
    r.get("/{lang}/join", Public, seats::join::ask_code);
    r.post("/{lang}/join", Public, seats::join::find);
    r.get("/{lang}/join/{code}", Public, seats::join::page);
    r.post("/{lang}/join/{code}", Public, seats::join::create);
    r.get("/{lang}/room/{code}", Public, seats::show::page);
}
