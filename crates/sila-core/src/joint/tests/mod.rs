use super::*;
use crate::agreement::tests::{DANA, MARSA, NOW};
use crate::ids::{AgencyId, ReferralId};
use crate::referral::ByRole;
use crate::time::Date;
use uuid::Uuid;

mod deadline;
mod dispute;
mod random;
mod rules;

const REFERRAL: ReferralId = ReferralId(Uuid::from_u128(12));
const PARTIES: [AgencyId; 2] = [MARSA, DANA];

fn by() -> ByRole {
    ByRole::new("CASE_MANAGER").unwrap()
}

fn due() -> Date {
    NOW.plus_days(7).uae_date()
}

fn id(author: AgencyId, n: u32) -> LineId {
    LineId { author, n }
}

/// The lines that one agency has; it writes the next one as its node does.
#[derive(Clone)]
struct View {
    me: AgencyId,
    lines: Vec<Line>,
}

impl View {
    fn of(me: AgencyId) -> View {
        let mut view = View { me, lines: Vec::new() };
        view.write(0, Deed::Member).unwrap();
        view
    }

    fn joint(&self) -> Joint {
        Joint::fold(REFERRAL, PARTIES, &self.lines).unwrap()
    }

    fn write(&mut self, who: u32, deed: Deed) -> Result<LineId, JointError> {
        let words = deed.needs_words().then_some([7; 32]);
        let line = self.joint().next(self.me, (by(), who), (deed, words), NOW)?;
        self.lines.push(line.clone());
        Ok(line.id())
    }

    fn own(&self) -> Vec<Line> {
        self.lines.iter().filter(|line| line.author == self.me).cloned().collect()
    }

    /// Takes what it lacks of the other's lines, at most so many, in the other's order.
    fn take(&mut self, from: &View, upto: usize) {
        let have = self.lines.iter().filter(|line| line.author == from.me).count();
        self.lines.extend(from.own().into_iter().skip(have).take(upto));
    }

    fn refused(&self, line: Line) -> Option<JointError> {
        let lines = [self.lines.clone(), vec![line]].concat();
        Joint::fold(REFERRAL, PARTIES, &lines).err()
    }
}

/// Both agencies, each with one worker whom the other knows.
fn two() -> (View, View) {
    let (mut marsa, mut dana) = (View::of(MARSA), View::of(DANA));
    marsa.take(&dana, 9);
    dana.take(&marsa, 9);
    (marsa, dana)
}

fn task(agency: AgencyId, member: Option<u32>) -> Deed {
    Deed::Task { agency, member, due: due(), goal: None, meeting: None }
}
