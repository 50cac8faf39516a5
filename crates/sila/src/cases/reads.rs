//! Who has read a case: the newest lines of the access log, one for each visit.

use maud::{Markup, html};

use crate::cases::readers::Read;
use crate::journal::access;
use crate::web::Cx;
use crate::web::components::Card;
use crate::web::ident::Name;

/// The card of the case's page.
pub fn card(cx: &Cx, reads: &[Read]) -> Markup {
    let visits = access::visits(reads, |read| ((&read.name_en, &read.screen), read.at));
    let card = Card::new(cx.t("case-reads")).id("reads").body(html! {
        @if reads.is_empty() { p.muted { (cx.t("case-reads-none")) } }
        ul.reads {
            @for read in visits.iter().take(READS_SHOWN) {
                li {
                    b { (Name(cx.lang.pick(&read.name_ar, &read.name_en))) }
                    div.sub { (cx.at(read.at)) " · " (cx.t(screen_key(&read.screen))) }
                }
            }
        }
    });
    html! { (card) }
}

/// Newest lines of the access log on the page; the auditor sees all.
const READS_SHOWN: usize = 20;

fn screen_key(screen: &str) -> &'static str {
    match screen {
        "case.show" => "screen-case-show",
        "case.emirates-id" => "screen-case-emirates-id",
        "case.appointments" => "screen-case-appointments",
        "case.closure" => "screen-case-closure",
        "case.plan" => "screen-case-plan",
        "case.refer" => "screen-case-refer",
        "case.clocks" => "screen-case-clocks",
        "case.handover" => "screen-case-handover",
        "case.mandatory" => "screen-case-mandatory",
        "case.reporter" => "screen-case-reporter",
        "case.reporter-opened" => "screen-case-reporter-opened",
        "case.parentage" => "screen-case-parentage",
        "case.identity" => "screen-case-identity",
        "case.identity-opened" => "screen-case-identity-opened",
        "case.agency-refused" => "screen-case-agency-refused",
        "case.notes" => "screen-case-notes",
        "case.documents" => "screen-case-documents",
        "case.document" => "screen-case-document",
        "case.document-copy" => "screen-case-document-copy",
        "case.tasks" => "screen-case-tasks",
        "case.flags" => "screen-case-flags",
        "case.history" => "screen-case-history",
        "case.names" => "screen-case-names",
        "case.kin" => "screen-case-kin",
        "case.glass" => "screen-case-glass",
        "case.committee" => "screen-case-committee",
        "case.interpreters" => "screen-case-interpreters",
        "case.letters" => "screen-case-letters",
        "case.letter-refused" => "screen-case-letter-refused",
        "case.letter-print" => "screen-case-letter-print",
        "case.letter-receipt" => "screen-case-letter-receipt",
        "glass.show" => "screen-glass-show",
        "case.scope" => "screen-case-scope",
        "case.refused" => "screen-case-refused",
        "person.names" => "screen-person-names",
        "person.show" => "screen-person-show",
        "shelter.place" => "screen-shelter-place",
        "place.ask" => "screen-place-ask",
        "place.show" => "screen-place-show",
        "search" => "screen-search",
        "intake.alike" => "screen-intake-alike",
        "duplicates.list" | "duplicates.show" | "duplicates.decide" => "screen-duplicates",
        "known.ask" => "screen-known-ask",
        "known.name" => "screen-known-name",
        "known.compare" => "screen-known-compare",
        "known.emirates-id" => "screen-case-emirates-id",
        "known.audit" | "known.proof" => "screen-known-audit",
        "known.protect" => "screen-known-protect",
        _ => "screen-other",
    }
}
