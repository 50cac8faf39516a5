//! The OpenAPI 3.1 document of everything that programs read here: the directory, the published figures, and a partner's own.

use serde_json::{Map, Value, json};

use super::Scope;
use super::paging::{PAGE_MAX, PER_PAGE_MAX};
use crate::fhir::BUNDLE;
use crate::hsds::openapi::{self as directory, object, of_name, page_of, parameter, problem};

/// The version of this interface: the first number goes up when something that was there is gone.
const VERSION: &str = "1.0";

/// The document, for a node at this address.
pub fn document(origin: &str) -> Value {
    let mut paths = own();
    if let Value::Object(all) = directory::paths() {
        let there = all.into_iter().map(|(path, reading)| (format!("/hsds{path}"), reading));
        paths.extend(there);
    }
    let mut schemas = shapes();
    if let (Value::Object(all), Value::Object(more)) = (&mut schemas, directory::schemas()) {
        all.extend(more);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Sila: open interface of this agency",
            "version": VERSION,
            "description": "The directory is open to everybody. Figures and what is agreed with a partner need a token of that partner; nothing of a person is in them.",
        },
        "servers": [{ "url": origin }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "A token that an officer of this agency has made for your partner. It says what may be read, and ends by itself.",
            } },
        },
    })
}

/// The readings that need a token.
fn own() -> Map<String, Value> {
    let (figures, own) = (Some(Scope::Figures), Some(Scope::Partnership));
    let all = [
        ("/api/token", single("token", None, "What the token may read, and until when.")),
        ("/api/figures", list("figures", figures, "The tables that the agency has published.")),
        ("/api/figures/{id}", named("figures", figures, "One published table.")),
        ("/api/agreements", list("agreement", own, "The agreements with the partner.")),
        ("/api/agreements/{id}", named("agreement", own, "One agreement with its clauses.")),
        ("/api/obligations", list("obligation", own, "What either party owes the other.")),
        ("/api/initiatives", list("initiative", own, "What both parties do together.")),
        ("/api/referrals.csv", rows()),
        ("/fhir/metadata", open("CapabilityStatement")),
        ("/fhir/ServiceRequest", bundle("ServiceRequest", "What was referred to the partner.")),
        ("/fhir/ServiceRequest/{id}", resource("ServiceRequest", "One request for a service.")),
        ("/fhir/Task", bundle("Task", "Where each referral stands.")),
        ("/fhir/Task/{id}", resource("Task", "Where one referral stands.")),
    ];
    all.into_iter().map(|(path, reading)| (path.to_owned(), reading)).collect()
}

fn refusals() -> Map<String, Value> {
    let all = [
        ("400", problem("A parameter is malformed; facts.field names it.")),
        ("401", problem("There is no token, or it is unknown, expired or revoked.")),
        ("403", problem("The token may not read this; facts.scope names what it lacks.")),
        ("404", problem("There is no such thing for this partner.")),
        ("429", problem("More than 300 calls in a minute.")),
    ];
    all.into_iter().map(|(status, one)| (status.to_owned(), one)).collect()
}

fn reading(
    name: &str,
    scope: Option<Scope>,
    summary: &str,
    (parameters, schema): (&[Value], &Value),
) -> Value {
    let mut responses = refusals();
    let content = json!({ "application/json": { "schema": schema } });
    responses.insert("200".to_owned(), json!({ "description": summary, "content": content }));
    let scope = scope.map_or("Any token.", |scope| match scope {
        Scope::Figures => "Needs the scope figures.",
        Scope::Partnership => "Needs the scope partnership.",
        Scope::Referrals => "Needs the scope referrals, and an agreement in force.",
    });
    json!({ "get": {
        "operationId": name,
        "summary": summary,
        "description": scope,
        "security": [{ "token": [] }],
        "parameters": parameters,
        "responses": responses,
    } })
}

fn single(of: &str, scope: Option<Scope>, summary: &str) -> Value {
    reading(&format!("own_{of}"), scope, summary, (&[], &of_name(of)))
}

fn named(of: &str, scope: Option<Scope>, summary: &str) -> Value {
    let id = json!({
        "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" },
    });
    reading(&format!("one_{of}"), scope, summary, (&[id], &of_name(of)))
}

fn list(of: &str, scope: Option<Scope>, summary: &str) -> Value {
    let number = |max: i64| json!({ "type": "integer", "minimum": 1, "maximum": max });
    let parameters =
        [parameter("page", &number(PAGE_MAX)), parameter("per_page", &number(PER_PAGE_MAX))];
    reading(&format!("all_{of}"), scope, summary, (&parameters, &page_of(of)))
}

/// The answer of `reading` in another form.
fn in_form(mut reading: Value, form: &str, schema: &Value) -> Value {
    if let Some(content) = reading.pointer_mut("/get/responses/200/content") {
        *content = json!({ form: { "schema": schema } });
    }
    reading
}

fn rows() -> Value {
    let summary =
        "What was referred to the partner, a row for each; at most 1,000, the newest first.";
    let reading = reading("referral_rows", Some(Scope::Referrals), summary, (&[], &Value::Null));
    in_form(reading, "text/csv", &text())
}

/// A resource of FHIR R4: its own specification describes its parts.
fn of_type(name: &str) -> Value {
    let kind = json!({ "type": "string", "enum": [name] });
    json!({ "type": "object", "required": ["resourceType"], "properties": { "resourceType": kind } })
}

