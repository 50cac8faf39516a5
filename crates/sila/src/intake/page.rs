//! The pages of the form, and keeping what was typed.

use maud::{Markup, html};
use sila_core::field::Field;
use sila_core::ids::AgencyId;

use crate::ask::Ask;
use crate::cases;
use crate::intake::alike::{self, Candidate};
use crate::intake::answers::{self, Answers};
use crate::intake::draft::{self, Draft};
use crate::intake::route::{self, Routing};
use crate::intake::sharing::{self, To};
use crate::intake::{Step, alike_panel, aside, check, finish, listed, need, residence, safety};
use crate::journal::access::{self, Subject};
use crate::people::form as people;
use crate::problem::Problem;
use crate::referrals;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, StepItem, Tone, acts, saved, saved_text, steps};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates};

/// Id of the form; the language switch sends it.
const FORM: &str = "intake";
/// The field with the [`draft::stamp`] of what the form was made from.
const STAMP: &str = "_stamp";

/// What a page of the form is made of.
pub struct View<'a> {
    /// The reader.
    pub cx: &'a Cx,
    /// The draft.
    pub draft: &'a Draft,
    /// Its answers.
    pub answers: &'a Answers,
    /// The suggestion; none before safety was asked.
    pub routing: Option<&'a Routing>,
    /// Our own agency.
    pub me: AgencyId,
    /// Who writes.
    pub writer: &'a str,
    /// Whether the writer may send a referral.
    pub may_send: bool,
    /// The service of the directory that the form asks for.
    pub listed: Option<&'a sila_core::directory::Listing>,
    /// Who on file may be somebody in the form.
    pub alike: &'a [Candidate],
    /// Stands for what is kept of this step.
    pub stamp: &'a str,
    /// What another window has kept meanwhile, when it is not what this one was made from.
    pub there: Option<&'a Pairs>,
}

/// One step of the form.
///
/// # Errors
/// `page.not_found` when the draft is somebody else's.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let draft = draft::open(&ask).await?;
    let step = Step::of(ask.param("step")).ok_or_else(Problem::not_found)?;
    if let Some(case) = draft.case {
        // The draft holds what the case holds: whoever may no longer read the case may not read it here.
        cases::open_record(&ask.app, ask.worker()?, case).await?;
        access::record(&ask.app, ask.worker()?, Subject::Case(case.0), "case.refer", ask.now)
            .await?;
    }
    render(&ask, draft, step, None, None).await
}

/// Keeps what was typed, and then does what the pressed button says.
///
/// # Errors
/// `page.not_found` when the draft is somebody else's; whatever stops the sending.
pub async fn save(ask: Ask) -> Result<Reply, Problem> {
    let step = Step::of(ask.param("step")).ok_or_else(Problem::not_found)?;
    let draft = match kept(&ask, step).await? {
        Kept::Yes(draft) => draft,
        Kept::Crossed(draft, there) => return render(&ask, draft, step, None, Some(there)).await,
    };
    let here = draft.path(step);
    if ask.session.as_ref().is_some_and(|session| session.locked) {
        return Ok(Reply::see_other(ask.cx.url(&here)));
    }
    if let Some(lang) = ask.form.language_switch() {
        return Ok(Reply::see_other(format!("/{lang}{here}")));
    }
    if ask.form.get("_later").is_some() {
        return Ok(Reply::see_other(ask.cx.url("/intake")));
    }
    match ask.form.get("act").unwrap_or("next") {
        "add" => {
            let row = people::others_shown(&draft.values);
            Ok(Reply::see_other(format!(
                "{}#{}",
                ask.cx.url(&here),
                people::other_field(row, "name")
            )))
        }
        "look" => Ok(Reply::see_other(format!("{}#route", ask.cx.url(&here)))),
        act if act.starts_with("drop-") => Ok(Reply::see_other(ask.cx.url(&here))),
        act if alike::is_answer(act) => {
            Ok(Reply::see_other(format!("{}#alike", ask.cx.url(&here))))
        }
        "open" | "send" if step == Step::Check && crossed(&ask, &draft, step)? => {
            let there = draft.values.clone();
            render(&ask, draft, step, None, Some(there)).await
        }
        "open" if step == Step::Check => finish::open_here(&ask, draft).await,
        "send" if step == Step::Check => finish::send(&ask, draft).await,
        _ => onward(&ask, draft, step).await,
    }
}

