//! `/partnerships/{agency}/risks/{id}`: one risk, its owner at each party, what waits for a signature, and looking at it again.

use maud::{Markup, html};
use sila_core::meeting::MARK_MAX;
use sila_core::time::Date;
use sila_core::{AgencyId, RecordId};
use sila_link::record::Word;
use sila_seal::hex;

use super::list::{owner_fields, read_owner, state};
use super::{Held, Open, Owner, Risk, answer, name, path, review};
use crate::accounts::Permission;
use crate::activation::saying::{by, day, whole};
use crate::ask::Ask;
use crate::meetings::entity;
use crate::partners::Names;
use crate::partnerships::relation;
use crate::problem::Problem;
use crate::records::word;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, post, stack,
};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates, ident};

/// The risk of the address.
async fn found(ask: &Ask) -> Result<Held, Problem> {
    let relation = relation::one(&ask.app, ask.id("agency")?, ask.now).await?;
    let id: RecordId = ask.id("id")?;
    relation.risks.into_iter().find(|one| one.record == id).ok_or_else(Problem::not_found)
}

/// The page.
///
/// # Errors
/// `page.not_found`.
pub(super) async fn page(ask: Ask) -> Result<Reply, Problem> {
    let held = found(&ask).await?;
    Ok(Reply::page(&drawn(&ask, &held, &Pairs::default(), &Errors::none()).await?))
}

/// Signs what waits, naming our owner with it, or declines it.
///
/// # Errors
/// `page.not_found`; `form.broken` for another version than the one that was read; as [`answer`].
pub(super) async fn say(ask: Ask) -> Result<Reply, Problem> {
    let held = found(&ask).await?;
    let open = held.open.as_ref().ok_or_else(Problem::not_found)?;
    let said = word::asked(&ask.form, &open.digest)?;
    let mut owner = None;
    if said == Word::Sign && open.risk.owner(ask.app.node.id).is_none() {
        let mut errors = Errors::none();
        owner = read_owner(&ask, &mut errors);
        if errors.any() {
            let page = drawn(&ask, &held, &ask.form, &errors).await?;
            return Ok(Reply::page_with_errors(&page));
        }
    }
    answer(&ask.app, &held, (said, owner), by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&path(held.partner, Some(held.record)))))
}

/// Names our owner.
///
/// # Errors
/// `page.not_found`; as [`name`].
pub(super) async fn set_owner(ask: Ask) -> Result<Reply, Problem> {
    let held = found(&ask).await?;
    let mut errors = Errors::none();
    let Some(owner) = read_owner(&ask, &mut errors).filter(|_| held.agreed) else {
        let page = drawn(&ask, &held, &ask.form, &errors).await?;
        return Ok(Reply::page_with_errors(&page));
    };
    name(&ask.app, &held, owner, by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&path(held.partner, Some(held.record)))))
}

/// Looks at it again.
///
/// # Errors
/// `page.not_found`; as [`review`].
pub(super) async fn look_again(ask: Ask) -> Result<Reply, Problem> {
    let held = found(&ask).await?;
    let mut errors = Errors::none();
    let read = read_review(&ask, &held.risk, &mut errors).filter(|_| held.agreed);
    let Some(read) = read else {
        let page = drawn(&ask, &held, &ask.form, &errors).await?;
        return Ok(Reply::page_with_errors(&page));
    };
    review(&ask.app, &held, read, by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&path(held.partner, Some(held.record)))))
}

/// New marks and the next day, which is ahead; or that it is over, with what was signed last.
fn read_review(ask: &Ask, before: &Risk, errors: &mut Errors) -> Option<(u8, u8, Date, bool)> {
    if ask.form.get("act") == Some("close") {
        return Some((before.likelihood, before.impact, before.review, true));
    }
    let mark = |name: &str| {
        let typed = whole(ask.form.get(name).unwrap_or_default())?;
        u8::try_from(typed).ok().filter(|mark| (1..=MARK_MAX).contains(mark))
    };
    let (likelihood, impact) = (mark("likelihood"), mark("impact"));
    for (field, missing) in [("likelihood", likelihood.is_none()), ("impact", impact.is_none())] {
        if missing {
            errors.add(field, ask.cx.t("file-risk-needed"));
        }
    }
    let next = day(&ask.form, "review").filter(|day| *day > ask.now.uae_date());
    if next.is_none() {
        errors.add("review", ask.cx.t("risk-day-needed"));
    }
    Some((likelihood?, impact?, next?, false))
}

async fn drawn(ask: &Ask, held: &Held, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let names = Names::all(&ask.app).await?;
    let may = ask.may(Permission::AgreementSign);
    let form = Form::new(cx, values, errors);
    let main = html! {
        (form.summary())
        @if let Some(open) = &held.open { (waiting(cx, (held, open), (&names, me), may, &form)) }
        (shown(cx, &held.risk))
    };
    let aside = html! {
        (owners(cx, held, (&names, me), may, &form))
        @if may && held.agreed && held.open.is_none() && !held.risk.over { (again(cx, held, &form)) }
    };
    let title = cx.t("risk-one");
    let partner = names.of(cx.lang, held.partner);
    let body = html! {
        (heading(ident::Name(held.risk.text.of(cx.lang)), Some(&cx.t("risk-lead")), &state(cx, held)))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("partnerships-title"), "/partnerships");
    let page = page.crumb(partner, &format!("/partnerships/{}", held.partner.to_text()));
    let page = page.crumb(cx.t("risks-title"), &path(held.partner, None));
    Ok(page.errors(errors.any()).body(body))
}

