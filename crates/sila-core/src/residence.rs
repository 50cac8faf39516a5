//! The residence rule: which agency is competent, by the place where the person really lives. It only
//! ever suggests; a person confirms or departs from it with a recorded reason.
//!
//! - A stay in a shelter or hospital, or a stay shorter than the agreement says, makes no residence.
//! - If home is where the danger is, moving away for safety is proposed, and a person decides.
//! - If residence is unknown, withheld, abroad or absent, a person decides, and the agency where the
//!   person is stays responsible meanwhile.

use crate::agreement::Agreement;
use crate::area::AreaCode;
use crate::codes::{Basis, Evidence, code_list};
use crate::ids::{AgencyId, AgreementId};
use crate::time::Millis;
use crate::wire::wire_type;
use minicbor::{Decode, Encode};

#[cfg(test)]
mod tests;

/// Where somebody lives and where they are.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Residence {
    /// Where they live; `None` when it was not asked yet.
    #[n(0)]
    pub area: Option<AreaCode>,
    /// What that rests on. What the person says about their home prevails over the ID card.
    #[n(1)]
    pub evidence: Evidence,
    /// An officer confirmed that it is the usual home, not a visit, a shelter or a hospital.
    #[n(2)]
    pub usual_home: bool,
    /// Where they are now, if elsewhere.
    #[n(3)]
    pub present_area: Option<AreaCode>,
    /// How many days they have been where they are now.
    #[n(4)]
    pub stay_days: Option<u16>,
    /// The alleged abuser, or the family network, is tied to the area of residence.
    #[n(5)]
    pub risk_near_home: bool,
}

wire_type!(Residence, 1024);

impl Residence {
    /// Nothing is known.
    pub fn unknown() -> Self {
        Self {
            area: None,
            evidence: Evidence::Nothing,
            usual_home: false,
            present_area: None,
            stay_days: None,
            risk_near_home: false,
        }
    }
}

code_list! {
    /// Why the rule suggests what it suggests.
    Reason, "residence_reason" {
        HomeHere = "HOME_HERE": "The home is in our area.",
        HomeThere = "HOME_THERE": "The home is in the other agency's area.",
        PresentElsewhere = "PRESENT_ELSEWHERE": "The person is not at home now; that changes nothing.",
        ShortStay = "SHORT_STAY": "The present stay is too short to make a residence; at most information is passed on.",
        NotUsualHome = "NOT_USUAL_HOME": "Not confirmed as the usual home; a visit, shelter or hospital makes none.",
        NoEvidence = "NO_EVIDENCE": "Nothing on file supports the residence yet.",
        NoArea = "NO_AREA": "The residence is not recorded.",
        Unknown = "UNKNOWN": "The residence is not known.",
        NoFixedAbode = "NO_FIXED_ABODE": "The person has no fixed abode.",
        Withheld = "WITHHELD": "The residence is withheld for safety.",
        Abroad = "ABROAD": "The residence is outside the State.",
        RiskNearHome = "RISK_NEAR_HOME": "The danger is near home: consider moving away for safety.",
        NobodyCovers = "NOBODY_COVERS": "No agency with an agreement is competent there.",
        NotInForce = "NOT_IN_FORCE": "The agreement with the competent agency is not in force.",
        SeveralCovers = "SEVERAL_COVER": "More than one agency is competent there.",
    }
}

/// An agency that could take the person, and on what basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The agency; our own when keeping the person is the possibility.
    pub to: AgencyId,
    /// The agreement under which, `None` for our own agency.
    pub agreement: Option<AgreementId>,
    /// The basis.
    pub basis: Basis,
}

/// What the rule suggests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// Another agency is competent.
    Refer {
        /// Which.
        to: AgencyId,
        /// Under which agreement.
        agreement: AgreementId,
        /// On which basis.
        basis: Basis,
        /// The number of the residence clause.
        clause: String,
        /// Why.
        reasons: Vec<Reason>,
    },
    /// We are competent.
    Keep {
        /// Why.
        reasons: Vec<Reason>,
    },
    /// The rule cannot or must not decide.
    HumanDecides {
        /// Why.
        reasons: Vec<Reason>,
        /// Whom to consider, the most fitting first.
        candidates: Vec<Candidate>,
    },
}

/// What the residence clauses of our agreements suggest for somebody at `me`.
pub fn suggest(
    me: AgencyId,
    residence: &Residence,
    agreements: &[&Agreement],
    now: Millis,
) -> Suggestion {
    let ours: Vec<&Agreement> =
        agreements.iter().copied().filter(|agreement| agreement.party(me).is_some()).collect();
    let rule = Rule { me, residence, agreements: ours, now };
    rule.suggest()
}

struct Rule<'a> {
    me: AgencyId,
    residence: &'a Residence,
    agreements: Vec<&'a Agreement>,
    now: Millis,
}

