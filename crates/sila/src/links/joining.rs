//! From an invitation file to a link: one side invites, the other joins, both compare twelve digits by telephone.

use sila_core::{AgencyId, Millis, WorkerId};
use sila_link::join::join_token;
use sila_link::{Invitation, Joined, Joining, LinkError, LinkState, Pending, link_id};
use sila_seal::Hash;
use sila_seal::code::{base32_decode, base32_encode};
use tokio::time::Instant;
use uuid::Uuid;

use super::invitation::store as invitation;
use super::store::{self, Beginning};
use super::trouble::{Trouble, count_refused};
use super::{fact, peer::Peer};
use crate::app::{App, Topic};
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::node::is_fictitious;
use crate::problem::Problem;
use crate::vault::Place;
use crate::wire::client::Line;
use crate::wire::server::Refused;
use crate::wire::{Identity, JOIN};

/// How long an invitation is good, in hours.
pub const HOURS: i64 = 72;
/// The first line of an invitation file, so that people and programs know it.
const FIRST_LINE: &str = "SILA-INVITATION-1";
/// Letters in a line of the file.
const LETTERS: usize = 75;

/// The text of an invitation file. Whoever has it can answer it, once: it is handed over in person or by a channel that
/// both offices trust.
pub fn to_text(file: &[u8]) -> String {
    let mut text = FIRST_LINE.to_owned();
    for (at, letter) in base32_encode(file).chars().enumerate() {
        if at % LETTERS == 0 {
            text.push('\n');
        }
        text.push(letter);
    }
    text.push('\n');
    text
}

/// Reads the text of an invitation file, whatever a mail program did to its lines.
///
/// # Errors
/// `link.not_an_invitation`.
pub fn from_text(text: &str) -> Result<Vec<u8>, Problem> {
    let not_one = || Problem::refused("link.not_an_invitation").way_out("/links/join");
    let letters = text.trim_start_matches('\u{feff}').trim_start();
    let letters = letters.strip_prefix(FIRST_LINE).ok_or_else(not_one)?;
    let letters: String = letters.split_whitespace().collect();
    base32_decode(&letters).map_err(|error| not_one().because(error))
}

/// Makes an invitation. Gives its token and the bytes of its file.
///
/// # Errors
/// `link.no_endpoint` on a node that only calls out: it cannot be answered, so the other side must invite.
pub async fn invite(
    app: &App,
    by: Option<WorkerId>,
    now: Millis,
) -> Result<(Uuid, Vec<u8>), Problem> {
    if app.keys().told().endpoints.is_empty() {
        return Err(Problem::refused("link.no_endpoint").way_out("/links"));
    }
    let expires = now.plus_hours(HOURS);
    let (ring, root) = (app.keys(), app.root()?);
    let statement = ring.statement();
    let pending = sila_link::join::invite(statement, &root, None, now, expires, &mut Randomness);
    let pending = pending.map_err(own)?;
    let token = Uuid::from_bytes(pending.token().map_err(own)?);
    let sealed = app.vault.seal(invitation_place(token), &pending.to_cbor());
    let told = crate::journal::store::Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "link",
        subject: "link.invited".to_owned(),
        worker: by,
        data: token.as_bytes().to_vec(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        invitation::insert_invitation(tx, token, &sealed, by, (now, expires))?;
        crate::journal::store::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Links);
    Ok((token, pending.file))
}

/// The file of an invitation that nobody has answered yet.
///
/// # Errors
/// `page.not_found` when it was used or has run out.
pub async fn file_of(app: &App, token: Uuid, now: Millis) -> Result<Vec<u8>, Problem> {
    let sealed = app.store.read(move |tx| invitation::open_invitation(tx, token, now)).await?;
    let sealed = sealed.ok_or_else(Problem::not_found)?;
    let opened = app.vault.open(invitation_place(token), &sealed)?;
    Ok(Pending::from_cbor(&opened).map_err(own)?.file)
}

