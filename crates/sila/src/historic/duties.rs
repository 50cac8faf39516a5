//! What is owed by an agreement from before this software, as somebody here has read it out of the paper. The other party has signed none of
//! it here, so it is in no index and says of itself everywhere that it was imported.

use maud::{Markup, html};
use minicbor::{Decode, Encode};
use sila_core::partnership::Words;
use sila_core::time::Date;
use sila_core::{Millis, WorkerId};
use uuid::Uuid;

use super::list::evidence;
use super::{one, store};
use crate::activation::saying::day;
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::initiatives::{both, propose::words};
use crate::journal::store::{self as journal, Fact};
use crate::meetings::{sealed, unsealed};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, post, tag};
use crate::web::{Cx, Errors, Form, Pairs, dates, ident};

/// Longest words, in characters.
const WORDS_MAX: usize = 160;
/// The most that is owed by one agreement: as many as its page shows.
const DUTIES_MAX: usize = 200;

/// Something that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Identifier.
    pub id: Uuid,
    /// By which agreement.
    pub historic: Uuid,
    /// We owe it; otherwise the other party does.
    pub ours: bool,
    /// By when.
    pub due: Date,
    /// When we said that it was done.
    pub done_at: Option<Millis>,
    /// When it was written down.
    pub at: Millis,
    /// By whom.
    pub worker: WorkerId,
    /// [`Owed`], sealed.
    pub body: Vec<u8>,
}

/// What is said of it, as it is sealed in its row.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Owed {
    /// The words of the paper.
    #[n(0)]
    pub words: Words,
    /// What shows that it was done.
    #[n(1)]
    pub proof: Words,
}

impl Duty {
    fn owed(&self, app: &App) -> Result<Owed, Problem> {
        unsealed(app, "historic_duty", self.id, &self.body)
    }
}

/// Writes down what is owed.
///
/// # Errors
/// `page.not_found`; `historic.full` when as much is written down as its page shows; when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let past = one::found(&ask).await?;
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = Errors::none();
    let owed = Owed { words: words(form, "duty"), proof: words(form, "proof") };
    for (name, words) in [("duty_ar", &owed.words), ("proof_ar", &owed.proof)] {
        if !words.fit(WORDS_MAX) {
            errors.add(name, cx.t("plan-title-needed"));
        }
    }
    let due = day(form, "due");
    if due.is_none() {
        errors.add("due", cx.t("milestone-day-needed"));
    }
    let Some(due) = due.filter(|_| !errors.any()) else {
        return Ok(Reply::page_with_errors(&one::document(&ask, &past, form, &errors).await?));
    };
    let id = ask.app.clock.new_id();
    let duty = Duty {
        id,
        historic: past.id,
        ours: form.get("who") != Some("theirs"),
        due,
        done_at: None,
        at: ask.now,
        worker: ask.worker()?.id,
        body: sealed(&ask.app, "historic_duty", id, &owed),
    };
    let told = fact(&ask, "HISTORIC_DUTY", &duty.body)?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if store::duties(tx, duty.historic)?.len() >= DUTIES_MAX {
            return Ok(false);
        }
        store::insert_duty(tx, &duty)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::refused("historic.full").way_out(past.path()));
    }
    Ok(Reply::see_other(cx.url(&past.path())))
}

/// It is done, as we say.
///
/// # Errors
/// `page.not_found`, also when it was said before.
pub async fn done(ask: Ask) -> Result<Reply, Problem> {
    let past = one::found(&ask).await?;
    let (id, duty, now): (Uuid, Uuid, _) = (past.id, ask.id("duty")?, ask.now);
    let told = fact(&ask, "HISTORIC_DONE", duty.as_bytes())?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::done(tx, duty, id, now)? {
            return Ok(false);
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    Ok(Reply::see_other(ask.cx.url(&past.path())))
}

fn fact(ask: &Ask, subject: &str, data: &[u8]) -> Result<Fact, Problem> {
    Ok(Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "partner",
        subject: subject.to_owned(),
        worker: Some(ask.worker()?.id),
        data: data.to_vec(),
    })
}

