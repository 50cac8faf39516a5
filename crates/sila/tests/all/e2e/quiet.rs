//! Pages speak with their own node and with nobody else, also when something in them would like to.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::browser::{Browser, SIZES, SOON};
use crate::support::demo::Demo;
use crate::support::waiting::until;

/// Every way in which a page can ask another host for something without leaving.
const TEMPTATIONS: &str = r#"
const [other, done] = arguments;
const add = (tag, set, where = document.body) => {
  try { where.append(Object.assign(document.createElement(tag), set)); } catch { /* not even made */ }
};
add("img", { src: other + "/pixel.gif" });
add("script", { src: other + "/follow.js" });
add("iframe", { src: other + "/frame" });
add("link", { rel: "stylesheet", href: other + "/style.css" }, document.head);
add("link", { rel: "icon", href: other + "/icon.svg" }, document.head);
add("object", { data: other + "/object" });
add("video", { src: other + "/video.mp4" });
add("form", { action: other + "/form", method: "post", target: "elsewhere" });
document.querySelector("form[target=elsewhere]").submit();
try { navigator.sendBeacon(other + "/beacon", "x"); } catch { /* refused */ }
try { new WebSocket(other.replace("http", "ws") + "/socket"); } catch { /* refused */ }
try { new EventSource(other + "/events"); } catch { /* refused */ }
const asked = [fetch(other + "/fetch"), fetch(other + "/opaque", { mode: "no-cors" })];
Promise.allSettled(asked).then((all) => done(all.map((one) => one.status)));
"#;

/// Listens where nobody should call, and writes down what is asked.
async fn other_host() -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let (address, calls) = (listener.local_addr().unwrap(), Arc::<Mutex<Vec<String>>>::default());
    let heard = Arc::clone(&calls);
    tokio::spawn(async move {
        while let Ok((call, _)) = listener.accept().await {
            let heard = Arc::clone(&heard);
            tokio::spawn(async move {
                let mut line = String::new();
                let _broken_off = BufReader::new(call).read_line(&mut line).await;
                if !line.is_empty() {
                    heard.lock().unwrap().push(line);
                }
            });
        }
    });
    (address, calls)
}

#[tokio::test]
async fn contract_b38_no_third_party_is_called() {
    let demo = Demo::start().await;
    let (other, calls) = other_host().await;
    let browser = Browser::open(demo.node("MARSA"), SIZES[0]).await;
    browser.enter("en", "m-int1", &demo.password).await;
    browser.goto("/en/cases").await;
    browser.click("main table a[href*=\"/cases/\"]").await;
    browser.arrives("/en/cases/").await;
    browser.look("a case").await;
    let case = browser.path().await;
    for path in [case.as_str(), "/en", "/en/referrals/out", "/en/intake/new"] {
        browser.goto(path).await;
        let origin = json!(format!("http://{other}"));
        let tried = browser.client.execute_async(TEMPTATIONS, vec![origin]).await.unwrap();
        assert_eq!(tried, json!(["rejected", "rejected"]), "{path}");
        browser
            .comes("the policy refuses each", || async {
                let refused =
                    "return new Set(silaRefused.map((one) => one.split(' ')[0])).size >= 7";
                (browser.script(refused, Vec::new()).await == true).then_some(())
            })
            .await;
    }
    // Our own call shows that the other host was there and listened.
    TcpStream::connect(other).await.unwrap().write_all(b"last\n").await.unwrap();
    until("the other host hears a call", SOON, || async {
        calls.lock().unwrap().iter().any(|line| line == "last\n").then_some(())
    })
    .await;
    assert_eq!(*calls.lock().unwrap(), ["last\n"], "another host was asked");
}