/// Reads an invitation to show it to the officer.
///
/// # Errors
/// Why it cannot be used.
pub fn open(app: &App, file: &[u8], now: Millis) -> Result<Invitation, Problem> {
    let invitation = Invitation::open(file, now).map_err(unusable)?;
    if AgencyId(invitation.statement.agency()) == app.node.id {
        return Err(Problem::refused("link.own_invitation").way_out("/links"));
    }
    if is_fictitious(&invitation.statement.name_en) != is_fictitious(&app.node.agency.name_en) {
        return Err(Problem::refused("link.fictitious").way_out("/links"));
    }
    if invitation.statement.endpoints.is_empty() {
        return Err(unusable(LinkError::Invitation));
    }
    Ok(invitation)
}

/// Answers an invitation: writes the answer down; [`attempt`] delivers it, as often as it takes.
///
/// # Errors
/// Why it cannot be used; `link.already` when a link with this agency exists.
pub async fn begin(
    app: &App,
    file: &[u8],
    by: Option<WorkerId>,
    now: Millis,
) -> Result<Hash, Problem> {
    let invitation = open(app, file, now)?;
    let ring = app.keys();
    let (statement, sign) = (ring.statement(), ring.sign());
    let joining = sila_link::join::join(file, statement, sign, now, &mut Randomness);
    let joining = joining.map_err(unusable)?;
    let agency = AgencyId(invitation.statement.agency());
    let link = link_id(app.node.id, agency);
    let beginning = Beginning {
        link,
        joined: Joined {
            statement: invitation.statement,
            signed_statement: invitation.signed_statement,
            short_code: String::new(),
            transcript: [0; 32],
            accept: Vec::new(),
        },
        state: LinkState::Joining,
        joining: Some(app.vault.seal(link_place(link), &joining.to_cbor())),
        now,
    };
    start(app, beginning, "link.joining", by).await?;
    app.outbox.notify_one();
    Ok(link)
}