/// What is owed by one agreement. `acts`: whoever looks may say that something is done.
///
/// # Errors
/// `vault.unreadable`.
pub(super) fn card(ask: &Ask, all: &[Duty], acts: bool) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let mut table = Table::new(cx.t("obligations-title"), columns(cx));
    for duty in all {
        let owed = duty.owed(&ask.app)?;
        let path = format!("/historic/{}/duties/{}/done", duty.historic, duty.id);
        table = table.row([
            html! {
                (ident::Name(cx.lang.pick(&owed.words.ar, &owed.words.en)))
                span.sub { (cx.t("obligation-proof")) ": " (ident::Name(cx.lang.pick(&owed.proof.ar, &owed.proof.en))) }
            },
            html! { (who(cx, duty)) },
            html! { (dates::day(cx.lang, duty.due.at_minute(0))) },
            html! {
                (state(cx, duty)) " " (evidence(cx))
                @if acts && duty.done_at.is_none() {
                    (post(cx, &path, &html! { (Button::submit(cx.t("historic-done")).soft()) }))
                }
            },
        ]);
    }
    Ok(html! {
        (Card::new(cx.t("obligations-title")).count(all.len()).body(html! {
            p.small.muted { (cx.t("historic-owed-text")) }
            (table)
        }))
    })
}

fn columns(cx: &Cx) -> [Col; 4] {
    [
        Col::text(cx.t("obligation-one")),
        Col::text(cx.t("obligation-who")),
        Col::text(cx.t("obligation-due")),
        Col::status(cx.t("record-state")),
    ]
}

fn who(cx: &Cx, duty: &Duty) -> String {
    cx.t(if duty.ours { "plan-ours" } else { "plan-theirs" })
}

fn state(cx: &Cx, duty: &Duty) -> Markup {
    match duty.done_at {
        Some(at) => {
            html! { (tag(Tone::Info, cx.t("historic-said-done"))) " " span.muted { (dates::day(cx.lang, at)) } }
        }
        None if duty.due < cx.now.uae_date() => {
            tag(Tone::Bad, cx.code("obligation-standing", "OVERDUE"))
        }
        None => tag(Tone::Plain, cx.code("obligation-standing", "SCHEDULED")),
    }
}

/// The form by which something owed is added.
pub(super) fn form(cx: &Cx, path: &str, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    html! {
        (form.summary())
        (Card::new(cx.t("historic-duty-new")).body(html! {
            form method="post" action=(cx.url(&format!("{path}/duties"))) novalidate {
                (both(&form, "duty", &cx.t("duty-text"), WORDS_MAX))
                (form.radios("who", cx.t("obligation-who")).side_by_side()
                    .choice("ours", cx.t("plan-ours")).choice("theirs", cx.t("plan-theirs")))
                (form.date("due", cx.t("obligation-due")))
                (both(&form, "proof", &cx.t("obligation-proof"), WORDS_MAX))
                (Button::submit(cx.t("historic-keep")))
            }
        }))
    }
}

/// What is owed by older agreements and not said to be done, for the page of obligations; nothing where there is none.
///
/// # Errors
/// When the store cannot be read.
pub async fn owed(ask: &Ask) -> Result<Markup, Problem> {
    let read =
        |tx: &mut dyn Tx| -> Result<_, DbError> { Ok((store::open_duties(tx)?, store::all(tx)?)) };
    let (duties, past) = ask.app.store.read(read).await?;
    if duties.is_empty() {
        return Ok(html! {});
    }
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let mut table = Table::new(cx.t("historic-owed"), columns(cx));
    for duty in &duties {
        let Some(of) = past.iter().find(|one| one.id == duty.historic) else { continue };
        let owed = duty.owed(&ask.app)?;
        table = table.row([
            html! {
                a.link href=(cx.url(&of.path())) { (ident::Name(cx.lang.pick(&owed.words.ar, &owed.words.en))) }
                span.sub { (ident::Name(names.of(cx.lang, of.agency))) }
            },
            html! { (who(cx, duty)) },
            html! { (dates::day(cx.lang, duty.due.at_minute(0))) },
            html! { (state(cx, duty)) " " (evidence(cx)) },
        ]);
    }
    Ok(html! {
        (Card::new(cx.t("historic-owed")).id("historic-owed").count(duties.len()).body(html! {
            p.small.muted { (cx.t("historic-owed-text")) }
            (table)
        }))
    })
}
