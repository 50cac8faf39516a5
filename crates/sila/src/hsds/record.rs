//! A service as the specification writes it. It is made from what is published and from nothing else.

use serde_json::{Map, Value, json};
use sila_core::area;
use sila_core::codes::{Document, Language};
use sila_core::directory::{Address, Listing, Opening, Published, Site, Words};
use sila_core::time::{Millis, Weekday};
use uuid::Uuid;

use super::terms::term;
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::services::form::clock;
use crate::web::{Cx, Lang};

/// The State has no postal codes, and the specification must have one.
pub const POSTCODE: &str = "00000";
/// The State's offset in hours; there is no summer time.
const TIMEZONE: i64 = 4;
const BYDAY: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// The same identifier for the same thing at every call.
pub fn stable(parts: &[&str]) -> String {
    let bytes: Vec<&[u8]> = parts.iter().flat_map(|part| [part.as_bytes(), b"\n"]).collect();
    let hash = sila_seal::sha256(&bytes);
    let mut id = [0; 16];
    for (to, from) in id.iter_mut().zip(hash) {
        *to = from;
    }
    uuid::Builder::from_random_bytes(id).into_uuid().to_string()
}

/// The identifier of a service's place from that of the service, and back.
pub fn twin(id: Uuid) -> Uuid {
    Uuid::from_u128(id.as_u128() ^ 1)
}

/// Writes records in one language.
pub struct Scribe<'a> {
    cx: Cx,
    agency: (&'a str, &'a str),
    organization: String,
}

pub(super) fn without_blanks(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(_, value)| match value {
                Value::Null => false,
                Value::String(text) => !text.trim().is_empty(),
                Value::Array(all) => !all.is_empty(),
                _ => true,
            });
            Value::Object(kept.map(|(key, value)| (key, without_blanks(value))).collect())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(without_blanks).collect()),
        other => other,
    }
}

