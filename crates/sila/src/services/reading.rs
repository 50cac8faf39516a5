//! The form of a service, read: what is to be published, what is kept beside, what is wrong.

use sila_core::agreement::ServiceTerms;
use sila_core::codes::{Category, Service, Sex};
use sila_core::directory::{
    Address, Band, LINE_MAX, Listing, NAME_MAX, Opening, Pillar, Programme, Site, TEXT_MAX, Words,
};
use sila_core::field::Field;
use sila_core::time::Weekday;
use sila_core::{AreaCode, ListingId};

use super::form::{PLACE_MAX, day_field, hours, parts};
use crate::people::reading::Reading;
use crate::web::{Cx, Errors, Pairs};

/// Oldest age that is asked for.
const AGE_MAX: u16 = 120;

/// A form without mistakes: what is to be published, and what is not.
#[derive(Debug, Clone)]
pub struct Ready {
    /// What is to be published.
    pub listing: Listing,
    /// How much room there is.
    pub band: Band,
    /// Where a confidential service is: for the other store.
    pub place: Option<String>,
}

/// Area codes as the form has them.
struct Place(AreaCode);

impl std::str::FromStr for Place {
    type Err = sila_core::codes::UnknownCode;
    fn from_str(code: &str) -> Result<Place, Self::Err> {
        AreaCode::parse(code).map(Place)
    }
}

/// Reads the form as version `number`.
///
/// # Errors
/// What is missing or wrong, in the reader's language.
pub fn read(cx: &Cx, values: &Pairs, (id, number): (ListingId, u32)) -> Result<Ready, Errors> {
    let mut r = Reading::new(cx, values);
    let pillar: Option<Pillar> = r.code("pillar");
    let pillar = r.need("pillar", "services-wrong-pillar", pillar);
    let service: Option<Service> = r.code("need");
    let service = r.need("need", "services-wrong-need", service);
    let (ar, en) = (words(&mut r, "ar"), words(&mut r, "en"));
    let categories: Vec<Category> = r.codes("categories");
    let sexes: Vec<Sex> = r.codes("sexes");
    let mut age = |field: &str| r.number(field, AGE_MAX).and_then(|n| u8::try_from(n).ok());
    let (age_min, age_max) = (age("age_min"), age("age_max"));
    if age_min.zip(age_max).is_some_and(|(min, max)| min > max) {
        r.wrong("age_max", "services-wrong-age");
    }
    let residence = r.codes::<Place>("residence").into_iter().map(|one| one.0).collect();
    let (programme, opening) = (programme(&mut r), opening(&mut r));
    let (site, place) = site(&mut r);
    let (papers, languages) = (r.codes("papers"), r.codes("languages"));
    let phone = r.text("phone", LINE_MAX).unwrap_or_default();
    let band = r.code("band").unwrap_or(Band::Unsaid);
    let errors = r.errors();
    let (Some(pillar), Some(service), false) = (pillar, service, errors.any()) else {
        return Err(errors);
    };
    let terms = ServiceTerms { service, categories, sexes, age_min, age_max };
    let listing = Listing {
        id,
        number,
        pillar,
        terms,
        residence,
        ar,
        en,
        programme,
        papers,
        opening,
        languages,
        site,
        phone,
    };
    tells_no_place(cx, &listing, place.as_deref())?;
    Ok(Ready { listing, band, place })
}

fn words(r: &mut Reading<'_>, lang: &str) -> Words {
    let mut said = |name: &str, max, needed: bool| {
        let field = format!("{name}_{lang}");
        let text = r.text(&field, max).filter(|text| !text.trim().is_empty());
        if needed && text.is_none() {
            r.wrong(&field, "services-wrong-text");
        }
        text.unwrap_or_default()
    };
    Words {
        name: said("name", NAME_MAX, true),
        summary: said("summary", TEXT_MAX, true),
        steps: said("steps", TEXT_MAX, false),
        fees: said("fees", TEXT_MAX, false),
    }
}

fn programme(r: &mut Reading<'_>) -> Option<Programme> {
    let name_ar = r.text("programme_ar", NAME_MAX).unwrap_or_default();
    let name_en = r.text("programme_en", NAME_MAX).unwrap_or_default();
    let fields: Vec<Field> = r.codes("fields");
    if name_ar.is_empty() && name_en.is_empty() && fields.is_empty() {
        return None;
    }
    let missing = [
        ("programme_ar", name_ar.trim().is_empty()),
        ("programme_en", name_en.trim().is_empty()),
        ("fields", fields.is_empty()),
    ];
    for (field, _) in missing.into_iter().filter(|(_, missing)| *missing) {
        r.wrong(field, "services-wrong-programme");
    }
    Some(Programme { name_ar, name_en, fields })
}

fn opening(r: &mut Reading<'_>) -> Opening {
    match r.raw("opening") {
        Some("ALWAYS") => return Opening::Always,
        Some("APPOINTMENT") => return Opening::ByAppointment,
        Some("WEEK") => {}
        _ => r.wrong("opening", "services-wrong-opening"),
    }
    let mut week = std::collections::BTreeMap::new();
    for day in Weekday::ALL {
        let field = day_field(day);
        let Some(text) = r.raw(&field).filter(|text| !text.trim().is_empty()) else { continue };
        match hours(text) {
            Some(hours) => drop(week.insert(day, hours)),
            None => r.wrong(&field, "services-wrong-hours"),
        }
    }
    if week.is_empty() {
        r.wrong("h_1", "services-wrong-week");
    }
    Opening::Week(week)
}

fn site(r: &mut Reading<'_>) -> (Site, Option<String>) {
    match r.raw("site") {
        Some("REMOTE") => return (Site::Remote, None),
        Some("CONFIDENTIAL") => {
            let place = r.text("place", PLACE_MAX).filter(|text| !text.trim().is_empty());
            return (Site::Confidential, place);
        }
        Some("OPEN") => {}
        _ => r.wrong("site", "services-wrong-site"),
    }
    let area = r.code::<Place>("area").map(|place| place.0).filter(|area| !area.is_special());
    let area = r.need("area", "services-wrong-area", area);
    let mut line = |field: &str| {
        let text = r.text(field, LINE_MAX).filter(|text| !text.trim().is_empty());
        r.need(field, "services-wrong-text", text).unwrap_or_default()
    };
    let (line_ar, line_en) = (line("line_ar"), line("line_en"));
    match area {
        Some(area) => (Site::Open(Address { area, line_ar, line_en }), None),
        None => (Site::Remote, None),
    }
}

/// The texts of a confidential service do not say where it is: no two words of its address stand in them one after the other.
fn tells_no_place(cx: &Cx, listing: &Listing, place: Option<&str>) -> Result<(), Errors> {
    let Some(place) = place else { return Ok(()) };
    let pairs: Vec<Vec<String>> =
        sila_names::words(place).windows(2).map(<[String]>::to_vec).collect();
    let mut errors = Errors::none();
    for (words, lang) in [(&listing.ar, "ar"), (&listing.en, "en")] {
        for (name, text) in parts(words) {
            let said = sila_names::words(text);
            if said.windows(2).any(|two| pairs.iter().any(|pair| pair == two)) {
                errors.add(format!("{name}_{lang}"), cx.t("services-wrong-tells"));
            }
        }
    }
    if errors.any() { Err(errors) } else { Ok(()) }
}
