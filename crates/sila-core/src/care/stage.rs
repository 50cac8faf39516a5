//! Stages of the pathway (المسار): حماية/رعاية, تنمية, تمكين, استقلالية. Each is entered on a day.

use crate::codes::code_list;
use crate::time::Date;

code_list! {
    /// How far somebody has come on the way to independence.
    Stage, "pathway_stage" {
        Care = "CARE": "Care and protection.",
        Develop = "DEVELOP": "Development.",
        Empower = "EMPOWER": "Empowerment.",
        Independent = "INDEP": "Independence.",
    }
}

code_list! {
    /// Why stages are left out, or an earlier one is entered again.
    StageReason, "stage_reason" {
        Present = "PRESENT": "The person has already what the stages between would give.",
        Elsewhere = "ELSEWHERE": "Another agency has gone that way with the person.",
        Danger = "DANGER": "There is danger again.",
        Lost = "LOST": "Work, income or home was lost.",
        Health = "HEALTH": "Illness or another heavy strain.",
        Wish = "WISH": "It is the person's own wish.",
        Mistake = "MISTAKE": "The stage was entered by mistake.",
    }
}

/// Which way a move goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the next stage, or into the first.
    Next,
    /// Over one or more stages.
    Over,
    /// To an earlier stage.
    Back,
}

impl Stage {
    /// Its place on the way, from 1.
    pub fn place(self) -> usize {
        Self::ALL.iter().take_while(|stage| **stage <= self).count()
    }

    /// Which way it is from where somebody stands; none where they stand already.
    pub fn way_from(self, from: Option<Self>) -> Option<Way> {
        let (here, there) = (from.map_or(0, Self::place), self.place());
        match there.checked_sub(here) {
            Some(0) => None,
            Some(1) => Some(Way::Next),
            Some(_) => Some(Way::Over),
            None => Some(Way::Back),
        }
    }
}

impl StageReason {
    /// Whether it can be the reason of such a move.
    pub fn fits(self, way: Way) -> bool {
        match (way, self) {
            (Way::Next, _) => false,
            (_, Self::Wish) => true,
            (Way::Over, reason) => matches!(reason, Self::Present | Self::Elsewhere),
            (Way::Back, reason) => !matches!(reason, Self::Present | Self::Elsewhere),
        }
    }
}

/// A stage as it was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub stage: Stage,
    /// On which day.
    pub on: Date,
    /// Why, when it was not simply the next.
    pub reason: Option<StageReason>,
}

/// Why a stage is not entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageRefusal {
    /// The person stands there already.
    Same,
    /// Stages are left out, and no reason that fits was given.
    Jump,
    /// An earlier stage, and no reason that fits was given.
    Back,
    /// Before the day of the last move, or a day that is still to come.
    Day,
}

/// Enters a stage after `last`. The next stage needs no reason; a jump and a way back each need one that fits.
///
/// # Errors
/// [`StageRefusal`].
pub fn enter(
    last: Option<&Step>,
    stage: Stage,
    reason: Option<StageReason>,
    on: Date,
    today: Date,
) -> Result<Step, StageRefusal> {
    let way = stage.way_from(last.map(|step| step.stage)).ok_or(StageRefusal::Same)?;
    if on > today || last.is_some_and(|step| on < step.on) {
        return Err(StageRefusal::Day);
    }
    let reason = reason.filter(|reason| reason.fits(way));
    match (way, reason) {
        (Way::Over, None) => Err(StageRefusal::Jump),
        (Way::Back, None) => Err(StageRefusal::Back),
        (_, reason) => Ok(Step { stage, on, reason }),
    }
}

/// The time in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    /// How it was entered.
    pub step: Step,
    /// The day on which it was left; none for the stage somebody is in.
    pub until: Option<Date>,
    /// How many days it lasted, or has lasted so far.
    pub days: i64,
}

/// The movement of a case: how long each stage lasted, oldest first.
pub fn spells(steps: &[Step], today: Date) -> Vec<Spell> {
    let after = steps.iter().skip(1).map(|step| Some(step.on)).chain([None]);
    let spell = |(step, until): (&Step, Option<Date>)| {
        let end = until.unwrap_or(today);
        let days = end.to_days().saturating_sub(step.on.to_days()).max(0);
        Spell { step: *step, until, days }
    };
    steps.iter().zip(after).map(spell).collect()
}
