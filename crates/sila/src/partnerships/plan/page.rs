//! `/partnerships/{agency}/plan`: the relationship plan that both have signed, what has changed since, and the version that waits.

use maud::{Markup, html};
use sila_core::{AgencyId, Millis};
use sila_seal::hex;

use super::length::{MAX_KB, Part, TooLong, too_long};
use super::{Drift, Held, Line, One, Sheet, answer, drift, held, path, propose};
use crate::accounts::Permission;
use crate::activation::saying::by;
use crate::ask::Ask;
use crate::links;
use crate::meetings::entity;
use crate::partners::Names;
use crate::partnerships::relation::{self, Relation};
use crate::problem::Problem;
use crate::records::word;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Tone, acts, columns, copyable, empty_state, heading, post, stack, tag,
};
use crate::web::{Arg, Cx, Page, dates, ident};

/// What the page is drawn from.
struct View<'a> {
    cx: &'a Cx,
    me: AgencyId,
    names: Names,
    agency: AgencyId,
    /// As the registers are now.
    now: Sheet,
    held: Option<Held>,
    /// The reader signs, and the other agency has a node with an open link.
    may: bool,
}

/// The page.
///
/// # Errors
/// `page.not_found` for an agency without a signed agreement; when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let relation = relation::one(&ask.app, ask.id("agency")?, ask.now).await?;
    let view = view(&ask, &relation).await?;
    Ok(Reply::page(&view.page()))
}

async fn view<'a>(ask: &'a Ask, relation: &Relation) -> Result<View<'a>, Problem> {
    let (agency, me) = (relation.agency, ask.app.node.id);
    let linked = links::peers(&ask.app).await?;
    let linked = linked.iter().any(|peer| peer.agency == agency && peer.is_open());
    Ok(View {
        cx: &ask.cx,
        me,
        names: Names::all(&ask.app).await?,
        agency,
        now: Sheet::of(relation, me),
        held: held(&ask.app, agency).await?,
        may: linked && ask.may(Permission::AgreementSign),
    })
}

/// `POST /partnerships/{agency}/plan`: puts it together, signs it and proposes it.
///
/// # Errors
/// As [`propose`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let agency: AgencyId = ask.id("agency")?;
    let done = propose(&ask.app, agency, by(&ask)?).await;
    done.map_err(|problem| problem.way_out(path(agency)))?;
    Ok(Reply::see_other(ask.cx.url(&path(agency))))
}

/// `POST /partnerships/{agency}/plan/word`: signs or declines the version that was on the page.
///
/// # Errors
/// `page.not_found` when none waits; `form.broken` for another version than the one that waits; what records refuse.
pub async fn say(ask: Ask) -> Result<Reply, Problem> {
    let relation = relation::one(&ask.app, ask.id("agency")?, ask.now).await?;
    let agency = relation.agency;
    let held = held(&ask.app, agency).await?.ok_or_else(Problem::not_found)?;
    let open = held.open.as_ref().ok_or_else(Problem::not_found)?;
    let said = word::asked(&ask.form, &open.digest)?;
    answer(&ask.app, &held, said, by(&ask)?).await?;
    Ok(Reply::see_other(ask.cx.url(&path(agency))))
}

