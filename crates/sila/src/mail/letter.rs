//! One letter: to whom, its words, and the calendar files that come with it; how it is sealed while it waits, and how it is written.

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Body, Mailbox, Message, MultiPart, SinglePart};
use minicbor::{Decode, Encode};
use sila_core::Millis;
use uuid::Uuid;

use super::store::Waiting;
use crate::app::App;
use crate::meetings::{sealed, unsealed};
use crate::problem::Problem;

/// The table whose rows hold letters.
const TABLE: &str = "mail_letter";
/// Longest address (RFC 5321 §4.5.3.1.3).
const ADDRESS_MAX: usize = 254;

/// What a letter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody is invited to a meeting.
    Invitation,
    /// The meeting does not take place.
    Cancellation,
    /// Something waits in Sila for somebody who works here.
    Notice,
}

impl Kind {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Invitation => "INVITATION",
            Kind::Cancellation => "CANCELLATION",
            Kind::Notice => "NOTICE",
        }
    }
}

/// A letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Letter {
    /// Address.
    #[n(0)]
    pub to: String,
    /// Subject.
    #[n(1)]
    pub subject: String,
    /// Words.
    #[n(2)]
    pub words: String,
    /// Calendar files (RFC 5545), one for each event: RFC 5546 wants one event in each.
    #[n(3)]
    pub calendars: Vec<String>,
    /// What the calendar files ask for: `REQUEST` or `CANCEL`.
    #[n(4)]
    pub method: String,
}

/// An address as it was typed; nothing when no mail can go there.
pub fn address(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let plain = |c: char| c.is_ascii_graphic() && !"\"(),:;<>[\\]".contains(c);
    let sound = typed.len() <= ADDRESS_MAX && typed.chars().all(plain);
    let sound = sound && typed.parse::<lettre::Address>().is_ok();
    sound.then(|| typed.to_owned())
}

/// A letter that is ready to be put into the queue. `about` is the record it is about, `subject` whom it is to, `version` what of it:
/// the same three go out once.
pub fn post(
    app: &App,
    kind: Kind,
    (about, subject, version): (Uuid, Uuid, i64),
    letter: &Letter,
    now: Millis,
) -> Waiting {
    let id = app.clock.new_id();
    let body = sealed(app, TABLE, id, letter);
    Waiting { id, kind: kind.code(), about, subject, version, at: now, body }
}

/// The letter of a row.
pub(super) fn opened(app: &App, one: &super::store::Due) -> Result<Letter, Problem> {
    unsealed(app, TABLE, one.id, &one.body)
}

impl Letter {
    /// The letter as it goes to the mail server (RFC 5322); nothing when an address cannot be used. Every part travels as base64, so
    /// that no server on the way changes a letter of it.
    pub(super) fn message(&self, from: &Mailbox, id: Uuid, at: Millis) -> Option<Message> {
        let to = Mailbox::new(None, self.to.parse().ok()?);
        let since = std::time::Duration::from_millis(u64::try_from(at.0).ok()?);
        let date = std::time::UNIX_EPOCH.checked_add(since)?;
        let mut parts = MultiPart::mixed().singlepart(
            SinglePart::builder().header(ContentType::TEXT_PLAIN).body(in_base64(&self.words)?),
        );
        let kind = format!("text/calendar; charset=utf-8; method={}", self.method);
        for (nth, calendar) in self.calendars.iter().enumerate() {
            let name = format!("day-{}.ics", nth.saturating_add(1));
            let kind = ContentType::parse(&kind).ok()?;
            parts = parts.singlepart(Attachment::new(name).body(in_base64(calendar)?, kind));
        }
        // Nobody's absence note answers it (RFC 3834).
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        Message::builder()
            .from(from.clone())
            .to(to)
            .date(date)
            .subject(&self.subject)
            .message_id(Some(format!("<{id}@{}>", from.email.domain())))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .multipart(parts)
            .ok()
    }
}

fn in_base64(text: &str) -> Option<Body> {
    Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::Base64).ok()
}
