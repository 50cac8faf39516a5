//! `POST /shelter/homes/{id}/address`: where a home is. Only who keeps homes sees it, each seeing is written down first, and
//! it stands on this one page alone. What others are told outside is compared with it, so that it says neither which home nor where.

use maud::html;
use sila_core::area;
use sila_core::time::Millis;
use sila_names::fold::{self, words as folded};
use uuid::Uuid;

use super::{Home, store};
use crate::app::App;
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::{self, Place};
use crate::web::Page;
use crate::web::components::{Card, Note, Tone, heading};
use crate::web::ident::Name;

/// Longest address, in characters.
pub const ADDRESS_MAX: usize = 400;
/// So many parts of an address tell where a home is, and one of them has a number: areas are named in many letters.
const PARTS_MIN: usize = 2;

/// What Arabic writes onto a word, and nothing.
const WRITTEN_ONTO: [&str; 12] =
    ["", "ب", "ل", "و", "ف", "ك", "ال", "بال", "وال", "فال", "كال", "لل"];
/// A shorter word tells nothing alone.
const LETTERS_MIN: usize = 3;
/// Words that stand in every other address, and tell no place.
const USUAL: [&str; 48] = [
    "حي",
    "شارع",
    "طريق",
    "زقاق",
    "دار",
    "بيت",
    "منزل",
    "فيلا",
    "بناية",
    "مبنى",
    "شقة",
    "منطقة",
    "مدينة",
    "عنوان",
    "تجريبي",
    "تجريبية",
    "قرب",
    "خلف",
    "أمام",
    "بجانب",
    "مقابل",
    "مدخل",
    "بوابة",
    "مركز",
    "مسجد",
    "مدرسة",
    "مستشفى",
    "home",
    "house",
    "shelter",
    "street",
    "road",
    "lane",
    "villa",
    "building",
    "flat",
    "area",
    "district",
    "city",
    "near",
    "behind",
    "next",
    "the",
    "demo",
    "أطفال",
    "نساء",
    "children",
    "women",
];

fn place(home: Uuid) -> Place {
    Place { table: "home_address", row: home }
}

/// The wrapped key and the sealed address.
pub fn seal(app: &App, home: Uuid, address: &str) -> (Vec<u8>, Vec<u8>) {
    let (key, wrapped) = app.vault.new_key(place(home));
    (wrapped, vault::seal(&key, place(home), address.as_bytes()))
}

async fn open(app: &App, home: Uuid) -> Result<String, Problem> {
    let found = app.store.read(move |tx| store::address(tx, home)).await?;
    unsealed(app, home, &found.ok_or_else(Problem::not_found)?)
}

