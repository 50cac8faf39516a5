//! Reading a request's body with a limit.

use axum::body::Body;
use http_body_util::{BodyExt, Limited};

/// Why a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyProblem {
    /// More bytes than the limit.
    #[error("the body is larger than {max} bytes")]
    TooLarge {
        /// The limit, in bytes.
        max: usize,
    },
    /// The connection broke off.
    #[error("the body broke off")]
    Broken,
}

/// Reads a body of at most `max` bytes; stops reading as soon as it is longer.
pub async fn bounded(body: Body, max: usize) -> Result<Vec<u8>, BodyProblem> {
    match Limited::new(body, max).collect().await {
        Ok(read) => Ok(read.to_bytes().into()),
        Err(problem) if problem.is::<http_body_util::LengthLimitError>() => {
            Err(BodyProblem::TooLarge { max })
        }
        Err(_) => Err(BodyProblem::Broken),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_is_read_up_to_its_limit_and_not_beyond() {
        assert_eq!(bounded(Body::from("12345"), 5).await.unwrap(), b"12345");
        let refused = bounded(Body::from("123456"), 5).await;
        assert_eq!(refused, Err(BodyProblem::TooLarge { max: 5 }));
    }
}
