//! `/policy`: the guide in force, who has acknowledged it, and the guides of others.

use maud::{Markup, html};
use sila_core::policy::{Clause, Guide};
use sila_core::time::Millis;
use sila_core::{AgencyId, WorkerId};

use super::share::Theirs;
use super::store::{self, Stored};
use super::{changes, fact, gate, share};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers::becoming::of_guide;
use crate::ideas::answers::{POLICY, turned};
use crate::journal::store as journal;
use crate::links::{self, Peer};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Task, Tone, acts, columns, empty_state, heading, plain_tag, post,
    stack, tag,
};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates, ident};

/// What the page is drawn from.
struct View {
    held: Option<Stored>,
    readers: Vec<(WorkerId, [String; 2], Millis)>,
    /// The version that the worker who looks had read before this one.
    before: Option<Guide>,
    /// The linked agencies, and whether each has acknowledged; nothing when it was not sent.
    asked: Vec<(Peer, Option<bool>)>,
    theirs: Vec<Theirs>,
    names: Names,
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let view = view(&ask).await?;
    let (cx, me) = (&ask.cx, ask.worker()?.id);
    let sign = ask.may(Permission::AgreementSign);
    let title = cx.t("policy-title");
    let Some(held) = &view.held else {
        let body = html! {
            (heading(title.clone(), Some(&cx.t("policy-lead")), &html! {}))
            (stack(&html! {
                (empty_state("book-open", cx.t("policy-empty"), cx.t("policy-empty-text"), &begin(cx, sign)))
                (guides_of_others(cx, &view))
            }))
        };
        return Ok(Reply::page(&Page::new(cx, title).body(body)));
    };
    let buttons = html! {
        (Button::link(cx.t("policy-pdf"), cx.url("/policy/guide.pdf")).icon("download-simple").soft())
        (Button::link(cx.t("policy-compliance"), cx.url("/policy/compliance")).icon("list-checks").soft())
        @if sign { (post(cx, "/policy/draft", &html! { (Button::submit(cx.t("policy-draft")).icon("pencil-simple").soft()) })) }
    };
    let ideas = of_guide(held.guide.number);
    let ideas = turned::origins(&ask.app, POLICY, ideas).await?;
    let aside = html! {
        (own_word(cx, &view, held, me))
        (standing(cx, held, &view))
        (acknowledgements(cx, &view, sign))
        (guides_of_others(cx, &view))
        (turned::card(cx, &ideas))
    };
    let unread = !view.readers.iter().any(|(worker, ..)| *worker == me);
    let main = html! {
        @if unread { (changes::card(cx, &held.guide, view.before.as_ref())) }
        (chapters(cx, &held.guide))
    };
    let body = html! {
        (heading(ident::Name(cx.lang.pick(&held.guide.title.ar, &held.guide.title.en)), Some(&cx.t("policy-lead")), &buttons))
        (columns(&stack(&main), &stack(&aside)))
    };
    Ok(Reply::page(&Page::new(cx, title).body(body)))
}

async fn view(ask: &Ask) -> Result<View, Problem> {
    let (me, day, worker) = (ask.app.node.id, ask.now.uae_date(), ask.worker()?.id);
    let peers: Vec<Peer> =
        links::peers(&ask.app).await?.into_iter().filter(Peer::is_open).collect();
    let names = Names::all(&ask.app).await?;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let held = store::in_force(tx, day)?;
        let number = held.as_ref().map_or(0, |held| held.guide.number);
        let shares = store::shares(tx, number)?;
        let mut asked = Vec::new();
        for peer in &peers {
            let record = shares.get(&peer.agency).copied();
            let said = record.map(|record| gate::is_signed(tx, record)).transpose()?;
            asked.push((peer.clone(), said));
        }
        let (readers, before) =
            (store::readers(tx, number)?, store::read_before(tx, number, worker)?);
        Ok(View {
            held,
            readers,
            before,
            asked,
            theirs: share::theirs(tx, me)?,
            names: names.clone(),
        })
    };
    Ok(ask.app.store.read(read).await?)
}

fn begin(cx: &Cx, sign: bool) -> Markup {
    html! {
        @if sign {
            (post(cx, "/policy/draft", &html! { (Button::submit(cx.t("policy-begin")).icon("pencil-simple")) }))
        }
    }
}

/// The worker who looks has read it, or may say so.
fn own_word(cx: &Cx, view: &View, held: &Stored, me: WorkerId) -> Markup {
    let read = view.readers.iter().find(|(worker, ..)| *worker == me).map(|(.., at)| *at);
    let number = held.guide.number.to_string();
    html! {
        @match read {
            Some(at) => (Note::new("check-circle", cx.t("policy-read")).tone(Tone::Ok).says(dates::day(cx.lang, at))),
            None => (Card::new(cx.t("policy-read-it")).body(html! {
                p { (cx.t("policy-read-it-text")) }
                (post(cx, "/policy/reading", &html! {
                    input type="hidden" name="number" value=(number);
                    (acts(&html! { (Button::submit(cx.t("policy-read-it")).icon("check")) }))
                }))
            })),
        }
    }
}