impl View<'_> {
    fn name(&self, party: AgencyId) -> &str {
        entity(self.cx, &self.names, self.me, party)
    }

    fn page(&self) -> Page {
        let cx = self.cx;
        let open = self.held.as_ref().and_then(|one| one.open.as_ref());
        let signed = self.held.as_ref().and_then(|one| one.signed.as_ref());
        let shown = open.or(signed).map_or(&self.now, |one| &one.sheet);
        let main = html! {
            @if let Some(open) = open { (self.waiting(open, signed)) }
            @if let Some(signed) = signed { (self.since(signed)) }
            @if self.held.is_none() { (self.unsigned()) }
            (self.whole(shown))
        };
        let aside = html! {
            @if let (Some(held), Some(signed)) = (&self.held, signed) { (self.signed(held, signed)) }
            @if self.may && open.is_none() { (self.proposing(signed)) }
        };
        let own = format!("/partnerships/{}", self.agency.to_text());
        let name = self.name(self.agency).to_owned();
        let title = cx.t("relation-plan-title");
        let body = html! {
            (heading(html! { (title) " · " (ident::Name(&name)) }, Some(&cx.t("relation-plan-page-lead")), &html! {
                (Button::link(cx.t("relation-plan-paper"), cx.url(&format!("{own}/plan.pdf"))).line().icon("file-text"))
            }))
            (columns(&stack(&main), &stack(&aside)))
        };
        let page = Page::new(cx, title).crumb(cx.t("partnerships-title"), "/partnerships");
        page.crumb(name, &own).refreshing(30).body(body)
    }

    fn unsigned(&self) -> Markup {
        let cx = self.cx;
        let key = if self.may { "relation-plan-unsigned" } else { "relation-plan-no-node" };
        html! { (Note::new("info", cx.t("relation-plan-none-signed")).tone(Tone::Info).says(cx.t(key))) }
    }

    /// The version that waits: what it changes of the one before, and where our own registers say something else.
    fn waiting(&self, open: &One, signed: Option<&One>) -> Markup {
        let cx = self.cx;
        let by = [
            ("agency", Arg::from(self.name(open.by))),
            ("n", Arg::phrase(open.number.to_string())),
        ];
        let differs = drift(&open.sheet, &self.now);
        html! {
            (Card::new(cx.t_with("relation-plan-proposed", &by)).id("proposed").tag(tag(Tone::Gold, cx.t("record-standing-open"))).body(html! {
                @if let Some(signed) = signed {
                    p.muted { (cx.t("relation-plan-changes")) }
                    (self.drifts(&drift(&signed.sheet, &open.sheet)))
                }
                @if differs.is_empty() {
                    (Note::new("check-circle", cx.t("relation-plan-equal")).tone(Tone::Ok).says(cx.t("relation-plan-equal-text")))
                } @else {
                    (Note::new("warning", cx.t("relation-plan-differs")).tone(Tone::Warn).says(cx.t("relation-plan-differs-text")))
                    (self.drifts(&differs))
                }
                @if open.waits && self.may { (self.moves(open)) }
            }))
        }
    }

    fn moves(&self, open: &One) -> Markup {
        let cx = self.cx;
        let inside = html! {
            p { (cx.t("relation-plan-sign-text")) }
            input type="hidden" name="version" value=(hex(&open.digest));
            (acts(&html! {
                (Button::submit(cx.t("record-sign")).icon("signature").sends("word", "sign"))
                (Button::submit(cx.t("record-decline")).soft().sends("word", "decline"))
            }))
        };
        post(cx, &format!("{}/word", path(self.agency)), &inside)
    }

    /// What has changed since both have signed.
    fn since(&self, signed: &One) -> Markup {
        let cx = self.cx;
        let found = drift(&signed.sheet, &self.now);
        let lines = |one: &Drift| [one.gone.len(), one.came.len(), one.changed.len()];
        let count: usize = found.iter().flat_map(|(_, one)| lines(one)).sum();
        html! {
            (Card::new(cx.t("relation-plan-since")).id("since").count(count).body(html! {
                @if found.is_empty() { p.muted { (cx.t("relation-plan-since-none")) } }
                @else { p.muted { (cx.t("relation-plan-since-text")) } (self.drifts(&found)) }
            }))
        }
    }

    fn drifts(&self, found: &[(&'static str, Drift)]) -> Markup {
        let cx = self.cx;
        html! {
            @for (section, one) in found {
                h3 { (heading_of(cx, section)) }
                ul.plain {
                    @for line in &one.came { li { (tag(Tone::Ok, cx.t("relation-plan-came"))) " " (self.line(line)) } }
                    @for (before, line) in &one.changed {
                        li {
                            (tag(Tone::Warn, cx.t("relation-plan-changed"))) " " (self.line(line))
                            div.sub { (cx.t("relation-plan-before")) ": " (self.line(before)) }
                        }
                    }
                    @for line in &one.gone { li { (tag(Tone::Bad, cx.t("relation-plan-gone"))) " " (self.line(line)) } }
                }
            }
        }
    }

    fn line(&self, line: &Line) -> Markup {
        let (own, other) =
            self.cx.lang.pick((&line.words.ar, &line.words.en), (&line.words.en, &line.words.ar));
        let words = if own.is_empty() { other } else { own };
        html! {
            @if !words.is_empty() { (ident::Name(words)) }
            @for (n, mark) in line.marks.iter().enumerate() {
                @if n > 0 || !words.is_empty() { " · " }
                (self.mark(&mark.name, &mark.value))
            }
        }
    }

    /// A code, a day or a figure in the reader's words.
    fn mark(&self, name: &str, value: &str) -> Markup {
        let cx = self.cx;
        let party = || AgencyId::parse(value).map_or("–", |party| self.name(party));
        let said = |key: &str| cx.t(&format!("relation-mark-{key}"));
        match name {
            "code" | "clause" => html! { (ident::Code(value)) },
            "party" => html! { (ident::Name(party())) },
            "lead" => html! { (said("lead")) " " (ident::Name(party())) },
            "objective" => html! { (cx.code("strategic-objective", value)) },
            "field" => html! { (cx.code("cooperation-field", value)) },
            "state" => html! { (cx.code("initiative-mark", value)) },
            "topic" => html! { (cx.code("difference-topic", value)) },
            "post" | "held" | "rest" | "ended" => {
                html! { (cx.code(&format!("relation-mark-{name}"), value)) }
            }
            "until" | "review" => {
                let at = value.parse().map(Millis);
                html! { (said(name)) " " (at.map_or_else(|_| "–".to_owned(), |at| dates::day(cx.lang, at))) }
            }
            other => html! { (said(other)) " " span.num { (value) } },
        }
    }

    /// Everything that a version says, or would say.
    fn whole(&self, sheet: &Sheet) -> Markup {
        let cx = self.cx;
        let none = empty_state("file-text", cx.t("relation-plan-none"), "", &html! {});
        html! {
            (Card::new(cx.t("relation-plan-whole")).id("whole").body(html! {
                @if sheet.lines.is_empty() { (none) }
                @for section in super::sheet::SECTIONS {
                    @let lines: Vec<&Line> = sheet.lines.iter().filter(|one| one.section == section).collect();
                    @if !lines.is_empty() {
                        h3 { (heading_of(cx, section)) }
                        ul.plain { @for line in lines { li { (self.line(line)) } } }
                    }
                }
            }))
        }
    }

    fn signed(&self, held: &Held, signed: &One) -> Markup {
        let cx = self.cx;
        let whole = hex(&signed.digest);
        let of = [
            ("n", Arg::phrase(signed.number.to_string())),
            ("day", Arg::phrase(dates::day(cx.lang, signed.at))),
        ];
        html! {
            (Card::new(cx.t("relation-plan-signed")).id("signed").tag(tag(Tone::Ok, cx.t("record-standing-in-force"))).body(html! {
                p { (cx.t_with("relation-plan-signed-text", &of)) }
                (copyable(cx, whole.get(..24).unwrap_or_default()))
                p.small { a.link href=(cx.url(&format!("/records/{}", held.record))) { (cx.t("evaluation-signatures")) } }
            }))
        }
    }

    fn proposing(&self, signed: Option<&One>) -> Markup {
        let cx = self.cx;
        if signed.is_some_and(|one| one.sheet == self.now) {
            return html! {};
        }
        if let Some(found) = too_long(&self.now) {
            return self.too_long(&found);
        }
        let send = html! { (Button::submit(cx.t("relation-plan-propose")).icon("signature")) };
        html! {
            (Card::new(cx.t("agreement-your-move")).body(html! {
                p.muted { (cx.t("relation-plan-propose-text")) }
                (post(cx, &path(self.agency), &acts(&send)))
            }))
        }
    }

    /// Before anything is signed: how much does not fit, and where.
    fn too_long(&self, found: &TooLong) -> Markup {
        let cx = self.cx;
        let size = |part: &Part| {
            let of = [("kb", Arg::from(part.kb)), ("n", Arg::from(part.lines))];
            cx.t_with("relation-plan-part-size", &of)
        };
        let over = cx.t_with("relation-plan-too-long", &[("n", Arg::from(found.over_kb))]);
        let text = cx.t_with("relation-plan-too-long-text", &[("max", Arg::from(MAX_KB))]);
        html! {
            (Note::new("warning", over).tone(Tone::Warn).body(html! {
                p { (text) }
                ul.plain { @for part in &found.parts { li { (heading_of(cx, part.section)) ": " (size(part)) } } }
            }))
        }
    }
}

/// What a part is called.
fn heading_of(cx: &Cx, section: &str) -> String {
    match section {
        "CONTACTS" => cx.t("focal-title"),
        other => cx.code("relation-plan", other),
    }
}
