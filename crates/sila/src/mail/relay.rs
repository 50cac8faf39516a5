//! The mail server that takes our letters: which it is, and handing one letter to it (RFC 5321).

use std::time::Duration;

use anyhow::{Context, bail};
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::response::Code;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use sila_core::Millis;
use uuid::Uuid;

use super::letter::Letter;
use crate::config::Mail;
use crate::problem::Problem;

/// Longest wait for the server.
const PATIENCE: Duration = Duration::from_secs(20);
/// The server does not let us sign in.
const AUTH: &str = "AUTH";
/// No encrypted connection.
const TLS: &str = "TLS";
/// No connection.
const UNREACHABLE: &str = "UNREACHABLE";
/// What a server answers when the name or the password is wrong, or not what it wants (RFC 4954 §6): of no letter's making, and set
/// right by whoever keeps the settings.
const SIGN_IN: [u16; 4] = [530, 534, 535, 538];
/// Most bytes of a password file.
const PASSWORD_BYTES_MAX: usize = 1_024;

/// Says in plain words what of the settings cannot work.
///
/// # Errors
/// When the server, the address or the password file is missing or wrong.
pub fn check(settings: &Mail) -> anyhow::Result<()> {
    match &settings.relay {
        None => Ok(()),
        Some(_) => transport(settings).and(sender(settings, "Sila")).map(drop),
    }
}

fn sender(settings: &Mail, name: &str) -> anyhow::Result<Mailbox> {
    let from = settings.from.as_deref().context("--mail needs --mail-from")?;
    let from = from.parse().context("--mail-from is no mail address")?;
    Ok(Mailbox::new(Some(name.to_owned()), from))
}

fn transport(settings: &Mail) -> anyhow::Result<AsyncSmtpTransport<Tokio1Executor>> {
    let relay = url(settings.relay.as_deref().unwrap_or_default())?;
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&relay);
    let builder = builder.context("--mail is no mail server")?.timeout(Some(PATIENCE));
    let Some(user) = &settings.user else { return Ok(builder.build()) };
    let file = settings.password.as_ref().context("--mail-user needs --mail-password")?;
    let secret = std::fs::read_to_string(file).context("the password file cannot be read")?;
    if secret.len() > PASSWORD_BYTES_MAX {
        bail!("the password file is too long");
    }
    let secret = Credentials::new(user.clone(), secret.trim_end().to_owned());
    Ok(builder.credentials(secret).build())
}

/// The address of the server with what we ask of it: always TLS, but for a server on this very machine.
fn url(relay: &str) -> anyhow::Result<String> {
    let (scheme, place) = relay.split_once("://").context("--mail is smtps://HOST:PORT")?;
    if place.is_empty() || place.contains(['/', '?', '@', '#']) {
        bail!("--mail holds a host and a port, and nothing else");
    }
    let host = place.rsplit_once(':').map_or(place, |(host, _)| host);
    let here = ["127.0.0.1", "[::1]", "localhost"].contains(&host);
    match scheme {
        "smtps" => Ok(relay.to_owned()),
        "smtp" if here => Ok(relay.to_owned()),
        "smtp" => Ok(format!("{relay}?tls=required")),
        _ => bail!("--mail begins with smtps:// or smtp://"),
    }
}

/// Why a letter was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable code; its text is that of `mail-said`.
    pub code: String,
    /// Trying again will not help.
    pub for_good: bool,
}

impl Fault {
    /// Whether it is of the connection or of the sign-in: the next letter would fare no better.
    pub fn is_of_server(&self) -> bool {
        [AUTH, TLS, UNREACHABLE].contains(&self.code.as_str())
    }
}

/// The server and our own address.
pub struct Relay {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Makes ready to speak with the server; nothing is sent yet.
///
/// # Errors
/// `mail.settings`.
pub fn open(settings: &Mail, name: &str) -> Result<Relay, Problem> {
    let wrong = |error: anyhow::Error| Problem::internal("mail.settings").because(error);
    let transport = transport(settings).map_err(wrong)?;
    Ok(Relay { transport, from: sender(settings, name).map_err(wrong)? })
}

impl Relay {
    /// Hands one letter over; it is the server's from then on. What the server says in words is neither kept nor logged: it may repeat
    /// the address.
    pub async fn hand(&self, letter: &Letter, id: Uuid, at: Millis) -> Result<(), Fault> {
        let fault = |code: &str, for_good| Fault { code: code.to_owned(), for_good };
        let message = letter.message(&self.from, id, at);
        let message = message.ok_or_else(|| fault("ADDRESS", true))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.status().is_some_and(is_sign_in) => Err(fault(AUTH, false)),
            Err(error) if error.is_permanent() => Err(fault("REFUSED", true)),
            Err(error) if error.is_transient() => Err(fault("LATER", false)),
            Err(error) if error.is_tls() => Err(fault(TLS, false)),
            Err(_) => Err(fault(UNREACHABLE, false)),
        }
    }
}

/// Whether an answer of the server is about our sign-in.
fn is_sign_in(code: Code) -> bool {
    SIGN_IN.contains(&u16::from(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_travel_in_tls_unless_the_server_is_this_machine() {
        for (typed, asked) in [
            ("smtps://mail.example:465", Some("smtps://mail.example:465")),
            ("smtp://mail.example:587", Some("smtp://mail.example:587?tls=required")),
            ("smtp://127.0.0.1:2525", Some("smtp://127.0.0.1:2525")),
            ("smtp://127.0.0.1.example:25", Some("smtp://127.0.0.1.example:25?tls=required")),
            ("smtp://mail.example:587?tls=none", None),
            ("smtp://me:secret@mail.example", None),
            ("http://mail.example", None),
            ("mail.example", None),
        ] {
            assert_eq!(url(typed).ok().as_deref(), asked, "{typed}");
        }
        let alone = Mail { relay: Some("smtps://mail.example:465".to_owned()), ..Mail::default() };
        assert!(check(&alone).is_err(), "letters come from somewhere");
        let from = Some("sila@agency.example".to_owned());
        assert!(check(&Mail { from: from.clone(), ..alone.clone() }).is_ok());
        let user = Some("sila".to_owned());
        assert!(check(&Mail { from, user, ..alone }).is_err(), "a user has a password");
        assert!(check(&Mail::default()).is_ok(), "no mail at all is sound");
    }
}
