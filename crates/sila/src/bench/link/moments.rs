//! Messages one by one between two nodes in this program: how long an offer takes to the receiver's list, how many exchanges
//! of one message there are in a second, and what urgent ones take while others are on their way.

use std::time::{Duration, Instant};

use sila_core::codes::Urgency;
use sila_link::Stream;

use super::super::bare::now;
use super::super::two::Two;
use super::super::{rate, store};
use super::{DEADLINE, write};
use crate::app::{App, Topic};
use crate::db::Tx;
use crate::referrals;

/// Urgent messages in a second, and as many ordinary ones beside them.
const EVERY: Duration = Duration::from_millis(10);

/// Milliseconds from the commit of each offer to the signal at the receiver that its list changed and the row is there.
pub async fn clicks(two: &Two, count: u32) -> anyhow::Result<Vec<f64>> {
    let mut all = Vec::new();
    let mut bell = two.receiver.bell.subscribe();
    for _ in 0..count {
        let offer = two.offer(Urgency::Urgent).await?;
        let (id, officer) = (offer.id, sila_core::WorkerId(two.receiver.clock.new_id()));
        let began = now();
        write(&two.sender, vec![offer]).await?;
        two.sender.outbox.notify_one();
        loop {
            let topic = tokio::time::timeout(DEADLINE, bell.recv()).await?;
            if topic.is_ok_and(|topic| topic != Topic::Referrals) {
                continue;
            }
            let row = two
                .receiver
                .store
                .glance(move |tx| referrals::store::find(tx, id, officer))
                .await?;
            if row.is_some() {
                break;
            }
        }
        all.push(millis(began));
    }
    all.sort_by(f64::total_cmp);
    Ok(all)
}

/// Offers, each written when the receipt for the one before has come: how many in a second.
pub async fn one_by_one(two: &Two, count: u32) -> anyhow::Result<f64> {
    let offers = offers(two, Urgency::Urgent, count).await?;
    let (peer, stream) = (two.receiver.node.id, Stream::REFERRALS.number());
    let upto = move |tx: &mut dyn Tx| store::receipted(tx, peer, stream);
    let mut place = two.sender.store.read(upto).await?;
    let began = now();
    for offer in offers {
        place = place.saturating_add(1);
        write(&two.sender, vec![offer]).await?;
        two.sender.outbox.notify_one();
        reached(&two.sender, upto, place).await?;
    }
    Ok(rate(count, began.elapsed()))
}

/// Milliseconds from the click on each urgent offer until the receiver has stored it: a hundred in a second, and as many
/// ordinary ones beside them.
pub async fn urgent(two: &Two, count: u32) -> anyhow::Result<Vec<f64>> {
    let (urgent, other) = (
        offers(two, Urgency::Emergency, count).await?,
        offers(two, Urgency::Routine, count).await?,
    );
    let stream = Stream::URGENT.number();
    let upto = move |tx: &mut dyn Tx| store::taken_upto(tx, stream);
    let before = two.receiver.store.read(upto).await?;
    let (told, mut clicked) = tokio::sync::mpsc::unbounded_channel::<Instant>();
    let write = async {
        let mut tick = tokio::time::interval(EVERY);
        for (urgent, other) in urgent.into_iter().zip(other) {
            tick.tick().await;
            let _heard = told.send(now());
            write(&two.sender, vec![urgent]).await?;
            two.sender.outbox.notify_one();
            write(&two.sender, vec![other]).await?;
            two.sender.outbox.notify_one();
        }
        drop(told);
        anyhow::Ok(())
    };
    let read = async {
        let (mut all, mut place) = (Vec::new(), before);
        while let Some(began) = clicked.recv().await {
            place = place.saturating_add(1);
            reached(&two.receiver, upto, place).await?;
            all.push(millis(began));
        }
        anyhow::Ok(all)
    };
    let (wrote, all) = tokio::join!(write, read);
    wrote?;
    let mut all = all?;
    all.sort_by(f64::total_cmp);
    Ok(all)
}

async fn offers(
    two: &Two,
    urgency: Urgency,
    count: u32,
) -> anyhow::Result<Vec<referrals::Offered>> {
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(two.offer(urgency).await?);
    }
    Ok(all)
}

/// Waits until a place is reached at a node. It is looked at again when the node says that its referrals changed.
async fn reached<F>(app: &App, upto: F, place: i64) -> anyhow::Result<()>
where
    F: Fn(&mut dyn Tx) -> Result<i64, crate::db::DbError> + Copy + Send + 'static,
{
    let mut bell = app.bell.subscribe();
    while app.store.glance(upto).await? < place {
        loop {
            let topic = tokio::time::timeout(DEADLINE, bell.recv()).await?;
            if topic.is_err() || topic.is_ok_and(|topic| topic == Topic::Referrals) {
                break;
            }
        }
    }
    Ok(())
}

fn millis(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1_000.0
}
