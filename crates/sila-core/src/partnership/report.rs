//! What an agreement has brought: to which groups, in which areas, for which goals. Only what both parties have signed counts.

use std::collections::{BTreeMap, BTreeSet};

use super::annex::{AreaOfWork, Field};
use super::course::{Course, Mark};
use super::ledger::{Instance, Ledger};
use crate::codes::Category;
use crate::obligation::Standing;
use crate::time::Millis;

/// How many people were reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// People, each once, however many initiatives reached them.
    pub people: u64,
    /// How often one of them was reached by another initiative, or once more by the same. They are in `people` already.
    pub again: u64,
}

impl Reach {
    fn add(&mut self, people: u32, again: u32) {
        self.people = self.people.saturating_add(u64::from(people));
        self.again = self.again.saturating_add(u64::from(again));
    }
}

/// What happened in one area.
#[derive(Clone, Debug)]
pub struct OfArea<'a> {
    /// Which.
    pub field: Field,
    /// As the annex has it; nothing for an area in which there are initiatives only.
    pub area: Option<&'a AreaOfWork>,
    /// Initiatives that are agreed and do not run yet.
    pub agreed: usize,
    /// Initiatives that run.
    pub running: usize,
    /// Initiatives closed with what they have changed.
    pub closed: usize,
    /// Initiatives given up.
    pub cancelled: usize,
    /// Obligations that fell due and are settled.
    pub settled: usize,
    /// Obligations that fell due and are not.
    pub owing: usize,
    /// Whom its initiatives reached.
    pub reach: Reach,
}

/// Initiatives by goal of sustainable development.
#[derive(Clone, Debug)]
pub struct Goals<'a, 'b> {
    /// Each initiative once under each of its goals; goals without one are left out.
    pub tagged: BTreeMap<u8, Vec<&'b Course<'a>>>,
    /// Initiatives without a goal.
    pub untagged: Vec<&'b Course<'a>>,
}

impl<'a, 'b> Goals<'a, 'b> {
    /// Sorts initiatives by their goals.
    pub fn of(all: impl IntoIterator<Item = &'b Course<'a>>) -> Self {
        let mut goals = Self { tagged: BTreeMap::new(), untagged: Vec::new() };
        for course in all {
            let own: BTreeSet<u8> = course.plan.goals.iter().copied().collect();
            if own.is_empty() {
                goals.untagged.push(course);
            }
            for goal in own {
                goals.tagged.entry(goal).or_default().push(course);
            }
        }
        goals
    }
}

/// What an agreement has brought.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// People by group; groups without any are left out.
    pub groups: BTreeMap<Category, Reach>,
    /// All of them.
    pub total: Reach,
    /// Every area of the annex, and those in which there are initiatives only.
    pub areas: Vec<OfArea<'a>>,
}

impl Ledger {
    /// The report at `now`, from the initiatives that [`Ledger::courses`] gives.
    pub fn report<'a>(&'a self, courses: &[Course<'a>], now: Millis) -> Report<'a> {
        let (mut groups, mut total) = (BTreeMap::<Category, Reach>::new(), Reach::default());
        for one in courses.iter().flat_map(Course::people) {
            groups.entry(one.group).or_default().add(one.first, one.again);
            total.add(one.first, one.again);
        }
        let named = self.annex.iter().flat_map(|annex| &annex.content.areas);
        let named: BTreeSet<Field> = named.map(|area| area.field).collect();
        let worked = courses.iter().map(|course| course.plan.field);
        let fields: BTreeSet<Field> = named.into_iter().chain(worked).collect();
        let due: Vec<Instance<'_>> =
            self.instances(now).into_iter().filter(|one| one.due.at <= now).collect();
        let areas = fields.into_iter().map(|field| self.of_area(field, courses, (&due, now)));
        let areas = areas.collect();
        Report { groups, total, areas }
    }

    fn of_area<'a>(
        &'a self,
        field: Field,
        courses: &[Course<'a>],
        (due, now): (&[Instance<'_>], Millis),
    ) -> OfArea<'a> {
        let within = || courses.iter().filter(|course| course.plan.field == field);
        let marked = |mark: Mark| within().filter(|course| course.mark == mark).count();
        let mut reach = Reach::default();
        within().flat_map(Course::people).for_each(|one| reach.add(one.first, one.again));
        let due = due.iter().filter(|one| one.duty.field == field);
        let (settled, owing): (Vec<_>, Vec<_>) =
            due.partition(|one| matches!(one.life.standing(now), Standing::Settled(_)));
        OfArea {
            field,
            area: self.annex.as_ref().and_then(|annex| annex.content.area(field)),
            agreed: marked(Mark::Agreed),
            running: marked(Mark::Running),
            closed: marked(Mark::Closed),
            cancelled: marked(Mark::Cancelled),
            settled: settled.len(),
            owing: owing.len(),
            reach,
        }
    }
}
