//! Who has read a case: the newest lines of the access log, one for each visit.

use maud::{Markup, html};

use crate::cases::readers::Read;
use crate::web::Cx;
use crate::web::components::Card;
use crate::web::ident::Name;

/// The card of the case's page.
pub fn card(cx: &Cx, reads: &[Read]) -> Markup {
    let card = Card::new(cx.t("case-reads")).id("reads").body(html! {
        @if reads.is_empty() { p.muted { (cx.t("case-reads-none")) } }
        ul.reads {
            @for read in visits(reads).iter().take(READS_SHOWN) {
                li {
                    b { (Name(cx.lang.pick(&read.name_ar, &read.name_en))) }
                    div.sub { (cx.at(read.at)) " · " (cx.t(screen_key(&read.screen))) }
                }
            }
        }
    });
    html! { (card) }
}

/// One line for each visit: an open page that brings itself up to date is read again and again by the same person.
/// The log keeps every one of them.
fn visits(reads: &[Read]) -> Vec<&Read> {
    let mut visits: Vec<&Read> = Vec::new();
    let mut until: Option<&Read> = None;
    for read in reads {
        let goes_on = until.is_some_and(|later| {
            let same = (&later.name_en, &later.screen) == (&read.name_en, &read.screen);
            same && later.at.minutes_since(read.at) < VISIT_MINUTES
        });
        if !goes_on {
            visits.push(read);
        }
        until = Some(read);
    }
    visits
}

/// Readings closer together than this are one visit.
const VISIT_MINUTES: i64 = 15;
/// Newest lines of the access log on the page; the auditor sees all.
const READS_SHOWN: usize = 20;

fn screen_key(screen: &str) -> &'static str {
    match screen {
        "case.show" => "screen-case-show",
        "case.emirates-id" => "screen-case-emirates-id",
        "case.refer" => "screen-case-refer",
        "person.show" => "screen-person-show",
        "search" => "screen-search",
        "intake.alike" => "screen-intake-alike",
        "duplicates.list" | "duplicates.show" | "duplicates.decide" => "screen-duplicates",
        "known.ask" => "screen-known-ask",
        "known.name" => "screen-known-name",
        "known.compare" => "screen-known-compare",
        "known.protect" => "screen-known-protect",
        _ => "screen-other",
    }
}
