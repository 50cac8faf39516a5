//! `/initiatives/{id}`: one initiative, as both parties have signed it, and what was done.

use maud::{Markup, html};
use sila_core::experience::Occasion;
use sila_core::partnership::{Act, Course, Mark, Plan};
use sila_core::{AgencyId, RecordId};

use super::list::mark;
use super::show_parts::{dirhams, gifts, measures, milestones};
use crate::accounts::Permission;
use crate::activation::deed_form::{self, Asked};
use crate::activation::ledger::{self, Book, Proposal, What};
use crate::ask::Ask;
use crate::db::Tx;
use crate::ideas::answers::INITIATIVE;
use crate::ideas::answers::turned::{self, Origin};
use crate::lineage;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, post, stack, tag,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};
use sila_seal::hex;

/// What the page is drawn from.
pub(super) struct View<'a> {
    pub(super) cx: &'a Cx,
    pub(super) book: &'a Book,
    pub(super) course: &'a Course<'a>,
    pub(super) me: AgencyId,
    pub(super) may: bool,
    pub(super) origins: &'a [Origin],
    pub(super) lines: &'a [lineage::Line],
    pub(super) writes: bool,
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: RecordId = ask.id("id")?;
    let books = ledger::all(&ask.app).await?;
    let (cx, me, may) = (&ask.cx, ask.app.node.id, ask.may(Permission::AgreementSign));
    let origins = turned::origins(&ask.app, INITIATIVE, id.0).await?;
    let came = move |tx: &mut dyn Tx| {
        lineage::store::of_source(tx, lineage::Kind::Initiative, lineage::End::of(id.0))
    };
    let lines = ask.app.store.read(came).await?;
    for book in &books {
        if let Some(course) = book.ledger.course(id) {
            return Ok(Reply::page(&running(&View {
                cx,
                book,
                course: &course,
                me,
                may,
                origins: &origins,
                lines: &lines,
                writes: ask.may(Permission::KnowledgeWrite),
            })));
        }
        let open = book.proposals.iter().find(|one| one.record == id);
        if let Some((one, What::Plan(plan))) = open.map(|one| (one, &one.what)) {
            return Ok(Reply::page(&proposed(cx, (book, one), plan, may, &origins)));
        }
    }
    Err(Problem::not_found())
}

fn titled(cx: &Cx, plan: &Plan, body: Markup) -> Page {
    let title = cx.lang.pick(&plan.title.ar, &plan.title.en).clone();
    Page::new(cx, title).crumb(cx.t("initiatives-title"), "/initiatives").refreshing(30).body(body)
}

fn proposed(
    cx: &Cx,
    (book, one): (&Book, &Proposal),
    plan: &Plan,
    may: bool,
    origins: &[Origin],
) -> Page {
    let (tone, key) = match one.waits_for_us {
        true => (Tone::Gold, "record-waits-for-us"),
        false => (Tone::Info, "record-standing-open"),
    };
    let aside = html! {
        @if one.waits_for_us && may { (sign_card(cx, book, one)) }
        (who(cx, book, plan))
        (turned::card(cx, origins))
    };
    let main = html! { (why(cx, plan)) (asked_for(cx, plan)) };
    let title = ident::Name(cx.lang.pick(&plan.title.ar, &plan.title.en));
    let body = html! {
        (heading(title, None, &html! { (tag(tone, cx.t(key))) }))
        (columns(&stack(&main), &stack(&aside)))
    };
    titled(cx, plan, body)
}

/// The two answers to a proposal, for the page that shows it.
pub fn sign_card(cx: &Cx, book: &Book, one: &Proposal) -> Markup {
    let inside = html! {
        p { (cx.t("record-sign-text")) }
        (Form::new(cx, &Pairs::default(), &Errors::none()).hidden("record", &one.record.to_string()))
        input type="hidden" name="version" value=(hex(&one.digest));
        (acts(&html! {
            (Button::submit(cx.t("record-sign")).icon("signature").sends("word", "sign"))
            (Button::submit(cx.t("record-decline")).soft().sends("word", "decline"))
        }))
    };
    let path = format!("/agreements/{}/answer", book.ledger.agreement.id);
    html! { (Card::new(cx.t("agreement-your-move")).body(post(cx, &path, &inside))) }
}

