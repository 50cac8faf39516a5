//! The files that pages load, embedded in the binary and addressed by their content.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};

#[allow(missing_docs, reason = "written by build.rs, documented there")]
pub(crate) mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// The address of an embedded file, e.g. `/static/6b1f…/sila.css`. It changes whenever any asset changes.
pub fn url(path: &str) -> String {
    format!("/static/{}/{path}", embedded::DIGEST)
}

/// Every embedded file: its path below the digest and its bytes.
pub fn all() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    embedded::ASSETS.iter().copied()
}

/// Answers `/static/{digest}/{path}`. The present digest may be kept for ever; an older one is answered with the
/// present file, not to be kept, so that a page opened before an upgrade still looks right.
pub fn reply(digest: &str, path: &str) -> Response<Body> {
    let found = embedded::ASSETS.iter().find(|(name, _)| *name == path);
    let (status, bytes, kind) = match found {
        Some((name, bytes)) => (StatusCode::OK, *bytes, mime(name)),
        None => (StatusCode::NOT_FOUND, &[][..], "text/plain; charset=utf-8"),
    };
    let keep = if found.is_some() && digest == embedded::DIGEST {
        "public, max-age=31536000, immutable"
    } else {
        "no-store"
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    super::headers::secure(headers);
    response
}

fn mime(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_has_a_known_type_and_may_be_kept_for_ever() {
        for (path, bytes) in embedded::ASSETS {
            let response = reply(embedded::DIGEST, path);
            assert_eq!(response.status(), StatusCode::OK);
            assert_ne!(
                response.headers()[header::CONTENT_TYPE],
                "application/octet-stream",
                "{path}"
            );
            assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert!(
                response.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable")
            );
            assert!(!bytes.is_empty(), "{path} is empty");
        }
    }

    #[test]
    fn an_older_address_gets_the_present_file_but_may_not_keep_it() {
        let response = reply("0000000000000000", "sila.css");
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(reply(embedded::DIGEST, "../Cargo.toml").status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn the_script_and_the_styles_stay_small() {
        let size = |name| embedded::ASSETS.iter().find(|(path, _)| *path == name).unwrap().1.len();
        assert!(size("sila.js") <= 8_192, "sila.js is {} bytes", size("sila.js"));
        assert!(size("sila.css") <= 65_536, "sila.css is {} bytes", size("sila.css"));
    }
}
