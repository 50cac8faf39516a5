//! The navigation: what this worker's roles may use, with counts of what waits.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::accounts::{Permission, Worker, roles};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::web::{Cx, NavItem, Who};

/// One line of the navigation and the permission without which it is not shown.
struct Line {
    key: &'static str,
    path: &'static str,
    icon: &'static str,
    group: &'static str,
    permission: Permission,
    tab: bool,
}

const fn line(
    key: &'static str,
    path: &'static str,
    icon: &'static str,
    group: &'static str,
    permission: Permission,
    tab: bool,
) -> Line {
    Line { key, path, icon, group, permission, tab }
}

const PARTNERSHIPS: &str = "menu-partnerships";
const OVERSIGHT: &str = "menu-oversight";
// The six headings of the report of the partnership meeting.
const MEETINGS: &str = "menu-six-meetings";
const SERVICES: &str = "menu-six-services";
const POLICY: &str = "menu-six-policy";
const SYSTEMS: &str = "menu-six-systems";
const TRAINING: &str = "menu-six-training";
const ATTENDANCE: &str = "menu-six-attendance";

const LINES: &[Line] = &[
    line("menu-day", "/", "sun-horizon", "", Permission::SignedIn, true),
    line(
        "menu-referrals-in",
        "/referrals/in",
        "tray-arrow-down",
        "",
        Permission::ReferralRead,
        true,
    ),
    line(
        "menu-referrals-out",
        "/referrals/out",
        "paper-plane-tilt",
        "",
        Permission::ReferralRead,
        false,
    ),
    line("menu-new", "/intake/new", "plus", "", Permission::Intake, true),
    line("menu-contacts", "/contacts", "phone", "", Permission::Intake, false),
    line("menu-cases", "/cases", "folders", "", Permission::CaseRead, true),
    line("menu-tasks", "/tasks", "list-checks", "", Permission::CaseRead, false),
    line("menu-flags", "/flags", "flag", "", Permission::CaseRead, false),
    line("menu-department", "/department", "chart-bar", "", Permission::CaseApprove, false),
    line("menu-approvals", "/approvals", "stamp", "", Permission::CaseApprove, false),
    line("menu-calendar", "/calendar", "calendar-blank", "", Permission::CaseRead, false),
    line("menu-instruments", "/instruments", "clipboard-text", "", Permission::CaseApprove, false),
    line("menu-effects", "/effects", "chart-bar", "", Permission::AgreementRead, false),
    line("menu-shelter", "/shelter", "house-line", "", Permission::ShelterRead, false),
    line("menu-duplicates", "/duplicates", "users-three", "", Permission::DuplicatesDecide, false),
    line("menu-imports", "/imports", "upload-simple", "", Permission::RegisterImport, false),
    line(
        "menu-agreements",
        "/agreements",
        "handshake",
        PARTNERSHIPS,
        Permission::AgreementRead,
        false,
    ),
    line(
        "menu-partnership-pages",
        "/partnerships",
        "chart-bar",
        PARTNERSHIPS,
        Permission::AgreementRead,
        false,
    ),
    line(
        "menu-evaluations",
        "/evaluations",
        "scales",
        PARTNERSHIPS,
        Permission::AgreementRead,
        false,
    ),
    line(
        "menu-initiatives",
        "/initiatives",
        "rocket-launch",
        PARTNERSHIPS,
        Permission::AgreementRead,
        false,
    ),
    line(
        "menu-obligations",
        "/obligations",
        "check-square-offset",
        PARTNERSHIPS,
        Permission::AgreementRead,
        false,
    ),
    line(
        "menu-standards",
        "/standards",
        "list-checks",
        PARTNERSHIPS,
        Permission::AgreementRead,
        false,
    ),
    line("menu-proposals", "/proposals", "path", PARTNERSHIPS, Permission::AgreementRead, false),
    line("menu-records", "/records", "signature", PARTNERSHIPS, Permission::AgreementRead, false),
    line(
        "menu-campaigns",
        "/campaigns",
        "megaphone",
        PARTNERSHIPS,
        Permission::AgreementRead,
        false,
    ),
    line(
        "menu-announcements",
        "/announcements",
        "megaphone",
        PARTNERSHIPS,
        Permission::AgreementRead,
        false,
    ),
    line("menu-research", "/research", "chart-bar", PARTNERSHIPS, Permission::ResearchRead, false),
    line(
        "menu-feedback",
        "/feedback",
        "chat-circle-text",
        PARTNERSHIPS,
        Permission::AgreementRead,
        false,
    ),
    line("menu-lifecycle", "/lifecycle", "path", PARTNERSHIPS, Permission::AgreementRead, false),
    line("menu-partners", "/partners", "buildings", PARTNERSHIPS, Permission::LinkRead, false),
    line("menu-press", "/press", "megaphone", PARTNERSHIPS, Permission::AgreementRead, false),
    line(
        "menu-meetings",
        "/meetings",
        "calendar-check",
        MEETINGS,
        Permission::AgreementRead,
        false,
    ),
    line("menu-ideas", "/ideas", "lightbulb", MEETINGS, Permission::SignedIn, false),
    line("menu-votes", "/votes", "check-circle", MEETINGS, Permission::SignedIn, false),
    line("menu-mail", "/mail", "envelope-simple", MEETINGS, Permission::MeetingKeep, false),
    line("menu-decisions", "/decisions", "gavel", MEETINGS, Permission::AgreementRead, false),
    line(
        "menu-improvements",
        "/improvements",
        "sparkle",
        SERVICES,
        Permission::AgreementRead,
        false,
    ),
    line("menu-services", "/services", "signpost", SERVICES, Permission::SignedIn, false),
    line("menu-projects", "/projects", "users-three", SERVICES, Permission::AgreementRead, false),
    line("menu-law", "/law", "scales", POLICY, Permission::SignedIn, false),
    line("menu-licences", "/licences", "certificate", OVERSIGHT, Permission::LicenceRead, false),
    line(
        "menu-overrides",
        "/overrides",
        "shield-warning",
        OVERSIGHT,
        Permission::ReferralRead,
        false,
    ),
    line("menu-policy", "/policy", "book-open", POLICY, Permission::AgreementRead, false),
    line("menu-known", "/known", "question", SYSTEMS, Permission::KnownAsk, false),
    line(
        "menu-known-desk",
        "/known/inbox",
        "identification-card",
        SYSTEMS,
        Permission::KnownAnswer,
        false,
    ),
    line("menu-links", "/links", "arrows-left-right", SYSTEMS, Permission::LinkRead, false),
    line("menu-tokens", "/tokens", "key", SYSTEMS, Permission::LinkAdmin, false),
    line("menu-webhooks", "/webhooks", "bell", SYSTEMS, Permission::LinkAdmin, false),
    line("menu-knowledge", "/knowledge", "books", TRAINING, Permission::KnowledgeRead, false),
    line("menu-training", "/training", "graduation-cap", TRAINING, Permission::SignedIn, false),
    line("menu-exchanges", "/exchanges", "handshake", TRAINING, Permission::SignedIn, false),
    line("menu-attendance", "/attendance", "users", ATTENDANCE, Permission::AgreementRead, false),
    line("menu-imprint", "/imprint", "chart-bar", OVERSIGHT, Permission::AgreementRead, false),
    line("menu-audit", "/audit", "seal-check", OVERSIGHT, Permission::AuditRead, false),
    line("menu-accounts", "/accounts", "gear-six", OVERSIGHT, Permission::AccountsAdmin, false),
];

