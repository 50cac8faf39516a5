//! Reads the values of a PDF, one after the other.

use super::{Dict, Value, get};

/// Values inside each other.
const DEPTH_MAX: usize = 60;

/// Where a mark stands from a place on.
pub(super) fn find(bytes: &[u8], mark: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(mark.len()).position(|part| part == mark).map(|at| from.saturating_add(at))
}

pub(super) fn is_space(c: char) -> bool {
    matches!(c, '\0' | '\t' | '\n' | '\x0c' | '\r' | ' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(char::from(byte)) && !b"()<>[]{}/%".contains(&byte)
}

/// Reads values one after the other.
pub(super) struct Reader<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn begins(&self, mark: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(mark))
    }

    fn step(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    /// Over white space and comments.
    fn skip(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.step(1);
                }
            } else if !is_space(char::from(byte)) {
                return;
            } else {
                self.step(1);
            }
        }
    }

    fn word(&mut self) -> Vec<u8> {
        let from = self.at;
        while self.peek().is_some_and(is_regular) {
            self.step(1);
        }
        self.bytes.get(from..self.at).unwrap_or_default().to_vec()
    }

    pub(super) fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip();
        if depth > DEPTH_MAX {
            return None;
        }
        match self.peek()? {
            b'/' => {
                self.step(1);
                Some(Value::Name(self.word()))
            }
            b'(' => self.string(),
            b'<' if self.begins(b"<<") => self.dict(depth),
            b'<' => {
                let end = find(self.bytes, b">", self.at)?.saturating_add(1);
                let raw = self.bytes.get(self.at..end)?.to_vec();
                self.at = end;
                Some(Value::Raw(raw))
            }
            b'[' => {
                self.step(1);
                let mut all = Vec::new();
                loop {
                    self.skip();
                    if self.peek()? == b']' {
                        self.step(1);
                        return Some(Value::List(all));
                    }
                    all.push(self.value(depth.saturating_add(1))?);
                }
            }
            _ => self.number_or_word(),
        }
    }

    /// A string in brackets, which may stand inside each other.
    fn string(&mut self) -> Option<Value> {
        let (from, mut open) = (self.at, 0_usize);
        loop {
            match self.peek()? {
                b'\\' => self.step(1),
                b'(' => open = open.saturating_add(1),
                b')' => open = open.saturating_sub(1),
                _ => {}
            }
            self.step(1);
            if open == 0 {
                return Some(Value::Raw(self.bytes.get(from..self.at)?.to_vec()));
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Value> {
        self.step(2);
        let mut dict = Dict::new();
        loop {
            self.skip();
            if self.begins(b">>") {
                self.step(2);
                return Some(Value::Dict(dict));
            }
            if self.peek()? != b'/' {
                return None;
            }
            self.step(1);
            let name = self.word();
            dict.push((name, self.value(depth.saturating_add(1))?));
        }
    }

    /// A number, a word, or the name of another object: two numbers and `R`.
    fn number_or_word(&mut self) -> Option<Value> {
        let word = self.word();
        let number = |word: &[u8]| std::str::from_utf8(word).ok()?.parse::<u32>().ok();
        let after = self.at;
        if let Some(first) = number(&word) {
            self.skip();
            let second = number(&self.word());
            self.skip();
            if let (Some(generation), true) = (second, self.word() == b"R") {
                return Some(Value::Ref(first, generation));
            }
        }
        self.at = after;
        if word.is_empty() { None } else { Some(Value::Raw(word)) }
    }

    /// The bytes of a stream after its dictionary; by their number where it stands there and is right, else up to the word that ends them.
    pub(super) fn stream(&mut self, value: &Value) -> Option<Vec<u8>> {
        let dict = value.dict()?;
        let here = self.at;
        self.skip();
        if !self.begins(b"stream") {
            self.at = here;
            return None;
        }
        self.step(6);
        if self.begins(b"\r") {
            self.step(1);
        }
        if self.begins(b"\n") {
            self.step(1);
        }
        let from = self.at;
        let counted = get(dict, b"Length").and_then(Value::number).and_then(|long| {
            let end = from.checked_add(long)?;
            let mut after = Reader { bytes: self.bytes, at: end };
            after.skip();
            after.begins(b"endstream").then_some(end)
        });
        let end = counted.or_else(|| find(self.bytes, b"endstream", from))?;
        let bytes = self.bytes.get(from..end)?;
        self.at = end;
        let bytes =
            if counted.is_some() { bytes } else { bytes.strip_suffix(b"\n").unwrap_or(bytes) };
        Some(bytes.to_vec())
    }
}
