//! What the work leaves behind, in numbers that point at nobody: how long people wait and how many steps a referral takes,
//! before and after a day; the indicators of units, each with its target, its owner and its period, counted from the log; and
//! the yearly imprint report (تقرير البصمة), as a page and as a file that any spreadsheet reads. The rules are in
//! [`sila_core::imprint`].

mod efficiency;
mod gauges;
mod quarters;
pub mod recorded;
pub mod report;
pub mod store;
#[cfg(test)]
mod tests;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign};
    r.get("/{lang}/imprint", AgreementRead, report::page);
    r.get("/{lang}/imprint.csv", AgreementRead, report::file);
    r.get("/{lang}/imprint/efficiency", AgreementRead, efficiency::page);
    r.get("/{lang}/imprint/gauges", AgreementRead, gauges::page);
    r.post("/{lang}/imprint/gauges", AgreementSign, gauges::create);
}
