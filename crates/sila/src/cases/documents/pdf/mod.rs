//! The objects of a PDF (ISO 32000), read one after the other as they lie in the file and written again with a table of their own. It knows as much of
//! the format as a mark on each page needs; what it does not understand it refuses.

mod reader;

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

use reader::{Reader, find, is_space};

/// The largest number of an object.
const NUMBER_MAX: u32 = 500_000;
/// Most bytes that the objects packed into one stream may become.
const PACKED_BYTES_MAX: u64 = 32 * 1_024 * 1_024;

/// Names with their values, in their order.
pub(super) type Dict = Vec<(Vec<u8>, Value)>;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A number, a string, a word, as it stands there.
    Raw(Vec<u8>),
    /// A name, without its stroke.
    Name(Vec<u8>),
    /// Another object.
    Ref(u32, u32),
    /// Values one after the other.
    List(Vec<Value>),
    /// Names with values.
    Dict(Dict),
}

impl Value {
    /// Its dictionary, if it is one.
    pub(super) fn dict(&self) -> Option<&Dict> {
        match self {
            Value::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    fn number(&self) -> Option<usize> {
        match self {
            Value::Raw(raw) => std::str::from_utf8(raw).ok()?.parse().ok(),
            _ => None,
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Value::Raw(raw) => out.extend_from_slice(raw),
            Value::Name(name) => {
                out.push(b'/');
                out.extend_from_slice(name);
            }
            Value::Ref(number, generation) => {
                out.extend_from_slice(format!("{number} {generation} R").as_bytes());
            }
            Value::List(all) => {
                out.push(b'[');
                for one in all {
                    one.write(out);
                    out.push(b' ');
                }
                out.push(b']');
            }
            Value::Dict(dict) => {
                out.extend_from_slice(b"<<");
                for (name, value) in dict {
                    out.push(b'/');
                    out.extend_from_slice(name);
                    out.push(b' ');
                    value.write(out);
                    out.push(b'\n');
                }
                out.extend_from_slice(b">>");
            }
        }
    }
}

/// What a dictionary says under a name.
pub(super) fn get<'a>(dict: &'a Dict, name: &[u8]) -> Option<&'a Value> {
    dict.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// Says something else under a name.
pub(super) fn set(dict: &mut Dict, name: &[u8], value: Value) {
    dict.retain(|(known, _)| known != name);
    dict.push((name.to_vec(), value));
}

fn is_name(value: Option<&Value>, name: &[u8]) -> bool {
    matches!(value, Some(Value::Name(known)) if known == name)
}

/// An object: its value, and its bytes where it is a stream.
#[derive(Debug, Clone)]
pub(super) struct Object {
    pub generation: u32,
    pub value: Value,
    pub stream: Option<Vec<u8>>,
}

/// All objects of a file, and where its pages begin.
#[derive(Debug)]
pub(super) struct Book {
    pub objects: BTreeMap<u32, Object>,
    pub root: Value,
}

impl Book {
    /// Reads a file. Nothing where it is not understood.
    pub(super) fn read(bytes: &[u8]) -> Option<Book> {
        let (mut objects, mut root, mut from) = (BTreeMap::new(), None, 0);
        while let Some(at) = find(bytes, b"obj", from) {
            from = at.saturating_add(3);
            let Some((number, generation)) = named(bytes, at) else { continue };
            let mut reader = Reader { bytes, at: from };
            let Some(value) = reader.value(0) else { continue };
            let stream = reader.stream(&value);
            from = reader.at;
            let dict = value.dict();
            let sort = dict.and_then(|dict| get(dict, b"Type"));
            if is_name(sort, b"XRef") {
                root = dict.and_then(|dict| get(dict, b"Root")).cloned().or(root);
            } else if is_name(sort, b"ObjStm") {
                unpack(dict?, stream.as_deref()?, &mut objects)?;
            } else if number <= NUMBER_MAX {
                objects.insert(number, Object { generation, value, stream });
            }
        }
        let mut from = 0;
        while let Some(at) = find(bytes, b"trailer", from) {
            from = at.saturating_add(7);
            let value = Reader { bytes, at: from }.value(0);
            let named = value.as_ref().and_then(Value::dict).and_then(|dict| get(dict, b"Root"));
            root = named.cloned().or(root);
        }
        Some(Book { objects, root: root? })
    }

