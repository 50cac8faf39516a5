//! Security headers of every answer.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// The content security policy: only our own files, no inline style or script, no framing, Trusted Types.
pub const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
require-trusted-types-for 'script'; trusted-types sila kiosk lockbox";

/// The policy of a file that the browser shows by itself: nothing is fetched, sent or framed; the browser's own reader may dress it.
pub const FILE_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const EVERYWHERE: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CSP),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// Headers that every answer of the node carries.
pub fn secure(headers: &mut HeaderMap) {
    for (name, value) in EVERYWHERE {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
}

/// Headers of a page: those of [`secure`], its type, and that nobody may keep a copy.
pub fn page(headers: &mut HeaderMap) {
    secure(headers);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_never_stored_and_runs_nothing_inline() {
        let mut headers = HeaderMap::new();
        page(&mut headers);
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        let csp = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(csp.starts_with("default-src 'none'") && !csp.contains("unsafe"));
        assert!(csp.contains("require-trusted-types-for 'script'"));
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
    }
}
