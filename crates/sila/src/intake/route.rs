//! Where a case could go: what the residence rule suggests, who else could be asked, and under which agreement.

use std::collections::BTreeMap;

use sila_core::agreement::ThirdAgency;
use sila_core::agreement::{Agreement, Exchange, Party};
use sila_core::codes::{Basis, Category, Kind, OverrideReason, Service, Urgency};
use sila_core::disclosure::Disclosure;
use sila_core::field::Field;
use sila_core::ids::AgencyId;
use sila_core::partnership::Field as Area;
use sila_core::refusal::Refusal;
use sila_core::residence::{Reason, Residence, Suggestion, suggest};
use sila_core::time::Millis;

use crate::agreements::{self, InForce, Shut};
use crate::app::App;
use crate::intake::sharing::{CHOSEN, To};
use crate::problem::Problem;
use crate::referrals::Route;
use crate::web::Cx;

/// What the rule says of a residence, and the agreements it says it from.
#[derive(Debug, Clone)]
pub struct Routing {
    me: AgencyId,
    suggestion: Suggestion,
    in_force: Vec<InForce>,
    /// Why nothing may be sent under an agreement that there is.
    shut: BTreeMap<AgencyId, Shut>,
    kind: Kind,
    /// The agency from which responsibility for the case had come.
    came_from: Option<AgencyId>,
    /// Whom it is about, once that is said.
    category: Option<Category>,
}

/// Asks the residence rule under the agreements in force.
///
/// # Errors
/// When the agreements cannot be read.
pub async fn of(
    app: &App,
    residence: &Residence,
    services: &[Service],
    now: Millis,
) -> Result<Routing, Problem> {
    let in_force = agreements::in_force(app, now).await?;
    let shut = agreements::shut(app, now).await?;
    Ok(Routing { shut, ..Routing::new(app.node.id, in_force, residence, services, now) })
}

/// A service that is a place to stay.
fn is_place(service: &Service) -> bool {
    use Service::{EmergencyShelter, Hosting, ResidentialCare, Shelter};
    matches!(service, Shelter | EmergencyShelter | Hosting | ResidentialCare)
}

impl Routing {
    /// As [`of`], from agreements at hand.
    pub fn new(
        me: AgencyId,
        in_force: Vec<InForce>,
        residence: &Residence,
        services: &[Service],
        now: Millis,
    ) -> Routing {
        let agreements: Vec<&Agreement> = in_force.iter().map(|a| &a.agreement).collect();
        let suggestion = suggest(me, residence, &agreements, now);
        let place = services.iter().any(is_place);
        let kind = if place { Kind::Shelter } else { Kind::Service };
        let (shut, came_from, category) = (BTreeMap::new(), None, None);
        Routing { me, suggestion, in_force, shut, kind, came_from, category }
    }

    /// The same, where the other agency is to take the responsibility over.
    #[must_use]
    pub fn handing_over(mut self, yes: bool) -> Routing {
        if yes {
            self.kind = Kind::Transfer;
        }
        self
    }

    /// The same, where something else is asked for than help or a place.
    #[must_use]
    pub fn asking(self, kind: Option<Kind>) -> Routing {
        Routing { kind: kind.unwrap_or(self.kind), ..self }
    }

    /// Whether the agency that is chosen is only told.
    pub fn is_information(&self) -> bool {
        self.kind == Kind::Information
    }

    /// The same for a case of this category: of several agreements with one agency one that covers it counts, and of those that wait for
    /// a signature those stay that would.
    #[must_use]
    pub fn about(mut self, category: Option<Category>) -> Routing {
        self.category = category;
        self.shut.retain(|_, one| one.concerns(category));
        self
    }

    /// The same for a case whose responsibility had come from that agency.
    #[must_use]
    pub fn coming_from(self, agency: Option<AgencyId>) -> Routing {
        Routing { came_from: agency, ..self }
    }

    /// The agency from which responsibility for the case had come.
    pub fn came_from(&self) -> Option<AgencyId> {
        self.came_from
    }

    /// Whether sending to this agency hands back the responsibility that had come from it.
    pub fn hands_back(&self, agency: AgencyId) -> bool {
        self.kind == Kind::Transfer && self.came_from == Some(agency)
    }

    /// Whether any agreement speaks of handing the responsibility over.
    pub fn foresees_transfer(&self) -> bool {
        self.foresees(Kind::Transfer)
    }

    /// Whether any agreement speaks of this kind.
    pub fn foresees(&self, kind: Kind) -> bool {
        let rows = self.in_force.iter().flat_map(|one| &one.agreement.schedule);
        rows.into_iter().any(|row| row.kind == kind)
    }

