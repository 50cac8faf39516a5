//! Step 1: is the person safe now, how can they be reached safely, and what is done at once.

use maud::{Markup, html};
use sila_core::codes::{Channel, Language, Reporter};
use sila_core::disclosure::{SafeContact, Safety};

use crate::cases::Contact;
use crate::people::form::{PHONE_CHARS_MAX, telephone};
use crate::people::reading::Reading;
use crate::web::components::Card;
use crate::web::{Cx, Field, Form};

/// Longest description of safe times, in characters.
pub const TIMES_CHARS_MAX: usize = 200;
/// Longest instruction for contact.
pub const WORDS_CHARS_MAX: usize = 500;
/// Longest word by which the person knows who calls.
pub const CODE_CHARS_MAX: usize = 60;
/// Longest description of what was done for safety.
pub const PLAN_CHARS_MAX: usize = 1_000;

/// The answers of the step. What is missing is `None`.
#[derive(Debug, Clone)]
pub struct SafetyAnswers {
    /// How the person came to us.
    pub contact: Contact,
    /// In immediate danger.
    pub danger: Option<bool>,
    /// Safe to talk now.
    pub talk: Option<bool>,
    /// The language to speak with the person.
    pub language: Option<Language>,
    /// The safe way to reach the person; none when there is none.
    pub safe_contact: Option<SafeContact>,
    /// What was done at once.
    pub plan: Option<String>,
}

impl SafetyAnswers {
    /// As part of a disclosure. Unanswered counts as unsafe.
    pub fn safety(&self) -> Safety {
        Safety {
            immediate_danger: self.danger.unwrap_or(true),
            safe_to_talk: self.talk.unwrap_or(false),
            safe_contact: self.safe_contact.clone(),
            plan: self.plan.clone(),
        }
    }
}

fn yes_no<'a>(
    cx: &Cx,
    form: &Form<'a>,
    (name, legend): (&str, &str),
    (yes, no): (&str, &str),
) -> Field<'a> {
    form.radios(name, cx.t(legend))
        .choice_hint("yes", cx.t("intake-yes"), cx.t(yes))
        .choice_hint("no", cx.t("intake-no"), cx.t(no))
        .side_by_side()
}

/// The fields of the step.
pub fn fields(cx: &Cx, form: &Form<'_>) -> Markup {
    let hints = ("intake-danger-yes", "intake-danger-no");
    let danger = yes_no(cx, form, ("danger", "intake-danger"), hints);
    html! {
        (Card::new(cx.t("intake-now")).body(html! {
            (danger.hint(cx.t("intake-danger-hint")))
            (now_fields(cx, form))
        }))
        (reach(cx, form))
    }
}

/// Whether the person may talk, and what was done at once.
pub fn now_fields(cx: &Cx, form: &Form<'_>) -> Markup {
    html! {
        (yes_no(cx, form, ("talk", "intake-talk"), ("intake-talk-yes", "intake-talk-no")))
        (form.area("plan", cx.t("intake-plan")).hint(cx.t("intake-plan-hint")).max(PLAN_CHARS_MAX).rows(3))
    }
}

/// How the person can be reached safely, and how they came.
pub fn reach(cx: &Cx, form: &Form<'_>) -> Markup {
    let hints = ("intake-contact-yes", "intake-contact-no");
    let asked = yes_no(cx, form, ("contact", "intake-contact"), hints);
    html! {
        (Card::new(cx.t("intake-contact-title")).body(contact_fields(cx, form, &asked)))
        (Card::new(cx.t("intake-came-title")).body(came_fields(cx, form)))
    }
}

