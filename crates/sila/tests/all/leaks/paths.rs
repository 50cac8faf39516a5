//! Every route of the table with the names of real things in it: what the pages lead to is learnt from their links and forms.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use sila::accounts::Permission;
use sila::ask::Reads;

/// Real things kept for each place in a route.
const KEPT_MAX: usize = 6;
/// Stands where nothing real is known: nobody has this identifier.
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// Known by a secret alone that is shown once, or by a code on a wall: no page leads to it. Asked with an identifier of nobody.
const BY_SECRET: &[&str] = &[
    "/{lang}/attendance/{id}/kiosk/{key}",
    "/{lang}/attendance/{id}/screen/{key}",
    "/{lang}/diary/{secret}",
    "/{lang}/links/invitations/{token}",
    "/{lang}/lockbox/{device}",
    "/{lang}/vote/{code}",
    "/room/{code}",
    "/{lang}/room/{code}/mergers/{id}",
    "/{lang}/room/{code}/polls/{id}",
];

/// Of these Dana has none in the demonstration, or no page leads to one before somebody has made it. Asked with an identifier of nobody; a
/// route of another kind of thing stands here or is met.
const NONE_THERE: &[&str] = &[
    "/api/agreements/{id}",
    "/api/figures/{id}",
    "/fhir/ServiceRequest/{id}",
    "/fhir/Task/{id}",
    "/hsds/organizations/{id}",
    "/hsds/service_at_locations/{id}",
    "/hsds/services/{id}",
    "/hsds/taxonomies/{id}",
    "/hsds/taxonomy_terms/{id}",
    "/{lang}/agreements/{id}/esign/{paper}",
    "/{lang}/agreements/{id}/papers/{paper}",
    "/{lang}/alliances/{id}",
    "/{lang}/announcements/{id}",
    "/{lang}/audits/{id}",
    "/{lang}/cases/{id}/alleged/{one}",
    "/{lang}/cases/{id}/appointments/{one}",
    "/{lang}/cases/{id}/assessments/{one}",
    "/{lang}/cases/{id}/clocks/{kind}/{nth}",
    "/{lang}/cases/{id}/closure/checks/{one}",
    "/{lang}/cases/{id}/documents/{one}",
    "/{lang}/cases/{id}/flags/{one}",
    "/{lang}/cases/{id}/interpreters/{one}",
    "/{lang}/cases/{id}/letters/consents/{one}",
    "/{lang}/cases/{id}/letters/ways/{one}",
    "/{lang}/cases/{id}/letters/{one}",
    "/{lang}/cases/{id}/notes/{thread}",
    "/{lang}/cases/{id}/plan/actions/{one}",
    "/{lang}/cases/{id}/plan/goals/{one}",
    "/{lang}/cases/{id}/reporter/{one}",
    "/{lang}/contributions/{kind}/{id}/{n}",
    "/{lang}/duplicates/{one}/{two}",
    "/{lang}/evaluations/instruments/{id}",
    "/{lang}/evaluations/rounds/{id}",
    "/{lang}/evidence/{id}",
    "/{lang}/filters/{id}",
    "/{lang}/glass/{id}",
    "/{lang}/historic/{id}/duties/{duty}",
    "/{lang}/ideas/{room}/clusters/{id}",
    "/{lang}/ideas/{room}/held/{idea}",
    "/{lang}/ideas/{room}/mergers/{id}",
    "/{lang}/imports/{id}",
    "/{lang}/intake/{draft}",
    "/{lang}/intake/{draft}/{step}",
    "/{lang}/known/inbox/{id}",
    "/{lang}/licences/{id}/grievances/{grievance}",
    "/{lang}/mail/{id}",
    "/{lang}/meetings/{id}/items/{item}",
    "/{lang}/partners/{id}/accounts/{worker}",
    "/{lang}/partnerships/{agency}/files/{id}",
    "/{lang}/partnerships/{agency}/files/{id}/{version}",
    "/{lang}/partnerships/{agency}/focal/{id}",
    "/{lang}/partnerships/{agency}/handover/{id}",
    "/{lang}/partnerships/{agency}/risks/{id}",
    "/{lang}/policy/draft/{clause}",
    "/{lang}/policy/of/{id}",
    "/{lang}/portal/agreements/{id}",
    "/{lang}/portal/announcements/{id}",
    "/{lang}/portal/differences/{id}",
    "/{lang}/portal/files/{id}",
    "/{lang}/portal/files/{id}/{version}",
    "/{lang}/portal/minutes/{id}",
    "/{lang}/portal/proposals/{id}",
    "/{lang}/portal/referrals/{id}",
    "/{lang}/referrals/{id}/attachments/{attachment}",
    "/{lang}/referrals/{id}/joint/conferences/{line}",
    "/{lang}/referrals/{id}/joint/goals/{line}",
    "/{lang}/referrals/{id}/joint/tasks/{line}",
    "/{lang}/research/tables/{id}",
    "/{lang}/research/{id}",
    "/{lang}/services/{id}/versions/{number}",
    "/{lang}/shelter/dangers/{id}",
    "/{lang}/shelter/homes/{id}/shift/{handover}",
    "/{lang}/shelter/waiting/cases/{case}",
    "/{lang}/shelter/waiting/referrals/{id}",
    "/{lang}/teams/{id}",
    "/{lang}/themes/{entry}",
    "/{lang}/training/abstracts/{id}",
    "/{lang}/training/enrolments/{id}",
    "/{lang}/training/needs/{id}",
    "/{lang}/training/{id}/screen/{key}",
    "/{lang}/webhooks/{id}",
];