/// Whether `path` is a page of the navigation that this reader's roles do not open: no link leads there.
pub fn is_closed(cx: &Cx, path: &str) -> bool {
    let to = |known: &str| known == path;
    LINES.iter().any(|line| to(line.path)) && !cx.nav.iter().any(|item| to(item.path))
}

/// The signed-in person as the header shows them.
pub fn person(worker: &Worker, cx: &Cx) -> Who {
    Who { name: worker.name(cx.lang).to_owned(), role_key: roles::text_key(worker.role()) }
}

/// How many people named to us wait for this officer's answer.
async fn named(app: &App, worker: &Worker) -> Result<i64, Problem> {
    if !worker.may(Permission::KnownAnswer) {
        return Ok(0);
    }
    let id = worker.id;
    Ok(app.store.read(move |tx| crate::known::naming::store::waiting(tx, id)).await?)
}

/// Records and guides of partners that wait for our signature.
async fn papers(app: &App, worker: &Worker) -> Result<(i64, usize), Problem> {
    if !worker.may(Permission::AgreementSign) {
        return Ok((0, 0));
    }
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((crate::records::store::waiting(tx)?, crate::policy::waiting(tx, me)?))
    };
    Ok(app.store.read(read).await?)
}

/// What waits for the word of this supervisor.
async fn approvals(app: &App, worker: &Worker) -> Result<usize, Problem> {
    if !worker.may(Permission::CaseApprove) {
        return Ok(0);
    }
    let reader = worker.clone();
    let waiting = move |tx: &mut dyn Tx| crate::cases::approvals::waiting(tx, &reader);
    Ok(app.store.read(waiting).await?.len())
}