/// What it says.
fn shown(cx: &Cx, risk: &Risk) -> Markup {
    let threat = risk.threat();
    let marks = [
        ("likelihood", risk.likelihood.into()),
        ("impact", risk.impact.into()),
        ("n", threat.exposure().into()),
    ];
    let note = (!risk.note.is_empty()).then(|| ident::Name(risk.note.of(cx.lang)));
    let rows = Summary::new()
        .row(cx.t("risk-one"), ident::Name(risk.text.of(cx.lang)))
        .row(
            cx.t("risk-rated"),
            html! { (cx.code("gravity", threat.gravity().code())) " · " (cx.t_with("theme-exposure", &marks)) },
        )
        .row_if(cx.t("theme-mitigation"), note)
        .row(cx.t("risk-review"), dates::day(cx.lang, risk.due_at()));
    html! { (Card::new(cx.t("risk-one")).body(html! { (rows) })) }
}

/// What one party has said and the other has not signed, with everybody whom it names: what is signed is what was read.
fn waiting(
    cx: &Cx,
    (held, open): (&Held, &Open),
    (names, me): (&Names, AgencyId),
    may: bool,
    form: &Form<'_>,
) -> Markup {
    let by = [("agency", Arg::from(entity(cx, names, me, open.by)))];
    let unnamed = open.risk.owner(me).is_none();
    let agreed = held.risk.owner(me).filter(|_| held.agreed);
    let otherwise = open.by != me && !unnamed && open.risk.owner(me) != agreed;
    let inside = html! {
        input type="hidden" name="version" value=(hex(&open.digest));
        @if unnamed { (owner_fields(cx, form)) }
        (acts(&html! {
            (Button::submit(cx.t("record-sign")).icon("signature").sends("word", "sign"))
            (Button::submit(cx.t("record-decline")).soft().sends("word", "decline"))
        }))
    };
    let to = format!("{}/word", path(held.partner, Some(held.record)));
    html! {
        (Note::new("hourglass-medium", cx.t_with("risk-said-by", &by)).tone(Tone::Gold).body(html! {
            @if open.risk.over { p { (cx.t("risk-said-over")) } }
            (shown(cx, &open.risk))
            p { (cx.t("risk-owners")) ":" }
            ul.plain { @for owner in &open.risk.owners {
                li { (ident::Name(entity(cx, names, me, owner.agency))) ": " (named(owner)) }
            } }
            @if otherwise { p { b { (cx.t("risk-owner-theirs")) } } }
            @if open.waits && may { p { (cx.t("risk-sign-text")) } (post(cx, &to, &inside)) }
        }))
    }
}

fn named(owner: &Owner) -> Markup {
    html! {
        b { (ident::Name(&owner.name)) }
        @if !owner.reach.is_empty() { " · " (ident::Name(&owner.reach)) }
    }
}

/// Who looks after it at either party. Ours is named here, theirs at their node.
fn owners(
    cx: &Cx,
    held: &Held,
    (names, me): (&Names, AgencyId),
    may: bool,
    form: &Form<'_>,
) -> Markup {
    let to = format!("{}/owner", path(held.partner, Some(held.record)));
    let may = may && held.agreed && held.open.is_none() && !held.risk.over;
    html! {
        (Card::new(cx.t("risk-owners")).id("owners").body(html! {
            ul.joint { @for party in [me, held.partner] {
                li {
                    div.joint-h { span { (ident::Name(entity(cx, names, me, party))) } }
                    @match held.risk.owner(party) {
                        Some(owner) => { div { (named(owner)) } }
                        None => { div.sub { (cx.t("risk-unowned")) } }
                    }
                }
            } }
            @if may {
                details.fold {
                    summary { (cx.t("risk-name-owner")) }
                    (post(cx, &to, &html! { (owner_fields(cx, form)) (acts(&html! { (Button::save(cx)) })) }))
                }
            }
        }))
    }
}

fn again(cx: &Cx, held: &Held, form: &Form<'_>) -> Markup {
    let marks = || (1..=MARK_MAX).map(|n| (n.to_string(), cx.t(&format!("theme-mark-{n}"))));
    let to = format!("{}/review", path(held.partner, Some(held.record)));
    html! {
        (Card::new(cx.t("theme-rate-again")).id("again").body(html! {
            p.muted { (cx.t("risk-again-text")) }
            (post(cx, &to, &html! {
                (form.select("likelihood", cx.t("theme-likelihood")).choices(marks()))
                (form.select("impact", cx.t("theme-impact")).choices(marks()))
                (form.date("review", cx.t("theme-review")))
                (acts(&html! {
                    (Button::submit(cx.t("record-propose")).icon("signature").sends("act", "rate"))
                    (Button::submit(cx.t("theme-is-over")).soft().sends("act", "close"))
                }))
            }))
        }))
    }
}