/// The beginnings of routes that need not be met.
pub fn unmet_for_a_reason() -> BTreeSet<String> {
    BY_SECRET.iter().chain(NONE_THERE).map(|begins| (*begins).to_owned()).collect()
}

/// One line of the table of routes.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// An act, not a page.
    pub acts: bool,
    /// With its `{names}`.
    pub path: &'static str,
    /// Who may.
    pub permission: Permission,
    /// It takes a file.
    pub file: bool,
}

impl Line {
    /// Every route there is: a new one is asked by itself.
    pub fn table() -> Vec<Line> {
        let all = sila::routes::table().list.into_iter();
        let line = |route: sila::ask::Route| Line {
            acts: route.method == Method::POST,
            path: route.path,
            permission: route.permission,
            file: route.reads != Reads::Form,
        };
        all.map(line).collect()
    }

    /// `GET /{lang}/cases/{id}`.
    pub fn named(self) -> String {
        format!("{} {}", if self.acts { "POST" } else { "GET" }, self.path)
    }
}

fn parts(path: &str) -> Vec<&str> {
    path.trim_start_matches('/').split('/').collect()
}

fn is_open(part: &str) -> bool {
    part.contains('{') && part != "{lang}"
}

/// How much of the route up to its last open part, and the rest.
fn cut(path: &str) -> Option<(String, String)> {
    let all = parts(path);
    let last = all.iter().rposition(|part| is_open(part))?;
    let rest: String = all[last + 1..].iter().map(|part| format!("/{part}")).collect();
    Some((format!("/{}", all[..=last].join("/")), rest))
}

/// What is known of the things that are there.
pub struct Known {
    /// The table.
    pub lines: Vec<Line>,
    by_length: BTreeMap<usize, Vec<(Line, Vec<&'static str>)>>,
    seen: BTreeSet<String>,
    real: BTreeMap<String, Vec<String>>,
    fields: BTreeMap<&'static str, BTreeSet<String>>,
}

impl Known {
    /// Nothing yet.
    pub fn new() -> Known {
        let lines = Line::table();
        let mut by_length: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        for line in &lines {
            let own = parts(line.path);
            by_length.entry(own.len()).or_default().push((*line, own));
        }
        let (seen, real, fields) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
        Known { lines, by_length, seen, real, fields }
    }

