//! A PDF with who looks and when on each of its pages: lines of the mark over whatever stands there, written into the pages themselves. Nothing where
//! the file is not understood; it is then not shown.

use std::collections::BTreeSet;

use super::pdf::{Book, Dict, Value, get, set};

/// Most pages.
const PAGES_MAX: usize = 2_000;
/// A line of the mark stands every so many points up, and so many across.
const EVERY: [i64; 2] = [160, 300];
/// Most lines on a page.
const LINES_MAX: usize = 600;
/// Pages inside each other.
const DEPTH_MAX: usize = 40;

/// What a page has of those above it.
#[derive(Debug, Clone)]
struct Page {
    number: u32,
    area: Value,
    resources: Dict,
}

/// The file with the mark on each page. The mark is in Latin letters: the letters of the file’s own reader are taken, which have no others.
pub(super) fn stamped(bytes: &[u8], mark: &str) -> Option<Vec<u8>> {
    let mut book = Book::read(bytes)?;
    let pages = pages(&book)?;
    let before = book.add(Value::Dict(Dict::new()), Some(b"q\n".to_vec()));
    let after = b"\nQ\nq /SilaMark Do Q\n".to_vec();
    let after = book.add(Value::Dict(Dict::new()), Some(after));
    let mut drawn: Vec<(Value, Value)> = Vec::new();
    for page in pages {
        let known = drawn.iter().find(|(area, _)| *area == page.area).map(|(_, form)| form.clone());
        let form = match known {
            Some(form) => form,
            None => {
                let form = form(&mut book, &page.area, mark)?;
                drawn.push((page.area.clone(), form.clone()));
                form
            }
        };
        put(&mut book, page, (before.clone(), after.clone()), form)?;
    }
    Some(book.write())
}

/// Every page, in its order.
fn pages(book: &Book) -> Option<Vec<Page>> {
    let root = book.of(&book.root)?.dict()?;
    let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
    walk(book, get(root, b"Pages")?, (None, Dict::new()), (&mut all, &mut seen), 0)?;
    if all.is_empty() { None } else { Some(all) }
}

fn walk(
    book: &Book,
    node: &Value,
    (area, resources): (Option<Value>, Dict),
    (all, seen): (&mut Vec<Page>, &mut BTreeSet<u32>),
    depth: usize,
) -> Option<()> {
    let Value::Ref(number, _) = node else { return None };
    // Each stands in one place: pages that lead back to themselves have no end.
    if !seen.insert(*number) {
        return None;
    }
    let dict = book.of(node)?.dict()?;
    let area = match get(dict, b"MediaBox") {
        Some(own) => Some(book.of(own)?.clone()),
        None => area,
    };
    let resources = match get(dict, b"Resources") {
        Some(own) => book.of(own)?.dict()?.clone(),
        None => resources,
    };
    let Some(kids) = get(dict, b"Kids") else {
        all.push(Page { number: *number, area: area?, resources });
        return (all.len() <= PAGES_MAX).then_some(());
    };
    let Value::List(kids) = book.of(kids)? else { return None };
    if depth >= DEPTH_MAX {
        return None;
    }
    for kid in kids {
        walk(book, kid, (area.clone(), resources.clone()), (all, seen), depth.saturating_add(1))?;
    }
    Some(())
}

/// The whole part of a number of the file.
fn whole(book: &Book, value: &Value) -> Option<i64> {
    let Value::Raw(raw) = book.of(value)? else { return None };
    let text = std::str::from_utf8(raw).ok()?;
    let text = text.split('.').next()?;
    if matches!(text, "" | "-" | "+") { Some(0) } else { text.parse().ok() }
}

