//! Homes, rooms and beds: what there is, whom it takes, and when somebody last confirmed it.

pub mod address;
pub mod form;
pub mod rooms;
pub mod show;
pub mod store;

use sila_core::area::AreaCode;
use sila_core::shelter::{self, Feature, Takes};
use sila_core::time::Millis;
use uuid::Uuid;

use crate::web::Lang;

/// A room that nobody has confirmed for so long asks to be looked at, in hours.
pub const FRESH_HOURS: i64 = 24;

/// A home, without its address.
#[derive(Debug, Clone)]
pub struct Home {
    /// Identifier.
    pub id: Uuid,
    /// Short code, such as `DH1`.
    pub code: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// The area it lies in, no finer than a town.
    pub area: String,
    /// What must be in order before somebody is admitted, codes of [`super::stays::gates::GATES`].
    pub gates: Vec<String>,
    /// Its rooms, by wing and name.
    pub rooms: Vec<Room>,
}

/// A room with its beds.
#[derive(Debug, Clone)]
pub struct Room {
    /// Identifier.
    pub id: Uuid,
    /// Its home.
    pub home: Uuid,
    /// Its wing.
    pub wing: String,
    /// What it is called.
    pub name: String,
    /// A family room: one household takes it whole.
    pub whole: bool,
    /// Whom it takes.
    pub takes: Takes,
    /// What it has.
    pub features: Vec<Feature>,
    /// When somebody last said that this is how it is.
    pub confirmed_at: Millis,
    /// Its beds, by label.
    pub beds: Vec<Bed>,
}

/// A bed.
#[derive(Debug, Clone)]
pub struct Bed {
    /// Identifier.
    pub id: Uuid,
    /// What it is called in its room.
    pub label: String,
    /// Why it is out of use, and since when.
    pub out: Option<(String, Millis)>,
    /// Who has it.
    pub taken: Option<Taken>,
}

/// Who has a bed, as the board shows it: by number alone.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The stay.
    pub stay: Uuid,
    /// `HELD`, `STAYING` or `AWAY`.
    pub state: String,
    /// The number of the case, else of the referral.
    pub reference: String,
    /// Until when it is held.
    pub hold_until: Millis,
    /// When they are expected to leave.
    pub leaves_at: Option<Millis>,
}

/// What a bed is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BedState {
    /// Nobody has it.
    Free,
    /// Kept for somebody who is expected.
    Held,
    /// Somebody lives there.
    Occupied,
    /// Not in use.
    Out,
}

impl BedState {
    /// The stable key of its text.
    pub fn code(self) -> &'static str {
        match self {
            BedState::Free => "FREE",
            BedState::Held => "HELD",
            BedState::Occupied => "OCCUPIED",
            BedState::Out => "OUT",
        }
    }
}

impl Bed {
    /// What it is now. Somebody who has a bed that was taken out of use still has it.
    pub fn state(&self) -> BedState {
        match (&self.taken, &self.out) {
            (Some(taken), _) if taken.state == "HELD" => BedState::Held,
            (Some(_), _) => BedState::Occupied,
            (None, Some(_)) => BedState::Out,
            (None, None) => BedState::Free,
        }
    }
}

impl Room {
    /// Whether somebody has lately confirmed it.
    pub fn is_fresh(&self, now: Millis) -> bool {
        now < self.confirmed_at.plus_hours(FRESH_HOURS)
    }
}

impl Home {
    /// The name in the reader's language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name_ar, &self.name_en)
    }

    /// Every bed.
    pub fn beds(&self) -> impl Iterator<Item = &Bed> {
        self.rooms.iter().flat_map(|room| &room.beds)
    }

    /// How many beds are in this state.
    pub fn count(&self, state: BedState) -> usize {
        self.beds().filter(|bed| bed.state() == state).count()
    }

    /// Its rooms as the matching sees them.
    pub fn matching(&self, now: Millis) -> impl Iterator<Item = shelter::Room> {
        let area: Option<AreaCode> = self.area.parse().ok();
        self.rooms.iter().map(move |room| shelter::Room {
            id: room.id,
            home: self.id,
            wing: room.wing.clone(),
            takes: room.takes,
            whole: room.whole,
            features: room.features.clone(),
            area,
            free: free(room),
            beds: room.beds.iter().filter(|bed| bed.state() != BedState::Out).count(),
            confirmed: room.is_fresh(now),
        })
    }
}

fn free(room: &Room) -> Vec<Uuid> {
    let free = room.beds.iter().filter(|bed| bed.state() == BedState::Free);
    free.map(|bed| bed.id).collect()
}

/// Every room of these homes as the matching sees it.
pub fn matching(homes: &[Home], now: Millis) -> Vec<shelter::Room> {
    homes.iter().flat_map(|home| home.matching(now)).collect()
}
