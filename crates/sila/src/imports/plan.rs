//! What the sender says of a file: what each column is, and what kind of register it is.

use minicbor::{Decode, Encode};
use sila_core::codes::Category;

use super::target::{Target, plain};

/// The plan of an import.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Plan {
    /// What each column is, in the order of the file.
    #[n(0)]
    pub targets: Vec<Target>,
    /// The category of every row.
    #[n(1)]
    pub category: Category,
    /// The register is that of a shelter: two people then decide whether its people are others on file.
    #[n(2)]
    pub is_shelter: bool,
}

impl Plan {
    /// The first column that holds `target`.
    pub fn column(&self, target: Target) -> Option<u16> {
        let at = self.targets.iter().position(|one| *one == target)?;
        u16::try_from(at).ok()
    }

    /// The words of a row under `target`; parts of a name with a space between.
    pub fn words(&self, cells: &[String], target: Target) -> String {
        let held = self.targets.iter().zip(cells).filter(|(one, _)| **one == target);
        let words: Vec<&str> =
            held.map(|(_, cell)| cell.as_str()).filter(|cell| !cell.is_empty()).collect();
        words.join(" ")
    }
}

/// Everything about a file that is sealed in its head.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Head {
    /// What the sender called it.
    #[n(0)]
    pub file: String,
    /// The headings.
    #[n(1)]
    pub headings: Vec<String>,
    /// What the sender said of it.
    #[n(2)]
    pub plan: Option<Plan>,
}

impl Head {
    /// The heading of a column.
    pub fn heading(&self, column: u16) -> &str {
        self.headings.get(usize::from(column)).map_or("", String::as_str)
    }

    /// What each column may be: as it was said of the same heading the last time, else as the heading says. `before` is
    /// of earlier files of the same worker, the newest first.
    pub fn guess(&self, before: &[Head]) -> Vec<Target> {
        let mut guessed = Target::guess_all(&self.headings);
        for (at, heading) in self.headings.iter().enumerate() {
            let said = before.iter().find_map(|head| head.said_of(heading));
            if let (Some(said), Some(slot)) = (said, guessed.get(at).copied()) {
                let taken = !said.is_of_parts() && said != slot && guessed.contains(&said);
                if let (false, Some(slot)) = (taken, guessed.get_mut(at)) {
                    *slot = said;
                }
            }
        }
        guessed
    }

    fn said_of(&self, heading: &str) -> Option<Target> {
        let (plan, wanted) = (self.plan.as_ref()?, plain(heading));
        let at = self.headings.iter().position(|own| plain(own) == wanted)?;
        plan.targets.get(at).copied()
    }
}
