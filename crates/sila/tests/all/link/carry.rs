//! Letters over a link: once, in order, whatever breaks.

use bytes_lost::Lossy;
use sila::links::{acts, outbox};
use sila_link::{Kind, LinkTest, Message, Stream};
use uuid::Uuid;

use super::super::support::waiting::until;
use super::{Place, SOON, by, linked};

/// Writes a letter that has an effect which can be counted: a test message on the stream for updates.
pub async fn write(from: &Place, to: &Place, conversation: Uuid) {
    let peer = from.peer(to).await;
    let payload = Message::LinkTest(LinkTest { nonce: [7; 16] }).encode().unwrap();
    let now = from.app.clock.now();
    let letter = outbox::letter(&from.app, &peer, Kind::LinkTest, conversation, &payload, now);
    let letter = letter.unwrap().on(Stream::UPDATES);
    from.app.store.write(move |tx| outbox::post(tx, &letter)).await.unwrap();
    from.app.outbox.notify_one();
}

/// How many of them the other side has taken in, by its own count.
pub async fn taken(at: &Place, from: &Place) -> u64 {
    let link = at.peer(from).await.link;
    let queues =
        at.app.store.read(move |tx| sila::links::transit::standing::store::queues(tx, link)).await;
    queues.unwrap().iter().find(|queue| queue.stream == Stream::UPDATES).unwrap().received
}