impl Rule<'_> {
    fn suggest(&self) -> Suggestion {
        let area = match self.place() {
            Ok(area) => area,
            Err(reason) => return self.human(vec![reason], None),
        };
        let mut reasons = self.remarks(&area);
        if self.residence.risk_near_home {
            reasons.insert(0, Reason::RiskNearHome);
            return self.human(reasons, Some(area));
        }
        if !self.residence.usual_home {
            reasons.insert(0, Reason::NotUsualHome);
            return self.human(reasons, Some(area));
        }
        if self.we_cover(&area) {
            reasons.insert(0, Reason::HomeHere);
            return Suggestion::Keep { reasons };
        }
        self.refer(&area, reasons)
    }

    /// The area the rule can work with, or why there is none.
    fn place(&self) -> Result<AreaCode, Reason> {
        match self.residence.area {
            None => Err(Reason::NoArea),
            Some(AreaCode::NO_FIXED_ABODE) => Err(Reason::NoFixedAbode),
            Some(AreaCode::WITHHELD) => Err(Reason::Withheld),
            Some(AreaCode::ABROAD) => Err(Reason::Abroad),
            Some(area) if area.is_special() => Err(Reason::Unknown),
            Some(area) => Ok(area),
        }
    }

    /// What does not decide but must be seen.
    fn remarks(&self, area: &AreaCode) -> Vec<Reason> {
        let residence = self.residence;
        let elsewhere = residence.present_area.is_some_and(|present| present != *area);
        let limit = self.agreements.iter().map(|a| a.residence.short_stay_days).max().unwrap_or(0);
        let short = residence.stay_days.is_some_and(|days| days < limit);
        let remarks = [
            (elsewhere, Reason::PresentElsewhere),
            (short && (elsewhere || !residence.usual_home), Reason::ShortStay),
            (residence.evidence == Evidence::Nothing, Reason::NoEvidence),
        ];
        remarks.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)).collect()
    }

    fn we_cover(&self, area: &AreaCode) -> bool {
        self.agreements.iter().filter_map(|a| a.party(self.me)).any(|party| party.covers(area))
    }

    fn refer(&self, area: &AreaCode, mut reasons: Vec<Reason>) -> Suggestion {
        let competent: Vec<&Agreement> = self
            .agreements
            .iter()
            .copied()
            .filter(|a| a.other(self.me).is_some_and(|party| party.covers(area)))
            .collect();
        let mut usable = self.newest_by_agency(&competent);
        match (usable.pop(), usable.is_empty()) {
            (Some((to, agreement)), true) => {
                reasons.insert(0, Reason::HomeThere);
                let clause = agreement.residence.number.clone();
                let (agreement, basis) = (agreement.id, Basis::Residence);
                Suggestion::Refer { to, agreement, basis, clause, reasons }
            }
            (Some(_), false) => {
                reasons.insert(0, Reason::SeveralCovers);
                self.human(reasons, Some(*area))
            }
            (None, _) => {
                let nobody = competent.is_empty();
                reasons.insert(0, if nobody { Reason::NobodyCovers } else { Reason::NotInForce });
                self.human(reasons, Some(*area))
            }
        }
    }

    /// The agencies behind those agreements that are in force, each with its newest agreement.
    fn newest_by_agency<'b>(&self, agreements: &[&'b Agreement]) -> Vec<(AgencyId, &'b Agreement)> {
        let mut found: Vec<(AgencyId, &Agreement)> = Vec::new();
        for agreement in agreements.iter().filter(|a| a.in_force(self.now).is_ok()) {
            let Some(party) = agreement.other(self.me) else { continue };
            match found.iter_mut().find(|(agency, _)| *agency == party.agency) {
                Some((_, known)) if (known.from, known.id) < (agreement.from, agreement.id) => {
                    *known = agreement;
                }
                Some(_) => {}
                None => found.push((party.agency, agreement)),
            }
        }
        found
    }

    fn human(&self, reasons: Vec<Reason>, area: Option<AreaCode>) -> Suggestion {
        Suggestion::HumanDecides { reasons, candidates: self.candidates(area) }
    }

    /// Whom to consider: when the danger is near home, those who are not competent there come first.
    fn candidates(&self, area: Option<AreaCode>) -> Vec<Candidate> {
        let away = self.residence.risk_near_home;
        let basis = |covers: bool| match (covers, away) {
            (true, _) => Basis::Residence,
            (false, true) => Basis::SafetyRelocation,
            (false, false) => Basis::PersonChoice,
        };
        let covers_home = |covers: &dyn Fn(&AreaCode) -> bool| area.as_ref().is_some_and(covers);
        let here = covers_home(&|area| self.we_cover(area));
        let mut candidates = vec![Candidate { to: self.me, agreement: None, basis: basis(here) }];
        for (to, agreement) in self.newest_by_agency(&self.agreements) {
            let there = agreement.party(to).is_some_and(|p| covers_home(&|area| p.covers(area)));
            candidates.push(Candidate { to, agreement: Some(agreement.id), basis: basis(there) });
        }
        candidates.sort_by_key(|c| (c.basis == Basis::Residence) == away);
        candidates
    }
}
