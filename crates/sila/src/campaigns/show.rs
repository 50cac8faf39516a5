//! One campaign: what is said, who says it and who has said yes, and what came of it.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::campaign::{Campaign, Report};
use sila_core::partnership::Words;
use sila_core::{AgencyId, RecordId};

use super::{Held, list, open, path, reports, show_parts};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::ideas::answers::{CAMPAIGN, turned};
use crate::lineage::{self, Became};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, post, stack,
};
use crate::web::ident::Name;
use crate::web::{Errors, Page, dates};
use sila_seal::hex;

/// What the page shows.
pub struct View<'a> {
    /// The request.
    pub ask: &'a Ask,
    /// The campaign.
    pub found: Held,
    /// What each party has reported.
    pub reports: BTreeMap<AgencyId, Report>,
    /// What agencies are called.
    pub names: Names,
    /// The ideas and needs from which it came.
    pub origins: Markup,
}

impl View<'_> {
    /// What an agency is called.
    pub fn agency(&self, agency: AgencyId) -> &str {
        let cx = &self.ask.cx;
        if agency == self.ask.app.node.id { cx.agency() } else { self.names.of(cx.lang, agency) }
    }

    /// Words in the reader's language.
    pub fn pick<'b>(&self, words: &'b Words) -> &'b str {
        self.ask.cx.lang.pick(&words.ar, &words.en)
    }
}

/// The page.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let view = view(&ask, found).await?;
    Ok(Reply::page(&document(&view, &Errors::none())))
}

/// The page with what was wrong in its form.
///
/// # Errors
/// When the store cannot be read.
pub async fn with_errors(ask: &Ask, found: Held, errors: &Errors) -> Result<Reply, Problem> {
    let view = view(ask, found).await?;
    Ok(Reply::page_with_errors(&document(&view, errors)))
}

async fn view(ask: &Ask, found: Held) -> Result<View<'_>, Problem> {
    let all = ask.app.store.read(reports).await?;
    let own = |((campaign, party), (_, report)): ((RecordId, AgencyId), (RecordId, Report))| {
        (campaign == found.record).then_some((party, report))
    };
    let reports = all.into_iter().filter_map(own).collect();
    let names = Names::all(&ask.app).await?;
    let id = found.record.0;
    let ideas = turned::origins(&ask.app, CAMPAIGN, id).await?;
    let needs = lineage::parts::origins_card(ask, (Became::Campaign, id)).await?;
    let origins = html! { (turned::card(&ask.cx, &ideas)) (needs) };
    Ok(View { ask, found, reports, names, origins })
}

fn document(view: &View<'_>, errors: &Errors) -> Page {
    let (cx, plan) = (&view.ask.cx, &view.found.campaign);
    let keeps = view.ask.may(Permission::CampaignKeep);
    let main = html! {
        (messages(view))
        (show_parts::channels(view))
        (show_parts::tasks(view))
        @if view.found.stands() { (show_parts::results(view)) }
    };
    let aside = html! {
        @if keeps && view.found.waits_for(view.ask.app.node.id) { (deciding(view)) }
        (approvals(view))
        (about(view))
        (view.origins)
        @if keeps && view.found.stands() { (show_parts::report(view, errors)) }
        (show_parts::world_days(view))
    };
    let title = view.pick(&plan.title);
    let body = html! {
        (heading(Name(title), Some(view.pick(&plan.objective)), &list::state(view.ask, &view.found)))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title.to_owned()).crumb(cx.t("campaigns-title"), "/campaigns");
    page.errors(errors.any()).body(body)
}

/// What is said, in both languages: nobody signs the words of one language alone.
fn messages(view: &View<'_>) -> Markup {
    let (cx, plan) = (&view.ask.cx, &view.found.campaign);
    html! {
        (Card::new(cx.t("campaign-messages")).count(plan.messages.len()).body(html! {
            div.prose { @for message in &plan.messages {
                blockquote {
                    p lang="ar" dir="rtl" { (message.ar) }
                    p lang="en" dir="ltr" { (message.en) }
                }
            } }
            p.hint { (cx.t("campaign-helpline")) ": " (Name(view.pick(&plan.helpline))) }
        }))
        (stages(view, plan))
    }
}

/// The stages of the evaluation, as they were planned.
fn stages(view: &View<'_>, plan: &Campaign) -> Markup {
    let cx = &view.ask.cx;
    let rows = [
        ("campaign-outputs", &plan.outputs),
        ("campaign-outtakes", &plan.outtakes),
        ("campaign-outcomes", &plan.outcomes),
        ("campaign-impact", &plan.impact),
    ];
    let rows = rows.into_iter().fold(Summary::new().wide(), |rows, (key, words)| {
        rows.row(cx.t(key), Name(view.pick(words)))
    });
    html! { (Card::new(cx.t("campaign-stages")).body(html! { (rows) })) }
}

fn about(view: &View<'_>) -> Markup {
    let (cx, plan) = (&view.ask.cx, &view.found.campaign);
    let with: Vec<&str> = plan.with.iter().map(|one| view.pick(one)).collect();
    let with = with.join(cx.lang.pick("، ", ", "));
    let rows = Summary::new()
        .row(cx.t("campaign-audience"), Name(view.pick(&plan.audience)))
        .row(cx.t("campaign-begins"), dates::day(cx.lang, plan.begins.at_minute(0)))
        .row(cx.t("campaign-ends"), dates::day(cx.lang, plan.ends.at_minute(0)))
        .row_if(cx.t("campaign-with"), (!with.is_empty()).then(|| html! { (Name(&with)) }));
    html! { (Card::new(cx.t("campaign-what")).body(html! { (rows) })) }
}

/// Which communication offices have said yes.
fn approvals(view: &View<'_>) -> Markup {
    let (cx, found) = (&view.ask.cx, &view.found);
    let word =
        |party: &AgencyId| match (found.signed.contains(party), found.awaited.contains(party)) {
            (true, _) => "campaign-word-signed",
            (_, true) => "campaign-word-awaited",
            _ => "campaign-word-declined",
        };
    let rows = found
        .version
        .parties
        .iter()
        .fold(Summary::new(), |rows, party| rows.row(view.agency(*party), cx.t(word(party))));
    html! { (Card::new(cx.t("campaign-approvals")).live("approvals", "agreements").body(html! { (rows) })) }
}

/// The word that is asked of us.
fn deciding(view: &View<'_>) -> Markup {
    let (cx, found) = (&view.ask.cx, &view.found);
    let begun = found.has_begun(cx.now);
    html! {
        (Card::new(cx.t("campaign-your-word")).body(html! {
            p { (cx.t(if begun { "campaign-begun-text" } else { "campaign-your-word-text" })) }
            (post(cx, &format!("{}/word", path(found.record)), &html! {
                input type="hidden" name="version" value=(hex(&found.digest));
                (acts(&html! {
                    @if !begun { (Button::submit(cx.t("campaign-sign")).sends("word", "sign").icon("signature")) }
                    (Button::submit(cx.t("campaign-decline")).line().sends("word", "decline"))
                }))
            }))
        }))
        (Note::new("shield-check", cx.t("campaign-safety")).tone(Tone::Info).says(cx.t("campaign-checked")))
    }
}
