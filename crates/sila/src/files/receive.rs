//! Parts of files that a partner shares. Each is checked by itself and against what is there; with the last one the whole is checked: that it
//! is what was said, of a type that is taken, and holds nothing that runs.

use sila_core::Millis;
use sila_core::partnership::Words;
use sila_link::file::{FilePart, SharedFile};
use sila_link::{Code, Disposition, Kind, LinkError, Message};
use sila_seal::{Key, sha256};

use super::store::{self, File, State, Version};
use super::{Class, DAYS_MAX, LIVING_MAX, MEDIA, TABLE, TITLE_MAX, fact, key_place, part_place};
use crate::announcements::reach;
use crate::app::App;
use crate::cases::documents::vet_apart;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::links::Peer;
use crate::links::receiving::{Apply, Parked};
use crate::meetings::sealed;
use crate::problem::Problem;
use crate::referrals::attachments::sniff;
use crate::vault;

/// It is no part of a file that may be here.
pub const UNFIT: &str = "file.unfit";
/// No agreement in force lets it come.
pub const SHUT: &str = "file.shut";
/// There are too many.
pub const MANY: &str = "file.many";
/// A newer version is there, or this one was erased.
pub const OVER: &str = "file.over";
/// The whole is not what was said, or is refused for what it holds.
pub const BROKEN: &str = "file.broken";

/// Why a part is not kept.
enum Stop {
    Refused(&'static str),
    /// It is here already.
    Known,
    /// The store could not be read, or the node is stopping: it is parked, and tried again by a person.
    Busy,
}

impl From<Problem> for Stop {
    fn from(_: Problem) -> Stop {
        Stop::Busy
    }
}

impl From<DbError> for Stop {
    fn from(_: DbError) -> Stop {
        Stop::Busy
    }
}

/// Checks a part and says how to apply it.
///
/// # Errors
/// Why it must wait for a person.
pub async fn prepare(app: &App, peer: &Peer, payload: &[u8], now: Millis) -> Result<Apply, Parked> {
    let Message::FilePart(part) = Message::decode(Kind::FilePart, payload)? else {
        return Err(LinkError::Kind.into());
    };
    let said = match judge(app, peer, &part, now).await {
        Ok(step) => return Ok(Box::new(move |tx| step.apply(tx))),
        Err(Stop::Refused(code)) => Disposition::Refused(Code::known(code)),
        Err(Stop::Known) => Disposition::Applied,
        Err(Stop::Busy) => return Err(Parked { code: "T-BUSY".to_owned() }),
    };
    Ok(Box::new(move |_| Ok(said.clone())))
}

/// What is here already of a version.
struct Read {
    file: Option<File>,
    version: Option<Version>,
    parts: Vec<(u32, Vec<u8>)>,
    last: u32,
    living: i64,
}

async fn judge(app: &App, peer: &Peer, part: &FilePart, now: Millis) -> Result<Step, Stop> {
    let about = &part.about;
    let class = fits(about, now).ok_or(Stop::Refused(UNFIT))?;
    if !peer.is_open() || !reach::allowed(app, peer.agency, None, now).await? {
        return Err(Stop::Refused(SHUT));
    }
    let (id, file, agency) = (about.id, about.file, peer.agency);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok(Read {
            file: store::find(tx, file)?,
            version: store::find_version(tx, id)?,
            parts: store::parts(tx, id)?,
            last: store::last(tx, file)?,
            living: store::living_count(tx, agency, false)?,
        })
    };
    let read = app.store.read(read).await?;
    if read.file.as_ref().is_some_and(|file| file.ours || file.agency != agency) {
        return Err(Stop::Refused(UNFIT));
    }
    let (version, key) = match &read.version {
        Some(version) => (version.clone(), known(app, version, part, &read.parts)?),
        None if read.living >= LIVING_MAX => return Err(Stop::Refused(MANY)),
        None if about.number <= read.last => return Err(Stop::Refused(OVER)),
        None => begun(app, about, now),
    };
    let title = Words { ar: about.title_ar.clone(), en: about.title_en.clone() };
    let file = File {
        id: file,
        agency,
        ours: false,
        class,
        at: now,
        body: sealed(app, TABLE, file, &title),
    };
    let end = ended(&version, &key, part, &read.parts).await?;
    let told = match end {
        End::More => None,
        End::Whole => Some(fact(app, &version, ("arrived", agency), None, now)),
        End::Broken => Some(fact(app, &version, ("refused", agency), None, now)),
    };
    let nth = u32::from(part.nth);
    let body = vault::seal(&key, part_place(version.id), &part.bytes);
    Ok(Step { file, version, part: (nth, body), end, told, now })
}

