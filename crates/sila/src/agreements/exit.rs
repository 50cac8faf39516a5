//! `/agreements/{id}/exit`: the end of an agreement by notice. Both parties see the notice, its day, and what is left at each; nothing
//! new is sent after the day, and the end is complete when nothing is left that nobody has taken over.

use maud::{Markup, html};
use sila_core::obligation::Standing;
use sila_core::partnership::{Act, Deed, Exit, ExitItem, Item};
use sila_core::{AgencyId, AgreementId, Millis};

use crate::accounts::Permission;
use crate::activation::ledger::{self, Book};
use crate::activation::saying::{self, day, whole};
use crate::activation::{deed_form, store};
use crate::app::App;
use crate::ask::Ask;
use crate::meetings::screened;
use crate::problem::Problem;
use crate::records::By;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, acts, columns, heading, post, stack, tag,
};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates, ident};

/// Longest words, in characters.
const WORDS_MAX: usize = 1_200;
/// The last minute of a day.
const END_OF_DAY: u16 = 24 * 60 - 1;

/// What our node has counted of what is left.
#[derive(Debug, Clone, Copy)]
pub struct Left {
    referrals: i64,
    places: i64,
    obligations: i64,
}

impl Left {
    /// How many of a kind are left; nothing where the node cannot count them.
    fn of(self, item: ExitItem) -> Option<i64> {
        match item {
            ExitItem::Referrals => Some(self.referrals),
            ExitItem::Places => Some(self.places),
            ExitItem::Obligations => Some(self.obligations),
            ExitItem::Documents | ExitItem::Keys | ExitItem::Tokens => None,
        }
    }
}

/// The page.
///
/// # Errors
/// `page.not_found` for an agreement that both have not signed; when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let book = ledger::one(&ask.app, ask.id("id")?).await?;
    let left = left(&ask.app, &book, ask.now).await?;
    Ok(Reply::page(&drawn(&ask, &book, left)))
}

async fn left(app: &App, book: &Book, now: Millis) -> Result<Left, Problem> {
    let (id, me) = (book.ledger.agreement.id, app.node.id);
    let (referrals, places) = app.store.read(move |tx| store::left(tx, id)).await?;
    let open = book.ledger.instances(now).into_iter().filter(|one| {
        let standing = one.life.standing(now);
        one.duty.obligor == me && !matches!(standing, Standing::Settled(_) | Standing::Scheduled)
    });
    let obligations = i64::try_from(open.count()).unwrap_or(i64::MAX);
    Ok(Left { referrals, places, obligations })
}

/// `POST /agreements/{id}/exit`: gives notice, says what became of what is left, or that nothing is left.
///
/// # Errors
/// As [`saying::say`]; `exit.left` when something is left that nobody takes over; `deed.day`; `form.broken`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let way = format!("/agreements/{id}/exit");
    let free = |name: &&str| name.starts_with("words_") || name.starts_with("evidence_");
    let free: Vec<&str> = ask.form.iter().map(|(name, _)| name).filter(free).collect();
    let form = match screened(&ask, &way, &free)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let out = |problem: Problem| problem.way_out(way.clone());
    let deed = read(id, &form, ask.now).map_err(out)?;
    say(&ask.app, deed, saying::by(&ask)?).await.map_err(out)?;
    Ok(Reply::see_other(ask.cx.url(&way)))
}

/// Says something about the end of an agreement. What our node can count itself is not left to the one who says it.
///
/// # Errors
/// As [`saying::say`]; `exit.left`.
pub async fn say(app: &App, mut deed: Deed, by: By) -> Result<(), Problem> {
    if let (Act::Settle, Some(item)) = (deed.act, ExitItem::of(deed.number)) {
        let book = ledger::one(app, deed.agreement).await?;
        let left = left(app, &book, by.now).await?;
        deed.figure = left.of(item).or(deed.figure);
        if deed.figure != Some(0) && deed.evidence.trim().is_empty() {
            let n = deed.figure.unwrap_or_default();
            return Err(Problem::refused("exit.left").with("n", n.to_string()));
        }
    }
    saying::say(app, deed, by).await.map(|_| ())
}

