//! The OpenAPI 3.1 document of the interface: its eleven readings, their parameters with limits, and what they answer.

use serde_json::{Map, Value, json};

use super::call::{PAGE_MAX, PER_PAGE_MAX};
use crate::services::find::QUERY_MAX;

/// A parameter of the query that need not be there.
pub fn parameter(name: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "schema": schema })
}

fn flag(name: &str) -> Value {
    parameter(name, &json!({ "type": "boolean" }))
}

fn id(name: &str) -> Value {
    parameter(name, &json!({ "type": "string", "format": "uuid" }))
}

fn language() -> Value {
    parameter("lang", &json!({ "type": "string", "enum": ["ar", "en"], "default": "ar" }))
}

/// The parameters that every list has.
fn of_list(more: Vec<Value>) -> Vec<Value> {
    let mut all = vec![
        language(),
        parameter("search", &json!({ "type": "string", "maxLength": QUERY_MAX })),
        parameter(
            "page",
            &json!({ "type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": 1 }),
        ),
        parameter("per_page", &json!({ "type": "integer", "minimum": 1, "maximum": PER_PAGE_MAX })),
        parameter(
            "format",
            &json!({ "type": "string", "enum": ["json", "ndjson"], "default": "json" }),
        ),
    ];
    all.extend(more);
    all
}

fn refusals() -> Map<String, Value> {
    let all = [
        ("400", problem("A parameter is malformed; facts.field names it.")),
        ("404", problem("There is no such thing here.")),
    ];
    all.into_iter().map(|(status, one)| (status.to_owned(), one)).collect()
}

fn reading(name: &str, summary: &str, parameters: &[Value], content: &Value) -> Value {
    let mut responses = refusals();
    responses.insert("200".to_owned(), json!({ "description": summary, "content": content }));
    json!({ "get": { "operationId": name, "summary": summary, "parameters": parameters, "responses": responses } })
}

fn list(name: &str, of: &str, more: Vec<Value>) -> Value {
    let content = json!({
        "application/json": { "schema": page_of(of) },
        "application/x-ndjson": { "schema": { "type": "string" } },
    });
    reading(
        name,
        "A page of a list; a line for each thing with format=ndjson.",
        &of_list(more),
        &content,
    )
}

fn single(name: &str, of: &str) -> Value {
    let schema = of_name(of);
    let path = json!({
        "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" },
    });
    let content = json!({ "application/json": { "schema": schema } });
    reading(
        name,
        "One thing with everything that is published of it.",
        &[path, language()],
        &content,
    )
}

