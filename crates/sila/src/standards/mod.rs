//! Service standards and satisfaction (معايير الخدمة والرضا): what two agencies agree that a service is measured by, signed by both;
//! the value from recorded referrals with its sample; and beside it, never mixed in, what partners and the people helped say. What falls
//! short becomes an initiative, and through it an improvement. The rules are in [`sila_core::standard`].

mod propose;
mod reading;
mod satisfaction;
mod show;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::Millis;
use sila_core::partnership::{Shortfall, Words};
use sila_core::standard::Standard;
use sila_core::time::Date;

pub use propose::propose;
pub use reading::{Kept, all, answer, of, one};
pub use show::begun;

use crate::accounts::Permission;
use crate::ask::Routes;
use crate::web::Lang;
use crate::web::i18n::text;

/// The routes.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign};
    r.get("/{lang}/standards", AgreementRead, show::list);
    r.get("/{lang}/agreements/{id}/standards", AgreementRead, show::page);
    r.post("/{lang}/agreements/{id}/standards", AgreementSign, propose::create);
    r.post("/{lang}/agreements/{id}/standards/word", AgreementSign, propose::word);
}

/// The twelve months that are looked at: until the first moment of today, so that both nodes look at the same.
pub fn window(now: Millis) -> (Millis, Millis) {
    let today: Date = now.uae_date();
    let until = today.at_minute(0);
    (until.plus_days(-365), until)
}

/// What a standard says, without its target.
pub fn name(lang: Lang, one: &Standard) -> String {
    let key = |family: &str, code: &str| {
        text(lang, &format!("{family}-{}", code.to_ascii_lowercase().replace('_', "-")), &[])
    };
    let service = one.service.map(|service| key("service", service.code()));
    let service = service.unwrap_or_else(|| text(lang, "standard-every", &[]));
    format!("{service} · {}", key("gauge-of", one.measure.code()))
}

/// The same in both languages, for what is begun from it.
pub fn words(one: &Standard) -> Words {
    Words { ar: name(Lang::Ar, one), en: name(Lang::En, one) }
}

/// How an initiative names a standard that it begins from.
pub fn shortfall(kept: &Kept, one: &Standard) -> Shortfall {
    Shortfall { record: kept.record, number: one.number }
}