fn read(agreement: AgreementId, form: &Pairs, now: Millis) -> Result<Deed, Problem> {
    let broken = || Problem::bad_request("form.broken");
    let given = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let of = given("of");
    let typed = |name: &str| given(&format!("{name}_{of}"));
    let act: Act = given("act").parse().or(Err(broken()))?;
    if !act.is_of_exit() {
        return Err(broken());
    }
    let ends = match act {
        Act::Notice => {
            let day = day(form, "ends").ok_or_else(|| Problem::refused("deed.day"))?;
            Some(day.at_minute(END_OF_DAY))
        }
        _ => None,
    };
    let number = whole(&given("number")).and_then(|n| u16::try_from(n).ok()).unwrap_or(0);
    let figure = match act {
        Act::Settle => Some(whole(&typed("left")).unwrap_or(0)),
        _ => None,
    };
    Ok(Deed {
        agreement,
        about: sila_core::RecordId(agreement.0),
        act,
        number,
        due_at: ends,
        on: now.uae_date(),
        words: typed("words"),
        evidence: typed("evidence"),
        gave: None,
        fils: None,
        figure,
        people: Vec::new(),
    })
}

fn drawn(ask: &Ask, book: &Book, left: Left) -> Page {
    let (cx, me, may) = (&ask.cx, ask.app.node.id, ask.may(Permission::AgreementSign));
    let agreement = &book.ledger.agreement;
    let exit = book.ledger.exit();
    let asked = book.to_answer(me).filter(|said| said.deed.act.is_of_exit());
    let main = html! {
        @if may { @for said in asked { (deed_form::to_answer(cx, book, said)) } }
        @match &exit {
            Some(exit) => { (standing(cx, book, exit)) (checklist(cx, book, exit, (me, left))) }
            None => { (Note::new("info", cx.t("exit-none")).says(cx.t("exit-none-text"))) }
        }
    };
    let aside = html! {
        (clause(cx, book))
        @if may {
            @match &exit {
                None => { @if agreement.notice.is_some() { (notice(cx, book)) } }
                Some(exit) if exit.ended.is_none() => { (moves(cx, book, exit, (me, left))) }
                Some(_) => {}
            }
        }
    };
    let title = cx.t("exit-title");
    let body = html! {
        (heading(title.clone(), Some(&cx.t("exit-lead")), &html! { (ident::Code(&agreement.code)) }))
        (columns(&stack(&main), &stack(&aside)))
    };
    let back = format!("/agreements/{}", agreement.id);
    Page::new(cx, title).crumb(agreement.code.clone(), &back).refreshing(30).body(body)
}

fn clause(cx: &Cx, book: &Book) -> Markup {
    let agreement = &book.ledger.agreement;
    let found = agreement.notice.as_ref();
    let text = found.and_then(|notice| agreement.clause(&notice.number));
    html! {
        (Card::new(cx.t("obligation-clause")).body(html! {
            @match text {
                Some(clause) => {
                    h3 { (ident::Code(&clause.number)) " " (cx.lang.pick(&clause.title_ar, &clause.title_en)) }
                    p { (cx.lang.pick(&clause.text_ar, &clause.text_en)) }
                }
                None => { p.muted { (cx.t("exit-no-clause")) } }
            }
        }))
    }
}

fn standing(cx: &Cx, book: &Book, exit: &Exit<'_>) -> Markup {
    let day = ("day", Arg::phrase(dates::both_calendars(cx.lang, exit.ends_at)));
    let who = ("agency", Arg::from(book.name(cx.lang, exit.notice.by)));
    let (tone, title) = match (exit.ended.is_some(), exit.ends_at <= cx.now) {
        (true, _) => (Tone::Ok, "exit-complete"),
        (false, true) => (Tone::Bad, "exit-past"),
        (false, false) => (Tone::Warn, "exit-coming"),
    };
    html! {
        (Note::new("sign-out", cx.t_with(title, &[day])).tone(tone).body(html! {
            p { (cx.t_with("exit-given-by", &[who])) " " (dates::day(cx.lang, exit.notice.at)) }
            @if exit.notice.deed.due_at.is_some_and(|named| named < exit.ends_at) { p { (cx.t("exit-late")) } }
            p dir="auto" { (exit.notice.deed.words) }
        }))
    }
}

