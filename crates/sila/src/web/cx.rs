//! What every page knows about its reader: language, who, where, when.

use std::sync::Arc;

use sila_core::Millis;

use super::i18n::{self, Arg};
use super::{Lang, dates};

/// The context of one page.
#[derive(Clone, Debug)]
pub struct Cx {
    /// The reader's language.
    pub lang: Lang,
    /// The signed-in person; nobody on the sign-in page.
    pub worker: Option<Who>,
    /// The address without its language, with its query: `/referrals?state=open`.
    pub path: String,
    /// The time of the request.
    pub now: Millis,
    /// The agency whose node this is.
    pub brand: Arc<Brand>,
    /// True on a node with invented records; every page then says so.
    pub demo: bool,
    /// True on a node of a rehearsal.
    pub rehearsal: bool,
    /// The reader is somebody of another agency: the page is shown without our navigation.
    pub guest: bool,
    /// Names of people are not shown: somebody who should not read them looks at the screen.
    pub masked: bool,
    /// The navigation, only what this reader's role may use, with counts.
    pub nav: Arc<[NavItem]>,
    /// Referrals that are later than agreed; none in the reader's quiet hours.
    pub unread: u32,
}

/// The signed-in person as the header shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Their name, as they wrote it.
    pub name: String,
    /// Text key of their role, e.g. `role-intake`.
    pub role_key: &'static str,
}

impl Who {
    /// The first letter of the name, for the round mark beside it.
    pub fn initial(&self) -> String {
        self.name
            .chars()
            .find(|c| c.is_alphabetic())
            .map_or_else(String::new, |c| c.to_uppercase().collect())
    }
}

/// The agency's own name, under the product's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// In Arabic.
    pub name_ar: String,
    /// In English.
    pub name_en: String,
}

/// One entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// Text key of the label.
    pub key: &'static str,
    /// Address without the language. One that ends in `/new` stands only in the phone's bottom bar, raised.
    pub path: &'static str,
    /// Name of the icon.
    pub icon: &'static str,
    /// Text key of the group's heading; empty for the first group, which has none.
    pub group: &'static str,
    /// A count beside the label, not shown when none.
    pub count: Option<u32>,
    /// True when the count asks for action.
    pub hot: bool,
    /// True when the phone's bottom bar shows it; the bar has room for four.
    pub tab: bool,
}

impl Cx {
    /// A context for `path` (without language) with nobody signed in.
    pub fn new(lang: Lang, path: impl Into<String>, now: Millis, brand: Arc<Brand>) -> Cx {
        let nav = Arc::from([]);
        Cx {
            lang,
            worker: None,
            path: path.into(),
            now,
            brand,
            demo: false,
            rehearsal: false,
            guest: false,
            masked: false,
            nav,
            unread: 0,
        }
    }

    /// The text of `key` in the reader's language.
    pub fn t(&self, key: &str) -> String {
        i18n::text(self.lang, key, &[])
    }

    /// The text of `key` with values for its placeholders.
    pub fn t_with(&self, key: &str, args: &[(&str, Arg)]) -> String {
        i18n::text(self.lang, key, args)
    }

    /// The text of `family-CODE` in lower case, e.g. `code("urgency", "EMERGENCY")` reads `urgency-emergency`.
    pub fn code(&self, family: &str, code: &str) -> String {
        self.t(&format!("{family}-{}", code.to_ascii_lowercase().replace('_', "-")))
    }

    /// The address of `path` in the reader's language: `/referrals` becomes `/ar/referrals`.
    pub fn url(&self, path: &str) -> String {
        in_language(self.lang, path)
    }

    /// This page in the other language.
    pub fn twin_url(&self) -> String {
        in_language(self.lang.twin(), &self.path)
    }

    /// The agency's name in the reader's language.
    pub fn agency(&self) -> &str {
        self.lang.pick(&self.brand.name_ar, &self.brand.name_en)
    }

    /// A day and time, short: `22 Nov 2026, 14:05`.
    pub fn at(&self, time: Millis) -> String {
        dates::day_and_time(self.lang, time)
    }

    /// How long ago or until, in words: `3 h 20 min left`, `40 min late`. See [`dates::deadline`].
    pub fn deadline(&self, due: Millis) -> String {
        dates::deadline(self.lang, self.now, due)
    }
}

/// `/` is the language's own root: `/ar`.
fn in_language(lang: Lang, path: &str) -> String {
    match path {
        "/" | "" => format!("/{lang}"),
        _ if path.starts_with('/') => format!("/{lang}{path}"),
        _ => format!("/{lang}/{path}"),
    }
}
