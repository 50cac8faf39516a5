//! Every SQL statement of the node: a test prepares all of them on both engines.

use crate::db::Sql;

/// By noun.
pub const ALL: &[&[Sql]] = &[
    crate::accounts::store::ALL,
    crate::bench::store::ALL,
    crate::agreements::store::ALL,
    crate::cases::store::ALL,
    crate::duplicates::store::ALL,
    crate::evidence::store::ALL,
    crate::imports::store::ALL,
    crate::intake::store::ALL,
    crate::journal::store::ALL,
    crate::keys::store::ALL,
    crate::knowledge::store::ALL,
    crate::known::counts::store::ALL,
    crate::known::list::store::ALL,
    crate::known::naming::store::ALL,
    crate::known::question::store::ALL,
    crate::links::arrivals::store::ALL,
    crate::links::invitation::store::ALL,
    crate::links::kinds::store::ALL,
    crate::links::store::ALL,
    crate::links::transit::store::ALL,
    crate::partners::store::ALL,
    crate::people::store::ALL,
    crate::portal::store::ALL,
    crate::referrals::duty::store::ALL,
    crate::records::store::ALL,
    crate::referrals::attachments::store::ALL,
    crate::referrals::paper::store::ALL,
    crate::referrals::joint::store::ALL,
    crate::referrals::store::ALL,
    crate::shelter::homes::store::ALL,
    crate::shelter::stays::store::ALL,
    crate::witness::store::ALL,
];