/// An object with these parts and no others.
pub fn object(required: &[&str], properties: &Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

/// The eight parts around a page of a list.
pub fn page_of(of: &str) -> Value {
    let (number, yes) = (json!({ "type": "integer", "minimum": 0 }), json!({ "type": "boolean" }));
    let parts = [
        "total_items",
        "total_pages",
        "page_number",
        "size",
        "first_page",
        "last_page",
        "empty",
        "contents",
    ];
    object(
        &parts,
        &json!({
            "total_items": number, "total_pages": number, "page_number": number, "size": number,
            "first_page": yes, "last_page": yes, "empty": yes,
            "contents": { "type": "array", "items": of_name(of) },
        }),
    )
}

/// The shape that is described under this name.
pub fn of_name(of: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{of}") })
}

/// How a refusal is answered.
pub fn problem(description: &str) -> Value {
    json!({
        "description": description,
        "content": { "application/problem+json": { "schema": of_name("problem") } },
    })
}

/// The shapes of what is answered, without the page.
pub fn schemas() -> Value {
    let mut all = of_services();
    if let (Value::Object(all), Value::Object(more)) = (&mut all, of_parts()) {
        all.extend(more);
    }
    all
}

fn text() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

fn uuid() -> Value {
    json!({ "type": "string", "format": "uuid" })
}

fn list_of(of: &str) -> Value {
    json!({ "type": "array", "minItems": 1, "items": of_name(of) })
}

/// Services, organisations and where services are.
fn of_services() -> Value {
    let age = || json!({ "type": "integer", "minimum": 0, "maximum": 150 });
    json!({
        "root": object(&["version", "profile", "openapi_url"], &json!({
            "version": text(), "profile": text(), "openapi_url": text(), "description": text(),
            "publisher": object(&["name", "identifier"], &json!({ "name": text(), "identifier": text() })),
        })),
        "service": object(&["id", "name", "status"], &json!({
            "id": uuid(), "organization_id": uuid(), "name": text(), "alternate_name": text(), "description": text(),
            "status": { "type": "string", "enum": ["active"] },
            "application_process": text(), "fees_description": text(), "eligibility_description": text(),
            "minimum_age": age(), "maximum_age": age(),
            "assured_date": { "type": "string", "format": "date" },
            "last_modified": { "type": "string", "format": "date-time" },
            "organization": of_name("organization"), "program": of_name("program"),
            "phones": list_of("phone"), "schedules": list_of("schedule"), "service_areas": list_of("service_area"),
            "service_at_locations": list_of("service_at_location"), "languages": list_of("language"),
            "required_documents": list_of("required_document"), "attributes": list_of("attribute"),
        })),
        "organization": object(&["id", "name", "description"], &json!({
            "id": uuid(), "name": text(), "alternate_name": text(), "description": text(),
            "parent_organization_id": uuid(), "organization_identifiers": list_of("organization_identifier"),
        })),
        "organization_identifier": object(&["id", "identifier_type", "identifier"], &json!({
            "id": uuid(), "identifier_scheme": text(), "identifier": text(),
            "identifier_type": { "type": "string", "enum": ["licence", "government"] },
        })),
        "program": object(&["id", "name", "description"], &json!({
            "id": uuid(), "organization_id": uuid(), "name": text(), "alternate_name": text(), "description": text(),
        })),
        "service_at_location": object(&["id", "location"], &json!({
            "id": uuid(), "service_id": uuid(), "description": text(),
            "location": of_name("location"), "service": of_name("service"),
        })),
        "location": object(&["id", "location_type"], &json!({
            "id": uuid(), "location_type": { "type": "string", "enum": ["physical", "virtual"] },
            "name": text(), "alternate_name": text(),
            "external_identifier": text(), "external_identifier_type": text(), "addresses": list_of("address"),
        })),
        "address": object(
            &["id", "address_1", "city", "state_province", "postal_code", "country", "address_type"],
            &json!({
                "id": uuid(), "address_1": text(), "city": text(), "state_province": text(),
                "postal_code": text(), "country": { "type": "string", "enum": ["AE"] },
                "address_type": { "type": "string", "enum": ["physical"] },
            }),
        ),
    })
}

/// Parts of a service, the lists of codes, and refusals.
fn of_parts() -> Value {
    let clock = || json!({ "type": "string", "pattern": "^[0-9]{2}:[0-9]{2}\\+04:00$" });
    json!({
        "phone": object(&["id", "number"], &json!({ "id": uuid(), "number": text(), "type": text() })),
        "schedule": object(&["id", "freq"], &json!({
            "id": uuid(), "freq": { "type": "string", "enum": ["WEEKLY"] }, "byday": text(),
            "opens_at": clock(), "closes_at": clock(), "timezone": { "type": "integer" },
        })),
        "service_area": object(&["id"], &json!({
            "id": uuid(), "name": text(), "extent": text(), "extent_type": text(),
        })),
        "language": object(&["id"], &json!({ "id": uuid(), "name": text(), "code": text() })),
        "required_document": object(&["id"], &json!({ "id": uuid(), "document": text(), "uri": text() })),
        "attribute": object(&["id"], &json!({
            "id": uuid(), "link_type": text(), "value": text(), "label": text(), "taxonomy_term": of_name("taxonomy_term"),
        })),
        "taxonomy": object(&["id", "name", "description"], &json!({
            "id": uuid(), "name": text(), "description": text(), "uri": text(), "version": text(),
        })),
        "taxonomy_term": object(&["id", "name", "description"], &json!({
            "id": uuid(), "code": text(), "name": text(), "description": text(), "taxonomy": text(),
            "taxonomy_id": uuid(), "taxonomy_detail": of_name("taxonomy"), "language": text(), "term_uri": text(),
        })),
        "problem": object(&["type", "status", "title", "code"], &json!({
            "type": text(), "status": { "type": "integer" }, "title": text(), "detail": text(), "code": text(),
            "facts": { "type": "object" }, "instance": text(),
        })),
    })
}

/// The readings by their paths.
pub fn paths() -> Value {
    let plain = |of: &str| json!({ "application/json": { "schema": of_name(of) } });
    let services = [
        id("taxonomy_term_id"),
        id("taxonomy_id"),
        id("organization_id"),
        parameter("modified_after", &json!({ "type": "string", "format": "date-time" })),
        flag("full"),
    ];
    let minimal = services.iter().cloned().chain([flag("minimal")]).collect();
    let places =
        services.into_iter().chain([parameter("postcode", &json!({ "type": "string" }))]).collect();
    let terms = vec![id("taxonomy_id"), id("parent_id"), flag("top_only")];
    json!({
        "/": reading("root", "Version, profile and the address of this document.", &[language()], &plain("root")),
        "/services": list("services", "service", minimal),
        "/services/{id}": single("service", "service"),
        "/taxonomies": list("taxonomies", "taxonomy", Vec::new()),
        "/taxonomies/{id}": single("taxonomy", "taxonomy"),
        "/taxonomy_terms": list("taxonomy_terms", "taxonomy_term", terms),
        "/taxonomy_terms/{id}": single("taxonomy_term", "taxonomy_term"),
        "/organizations": list("organizations", "organization", vec![flag("full_service"), flag("full")]),
        "/organizations/{id}": single("organization", "organization"),
        "/service_at_locations": list("service_at_locations", "service_at_location", places),
        "/service_at_locations/{id}": single("service_at_location", "service_at_location"),
    })
}

/// The document, for an interface at this address.
pub fn document(address: &str) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Directory of services (HSDS 3.1, profile hsds-ae)",
            "version": super::VERSION,
            "description": "Open to everybody. Room is said in a word, never as a number; a confidential place has no address here.",
        },
        "servers": [{ "url": address }],
        "paths": paths(),
        "components": { "schemas": schemas() },
    })
}
