//! Two records side by side: what agrees, what differs, why the register thinks so, and the decision.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use sila_core::ids::WorkerId;
use uuid::Uuid;

use crate::accounts::store as accounts;
use crate::ask::Ask;
use crate::db::DbError;
use crate::duplicates::reasons::{Kinship, Reasons};
use crate::duplicates::store;
use crate::duplicates::verdict::{Act, Decision, Pair, Standing, Verdict};
use crate::duplicates::waterfall;
use crate::journal::access::{self, Subject};
use crate::people::beside;
use crate::people::guard::Guard;
use crate::people::identity::{self, Identity};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, ChainLink, LinkState, Note, Tone, chain, columns, heading, post,
};
use crate::web::ident::Name;
use crate::web::{Cx, Page};

/// Everything on the page.
struct View<'a> {
    cx: &'a Cx,
    pair: Pair,
    one: &'a Identity,
    two: &'a Identity,
    standing: Standing,
    me: WorkerId,
    /// Other records already make the two one person.
    through_others: bool,
    /// What the comparison speaks for.
    leads: Act,
}

/// The page. Both readings are written down before anything is shown.
///
/// # Errors
/// `page.not_found` when one of the two does not exist for this worker.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let pair = Pair::of(ask.id("one")?, ask.id("two")?).ok_or_else(Problem::not_found)?;
    let both = BTreeSet::from([pair.one, pair.two]);
    let worker = ask.worker()?;
    let seen = identity::through_all(&ask.app, worker, &both).await?;
    let [one, two] = seen.as_slice() else { return Err(Problem::not_found()) };
    if one.guard.max(two.guard) == Guard::Never {
        return Err(Problem::not_found());
    }
    let subjects = both.iter().map(|person| Subject::Person(person.0)).collect();
    access::record_all(&ask.app, worker, subjects, "duplicates.show", ask.now).await?;
    let read = move |tx: &mut dyn crate::db::Tx| {
        let cluster = store::cluster(tx, pair.one)?;
        let acts = (store::of_pair(tx, pair)?, store::vectors(tx, pair)?);
        Ok::<_, DbError>((acts, accounts::all(tx)?, cluster))
    };
    let ((acts, vectors), workers, cluster) = ask.app.store.read(read).await?;
    let standing = Standing::of(&acts);
    let through_others = standing.verdict != Verdict::Same && cluster.contains(&pair.two);
    let cx = &ask.cx;
    let why = ask.app.people.explain(pair).map(|found| Reasons::of(&found));
    let relatives = why.as_ref().is_some_and(|why| why.kinship == Kinship::Household);
    let leads = if relatives { Act::Related } else { Act::Same };
    let view = View { cx, pair, one, two, standing, me: worker.id, through_others, leads };
    let names: BTreeMap<WorkerId, String> =
        workers.iter().map(|worker| (worker.id, worker.name(cx.lang).to_owned())).collect();
    let main = html! {
        (beside::card(cx, one, two))
        @if let Some(why) = &why { (why_card(cx, why)) }
    };
    let aside = html! { (view.decision()) (history(cx, &acts, &names, &vectors)) };
    let body = html! {
        (heading(cx.t("duplicates-question"), None, &html! {
            a.link.when-narrow href="#decide" { (cx.t("duplicates-to-decide")) }
        }))
        (view.state(&names))
        (columns(&main, &aside))
    };
    let page = Page::new(cx, cx.t("duplicates-question"));
    Ok(Reply::page(&page.crumb(cx.t("duplicates-title"), "/duplicates").body(body)))
}

fn why_card(cx: &Cx, why: &Reasons) -> Markup {
    let card = Card::new(cx.t("why-title")).tag(waterfall::kinship(cx, why)).body(html! {
        p { (waterfall::outcome(cx, why)) }
        (waterfall::waterfall(cx, why))
        p.hint { (cx.t("why-hint")) }
    });
    html! { (card) }
}