    /// The route of an address; of several that fit, the one with most words of its own.
    fn route(&self, real: &[&str]) -> Option<Line> {
        let all = self.by_length.get(&real.len())?;
        let fits = |own: &[&str]| {
            own.iter().zip(real).all(|(own, real)| match *own {
                "{lang}" => matches!(*real, "ar" | "en"),
                own => own == *real || (own.contains('{') && !real.is_empty()),
            })
        };
        let closed = |own: &[&str]| own.iter().filter(|part| !is_open(part)).count();
        let fitting = all.iter().filter(|(_, own)| fits(own));
        fitting.max_by_key(|(_, own)| closed(own)).map(|(line, _)| *line)
    }

    /// An address on a page, with the fields of the form if it is one's.
    pub fn learn(&mut self, address: &str, fields: &[String]) {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        if fields.is_empty() && !self.seen.insert(path.to_owned()) {
            return;
        }
        let said = parts(path);
        let Some(line) = self.route(&said) else { return };
        let (mut own, mut real) = (String::new(), String::new());
        for (name, part) in parts(line.path).into_iter().zip(said) {
            own += &format!("/{name}");
            real += &format!("/{}", if name == "{lang}" { name } else { part });
            if is_open(name) {
                let kept = self.real.entry(own.clone()).or_default();
                if kept.len() < KEPT_MAX && !kept.contains(&real) {
                    kept.push(real.clone());
                }
            }
        }
        if !fields.is_empty() {
            self.fields.entry(line.path).or_default().extend(fields.iter().cloned());
        }
    }

    /// The names of the fields that forms send there.
    pub fn fields(&self, line: Line) -> BTreeSet<String> {
        self.fields.get(line.path).cloned().unwrap_or_default()
    }

    /// The route with real things in it, `{lang}` still open.
    pub fn real(&self, line: Line) -> Vec<String> {
        let Some((open, rest)) = cut(line.path) else { return vec![line.path.to_owned()] };
        let known = self.real.get(&open).map_or(&[][..], Vec::as_slice);
        known.iter().map(|real| format!("{real}{rest}")).collect()
    }

    /// The same, and where nothing is known as if there were something.
    pub fn any(&self, line: Line) -> Vec<String> {
        let known = self.real(line);
        if !known.is_empty() {
            return known;
        }
        let (mut own, mut real) = (String::new(), String::new());
        for name in parts(line.path) {
            own += &format!("/{name}");
            let first = self.real.get(&own).and_then(|known| known.first());
            real = match first {
                Some(first) => first.clone(),
                None if is_open(name) => format!("{real}/{NOBODY}"),
                None => format!("{real}/{name}"),
            };
        }
        vec![real]
    }

    /// Beginnings of routes of which the demonstration leads to nothing real.
    pub fn unmet(&self) -> BTreeSet<String> {
        let open = self.lines.iter().filter(|line| self.real(**line).is_empty());
        open.filter_map(|line| cut(line.path)).map(|(open, _)| open).collect()
    }
}

#[test]
fn what_a_page_leads_to_fills_the_routes_of_the_same_thing() {
    let mut known = Known::new();
    known.learn("/ar/cases/0197/notes?page=2#end", &[]);
    let line = |path| *known.lines.iter().find(|line| !line.acts && line.path == path).unwrap();
    assert_eq!(known.real(line("/{lang}/cases/{id}")), ["/{lang}/cases/0197"]);
    assert_eq!(known.real(line("/{lang}/cases/{id}/history")), ["/{lang}/cases/0197/history"]);
    assert!(known.real(line("/{lang}/agreements/{id}")).is_empty());
    assert_eq!(
        known.any(line("/{lang}/agreements/{id}")),
        [format!("/{{lang}}/agreements/{NOBODY}")]
    );
    assert!(known.unmet().contains("/{lang}/agreements/{id}"));
    assert!(!known.unmet().contains("/{lang}/cases/{id}"));
    known.learn("/ar/agreements/new", &[]);
    assert!(known.unmet().contains("/{lang}/agreements/{id}"), "a word is no identifier");
}