fn standing(cx: &Cx, held: &Stored, view: &View) -> Markup {
    let from = held.guide.from.map(|day| dates::both_calendars(cx.lang, day.at_minute(0)));
    let readers = u32::try_from(view.readers.len()).unwrap_or(u32::MAX);
    let summary = Summary::new()
        .row(
            cx.t("policy-number"),
            cx.t_with("policy-version", &[("n", Arg::Num(i64::from(held.guide.number)))]),
        )
        .row_if(cx.t("policy-from"), from)
        .row_if(cx.t("policy-approved"), held.approved_at.map(|at| dates::day(cx.lang, at)))
        .row(
            cx.t("policy-readers"),
            cx.t_with("policy-people", &[("n", Arg::Num(i64::from(readers)))]),
        );
    html! { (Card::new(cx.t("policy-standing")).body(html! { (summary) })) }
}

/// The linked agencies: who has acknowledged, who was asked, who was not.
fn acknowledgements(cx: &Cx, view: &View, sign: bool) -> Markup {
    let unasked: Vec<(String, String)> = view
        .asked
        .iter()
        .filter(|(_, said)| said.is_none())
        .map(|(peer, _)| (peer.agency.to_text(), peer.name(cx.lang).to_owned()))
        .collect();
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    html! {
        @if !view.asked.is_empty() {
            (Card::new(cx.t("policy-partners")).count(view.asked.len()).live("policy-partners", "agreements").body(html! {
                ul.tasks {
                    @for (peer, said) in &view.asked { (asked(cx, peer, *said)) }
                }
                @if sign && !unasked.is_empty() {
                    (post(cx, "/policy/sharing", &html! {
                        (form.checks("agencies", cx.t("policy-send-to")).choices(unasked))
                        (acts(&html! { (Button::submit(cx.t("policy-send")).icon("paper-plane-tilt").soft()) }))
                    }))
                }
            }))
        }
    }
}

fn asked(cx: &Cx, peer: &Peer, said: Option<bool>) -> Task {
    let (icon, tone, words) = match said {
        Some(true) => ("seal-check", Tone::Ok, "policy-acknowledged"),
        Some(false) => ("hourglass-medium", Tone::Info, "policy-waits"),
        None => ("buildings", Tone::Plain, "policy-not-sent"),
    };
    let href = cx.url(&format!("/policy/compliance?agency={}", peer.agency.to_text()));
    Task::new(icon, tone, peer.name(cx.lang).to_owned(), href).end(tag(tone, cx.t(words)))
}

fn guides_of_others(cx: &Cx, view: &View) -> Markup {
    let tasks = view.theirs.iter().map(|one| {
        let (tone, words) = if one.waits {
            (Tone::Gold, "policy-waits-for-us")
        } else {
            (Tone::Ok, "policy-acknowledged")
        };
        let title = view.names.of(cx.lang, one.agency).to_owned();
        let number = cx.t_with("policy-version", &[("n", Arg::Num(i64::from(one.guide.number)))]);
        Task::new("book-open", tone, title, cx.url(&format!("/policy/of/{}", one.record)))
            .meta(number)
            .end(tag(tone, cx.t(words)))
    });
    let tasks: Vec<Task> = tasks.collect();
    html! {
        @if !tasks.is_empty() {
            (Card::new(cx.t("policy-theirs")).count(tasks.len()).live("policy-theirs", "agreements")
                .body(html! { ul.tasks { @for task in &tasks { (task) } } }))
        }
    }
}

/// The chapters of a guide, a card for each.
pub fn chapters(cx: &Cx, guide: &Guide) -> Markup {
    html! {
        @for (number, chapter) in (1_u32..).zip(&guide.chapters) {
            (Card::new(format!("{number}. {}", cx.lang.pick(&chapter.title.ar, &chapter.title.en))).body(html! {
                @for clause in &chapter.clauses { (one(cx, clause)) }
            }))
        }
    }
}

fn one(cx: &Cx, clause: &Clause) -> Markup {
    let control = [
        ("policy-question", &clause.question),
        ("policy-evidence", &clause.evidence),
        ("policy-owner", &clause.owner),
    ];
    let said = control.into_iter().filter_map(|(key, words)| words.as_ref().map(|w| (key, w)));
    let summary = said.fold(Summary::new(), |rows, (key, words)| {
        rows.row(cx.t(key), cx.lang.pick(&words.ar, &words.en))
    });
    html! {
        section.clause-text id=(format!("c{}", clause.number)) {
            h3 {
                (ident::Code(&clause.number)) " "
                @if clause.mandatory { (tag(Tone::Gold, cx.t("policy-mandatory"))) } @else { (plain_tag(cx.t("policy-guidance"))) }
                @if let Some(rule) = clause.rule { " " (tag(Tone::Info, cx.code("policy-rule", rule.code()))) }
            }
            p { (cx.lang.pick(&clause.text.ar, &clause.text.en)) }
            @if clause.mandatory { (summary) }
        }
    }
}

/// The worker has read the version that was on the page, and keeps to it.
///
/// # Errors
/// `policy.changed` when another version is in force meanwhile.
pub async fn read(ask: Ask) -> Result<Reply, Problem> {
    let number: Option<u32> = ask.form.get("number").and_then(|text| text.parse().ok());
    let held = super::in_force(&ask.app, ask.now).await?;
    let held = held.filter(|held| Some(held.guide.number) == number);
    let number = held.ok_or_else(|| Problem::refused("policy.changed").way_out("/policy"))?;
    let number = number.guide.number;
    let (worker, now) = (ask.worker()?.id, ask.now);
    let told = fact(&ask, format!("{number} read"), &[])?;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::read(tx, number, worker, now)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url("/policy")))
}

/// How many versions of others wait for our acknowledgement.
pub fn waiting(tx: &mut dyn Tx, me: AgencyId) -> Result<usize, DbError> {
    Ok(share::theirs(tx, me)?.into_iter().filter(|one| one.waits).count())
}