/// Studies that wait for the word that this worker may write down.
async fn studies(app: &App, worker: &Worker) -> Result<i64, Problem> {
    if !worker.may(Permission::ResearchApprove) {
        return Ok(0);
    }
    let id = worker.id;
    Ok(app.store.read(move |tx| crate::research::store::proposed(tx, id)).await?)
}

/// Links that need a look, and calls to partners' programs that were given up.
async fn broken(app: &App, worker: &Worker) -> Result<(i64, usize), Problem> {
    if !worker.may(Permission::LinkAdmin) {
        return Ok((0, 0));
    }
    let untold = app.store.read(crate::webhooks::store::given_up).await?;
    Ok((app.store.read(crate::links::store::attention).await?, untold.len()))
}

/// Items of the library that this worker may review, and colleagues who wish to learn.
async fn learning(app: &App, worker: &Worker) -> Result<(usize, usize), Problem> {
    let (id, me) = (worker.id, app.node.id);
    let (reviews, approves) =
        (worker.may(Permission::KnowledgeReview), worker.may(Permission::TrainingApprove));
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let items = if reviews { crate::knowledge::store::to_review(tx, id, me)?.len() } else { 0 };
        let wishes = if approves { crate::training::store::to_approve(tx, id)?.len() } else { 0 };
        Ok((items, wishes))
    };
    Ok(app.store.read(read).await?)
}

/// How much waits behind each line, by its key; the lines of referrals are counted apart.
async fn waiting(app: &App, worker: &Worker) -> Result<BTreeMap<&'static str, u32>, Problem> {
    let few = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let some = |count: i64| u32::try_from(count).unwrap_or_default();
    let (links, untold) = broken(app, worker).await?;
    let (unsigned, guides) = papers(app, worker).await?;
    let (reviews, wishes) = learning(app, worker).await?;
    let doubles = match worker.may(Permission::DuplicatesDecide) {
        true => crate::duplicates::line::count(app, worker).await?,
        false => 0,
    };
    let office = worker.clone();
    let (me, now) = (app.node.id, app.clock.now());
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let told = crate::announcements::unread(tx, &office, (me, now))?;
        Ok((crate::campaigns::waiting(tx, &office)?, told))
    };
    let (campaigns, told) = app.store.read(read).await?;
    Ok(BTreeMap::from([
        ("menu-approvals", few(approvals(app, worker).await?)),
        ("menu-known-desk", some(named(app, worker).await?)),
        ("menu-knowledge", few(reviews)),
        ("menu-training", few(wishes)),
        ("menu-campaigns", few(campaigns)),
        ("menu-announcements", some(told)),
        ("menu-research", some(studies(app, worker).await?)),
        ("menu-records", some(unsigned)),
        ("menu-policy", few(guides)),
        ("menu-links", some(links)),
        ("menu-webhooks", few(untold)),
        ("menu-duplicates", doubles),
    ]))
}

/// Fills navigation and counts for this worker.
///
/// # Errors
/// When the store cannot be read.
pub async fn fill(app: &App, cx: &mut Cx, worker: &Worker) -> Result<(), Problem> {
    let counts = crate::referrals::counts(app, worker).await?;
    let waiting = waiting(app, worker).await?;
    let item = |line: &Line| NavItem {
        key: line.key,
        path: line.path,
        icon: line.icon,
        group: line.group,
        count: match line.key {
            "menu-referrals-in" => Some(counts.incoming_waiting),
            "menu-referrals-out" => Some(counts.returned.saturating_add(counts.approvals)),
            other => waiting.get(other).copied(),
        }
        .filter(|count| *count > 0),
        hot: line.key == "menu-referrals-in",
        tab: line.tab,
    };
    let nav: Vec<NavItem> =
        LINES.iter().filter(|line| worker.may(line.permission)).map(item).collect();
    cx.nav = Arc::from(nav);
    let (id, now) = (worker.id, cx.now);
    let quiet = app.store.read(move |tx| crate::day::notices::quiet_until(tx, id, now)).await?;
    cx.unread = if quiet.is_some() { 0 } else { counts.overdue };
    Ok(())
}
