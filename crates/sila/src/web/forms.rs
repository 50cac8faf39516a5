//! Form fields as they arrive: bounded, decoded, trimmed; and the check that a POST comes from our own pages.

use axum::body::Body;
use axum::http::{HeaderMap, header};

use super::body::{BodyProblem, bounded};
use super::{Lang, multipart};

/// Largest form body, in bytes.
pub const FORM_BYTES_MAX: usize = 64 * 1024;
/// Most fields in one form.
pub const FIELDS_MAX: usize = 200;
/// Largest value of one field, in bytes.
pub const FIELD_BYTES_MAX: usize = 8 * 1024;
/// The field that the language switch sends when it must keep a draft: `ar` or `en`.
pub const SWITCH_FIELD: &str = "_lang";

/// Why a form was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormProblem {
    /// The body was too large or broke off.
    #[error(transparent)]
    Body(#[from] BodyProblem),
    /// More fields than [`FIELDS_MAX`].
    #[error("more than {FIELDS_MAX} fields")]
    TooManyFields,
    /// A value longer than [`FIELD_BYTES_MAX`].
    #[error("a field is longer than {FIELD_BYTES_MAX} bytes")]
    FieldTooLong,
}

/// A file that came with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What the sender calls it: words to show, never a path.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Longest name of a file that is kept, in characters.
const FILE_NAME_CHARS_MAX: usize = 120;

/// Reads the file of a form that has one, of at most `max` bytes; nothing when none was chosen.
///
/// # Errors
/// [`FormProblem::Body`] when it is larger or broke off.
pub async fn file(
    headers: &HeaderMap,
    body: Body,
    max: usize,
) -> Result<Option<File>, FormProblem> {
    let body = bounded(body, max.saturating_add(FIELD_BYTES_MAX)).await?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let Some(boundary) = kind.and_then(multipart::boundary) else { return Ok(None) };
    let found = multipart::file(&body, boundary);
    let found = found.filter(|(name, bytes)| !name.is_empty() || !bytes.is_empty());
    Ok(found.map(|(name, bytes)| File { name: shown_name(&name), bytes: bytes.to_vec() }))
}

/// The name of a file as words to show on one line.
pub fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown = last.chars().filter(|c| !c.is_control() && !is_bidi(*c));
    shown.take(FILE_NAME_CHARS_MAX).collect()
}

