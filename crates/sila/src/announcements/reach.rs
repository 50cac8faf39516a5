//! Who is told: partners of a class or of an area of cooperation, and how each is reached.

use std::collections::BTreeSet;

use sila_core::partnership::Field as Area;
use sila_core::{AgencyId, Millis};
use sila_link::LinkState;

use crate::activation::ledger::{self, Book};
use crate::agreements::{self, InForce};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::links::{self, Peer};
use crate::partners::{self, Level, Partner, file};
use crate::problem::Problem;

/// How an entity is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Over the link to its node.
    Link,
    /// At our portal.
    Portal,
    /// By mail: it gets a printed sheet.
    Mail,
    /// Not at all: its link is stopped, or no agreement in force allows it.
    Shut,
    /// It is ourselves: the announcement of a partner has arrived here.
    Here,
}

impl Way {
    /// Every way.
    pub const ALL: [Way; 5] = [Way::Link, Way::Portal, Way::Mail, Way::Shut, Way::Here];

    /// The key in rows.
    pub fn code(self) -> &'static str {
        match self {
            Way::Link => "LINK",
            Way::Portal => "PORTAL",
            Way::Mail => "MAIL",
            Way::Shut => "SHUT",
            Way::Here => "HERE",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.code() == code)
    }

    /// Whether it says back that it has read.
    pub fn tells_back(self) -> bool {
        matches!(self, Way::Link | Way::Portal)
    }
}

/// Whom an announcement is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    /// Partners of this class; of every class without one.
    pub class: Option<String>,
    /// Partners with whom we work in this area; in any without one.
    pub area: Option<Area>,
}

/// What is known of partners when they are chosen.
struct Known {
    books: std::sync::Arc<Vec<Book>>,
    in_force: Vec<InForce>,
    classes: BTreeSet<(AgencyId, String)>,
}

impl Known {
    /// Whether the agency is of the class, and works with us in the area as its annex says.
    fn wants(&self, wish: &Audience, agency: AgencyId) -> bool {
        let of_class = |class: &String| self.classes.contains(&(agency, class.clone()));
        let works = |area: &Area| {
            let theirs = self.books.iter().filter(|book| book.stored.peer == agency);
            let annexes = theirs.filter_map(|book| book.ledger.annex.as_ref());
            annexes.filter_map(|annex| annex.content.area(*area)).any(|area| !area.at_rest)
        };
        wish.class.as_ref().is_none_or(of_class) && wish.area.as_ref().is_none_or(works)
    }
}

/// Whether an agreement in force with this agency lets us share what is about nobody, in this area where one is named.
fn may_tell(in_force: &[InForce], agency: AgencyId, area: Option<Area>, now: Millis) -> bool {
    let mut theirs = in_force.iter().filter(|one| one.peer == agency);
    theirs.any(|one| {
        let open = area.is_none_or(|area| one.open(area).is_ok());
        open && one.agreement.may_share_expertise(now).is_ok()
    })
}

/// Whether an announcement may go over the link to this agency, or be taken from it, now.
///
/// # Errors
/// When the store cannot be read.
pub async fn allowed(
    app: &App,
    agency: AgencyId,
    area: Option<Area>,
    now: Millis,
) -> Result<bool, Problem> {
    Ok(may_tell(&agreements::in_force(app, now).await?, agency, area, now))
}

/// Whether an agreement with this agency is in force now: without one a partner of the portal reads nothing.
///
/// # Errors
/// When the store cannot be read.
pub async fn agreed(app: &App, agency: AgencyId, now: Millis) -> Result<bool, Problem> {
    Ok(is_agreed(&agreements::in_force(app, now).await?, agency))
}

fn is_agreed(in_force: &[InForce], agency: AgencyId) -> bool {
    in_force.iter().any(|one| one.peer == agency)
}

/// Every entity that is meant, and how it is reached now.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, wish: &Audience, now: Millis) -> Result<Vec<(AgencyId, Way)>, Problem> {
    let today = now.uae_date();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((partners::store::all(tx)?, file::store::held_classes(tx, today)?))
    };
    let (listed, held) = app.store.read(read).await?;
    let known = Known {
        books: ledger::shared(app).await?,
        in_force: agreements::in_force(app, now).await?,
        classes: held.into_iter().map(|one| (one.agency, one.code)).collect(),
    };
    let linked = |peer: &&Peer| matches!(peer.state, LinkState::Active | LinkState::Suspended(_));
    let peers = links::peers(app).await?;
    let over_links = peers.iter().filter(linked).map(|peer| {
        let open = peer.is_open() && may_tell(&known.in_force, peer.agency, wish.area, now);
        (peer.agency, if open { Way::Link } else { Way::Shut })
    });
    let without = listed.iter().map(|partner| (partner.id, way_to(partner, &known.in_force)));
    Ok(over_links.chain(without).filter(|(agency, _)| known.wants(wish, *agency)).collect())
}

/// A partner without a node. At the portal nothing leaves this node; an agreement must be in force all the same.
fn way_to(partner: &Partner, in_force: &[InForce]) -> Way {
    match partner.level {
        Level::Listed | Level::Paper => Way::Mail,
        Level::Portal if is_agreed(in_force, partner.id) => Way::Portal,
        Level::Portal => Way::Shut,
    }
}
