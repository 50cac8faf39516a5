//! Instruments of evaluation that an agency brings in itself, such as one that it has licensed: statements in both languages, a scale, and
//! what each sum means, as data. They stand beside the eighteen statements of this program (`super::survey`) and are never mixed with
//! them, nor with any index. Who answered is nowhere; how many did, of how many that were asked, stands on every result.

pub mod instrument;
mod list;
mod round;
pub mod store;
#[cfg(test)]
mod tests;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes.
pub(super) fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign};
    r.get("/{lang}/evaluations/instruments", AgreementRead, list::page);
    r.post_file(
        "/{lang}/evaluations/instruments",
        AgreementSign,
        instrument::FILE_BYTES_MAX,
        list::create,
    );
    r.get("/{lang}/evaluations/instruments/{id}", AgreementRead, list::one);
    r.post("/{lang}/evaluations/instruments/{id}/rounds", AgreementSign, list::open);
    r.get("/{lang}/evaluations/rounds/{id}", AgreementRead, round::page);
    r.post("/{lang}/evaluations/rounds/{id}/sheets", AgreementSign, round::create);
    r.post("/{lang}/evaluations/rounds/{id}/closing", AgreementSign, round::close);
}
