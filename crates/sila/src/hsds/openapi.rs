//! The OpenAPI 3.1 document of the interface: its eleven readings, their parameters with limits, and what they answer.

use serde_json::{Map, Value, json};

use super::call::{PAGE_MAX, PER_PAGE_MAX};
use crate::services::find::QUERY_MAX;

fn parameter(name: &str, schema: &Value) -> Value {
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
    let problem = |description: &str| {
        json!({
            "description": description,
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/problem" } } },
        })
    };
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
    let item = json!({ "$ref": format!("#/components/schemas/{of}") });
    let page = json!({ "allOf": [
        { "$ref": "#/components/schemas/page" },
        { "type": "object", "properties": { "contents": { "type": "array", "items": item } } },
    ] });
    let content = json!({
        "application/json": { "schema": page },
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
    let schema = json!({ "$ref": format!("#/components/schemas/{of}") });
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

fn object(required: &[&str], properties: &Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties })
}

fn schemas() -> Value {
    let text = || json!({ "type": "string" });
    let uuid = || json!({ "type": "string", "format": "uuid" });
    let number = || json!({ "type": "integer", "minimum": 0 });
    let yes = || json!({ "type": "boolean" });
    json!({
        "root": object(&["version", "profile", "openapi_url"], &json!({
            "version": text(), "profile": text(), "openapi_url": text(),
        })),
        "page": object(
            &["total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"],
            &json!({
                "total_items": number(), "total_pages": number(), "page_number": number(), "size": number(),
                "first_page": yes(), "last_page": yes(), "empty": yes(), "contents": { "type": "array" },
            }),
        ),
        "service": object(&["id", "name", "status"], &json!({
            "id": uuid(), "name": text(), "alternate_name": text(), "description": text(),
            "status": { "type": "string", "enum": ["active"] },
            "minimum_age": { "type": "number" }, "maximum_age": { "type": "number" },
        })),
        "taxonomy": object(&["id", "name", "description"], &json!({ "id": uuid(), "name": text(), "description": text() })),
        "taxonomy_term": object(&["id", "name", "description"], &json!({ "id": uuid(), "code": text(), "name": text(), "description": text() })),
        "organization": object(&["id", "name", "description"], &json!({ "id": uuid(), "name": text(), "description": text() })),
        "service_at_location": object(&["id", "location"], &json!({
            "id": uuid(), "description": text(),
            "location": object(&["id", "location_type"], &json!({
                "id": uuid(), "location_type": { "type": "string", "enum": ["physical", "postal", "virtual"] },
            })),
        })),
        "problem": object(&["type", "status", "title", "code"], &json!({
            "type": text(), "status": number(), "title": text(), "detail": text(), "code": text(), "facts": { "type": "object" },
        })),
    })
}

/// The document, for an interface at this address.
pub fn document(address: &str) -> Value {
    let plain = |of: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{of}") } } });
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
        "openapi": "3.1.0",
        "info": {
            "title": "Directory of services (HSDS 3.1, profile hsds-ae)",
            "version": super::VERSION,
            "description": "Open to everybody. Room is said in a word, never as a number; a confidential place has no address here.",
        },
        "servers": [{ "url": address }],
        "paths": {
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
        },
        "components": { "schemas": schemas() },
    })
}
