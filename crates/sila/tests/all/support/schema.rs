//! Whether a value has the shape that an OpenAPI document describes: the few words of JSON Schema (2020-12) that ours uses. A word
//! that is not known here is a finding, so that nothing is described and then not looked at.

use serde_json::{Map, Value};

const KNOWN: [&str; 16] = [
    "$ref",
    "type",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "minItems",
    "enum",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "default",
    "description",
];

/// What does not fit, each with its place in the value; nothing when all of it does.
pub fn misfits(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    look(document, schema, value, "$", &mut found);
    found
}

fn look(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(words) = schema.as_object() else { return };
    if let Some(name) = words.get("$ref").and_then(Value::as_str) {
        let there = document.pointer(name.trim_start_matches('#'));
        return match there {
            Some(there) => look(document, there, value, at, found),
            None => found.push(format!("{at}: {name} is described nowhere")),
        };
    }
    for word in words.keys().filter(|word| !KNOWN.contains(&word.as_str())) {
        found.push(format!("{at}: the word {word} is not looked at"));
    }
    let fits = match words.get("type").and_then(Value::as_str) {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        _ => true,
    };
    if !fits || value.is_null() {
        found.push(format!("{at}: {value} is no {}", words["type"]));
        return;
    }
    if words.get("enum").and_then(Value::as_array).is_some_and(|all| !all.contains(value)) {
        found.push(format!("{at}: {value} is none of the listed"));
    }
    match value {
        Value::Object(map) => object(document, words, map, at, found),
        Value::Array(all) => {
            if words
                .get("minItems")
                .and_then(Value::as_u64)
                .is_some_and(|n| all.len() < usize::try_from(n).unwrap())
            {
                found.push(format!("{at}: too few"));
            }
            for (nth, one) in all.iter().enumerate() {
                look(
                    document,
                    words.get("items").unwrap_or(&Value::Null),
                    one,
                    &format!("{at}[{nth}]"),
                    found,
                );
            }
        }
        Value::String(text) => string(words, text, at, found),
        Value::Number(number) => {
            let beyond = |word: &str, over: fn(f64, f64) -> bool| {
                let limit = words.get(word).and_then(Value::as_f64);
                limit.is_some_and(|limit| over(number.as_f64().unwrap(), limit))
            };
            if beyond("minimum", |n, least| n < least) || beyond("maximum", |n, most| n > most) {
                found.push(format!("{at}: {number} is beyond its limit"));
            }
        }
        _ => {}
    }
}

fn object(
    document: &Value,
    words: &Map<String, Value>,
    map: &Map<String, Value>,
    at: &str,
    found: &mut Vec<String>,
) {
    for name in words.get("required").and_then(Value::as_array).into_iter().flatten() {
        if !map.contains_key(name.as_str().unwrap()) {
            found.push(format!("{at}: {name} is missing"));
        }
    }
    let parts = words.get("properties").and_then(Value::as_object);
    for (name, part) in map {
        let at = format!("{at}.{name}");
        match parts.and_then(|parts| parts.get(name)) {
            Some(schema) => look(document, schema, part, &at, found),
            None if words.get("additionalProperties") == Some(&Value::Bool(false)) => {
                found.push(format!("{at} is described nowhere"));
            }
            None => {}
        }
    }
}

fn string(words: &Map<String, Value>, text: &str, at: &str, found: &mut Vec<String>) {
    let word = |name: &str| words.get(name).and_then(Value::as_str);
    let number = |name: &str| words.get(name).and_then(Value::as_u64);
    let fits = match word("format") {
        Some("uuid") => text.len() == 36 && uuid::Uuid::parse_str(text).is_ok(),
        Some("date-time") => text.parse::<jiff::Timestamp>().is_ok(),
        Some("date") => text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok(),
        None => true,
        Some(other) => panic!("the format {other} is not looked at"),
    };
    let chars = u64::try_from(text.chars().count()).unwrap();
    let short = number("minLength").is_some_and(|least| chars < least);
    let long = number("maxLength").is_some_and(|most| chars > most);
    let like = word("pattern").is_none_or(|pattern| matches(pattern, text));
    if !fits || short || long || !like {
        found.push(format!("{at}: {text:?} does not fit"));
    }
}

/// The patterns that the documents use: `^`, `$`, classes of digits with a count, and plain letters.
fn matches(pattern: &str, text: &str) -> bool {
    let inside = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')).unwrap();
    let mut left: Vec<char> = text.chars().rev().collect();
    let mut rest = inside;
    while !rest.is_empty() {
        let (class, after) = match rest.strip_prefix('[') {
            Some(class) => class.split_once(']').unwrap(),
            None => {
                let plain = rest.trim_start_matches('\\');
                let end = plain.chars().next().unwrap().len_utf8();
                (&plain[..end], &plain[end..])
            }
        };
        let (times, after) = match after.strip_prefix('{') {
            Some(count) => {
                let (count, after) = count.split_once('}').unwrap();
                (count.parse().unwrap(), after)
            }
            None => (1, after),
        };
        for _ in 0..times {
            let Some(c) = left.pop() else { return false };
            let within = match class.as_bytes() {
                [from, b'-', to] => (char::from(*from)..=char::from(*to)).contains(&c),
                _ => class.contains(c),
            };
            if !within {
                return false;
            }
        }
        rest = after;
    }
    left.is_empty()
}

#[test]
fn what_does_not_fit_is_found() {
    let document = serde_json::json!({ "components": { "schemas": { "one": {
        "type": "object", "required": ["id"], "additionalProperties": false,
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "at": { "type": "string", "format": "date-time" },
            "quarter": { "type": "string", "pattern": "^[0-9]{4}-Q[1-4]$" },
            "n": { "type": "integer", "minimum": 1 },
            "kind": { "enum": ["a"] },
        },
    } } } });
    let list =
        serde_json::json!({ "type": "array", "items": { "$ref": "#/components/schemas/one" } });
    let count = |value: Value| misfits(&document, &list, &value).len();
    let id = "0191d3a0-0000-7000-8000-000000000000";
    let good = serde_json::json!([{ "id": id, "at": "2026-11-22T08:00:00.000Z", "quarter": "2026-Q3", "n": 1, "kind": "a" }]);
    assert_eq!(misfits(&document, &list, &good), Vec::<String>::new());
    for wrong in [
        serde_json::json!([{}]),
        serde_json::json!([{ "id": "x" }]),
        serde_json::json!([{ "id": null }]),
        serde_json::json!([{ "id": id, "more": 1 }]),
        serde_json::json!([{ "id": id, "n": 0 }]),
        serde_json::json!([{ "id": id, "n": "1" }]),
        serde_json::json!([{ "id": id, "at": "yesterday" }]),
        serde_json::json!([{ "id": id, "kind": "b" }]),
        serde_json::json!([{ "id": id, "quarter": "2026-Q5" }]),
        serde_json::json!({}),
    ] {
        assert_eq!(count(wrong.clone()), 1, "{wrong}");
    }
    let odd = serde_json::json!({ "oneOf": [] });
    assert_eq!(misfits(&document, &odd, &good).len(), 1, "an unknown word");
}