/// Keeps what was typed and says when, with the new stamp on the next line: what the autosave asks for.
///
/// # Errors
/// `page.not_found` when the draft is somebody else's; `draft.crossed` when another window has changed it.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let step = Step::of(ask.param("step")).ok_or_else(Problem::not_found)?;
    match kept(&ask, step).await? {
        Kept::Yes(draft) => {
            let stamp = draft::stamp(&draft.values, step)?;
            Ok(Reply::text(format!("{}\n{stamp}", saved_text(&ask.cx, ask.now))))
        }
        Kept::Crossed(draft, _) => Err(Problem::refused("draft.crossed").way_out(draft.path(step))),
    }
}

/// Whether what was typed could be kept.
enum Kept {
    /// It is.
    Yes(Draft),
    /// Another window has kept something else meanwhile: the draft as typed here, not kept, and what is kept.
    Crossed(Draft, Pairs),
}

/// Whether the form was made from something else than what is kept now.
fn crossed(ask: &Ask, draft: &Draft, step: Step) -> Result<bool, Problem> {
    let stamp = draft::stamp(&draft.values, step)?;
    Ok(ask.form.get(STAMP).is_some_and(|made_from| made_from != stamp))
}

async fn kept(ask: &Ask, step: Step) -> Result<Kept, Problem> {
    let mut draft = draft::open(ask).await?;
    if step == Step::Check {
        return Ok(Kept::Yes(draft));
    }
    let (crossed, there) = (crossed(ask, &draft, step)?, draft.values.clone());
    draft.take(step, &ask.form);
    pressed(ask, &mut draft).await?;
    // A locked session is shown nothing; what was typed last is kept. The same form sent again, because its answer was lost,
    // comes to what is there already.
    let locked = ask.session.as_ref().is_some_and(|session| session.locked);
    if crossed && !locked && draft::stamp(&draft.values, step)? != draft::stamp(&there, step)? {
        return Ok(Kept::Crossed(draft, there));
    }
    draft.keep(&ask.app, ask.worker()?.id, step, ask.now).await?;
    Ok(Kept::Yes(draft))
}

/// What the pressed button does to the answers themselves.
async fn pressed(ask: &Ask, draft: &mut Draft) -> Result<(), Problem> {
    match ask.form.get("act") {
        Some("add") => {
            let rows = people::others_shown(&draft.values).saturating_add(1);
            draft.values.set("others", rows.min(people::OTHERS_MAX).to_string());
        }
        Some(act) if alike::is_answer(act) => alike::say(ask, &mut draft.values, act).await?,
        Some(act) => {
            if let Some(n) = act.strip_prefix("drop-").and_then(|n| n.parse().ok()) {
                people::drop_other(&mut draft.values, n);
                alike::forget_rows(&mut draft.values, n);
            }
        }
        None => {}
    }
    Ok(())
}

/// To the next step, unless this one has mistakes.
async fn onward(ask: &Ask, mut draft: Draft, step: Step) -> Result<Reply, Problem> {
    let mut answers = answers::read(&ask.cx, &draft.values, ask.now);
    let routing = routing(ask, &draft, &answers).await?;
    if let Some(routing) = &routing {
        check::reason(&ask.cx, &mut answers, routing);
    }
    let errors = answers.errors(step);
    if errors.any() {
        return render(ask, draft, step, Some(errors), None).await;
    }
    if step == Step::Person {
        let found = alike::candidates(ask, &draft, &answers).await?;
        if alike::asks_first(&mut draft.values, &found) {
            draft.keep(&ask.app, ask.worker()?.id, step, ask.now).await?;
            return Ok(Reply::see_other(format!("{}#alike", ask.cx.url(&draft.path(step)))));
        }
    }
    Ok(Reply::see_other(ask.cx.url(&draft.path(step.next()))))
}