/// The lines of the mark over an area, as something that pages draw.
fn form(book: &mut Book, area: &Value, mark: &str) -> Option<Value> {
    let Value::List(corners) = area else { return None };
    let corners: Option<Vec<i64>> = corners.iter().map(|one| whole(book, one)).collect();
    let [x0, y0, x1, y1] = corners?.try_into().ok()?;
    let (left, right, low, high) = (x0.min(x1), x0.max(x1), y0.min(y1), y0.max(y1));
    let mut said = "/G gs 0.69 0 0.13 rg BT /F 11 Tf 1 0 0 1 0 0 Tm ".to_owned();
    let words = literal(mark);
    let [up, across] = EVERY;
    let mut lines = 0;
    let mut y = low.saturating_add(24);
    while y < high && lines < LINES_MAX {
        let mut x = left.saturating_add(12);
        while x < right && lines < LINES_MAX {
            said.push_str(&format!("1 0 0 1 {x} {y} Tm {words} Tj "));
            lines = lines.saturating_add(1);
            x = x.saturating_add(across);
        }
        y = y.saturating_add(up);
    }
    said.push_str("ET");
    let font = parsed(&[("Type", "Font"), ("Subtype", "Type1"), ("BaseFont", "Helvetica")]);
    let font = book.add(Value::Dict(font), None);
    let faint = vec![(b"ca".to_vec(), Value::Raw(b"0.4".to_vec()))];
    let one = |name: &str, value: Value| Value::Dict(vec![(name.as_bytes().to_vec(), value)]);
    let resources = vec![
        (b"Font".to_vec(), one("F", font)),
        (b"ExtGState".to_vec(), one("G", Value::Dict(faint))),
    ];
    let mut dict = parsed(&[("Type", "XObject"), ("Subtype", "Form")]);
    dict.push((b"BBox".to_vec(), area.clone()));
    dict.push((b"Resources".to_vec(), Value::Dict(resources)));
    Some(book.add(Value::Dict(dict), Some(said.into_bytes())))
}

fn parsed(pairs: &[(&str, &str)]) -> Dict {
    let name = |text: &str| text.as_bytes().to_vec();
    pairs.iter().map(|(key, value)| (name(key), Value::Name(name(value)))).collect()
}

/// Words as a string of the file: plain Latin letters, whatever else is a point.
fn literal(words: &str) -> String {
    let plain = |c: char| match c {
        '(' | ')' | '\\' => format!("\\{c}"),
        ' '..='~' => c.to_string(),
        _ => ".".to_owned(),
    };
    format!("({})", words.chars().map(plain).collect::<String>())
}