fn contact_fields(cx: &Cx, form: &Form<'_>, asked: &impl maud::Render) -> Markup {
    let ways = [Channel::Phone, Channel::WhatsApp, Channel::Email, Channel::WalkIn]
        .map(|way| (way.code(), cx.t(way_key(way))));
    html! {
        (asked)
        div.row {
            (form.select("contact_channel", cx.t("intake-contact-way")).choices(ways).optional())
            (form.text("contact_phone", cx.t("intake-contact-phone")).tel().max(PHONE_CHARS_MAX).optional())
        }
        (form.text("contact_times", cx.t("intake-contact-times")).hint(cx.t("intake-contact-times-hint")).max(TIMES_CHARS_MAX).optional())
        (form.text("contact_code", cx.t("intake-contact-code")).hint(cx.t("intake-contact-code-hint")).max(CODE_CHARS_MAX).optional())
        (form.area("contact_words", cx.t("intake-contact-words")).hint(cx.t("intake-contact-words-hint")).max(WORDS_CHARS_MAX).rows(2).optional())
    }
}

/// Key of a way to make contact, which is worded otherwise than the channel by which somebody came.
pub fn way_key(way: Channel) -> &'static str {
    match way {
        Channel::Phone => "intake-way-phone",
        Channel::WhatsApp => "intake-way-whatsapp",
        Channel::Email => "intake-way-email",
        _ => "intake-way-in-person",
    }
}

fn came_fields(cx: &Cx, form: &Form<'_>) -> Markup {
    let channels = Channel::ALL.iter().map(|c| (c.code(), cx.code("channel", c.code())));
    let reporters = Reporter::ALL.iter().map(|r| (r.code(), cx.code("reporter", r.code())));
    let languages = Language::ALL.iter().map(|l| (l.code(), cx.code("language", l.code())));
    html! {
        div.row {
            (form.select("channel", cx.t("intake-channel")).choices(channels).optional())
            (form.select("reporter", cx.t("intake-reporter")).choices(reporters).optional())
        }
        (form.select("language", cx.t("intake-language")).choices(languages).optional())
        (form.checks("interpreter", cx.t("intake-interpreter")).choice("yes", cx.t("intake-interpreter-yes")).optional())
    }
}

/// Reads the step.
pub fn read(r: &mut Reading<'_>) -> SafetyAnswers {
    let danger = r.yes("danger");
    let danger = r.need("danger", "intake-wrong-danger", danger);
    let talk = r.yes("talk");
    let talk = r.need("talk", "intake-wrong-talk", talk);
    let plan = r.text("plan", PLAN_CHARS_MAX);
    let plan = r.need("plan", "intake-wrong-plan", plan);
    let safe_contact = safe_contact(r);
    let contact = Contact {
        channel: r.code("channel").unwrap_or(Channel::WalkIn),
        reporter: r.code("reporter").unwrap_or(Reporter::Oneself),
        interpreter: r.raw("interpreter").is_some(),
    };
    SafetyAnswers { contact, danger, talk, language: r.code("language"), safe_contact, plan }
}

/// With "no", what must be known before contact is kept all the same: only in person, and what to avoid.
fn safe_contact(r: &mut Reading<'_>) -> Option<SafeContact> {
    let asked = r.yes("contact");
    let may = r.need("contact", "intake-wrong-contact", asked);
    let channel: Option<Channel> = r.code("contact_channel");
    let phone = telephone(r, "contact_phone");
    let times = r.text("contact_times", TIMES_CHARS_MAX);
    let instruction = r.text("contact_words", WORDS_CHARS_MAX);
    let code_word = r.text("contact_code", CODE_CHARS_MAX);
    match may? {
        true => {
            let channel = channel.unwrap_or(Channel::Phone);
            let by_phone = matches!(channel, Channel::Phone | Channel::WhatsApp);
            if by_phone && phone.is_none() {
                r.wrong("contact_phone", "intake-wrong-contact-phone");
            }
            Some(SafeContact { channel, phone, times, instruction, code_word })
        }
        false if times.is_some() || instruction.is_some() || code_word.is_some() => {
            let channel = Channel::WalkIn;
            Some(SafeContact { channel, phone: None, times, instruction, code_word })
        }
        false => None,
    }
}
