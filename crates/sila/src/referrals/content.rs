//! The content hash: what a referral says, whichever way it goes. A node, a portal and a printed form carry the same one.

use maud::{Markup, html};
use sila_core::ids::CaseId;
use sila_seal::{Hash, sha256};

use super::body::Body;
use crate::app::App;
use crate::web::Cx;
use crate::web::components::Card;
use crate::web::ident::Code;

/// What hides the content of a case behind its hash. Only this node can compute it, and it gives it only inside what it seals.
pub fn salt(app: &App, case: CaseId) -> Hash {
    app.vault.mark(&[b"referral.content/".as_slice(), case.0.as_bytes()].concat())
}

/// SHA-256 of the content; nothing while it is not known here, or when its sender did not salt it.
pub fn hash(body: &Body) -> Option<Hash> {
    let content = body.shared.as_ref()?.content(&body.preview)?;
    Some(sha256(&[b"sila/content/1", &content]))
}

/// The hash as it is read aloud and printed: 64 digits in groups of eight.
pub fn grouped(hash: &Hash) -> String {
    let groups: Vec<String> = hash
        .chunks(4)
        .map(|part| part.iter().map(|byte| format!("{byte:02x}")).collect())
        .collect();
    groups.join(" ")
}

/// The hash in a box of its own.
pub fn card(cx: &Cx, body: Option<&Body>) -> Markup {
    let Some(hash) = body.and_then(hash) else { return html! {} };
    html! {
        (Card::new(cx.t("referral-content")).live("referral-content", "referrals").body(html! {
            p.muted { (cx.t("referral-content-text")) }
            p.content-hash { (Code(&grouped(&hash))) }
        }))
    }
}
