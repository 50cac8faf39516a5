//! Reads the node's own pages: forms as a browser would send them, links, text. Not a parser for the web.

/// A form with the values it would send when its first button is pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// Names and values in document order.
    pub fields: Vec<(String, String)>,
    /// Every name the form has, sent or not, with the values it offers (for choices).
    pub offers: Vec<(String, String)>,
}

impl Form {
    /// Types into a field or chooses among its choices. The form must have the field and, for choices, the choice.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Form {
        self.with_all(name, &[value])
    }

    /// Ticks exactly these boxes of a group.
    #[must_use]
    pub fn with_all(mut self, name: &str, values: &[&str]) -> Form {
        let named: Vec<&str> =
            self.offers.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect();
        assert!(!named.is_empty(), "{} has no field {name}: {:?}", self.action, self.offers);
        let free = named.contains(&FREE);
        for value in values {
            assert!(free || named.contains(value), "{name} does not offer {value}: {named:?}");
        }
        self.fields.retain(|(n, _)| n != name);
        self.fields.extend(values.iter().map(|v| (name.to_owned(), (*v).to_owned())));
        self
    }

    /// The value that would be sent.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// Stands among the offers of a field into which anything can be typed.
const FREE: &str = "\u{1}";

/// A tag with its attributes, or a piece of text.
#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    Open(&'a str, Vec<(&'a str, String)>),
    Close(&'a str),
    Text(&'a str),
}

fn attribute<'a>(attributes: &'a [(&str, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str())
}

fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if at > 0 {
            found.push(Token::Text(&rest[..at]));
        }
        let end = tag_end(&rest[at..]);
        found.extend(tag(&rest[at + 1..at + end]));
        rest = rest.get(at + end + 1..).unwrap_or_default();
    }
    found.push(Token::Text(rest));
    found
}

/// Where the tag that begins at the start of `text` has its `>`; quotes may hold one too.
fn tag_end(text: &str) -> usize {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    text.len()
}

fn tag(inside: &str) -> Option<Token<'_>> {
    if let Some(name) = inside.strip_prefix('/') {
        return Some(Token::Close(name.trim()));
    }
    let name = inside.split([' ', '\n', '/']).next().filter(|name| !name.starts_with('!'))?;
    let (mut attributes, mut rest) = (Vec::new(), inside[name.len()..].trim());
    while !rest.is_empty() {
        let end = rest.find([' ', '=', '\n']).unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => ("", after),
        };
        attributes.push((attribute, unescaped(value)));
        rest = after.trim_start_matches('=').trim();
    }
    Some(Token::Open(name, attributes))
}