/// Marks that turn the direction of a line: a name has no need of them.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Names and values in the order they came. Values are trimmed and hold no NUL and no CR.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Reads the body of a form, with a file in it or without, within the limits of this module.
    pub async fn read(headers: &HeaderMap, body: Body) -> Result<Pairs, FormProblem> {
        let body = bounded(body, FORM_BYTES_MAX).await?;
        let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        match kind.and_then(multipart::boundary) {
            Some(boundary) => Ok(Pairs::of_parts(multipart::parts(&body, boundary)?)),
            None => Pairs::parse(&body),
        }
    }

    /// Names and texts of the parts of a form with a file.
    pub(super) fn of_parts(parts: Vec<(String, String)>) -> Pairs {
        Pairs(parts.into_iter().map(|(name, text)| (name, clean(&text))).collect())
    }

    /// Decodes `a=1&b=2` (WHATWG URL, application/x-www-form-urlencoded), from a body or a query string.
    pub fn parse(encoded: &[u8]) -> Result<Pairs, FormProblem> {
        let mut pairs = Vec::new();
        for part in encoded.split(|byte| *byte == b'&').filter(|part| !part.is_empty()) {
            if pairs.len() == FIELDS_MAX {
                return Err(FormProblem::TooManyFields);
            }
            let mut halves = part.splitn(2, |byte| *byte == b'=');
            let name = decoded(halves.next().unwrap_or_default());
            let value = decoded(halves.next().unwrap_or_default());
            if name.len().max(value.len()) > FIELD_BYTES_MAX {
                return Err(FormProblem::FieldTooLong);
            }
            pairs.push((name, value));
        }
        Ok(Pairs(pairs))
    }

    /// The first value of `name`, if it is there and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Every value of `name` that is not empty, in order: checkboxes of one group.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let same = move |pair: &&(String, String)| pair.0 == name && !pair.1.is_empty();
        self.0.iter().filter(same).map(|(_, value)| value.as_str())
    }

    /// True when `name` was sent with `value`.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|found| found == value)
    }

    /// Names and values in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// True when nothing was sent.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a value, e.g. when a form is filled from a record.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// Replaces every value of `name` by one value.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(key, _)| key != name);
        self.push(name, value);
    }

    /// The language asked for by the switch of a draft's page: keep the draft, then go to its twin.
    pub fn language_switch(&self) -> Option<Lang> {
        self.get(SWITCH_FIELD).and_then(Lang::from_code)
    }

    /// `a=1&b=2`, for links that keep a filter.
    pub fn encoded(&self) -> String {
        let each = self.0.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        each.collect::<Vec<_>>().join("&")
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Pairs {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Pairs {
        Pairs(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// Percent-encodes what is not a letter, a digit or one of `-._~` (RFC 3986 §2.3), for a path segment or a query value.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// `+` is a space, `%41` a byte; a broken escape stands for itself; bytes that are not UTF-8 become U+FFFD.
fn decoded(part: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part;
    while let Some((first, after)) = rest.split_first() {
        let escaped = if *first == b'%' { after.split_at_checked(2) } else { None };
        match escaped.and_then(|(digits, tail)| Some((hex(digits)?, tail))) {
            Some((byte, tail)) => {
                bytes.push(byte);
                rest = tail;
            }
            None => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = after;
            }
        }
    }
    clean(&String::from_utf8_lossy(&bytes))
}

fn clean(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !matches!(c, '\0' | '\r')).collect();
    kept.trim().to_owned()
}

fn hex(digits: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(digits).ok()?;
    if text.starts_with('+') { None } else { u8::from_str_radix(text, 16).ok() }
}

/// True when a POST comes from a page of this node: the browser says so (`Sec-Fetch-Site`), or, in a browser that does
/// not send it, `Origin` names our own `Host`. Without either header the answer is no (Fetch Metadata, W3C).
pub fn is_own_post(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let (Some(origin), Some(host)) = (text(header::ORIGIN.as_str()), text(header::HOST.as_str()))
    else {
        return false;
    };
    origin.split_once("://").is_some_and(|(scheme, authority)| {
        matches!(scheme, "https" | "http") && authority.eq_ignore_ascii_case(host)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Pairs {
        Pairs::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn fields_are_decoded_trimmed_and_freed_of_nul() {
        let form = parsed(
            "name=%D9%81%D8%A7%D8%B7%D9%85%D8%A9+&x=a%00b&e=&a=100%&b=%zz&c=%+1&multi=1&multi=2",
        );
        assert_eq!(form.get("name"), Some("فاطمة"));
        assert_eq!(form.get("x"), Some("ab"));
        assert_eq!(form.get("e"), None);
        assert_eq!(form.get("a"), Some("100%"));
        assert_eq!(form.get("b"), Some("%zz"));
        assert_eq!(form.get("c"), Some("% 1"));
        assert_eq!(form.all("multi").collect::<Vec<_>>(), ["1", "2"]);
        assert!(form.has("multi", "2") && !form.has("multi", "3"));
        assert_eq!(parsed("t=a%0D%0Ab").get("t"), Some("a\nb"));
        assert_eq!(parsed("t=%FF").get("t"), Some("\u{fffd}"));
    }

    #[test]
    fn what_is_encoded_is_read_back() {
        let form: Pairs = [("q", "أم & طفلان"), ("p", "1+1=2%")].into_iter().collect();
        assert_eq!(parsed(&form.encoded()), form);
    }

    #[test]
    fn limits_hold() {
        let many = "a=1&".repeat(FIELDS_MAX + 1);
        assert_eq!(Pairs::parse(many.as_bytes()), Err(FormProblem::TooManyFields));
        let long = format!("a={}", "x".repeat(FIELD_BYTES_MAX + 1));
        assert_eq!(Pairs::parse(long.as_bytes()), Err(FormProblem::FieldTooLong));
        assert!(Pairs::parse("a=1&".repeat(FIELDS_MAX).as_bytes()).is_ok());
    }

    #[test]
    fn only_our_own_pages_may_post() {
        let headers = |pairs: &[(&'static str, &str)]| -> HeaderMap {
            pairs.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect()
        };
        assert!(is_own_post(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!is_own_post(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(!is_own_post(&headers(&[("sec-fetch-site", "none")])));
        assert!(!is_own_post(&headers(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://sila.test"),
            ("host", "sila.test")
        ])));
        assert!(is_own_post(&headers(&[
            ("origin", "https://sila.test:8443"),
            ("host", "sila.test:8443")
        ])));
        assert!(!is_own_post(&headers(&[("origin", "https://evil.test"), ("host", "sila.test")])));
        assert!(!is_own_post(&headers(&[("origin", "null"), ("host", "sila.test")])));
        assert!(!is_own_post(&headers(&[("host", "sila.test")])));
    }
}