/// The day of a moment in the State, as `2026-11-22`.
fn day(at: Millis) -> String {
    let date = at.uae_date();
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

fn moment(at: Millis) -> String {
    let stamp = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    format!("{stamp:.3}")
}

impl<'a> Scribe<'a> {
    /// For whoever asks, in this language.
    pub fn new(ask: &'a Ask, lang: Lang) -> Scribe<'a> {
        let agency = &ask.app.node.agency;
        Scribe::of(&ask.cx, lang, (&agency.name_ar, &agency.name_en), &ask.app.node.id.to_text())
    }

    /// As [`Scribe::new`], for an agency of this name and identity.
    pub fn of(cx: &Cx, lang: Lang, agency: (&'a str, &'a str), id: &str) -> Scribe<'a> {
        let mut cx = cx.clone();
        cx.lang = lang;
        Scribe { cx, agency, organization: stable(&["organization", id]) }
    }

    /// A text of the interface.
    pub fn t(&self, key: &str) -> String {
        self.cx.t(key)
    }

    /// The words of a code.
    pub fn code(&self, family: &str, code: &str) -> String {
        self.cx.code(family, code)
    }

    /// The language written.
    pub fn lang(&self) -> Lang {
        self.cx.lang
    }

    /// The agency's name.
    pub fn agency(&self) -> &str {
        self.cx.lang.pick(self.agency.0, self.agency.1)
    }

    /// The agency's identifier here.
    pub fn organization_id(&self) -> &str {
        &self.organization
    }

    /// The agency.
    pub fn organization(&self) -> Value {
        json!({
            "id": self.organization,
            "name": self.agency(),
            "alternate_name": self.cx.lang.pick(self.agency.1, self.agency.0),
            "description": self.t("hsds-organization-text"),
        })
    }

    fn words<'l>(&self, listing: &'l Listing) -> (&'l Words, &'l Words) {
        self.cx.lang.pick((&listing.ar, &listing.en), (&listing.en, &listing.ar))
    }

    /// Identifier, name and state.
    pub fn minimal(&self, one: &Published) -> Value {
        let (words, other) = self.words(&one.listing);
        json!({ "id": one.listing.id.to_string(), "name": words.name, "alternate_name": other.name, "status": "active" })
    }

    /// What a list says of a service.
    pub fn brief(&self, one: &Published, at: Millis) -> Value {
        let listing = &one.listing;
        let (words, other) = self.words(listing);
        without_blanks(json!({
            "id": listing.id.to_string(),
            "organization_id": self.organization,
            "name": words.name,
            "alternate_name": other.name,
            "description": words.summary,
            "status": "active",
            "application_process": words.steps,
            "fees_description": words.fees,
            "eligibility_description": self.eligibility(listing),
            "minimum_age": listing.terms.age_min,
            "maximum_age": listing.terms.age_max,
            "assured_date": day(one.assured_at),
            "last_modified": moment(at),
            "organization": self.organization(),
            "program": self.program(listing),
        }))
    }

    /// Everything that is published of a service.
    pub fn full(&self, one: &Published, at: Millis) -> Value {
        let listing = &one.listing;
        let mut brief = self.brief(one, at);
        let more = without_blanks(json!({
            "phones": self.phones(listing),
            "schedules": schedules(listing),
            "service_areas": self.areas(listing),
            "service_at_locations": [self.at(one, false)],
            "languages": self.languages(listing),
            "required_documents": self.papers(listing),
            "attributes": self.attributes(one),
        }));
        if let (Value::Object(brief), Value::Object(more)) = (&mut brief, more) {
            brief.extend(more);
            brief.remove("organization_id");
        }
        brief
    }

    /// A service at its place.
    pub fn at_location(&self, one: &Published, at: Millis, full: bool) -> Value {
        let mut value = self.at(one, full);
        if let Value::Object(map) = &mut value {
            map.insert("service".to_owned(), self.brief(one, at));
        }
        value
    }

    fn id(&self, listing: &Listing, parts: &[&str]) -> String {
        let id = listing.id.to_string();
        let all: Vec<&str> = std::iter::once(id.as_str()).chain(parts.iter().copied()).collect();
        stable(&all)
    }

    fn eligibility(&self, listing: &Listing) -> String {
        let terms = &listing.terms;
        let groups = terms.categories.iter().map(|one| self.code("category", one.code()));
        let sexes = terms.sexes.iter().map(|one| self.code("sex", one.code()));
        let lives = listing.residence.iter().map(|one| area_name(&self.cx, one.as_str()));
        let all: Vec<String> = groups.chain(sexes).chain(lives).collect();
        if all.is_empty() { self.t("services-everybody") } else { all.join(" · ") }
    }

    fn program(&self, listing: &Listing) -> Option<Value> {
        let programme = listing.programme.as_ref()?;
        let (name, other) = self.cx.lang.pick(
            (&programme.name_ar, &programme.name_en),
            (&programme.name_en, &programme.name_ar),
        );
        Some(json!({
            "id": stable(&["program", &self.organization, &programme.name_en]),
            "organization_id": self.organization,
            "name": name,
            "alternate_name": other,
            "description": name,
        }))
    }

    fn phones(&self, listing: &Listing) -> Vec<Value> {
        if listing.phone.is_empty() {
            return Vec::new();
        }
        vec![
            json!({ "id": self.id(listing, &["phone"]), "number": listing.phone, "type": "voice" }),
        ]
    }

    fn areas(&self, listing: &Listing) -> Vec<Value> {
        let one = |code: &sila_core::AreaCode| {
            json!({
                "id": self.id(listing, &["area", code.as_str()]),
                "name": area_name(&self.cx, code.as_str()),
                "extent": code.as_str(),
                "extent_type": "text",
            })
        };
        listing.residence.iter().map(one).collect()
    }

    fn languages(&self, listing: &Listing) -> Vec<Value> {
        let one = |language: &Language| {
            json!({
                "id": self.id(listing, &["language", language.code()]),
                "name": self.code("language", language.code()),
                "code": language.code(),
            })
        };
        listing.languages.iter().map(one).collect()
    }

    fn papers(&self, listing: &Listing) -> Vec<Value> {
        let one = |paper: &Document| {
            json!({
                "id": self.id(listing, &["paper", paper.code()]),
                "document": self.code("document", paper.code()),
                "uri": format!("{}/document#{}", super::PROFILE, paper.code()),
            })
        };
        listing.papers.iter().map(one).collect()
    }

    /// Where it is, as far as that is published: of a confidential place that it is one.
    fn at(&self, one: &Published, full: bool) -> Value {
        let listing = &one.listing;
        let (location, description) = match &listing.site {
            Site::Open(address) => (self.open_location(listing, address), String::new()),
            Site::Confidential => {
                (self.no_location(listing), self.t("services-site-confidential-said"))
            }
            Site::Remote => (self.no_location(listing), self.t("services-site-remote")),
        };
        without_blanks(json!({
            "id": twin(listing.id.0).to_string(),
            "service_id": full.then(|| listing.id.to_string()),
            "description": description,
            "location": location,
        }))
    }

    fn no_location(&self, listing: &Listing) -> Value {
        let name = self.t("hsds-contact-point");
        json!({ "id": self.id(listing, &["location"]), "location_type": "virtual", "name": name })
    }

    fn open_location(&self, listing: &Listing, at: &Address) -> Value {
        let (line, other) =
            self.cx.lang.pick((&at.line_ar, &at.line_en), (&at.line_en, &at.line_ar));
        let emirate = area::emirate_of(&at.area).unwrap_or(at.area);
        json!({
            "id": self.id(listing, &["location"]),
            "location_type": "physical",
            "name": line,
            "alternate_name": other,
            "external_identifier": at.area.as_str(),
            "external_identifier_type": "hsds-ae area",
            "addresses": [{
                "id": self.id(listing, &["address"]),
                "address_1": line,
                "city": area_name(&self.cx, at.area.as_str()),
                "state_province": area_name(&self.cx, emirate.as_str()),
                "postal_code": POSTCODE,
                "country": "AE",
                "address_type": "physical",
            }],
        })
    }

    /// The codes, and every text in the other language.
    fn attributes(&self, one: &Published) -> Vec<Value> {
        let listing = &one.listing;
        let terms = &listing.terms;
        let mut codes = vec![
            ("pillar", listing.pillar.code()),
            ("service", terms.service.code()),
            ("band", one.band.code()),
        ];
        codes.extend(terms.categories.iter().map(|one| ("category", one.code())));
        codes.extend(terms.sexes.iter().map(|one| ("sex", one.code())));
        let listed = listing.programme.iter().flat_map(|programme| &programme.fields);
        codes.extend(listed.map(|one| ("field", one.code())));
        let code = |(family, code): (&str, &str)| {
            json!({
                "id": self.id(listing, &["attribute", family, code]),
                "link_type": family,
                "value": code,
                "taxonomy_term": term(self, family, code),
            })
        };
        let (_, other) = self.words(listing);
        let texts = [
            ("name", &other.name),
            ("description", &other.summary),
            ("application_process", &other.steps),
            ("fees_description", &other.fees),
        ];
        let tag = self.cx.lang.twin().code();
        let text = |(field, text): (&str, &String)| {
            json!({
                "id": self.id(listing, &["text", field, tag]),
                "link_type": field,
                "value": text,
                "label": tag,
                "taxonomy_term": term(self, "language-tag", tag),
            })
        };
        let texts = texts.into_iter().filter(|(_, text)| !text.trim().is_empty()).map(text);
        let site = listing.is_confidential().then(|| {
            let id = self.id(listing, &["site"]);
            json!({ "id": id, "link_type": "site", "value": "CONFIDENTIAL" })
        });
        codes.into_iter().map(code).chain(texts).chain(site).collect()
    }
}