/// What is left at each party.
fn checklist(cx: &Cx, book: &Book, exit: &Exit<'_>, (me, left): (AgencyId, Left)) -> Markup {
    let columns = || {
        [
            Col::text(cx.t("exit-item")),
            Col::text(cx.t("exit-became")),
            Col::status(cx.t("record-state")),
        ]
    };
    html! {
        @for party in &book.ledger.agreement.parties {
            @let own = exit.items.iter().filter(|one| one.party == party.agency);
            @let rows = own.map(|one| row(cx, one, (party.agency == me).then_some(left)));
            @let name = cx.lang.pick(&party.name_ar, &party.name_en).clone();
            (Card::new(name.clone()).body(html! { (Table::new(name, columns()).rows(rows)) }))
        }
    }
}

fn row(cx: &Cx, one: &Item<'_>, ours: Option<Left>) -> [Markup; 3] {
    let counted = ours.and_then(|left| left.of(one.item));
    [
        html! {
            (cx.code("exit-item", one.item.code()))
            @if let Some(n) = counted { span.sub { (cx.t_with("exit-counted", &[("n", n.into())])) } }
        },
        html! {
            @if let Some(said) = one.said {
                (ident::Name(&said.deed.words))
                @if !said.deed.evidence.is_empty() { span.sub { (cx.t("exit-taken-by")) " " (ident::Name(&said.deed.evidence)) } }
            }
        },
        match one.said {
            None => tag(Tone::Warn, cx.t("exit-left")),
            Some(said) => deed_form::state(cx, said),
        },
    ]
}

fn notice(cx: &Cx, book: &Book) -> Markup {
    let days = book.ledger.agreement.notice.as_ref().map_or(0, |clause| clause.days);
    let hint = cx.t_with("exit-ends-hint", &[("n", i64::from(days).into())]);
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let inside = html! {
        p { (cx.t("exit-notice-text")) }
        (form.hidden("act", Act::Notice.code()))
        (form.hidden("of", "notice"))
        (form.date("ends", cx.t("exit-ends")).hint(hint))
        (form.area("words_notice", cx.t("exit-why")).max(WORDS_MAX).rows(3))
        (acts(&html! { (Button::submit(cx.t("exit-give")).danger()) }))
    };
    let path = format!("/agreements/{}/exit", book.ledger.agreement.id);
    html! { (Card::new(cx.t("exit-give")).body(post(cx, &path, &inside))) }
}

/// One form for each kind of which our party has said nothing that holds, and the end when nothing is left.
fn moves(cx: &Cx, book: &Book, exit: &Exit<'_>, (me, left): (AgencyId, Left)) -> Markup {
    let path = format!("/agreements/{}/exit", book.ledger.agreement.id);
    let open = |one: &&Item<'_>| {
        let waits = one.said.is_some_and(|said| said.is_waiting());
        one.party == me && !one.is_closed() && !waits
    };
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let end = html! {
        (form.hidden("act", Act::End.code()))
        (form.hidden("of", "end"))
        (form.area("words_end", cx.t("exit-end-words")).max(WORDS_MAX).rows(2))
        (acts(&html! { (Button::submit(cx.t("exit-end")).icon("signature")) }))
    };
    html! {
        @for one in exit.items.iter().filter(open) {
            details.fold {
                summary { (cx.code("exit-item", one.item.code())) }
                (post(cx, &path, &settle(cx, &form, one.item, left)))
            }
        }
        @if exit.open() == 0 { (Card::new(cx.t("exit-end")).body(post(cx, &path, &end))) }
    }
}

fn settle(cx: &Cx, form: &Form<'_>, item: ExitItem, left: Left) -> Markup {
    let name = |field: &str| format!("{field}_{}", item.number());
    html! {
        (form.hidden("of", &item.number().to_string()))
        (form.hidden("act", Act::Settle.code()))
        (form.hidden("number", &item.number().to_string()))
        @match left.of(item) {
            Some(n) => { p { (cx.t_with("exit-counted", &[("n", n.into())])) } }
            None => { (form.text(&name("left"), cx.t("exit-left-n")).hint(cx.t("exit-left-n-hint")).numeric().max(6).optional()) }
        }
        (form.area(&name("words"), cx.t("exit-became")).max(WORDS_MAX).rows(2))
        (form.text(&name("evidence"), cx.t("exit-taken")).hint(cx.t("exit-taken-hint")).max(WORDS_MAX).optional())
        (acts(&html! { (Button::submit(cx.t("deed-sign")).icon("signature").small()) }))
    }
}