pub async fn applied(at: &Place, conversation: Uuid) -> Option<()> {
    let all = outbox::delivery_of(&at.app, conversation).await.unwrap();
    let done = |d: &sila::links::Delivery| d.disposition.as_deref() == Some("APPLIED");
    (!all.is_empty() && all.iter().all(done)).then_some(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_taken_in_once_though_its_answer_is_lost() {
    let (mut dana, mut marsa) = linked(false).await;
    marsa.stop().await;
    dana.stop().await;
    let lossy = Lossy::before(dana.at.unwrap()).await;
    let conversation = marsa.app.clock.new_id();
    for _ in 0..3 {
        write(&marsa, &dana, conversation).await;
    }
    dana.resume().await;
    lossy.lose_answers(2);
    lossy.redirect(&marsa, &dana).await;
    marsa.start();
    until("everything is receipted", SOON, || applied(&marsa, conversation)).await;
    assert!(lossy.lost() >= 2, "answers were lost on the way");
    assert_eq!(taken(&dana, &marsa).await, 3);
    let all = outbox::delivery_of(&marsa.app, conversation).await.unwrap();
    let places: Vec<_> = all.iter().map(|delivery| delivery.seq.unwrap()).collect();
    assert_eq!(places, [1, 2, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_only_calls_out_receives_without_delay_and_after_a_restart() {
    let (dana, mut marsa) = linked(false).await;
    let conversation = dana.app.clock.new_id();
    write(&dana, &marsa, conversation).await;
    until("the letter came with the answer to a waiting call", SOON, || {
        applied(&dana, conversation)
    })
    .await;
    marsa.stop().await;
    let later = dana.app.clock.new_id();
    write(&dana, &marsa, later).await;
    marsa.resume().await;
    until("what came meanwhile is fetched", SOON, || applied(&dana, later)).await;
    assert_eq!(taken(&marsa, &dana).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_peer_disturbs_nobody_and_gets_everything_when_it_is_back() {
    let (dana, mut marsa) = linked(true).await;
    let mut naseem = Place::make("NASEEM", true).await;
    naseem.start();
    super::link(&dana, &naseem).await;
    marsa.stop().await;
    let (dead, alive) = (dana.app.clock.new_id(), dana.app.clock.new_id());
    write(&dana, &marsa, dead).await;
    write(&dana, &naseem, alive).await;
    until("the living one has its letter", SOON, || applied(&dana, alive)).await;
    assert!(applied(&dana, dead).await.is_none());
    until("the failure is shown", SOON, || async { dana.peer(&marsa).await.last_error }).await;
    marsa.resume().await;
    until("it is back and has everything", SOON, || applied(&dana, dead)).await;
    until("nothing is shown as failing any more", SOON, || async {
        (dana.peer(&marsa).await.attempts == 0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_letters_both_ways_arrive_in_order_and_once() {
    let (dana, marsa) = linked(true).await;
    let (out, back) = (dana.app.clock.new_id(), marsa.app.clock.new_id());
    for _ in 0..40 {
        write(&dana, &marsa, out).await;
        write(&marsa, &dana, back).await;
    }
    until("all are receipted", SOON, || applied(&dana, out)).await;
    until("all are receipted", SOON, || applied(&marsa, back)).await;
    assert_eq!((taken(&marsa, &dana).await, taken(&dana, &marsa).await), (40, 40));
    let peer = dana.peer(&marsa).await;
    assert_eq!(peer.alarm, None);
    acts::suspend(&dana.app, &peer, by(&dana)).await.unwrap();
}

/// A stretch of network that can lose answers.
mod bytes_lost {
    use std::net::{Ipv4Addr, SocketAddr};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::Place;

    /// Stands before a node, passes what callers say, and loses some of the answers with their connection.
    pub struct Lossy {
        at: SocketAddr,
        to_lose: Arc<AtomicUsize>,
        lost: Arc<AtomicUsize>,
    }

    /// A TLS handshake's last flight and an answer differ in size: what is this long is an answer.
    const ANSWER_BYTES_MIN: usize = 350;

    impl Lossy {
        pub async fn before(node: SocketAddr) -> Lossy {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            let at = listener.local_addr().unwrap();
            let (to_lose, lost) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
            let lossy = Lossy { at, to_lose: Arc::clone(&to_lose), lost: Arc::clone(&lost) };
            tokio::spawn(async move {
                while let Ok((caller, _)) = listener.accept().await {
                    let (to_lose, lost) = (Arc::clone(&to_lose), Arc::clone(&lost));
                    tokio::spawn(async move {
                        if let Ok(node) = TcpStream::connect(node).await {
                            carry(caller, node, &to_lose, &lost).await;
                        }
                    });
                }
            });
            lossy
        }

        pub fn lose_answers(&self, count: usize) {
            self.to_lose.store(count, Ordering::SeqCst);
        }

        pub fn lost(&self) -> usize {
            self.lost.load(Ordering::SeqCst)
        }

        /// From now on `caller` reaches `node` through here.
        pub async fn redirect(&self, caller: &Place, node: &Place) {
            let (link, at) = (caller.peer(node).await.link, self.at.to_string());
            let write = move |tx: &mut dyn sila::db::Tx| {
                tx.exec_text("update link set endpoint = $2 where id = $1", &sila::p![link, &at])
            };
            caller.app.store.write(write).await.unwrap();
        }
    }

    /// Passes bytes both ways; after the caller's second flight (its request) the next answer may be lost.
    async fn carry(
        mut caller: TcpStream,
        mut node: TcpStream,
        to_lose: &AtomicUsize,
        lost: &AtomicUsize,
    ) {
        let (mut up, mut down) = (vec![0; 65_536], vec![0; 65_536]);
        let mut flights = 0;
        loop {
            tokio::select! {
                read = caller.read(&mut up) => {
                    let Ok(n @ 1..) = read else { return };
                    flights += 1;
                    if node.write_all(&up[..n]).await.is_err() { return }
                }
                read = node.read(&mut down) => {
                    let Ok(n @ 1..) = read else { return };
                    let answer = flights > 1 && n >= ANSWER_BYTES_MIN;
                    let take = |left: usize| left.checked_sub(1);
                    if answer && to_lose.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok() {
                        lost.fetch_add(1, Ordering::SeqCst);
                        return;
                    }
                    if caller.write_all(&down[..n]).await.is_err() { return }
                }
            }
        }
    }
}
