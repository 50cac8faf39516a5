//! Files that a partner shares. Each part is checked by itself and against what is there; with the last one the whole is checked: that it is
//! what was said, of a type that is taken, holds nothing that runs, and can bear who reads it. What the partner withdraws is erased.

use sila_core::partnership::Words;
use sila_core::{AgencyId, Millis};
use sila_link::file::{FilePart, SharedFile};
use sila_link::{Code, Disposition, Kind, LinkError, Message};
use sila_seal::{Key, sha256};

use super::put::can_be_marked;
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
/// This version was withdrawn, or erased.
pub const OVER: &str = "file.over";
/// The whole is not what was said, or is refused for what it holds.
pub const BROKEN: &str = "file.broken";
/// The store could not be read, or another part came meanwhile: a person tries it again.
const BUSY: &str = "T-BUSY";

/// Why a part is not kept.
enum Stop {
    Refused(&'static str),
    /// It is here already.
    Known,
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

fn refused(code: &'static str) -> Disposition {
    Disposition::Refused(Code::known(code))
}

/// Checks what came and says how to apply it.
///
/// # Errors
/// Why it must wait for a person.
pub async fn prepare(
    app: &App,
    peer: &Peer,
    kind: Kind,
    payload: &[u8],
    now: Millis,
) -> Result<Apply, Parked> {
    match Message::decode(kind, payload)? {
        Message::FilePart(part) => {
            let said = match judge(app, peer, &part, now).await {
                Ok(step) => return Ok(Box::new(move |tx| step.apply(tx))),
                Err(Stop::Refused(code)) => refused(code),
                Err(Stop::Known) => Disposition::Applied,
                Err(Stop::Busy) => return Err(Parked { code: BUSY.to_owned() }),
            };
            Ok(Box::new(move |_| Ok(said.clone())))
        }
        Message::FileWithdraw(about) => Ok(withdrawn(app, peer.agency, &about, now)),
        _ => Err(LinkError::Kind.into()),
    }
}

async fn judge(app: &App, peer: &Peer, part: &FilePart, now: Millis) -> Result<Step, Stop> {
    let (about, agency) = (&part.about, peer.agency);
    let latest = now.plus_days(DAYS_MAX).plus_days(1);
    let lasts = now < about.ends() && about.ends() <= latest;
    let file = file_of(app, agency, about, now).filter(|_| lasts).ok_or(Stop::Refused(UNFIT))?;
    if !peer.is_open() || !reach::allowed(app, agency, None, now).await? {
        return Err(Stop::Refused(SHUT));
    }
    let id = about.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::find_version(tx, id)?, store::held(tx, id)?))
    };
    let (version, held) = app.store.read(read).await?;
    let (version, key) = match version {
        Some(version) => known(app, version, part, &held)?,
        None => {
            let (key, wrapped) = app.vault.new_key(key_place(id));
            (line(about, (State::Coming, Some(wrapped)), now), key)
        }
    };
    let is_last = held.len().saturating_add(1) >= usize::from(about.parts());
    let end = if is_last { whole(app, &key, part).await? } else { End::More };
    let told = match end {
        End::More => None,
        End::Whole => Some(fact(app, &version, ("arrived", agency), None, now)),
        End::Broken => Some(fact(app, &version, ("refused", agency), None, now)),
    };
    let body = vault::seal(&key, part_place(id), &part.bytes);
    Ok(Step { file, version, held: held.len(), part: (u32::from(part.nth), body), end, told, now })
}

/// The file as it would be kept, when everything that is said of it may be.
fn file_of(app: &App, agency: AgencyId, about: &SharedFile, at: Millis) -> Option<File> {
    let title = Words { ar: about.title_ar.clone(), en: about.title_en.clone() };
    let class = Class::from_code(&about.class)?;
    let body = sealed(app, TABLE, about.file, &title);
    let fits = MEDIA.contains(&about.media.as_str()) && title.fit(TITLE_MAX);
    fits.then_some(File { id: about.file, agency, ours: false, class, at, body })
}

/// A version of it as it would be kept.
fn line(about: &SharedFile, (state, key): (State, Option<Vec<u8>>), at: Millis) -> Version {
    Version {
        id: about.id,
        file: about.file,
        number: about.number,
        media: about.media.clone(),
        size: about.size,
        hash: about.hash,
        at,
        ends_at: about.ends(),
        state,
        worker: None,
        key,
        opened_at: None,
    }
}

/// A version of which parts are here, with its key, if this is one more of it.
fn known(
    app: &App,
    version: Version,
    part: &FilePart,
    held: &[u32],
) -> Result<(Version, Key), Stop> {
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
    if version.state == State::Here || held.contains(&u32::from(*nth)) {
        return Err(Stop::Known);
    }
    let key = app.vault.open_key(key_place(version.id), wrapped)?;
    Ok((version, key))
}

