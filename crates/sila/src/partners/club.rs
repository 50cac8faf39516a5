//! A partner for the tests of other nouns.

use sila_core::AgencyId;
use sila_core::agreement::Sector;

use super::{Level, Partner, store};
use crate::testing::{NOW, TestNode};

/// A partner that is listed and nothing more.
pub(crate) const CLUB: AgencyId = AgencyId([7; 32]);

/// A node that knows it, and the session of an officer of partnerships.
pub(crate) async fn with_club() -> (TestNode, String) {
    let node = TestNode::new().await;
    let partner = Partner {
        id: CLUB,
        code: "CLUB".to_owned(),
        name_ar: "نادٍ".to_owned(),
        name_en: "Club".to_owned(),
        sector: Sector::PublicBenefit,
        level: Level::Listed,
        contact: String::new(),
        updated_at: NOW,
    };
    node.write(move |tx| store::insert(tx, &partner)).await.unwrap();
    let officer = node.worker("m-part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    (node, cookie)
}
