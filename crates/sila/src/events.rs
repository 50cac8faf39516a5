//! `GET /events`: tells an open page that something changed. No content travels; the page asks again as its reader.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use sila_core::Millis;
use tokio::sync::broadcast::error::RecvError;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use crate::app::Topic;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;

/// A sign of life for proxies that close silent connections.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// At most four signals a second reach one page.
const COALESCE: Duration = Duration::from_millis(250);

/// The stream of one open page. It begins with what has changed `?since=` the page was rendered, so that nothing falls
/// between rendering and listening, nor while the node was away.
///
/// # Errors
/// None of its own.
pub async fn stream(ask: Ask) -> Result<Reply, Problem> {
    let mut bell = ask.app.bell.subscribe();
    let since = ask.query.get("since").and_then(|since| since.parse().ok());
    let missed = ask.app.changed_since(Millis(since.unwrap_or(ask.now.0)));
    let (send, receive) = tokio::sync::mpsc::channel::<&'static str>(8);
    tokio::spawn(async move {
        if send.send("retry: 2000\n\n: open\n\n").await.is_err() {
            return;
        }
        for topic in missed {
            if send.send(line(topic)).await.is_err() {
                return;
            }
        }
        loop {
            let line = match tokio::time::timeout(KEEP_ALIVE, bell.recv()).await {
                Err(_) => ": still here\n\n",
                Ok(Ok(topic)) => line(topic),
                Ok(Err(RecvError::Lagged(_))) => line(Topic::Referrals),
                Ok(Err(RecvError::Closed)) => return,
            };
            if send.send(line).await.is_err() {
                return;
            }
            tokio::time::sleep(COALESCE).await;
        }
    });
    let stream = ReceiverStream::new(receive)
        .map(|line| Ok::<_, Infallible>(Bytes::from_static(line.as_bytes())));
    Ok(Reply::events(Body::from_stream(stream)))
}

fn line(topic: Topic) -> &'static str {
    match topic {
        Topic::Referrals => "event: changed\ndata: referrals\n\n",
        Topic::Cases => "event: changed\ndata: cases\n\n",
        Topic::Links => "event: changed\ndata: links\n\n",
        Topic::Agreements => "event: changed\ndata: agreements\n\n",
        Topic::People => "event: changed\ndata: people\n\n",
        Topic::Shelter => "event: changed\ndata: shelter\n\n",
        Topic::Ideas => "event: changed\ndata: ideas\n\n",
        Topic::Meetings => "event: changed\ndata: meetings\n\n",
    }
}