fn running(view: &View<'_>) -> Page {
    let View { cx, book, course, me, may, origins, .. } = view;
    let plan = course.plan;
    let waiting: Vec<_> =
        course.deeds.iter().filter(|said| said.is_waiting() && said.by != *me).collect();
    let main = html! {
        @if let Some(impact) = course.impact { (impact_card(cx, &impact.deed.words, &impact.deed.evidence)) }
        @if *may { @for said in &waiting { (deed_form::to_answer(cx, book, said)) } }
        (milestones(view))
        (measures(view))
        (gifts(view))
        (why(cx, plan))
    };
    let aside = html! {
        (standing(view))
        @if *may { (moves(view)) }
        (who(cx, book, plan))
        (crate::feedback::answer::card(cx, Occasion::Initiative, course.record.0))
        (turned::card(cx, origins))
        (example(view))
        @if !course.deeds.is_empty() {
            (Card::new(cx.t("deeds-title")).count(course.deeds.len())
                .body(deed_form::history(cx, book, &course.deeds)))
        }
    };
    let title = ident::Name(cx.lang.pick(&plan.title.ar, &plan.title.en));
    let tags = html! { (ident::Reference(&book.ledger.agreement.code)) (mark(cx, course.mark)) };
    let body = html! { (heading(title, None, &tags)) (columns(&stack(&main), &stack(&aside))) };
    titled(cx, plan, body)
}

/// What came of it, and the one click from what is over to an example.
fn example(view: &View<'_>) -> Markup {
    let View { cx, course, lines, writes, .. } = view;
    let makes = *writes && course.mark == Mark::Closed;
    let path = format!("/initiatives/{}/example", course.record);
    html! {
        @if makes || !lines.is_empty() {
            (Card::new(cx.t("example-title")).body(html! {
                @for line in *lines { (lineage::parts::became(cx, line)) }
                @if makes {
                    p.muted { (cx.t("example-text")) }
                    (post(cx, &path, &acts(&html! { (Button::submit(cx.t("example-make")).soft().icon("books")) })))
                }
            }))
        }
    }
}

fn impact_card(cx: &Cx, words: &str, evidence: &str) -> Markup {
    html! {
        (Note::new("sparkle", cx.t("initiative-impact")).tone(Tone::Ok).body(html! {
            p dir="auto" { (words) }
            p.small.muted { (cx.t("deed-evidence")) ": " (ident::Name(evidence)) }
        }))
    }
}

fn standing(view: &View<'_>) -> Markup {
    let View { cx, book, course, .. } = view;
    let when = |at| dates::both_calendars(cx.lang, at);
    let agreement = &book.ledger.agreement;
    let href = cx.url(&format!("/agreements/{}/activation", agreement.id));
    let rows = Summary::new()
        .row(
            cx.t("initiative-under"),
            html! { a href=(href) { (ident::Reference(&agreement.code)) } },
        )
        .row(cx.t("initiative-agreed-on"), when(course.agreed_at))
        .row_if(cx.t("initiative-started-on"), course.started_at.map(when))
        .row_if(cx.t("initiative-ended-on"), course.ended_at.map(when));
    html! { (Card::new(cx.t("agreement-standing")).tag(mark(cx, course.mark)).body(html! { (rows) })) }
}

/// What can be said about the whole of it.
fn moves(view: &View<'_>) -> Markup {
    let View { cx, book, course, me, .. } = view;
    let plan = course.plan;
    let ask = |act, key| Asked { book, about: course.record, act, number: 0, due_at: None, key };
    let may = |act| course.allows(act, 0).is_ok() && !course.is_waiting(act, 0);
    let closed = course.may_close();
    html! {
        @if course.ended_at.is_none() {
            (Card::new(cx.t("agreement-your-move")).body(html! {
                @if may(Act::Start) { (deed_form::fold(cx, ask(Act::Start, "initiative-start"))) }
                (deed_form::fold(cx, ask(Act::Give, "initiative-give")))
                @if may(Act::Count) && plan.lead == *me { (deed_form::fold(cx, ask(Act::Count, "initiative-count"))) }
                @match closed {
                    Ok(()) if !course.is_waiting(Act::Close, 0) => {
                        p { (cx.t("initiative-close-text")) }
                        (deed_form::fold(cx, ask(Act::Close, "initiative-close")))
                    }
                    Err(code) if course.mark == Mark::Running => {
                        p.small.muted { (cx.t("initiative-close-not-yet")) " " (cx.t(&format!("problem-{}", code.replace('.', "-")))) }
                    }
                    _ => {}
                }
                @if may(Act::Cancel) { (deed_form::fold(cx, ask(Act::Cancel, "initiative-cancel"))) }
            }))
        }
    }
}