impl View<'_> {
    /// What stands, on top.
    fn state(&self, names: &BTreeMap<WorkerId, String>) -> Markup {
        let cx = self.cx;
        let note = match (self.standing.proposal, self.standing.verdict) {
            (Some(proposal), _) => {
                let by = names.get(&proposal.by).cloned().unwrap_or_default();
                let what = cx.t(wanted_key(proposal.verdict));
                let said = [("who", by.into()), ("what", crate::web::Arg::phrase(what))];
                Note::new("users", cx.t("duplicates-waits"))
                    .tone(Tone::Gold)
                    .says(cx.t_with("duplicates-waits-text", &said))
            }
            (None, Verdict::Same) => Note::new("check-circle", cx.t("duplicates-are-one"))
                .says(cx.t("duplicates-are-one-text")),
            (None, Verdict::Different) => Note::new("x-circle", cx.t("duplicates-are-two"))
                .tone(Tone::Info)
                .says(cx.t("duplicates-are-two-text")),
            (None, Verdict::Related) => Note::new("users-three", cx.t("duplicates-are-related"))
                .tone(Tone::Info)
                .says(cx.t("duplicates-are-related-text")),
            (None, Verdict::Later) => Note::new("clock", cx.t("duplicates-is-later"))
                .tone(Tone::Plain)
                .says(cx.t("duplicates-is-later-text")),
            (None, Verdict::Open) if self.through_others => {
                Note::new("check-circle", cx.t("duplicates-are-one"))
                    .says(cx.t("duplicates-through-others"))
            }
            (None, Verdict::Open) => return html! {},
        };
        html! { div.mb-5 { (note) } }
    }

    /// The buttons that are there for this worker now.
    fn decision(&self) -> Markup {
        let cx = self.cx;
        let path = format!("/duplicates/{}/{}", self.pair.one, self.pair.two);
        let guard = self.one.guard.max(self.two.guard);
        let choices: &[Act] = match (self.standing.proposal, self.standing.verdict) {
            (Some(proposal), _) if proposal.by == self.me => &[Act::Refuse],
            (Some(_), _) => &[Act::Agree, Act::Refuse],
            (None, Verdict::Same) => &[Act::Apart, Act::Different],
            (None, Verdict::Open) if self.through_others => &[],
            (None, Verdict::Open) => &[Act::Same, Act::Different, Act::Related, Act::Later],
            (None, Verdict::Later) => &[Act::Same, Act::Different, Act::Related],
            (None, Verdict::Different | Verdict::Related) => &[Act::Apart],
        };
        let mine = self.standing.proposal.is_some_and(|proposal| proposal.by == self.me);
        let body = html! {
            @if guard.needs_second() && self.standing.proposal.is_none() {
                p.hint { (cx.t("duplicates-two-text")) }
            }
            @if mine { p.hint { (cx.t("duplicates-mine")) } }
            @if choices.is_empty() { p.muted { (cx.t("duplicates-through-others-act")) } }
            (post(cx, &path, &html! {
                ul.choices { @for act in choices { li {
                    (button(cx, *act, mine, self.leads))
                    p.hint { (cx.t(&format!("duplicates-act-{}-text", key(*act, mine)))) }
                } } }
            }))
        };
        html! { (Card::new(cx.t("duplicates-decide")).id("decide").body(body)) }
    }
}

/// The proposer takes back, the second person refuses: one act, two words for it.
fn key(act: Act, mine: bool) -> String {
    if act == Act::Refuse && mine { "withdraw".to_owned() } else { act.code().to_ascii_lowercase() }
}

/// What the comparison speaks for stands out; whoever decides may well say something else.
fn button(cx: &Cx, act: Act, mine: bool, leads: Act) -> Button {
    let button = Button::submit(cx.t(&format!("duplicates-act-{}", key(act, mine))))
        .sends("act", act.code())
        .icon(match act {
            Act::Same | Act::Agree => "check-circle",
            Act::Different | Act::Refuse => "x-circle",
            Act::Related => "users-three",
            Act::Later => "clock",
            Act::Apart => "arrow-u-up-left",
        });
    match act {
        _ if act == leads => button,
        Act::Agree => button,
        Act::Same | Act::Different => button.line(),
        _ => button.soft(),
    }
}

fn wanted_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "duplicates-wanted-same",
        Verdict::Different => "duplicates-wanted-different",
        Verdict::Related => "duplicates-wanted-related",
        Verdict::Open | Verdict::Later => "duplicates-wanted-open",
    }
}

/// What was done about the pair, oldest first. Nothing is ever left out.
fn history(
    cx: &Cx,
    acts: &[Decision],
    names: &BTreeMap<WorkerId, String>,
    vectors: &BTreeMap<Uuid, Vec<u8>>,
) -> Markup {
    let link = |decision: &Decision| {
        let proposed = if decision.needs_second { "-proposed" } else { "" };
        let key = format!("duplicates-did-{}{proposed}", decision.act.code().to_ascii_lowercase());
        let who = names.get(&decision.worker).map_or("", String::as_str);
        let role = cx.t(crate::accounts::roles::text_key(&decision.role));
        let then = vectors.get(&decision.id).and_then(|kept| Reasons::from_cbor(kept));
        let meta = html! {
            (Name(who)) " · " (role) br; span.num { (cx.at(decision.at)) }
            @if let Some(then) = &then { br; (cx.t("duplicates-then")) " " (waterfall::outcome(cx, then)) }
        };
        ChainLink::new("clipboard-text", LinkState::Done, cx.t(&key)).meta(meta)
    };
    let links: Vec<ChainLink> = acts.iter().map(link).collect();
    let body = html! {
        @if links.is_empty() { p.muted { (cx.t("duplicates-history-none")) } } @else { (chain(cx, &links)) }
    };
    html! { (Card::new(cx.t("duplicates-history")).body(body)) }
}