/// Its class, when everything that is said of it may be.
fn fits(about: &SharedFile, now: Millis) -> Option<Class> {
    let title = Words { ar: about.title_ar.clone(), en: about.title_en.clone() };
    let latest = now.plus_days(DAYS_MAX).plus_days(1);
    let lasts = now < about.ends() && about.ends() <= latest;
    let taken = MEDIA.contains(&about.media.as_str());
    let class = Class::from_code(&about.class);
    class.filter(|_| lasts && taken && title.fit(TITLE_MAX))
}

/// The key of a version of which parts are here, if this is one more of it.
fn known(
    app: &App,
    version: &Version,
    part: &FilePart,
    parts: &[(u32, Vec<u8>)],
) -> Result<Key, Stop> {
    let FilePart { about, nth, .. } = part;
    let same = version.file == about.file
        && version.number == about.number
        && version.size == about.size
        && version.hash == about.hash
        && version.media == about.media
        && version.ends_at == about.ends();
    if !same {
        return Err(Stop::Refused(UNFIT));
    }
    let Some(wrapped) = &version.key else { return Err(Stop::Refused(OVER)) };
    if version.state == State::Here || parts.iter().any(|(held, _)| *held == u32::from(*nth)) {
        return Err(Stop::Known);
    }
    Ok(app.vault.open_key(key_place(version.id), wrapped)?)
}

fn begun(app: &App, about: &SharedFile, now: Millis) -> (Version, Key) {
    let (key, wrapped) = app.vault.new_key(key_place(about.id));
    let version = Version {
        id: about.id,
        file: about.file,
        number: about.number,
        media: about.media.clone(),
        size: about.size,
        hash: about.hash,
        at: now,
        ends_at: about.ends(),
        state: State::Coming,
        worker: None,
        key: Some(wrapped),
        opened_at: None,
    };
    (version, key)
}

/// How a version stands with one part more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    More,
    Whole,
    Broken,
}

async fn ended(
    version: &Version,
    key: &Key,
    part: &FilePart,
    parts: &[(u32, Vec<u8>)],
) -> Result<End, Stop> {
    if parts.len().saturating_add(1) < usize::from(part.about.parts()) {
        return Ok(End::More);
    }
    let Some(bytes) = together(version, key, part, parts) else { return Ok(End::Broken) };
    let media = sniff::media(&bytes).map(|(media, _)| media);
    let Some(media) = media.filter(|media| *media == version.media) else {
        return Ok(End::Broken);
    };
    let vetted = vet_apart(bytes, media).await?;
    Ok(if vetted.is_ok() { End::Whole } else { End::Broken })
}

/// The whole, if it is what was said.
fn together(
    version: &Version,
    key: &Key,
    part: &FilePart,
    parts: &[(u32, Vec<u8>)],
) -> Option<Vec<u8>> {
    let place = part_place(version.id);
    let mut pieces = vec![(u32::from(part.nth), part.bytes.clone())];
    for (nth, body) in parts {
        pieces.push((*nth, vault::open(key, place, body).ok()?.to_vec()));
    }
    pieces.sort_by_key(|(nth, _)| *nth);
    let bytes: Vec<u8> = pieces.into_iter().flat_map(|(_, piece)| piece).collect();
    (sha256(&[&bytes]) == version.hash).then_some(bytes)
}

/// A part that holds by itself, and what it comes to.
struct Step {
    file: File,
    version: Version,
    part: (u32, Vec<u8>),
    end: End,
    told: Option<Fact>,
    now: Millis,
}

impl Step {
    fn apply(&self, tx: &mut dyn Tx) -> Result<Disposition, DbError> {
        let Version { id, file, number, .. } = self.version;
        store::insert(tx, &self.file)?;
        store::insert_version(tx, &self.version)?;
        if let Some(told) = &self.told {
            journal::insert(tx, told)?;
        }
        match self.end {
            End::More => store::insert_part(tx, id, self.part.0, &self.part.1)?,
            End::Whole => {
                store::insert_part(tx, id, self.part.0, &self.part.1)?;
                store::set_here(tx, id, self.now)?;
                for old in store::older(tx, file, number)? {
                    store::erase(tx, old.id, State::Gone)?;
                }
            }
            End::Broken => {
                store::erase(tx, id, State::Broken)?;
                return Ok(Disposition::Refused(Code::known(BROKEN)));
            }
        }
        Ok(Disposition::Applied)
    }
}