/// Draws the mark over a page: what stood there is drawn first, in a state of its own.
fn put(book: &mut Book, page: Page, (before, after): (Value, Value), form: Value) -> Option<()> {
    let object = book.objects.get(&page.number)?;
    let mut dict = object.value.dict()?.clone();
    let drawn = match get(&dict, b"Contents") {
        None => Vec::new(),
        Some(contents) => match book.of(contents)? {
            Value::List(all) => all.clone(),
            _ => vec![contents.clone()],
        },
    };
    let all = std::iter::once(before).chain(drawn).chain([after]).collect();
    set(&mut dict, b"Contents", Value::List(all));
    let mut resources = page.resources;
    let mut objects = match get(&resources, b"XObject") {
        Some(known) => book.of(known)?.dict()?.clone(),
        None => Dict::new(),
    };
    set(&mut objects, b"SilaMark", form);
    set(&mut resources, b"XObject", Value::Dict(objects));
    set(&mut dict, b"Resources", Value::Dict(resources));
    book.objects.get_mut(&page.number)?.value = Value::Dict(dict);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::documents::vet::vet;

    /// A file of two pages whose second one has its area and its letters from above, with a string that looks like something else.
    fn plain() -> Vec<u8> {
        let words = b"BT /F1 12 Tf 50 700 Td (hello \\) endobj 9 0 obj) Tj ET";
        let stream = format!("<< /Length {} >>\nstream\n", words.len());
        let mut bytes = b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n".to_vec();
        bytes.extend_from_slice(b"2 0 obj << /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 595.28 841.89] /Resources << /Font << /F1 6 0 R >> >> >> endobj\n");
        bytes.extend_from_slice(b"3 0 obj << /Type /Page /Parent 2 0 R /Contents 5 0 R /MediaBox [0 0 300 -200] >> endobj\n");
        bytes.extend_from_slice(b"4 0 obj <</Type/Page/Parent 2 0 R/Contents[5 0 R]>> endobj\n");
        bytes.extend_from_slice(
            b"6 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj\n5 0 obj ",
        );
        bytes.extend_from_slice(stream.as_bytes());
        bytes.extend_from_slice(words);
        bytes.extend_from_slice(
            b"\nendstream endobj\ntrailer << /Size 7 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n",
        );
        bytes
    }

    fn text(bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).into_owned()
    }

    #[test]
    fn each_page_bears_the_mark_and_what_stood_there_stays() {
        let marked = stamped(&plain(), "reem (desk) · 22/11/2026 12:00").unwrap();
        let said = text(&marked);
        assert!(said.contains("(reem \\(desk\\) . 22/11/2026 12:00) Tj"), "{said}");
        assert!(said.contains("hello \\) endobj 9 0 obj"), "what stood there");
        assert_eq!(
            said.matches("/SilaMark ").count(),
            2 + 1,
            "two pages name it, one stream draws it"
        );
        assert_eq!(said.matches("/Subtype /Form").count(), 2, "one for each size");
        let book = Book::read(&marked).unwrap();
        assert_eq!(pages(&book).unwrap().len(), 2, "and it is a file again");
        assert_eq!(book.objects.len(), 6 + 2 + 4);
        assert!(vet(&marked, "application/pdf").is_ok(), "that does nothing by itself");
        let places: Vec<&str> = said.split("xref\n").nth(1).unwrap().lines().skip(1).collect();
        for (number, line) in places.iter().enumerate().filter(|(_, line)| line.ends_with("n ")) {
            let at: usize = line.get(..10).unwrap().parse().unwrap();
            let there = text(marked.get(at..at + 12).unwrap());
            assert!(there.starts_with(&format!("{number} 0 obj")), "{number}: {there}");
        }
    }

    #[test]
    fn objects_that_are_packed_are_found() {
        use std::io::Write;
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >> ",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 9 9] >> ",
            "<< /Type /Page /Parent 2 0 R >>",
        ];
        let [first, second, _] = objects.map(str::len);
        let head = format!("1 0 2 {first} 3 {} ", first + second);
        let (inside, first) = (format!("{head}{}", objects.concat()), head.len());
        let packed = |bytes: &[u8]| {
            let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
            out.write_all(bytes).unwrap();
            out.finish().unwrap()
        };
        let packed = packed(inside.as_bytes());
        let mut bytes = format!("%PDF-1.5\n4 0 obj << /Type /ObjStm /N 3 /First {first} /Filter /FlateDecode /Length {} >>\nstream\n", packed.len()).into_bytes();
        bytes.extend_from_slice(&packed);
        bytes.extend_from_slice(b"\nendstream endobj\n5 0 obj << /Type /XRef /Root 1 0 R /Length 0 >>\nstream\n\nendstream endobj\n%%EOF");
        let marked = stamped(&bytes, "reem").unwrap();
        assert!(text(&marked).contains("/SilaMark Do"));
    }

    #[test]
    fn a_document_of_ours_is_marked_and_what_is_not_understood_is_refused() {
        for (bytes, why) in [
            (b"%PDF-1.4\n%%EOF".to_vec(), "no pages"),
            (b"%PDF-1.4\n1 0 obj << /Pages 1 0 R /Kids [1 0 R] >> endobj trailer << /Root 1 0 R >>".to_vec(), "pages without end"),
            (b"%PDF-1.4\n1 0 obj << /A (".to_vec(), "cut"),
            ([b"1 0 obj ".to_vec(), vec![b'['; 5_000]].concat(), "too deep"),
        ] {
            assert!(stamped(&bytes, "reem").is_none(), "{why}");
        }
    }
}
