//! Forms with a file in them (RFC 7578): each part becomes a name and a text, as in any other form. Files that our forms
//! take are texts; anything else in them becomes U+FFFD and is refused by whoever reads it.

use super::forms::{FIELD_BYTES_MAX, FIELDS_MAX, FormProblem};

/// The boundary of a `multipart/form-data` body; nothing for another kind of body.
pub fn boundary(content_type: &str) -> Option<&str> {
    let rest = content_type.strip_prefix("multipart/form-data")?;
    let mut parameters = rest.split(';').map(str::trim);
    let boundary = parameters.find_map(|parameter| parameter.strip_prefix("boundary="))?;
    let boundary = boundary.trim_matches('"');
    (1..=70).contains(&boundary.len()).then_some(boundary)
}

/// Names and texts of the parts, in order. A file that was not chosen is an empty text.
///
/// # Errors
/// [`FormProblem::TooManyFields`] or [`FormProblem::FieldTooLong`].
pub fn parts(body: &[u8], boundary: &str) -> Result<Vec<(String, String)>, FormProblem> {
    let mark = format!("--{boundary}");
    let mut found = Vec::new();
    for part in pieces(body, mark.as_bytes()) {
        let Some((head, content)) = halves(part) else { continue };
        let Some(name) = name(&String::from_utf8_lossy(head)) else { continue };
        if found.len() == FIELDS_MAX {
            return Err(FormProblem::TooManyFields);
        }
        let content = content.strip_suffix(b"\r\n").unwrap_or(content);
        if name.len().max(content.len()) > FIELD_BYTES_MAX {
            return Err(FormProblem::FieldTooLong);
        }
        found.push((name, String::from_utf8_lossy(content).into_owned()));
    }
    Ok(found)
}

/// The first file of the body: what the sender calls it, and its bytes.
pub fn file<'a>(body: &'a [u8], boundary: &str) -> Option<(String, &'a [u8])> {
    let mark = format!("--{boundary}");
    let mut rest = body;
    loop {
        let (part, after) = next(rest, mark.as_bytes())?;
        rest = after;
        let Some((head, content)) = halves(part) else { continue };
        if let Some(name) = parameter(&String::from_utf8_lossy(head), "filename=") {
            return Some((name, content.strip_suffix(b"\r\n").unwrap_or(content)));
        }
    }
}

/// What stands between the marks.
fn pieces<'a>(body: &'a [u8], mark: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = next(body, mark).map(|(_, after)| after);
    std::iter::from_fn(move || {
        let (piece, after) = next(rest?, mark)?;
        rest = Some(after);
        Some(piece)
    })
}

fn next<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(mark.len()).position(|window| window == mark)?;
    let (before, rest) = bytes.split_at_checked(at)?;
    Some((before, rest.get(mark.len()..)?))
}

/// The headers of a part and its content, divided by an empty line.
fn halves(part: &[u8]) -> Option<(&[u8], &[u8])> {
    next(part, b"\r\n\r\n")
}

fn name(head: &str) -> Option<String> {
    parameter(head, "name=")
}

/// A parameter of the `Content-Disposition` line.
fn parameter(head: &str, wanted: &str) -> Option<String> {
    let mut lines = head.lines();
    let line = lines.find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let mut parameters = line.split(';').map(str::trim);
    let quoted = parameters.find_map(|parameter| parameter.strip_prefix(wanted))?;
    Some(quoted.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "--xx\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nأهلاً\r\n\
        --xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.sila-invite\"\r\n\
        Content-Type: application/octet-stream\r\n\r\nSILA\r\nAB\r\n--xx--\r\n";

    #[test]
    fn parts_become_names_and_texts() {
        let found = parts(BODY.as_bytes(), "xx").unwrap();
        let found: Vec<_> = found.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        assert_eq!(found, [("text", "أهلاً"), ("file", "SILA\r\nAB")]);
    }

    #[test]
    fn the_file_of_a_form_keeps_its_bytes() {
        let (name, bytes) = file(BODY.as_bytes(), "xx").unwrap();
        assert_eq!((name.as_str(), bytes), ("a.sila-invite", b"SILA\r\nAB".as_slice()));
        assert_eq!(file(b"--xx\r\nContent-Disposition: form-data\r\n\r\n--xx--", "xx"), None);
    }

    #[test]
    fn a_boundary_is_read_from_the_content_type_and_from_no_other() {
        assert_eq!(boundary("multipart/form-data; boundary=----a1"), Some("----a1"));
        assert_eq!(boundary("multipart/form-data; boundary=\"b\""), Some("b"));
        assert_eq!(boundary("application/x-www-form-urlencoded"), None);
        assert_eq!(boundary("multipart/form-data; boundary="), None);
    }

    #[test]
    fn limits_hold_and_rubbish_is_nothing() {
        let long = format!(
            "--xx\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n{}\r\n--xx--",
            "x".repeat(FIELD_BYTES_MAX + 1)
        );
        assert_eq!(parts(long.as_bytes(), "xx"), Err(FormProblem::FieldTooLong));
        let one = "--xx\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n1\r\n";
        let many = format!("{}--xx--", one.repeat(FIELDS_MAX + 1));
        assert_eq!(parts(many.as_bytes(), "xx"), Err(FormProblem::TooManyFields));
        assert_eq!(parts(b"--xx", "xx"), Ok(Vec::new()));
        assert_eq!(parts(b"", "xx"), Ok(Vec::new()));
    }
}
