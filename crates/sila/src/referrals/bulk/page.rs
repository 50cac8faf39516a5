//! What was chosen in the list, what would happen to each, and what came of it.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::ids::ReferralId;

use super::{Act, Chosen, One, run};
use crate::accounts::{Permission, Worker, store as accounts};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::referrals::list::PAGE;
use crate::referrals::show::tone;
use crate::referrals::store::{Asked as List, Direction};
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Table, Verdict, acts as row, heading, outcome, post, tag,
};
use crate::web::ident::Reference;
use crate::web::{Arg, Cx, Errors, Form, Page};

/// The acts by their codes, each with the list in which it is done and who may do it.
const ACTS: [(&str, Direction, &[Permission]); 3] = [
    ("CLAIM", Direction::In, &[Permission::ReferralDecide]),
    ("GIVE", Direction::In, &[Permission::ReferralDecide]),
    ("FOLLOW", Direction::Out, &[Permission::ReferralOffer, Permission::ReferralApprove]),
];

/// What the reader may do with several referrals of a list.
pub fn acts(ask: &Ask, list: &List) -> Vec<&'static str> {
    let may = |all: &[Permission]| all.iter().any(|one| ask.may(*one));
    let here = ACTS.iter().filter(|(_, way, all)| list.open && *way == list.direction && may(all));
    here.map(|(code, ..)| *code).collect()
}

/// A referral of the list, or of the page that was looked at: then with the change up to which it was.
fn chosen(text: &str) -> Option<(ReferralId, Option<i64>)> {
    match text.split_once('.') {
        None => Some((text.parse().ok()?, None)),
        Some((id, version)) => Some((id.parse().ok()?, Some(version.parse().ok()?))),
    }
}

/// Shows what would happen; with `sure` does it.
///
/// # Errors
/// `referral.none_chosen`; `form.broken`; forbidden to whose roles it is not; when the store cannot be read or written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let broken = || Problem::bad_request("form.broken");
    let all: Option<BTreeMap<_, _>> = ask.form.all("referral").map(chosen).collect();
    let all = all.ok_or_else(broken)?;
    let code = ACTS.into_iter().find(|(code, ..)| ask.form.has("act", code));
    let (code, way, permissions) = code.ok_or_else(broken)?;
    if !permissions.iter().any(|one| ask.may(*one)) {
        return Err(Problem::forbidden());
    }
    let list = if way == Direction::In { "/referrals/in" } else { "/referrals/out" };
    if all.is_empty() {
        return Err(Problem::refused("referral.none_chosen").way_out(list));
    }
    if all.len() > PAGE {
        return Err(broken());
    }
    let everybody = ask.app.store.read(accounts::all).await?;
    let needs =
        if way == Direction::In { Permission::ReferralDecide } else { Permission::ReferralOffer };
    let takes = |one: &Worker| one.active && one.may(needs);
    let colleagues: Vec<Worker> = everybody.into_iter().filter(takes).collect();
    let asked = Asked { all, code, list, colleagues };
    let mut errors = Errors::none();
    let Some(act) = asked.act(&ask, &mut errors) else {
        let first = ask.form.get("again").is_none();
        let errors = if first { Errors::none() } else { errors };
        return Ok(asked.page(&ask, &[], &errors, false));
    };
    let sure = ask.form.has("sure", "yes");
    let all = run(&ask.app, ask.worker()?, (&asked.all, &act, sure), ask.now).await?;
    Ok(asked.page(&ask, &all, &errors, sure))
}

/// What was asked for.
struct Asked {
    all: Chosen,
    code: &'static str,
    list: &'static str,
    colleagues: Vec<Worker>,
}

impl Asked {
    fn act(&self, ask: &Ask, errors: &mut Errors) -> Option<Act> {
        if self.code == "CLAIM" {
            return Some(Act::Claim);
        }
        let wanted = ask.form.get("to");
        let to = wanted.and_then(|id| self.colleagues.iter().find(|one| one.id.to_string() == id));
        if to.is_none() {
            errors.add("to", ask.cx.t("scope-colleague-missing"));
        }
        to.cloned().map(if self.code == "GIVE" { Act::Give } else { Act::Follow })
    }