fn unsealed(app: &App, home: Uuid, (wrapped, sealed): &store::Sealed) -> Result<String, Problem> {
    let key = app.vault.open_key(place(home), wrapped)?;
    let plain = vault::open(&key, place(home), sealed)?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

/// Whether these words say which home it is, or where: the code of one, one telling word of its name or address, or two of its words together.
/// Names of areas alone say nothing, nor do usual words. It is compared here and told to nobody; another script is not seen.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn tells(app: &App, homes: &[Home], words: &str) -> Result<bool, Problem> {
    let said = fold::words(words);
    for home in homes {
        let address = open(app, home.id).await?;
        let mut names = [home.name_ar.as_str(), home.name_en.as_str()].into_iter();
        if fold::words(&home.code).iter().any(|code| said.contains(code))
            || names.any(|name| shares(&said, name, is_usual))
            || shares(&said, &address, |word| is_usual(word) || is_area(word))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a telling word of a name stands in what is said, or two of its words together that are not both quiet.
fn shares(said: &[String], name: &str, quiet: impl Fn(&str) -> bool) -> bool {
    let name = fold::words(name);
    let long = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS_MIN;
    let telling = |word: &&String| long(bare(word)) && !quiet(word) && !is_area(word);
    let same =
        |part: &[String], here: &[String]| part.iter().zip(here).all(|(one, it)| is(it, one));
    let mut pairs = name.windows(2).filter(|part| part.iter().any(|word| !quiet(word)));
    name.iter().filter(telling).any(|word| said.iter().any(|one| is(one, word)))
        || pairs.any(|part| said.windows(2).any(|here| same(part, here)))
}

/// Whether a word is this one, as it is or after a letter or two that Arabic writes onto it: "at", "to", "and", "the".
fn is(said: &str, word: &str) -> bool {
    said.strip_suffix(bare(word)).is_some_and(|before| WRITTEN_ONTO.contains(&before))
}

/// Without its article.
fn bare(word: &str) -> &str {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() >= LETTERS_MIN).unwrap_or(word)
}

fn is_usual(word: &str) -> bool {
    USUAL.iter().any(|usual| fold::fold(usual) == bare(word))
}

/// Whether a word is part of the name of an area: every emirate, town and district.
fn is_area(word: &str) -> bool {
    let named = |name: &str| fold::words(name).iter().any(|one| bare(one) == bare(word));
    let is_one = |one: &area::Area| {
        named(one.name_ar) || named(one.name_en) || one.aliases.iter().any(|name| named(name))
    };
    area::all().iter().any(is_one)
}

/// Whether a text says where one of our homes is: a street or a house with its number, and another part of the address, which commas or lines
/// divide. Names of areas alone say nothing, and an address without a number is not found. Each word of the text comes in every form in which it may be read.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn is_said(app: &App, text: &[Vec<String>]) -> Result<bool, Problem> {
    for (home, sealed) in app.store.read(store::addresses).await? {
        if says(&unsealed(app, home, &sealed)?, text) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn says(address: &str, text: &[Vec<String>]) -> bool {
    let parts = address.split([',', '،', ';', '؛', '\n']).map(folded);
    let parts: Vec<Vec<String>> = parts.filter(|part| !part.is_empty()).collect();
    let reads = |(forms, word): (&Vec<String>, &String)| forms.contains(word);
    let stands = |part: &&Vec<String>| {
        text.windows(part.len()).any(|words| words.iter().zip(part.iter()).all(reads))
    };
    let found: Vec<_> = parts.iter().filter(stands).collect();
    let numbered = |part: &Vec<String>| {
        part.len() > 1 && part.iter().any(|word| word.chars().any(|one| one.is_ascii_digit()))
    };
    found.len() >= parts.len().min(PARTS_MIN) && found.into_iter().any(numbered)
}

/// Shows it.
///
/// # Errors
/// `page.not_found` when there is no such home; when the reading cannot be written down.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let home = super::show::one(&ask).await?;
    let (worker, now): (_, Millis) = (ask.worker()?, ask.now);
    access::record(&ask.app, worker, Subject::HomeAddress(home.id), "shelter.address", now).await?;
    let address = open(&ask.app, home.id).await?;
    let cx = &ask.cx;
    let path = format!("/shelter/homes/{}", home.id);
    let note = Note::new("eye", cx.t("shelter-address-logged")).tone(Tone::Warn);
    let body = html! {
        (heading(cx.t("shelter-address"), Some(home.name(cx.lang)), &crate::regulation::link(cx, sila_core::law::Rule::ConfidentialPlace)))
        (note.says(cx.t("shelter-address-logged-text")))
        (Card::new(cx.t("shelter-address")).body(html! { p.big { (Name(&address)) } }))
    };
    let page = Page::new(cx, cx.t("shelter-address"))
        .crumb(cx.t("shelter-title"), "/shelter")
        .crumb(home.code.clone(), &path);
    Ok(Reply::page(&page.body(body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(address: &str, words: &str) -> bool {
        shares(&fold::words(words), address, |word| is_usual(word) || is_area(word))
    }

    #[test]
    fn one_telling_word_says_where_and_names_of_areas_do_not() {
        let address = "حيّ الياقوت، المجاز، خور فكان، Villa 12, Thornwickle Lane, Al Majaz, Sharjah";
        for told in ["خلف صيدلية الياقوت", "للياقوت", "the Thornwickle clinic", "at villa 12"]
        {
            assert!(says(address, told), "{told}");
        }
        for silent in [
            "مدخل مستشفى خورفكان",
            "المجاز، الشارقة",
            "Al Majaz, Sharjah police",
            "خلف المدرسة",
            "12",
        ] {
            assert!(!says(address, silent), "{silent}");
        }
    }
}
