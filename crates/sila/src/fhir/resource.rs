//! A referral as FHIR R4 writes it.

use serde_json::{Value, json};
use sila_core::codes::{Sex, Urgency};
use sila_core::person::{Birth, Person};
use sila_core::referral::State;

use crate::api::moment;
use crate::ask::Ask;
use crate::referrals::Record;
use crate::referrals::body::Body;

/// A referral, what it says, and the partner's Arabic and English name.
pub(super) struct Shown {
    /// The referral.
    pub record: Record,
    /// What it says, unless it was erased.
    pub body: Option<Body>,
    /// What the partner is called.
    pub partner: (String, String),
}

impl Shown {
    /// The person concerned, once the partner has accepted and the key was given.
    pub fn person(&self) -> Option<&Person> {
        let state = self.record.row.state;
        let taken = matches!(state, State::Accepted | State::Completed | State::Closed);
        let thread = self.record.thread.as_ref();
        let given = taken && thread.is_some_and(|thread| thread.identity_released());
        let shared = self.body.as_ref().filter(|_| given)?.shared.as_ref()?;
        shared.people.first()
    }

    /// What may be read before that, unless the referral came to nothing.
    pub fn said(&self) -> Option<&Body> {
        self.body.as_ref().filter(|_| !self.record.row.state.must_purge())
    }

    fn sex(&self) -> Sex {
        let said = self.said().map(|body| body.preview.sex);
        self.person().map_or(said.unwrap_or(Sex::Unknown), |person| person.sex)
    }
}

fn concept(ask: &Ask, family: &str, code: &str) -> Value {
    json!({ "coding": [{
        "system": format!("urn:sila:{family}"),
        "code": code,
        "display": ask.cx.code(family, code),
    }] })
}

fn priority(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Emergency => "stat",
        Urgency::Urgent => "urgent",
        Urgency::Routine => "routine",
    }
}

/// The person as a contained resource: before the acceptance a gender and nothing else.
fn patient(shown: &Shown) -> Value {
    let gender = match shown.sex() {
        Sex::Female => "female",
        Sex::Male => "male",
        Sex::Unknown => "unknown",
    };
    let mut patient = json!({ "resourceType": "Patient", "id": "patient", "gender": gender });
    let (Value::Object(map), Some(person)) = (&mut patient, shown.person()) else { return patient };
    let names: Vec<Value> = [(&person.name_ar, "official"), (&person.name_latin, "usual")]
        .into_iter()
        .filter_map(|(name, kind)| Some(json!({ "use": kind, "text": name.as_ref()? })))
        .collect();
    if !names.is_empty() {
        map.insert("name".to_owned(), names.into());
    }
    if let Some(day) = birth(person.birth) {
        map.insert("birthDate".to_owned(), day.into());
    }
    patient
}

/// As far as it is known: a day or a year. An estimate is no date.
pub(super) fn birth(birth: Birth) -> Option<String> {
    match birth {
        Birth::Exact { y, m, d } => Some(format!("{y:04}-{m:02}-{d:02}")),
        Birth::YearOnly(y) => Some(format!("{y:04}")),
        Birth::Unknown | Birth::AgeRange { .. } => None,
    }
}

fn request_status(state: State) -> &'static str {
    match state {
        State::Completed | State::Closed | State::ReopenRequested | State::Noted => "completed",
        State::Invalidated => "entered-in-error",
        state if state.must_purge() => "revoked",
        State::Clarifying => "on-hold",
        _ => "active",
    }
}

fn task_status(state: State) -> &'static str {
    match state {
        State::InReview | State::Redirected | State::DeclineReview => "received",
        State::Clarifying => "on-hold",
        State::Waitlisted => "accepted",
        State::Accepted => "in-progress",
        State::Completed | State::Closed | State::ReopenRequested | State::Noted => "completed",
        State::Declined => "rejected",
        State::Recalled | State::Withdrawn | State::Cancelled => "cancelled",
        State::Expired => "failed",
        State::Invalidated => "entered-in-error",
        State::Draft | State::AwaitingApproval | State::Offered | State::Delivered => "requested",
        State::Told => "requested",
    }
}

/// The referral as a request for a service.
pub(super) fn request(ask: &Ask, shown: &Shown) -> Value {
    let row = &shown.record.row;
    let mut request = json!({
        "resourceType": "ServiceRequest",
        "id": row.id.to_string(),
        "meta": meta(shown),
        "contained": [patient(shown)],
        "identifier": [{ "system": "urn:sila:referral", "value": row.reference }],
        "status": request_status(row.state),
        "intent": "order",
        "category": [concept(ask, "category", row.category.code())],
        "priority": priority(row.urgency),
        "subject": { "reference": "#patient" },
        "authoredOn": moment(row.offered_at),
        "requester": { "display": ask.cx.agency() },
        "performer": [{ "display": ask.cx.lang.pick(&shown.partner.0, &shown.partner.1) }],
    });
    let services = shown.said().map(|body| body.preview.services.clone()).unwrap_or_default();
    let mut services = services.iter().map(|one| concept(ask, "service", one.code()));
    if let (Value::Object(map), Some(first)) = (&mut request, services.next()) {
        map.insert("code".to_owned(), first);
        let more: Vec<Value> = services.collect();
        if !more.is_empty() {
            map.insert("orderDetail".to_owned(), more.into());
        }
    }
    request
}

/// Where the referral stands, as a task of the partner.
pub(super) fn task(ask: &Ask, shown: &Shown) -> Value {
    let row = &shown.record.row;
    json!({
        "resourceType": "Task",
        "id": row.id.to_string(),
        "meta": meta(shown),
        "identifier": [{ "system": "urn:sila:referral", "value": row.reference }],
        "status": task_status(row.state),
        "businessStatus": concept(ask, "state", row.state.code()),
        "intent": "order",
        "priority": priority(row.urgency),
        "focus": { "reference": format!("ServiceRequest/{}", row.id) },
        "authoredOn": moment(row.offered_at),
        "lastModified": moment(row.updated_at),
        "requester": { "display": ask.cx.agency() },
        "owner": { "display": ask.cx.lang.pick(&shown.partner.0, &shown.partner.1) },
        "restriction": { "period": { "end": moment(row.decide_by) } },
    })
}

/// Very restricted, always: that somebody was referred at all is told to nobody else.
fn meta(shown: &Shown) -> Value {
    json!({
        "lastUpdated": moment(shown.record.row.updated_at),
        "security": [{
            "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
            "code": "V",
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_to_nothing_is_never_active() {
        for state in State::ALL.iter().copied().filter(|state| state.must_purge()) {
            let mistaken = state == State::Invalidated;
            let status = if mistaken { "entered-in-error" } else { "revoked" };
            assert_eq!(request_status(state), status, "{state:?}");
        }
        assert_eq!(task_status(State::Withdrawn), "cancelled");
        assert_eq!(request_status(State::Accepted), "active");
        assert_eq!(task_status(State::Offered), "requested");
    }
}