/// The suggestion, once safety was asked.
///
/// # Errors
/// When the agreements or the referrals of the case cannot be read.
pub async fn routing(
    ask: &Ask,
    draft: &Draft,
    answers: &Answers,
) -> Result<Option<Routing>, Problem> {
    if !answers.safety_is_answered() {
        return Ok(None);
    }
    let services = &answers.need.services;
    let routing = route::of(&ask.app, &answers.residence, services, ask.now).await?;
    let routing = routing.handing_over(answers.sharing.hand_over);
    let Some(case) = draft.case else { return Ok(Some(routing)) };
    let came = referrals::came_from(&ask.app, case).await?;
    Ok(Some(routing.coming_from(came.map(|(_, agency)| agency))))
}

async fn render(
    ask: &Ask,
    mut draft: Draft,
    step: Step,
    errors: Option<Errors>,
    there: Option<Pairs>,
) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let stamp = draft::stamp(there.as_ref().unwrap_or(&draft.values), step)?;
    let mut answers = answers::read(cx, &draft.values, ask.now);
    let routing = routing(ask, &draft, &answers).await?;
    if step > Step::Safety && routing.is_none() {
        return Ok(Reply::see_other(cx.url(&draft.path(Step::Safety))));
    }
    if let Some(routing) = &routing {
        check::reason(cx, &mut answers, routing);
        if step == Step::Sharing {
            sharing::assume(&mut draft.values, routing, answers.safety.safe_contact.is_some());
        }
    }
    let alike = match step {
        Step::Person => alike::candidates(ask, &draft, &answers).await?,
        Step::Check => alike::said_of(ask, &draft, &answers).await?,
        _ => Vec::new(),
    };
    alike::log(ask, &alike).await?;
    let asked = listed::of_draft(&ask.app, &draft.values).await?;
    let view = View {
        cx,
        draft: &draft,
        answers: &answers,
        routing: routing.as_ref(),
        me: ask.app.node.id,
        writer: ask.worker()?.name(cx.lang),
        may_send: ask.may(crate::accounts::Permission::ReferralOffer),
        listed: asked.as_ref(),
        alike: &alike,
        stamp: &stamp,
        there: there.as_ref(),
    };
    let has_errors = errors.is_some() || there.is_some();
    let page = view.page(step, &errors.unwrap_or_default(), ask.now);
    Ok(if has_errors { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

impl View<'_> {
    /// The whole page of a step.
    pub fn page(&self, step: Step, errors: &Errors, now: sila_core::time::Millis) -> Page {
        let cx = self.cx;
        let title = cx.t(step.heading_key());
        let items = Step::ALL.map(|at| StepItem {
            label: cx.t(at.name_key()),
            href: Some(cx.url(&self.draft.path(at))),
        });
        let form =
            if step == Step::Check { check::body(self, now) } else { self.form(step, errors) };
        let body = html! {
            h1 { (title) }
            (steps(cx, usize::from(step.number()), &items))
            (self.danger())
            (self.crossed(step))
            @if let Some(listing) = self.listed { (listed::note(cx, listing)) }
            div.form-wrap { (form) aside.stack #route { (self.beside(step)) } }
        };
        let page =
            Page::new(cx, title).crumb(cx.t("intake-drafts"), "/intake").errors(errors.any());
        let page = if step == Step::Check { page } else { page.draft_form(FORM) };
        page.body(body)
    }

    fn form(&self, step: Step, errors: &Errors) -> Markup {
        let cx = self.cx;
        let path = cx.url(&self.draft.path(step));
        let form = Form::new(cx, &self.draft.values, errors).beside(self.there);
        html! {
            form #(FORM) method="post" action=(path) novalidate data-autosave={ (path) "/keep" } {
                (form.summary())
                (self.stamped())
                (self.fields(step, &form))
                (acts(&html! {
                    (Button::next(cx).sends("act", "next"))
                    (Button::later(cx))
                    (saved(cx, self.draft.saved_at.filter(|_| self.there.is_none())))
                }))
            }
        }
    }

    fn fields(&self, step: Step, form: &Form<'_>) -> Markup {
        let (cx, values): (&Cx, &Pairs) = (self.cx, &self.draft.values);
        match (step, self.routing) {
            (Step::Safety, _) => safety::fields(cx, form),
            (Step::Person, _) => html! {
                (alike_panel::panel(cx, self.alike))
                (Card::new(cx.t("intake-person-title")).body(people::fields(cx, form)))
                (Card::new(cx.t("intake-others-title")).body(html! {
                    p.hint { (cx.t("intake-others-hint")) }
                    (people::others(cx, form, values))
                }))
                (Card::new(cx.t("intake-residence-title")).body(residence::fields(cx, form, values)))
            },
            (Step::Need, _) => html! {
                @if let Some(kept) = values.get(listed::FIELD) { (form.hidden(listed::FIELD, kept)) }
                (need::fields(cx, form))
            },
            (Step::Sharing, Some(routing)) => {
                let to = values.get("to").and_then(|to| to.parse().ok());
                let to = match to {
                    Some(To::Agency(agency)) => Some(agency),
                    _ => None,
                };
                sharing::fields(cx, form, routing, &self.held(), to)
            }
            (Step::Sharing | Step::Check, _) => html! {},
        }
    }

    /// The parts that there is something to share of.
    pub fn held(&self) -> Vec<Field> {
        self.answers.disclosure(self.me, self.cx.now).fields()
    }

    /// What the form was made from, to be sent back with it.
    pub fn stamped(&self) -> Markup {
        html! { input type="hidden" name=(STAMP) value=(self.stamp); }
    }

    /// Another window has changed the form: what was typed here is not kept, and stands beside what is.
    fn crossed(&self, step: Step) -> Markup {
        let cx = self.cx;
        let at = self.draft.saved_at.map(|at| dates::near(cx.lang, cx.now, at)).unwrap_or_default();
        let title = cx.t_with("intake-crossed", &[("time", Arg::phrase(at))]);
        let note = Note::new("warning", title).tone(Tone::Warn);
        html! {
            @if self.there.is_some() {
                div.mb-5 role="alert" tabindex="-1" data-focus {
                    @if step == Step::Check { (note.says(cx.t("intake-crossed-check"))) } @else {
                        (note.body(html! {
                            p { (cx.t("intake-crossed-text")) }
                            p { a.link href=(cx.url(&self.draft.path(step))) { (cx.t("intake-crossed-take")) } }
                        }))
                    }
                }
            }
        }
    }

    /// In immediate danger, what to do now stands before everything else.
    fn danger(&self) -> Markup {
        let cx = self.cx;
        html! {
            @if self.answers.safety.danger == Some(true) {
                div.danger-now {
                    (Note::new("siren", cx.t("intake-danger-title")).tone(Tone::Bad).body(html! {
                        ol {
                            li { (cx.t("intake-danger-call")) }
                            li { (cx.t("intake-danger-stay")) }
                            li { (cx.t("intake-danger-report")) }
                            li { (cx.t("intake-danger-then")) }
                        }
                    }))
                }
            }
        }
    }

    fn beside(&self, step: Step) -> Markup {
        let cx = self.cx;
        let placed = self.answers.residence.area.is_some();
        html! {
            @match self.routing {
                None => (Note::new("shield-check", cx.t("intake-safety-first")).says(cx.t("intake-safety-first-text"))),
                Some(_) if step == Step::Safety => {}
                Some(routing) if placed => (aside::suggestion(cx, routing)),
                Some(_) => (Note::new("map-pin", cx.t("intake-route-later")).tone(Tone::Plain).says(cx.t("intake-route-later-text"))),
            }
            (aside::warnings(cx, self.answers))
            (aside::so_far(cx, self.answers, self.writer))
        }
    }
}