/// The objective and the need it answers.
fn why(cx: &Cx, plan: &Plan) -> Markup {
    let pick = |words: &sila_core::partnership::Words| cx.lang.pick(&words.ar, &words.en).clone();
    let rows = Summary::new()
        .row(cx.t("initiative-objective"), html! { span dir="auto" { (pick(&plan.objective)) } })
        .row(cx.t("initiative-need"), html! { span dir="auto" { (pick(&plan.need)) } })
        .row(cx.t("initiative-field"), cx.code("cooperation-field", plan.field.code()))
        .row(cx.t("initiative-groups"), html! {
            ul.plain { @for group in &plan.groups { li { (cx.code("category", group.code())) } } }
        })
        .row(cx.t("goals-title"), html! {
            @if plan.goals.is_empty() { (tag(Tone::Warn, cx.t("goal-none"))) }
            ul.plain { @for goal in &plan.goals {
                li { span.num { (goal) } " · " (cx.t(&format!("goal-{goal}"))) }
            } }
        });
    html! { (Card::new(cx.t("initiative-why")).body(html! { (rows) })) }
}

/// Who answers for it at each side, and whose idea it was.
fn who(cx: &Cx, book: &Book, plan: &Plan) -> Markup {
    let mut rows = Summary::new();
    for owner in &plan.owners {
        let lead = owner.agency == plan.lead;
        rows = rows.row(
            book.name(cx.lang, owner.agency),
            html! {
                (ident::Name(cx.lang.pick(&owner.office.ar, &owner.office.en)))
                @if lead { " " (tag(Tone::Gold, cx.t("initiative-lead"))) }
            },
        );
    }
    let idea = cx.lang.pick(&plan.origin.idea.ar, &plan.origin.idea.en);
    html! {
        (Card::new(cx.t("initiative-owners")).body(html! { (rows) }))
        (Card::new(cx.t("initiative-origin")).body(html! {
            p dir="auto" { (idea) }
            p.small.muted { (cx.t("initiative-origin-by")) " " b { (ident::Name(book.name(cx.lang, plan.origin.by))) } }
        }))
    }
}

/// Milestones and measures as they are asked for, before anybody has signed.
fn asked_for(cx: &Cx, plan: &Plan) -> Markup {
    html! {
        (Card::new(cx.t("milestones-title")).count(plan.milestones.len()).body(html! {
            ul.plain { @for one in &plan.milestones {
                li {
                    (ident::Name(cx.lang.pick(&one.title.ar, &one.title.en))) " · " (dates::day(cx.lang, one.due.at_minute(0)))
                    @if let Some(before) = one.after.and_then(|number| plan.milestone(number)) {
                        span.sub { (cx.t("milestone-after")) ": " (ident::Name(cx.lang.pick(&before.title.ar, &before.title.en))) }
                    }
                }
            } }
        }))
        @if let Some(fils) = plan.budget_fils {
            (Card::new(cx.t("budget-title")).body(html! { p { (dirhams(cx, fils)) } }))
        }
        (Card::new(cx.t("measures-title")).count(plan.measures.len()).body(html! {
            ul.plain { @for one in &plan.measures {
                li {
                    (cx.code("measure-kind", one.kind.code())) ": " (ident::Name(cx.lang.pick(&one.name.ar, &one.name.en)))
                    " · " (cx.t("measure-target")) " " span.num { (one.target) }
                }
            } }
        }))
    }
}
