//! The services of the demonstration: each agency publishes its own, and they reach the others as they would.

use anyhow::Context;
use sila_core::agreement::ServiceTerms;
use sila_core::calendar::Week;
use sila_core::codes::{Category, Document, Language, Service, Sex};
use sila_core::directory::{Address, Band, Listing, Opening, Pillar, Programme, Site, Words};
use sila_core::field::Field;
use sila_core::{AreaCode, ListingId};

use super::linking::officer;
use super::script::{Script, coded, coded_list};
use super::stage::Stage;
use crate::accounts::Permission;
use crate::services::reading::Ready;
use crate::services::{publication, share};

/// A service of the script.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offered {
    /// The agency.
    node: String,
    #[serde(deserialize_with = "coded")]
    pillar: Pillar,
    #[serde(deserialize_with = "coded")]
    service: Service,
    #[serde(deserialize_with = "coded_list")]
    categories: Vec<Category>,
    #[serde(deserialize_with = "coded_list")]
    sexes: Vec<Sex>,
    age_min: Option<u8>,
    age_max: Option<u8>,
    #[serde(deserialize_with = "coded_list")]
    residence: Vec<AreaCode>,
    ar: [String; 4],
    en: [String; 4],
    #[serde(deserialize_with = "coded_list")]
    papers: Vec<Document>,
    #[serde(deserialize_with = "coded_list")]
    languages: Vec<Language>,
    opening: String,
    site: Where,
    #[serde(deserialize_with = "coded")]
    band: Band,
    programme: Option<Named>,
    /// How long ago it was assured last.
    days_ago: i64,
}

/// A word, or an address.
#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
enum Where {
    Said(String),
    At {
        #[serde(deserialize_with = "coded")]
        area: AreaCode,
        ar: String,
        en: String,
    },
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    ar: String,
    en: String,
    #[serde(deserialize_with = "coded_list")]
    fields: Vec<Field>,
}

fn words([name, summary, steps, fees]: &[String; 4]) -> Words {
    Words { name: name.clone(), summary: summary.clone(), steps: steps.clone(), fees: fees.clone() }
}

impl Offered {
    /// What is published of it.
    pub fn listing(&self, id: ListingId) -> Listing {
        let site = match &self.site {
            Where::At { area, ar, en } => {
                Site::Open(Address { area: *area, line_ar: ar.clone(), line_en: en.clone() })
            }
            Where::Said(word) if word == "confidential" => Site::Confidential,
            Where::Said(_) => Site::Remote,
        };
        let opening = match self.opening.as_str() {
            "always" => Opening::Always,
            "appointment" => Opening::ByAppointment,
            _ => Opening::Week(Week::Four.calendar().week),
        };
        let programme = self.programme.as_ref().map(|named| Programme {
            name_ar: named.ar.clone(),
            name_en: named.en.clone(),
            fields: named.fields.clone(),
        });
        let (service, categories, sexes) =
            (self.service, self.categories.clone(), self.sexes.clone());
        let (age_min, age_max) = (self.age_min, self.age_max);
        Listing {
            id,
            number: 1,
            pillar: self.pillar,
            terms: ServiceTerms { service, categories, sexes, age_min, age_max },
            residence: self.residence.clone(),
            ar: words(&self.ar),
            en: words(&self.en),
            programme,
            papers: self.papers.clone(),
            opening,
            languages: self.languages.clone(),
            site,
            phone: "DEMO".to_owned(),
        }
    }
}

/// Publishes every service, and lets the agencies tell each other.
///
/// # Errors
/// When a step is refused.
pub async fn fill(stage: &mut Stage, script: &Script) -> anyhow::Result<()> {
    for offered in &script.services {
        let app = stage.node(&offered.node)?.clone();
        let keeper = stage.worker(officer(script, &offered.node, Permission::ServiceKeep)?)?;
        let at = app.clock.now().plus_days(-offered.days_ago);
        let listing = offered.listing(ListingId(app.clock.new_id()));
        let name = listing.en.name.clone();
        let ready = Ready { listing, band: offered.band, place: None };
        publication::publish(&app, keeper, &ready, at).await.context(name)?;
    }
    for (nth, one) in script.nodes.iter().enumerate() {
        for two in script.nodes.iter().skip(nth + 1) {
            for _ in 0..2 {
                for code in [&one.code, &two.code] {
                    let app = stage.node(code)?.clone();
                    while share::bring(&app).await? > 0 {}
                }
                stage.settle(&one.code, &two.code).await?;
            }
            for code in [&one.code, &two.code] {
                let app = stage.node(code)?.clone();
                while share::bring(&app).await? > 0 {}
            }
            stage.settle(&one.code, &two.code).await?;
        }
    }
    Ok(())
}
