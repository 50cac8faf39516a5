//! The one error of the node. A [`Problem`] has a stable code, which is also the key of its texts; only `facts` may
//! leave the node, `source` is logged once beside a reference number that the person sees.

use axum::http::StatusCode;
use sila_core::refusal::Refusal;

use crate::db::DbError;

/// Something that stopped a request, in words a person can act on.
#[derive(Debug)]
pub struct Problem {
    /// The HTTP status it is answered with.
    pub status: StatusCode,
    /// Stable code such as `referral.no_consent`; texts are `problem-referral-no_consent` and `…-next`.
    pub code: String,
    /// Values for the text. Never personal data.
    pub facts: Vec<(&'static str, String)>,
    /// What went wrong inside, for the log only.
    pub source: Option<String>,
    /// Where to send the person: a path without the language.
    pub way_out: Option<String>,
}

impl Problem {
    fn new(status: StatusCode, code: impl Into<String>) -> Problem {
        Problem { status, code: code.into(), facts: Vec::new(), source: None, way_out: None }
    }

    /// The record does not exist, or not for this person: the answer is the same.
    pub fn not_found() -> Problem {
        Problem::new(StatusCode::NOT_FOUND, "page.not_found")
    }

    /// What was asked for has become something else: the browser is sent there (303).
    pub fn elsewhere(path: impl Into<String>) -> Problem {
        Problem::new(StatusCode::SEE_OTHER, "page.elsewhere").way_out(path)
    }

    /// The person is signed in, but the role does not allow it.
    pub fn forbidden() -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "page.forbidden")
    }

    /// What is asked needs a token that did not come with it, or one that is none of ours.
    pub fn without_token(code: impl Into<String>) -> Problem {
        Problem::new(StatusCode::UNAUTHORIZED, code)
    }

    /// The request cannot be understood.
    pub fn bad_request(code: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, code)
    }

    /// The request is larger than its limit.
    pub fn too_large(code: impl Into<String>) -> Problem {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, code)
    }

    /// The request is understood but the rules refuse it.
    pub fn refused(code: impl Into<String>) -> Problem {
        Problem::new(StatusCode::CONFLICT, code)
    }

    /// The node cannot do it now; trying again later may help.
    pub fn unavailable(code: impl Into<String>) -> Problem {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, code)
    }

    /// A fault of the node itself.
    pub fn internal(code: impl Into<String>) -> Problem {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, code)
    }

    /// Whether trying again a little later may help.
    pub fn is_passing(&self) -> bool {
        self.status == StatusCode::SERVICE_UNAVAILABLE
    }

    /// Adds a value for the text.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Problem {
        self.facts.push((name, value.into()));
        self
    }

    /// Adds the inner reason, for the log only.
    #[must_use]
    pub fn because(mut self, source: impl std::fmt::Display) -> Problem {
        self.source = Some(source.to_string());
        self
    }

    /// Says where the person can go on.
    #[must_use]
    pub fn way_out(mut self, path: impl Into<String>) -> Problem {
        self.way_out = Some(path.into());
        self
    }

    /// The key of the text: `problem-` and the code with dots as hyphens.
    pub fn text_key(&self) -> String {
        format!("problem-{}", self.code.replace('.', "-"))
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)?;
        self.source.as_ref().map_or(Ok(()), |source| write!(f, " ({source})"))
    }
}

impl std::error::Error for Problem {}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Problem {
        match error {
            DbError::Full => Problem::unavailable("store.full"),
            DbError::Busy | DbError::Closed => Problem::unavailable("store.busy"),
            passing if passing.is_passing() => Problem::unavailable("store.busy").because(passing),
            other => Problem::internal("store.failed").because(other),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let problem = Problem::refused(refusal.code());
        let problem = match refusal.clause() {
            Some(clause) => problem.with("clause", clause),
            None => problem,
        };
        match &refusal {
            Refusal::CategoryNotCovered { category, .. } => {
                problem.with("category", category.code())
            }
            Refusal::KindNotCovered { kind, .. } => problem.with("kind", kind.code()),
            Refusal::FieldNotCovered { field, .. }
            | Refusal::PermissionLacksField { field }
            | Refusal::FieldNotInProgramme { field } => problem.with("field", field.code()),
            Refusal::ServiceNotOffered { service, .. }
            | Refusal::CategoryNotServed { service, .. }
            | Refusal::SexNotServed { service, .. }
            | Refusal::AgeNotServed { service, .. }
            | Refusal::PermissionLacksService { service } => {
                problem.with("service", service.code())
            }
            Refusal::CodeNotPinned { list, pinned, needed, .. } => problem
                .with("code-list", *list)
                .with("pinned", pinned.to_string())
                .with("needed", needed.to_string()),
            Refusal::AgreementNotSigned { agreement, .. } => {
                problem.with("agreement", agreement.clone())
            }
            Refusal::OtherTransfer { reference } => problem.with("reference", reference.clone()),
            Refusal::AreaAtRest { area } => problem.with("cooperation-field", area.code()),
            Refusal::WrongState { state } => problem.with("state", state.code()),
            Refusal::NoTimer { urgency, .. } => problem.with("urgency", urgency.code()),
            _ => problem,
        }
    }
}

/// Facts that are codes: shown by the text `NAME-code`, not as they are.
pub const CODED_FACTS: [&str; 9] = [
    "category",
    "kind",
    "field",
    "service",
    "state",
    "urgency",
    "cooperation-field",
    "licence-state",
    "code-list",
];