fn unescaped(text: &str) -> String {
    let each = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    each.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Where reading stands inside a form.
#[derive(Default)]
struct Reading {
    form: Option<Form>,
    pressed: bool,
    select: Option<(String, Option<String>)>,
    area: Option<(String, String)>,
}

/// Every form of the page.
pub fn forms(html: &str) -> Vec<Form> {
    let (mut found, mut reading) = (Vec::new(), Reading::default());
    for token in tokens(html) {
        match token {
            Token::Open("form", attributes) => {
                let action = attribute(&attributes, "action").unwrap_or_default().to_owned();
                let form = Form { action, fields: Vec::new(), offers: Vec::new() };
                reading = Reading { form: Some(form), ..Reading::default() };
            }
            Token::Close("form") => found.extend(reading.form.take()),
            token => reading.take(token),
        }
    }
    found
}

impl Reading {
    fn take(&mut self, token: Token<'_>) {
        if self.form.is_none() {
            return;
        }
        match token {
            Token::Open("input", attributes) => self.input(&attributes),
            Token::Open("button", attributes) => self.button(&attributes),
            Token::Open("select", attributes) => {
                self.select = attribute(&attributes, "name").map(|name| (name.to_owned(), None));
            }
            Token::Open("option", attributes) => self.option(&attributes),
            Token::Close("select") => {
                if let Some((name, chosen)) = self.select.take() {
                    self.send(name, chosen.unwrap_or_default());
                }
            }
            Token::Open("textarea", attributes) => {
                let name = attribute(&attributes, "name").unwrap_or_default().to_owned();
                self.offer(&name, FREE);
                self.area = Some((name, String::new()));
            }
            Token::Text(text) => {
                if let Some((_, written)) = &mut self.area {
                    written.push_str(text);
                }
            }
            Token::Close("textarea") => {
                if let Some((name, written)) = self.area.take() {
                    self.send(name, unescaped(written.trim_start_matches('\n')));
                }
            }
            Token::Open(..) | Token::Close(_) => {}
        }
    }

    fn input(&mut self, attributes: &[(&str, String)]) {
        let Some(name) = attribute(attributes, "name") else { return };
        let value = attribute(attributes, "value").unwrap_or_default();
        match attribute(attributes, "type").unwrap_or("text") {
            "radio" | "checkbox" => {
                self.offer(name, value);
                if attribute(attributes, "checked").is_some() {
                    self.send(name.to_owned(), value.to_owned());
                }
            }
            "submit" => self.press(name, value),
            _ => {
                self.offer(name, FREE);
                self.send(name.to_owned(), value.to_owned());
            }
        }
    }

    /// The first button is the one that Enter presses; others are on offer.
    fn button(&mut self, attributes: &[(&str, String)]) {
        match attribute(attributes, "name") {
            Some(name) => self.press(name, attribute(attributes, "value").unwrap_or_default()),
            None => self.pressed = true,
        }
    }

    fn press(&mut self, name: &str, value: &str) {
        self.offer(name, value);
        if !self.pressed {
            self.send(name.to_owned(), value.to_owned());
        }
        self.pressed = true;
    }

    fn option(&mut self, attributes: &[(&str, String)]) {
        let Some((name, chosen)) = &mut self.select else { return };
        let value = attribute(attributes, "value").unwrap_or_default();
        let first = chosen.is_none();
        if first || attribute(attributes, "selected").is_some() {
            *chosen = Some(value.to_owned());
        }
        let name = name.clone();
        self.offer(&name, value);
    }

    fn offer(&mut self, name: &str, value: &str) {
        if let Some(form) = &mut self.form {
            form.offers.push((name.to_owned(), value.to_owned()));
        }
    }

    fn send(&mut self, name: String, value: String) {
        if let Some(form) = &mut self.form {
            form.fields.push((name, value));
        }
    }
}

/// Addresses of the links of a page, in order.
pub fn links(html: &str) -> Vec<String> {
    let each = tokens(html).into_iter().filter_map(|token| match token {
        Token::Open("a", attributes) => attribute(&attributes, "href").map(str::to_owned),
        _ => None,
    });
    each.collect()
}

/// The text of the page's body, with single spaces, without what stands in the head.
pub fn text(html: &str) -> String {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let body = body.split_once('>').map_or(body, |(_, body)| body);
    let words = tokens(body).into_iter().filter_map(|token| match token {
        Token::Text(text) => Some(unescaped(text)),
        _ => None,
    });
    words.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html><head><title>T</title></head><body dir="rtl"><a href="/ar?a=1&amp;b=2">x &lt; y</a>
<form method="post" action="/ar/x"><input type="hidden" name="h" value="1 &gt; 0"><input name="t" value="">
<input type="radio" name="r" value="a"><input type="radio" name="r" value="b" checked>
<select name="s"><option value=""></option><option value="v" selected>V</option></select>
<textarea name="w">
two
lines</textarea><button type="submit" name="go" value="on">Go</button><button name="go" value="off">No</button></form></body></html>"#;

    #[test]
    fn a_form_sends_what_a_browser_would() {
        let form = forms(PAGE).remove(0);
        let sent: Vec<(&str, &str)> =
            form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let wanted =
            [("h", "1 > 0"), ("t", ""), ("r", "b"), ("s", "v"), ("w", "two\nlines"), ("go", "on")];
        assert_eq!(sent, wanted);
        let form = form.with("r", "a").with("t", "typed").with("go", "off");
        assert_eq!(
            (form.value("r"), form.value("t"), form.value("go")),
            (Some("a"), Some("typed"), Some("off"))
        );
        assert_eq!(links(PAGE), ["/ar?a=1&b=2"]);
        assert!(text(PAGE).starts_with("x < y"), "{}", text(PAGE));
    }

    #[test]
    #[should_panic(expected = "does not offer")]
    fn a_choice_that_is_not_offered_cannot_be_made() {
        let _never = forms(PAGE).remove(0).with("r", "c");
    }
}
