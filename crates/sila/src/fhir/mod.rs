//! What was referred to a partner, as health systems read it: FHIR R4 `ServiceRequest` and `Task`, and one file of rows.
//!
//! It is read with a token of that partner that says so, under an agreement in force, and only what is addressed to the partner exists for it.
//! The rules are those of the portal: no name before the acceptance, nothing of what came to nothing, and each reading is written down
//! under the token's name before it is answered. How to reach a person safely is never here: a telephone number
//! without the words beside it is a danger.

mod export;
mod read;
mod resource;
pub mod store;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::accounts::Permission::Public;
use crate::api::Sizes;
use crate::ask::{Ask, Routes};
use crate::problem::Problem;
use crate::reply::Reply;

/// The type of every answer.
const FHIR_JSON: &str = "application/fhir+json";
/// The version of FHIR.
const VERSION: &str = "4.0.1";

/// Resources in a bundle.
pub const BUNDLE: Sizes = Sizes { field: "_count", usual: 20, max: 50, page_max: 10_000 };

/// The routes.
pub fn routes(r: &mut Routes) {
    r.get("/fhir/metadata", Public, capabilities);
    r.get("/fhir/ServiceRequest", Public, read::requests);
    r.get("/fhir/ServiceRequest/{id}", Public, read::request);
    r.get("/fhir/Task", Public, read::tasks);
    r.get("/fhir/Task/{id}", Public, read::task);
    r.get("/api/referrals.csv", Public, export::file);
}

/// What can be read, open to everybody.
async fn capabilities(ask: Ask) -> Result<Reply, Problem> {
    let resource = |of: &str| {
        json!({
            "type": of,
            "interaction": [{ "code": "read" }, { "code": "search-type" }],
        })
    };
    let all = json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-11-22",
        "kind": "instance",
        "implementation": { "description": ask.cx.agency(), "url": format!("{}/fhir", ask.origin()) },
        "fhirVersion": VERSION,
        "format": [FHIR_JSON],
        "rest": [{
            "mode": "server",
            "security": { "description": "Authorization: Bearer, a token with the scope referrals" },
            "resource": [resource("ServiceRequest"), resource("Task")],
        }],
    });
    Ok(Reply::json_as(StatusCode::OK, FHIR_JSON, &all))
}

/// The answer, or what went wrong as an `OperationOutcome`.
fn told(ask: &Ask, done: Result<Value, Problem>) -> Result<Reply, Problem> {
    let problem = match done {
        Ok(value) => return Ok(Reply::json_as(StatusCode::OK, FHIR_JSON, &value)),
        Err(problem) if problem.status.is_server_error() => {
            return Ok(Reply::problem_json(&ask.cx, &problem));
        }
        Err(problem) => problem,
    };
    let code = match problem.status {
        StatusCode::UNAUTHORIZED => "login",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::TOO_MANY_REQUESTS => "throttled",
        _ => "invalid",
    };
    let field = problem.facts.iter().find(|(name, _)| *name == "field");
    let mut issue = json!({ "severity": "error", "code": code, "diagnostics": problem.code });
    if let (Value::Object(issue), Some((_, field))) = (&mut issue, field) {
        issue.insert("expression".to_owned(), json!([field]));
    }
    let outcome = json!({ "resourceType": "OperationOutcome", "issue": [issue] });
    Ok(Reply::json_as(problem.status, FHIR_JSON, &outcome))
}