    fn page(&self, ask: &Ask, all: &[One], errors: &Errors, done: bool) -> Reply {
        let cx = &ask.cx;
        let title = cx.code("bulk-referrals-act", self.code);
        let lead = cx.t_with("bulk-referrals-lead", &[("n", Arg::from(self.all.len()))]);
        let incoming = self.list == "/referrals/in";
        let back = cx.t(if incoming { "referrals-in" } else { "referrals-out" });
        let body = html! {
            (heading(title.clone(), Some(&lead), &html! {}))
            div.stack {
                (errors.summary(cx))
                @if done { (outcome(cx, all.iter().map(|one| &one.verdict))) }
                @if !all.is_empty() { (Card::new(cx.t(if done { "bulk-came" } else { "bulk-would" })).count(all.len()).body(html! { (table(cx, all)) })) }
                @if done { (row(&html! { (Button::link(back.clone(), cx.url(self.list)).line()) })) }
                @else { (self.form(ask, all, errors)) }
            }
        };
        let page = Page::new(cx, title).crumb(back, self.list).errors(errors.any()).body(body);
        if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) }
    }

    fn form(&self, ask: &Ask, all: &[One], errors: &Errors) -> Markup {
        let cx = &ask.cx;
        let form = Form::new(cx, &ask.form, errors);
        let people =
            self.colleagues.iter().map(|one| (one.id.to_string(), one.name(cx.lang).to_owned()));
        let count = all.iter().filter(|one| one.verdict == Verdict::Will).count();
        let sure = cx.t_with("bulk-referrals-sure", &[("n", Arg::from(count))]);
        let claim = self.code == "CLAIM";
        post(
            cx,
            "/referrals/bulk",
            &html! {
                input type="hidden" name="act" value=(self.code);
                input type="hidden" name="again" value="yes";
                @for id in self.all.keys() { input type="hidden" name="referral" value=(looked_at(*id, all)); }
                (Card::new(cx.t("bulk-with")).body(html! {
                    p { (cx.code("bulk-referrals-text", self.code)) }
                    @if !claim { (form.select("to", cx.t("scope-colleague")).empty(cx.t("scope-choose")).choices(people)) }
                    (row(&html! {
                        @if !claim { (Button::submit(cx.t("bulk-look")).line().icon("eye")) }
                        @if count > 0 { (Button::submit(sure).sends("sure", "yes")) }
                        (Button::link(cx.t("cancel"), cx.url(self.list)).soft())
                    }))
                    p.hint { (cx.t("bulk-referrals-never")) }
                }))
            },
        )
    }
}

/// A referral with the change up to which the reader looks at it now.
fn looked_at(id: ReferralId, all: &[One]) -> String {
    let seen = all.iter().find(|one| one.id == id).and_then(|one| one.seen.as_ref());
    seen.map_or_else(|| id.to_string(), |(.., version)| format!("{id}.{version}"))
}

fn table(cx: &Cx, all: &[One]) -> Markup {
    let line = |one: &One| {
        let said = one.verdict.shown(cx);
        let done = one.verdict == Verdict::Done;
        let Some((reference, state, _)) = &one.seen else {
            return [html! { (cx.t("not-known")) }, html! {}, said];
        };
        [
            html! { a.ref href=(cx.url(&format!("/referrals/{}", one.id))) { (Reference(reference)) } },
            html! { @if !done { (tag(tone(*state), cx.code("state", state.code()))) } },
            said,
        ]
    };
    let columns = [
        Col::text(cx.t("referral-number")),
        Col::text(cx.t("referral-status")),
        Col::status(cx.t("bulk-verdict")),
    ];
    html! { (Table::new(cx.t("bulk-would"), columns).rows(all.iter().map(line))) }
}
