//! A form with one large file (RFC 7578), read as it comes: the fields before the file first, then the file in pieces.
//! What is held in memory does not grow with the file.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderMap, header};
use tokio_stream::StreamExt;

use super::body::BodyProblem;
use super::forms::{self, FormProblem, Pairs};
use super::multipart;

/// The fields before the file, with the headers of their parts, in bytes.
const HEAD_BYTES_MAX: usize = 64 * 1_024;
/// A browser that sends nothing for so long has gone away.
const PATIENCE: Duration = Duration::from_secs(30);

/// A form that is being read.
pub struct Upload {
    /// The fields that stand before the file.
    pub fields: Pairs,
    /// What the sender calls the file: words to show, never a path. Empty when none was chosen.
    pub name: String,
    held: Vec<u8>,
    mark: Vec<u8>,
    body: BodyDataStream,
    ended: bool,
}

impl Upload {
    /// Reads up to the first byte of the file.
    ///
    /// # Errors
    /// [`FormProblem`] when it is no such form, is too large before the file, or broke off.
    pub async fn open(headers: &HeaderMap, body: Body) -> Result<Upload, FormProblem> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = kind.and_then(multipart::boundary).ok_or(BodyProblem::Broken)?.to_owned();
        let mut upload = Upload {
            fields: Pairs::default(),
            name: String::new(),
            held: Vec::new(),
            mark: format!("\r\n--{boundary}").into_bytes(),
            body: body.into_data_stream(),
            ended: false,
        };
        let at = upload.file_at().await?;
        let rest = upload.held.split_off(at);
        let mut head = std::mem::replace(&mut upload.held, rest);
        head.extend_from_slice(&upload.mark);
        head.extend_from_slice(b"--");
        let parts = multipart::parts(&head, &boundary)?;
        upload.fields = Pairs::of_parts(parts);
        upload.name = multipart::file(&head, &boundary)
            .map(|(name, _)| forms::shown_name(&name))
            .unwrap_or_default();
        Ok(upload)
    }

    /// Where the file begins: after the empty line of the part that has a file name.
    async fn file_at(&mut self) -> Result<usize, FormProblem> {
        loop {
            let named = find(&self.held, b"filename=").and_then(|at| {
                let after = self.held.get(at..)?;
                Some(at.saturating_add(find(after, b"\r\n\r\n")?).saturating_add(4))
            });
            if let Some(at) = named {
                return Ok(at);
            }
            if self.held.len() > HEAD_BYTES_MAX {
                return Err(BodyProblem::TooLarge { max: HEAD_BYTES_MAX }.into());
            }
            self.more().await?;
        }
    }

    /// The first bytes of the file, at most so many; they come again with [`Upload::next`].
    ///
    /// # Errors
    /// When the body broke off.
    pub async fn look(&mut self, bytes: usize) -> Result<&[u8], FormProblem> {
        let enough = bytes.saturating_add(self.mark.len());
        while self.held.len() < enough && find(&self.held, &self.mark).is_none() {
            self.more().await?;
        }
        let end = find(&self.held, &self.mark).unwrap_or(bytes).min(bytes);
        Ok(self.held.get(..end).unwrap_or_default())
    }

    /// The next piece of the file; nothing at its end.
    ///
    /// # Errors
    /// When the body broke off before the end of the file.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, FormProblem> {
        while !self.ended {
            if let Some(at) = find(&self.held, &self.mark) {
                self.ended = true;
                self.held.truncate(at);
                return Ok(Some(std::mem::take(&mut self.held)).filter(|last| !last.is_empty()));
            }
            // The mark may have begun in what is held.
            let sure = self.held.len().saturating_sub(self.mark.len());
            if sure > 0 {
                let rest = self.held.split_off(sure);
                return Ok(Some(std::mem::replace(&mut self.held, rest)));
            }
            self.more().await?;
        }
        Ok(None)
    }

    async fn more(&mut self) -> Result<(), FormProblem> {
        match tokio::time::timeout(PATIENCE, self.body.next()).await {
            Ok(Some(Ok(bytes))) => {
                self.held.extend_from_slice(&bytes);
                Ok(())
            }
            _ => Err(BodyProblem::Broken.into()),
        }
    }
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(file: &[u8]) -> Vec<u8> {
        let head = "--xx\r\nContent-Disposition: form-data; name=\"sort\"\r\n\r\nMEDICAL\r\n\
            --xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\a\\تقرير.pdf\"\r\n\
            Content-Type: application/pdf\r\n\r\n";
        [head.as_bytes(), file, b"\r\n--xx--\r\n"].concat()
    }

    fn headers() -> HeaderMap {
        let mut headers = HeaderMap::new();
        let kind = "multipart/form-data; boundary=xx".parse().unwrap();
        headers.insert(header::CONTENT_TYPE, kind);
        headers
    }

    fn body(bytes: &[u8], step: usize) -> Body {
        let pieces: Vec<Result<Vec<u8>, std::io::Error>> =
            bytes.chunks(step).map(|piece| Ok(piece.to_vec())).collect();
        Body::from_stream(tokio_stream::iter(pieces))
    }

    async fn read(bytes: &[u8], step: usize) -> Result<(Upload, Vec<u8>), FormProblem> {
        let mut upload = Upload::open(&headers(), body(bytes, step)).await?;
        let looked = upload.look(5).await?.to_vec();
        let mut file = Vec::new();
        while let Some(piece) = upload.next().await? {
            file.extend(piece);
        }
        assert!(file.starts_with(&looked));
        Ok((upload, file))
    }

    #[tokio::test]
    async fn a_file_comes_out_as_it_went_in_however_it_is_cut() {
        let tricky: Vec<u8> =
            [b"%PDF-\r\n--x\r\n\r\n--xy".as_slice(), &[0; 3_000], b"\r\n-"].concat();
        for file in [tricky.as_slice(), b"1", b""] {
            for step in [1, 7, 64, 10_000] {
                let (upload, read) = read(&form(file), step).await.unwrap();
                // Only the whole mark ends the file; this one holds a line that begins like it.
                let wanted = match find(file, b"\r\n--xx") {
                    Some(at) => &file[..at],
                    None => file,
                };
                assert_eq!(read, wanted, "{step}");
                assert_eq!(upload.fields.get("sort"), Some("MEDICAL"));
                assert_eq!(upload.name, "تقرير.pdf");
            }
        }
    }

    #[tokio::test]
    async fn a_form_that_broke_off_or_is_none_is_refused() {
        let whole = form(&[7; 500]);
        for cut in [10, 100, 300, whole.len() - 12] {
            assert!(read(&whole[..cut], 50).await.is_err(), "{cut}");
        }
        let flood = vec![b'x'; HEAD_BYTES_MAX * 2];
        assert!(read(&flood, 1_000).await.is_err());
        assert!(Upload::open(&HeaderMap::new(), Body::empty()).await.is_err());
    }
}
