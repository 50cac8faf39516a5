//! Texts: Fluent files in `locales/{ar,en}/NOUN.ftl`, embedded at build time.
//!
//! A value given by a person is wrapped in a first-strong isolate and a machine identifier in a left-to-right isolate
//! (Unicode UAX #9), so that neither disturbs the sentence around it; numbers and our own phrases are not wrapped.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::langid;

use super::Lang;
use super::assets::embedded::LOCALES;

/// A value for a placeholder of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// A count; chooses the plural form.
    Num(i64),
    /// Words from a person or a record, isolated.
    Text(String),
    /// A machine identifier (reference, clause number, file name), isolated left to right.
    Ident(String),
    /// Our own words or a code that a selector reads; not isolated.
    Phrase(String),
}

impl Arg {
    /// A machine identifier.
    pub fn ident(text: impl Into<String>) -> Arg {
        Arg::Ident(text.into())
    }

    /// Our own words (already in the reader's language), or the code a selector reads.
    pub fn phrase(text: impl Into<String>) -> Arg {
        Arg::Phrase(text.into())
    }

    fn fluent(&self) -> FluentValue<'_> {
        match self {
            Arg::Num(n) => counted(*n),
            Arg::Text(text) => FluentValue::from(format!("\u{2068}{text}\u{2069}")),
            Arg::Ident(text) => FluentValue::from(format!("\u{2066}{text}\u{2069}")),
            Arg::Phrase(text) => FluentValue::from(text.as_str()),
        }
    }
}

/// A count as it is written, in a number that chooses the plural form.
///
/// The Arabic rules look at the last two digits (CLDR: few is `n % 100 = 3..10`, many `11..99`). `intl_pluralrules` looks
/// at the whole number, so that 103 and 150 would take the form of 100. Above 100 the last two digits choose instead,
/// and the count itself is written by [`written`].
fn counted(n: i64) -> FluentValue<'static> {
    let chooses = match n % 100 {
        few_or_many @ 3.. if n > 100 => few_or_many,
        _ => n,
    };
    let number = FluentNumber::from(chooses);
    let options = FluentNumberOptions { currency: Some(grouped(n)), ..number.options };
    FluentValue::Number(FluentNumber { options, ..number })
}

/// What [`counted`] says is to be written, in the one option of a number that holds words.
fn written<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) => number.options.currency.clone(),
        _ => None,
    }
}

/// `25355` as `25,355`: both languages write Latin digits with a comma between the thousands (CLDR `ar-AE`, `en-GB`).
fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::from(if n < 0 { "-" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len().saturating_sub(i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

macro_rules! num {
    ($($small:ty),*) => {$(
        impl From<$small> for Arg {
            fn from(n: $small) -> Arg {
                Arg::Num(i64::from(n))
            }
        }
    )*};
}
num!(i64, i32, u32, u16, u8);

impl From<usize> for Arg {
    fn from(n: usize) -> Arg {
        Arg::Num(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<u64> for Arg {
    fn from(n: u64) -> Arg {
        Arg::Num(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Arg {
        Arg::Text(text.clone())
    }
}

/// The text of `key` in `lang`; `key.attribute` reads an attribute. A missing key is shown as the key.
pub fn text(lang: Lang, key: &str, args: &[(&str, Arg)]) -> String {
    let bundle = bundle(lang);
    let (id, attribute) = match key.split_once('.') {
        Some((id, attribute)) => (id, Some(attribute)),
        None => (key, None),
    };
    let pattern = bundle.get_message(id).and_then(|message| match attribute {
        Some(name) => message.get_attribute(name).map(|found| found.value()),
        None => message.value(),
    });
    let Some(pattern) = pattern else { return key.to_owned() };
    let mut fluent = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        fluent.set(*name, value.fluent());
    }
    bundle.format_pattern(pattern, Some(&fluent), &mut Vec::new()).into_owned()
}

/// True when `key` (or `key.attribute`) exists in `lang`; for families of keys such as `code-…`.
pub fn has(lang: Lang, key: &str) -> bool {
    let (id, attribute) = key.split_once('.').map_or((key, None), |(id, name)| (id, Some(name)));
    bundle(lang).get_message(id).is_some_and(|message| match attribute {
        Some(name) => message.get_attribute(name).is_some(),
        None => message.value().is_some(),
    })
}

type Bundle = FluentBundle<FluentResource>;

fn bundle(lang: Lang) -> &'static Bundle {
    static AR: LazyLock<Bundle> = LazyLock::new(|| load(Lang::Ar));
    static EN: LazyLock<Bundle> = LazyLock::new(|| load(Lang::En));
    match lang {
        Lang::Ar => &AR,
        Lang::En => &EN,
    }
}

/// Reads every embedded file of `lang`. A broken message is left out here and found by a test.
fn load(lang: Lang) -> Bundle {
    let id = lang.pick(langid!("ar"), langid!("en"));
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(written));
    for (_, _, source) in LOCALES.iter().filter(|(code, _, _)| *code == lang.code()) {
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) => resource,
            Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arabic_count_takes_the_form_of_its_last_two_digits() {
        let rows = |n: i64| text(Lang::Ar, "audit-intact-text", &[("n", n.into())]);
        for (n, form) in [
            (3, "3 أسطر"),
            (10, "10 أسطر"),
            (11, "11 سطراً"),
            (99, "99 سطراً"),
            (100, "100 سطر "),
            (102, "102 سطر "),
            (103, "103 أسطر"),
            (110, "110 أسطر"),
            (169, "169 سطراً"),
            (1_000, "1,000 سطر "),
            (25_355, "25,355 سطراً"),
        ] {
            assert!(rows(n).contains(form), "{n}: {}", rows(n));
        }
    }

    #[test]
    fn thousands_are_told_apart() {
        for (n, out) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (772_942, "772,942"),
            (-1_234_567, "-1,234,567"),
        ] {
            assert_eq!(grouped(n), out);
        }
    }
}
