//! What a version says otherwise than the one that was acknowledged before, so that whoever is asked again reads what is new.

use maud::{Markup, html};
use sila_core::policy::{Change, Clause, Guide};

use crate::web::components::{Card, Tone, plain_tag, tag};
use crate::web::{Arg, Cx, ident};

/// The clauses that differ, each before and now; nothing where there was no version before.
pub fn card(cx: &Cx, guide: &Guide, before: Option<&Guide>) -> Markup {
    let Some(before) = before else { return html! {} };
    let all = guide.changes(before);
    let number = [("n", Arg::Num(i64::from(before.number)))];
    html! {
        (Card::new(cx.t_with("policy-changes", &number)).id("changes").count(all.len()).body(html! {
            @if all.is_empty() { p.muted { (cx.t("policy-changes-none")) } }
            @for one in &all { (change(cx, one)) }
        }))
    }
}

fn change(cx: &Cx, one: &Change<'_>) -> Markup {
    let (clause, mark) = match one {
        Change::New(clause) => (clause, tag(Tone::Ok, cx.t("policy-change-new"))),
        Change::Other(_, clause) => (clause, tag(Tone::Warn, cx.t("policy-change-other"))),
        Change::Gone(clause) => (clause, tag(Tone::Bad, cx.t("policy-change-gone"))),
    };
    html! {
        section.clause-text {
            h3 { (ident::Code(&clause.number)) " " (mark) " " (binds(cx, clause)) }
            @match one {
                Change::New(now) => p { ins { (cx.lang.pick(&now.text.ar, &now.text.en)) } },
                Change::Gone(old) => p { del { (cx.lang.pick(&old.text.ar, &old.text.en)) } },
                Change::Other(old, now) if old.text != now.text => {
                    p { del { (cx.lang.pick(&old.text.ar, &old.text.en)) } }
                    p { ins { (cx.lang.pick(&now.text.ar, &now.text.en)) } }
                },
                Change::Other(_, now) => {
                    p { (cx.lang.pick(&now.text.ar, &now.text.en)) }
                    p.muted { (cx.t("policy-change-control")) }
                },
            }
        }
    }
}

fn binds(cx: &Cx, clause: &Clause) -> Markup {
    let key = if clause.mandatory { "policy-mandatory" } else { "policy-guidance" };
    plain_tag(cx.t(key))
}