    /// A value, or the one of the object that it names.
    pub(super) fn of<'a>(&'a self, value: &'a Value) -> Option<&'a Value> {
        match value {
            Value::Ref(number, _) => Some(&self.objects.get(number)?.value),
            other => Some(other),
        }
    }

    /// Adds an object and gives its name.
    pub(super) fn add(&mut self, value: Value, stream: Option<Vec<u8>>) -> Value {
        let last = self.objects.keys().next_back().copied().unwrap_or_default();
        let number = last.saturating_add(1);
        self.objects.insert(number, Object { generation: 0, value, stream });
        Value::Ref(number, 0)
    }

    /// Writes the file.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let mut places: BTreeMap<u32, (usize, u32)> = BTreeMap::new();
        for (number, object) in &self.objects {
            places.insert(*number, (out.len(), object.generation));
            out.extend_from_slice(format!("{number} {} obj\n", object.generation).as_bytes());
            let mut value = object.value.clone();
            if let (Value::Dict(dict), Some(stream)) = (&mut value, &object.stream) {
                set(dict, b"Length", Value::Raw(stream.len().to_string().into_bytes()));
            }
            value.write(&mut out);
            if let Some(stream) = &object.stream {
                out.extend_from_slice(b"\nstream\n");
                out.extend_from_slice(stream);
                out.extend_from_slice(b"\nendstream");
            }
            out.extend_from_slice(b"\nendobj\n");
        }
        let (begins, last) = (out.len(), places.keys().next_back().copied().unwrap_or_default());
        let size = last.saturating_add(1);
        out.extend_from_slice(format!("xref\n0 {size}\n").as_bytes());
        for number in 0..size {
            let line = match places.get(&number) {
                Some((at, generation)) => format!("{at:010} {generation:05} n \n"),
                None => "0000000000 65535 f \n".to_owned(),
            };
            out.extend_from_slice(line.as_bytes());
        }
        out.extend_from_slice(format!("trailer\n<</Size {size}\n/Root ").as_bytes());
        self.root.write(&mut out);
        out.extend_from_slice(format!(">>\nstartxref\n{begins}\n%%EOF\n").as_bytes());
        out
    }
}

/// The number and the generation before the word `obj`.
fn named(bytes: &[u8], at: usize) -> Option<(u32, u32)> {
    let before = bytes.get(at.saturating_sub(24)..at)?;
    let text: String = before.iter().map(|byte| char::from(*byte)).collect();
    let text = text.strip_suffix(is_space)?.trim_end_matches(is_space);
    let generation: String = last_digits(text);
    let text = text.strip_suffix(&generation)?;
    let number = last_digits(text.strip_suffix(is_space)?.trim_end_matches(is_space));
    Some((number.parse().ok()?, generation.parse().ok()?))
}

fn last_digits(text: &str) -> String {
    let digits: Vec<char> = text.chars().rev().take_while(char::is_ascii_digit).collect();
    digits.into_iter().rev().collect()
}

/// The objects that are packed into a stream. Nothing where it is packed in a way that is not understood.
fn unpack(dict: &Dict, packed: &[u8], objects: &mut BTreeMap<u32, Object>) -> Option<()> {
    let plain = match get(dict, b"Filter") {
        None => packed.to_vec(),
        Some(Value::List(all)) if all.is_empty() => packed.to_vec(),
        Some(Value::List(all)) if all.len() == 1 && is_name(all.first(), b"FlateDecode") => {
            inflated(packed)?
        }
        filter if is_name(filter, b"FlateDecode") => inflated(packed)?,
        Some(_) => return None,
    };
    if get(dict, b"DecodeParms").is_some() {
        return None;
    }
    let (count, first) = (get(dict, b"N")?.number()?, get(dict, b"First")?.number()?);
    let mut head = Reader { bytes: &plain, at: 0 };
    for _ in 0..count {
        let number = u32::try_from(head.value(0)?.number()?).ok()?;
        let at = first.checked_add(head.value(0)?.number()?)?;
        let value = Reader { bytes: &plain, at }.value(0)?;
        if number <= NUMBER_MAX {
            objects.insert(number, Object { generation: 0, value, stream: None });
        }
    }
    Some(())
}

fn inflated(packed: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    ZlibDecoder::new(packed).take(PACKED_BYTES_MAX).read_to_end(&mut plain).ok()?;
    Some(plain)
}