/// How a version stands with one part more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    More,
    Whole,
    Broken,
}

/// Puts the last part to those that are here, and looks whether it is what was said, may be here and can be opened.
async fn whole(app: &App, key: &Key, part: &FilePart) -> Result<End, Stop> {
    let (about, place) = (&part.about, part_place(part.about.id));
    let id = about.id;
    let mut pieces = vec![(u32::from(part.nth), part.bytes.clone())];
    for (nth, body) in app.store.read(move |tx| store::parts(tx, id)).await? {
        pieces.push((nth, vault::open(key, place, &body)?.to_vec()));
    }
    pieces.sort_by_key(|(nth, _)| *nth);
    let bytes: Vec<u8> = pieces.into_iter().flat_map(|(_, piece)| piece).collect();
    let media = sniff::media(&bytes).map(|(media, _)| media);
    let media = media.filter(|media| *media == about.media && sha256(&[&bytes]) == about.hash);
    let Some(media) = media else { return Ok(End::Broken) };
    let Ok(vetted) = vet_apart(bytes, media).await? else { return Ok(End::Broken) };
    Ok(if can_be_marked(&vetted.bytes, media).await? { End::Whole } else { End::Broken })
}

/// A part that holds by itself, and what it comes to.
struct Step {
    file: File,
    version: Version,
    /// How many parts were here when it was judged.
    held: usize,
    part: (u32, Vec<u8>),
    end: End,
    told: Option<Fact>,
    now: Millis,
}

impl Step {
    fn apply(&self, tx: &mut dyn Tx) -> Result<Disposition, DbError> {
        if let Some(stopped) = self.begin(tx)? {
            return Ok(stopped);
        }
        let (id, (nth, body)) = (self.version.id, &self.part);
        if let Some(told) = &self.told {
            journal::insert(tx, told)?;
        }
        if self.end == End::Broken {
            store::erase(tx, id, State::Broken)?;
            return Ok(refused(BROKEN));
        }
        store::insert_part(tx, id, *nth, body)?;
        if self.end == End::Whole {
            store::set_here(tx, id, self.now)?;
        }
        Ok(Disposition::Applied)
    }

    /// Makes the lines of file and version unless they are there. Says why when the part is not kept.
    fn begin(&self, tx: &mut dyn Tx) -> Result<Option<Disposition>, DbError> {
        let (file, version) = (&self.file, &self.version);
        if is_of_another(tx, file)? {
            return Ok(Some(refused(UNFIT)));
        }
        if store::held(tx, version.id)?.len() != self.held {
            return Ok(Some(Disposition::Parked(Code::known(BUSY))));
        }
        match store::find_version(tx, version.id)? {
            Some(there) if there.key.is_none() => return Ok(Some(refused(OVER))),
            Some(_) => return Ok(None),
            None => {}
        }
        if store::living_count(tx, file.agency, false)? >= LIVING_MAX {
            return Ok(Some(refused(MANY)));
        }
        store::insert(tx, file)?;
        let is_new = store::insert_version(tx, version)?;
        Ok(if is_new { None } else { Some(refused(UNFIT)) })
    }
}

/// Whether a file with this identifier is there that is not this partner's.
fn is_of_another(tx: &mut dyn Tx, file: &File) -> Result<bool, DbError> {
    let there = store::find(tx, file.id)?;
    Ok(there.is_some_and(|there| there.ours || there.agency != file.agency))
}

/// Erases what the partner withdraws. One that never came has its line all the same, so that no part of it is taken later.
fn withdrawn(app: &App, agency: AgencyId, about: &SharedFile, now: Millis) -> Apply {
    let Some(file) = file_of(app, agency, about, now) else {
        return Box::new(|_| Ok(refused(UNFIT)));
    };
    let version = line(about, (State::Withdrawn, None), now);
    let told = fact(app, &version, ("withdrawn", agency), None, now);
    Box::new(move |tx| {
        if is_of_another(tx, &file)? {
            return Ok(refused(UNFIT));
        }
        let there = store::find_version(tx, version.id)?;
        if there.as_ref().is_some_and(|there| there.file != file.id) {
            return Ok(refused(UNFIT));
        }
        store::insert(tx, &file)?;
        if there.is_some() {
            store::erase(tx, version.id, State::Withdrawn)?;
        } else if !store::insert_version(tx, &version)? {
            return Ok(refused(UNFIT));
        }
        journal::insert(tx, &told)?;
        Ok(Disposition::Applied)
    })
}
