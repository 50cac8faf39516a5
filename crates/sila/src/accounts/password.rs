//! Passwords: argon2id with the parameters of OWASP's first choice for little memory (19 MiB, 2 passes, 1 lane).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::problem::Problem;

/// Shortest password taken, in characters (NIST SP 800-63B-4 for a password that stands alone).
pub const LENGTH_MIN: usize = 15;
/// Longest password taken, in bytes: more only costs time.
pub const BYTES_MAX: usize = 256;

/// Why a new password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// Fewer than [`LENGTH_MIN`] characters.
    #[error("password too short")]
    Short,
    /// More than [`BYTES_MAX`] bytes.
    #[error("password too long")]
    Long,
    /// One character repeated, or it contains the user name.
    #[error("password easy to guess")]
    Guessable,
}

impl Weak {
    /// Stable key of the text.
    pub fn code(self) -> &'static str {
        match self {
            Weak::Short => "account.password_short",
            Weak::Long => "account.password_long",
            Weak::Guessable => "account.password_guessable",
        }
    }
}

/// Checks a new password before it is hashed.
///
/// # Errors
/// [`Weak`] says why it is not taken.
pub fn check(user_name: &str, password: &str) -> Result<(), Weak> {
    let first = password.chars().next();
    if password.chars().count() < LENGTH_MIN {
        Err(Weak::Short)
    } else if password.len() > BYTES_MAX {
        Err(Weak::Long)
    } else if password.chars().all(|c| Some(c) == first)
        || password.to_lowercase().contains(&user_name.to_lowercase())
    {
        Err(Weak::Guessable)
    } else {
        Ok(())
    }
}

/// Hashes a password to a PHC string. Takes some 20 ms of a core and 19 MiB: call it through
/// [`crate::app::App::hashing`].
///
/// # Errors
/// `account.password_unusable` when the library refuses the bytes.
pub fn hash(password: &str) -> Result<String, Problem> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Problem::internal("account.password_unusable").because(error))
}

/// Whether the password is the one hashed. An unreadable hash matches nothing.
pub fn matches(password: &str, hash: &str) -> bool {
    password.len() <= BYTES_MAX
        && PasswordHash::new(hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_argon2id_and_matches_only_its_password() {
        let hash = hash("فانوس أزرق على الميناء").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches("فانوس أزرق على الميناء", &hash));
        assert!(!matches("فانوس أزرق على المينا", &hash));
        assert!(!matches("anything", "not a hash"));
    }

    #[test]
    fn weak_passwords_are_told_apart() {
        assert_eq!(check("reem", "short"), Err(Weak::Short));
        assert_eq!(check("reem", &"a".repeat(20)), Err(Weak::Guessable));
        assert_eq!(check("reem", "I am Reem of the port"), Err(Weak::Guessable));
        assert_eq!(check("reem", &"ab".repeat(200)), Err(Weak::Long));
        assert_eq!(check("reem", "seven blue lanterns"), Ok(()));
    }
}
