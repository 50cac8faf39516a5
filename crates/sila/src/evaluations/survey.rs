//! Eighteen statements, eighteen marks, no words: once for everybody who works with the partner. Nobody can see what one person
//! marked, and fewer than five people are not shown at all.

use maud::{Markup, html};
use rand_core::Rng;
use sila_core::evaluation::{Domain, ITEMS, MARK_MAX, Marks, PER_DOMAIN};
use sila_core::{RecordId, WorkerId};

use super::cycle::{self, Cycle};
use super::store;
use crate::app::App;
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::licences::wall;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs, ident};

/// The evaluation of the address, while it is open and this worker has not answered.
async fn open(ask: &Ask) -> Result<Cycle, Problem> {
    let id: RecordId = ask.id("id")?;
    let (cycle, me, worker) = (cycle::one(&ask.app, id).await?, ask.app.node.id, ask.worker()?.id);
    let back = format!("/evaluations/{id}");
    if !cycle.takes_seals() || cycle.seals.contains_key(&me) {
        return Err(Problem::refused("evaluation.not_open").way_out(back));
    }
    wall::may_judge(&ask.app, worker, cycle.other, &back).await?;
    if ask.app.store.read(move |tx| store::has_given(tx, id, worker)).await? {
        return Err(Problem::refused("evaluation.given").way_out(back));
    }
    Ok(cycle)
}

/// The form.
///
/// # Errors
/// `page.not_found`; `wall.regulated`; `evaluation.not_open` before it begins and after our sheet was sealed; `evaluation.given`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let cycle = open(&ask).await?;
    let names = Names::all(&ask.app).await?;
    let page = form(&ask.cx, &cycle, &names, &Pairs::default(), &Errors::none());
    Ok(Reply::page(&page))
}

/// Keeps what was marked.
///
/// # Errors
/// As [`page`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let cycle = open(&ask).await?;
    let mut errors = Errors::none();
    let mut marks = [0_u8; ITEMS];
    for (mark, n) in marks.iter_mut().zip(1_u16..) {
        let typed = ask.form.get(&format!("item{n}")).and_then(|typed| typed.parse().ok());
        match typed.filter(|typed| (1..=MARK_MAX).contains(typed)) {
            Some(typed) => *mark = typed,
            None => errors.add(format!("item{n}"), ask.cx.t("feedback-mark-needed")),
        }
    }
    let Some(marks) = Marks::new(marks) else {
        let names = Names::all(&ask.app).await?;
        let page = form(&ask.cx, &cycle, &names, &ask.form, &errors);
        return Ok(Reply::page_with_errors(&page));
    };
    give(&ask.app, cycle.id, ask.worker()?.id, marks).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/evaluations/{}", cycle.id))))
}

/// Keeps what somebody marked, apart from who did.
///
/// # Errors
/// `evaluation.given` the second time.
pub async fn give(
    app: &App,
    call: RecordId,
    worker: WorkerId,
    marks: Marks,
) -> Result<(), Problem> {
    let mut place = [0_u8; 16];
    Randomness.fill_bytes(&mut place);
    let write = move |tx: &mut dyn crate::db::Tx| store::give(tx, call, worker, &marks, &place);
    match app.store.write(write).await? {
        true => Ok(()),
        false => Err(Problem::refused("evaluation.given").way_out(format!("/evaluations/{call}"))),
    }
}

fn form(cx: &Cx, cycle: &Cycle, names: &Names, values: &Pairs, errors: &Errors) -> Page {
    let title = cx.t("evaluation-survey");
    let form = Form::new(cx, values, errors);
    let name = names.of(cx.lang, cycle.other);
    let domains = Domain::ALL.iter().zip((1_usize..).step_by(PER_DOMAIN));
    let path = format!("/evaluations/{}", cycle.id);
    let body = html! {
        (heading(title.clone(), None, &html! { (ident::Name(name)) }))
        form.narrow method="post" action=(cx.url(&format!("{path}/survey"))) novalidate {
            (form.summary())
            (Note::new("eye-slash", cx.t("evaluation-apart")).tone(Tone::Info).says(cx.t("evaluation-apart-text")))
            @for (domain, from) in domains { (items(cx, &form, *domain, from)) }
            (acts(&html! { (Button::submit(cx.t("evaluation-send"))) }))
        }
    };
    Page::new(cx, title)
        .crumb(cx.t("evaluations-title"), "/evaluations")
        .crumb(cx.t("evaluation-one"), &path)
        .errors(errors.any())
        .body(body)
}

fn items(cx: &Cx, form: &Form<'_>, domain: Domain, from: usize) -> Markup {
    let item = |n: usize| {
        let field = form.radios(&format!("item{n}"), cx.t(&format!("evaluation-item-{n}")));
        (1..=MARK_MAX).fold(field.side_by_side(), |field, mark| {
            field.choice(mark.to_string(), cx.t(&format!("evaluation-mark-{mark}")))
        })
    };
    html! {
        (Card::new(cx.code("evaluation-domain", domain.code())).body(html! {
            @for n in from..from.saturating_add(PER_DOMAIN) { (item(n)) }
        }))
    }
}