/// Refusals of FHIR are outcomes, not problems.
fn in_fhir(reading: Value, of: &str) -> Value {
    let mut reading = in_form(reading, "application/fhir+json", &of_type(of));
    if let Some(Value::Object(all)) = reading.pointer_mut("/get/responses") {
        let refused = all.iter_mut().filter(|(status, _)| *status != "200");
        for (_, answer) in refused {
            let schema = of_type("OperationOutcome");
            answer["content"] = json!({ "application/fhir+json": { "schema": schema } });
        }
    }
    reading
}

fn open(of: &str) -> Value {
    let summary = "What can be read, open to everybody.";
    let mut open = in_fhir(reading(&format!("fhir_{of}"), None, summary, (&[], &Value::Null)), of);
    if let Some(Value::Object(get)) = open.pointer_mut("/get") {
        get.remove("security");
        get.remove("description");
    }
    open
}

fn resource(of: &str, summary: &str) -> Value {
    in_fhir(named(of, Some(Scope::Referrals), summary), of)
}

fn bundle(of: &str, summary: &str) -> Value {
    let number = |max: i64| json!({ "type": "integer", "minimum": 1, "maximum": max });
    let parameters =
        [parameter(BUNDLE.field, &number(BUNDLE.max)), parameter("page", &number(BUNDLE.page_max))];
    let scope = Some(Scope::Referrals);
    let reading = reading(&format!("search_{of}"), scope, summary, (&parameters, &Value::Null));
    in_fhir(reading, "Bundle")
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn uuid() -> Value {
    json!({ "type": "string", "format": "uuid" })
}

fn time() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn all_of(item: &Value) -> Value {
    json!({ "type": "array", "items": item })
}

/// What is answered to a token.
fn shapes() -> Value {
    let states = crate::agreements::State::ALL.map(crate::agreements::State::code);
    let axes = sila_core::extract::Axis::ALL.iter().map(|axis| axis.code());
    let axes = json!({ "type": "string", "enum": axes.collect::<Vec<_>>() });
    let quarter = || json!({ "type": "string", "pattern": "^[0-9]{4}-Q[1-4]$" });
    let scopes = json!({ "type": "string", "enum": Scope::ALL.map(Scope::code) });
    let named = |more: Value| {
        let mut parts = json!({ "id": text(), "name_ar": text(), "name_en": text() });
        if let (Value::Object(parts), Value::Object(more)) = (&mut parts, more) {
            parts.extend(more);
        }
        object(&["id", "name_ar", "name_en"], &parts)
    };
    let clause = object(
        &["number", "text_ar", "text_en"],
        &json!({ "number": text(), "title_ar": text(), "title_en": text(), "text_ar": text(), "text_en": text() }),
    );
    json!({
        "token": object(&["label", "partner", "scopes", "expires_at"], &json!({
            "label": text(), "partner": named(json!({})), "scopes": all_of(&scopes), "expires_at": time(),
        })),
        "figures": object(
            &["id", "published_at", "from", "to", "counted_by", "group_min", "total", "rest", "lines"],
            &json!({
                "id": uuid(), "published_at": time(), "from": quarter(), "to": quarter(),
                "counted_by": all_of(&axes), "group_min": count(), "total": count(), "rest": count(),
                "lines": all_of(&object(&["codes", "cases"], &json!({ "codes": { "type": "object" }, "cases": count() }))),
            }),
        ),
        "agreement": object(
            &["id", "code", "title_ar", "title_en", "state", "parties", "from", "until", "updated_at"],
            &json!({
                "id": uuid(), "code": text(), "title_ar": text(), "title_en": text(),
                "state": { "type": "string", "enum": states },
                "parties": all_of(&named(json!({ "code": text() }))),
                "from": time(), "until": time(), "updated_at": time(), "clauses": all_of(&clause),
            }),
        ),
        "obligation": obligation(),
        "initiative": initiative(),
    })
}

fn obligation() -> Value {
    let standings = [
        "SCHEDULED",
        "OPEN",
        "OVERDUE",
        "SUBMITTED",
        "RETURNED",
        "BREACHED",
        "ACCEPTED",
        "BY_DEFAULT",
        "WAIVED",
    ];
    object(
        &["agreement", "number", "text_ar", "text_en", "obligor", "obligee", "due_at", "standing"],
        &json!({
            "agreement": uuid(), "number": count(), "clause": text(), "area_of_work": text(),
            "text_ar": text(), "text_en": text(), "obligor": text(), "obligee": text(), "due_at": time(),
            "standing": { "type": "string", "enum": standings },
        }),
    )
}

fn initiative() -> Value {
    let step = object(
        &["number", "title_ar", "title_en", "due", "confirmed"],
        &json!({
            "number": count(), "title_ar": text(), "title_en": text(),
            "due": { "type": "string", "format": "date" }, "confirmed": { "type": "boolean" },
        }),
    );
    object(
        &["id", "agreement", "title_ar", "title_en", "state", "lead", "agreed_at", "milestones"],
        &json!({
            "id": uuid(), "agreement": uuid(), "title_ar": text(), "title_en": text(), "area_of_work": text(),
            "state": text(), "lead": text(), "agreed_at": time(), "started_at": time(), "ended_at": time(),
            "milestones": all_of(&step),
        }),
    )
}