/// Writes a beginning link, unless one is alive.
async fn start(
    app: &App,
    beginning: Beginning,
    event: &'static str,
    by: Option<WorkerId>,
) -> Result<(), Problem> {
    let keys = &beginning.joined.statement;
    let (agency, code, now) = (AgencyId(keys.agency()), keys.code.clone(), beginning.now);
    let told = crate::journal::store::Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "link",
        subject: format!("{code} {event}"),
        worker: by,
        data: beginning.joined.signed_statement.to_cbor(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let old = store::peer_of(tx, agency)?;
        let free = |peer: &Peer| matches!(peer.state, LinkState::Closed | LinkState::Joining);
        if old.as_ref().is_some_and(|peer| !free(peer)) {
            return Ok(false);
        }
        store::begin(tx, &beginning)?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let begun = app.store.write(write).await?;
    app.changed(Topic::Links);
    let already = || Problem::refused("link.already").with("code", code).way_out("/links");
    if begun { Ok(()) } else { Err(already()) }
}

/// Posts the answer of a joining link and reads the acceptance. Safe to repeat.
///
/// # Errors
/// Why the link is still joining.
pub async fn attempt(app: &App, peer: &Peer, line: &mut Line) -> Result<(), Trouble> {
    let link = peer.link;
    let sealed = app.store.read(move |tx| store::joining_of(tx, link)).await?;
    let opened = app.vault.open(link_place(link), &sealed.ok_or(LinkError::State)?)?;
    let joining = Joining::from_cbor(&opened)?;
    let callee = peer.callee().ok_or(LinkError::Address)?;
    let body = joining.join.clone().into();
    let accept = line.post(&callee, JOIN, body, std::time::Duration::ZERO).await;
    let joined = joining.accepted(&accept.map_err(Trouble::Call)?)?;
    let now = app.clock.now();
    let told = fact(app, peer, "link", "link.accepted", joined.short_code.as_bytes(), None, now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if store::set_joined(tx, link, &joined.short_code, joined.transcript, now)? {
            crate::journal::store::insert(tx, &told)?;
        }
        Ok(())
    };
    app.store.write(write).await?;
    app.changed(Topic::Links);
    Ok(())
}

/// A line for [`attempt`], outside the running delivery.
pub fn line(app: &App) -> Line {
    Line::new(identity(app))
}

/// The TLS identity of this node.
pub fn identity(app: &App) -> Identity {
    let ring = app.keys();
    let transport = ring.transport();
    Identity::new(&transport.certificate, &transport.key)
}

/// Answers `POST /link/1/join`: the other side's answer to one of our invitations.
///
/// # Errors
/// As the caller is told; the bytes are counted.
pub async fn answer(app: &App, caller: Hash, body: &[u8]) -> Result<Vec<u8>, Refused> {
    if let Some(wait) = app.lines.strangers.wait(Instant::now()) {
        tokio::time::sleep(wait).await;
        return Err(Trouble::from(LinkError::Busy).answer());
    }
    match accepted(app, caller, body).await {
        Ok(accept) => Ok(accept),
        Err(trouble) => {
            app.lines.strangers.tried(Instant::now());
            count_refused(app, None, &trouble.code(), body).await;
            Err(trouble.answer())
        }
    }
}

async fn accepted(app: &App, caller: Hash, body: &[u8]) -> Result<Vec<u8>, Trouble> {
    let now = app.clock.now();
    let token = Uuid::from_bytes(join_token(body)?);
    let found = app.store.read(move |tx| invitation::invitation(tx, token)).await?;
    let (sealed, used_at, used_for) = found.ok_or(LinkError::Invitation)?;
    let pending = Pending::from_cbor(&app.vault.open(invitation_place(token), &sealed)?)?;
    let ring = app.keys();
    let invited = Invitation::open(&pending.file, Millis(i64::MIN))?.statement.sign;
    let sign = ring.signer(&invited).ok_or(LinkError::Invitation)?;
    let joined = pending.accept(body, sign, used_at.unwrap_or(now))?;
    if joined.statement.transport_spki != caller {
        return Err(LinkError::Address.into());
    }
    if is_fictitious(&joined.statement.name_en) != is_fictitious(&app.node.agency.name_en) {
        return Err(LinkError::Invitation.into());
    }
    let agency = AgencyId(joined.statement.agency());
    let link = link_id(app.node.id, agency);
    let accept = joined.accept.clone();
    if used_at.is_some() {
        let same = used_for == Some(link) && is_same(app, agency, &joined.short_code).await?;
        return if same { Ok(accept) } else { Err(LinkError::Invitation.into()) };
    }
    store_joined(app, token, link, joined, now).await?;
    app.changed(Topic::Links);
    app.outbox.notify_one();
    Ok(accept)
}

/// Whether this is the same answer again: its acceptance was lost on the way.
async fn is_same(app: &App, agency: AgencyId, short_code: &str) -> Result<bool, Trouble> {
    let peer = app.store.read(move |tx| store::peer_of(tx, agency)).await?;
    Ok(peer.is_some_and(|peer| peer.short_code == short_code))
}

async fn store_joined(
    app: &App,
    token: Uuid,
    link: Hash,
    joined: Joined,
    now: Millis,
) -> Result<(), Trouble> {
    let told = crate::journal::store::Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "link",
        subject: format!("{} link.joined", joined.statement.code),
        worker: None,
        data: joined.signed_statement.to_cbor(),
    };
    let agency = AgencyId(joined.statement.agency());
    let beginning = Beginning { link, joined, state: LinkState::PendingVerify, joining: None, now };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let old = store::peer_of(tx, agency)?;
        let free = |peer: &Peer| matches!(peer.state, LinkState::Closed | LinkState::Joining);
        let alive = old.as_ref().is_some_and(|peer| !free(peer));
        if alive || !invitation::use_invitation(tx, token, link, now)? {
            return Ok(false);
        }
        store::begin(tx, &beginning)?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    if app.store.write(write).await? { Ok(()) } else { Err(LinkError::Invitation.into()) }
}

fn invitation_place(token: Uuid) -> Place {
    Place { table: "invitation", row: token }
}

/// Half of the link's identifier names its row well enough.
fn link_place(link: Hash) -> Place {
    let mut half = [0; 16];
    half.iter_mut().zip(link).for_each(|(to, from)| *to = from);
    Place { table: "link", row: Uuid::from_bytes(half) }
}

fn own(error: LinkError) -> Problem {
    Problem::internal("link.own_key").because(error)
}

fn unusable(error: LinkError) -> Problem {
    let code = match error {
        LinkError::Invitation => "link.invitation_over",
        LinkError::Address => "link.own_invitation",
        _ => "link.not_an_invitation",
    };
    Problem::refused(code).because(error).way_out("/links/join")
}
