//! The navigation: what this worker's roles may use, with counts of what waits.

use std::collections::BTreeMap;
use std::sync::Arc;

use sila_core::{AgencyId, Millis};

use crate::accounts::{Permission, Worker, roles};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::duplicates::line as duplicates;
use crate::people::identity::Readable;
use crate::problem::Problem;
use crate::referrals::Counts;
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
        "broadcast",
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
    line("menu-press", "/press", "newspaper", PARTNERSHIPS, Permission::AgreementRead, false),
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
    line("menu-audits", "/audits", "magnifying-glass", OVERSIGHT, Permission::AuditRead, false),
    line("menu-accounts", "/accounts", "gear-six", OVERSIGHT, Permission::AccountsAdmin, false),
];

/// Whether `path` is a page of the navigation that this reader's roles do not open: no link leads there.
pub fn is_closed(cx: &Cx, path: &str) -> bool {
    let to = |known: &str| known == path;
    LINES.iter().any(|line| to(line.path)) && !cx.nav.iter().any(|item| to(item.path))
}

/// Pages that stand in no line of the navigation, with a line for whose readers they are.
const BESIDE: [(&str, &str); 2] = [("/contributions", "/agreements"), ("/minutes", "/meetings")];

/// Whether somebody who is signed in would be refused at `path`, as far as the navigation knows: its lines that begin as the path
/// does are not this reader's. A page leads there in words only.
pub fn is_shut(cx: &Cx, path: &str) -> bool {
    let first = |path: &str| path.split(['/', '?', '#']).nth(1).unwrap_or_default().to_owned();
    let begins = first(path);
    let beside = BESIDE.iter().find(|(own, _)| first(own) == begins);
    let begins = beside.map_or(begins, |(_, line)| first(line));
    cx.worker.is_some()
        && LINES.iter().any(|line| !begins.is_empty() && first(line.path) == begins)
        && !cx.nav.iter().any(|item| first(item.path) == begins)
}

/// The signed-in person as the header shows them.
pub fn person(worker: &Worker, cx: &Cx) -> Who {
    Who { name: worker.name(cx.lang).to_owned(), role_key: roles::text_key(worker.role()) }
}

/// What waits for a worker, as far as the store knows it: read in one snapshot, since every page shows it.
struct Waiting {
    referrals: Counts,
    lines: BTreeMap<&'static str, u32>,
    /// Whose pairs of possible doubles they may see, if they decide about them.
    readable: Option<Readable>,
    is_quiet: bool,
}

fn read(
    tx: &mut dyn Tx,
    worker: &Worker,
    (me, now): (AgencyId, Millis),
) -> Result<Waiting, DbError> {
    let decides = worker.may(Permission::DuplicatesDecide);
    Ok(Waiting {
        referrals: crate::referrals::counts_in(tx, worker, now)?,
        lines: lines(tx, worker, (me, now))?,
        readable: if decides { Some(Readable::of(tx, worker)?) } else { None },
        is_quiet: crate::day::notices::quiet_until(tx, worker.id, now)?.is_some(),
    })
}

/// How much waits behind each line that a permission opens, by its key; referrals and doubles are counted apart.
fn lines(
    tx: &mut dyn Tx,
    worker: &Worker,
    (me, now): (AgencyId, Millis),
) -> Result<BTreeMap<&'static str, u32>, DbError> {
    let few = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let some = |count: i64| u32::try_from(count).unwrap_or_default();
    let mut all = BTreeMap::new();
    all.insert("menu-campaigns", few(crate::campaigns::waiting(tx, worker)?));
    all.insert("menu-announcements", some(crate::announcements::unread(tx, worker, (me, now))?));
    if worker.may(Permission::CaseApprove) {
        all.insert("menu-approvals", few(crate::cases::approvals::waiting(tx, worker)?.len()));
    }
    if worker.may(Permission::KnownAnswer) {
        let named = crate::known::naming::store::waiting(tx, worker.id)?;
        all.insert("menu-known-desk", some(named));
    }
    if worker.may(Permission::KnowledgeReview) {
        let items = crate::knowledge::store::to_review(tx, worker.id, me)?;
        all.insert("menu-knowledge", few(items.len()));
    }
    if worker.may(Permission::TrainingApprove) {
        let wishes = crate::training::store::to_approve(tx, worker.id)?;
        all.insert("menu-training", few(wishes.len()));
    }
    if worker.may(Permission::ResearchApprove) {
        all.insert("menu-research", some(crate::research::store::proposed(tx, worker.id)?));
    }
    if worker.may(Permission::AgreementSign) {
        all.insert("menu-records", some(crate::records::store::waiting(tx)?));
        all.insert("menu-policy", few(crate::policy::waiting(tx, me)?));
    }
    if crate::audits::may_find(worker) {
        all.insert("menu-audits", some(crate::audits::store::waiting(tx)?));
    }
    if worker.may(Permission::LinkAdmin) {
        all.insert("menu-links", some(crate::links::store::attention(tx)?));
        all.insert("menu-webhooks", few(crate::webhooks::store::given_up(tx)?.len()));
    }
    Ok(all)
}

/// Fills navigation and counts for this worker.
///
/// # Errors
/// When the store cannot be read.
pub async fn fill(app: &App, cx: &mut Cx, worker: &Worker) -> Result<(), Problem> {
    let (reader, me, now) = (worker.clone(), app.node.id, cx.now);
    let waiting = app.store.read(move |tx| read(tx, &reader, (me, now))).await?;
    let counts = waiting.referrals;
    let doubles = waiting.readable.map(|readable| duplicates::counted(app, &readable));
    let item = |line: &Line| NavItem {
        key: line.key,
        path: line.path,
        icon: line.icon,
        group: line.group,
        count: match line.key {
            "menu-referrals-in" => Some(counts.incoming_waiting),
            "menu-referrals-out" => Some(counts.returned.saturating_add(counts.approvals)),
            "menu-duplicates" => doubles,
            other => waiting.lines.get(other).copied(),
        }
        .filter(|count| *count > 0),
        hot: line.key == "menu-referrals-in",
        tab: line.tab,
    };
    let nav: Vec<NavItem> =
        LINES.iter().filter(|line| worker.may(line.permission)).map(item).collect();
    cx.nav = Arc::from(nav);
    cx.unread = if waiting.is_quiet { 0 } else { counts.overdue };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three lines that stand near each other and speak to the public or to partners.
    #[test]
    fn campaigns_announcements_and_press_have_an_icon_each_and_every_icon_is_in_the_sprite() {
        let alone = |key: &str| {
            let own = LINES.iter().find(|line| line.key == key).unwrap().icon;
            assert_eq!(LINES.iter().filter(|line| line.icon == own).count(), 1, "{key}: {own}");
        };
        ["menu-campaigns", "menu-announcements", "menu-press"].into_iter().for_each(alone);
        let icons = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("static/icons");
        for line in LINES {
            assert!(icons.join(format!("{}.svg", line.icon)).exists(), "{}", line.icon);
        }
    }
}
