//! How a page of the form looks.

use maud::{Markup, html};
use sila_core::field::Field;
use sila_core::ids::AgencyId;
use sila_core::time::Millis;

use crate::intake::alike::Candidate;
use crate::intake::answers::Answers;
use crate::intake::draft::Draft;
use crate::intake::route::Routing;
use crate::intake::sharing::{self, To};
use crate::intake::{Step, alike_panel, aside, check, listed, need, residence, safety};
use crate::people::form as people;
use crate::web::components::{Button, Card, Note, StepItem, Tone, acts, saved, steps};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates};

/// Id of the form; the language switch sends it.
const FORM: &str = "intake";
/// The field with the [`super::draft::stamp`] of what the form was made from.
pub(super) const STAMP: &str = "_stamp";

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

impl View<'_> {
    /// The whole page of a step.
    pub fn page(&self, step: Step, errors: &Errors, now: Millis) -> Page {
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
                (Card::new(cx.t("intake-person-title")).body(people::fields(cx, form, values)))
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
