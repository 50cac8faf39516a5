//! Takes a Rust file apart: code, string literals, comments. Enough of a lexer for the laws, and no more.

/// A Rust file as three views of it that agree in their line numbers.
pub struct RustText {
    /// The code, with the inside of literals and comments turned into spaces.
    pub code: String,
    /// String literals with the line on which they begin.
    pub strings: Vec<(usize, String)>,
    /// Comments with the line on which they begin.
    pub comments: Vec<(usize, String)>,
    /// Lines of the file as written.
    pub lines: usize,
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    out: RustText,
}

impl RustText {
    /// Takes `text` apart.
    pub fn of(text: &str) -> RustText {
        let out = RustText {
            code: String::with_capacity(text.len()),
            strings: Vec::new(),
            comments: Vec::new(),
            lines: text.lines().count(),
        };
        let mut reader = Reader { rest: text, line: 1, out };
        while reader.step() {}
        reader.out
    }

    /// The code without the inline `#[cfg(test)]` modules.
    pub fn code_without_tests(&self) -> String {
        let mut code = self.code.clone();
        while let Some(at) = code.find("#[cfg(test)]") {
            let end = code[at..].find(['{', ';']).map_or(code.len(), |i| at + i);
            let end = if code[end..].starts_with('{') { block_end(&code, end) } else { end };
            let blank: String =
                code[at..end].chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
            code.replace_range(at..end, &blank);
        }
        code
    }

    /// The line (from 1) of a byte of the code.
    pub fn line_of(code: &str, at: usize) -> usize {
        code[..at].matches('\n').count() + 1
    }
}

/// The byte after the brace that closes the one at `open`.
pub fn block_end(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (i, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + i + 1;
        }
    }
    code.len()
}

impl Reader<'_> {
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.comment(end);
        } else if self.rest.starts_with("/*") {
            let end = self.rest.find("*/").map_or(self.rest.len(), |i| i + 2);
            self.comment(end);
        } else if let Some((open, close, raw)) = self.string_opens() {
            self.string(open, &close, raw);
        } else if first == '\'' {
            self.quote();
        } else if first.is_alphanumeric() || first == '_' {
            let word = |c: char| !(c.is_alphanumeric() || c == '_');
            let end = self.rest.find(word).unwrap_or(self.rest.len());
            self.keep(end);
        } else {
            self.keep(first.len_utf8());
        }
        true
    }

    /// Length of the opening, the closing mark, and whether escapes mean nothing.
    fn string_opens(&self) -> Option<(usize, String, bool)> {
        let marks = self.rest.trim_start_matches(['b', 'c']);
        if self.rest.len() - marks.len() > 1 {
            return None;
        }
        let prefix = self.rest.len() - marks.len();
        if marks.starts_with('"') {
            return Some((prefix + 1, "\"".to_owned(), false));
        }
        let hashes = marks.strip_prefix('r')?;
        let inner = hashes.trim_start_matches('#');
        let count = hashes.len() - inner.len();
        inner
            .starts_with('"')
            .then(|| (prefix + 2 + count, format!("\"{}", "#".repeat(count)), true))
    }

    fn string(&mut self, open: usize, close: &str, raw: bool) {
        self.keep(open);
        let mut end = 0;
        while !self.rest[end..].starts_with(close) {
            let Some(c) = self.rest[end..].chars().next() else { break };
            end += c.len_utf8();
            if c == '\\' && !raw {
                end += self.rest[end..].chars().next().map_or(0, char::len_utf8);
            }
        }
        let inside = self.rest[..end].to_owned();
        self.out.strings.push((self.line, inside));
        self.blank(end);
        self.keep(close.len().min(self.rest.len()));
    }

    /// A character literal is blanked; a lifetime is code.
    fn quote(&mut self) {
        let mut after = self.rest.chars().skip(1);
        let (first, second) = (after.next(), after.next());
        if first == Some('\\') {
            let close = self.rest[3..].find('\'').map_or(self.rest.len(), |i| i + 4);
            self.blank(close);
        } else if second == Some('\'') {
            self.blank(2 + first.map_or(0, char::len_utf8));
        } else {
            self.keep(1);
        }
    }

    fn comment(&mut self, end: usize) {
        let text = self.rest[..end].to_owned();
        self.out.comments.push((self.line, text));
        self.blank(end);
    }

    fn keep(&mut self, end: usize) {
        let taken = &self.rest[..end];
        self.out.code.push_str(taken);
        self.line += taken.matches('\n').count();
        self.rest = &self.rest[end..];
    }

    fn blank(&mut self, end: usize) {
        let taken = &self.rest[..end];
        self.out.code.extend(taken.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        self.line += taken.matches('\n').count();
        self.rest = &self.rest[end..];
    }
}

#[test]
fn a_rust_file_is_taken_apart_into_code_strings_and_comments() {
    let text = concat!(
        "/// says \"no\"\nfn f<'a>(x: &'a str) -> char {\n",
        "    let s = \"a {\\\" b\"; let r = r#\"c \" d\"#; let b = b\"e\";\n",
        "    '{' /* } */\n}\n",
    );
    let apart = RustText::of(text);
    let strings: Vec<&str> = apart.strings.iter().map(|(_, s)| s.as_str()).collect();
    assert_eq!(strings, ["a {\\\" b", "c \" d", "e"]);
    assert_eq!(apart.strings[0].0, 3);
    assert_eq!(apart.comments.len(), 2);
    assert!(apart.code.contains("fn f<'a>(x: &'a str)"));
    assert_eq!(apart.code.matches('{').count(), 1);
    assert_eq!(apart.code.lines().count(), text.lines().count());
}

#[test]
fn inline_test_modules_can_be_left_out() {
    let text = "use a;\n#[cfg(test)]\nmod tests {\n    use tokio;\n}\nuse b;\n";
    let code = RustText::of(text).code_without_tests();
    assert!(code.contains("use a;") && code.contains("use b;") && !code.contains("tokio"));
    assert_eq!(code.lines().count(), 6);
}
