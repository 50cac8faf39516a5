//! The pages: ask, answer, history, naming, the desk on duty, the auditor. Each says who has seen it.

pub mod ask;
pub mod audit;
pub mod desk;
pub mod history;
pub mod name;
pub mod show;

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::codes::KnownAnswer;
use uuid::Uuid;

use super::question::store::Question;
use crate::app::App;
use crate::cases::readers::Read;
use crate::journal::access;
use crate::links::{self, Peer};
use crate::problem::Problem;
use crate::web::Cx;
use crate::web::components::{Card, Tone, tag};
use crate::web::ident::Name;

/// Newest lines of the access log on a page; the auditor sees all.
const SEEN_SHOWN: usize = 20;

/// Who has seen a question or a naming.
pub(super) async fn seen(app: &App, subject: Uuid) -> Result<Vec<Read>, Problem> {
    let case = sila_core::CaseId(subject);
    Ok(app.store.read(move |tx| crate::cases::store::reads(tx, case)).await?)
}

/// The card that says so.
pub(super) fn seen_card(cx: &Cx, reads: &[Read]) -> Markup {
    let shown = access::visits(reads, |read| (&read.name_en, read.at));
    let card = Card::new(cx.t("known-seen")).body(html! {
        @if shown.is_empty() { p.muted { (cx.t("known-seen-none")) } }
        ul.reads {
            @for read in shown.iter().take(SEEN_SHOWN) {
                li {
                    b { (Name(cx.lang.pick(&read.name_ar, &read.name_en))) }
                    div.sub { (cx.at(read.at)) " · " (cx.t(crate::accounts::roles::text_key(&read.role))) }
                }
            }
        }
    });
    html! { (card) }
}

/// The agency's name in the reader's language.
pub(super) fn agency(cx: &Cx, peers: &[Peer], id: AgencyId) -> String {
    let peer = peers.iter().find(|peer| peer.agency == id);
    peer.map_or_else(|| cx.t("known-agency-gone"), |peer| peer.name(cx.lang).to_owned())
}

pub(super) async fn peers(app: &App) -> Result<Vec<Peer>, Problem> {
    links::peers(app).await
}

/// The state of a question in one word.
pub(super) fn state(cx: &Cx, asked: &Question) -> Markup {
    match (asked.state.as_str(), asked.class.as_deref()) {
        ("ANSWERED", Some("STRONG")) => tag(Tone::Warn, cx.t("known-class-strong")),
        ("ANSWERED", Some("POSSIBLE")) => tag(Tone::Gold, cx.t("known-class-possible")),
        ("ANSWERED", _) => tag(Tone::Plain, cx.t("known-class-none")),
        ("WAITING", _) => tag(Tone::Info, cx.t("known-state-waiting")),
        _ => tag(Tone::Bad, cx.t("known-state-refused")),
    }
}

/// A person's answer in one word.
pub(super) fn answer_tag(cx: &Cx, answer: Option<KnownAnswer>) -> Markup {
    match answer {
        None => tag(Tone::Info, cx.t("known-answer-waiting")),
        Some(KnownAnswer::Same) => tag(Tone::Warn, cx.t("known-answer-same")),
        Some(KnownAnswer::NotSame) => tag(Tone::Ok, cx.t("known-answer-not-same")),
        Some(KnownAnswer::CannotSay) => tag(Tone::Plain, cx.t("known-answer-cannot-say")),
        Some(KnownAnswer::Refused) => tag(Tone::Bad, cx.t("known-answer-refused")),
    }
}

/// Why a question was refused, in words; the code itself for whoever looks after the node.
pub(super) fn reason(cx: &Cx, code: &str) -> Markup {
    let key = format!("problem-{}", code.replace('.', "-"));
    let known = crate::web::i18n::has(cx.lang, &key) && !code.starts_with("agreement.");
    html! { @if known { (cx.t(&key)) } @else { (cx.t("known-refused-by-agreement")) } }
}
