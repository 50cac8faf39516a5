//! What is sent: the body, and the three headers of Standard Webhooks with the signature.

use serde_json::json;
use sila_seal::{base64, hmac};
use uuid::Uuid;

use sila_core::time::Millis;

/// What the secret begins with when it is shown.
const BEGINS: &str = "whsec_";

/// The secret as it is shown, once.
pub fn shown(secret: &[u8]) -> String {
    format!("{BEGINS}{}", base64::encode(secret))
}

/// The body: what kind of thing changed, when, and its identifier.
pub fn body(kind: &str, subject: &str, at: Millis) -> String {
    let at = crate::api::moment(at);
    json!({ "type": kind, "timestamp": at, "data": { "id": subject } }).to_string()
}

/// The headers of a call at `now`. The identifier is the same at every try, so that the receiver takes each message once.
pub fn headers(id: Uuid, now: Millis, body: &str, secret: &[u8]) -> [(&'static str, String); 3] {
    let id = format!("msg_{}", id.simple());
    let seconds = now.0.div_euclid(1_000).to_string();
    let signed = hmac(secret, format!("{id}.{seconds}.{body}").as_bytes());
    [
        ("webhook-id", id),
        ("webhook-timestamp", seconds),
        ("webhook-signature", format!("v1,{}", base64::encode(&signed))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_specification() {
        // The example of the specification's libraries: its secret, identifier, time and body, and the signature they give.
        let secret = base64::decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed =
            hmac(&secret, b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}");
        assert_eq!(base64::encode(&signed), "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_changed_byte_or_time_has_another_signature() {
        let (id, secret) = (Uuid::from_u128(7), [7; 32]);
        let text = body("service.published", "0191", Millis(1_000));
        let sign = |at: i64, body: &str| headers(id, Millis(at), body, &secret)[2].1.clone();
        let right = sign(5_000, &text);
        assert!(right.starts_with("v1,") && right == sign(5_999, &text), "whole seconds");
        assert_ne!(right, sign(6_000, &text));
        assert_ne!(right, sign(5_000, &text.replace("0191", "0192")));
        assert!(shown(&secret).starts_with("whsec_"));
    }
}