    /// What the rule says.
    pub fn suggestion(&self) -> &Suggestion {
        &self.suggestion
    }

    /// Why it says so.
    pub fn why(&self) -> &[Reason] {
        match &self.suggestion {
            Suggestion::Refer { reasons, .. }
            | Suggestion::Keep { reasons }
            | Suggestion::HumanDecides { reasons, .. } => reasons,
        }
    }

    /// The agency that the rule suggests; none when it suggests to keep the case, or leaves it to people.
    pub fn suggested(&self) -> Option<AgencyId> {
        match &self.suggestion {
            Suggestion::Refer { to, .. } => Some(*to),
            _ => None,
        }
    }

    /// What the form assumes: the suggestion; with nobody to send to, that the case stays.
    pub fn assumed(&self) -> Option<To> {
        match &self.suggestion {
            Suggestion::Refer { to, .. } => Some(To::Agency(*to)),
            Suggestion::Keep { .. } => Some(To::Here),
            Suggestion::HumanDecides { .. } if !self.can_send() => Some(To::Here),
            Suggestion::HumanDecides { .. } => None,
        }
    }

    /// The reason that goes with danger near home.
    pub fn assumed_reason(&self) -> Option<OverrideReason> {
        let away = self.why().contains(&Reason::RiskNearHome);
        let known = self.reasons().contains(&OverrideReason::Unsafe);
        (away && known).then_some(OverrideReason::Unsafe)
    }

    /// Whether there is any agreement under which something could be sent.
    pub fn can_send(&self) -> bool {
        !self.in_force.is_empty()
    }

    /// The agreement with an agency: one that covers the category, where that is said and there is one; of those the suggested one, else
    /// the one that began last.
    pub fn with(&self, agency: AgencyId) -> Option<&InForce> {
        let suggested = match &self.suggestion {
            Suggestion::Refer { to, agreement, .. } if *to == agency => Some(*agreement),
            _ => None,
        };
        self.in_force.iter().filter(|a| a.peer == agency).max_by_key(|a| {
            let id = a.agreement.id;
            (a.covers(self.category), suggested == Some(id), a.agreement.from, id)
        })
    }

    /// The agencies to which some agreement lets a recipient pass a person on, each once.
    pub fn third_agencies(&self) -> Vec<&ThirdAgency> {
        let named = self.in_force.iter().filter_map(|a| a.agreement.onward.as_ref());
        let mut all: Vec<&ThirdAgency> = named.flat_map(|onward| &onward.to).collect();
        all.sort_by_key(|third| third.agency);
        all.dedup_by_key(|third| third.agency);
        all
    }

    /// The agreement with an agency under which nothing may be sent now, where there is no other.
    pub fn shut(&self, agency: AgencyId) -> Option<&Shut> {
        self.shut.get(&agency).filter(|_| self.with(agency).is_none())
    }

    /// The agreement with an agency to be named where nothing may be sent: as [`Self::shut`], and one that would cover the category and
    /// waits for a signature, where the other does not cover it.
    pub fn named(&self, agency: AgencyId) -> Option<&Shut> {
        let apart = |with: &InForce, one: &Shut| {
            one.waits() && self.category.is_some() && !with.covers(self.category)
        };
        let one = self.shut.get(&agency)?;
        self.with(agency).is_none_or(|with| apart(with, one)).then_some(one)
    }

    /// Every such agreement.
    pub fn all_named(&self) -> impl Iterator<Item = &Shut> {
        self.shut.keys().filter_map(|agency| self.named(*agency))
    }

    /// The agreement that the suggestion comes from.
    pub fn agreement(&self) -> Option<&InForce> {
        self.with(self.suggested()?)
    }

    /// The other agency as its agreement names it.
    pub fn party(&self, agency: AgencyId) -> Option<&Party> {
        self.with(agency)?.agreement.party(agency)
    }

    /// Every agency with an agreement in force, the suggested one first: value, name, and why or why not.
    pub fn recipients(&self, cx: &Cx) -> Vec<(To, String, String)> {
        let mut peers: Vec<AgencyId> = self.in_force.iter().map(|a| a.peer).collect();
        peers.sort_unstable();
        peers.dedup();
        peers.sort_by_key(|peer| Some(*peer) != self.suggested());
        let row = |peer: AgencyId| {
            let party = self.party(peer)?;
            let hint = match self.needs_reason(peer) {
                false => "intake-to-suggested",
                true => "intake-to-other",
            };
            let name = cx.lang.pick(&party.name_ar, &party.name_en).clone();
            Some((To::Agency(peer), name, cx.t(hint)))
        };
        peers.into_iter().filter_map(row).collect()
    }

