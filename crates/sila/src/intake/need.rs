//! Step 3: what the person needs and wants, what must not happen, and what happened in their own words.

use maud::{Markup, html};
use sila_core::codes::{Category, Harm, NoWishes, Service, Urgency};

use crate::people::reading::Reading;
use crate::web::components::Card;
use crate::web::{Cx, Form};

/// Longest account of what happened, in characters. Told once, so that it need not be told again.
pub const ACCOUNT_CHARS_MAX: usize = 3_500;
/// Longest wish.
pub const WISHES_CHARS_MAX: usize = 1_000;

/// The answers of the step. What is missing is `None`.
#[derive(Debug, Clone)]
pub struct NeedAnswers {
    /// Whom the case is about.
    pub category: Option<Category>,
    /// How fast.
    pub urgency: Option<Urgency>,
    /// What is needed.
    pub services: Vec<Service>,
    /// Kinds of harm.
    pub harm: Vec<Harm>,
    /// What happened, in the person's own words.
    pub account: Option<String>,
    /// What the person wants.
    pub wishes: Option<String>,
    /// Why that could not be written down.
    pub no_wishes: Option<NoWishes>,
    /// What must not happen.
    pub unwanted: Option<String>,
}

/// What the agency asks of itself, not a service that is offered to a person.
const NOT_OFFERED: [Service; 2] = [Service::Transfer, Service::Information];

/// The fields of the step.
pub fn fields(cx: &Cx, form: &Form<'_>) -> Markup {
    let categories = Category::ALL.iter().map(|c| (c.code(), cx.code("category", c.code())));
    let services = Service::ALL
        .iter()
        .filter(|service| !NOT_OFFERED.contains(service))
        .map(|service| (service.code(), cx.code("service", service.code())));
    let harms = Harm::ALL.iter().map(|harm| (harm.code(), cx.code("harm", harm.code())));
    let urgency = Urgency::ALL.iter().fold(
        form.radios("urgency", cx.t("intake-urgency")),
        |field, urgency| {
            let hint = match urgency {
                Urgency::Emergency => "intake-urgency-emergency",
                Urgency::Urgent => "intake-urgency-urgent",
                Urgency::Routine => "intake-urgency-routine",
            };
            field.choice_hint(urgency.code(), cx.code("urgency", urgency.code()), cx.t(hint))
        },
    );
    let none = NoWishes::ALL.iter().map(|why| (why.code(), cx.code("no-wishes", why.code())));
    html! {
        (Card::new(cx.t("intake-wishes-title")).body(html! {
            (form.area("wishes", cx.t("intake-wishes")).hint(cx.t("intake-wishes-hint")).max(WISHES_CHARS_MAX).rows(3))
            (form.select("no_wishes", cx.t("intake-no-wishes")).choices(none).optional())
            (form.area("unwanted", cx.t("intake-unwanted")).hint(cx.t("intake-unwanted-hint")).max(WISHES_CHARS_MAX).rows(2).optional())
        }))
        (Card::new(cx.t("intake-need-title")).body(html! {
            (form.select("category", cx.t("intake-category")).choices(categories))
            (urgency)
            (form.checks("services", cx.t("intake-services")).hint(cx.t("intake-services-hint")).choices(services).side_by_side())
        }))
        (Card::new(cx.t("intake-happened-title")).body(html! {
            (form.area("account", cx.t("intake-account")).hint(cx.t("intake-account-hint")).max(ACCOUNT_CHARS_MAX).rows(6).optional())
            (form.checks("harm", cx.t("intake-harm")).choices(harms).side_by_side().optional())
        }))
    }
}

/// Reads the step.
pub fn read(r: &mut Reading<'_>) -> NeedAnswers {
    let wishes = r.text("wishes", WISHES_CHARS_MAX);
    // What the person wants counts, also when somebody chose a reason before it was known.
    let no_wishes = r.code("no_wishes").filter(|_| wishes.is_none());
    r.need("wishes", "intake-wrong-wishes", wishes.as_ref().map(|_| ()).or(no_wishes.map(|_| ())));
    let unwanted = r.text("unwanted", WISHES_CHARS_MAX);
    let category = r.code("category");
    let category = r.need("category", "intake-wrong-category", category);
    let urgency = r.code("urgency");
    let urgency = r.need("urgency", "intake-wrong-urgency", urgency);
    let services = r.codes("services");
    r.need("services", "intake-wrong-services", services.first());
    let account = r.text("account", ACCOUNT_CHARS_MAX);
    NeedAnswers {
        category,
        urgency,
        services,
        harm: r.codes("harm"),
        account,
        wishes,
        no_wishes,
        unwanted,
    }
}
