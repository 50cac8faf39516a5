//! What of all agreements waits for our officers, and what both parties are warned of.

use maud::html;
use sila_core::AgencyId;
use sila_core::partnership::Activation;

use super::ledger::{Book, What};
use super::saying::way_out;
use crate::obligations::list;
use crate::web::components::{Task, Tone, tag};
use crate::web::{Arg, Cx, dates, ident};

/// The tasks of one agreement, for the page of the day.
pub fn tasks(cx: &Cx, book: &Book, me: AgencyId) -> Vec<Task> {
    let agreement = &book.ledger.agreement;
    let here = cx.url(&format!("/agreements/{}/activation", agreement.id));
    let code = || html! { (ident::Reference(&agreement.code)) };
    let mut tasks = Vec::new();
    for one in book.proposals.iter().filter(|one| one.waits_for_us) {
        let (key, href) = match &one.what {
            What::Annex(_) => ("day-sign-annex", here.clone()),
            What::Plan(_) => {
                ("day-sign-initiative", cx.url(&format!("/initiatives/{}", one.record)))
            }
            What::Indicators(_) => {
                ("day-sign-indicators", cx.url(&format!("/agreements/{}/impact", agreement.id)))
            }
            What::WorkPlan(_) => {
                ("day-sign-year", cx.url(&format!("/agreements/{}/years", agreement.id)))
            }
        };
        tasks.push(Task::new("signature", Tone::Gold, cx.t(key), href).meta(code()));
    }
    for said in book.to_answer(me) {
        let what = Arg::phrase(cx.code("act", said.deed.act.code()));
        let title = cx.t_with("day-answer-deed", &[("what", what)]);
        let meta = html! { (ident::Name(book.name(cx.lang, said.by))) " · " (code()) };
        let href = cx.url(&way_out(book, &said.deed));
        tasks.push(Task::new("stamp", Tone::Gold, title, href).meta(meta));
    }
    for one in list::waiting(book, me, cx.now) {
        let late = one.due.at < cx.now;
        let tone = if late { Tone::Bad } else { Tone::Warn };
        let title = html! { (cx.t("day-obligation")) ": " (ident::Name(cx.lang.pick(&one.duty.text.ar, &one.duty.text.en))) };
        let task = Task::new("check-square-offset", tone, title, cx.url(&list::path(book, &one)));
        tasks.push(task.meta(code()).end(tag(tone, cx.deadline(one.due.at))));
    }
    tasks.extend(alarms(cx, book, &here));
    tasks
}

/// Dormant agreements and quiet parties: shown to the officers of every party.
fn alarms(cx: &Cx, book: &Book, here: &str) -> Vec<Task> {
    let code = || html! { (ident::Reference(&book.ledger.agreement.code)) };
    let mut tasks = Vec::new();
    if let Some(exit) = book.ledger.exit().filter(|exit| exit.ended.is_none()) {
        let title = cx.t_with("day-exit", &[("n", exit.open().into())]);
        let path = cx.url(&format!("/agreements/{}/exit", book.ledger.agreement.id));
        let task = Task::new("sign-out", Tone::Bad, title, path).meta(code());
        tasks.push(task.end(tag(Tone::Bad, cx.deadline(exit.ends_at))));
    }
    let state = book.ledger.activation(cx.now);
    if let Activation::Dormant { since } = state {
        let meta =
            html! { (code()) " · " (cx.t("activation-since")) " " (dates::day(cx.lang, since)) };
        let task = Task::new("warning", Tone::Bad, cx.t("day-dormant"), here);
        tasks.push(task.meta(meta).end(tag(Tone::Bad, cx.code("activation", state.code()))));
    }
    for quiet in book.ledger.quiet(cx.now) {
        let who = [("agency", Arg::from(book.name(cx.lang, quiet.party)))];
        let task = Task::new("hourglass-medium", Tone::Bad, cx.t_with("quiet-title", &who), here);
        tasks.push(task.meta(code()));
    }
    tasks
}