    /// The reasons that the agreements in force allow for choosing another agency, each once.
    pub fn reasons(&self) -> Vec<OverrideReason> {
        let allowed = |why: &&OverrideReason| {
            self.in_force.iter().any(|a| a.agreement.residence.exceptions.contains(why))
        };
        OverrideReason::ALL.iter().filter(allowed).copied().collect()
    }

    /// Whether sending to this agency departs from the residence rule.
    pub fn needs_reason(&self, agency: AgencyId) -> bool {
        match &self.suggestion {
            Suggestion::Refer { to, .. } => *to != agency,
            Suggestion::Keep { .. } => true,
            Suggestion::HumanDecides { candidates, .. } => !candidates
                .iter()
                .any(|candidate| candidate.to == agency && candidate.basis == Basis::Residence),
        }
    }

    /// What is asked of that agency: a place where one is needed, unless its agreement foresees services only. What somebody has
    /// chosen is asked as it is, and refused by an agreement that does not foresee it.
    fn kind_with(&self, agreement: &Agreement) -> Kind {
        if self.kind == Kind::Transfer || CHOSEN.contains(&self.kind) {
            return self.kind;
        }
        let foresees = |kind: Kind| agreement.schedule.iter().any(|row| row.kind == kind);
        if foresees(self.kind) { self.kind } else { Kind::Service }
    }

    /// The parts that the data schedule of the agreement with that agency does not allow.
    pub fn barred(&self, agency: AgencyId) -> Vec<Field> {
        let Some(with) = self.with(agency) else { return Field::ALL.to_vec() };
        let kind = self.kind_with(&with.agreement);
        let row = with.agreement.schedule.iter().find(|row| row.kind == kind);
        let allowed = row.map_or(&[][..], |row| &row.fields);
        Field::ALL.iter().filter(|field| !allowed.contains(field)).copied().collect()
    }

    /// The parts that do not go to that agency, whoever allows them: those, and with a referral for information what names somebody.
    pub fn withheld(&self, agency: AgencyId) -> Vec<Field> {
        let barred = self.barred(agency);
        let stays = |field: &Field| barred.contains(field) || !field.goes_with(self.kind);
        Field::ALL.iter().copied().filter(stays).collect()
    }

    /// The way to that agency, with the reason where one is needed.
    ///
    /// # Errors
    /// [`Refusal::NoAgreement`] without an agreement; the clause by which one was stopped or has run out.
    pub fn route(&self, agency: AgencyId, why: Option<OverrideReason>) -> Result<Route, Refusal> {
        let shut = || self.shut(agency).map_or(Refusal::NoAgreement, |one| one.refusal.clone());
        let with = self.with(agency).ok_or_else(shut)?;
        let override_ = why.filter(|_| self.needs_reason(agency));
        Ok(Route {
            agreement: with.clone(),
            target: agency,
            basis: override_.map_or(Basis::Residence, basis_of),
            kind: self.kind_with(&with.agreement),
            override_,
            clause: with.agreement.residence.number.clone(),
        })
    }

    /// Every rule that would stop this from being sent, asked before the button is pressed.
    pub fn refusals(
        &self,
        route: &Route,
        known: &Disclosure,
        need: (Category, Urgency),
        fields: &[Field],
        now: Millis,
    ) -> Vec<Refusal> {
        let (category, urgency) = need;
        let agreement = &route.agreement.agreement;
        let services: &[Service] = if self.is_information() { &[] } else { &known.needs };
        let (from, to, kind) = (self.me, route.target, route.kind);
        let exchange = Exchange { from, to, kind, category, services, fields };
        let person = known.people.first();
        let (sex, ages) = (
            person.map_or(sila_core::codes::Sex::Unknown, |p| p.sex),
            person.and_then(|p| p.ages(now)),
        );
        let mut found: Vec<Refusal> = agreement.allows(&exchange, now).err().into_iter().collect();
        found.extend(route.agreement.open(Area::of(route.kind)).err());
        found.extend(known.permission.covers(route.target, fields, now).err());
        if urgency != Urgency::Emergency {
            found.extend(agreement.eligible(route.target, category, services, sex, ages));
        }
        found
    }
}

/// The basis that a reason stands for.
fn basis_of(why: OverrideReason) -> Basis {
    match why {
        OverrideReason::Imminent => Basis::Emergency,
        OverrideReason::Capacity => Basis::Capacity,
        OverrideReason::Unsafe => Basis::SafetyRelocation,
        OverrideReason::Specialism => Basis::Specialism,
        OverrideReason::NoFixedAbode | OverrideReason::PersonChoice => Basis::PersonChoice,
        OverrideReason::Court => Basis::CourtOrProsecutor,
    }
}