/// Opening hours: days with the same hours together.
fn schedules(listing: &Listing) -> Vec<Value> {
    let line = |nth: &str, days: &[&str], from: &str, until: &str| {
        let mut map = Map::new();
        map.insert("id".to_owned(), json!(stable(&[&listing.id.to_string(), "schedule", nth])));
        map.insert("freq".to_owned(), json!("WEEKLY"));
        map.insert("byday".to_owned(), json!(days.join(",")));
        map.insert("opens_at".to_owned(), json!(format!("{from}+04:00")));
        map.insert("closes_at".to_owned(), json!(format!("{until}+04:00")));
        map.insert("timezone".to_owned(), json!(TIMEZONE));
        Value::Object(map)
    };
    match &listing.opening {
        Opening::Always => vec![line("0", &BYDAY, "00:00", "23:59")],
        Opening::ByAppointment => Vec::new(),
        Opening::Week(week) => {
            let mut by_hours: std::collections::BTreeMap<(u16, u16), Vec<&str>> =
                Default::default();
            for (day, name) in Weekday::ALL.iter().zip(BYDAY) {
                if let Some(hours) = week.get(day) {
                    by_hours.entry((hours.from, hours.until)).or_default().push(name);
                }
            }
            let one = |((from, until), days): (&(u16, u16), &Vec<&str>)| {
                line(&format!("{from}-{until}"), days, &clock(*from), &clock(*until))
            };
            by_hours.iter().map(one).collect()
        }
    }
}
