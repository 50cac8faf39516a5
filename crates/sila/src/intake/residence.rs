//! The second half of step 2: where the person lives, on what that rests, and where they are now.

use maud::{Markup, html};
use sila_core::area::{self, Area, AreaCode, AreaKind, Resolution};
use sila_core::codes::Evidence;
use sila_core::residence::Residence;

use crate::people::reading::Reading;
use crate::web::components::Button;
use crate::web::{Cx, Form, Pairs};

/// Longest place name typed, in characters.
pub const PLACE_CHARS_MAX: usize = 80;
/// Longest stay that is counted, in days.
pub const STAY_DAYS_MAX: u16 = 3_650;

/// The fields.
pub fn fields(cx: &Cx, form: &Form<'_>, values: &Pairs) -> Markup {
    let evidence = Evidence::ALL.iter().map(|e| (e.code(), cx.code("evidence", e.code())));
    let area = areas(cx).into_iter().fold(
        form.select("area", cx.t("intake-area")).hint(cx.t("intake-area-hint")).combo(),
        |field, (group, code, label, aliases)| field.choice_in(group, code, label, aliases),
    );
    let present = areas(cx).into_iter().fold(
        form.select("present", cx.t("intake-present")).combo().optional(),
        |field, (group, code, label, aliases)| field.choice_in(group, code, label, aliases),
    );
    let choice = |name: &str, legend: &str, codes: [&str; 3]| {
        let choices = codes.map(|code| (code.to_owned(), cx.t(&format!("intake-{name}-{code}"))));
        form.radios(&name.replace('-', "_"), cx.t(legend)).choices(choices)
    };
    html! {
        (area)
        (form.text("place", cx.t("intake-place")).hint(cx.t("intake-place-hint")).max(PLACE_CHARS_MAX).optional())
        (which(cx, form, values))
        (choice("usual", "intake-usual", ["home", "visit", "unknown"]).hint(cx.t("intake-usual-hint")))
        (choice("risk-home", "intake-risk-home", ["yes", "no", "unknown"]).hint(cx.t("intake-risk-home-hint")))
        (form.select("evidence", cx.t("intake-evidence")).choices(evidence).optional())
        div.row {
            (present)
            (form.text("stay_days", cx.t("intake-stay")).numeric().max(4).optional())
        }
        (Button::submit(cx.t("intake-look")).soft().small().icon("signpost").sends("act", "look").unchecked())
    }
}

/// (emirate, code, label, other names) of every area, emirate by emirate; what is no place comes last.
fn areas(cx: &Cx) -> Vec<(String, &'static str, String, String)> {
    let row = |group: &str, area: &'static Area, label: String| {
        let twin = cx.lang.pick(area.name_en, area.name_ar);
        let aliases = [area.aliases.join(";"), twin.to_owned()].join(";");
        (group.to_owned(), area.code.as_str(), label, aliases)
    };
    let mut rows = Vec::new();
    for emirate in area::emirates() {
        let group = name(cx, emirate);
        let whole = cx.t_with("intake-area-whole", &[("emirate", crate::web::Arg::phrase(&group))]);
        for inside in area::all().iter().filter(|a| area::is_within(&a.code, &emirate.code)) {
            let label = if inside.code == emirate.code { whole.clone() } else { name(cx, inside) };
            rows.push(row(&group, inside, label));
        }
    }
    let none = cx.t("intake-area-none");
    let special = area::all().iter().filter(|area| area.kind == AreaKind::Special);
    rows.extend(special.map(|area| row(&none, area, name(cx, area))));
    rows
}

fn name(cx: &Cx, area: &Area) -> String {
    cx.lang.pick(area.name_ar, area.name_en).to_owned()
}

/// "Dibba" alone is a question: which of the places that are called so.
fn which(cx: &Cx, form: &Form<'_>, values: &Pairs) -> Markup {
    let typed = values.get("place").filter(|_| values.get("area").is_none());
    let Some(Resolution::Several(codes)) = typed.map(area::resolve) else { return html! {} };
    let label = |code: &AreaCode| crate::cases::list::area_name(cx, code.as_str());
    let choices = codes.iter().map(|code| (code.as_str(), label(code)));
    html! { (form.radios("place_is", cx.t("intake-which-place")).choices(choices)) }
}

/// Reads where the person lives and is.
pub fn read(r: &mut Reading<'_>) -> Residence {
    let area = home(r);
    let usual = r.raw("usual").filter(|code| ["home", "visit", "unknown"].contains(code));
    let usual = r.need("usual", "intake-wrong-usual", usual);
    let risk = r.raw("risk_home").filter(|code| ["yes", "no", "unknown"].contains(code));
    let risk = r.need("risk_home", "intake-wrong-risk-home", risk);
    Residence {
        area,
        evidence: r.code("evidence").unwrap_or(Evidence::Nothing),
        usual_home: usual == Some("home"),
        present_area: r.code("present"),
        stay_days: r.number("stay_days", STAY_DAYS_MAX),
        risk_near_home: risk == Some("yes"),
    }
}

/// The area chosen in the list, else the one that the typed name means.
fn home(r: &mut Reading<'_>) -> Option<AreaCode> {
    if r.raw("area").is_some() {
        return r.code("area");
    }
    let Some(place) = r.text("place", PLACE_CHARS_MAX) else {
        return r.need("area", "intake-wrong-area", None);
    };
    match area::resolve(&place) {
        Resolution::One(code) => Some(code),
        Resolution::Unknown => r.need("place", "intake-wrong-place", None),
        Resolution::Several(codes) => {
            let said = r.raw("place_is").and_then(|code| AreaCode::parse(code).ok());
            r.need("place_is", "intake-wrong-which", said.filter(|code| codes.contains(code)))
        }
    }
}
