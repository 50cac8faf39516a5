//! The files that pages load, embedded in the binary and addressed by their content.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

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

/// The route `/static/{digest}/{*path}`.
pub async fn serve(
    Path((digest, path)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response<Body> {
    reply(&digest, &path, takes_gzip(&headers))
}

/// Whether the browser unpacks gzip, as every browser does; nobody asks for `gzip;q=0`.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let said = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    said.is_some_and(|said| said.split(',').any(|one| one.trim() == "gzip"))
}

fn found(files: &'static [(&str, &[u8])], path: &str) -> Option<&'static [u8]> {
    files.iter().find(|(name, _)| *name == path).map(|(_, bytes)| *bytes)
}

/// Answers `/static/{digest}/{path}`. The present digest may be kept for ever; an older one is answered with the
/// present file, not to be kept, so that a page opened before an upgrade still looks right.
pub fn reply(digest: &str, path: &str, gzip: bool) -> Response<Body> {
    let plain = found(embedded::ASSETS, path);
    let packed = plain.filter(|_| gzip).and_then(|_| found(embedded::PACKED, path));
    let (status, bytes, kind) = match packed.or(plain) {
        Some(bytes) => (StatusCode::OK, bytes, mime(path)),
        None => (StatusCode::NOT_FOUND, &[][..], "text/plain; charset=utf-8"),
    };
    let keep = if plain.is_some() && digest == embedded::DIGEST {
        "public, max-age=31536000, immutable"
    } else {
        "no-store"
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
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
            let response = reply(embedded::DIGEST, path, false);
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
        let response = reply("0000000000000000", "sila.css", false);
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(reply(embedded::DIGEST, "../Cargo.toml", true).status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn the_script_and_the_styles_stay_small() {
        let size = |name| embedded::ASSETS.iter().find(|(path, _)| *path == name).unwrap().1.len();
        assert!(size("sila.js") <= 8_192, "sila.js is {} bytes", size("sila.js"));
        assert!(size("wall.js") <= 4_096, "wall.js is {} bytes", size("wall.js"));
        assert!(size("wall.css") <= 8_192, "wall.css is {} bytes", size("wall.css"));
        assert!(size("sila.css") <= 65_536, "sila.css is {} bytes", size("sila.css"));
    }

    #[test]
    fn text_travels_packed_to_whoever_unpacks_it_and_fonts_as_they_are() {
        let asks = |said: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(said));
            takes_gzip(&headers)
        };
        assert!(asks("gzip, deflate, br, zstd") && asks("br,gzip"));
        assert!(!asks("identity") && !takes_gzip(&HeaderMap::new()));
        let packed = reply(embedded::DIGEST, "sila.css", true);
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
        let font = reply(embedded::DIGEST, "fonts/sila-400.woff2", true);
        assert!(!font.headers().contains_key(header::CONTENT_ENCODING));
        let size = |files, path| found(files, path).unwrap().len();
        for path in ["sila.css", "sila.js", "icons.svg"] {
            assert!(size(embedded::PACKED, path) < size(embedded::ASSETS, path) / 2, "{path}");
        }
    }
}
