//! Reading typed answers: each with a limit, each mistake kept beside its field in the reader's language.

use std::str::FromStr;

use sila_names::fold;

use crate::web::{Arg, Cx, Errors, Pairs};

/// The answers of one form and what is wrong with them so far.
#[derive(Debug)]
pub struct Reading<'a> {
    cx: &'a Cx,
    values: &'a Pairs,
    errors: Errors,
}

impl<'a> Reading<'a> {
    /// Starts with nothing wrong.
    pub fn new(cx: &'a Cx, values: &'a Pairs) -> Reading<'a> {
        Reading { cx, values, errors: Errors::none() }
    }

    /// The mistakes found.
    pub fn errors(self) -> Errors {
        self.errors
    }

    /// Notes that a field is wrong; `key` says what to do.
    pub fn wrong(&mut self, field: &str, key: &str) {
        self.wrong_with(field, key, &[]);
    }

    /// As [`Reading::wrong`], with values for the text. Only the first mistake of a field is kept.
    pub fn wrong_with(&mut self, field: &str, key: &str, args: &[(&str, Arg)]) {
        if self.errors.get(field).is_none() {
            self.errors.add(field, self.cx.t_with(key, args));
        }
    }

    /// What was typed, as it is.
    pub fn raw(&self, field: &str) -> Option<&'a str> {
        self.values.get(field)
    }

    /// Words of at most `max` characters.
    pub fn text(&mut self, field: &str, max: usize) -> Option<String> {
        let text = self.values.get(field)?;
        if text.chars().count() > max {
            self.wrong_with(field, "wrong-too-long", &[("n", max.into())]);
            return None;
        }
        Some(text.to_owned())
    }

    /// A code of a list; a code that the list does not have is a mistake, never a blank.
    pub fn code<T: FromStr>(&mut self, field: &str) -> Option<T> {
        let parsed = self.values.get(field)?.parse();
        if parsed.is_err() {
            self.wrong(field, "wrong-choice");
        }
        parsed.ok()
    }

    /// Several codes of a list, in the order of the page.
    pub fn codes<T: FromStr>(&mut self, field: &str) -> Vec<T> {
        let parsed: Vec<Option<T>> = self.values.all(field).map(|code| code.parse().ok()).collect();
        if parsed.iter().any(Option::is_none) {
            self.wrong(field, "wrong-choice");
        }
        parsed.into_iter().flatten().collect()
    }

    /// A whole number from 0 to `max`, in Latin or Arabic digits.
    pub fn number(&mut self, field: &str, max: u16) -> Option<u16> {
        let number = fold::ascii_digits(self.values.get(field)?).parse::<u16>().ok();
        let fits = number.filter(|n| *n <= max);
        if fits.is_none() {
            self.wrong_with(field, "wrong-number", &[("n", max.into())]);
        }
        fits
    }

    /// A question of yes or no.
    pub fn yes(&mut self, field: &str) -> Option<bool> {
        match self.values.get(field)? {
            "yes" => Some(true),
            "no" => Some(false),
            _ => {
                self.wrong(field, "wrong-choice");
                None
            }
        }
    }

    /// Notes `key` when a needed answer is missing.
    pub fn need<T>(&mut self, field: &str, key: &str, answer: Option<T>) -> Option<T> {
        if answer.is_none() {
            self.wrong(field, key);
        }
        answer
    }
}
