//! Waiting for something that must happen, up to a deadline. Never for luck: the thing itself is looked at.

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;

/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(40);
/// Below the range from which the system takes ports for outgoing connections.
const PORTS: std::ops::Range<u16> = 18_000..31_000;

/// Looks again until there is something, and stops the test with `what` when the deadline has passed.
pub async fn until<T, F, Fut>(what: &str, deadline: Duration, look: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let found = within(deadline, look).await;
    found.unwrap_or_else(|| panic!("waited {} s in vain: {what}", deadline.as_secs()))
}

/// Looks again until there is something or the deadline has passed.
pub async fn within<T, F, Fut>(deadline: Duration, mut look: F) -> Option<T>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::time::timeout(deadline, looking).await.ok()
}

/// A loopback address on which nobody listens. Tests in other processes look in other places first.
pub fn free_address() -> SocketAddr {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let count = u32::from(PORTS.end - PORTS.start);
    loop {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        assert!(step < count, "no free port on this machine");
        let place = std::process::id().wrapping_mul(131).wrapping_add(step) % count;
        let port = PORTS.start + u16::try_from(place).unwrap();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}
