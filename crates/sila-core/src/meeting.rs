//! Meetings of partners: the words in which they are called, the four themes in their fixed order, how a threat is rated, and what
//! becomes of what was decided. The themes are those of the partnership meetings of the social services departments.

use crate::codes::code_list;
use crate::time::Millis;
use minicbor::Encode;

code_list! {
    /// What kind of meeting it is.
    MeetingKind, "meeting_kind" {
        Foresight = "FORESIGHT": "A meeting that looks ahead to future partnerships.",
        Forum = "FORUM": "The partners' forum.",
        Committee = "COMMITTEE": "A joint committee.",
        FollowUp = "FOLLOW_UP": "A follow-up of what was decided.",
        Review = "REVIEW": "A review of achievements and challenges of a period.",
        Dialogue = "DIALOGUE": "A dialogue session.",
        Technical = "TECHNICAL": "A technical meeting of specialists.",
        Workshop = "WORKSHOP": "A workshop.",
        Visit = "VISIT": "A visit for benchmarking.",
    }
}

code_list! {
    /// What an item of the programme is to lead to.
    Expected, "meeting_expected" {
        Inform = "INFORM": "Those present know.",
        Discuss = "DISCUSS": "Those present have exchanged their views.",
        Decide = "DECIDE": "A decision.",
    }
}

code_list! {
    /// The four themes, in the order in which they are always shown.
    Theme, "theme" {
        Strength = "STRENGTH": "Strengths that promote effective collaboration.",
        Challenge = "CHALLENGE": "Challenges and current practices, to be improved.",
        Opportunity = "OPPORTUNITY": "Future opportunities that meet needs of the community.",
        Threat = "THREAT": "External threats to the partnership's sustainability.",
    }
}

code_list! {
    /// What an entry of minutes is.
    PointKind, "point_kind" {
        Decision = "DECISION": "A decision, with its basis.",
        Recommendation = "RECOMMENDATION": "A recommendation to one party.",
        Action = "ACTION": "Something one party does.",
        Note = "NOTE": "For information.",
    }
}

impl PointKind {
    /// Whether somebody owes it, so that it is carried to the next meeting until it has ended.
    pub fn is_owed(self) -> bool {
        matches!(self, Self::Recommendation | Self::Action)
    }
}

code_list! {
    /// How something owed has ended.
    PointEnd, "point_end" {
        Done = "DONE": "Done; the words say with what outcome.",
        Dropped = "DROPPED": "Given up; the words say why.",
    }
}

/// The highest mark for likelihood and for impact; the lowest is 1.
pub const MARK_MAX: u8 = 5;
/// The best mark of sustainability.
const SUSTAINABLE: u32 = 100;

/// How an external threat is rated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
#[cbor(map)]
pub struct Threat {
    /// How likely, 1 to 5.
    #[n(0)]
    pub likelihood: u8,
    /// How bad, 1 to 5.
    #[n(1)]
    pub impact: u8,
    /// What is done against it is written down.
    #[n(2)]
    pub mitigated: bool,
    /// When it is to be rated again.
    #[n(3)]
    pub review_at: Millis,
}

code_list! {
    /// How serious a threat is, by likelihood times impact.
    Gravity, "gravity" {
        Low = "LOW": "Up to 5.",
        Medium = "MEDIUM": "6 to 11.",
        High = "HIGH": "12 and more.",
    }
}

impl Threat {
    /// Likelihood times impact, 1 to 25. Marks beyond the scale count as its ends.
    pub fn exposure(&self) -> u8 {
        let mark = |mark: u8| mark.clamp(1, MARK_MAX);
        mark(self.likelihood).saturating_mul(mark(self.impact))
    }

    /// How serious it is.
    pub fn gravity(&self) -> Gravity {
        match self.exposure() {
            0..=5 => Gravity::Low,
            6..=11 => Gravity::Medium,
            _ => Gravity::High,
        }
    }

    /// Whether it should have been rated again by now.
    pub fn is_unreviewed(&self, now: Millis) -> bool {
        self.review_at < now
    }

    /// What it takes from the mark of sustainability: its exposure, or half of it, rounded up, while something is done
    /// against it and it was rated in time.
    pub fn weight(&self, now: Millis) -> u8 {
        let held = self.mitigated && !self.is_unreviewed(now);
        if held { self.exposure().div_ceil(2) } else { self.exposure() }
    }
}

/// How sustainable the partnership looks against its open external threats: 100 less the weight of each, never below 0.
pub fn sustainability(open: &[Threat], now: Millis) -> u32 {
    let taken: u32 = open.iter().map(|threat| u32::from(threat.weight(now))).sum();
    SUSTAINABLE.saturating_sub(taken)
}

/// The share of what is closed, in whole percent rounded down; nothing when there was nothing to close.
pub fn rate(closed: u64, total: u64) -> Option<u64> {
    closed.saturating_mul(100).checked_div(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_795_334_400_000);

    fn threat(likelihood: u8, impact: u8, mitigated: bool, days: i64) -> Threat {
        Threat { likelihood, impact, mitigated, review_at: NOW.plus_days(days) }
    }

    #[test]
    fn contract_a09_the_matrix_of_likelihood_and_impact_and_what_threats_take_from_sustainability()
    {
        for likelihood in 1..=5 {
            for impact in 1..=5 {
                let one = threat(likelihood, impact, false, 1);
                let product = likelihood * impact;
                assert_eq!(one.exposure(), product);
                let gravity = match product {
                    1..=5 => Gravity::Low,
                    6..=11 => Gravity::Medium,
                    _ => Gravity::High,
                };
                assert_eq!(one.gravity(), gravity, "{likelihood} × {impact}");
                assert_eq!(one.weight(NOW), product);
                let held = threat(likelihood, impact, true, 1);
                assert_eq!(held.weight(NOW), product.div_ceil(2));
                let late = threat(likelihood, impact, true, -1);
                assert!(late.is_unreviewed(NOW));
                assert_eq!(late.weight(NOW), product, "what nobody has rated again counts in full");
            }
        }
        assert_eq!(threat(9, 0, false, 1).exposure(), 5, "marks stay on the scale");
        assert_eq!(sustainability(&[], NOW), 100);
        let three = [threat(3, 3, true, 30), threat(3, 4, true, 30), threat(2, 4, true, 30)];
        assert_eq!(sustainability(&three, NOW), 100 - 5 - 6 - 4);
        assert_eq!(sustainability(&[threat(5, 5, false, 1); 9], NOW), 0);
    }

    #[test]
    fn themes_keep_their_order() {
        let order: Vec<&str> = Theme::ALL.iter().map(|theme| theme.code()).collect();
        assert_eq!(order, ["STRENGTH", "CHALLENGE", "OPPORTUNITY", "THREAT"]);
    }

    #[test]
    fn contract_a42_the_rate_is_closed_by_total() {
        let table = [(0, 6, Some(0)), (1, 6, Some(16)), (3, 4, Some(75)), (6, 6, Some(100))];
        for (closed, total, expected) in table {
            assert_eq!(rate(closed, total), expected);
        }
        assert_eq!(rate(0, 0), None);
    }
}
