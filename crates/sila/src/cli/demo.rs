//! `sila demo`: three linked nodes of invented agencies on this machine, until Ctrl-C.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::bail;

use crate::demo::children::{self, Addresses, Running};
use crate::demo::script::Script;
use crate::demo::staging::PASSWORD;
use crate::demo::{self, Wish, tell};

/// Flags of `sila demo`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of the demo: three nodes with databases and keys. What is there already is used again.
    #[arg(long, default_value = "demo-data")]
    dir: PathBuf,
    /// Begin again from nothing.
    #[arg(long)]
    reset: bool,
    /// First of three neighbouring ports for the pages; the links use those a thousand further. [default: 8481]
    #[arg(long)]
    port: Option<u16>,
    /// Print addresses and sign-ins as one JSON object, and stay.
    #[arg(long)]
    json: bool,
}

/// Whom to sign in as first, and why.
const FIRST: [(&str, &str, &str); 6] = [
    ("M-INT1", "استقبال الحالة: مسودة «وفاء» جاهزة للإرسال", "intake: a draft is ready to be sent"),
    ("M-REF", "الإحالات: طلب طارئ ينتظر القرار", "referrals: an emergency waits for a decision"),
    ("D-REF", "الإحالات الواردة إلى دانة", "what comes in at Dana"),
    (
        "D-SUP",
        "اعتماد العدول عن بند مقر الإقامة",
        "a departure from the residence clause to approve",
    ),
    ("D-DPO", "سجل التدقيق: من اطّلع ومتى", "audit: who read what, and when"),
    ("N-REF", "المركز الثالث: نسيم", "the third agency, Naseem"),
];

/// Runs the demonstration until it is told to stop.
///
/// # Errors
/// A sentence for the person at the terminal.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let script = Script::read()?;
    let wish = Wish { dir: &arguments.dir, port: arguments.port, reset: arguments.reset };
    let mut stop = std::pin::pin!(super::serve::told_to_stop());
    let (folder, addresses) = tokio::select! {
        ready = demo::prepare(&script, &wish) => ready?,
        () = &mut stop => return Ok(()),
    };
    let mut running = tokio::select! {
        running = demo::start(&script, &folder, &addresses) => running?,
        () = &mut stop => return Ok(()),
    };
    if arguments.json {
        super::say_json(&for_scripts(&script, &addresses))?;
    } else {
        super::say(&for_people(&script, &running));
    }
    let ended = tokio::select! {
        () = &mut stop => Ok(()),
        error = all_ended(&mut running) => error,
    };
    tell("stopping");
    children::stop(running).await;
    ended
}

/// Ends when no node is left; says which one ended by itself.
async fn all_ended(running: &mut [Running]) -> anyhow::Result<()> {
    let mut waiting: Vec<_> = running
        .iter_mut()
        .map(|node| {
            let again = start_again(node);
            Box::pin(async move { (node.ended().await, node.code.clone(), again) })
        })
        .collect();
    while !waiting.is_empty() {
        let ((ended, code, again), nth) = first(&mut waiting).await;
        drop(waiting.swap_remove(nth));
        match ended {
            Ok(status) => {
                tell(&format!("{code} has stopped ({status}). The others go on. {again}"))
            }
            Err(error) => tell(&format!("{code} is lost: {error}")),
        }
    }
    bail!("no node is left")
}

/// The first of several that is done, and its place.
async fn first<F: Future + Unpin>(waiting: &mut [F]) -> (F::Output, usize) {
    std::future::poll_fn(|cx| {
        for (nth, one) in waiting.iter_mut().enumerate() {
            if let std::task::Poll::Ready(done) = std::pin::Pin::new(one).poll(cx) {
                return std::task::Poll::Ready((done, nth));
            }
        }
        std::task::Poll::Pending
    })
    .await
}

fn start_again(node: &Running) -> String {
    let Addresses { web, link } = node.addresses;
    let dir = node.dir.display();
    let program =
        std::env::current_exe().map_or_else(|_| "sila".into(), |path| path.display().to_string());
    format!("To start it again: {program} serve --dir {dir} --web {web} --link {link}")
}

fn for_scripts(script: &Script, addresses: &[Addresses]) -> serde_json::Value {
    let nodes = script.nodes.iter().zip(addresses).map(|(node, addresses)| {
        let accounts = script.staff_of(&node.code).map(|member| {
            serde_json::json!({
                "code": member.code,
                "user": member.user_name(),
                "password": PASSWORD,
                "roles": member.roles,
            })
        });
        let accounts: Vec<_> = accounts.collect();
        serde_json::json!({ "code": node.code, "url": addresses.url(), "accounts": accounts })
    });
    serde_json::json!({ "nodes": nodes.collect::<Vec<_>>() })
}

fn for_people(script: &Script, running: &[Running]) -> String {
    let mut text = String::from(
        "\nكل الأشخاص والجهات والأرقام هنا مختلَقة.\nEvery person, agency and number here is invented.\n\n",
    );
    for (node, running) in script.nodes.iter().zip(running) {
        let pid = running.pid().map_or_else(String::new, |pid| format!("  (pid {pid})"));
        let url = running.addresses.url();
        let _ = writeln!(text, "{:<7} {url}/ar  {url}/en{pid}", node.code);
        let _ = writeln!(text, "        {} · {}", node.name_ar, node.name_en);
    }
    let _ = writeln!(text, "\nكلمة المرور للجميع · password of everybody:  {PASSWORD}\n");
    for (code, why_ar, why_en) in FIRST {
        let Some(member) = script.staff.iter().find(|member| member.code == code) else { continue };
        let _ = writeln!(text, "{:<7} {:<8} {why_ar} · {why_en}", member.node, member.user_name());
    }
    text.push_str("\nجولة من عشر دقائق · a walk of ten minutes: docs/demo.md\nCtrl-C للإيقاف · stops all three");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_named_first_works_there() {
        let script = Script::read().unwrap();
        for (code, _, _) in FIRST {
            assert!(script.staff.iter().any(|member| member.code == code), "{code}");
        }
    }

    #[test]
    fn scripts_get_one_line_with_every_account() {
        let script = Script::read().unwrap();
        let addresses: Vec<Addresses> = (0..3).map(|n| Addresses::of(8481, n).unwrap()).collect();
        let told = for_scripts(&script, &addresses);
        assert!(!serde_json::to_string(&told).unwrap().contains('\n'));
        let nodes = told["nodes"].as_array().unwrap();
        assert_eq!(nodes.len(), 3);
        assert_eq!(nodes[1]["code"], "MARSA");
        assert_eq!(nodes[1]["url"], "http://127.0.0.1:8482");
        let count = |node: &serde_json::Value| node["accounts"].as_array().unwrap().len();
        assert_eq!(nodes.iter().map(count).sum::<usize>(), script.staff.len());
        let officer =
            nodes[0]["accounts"].as_array().unwrap().iter().find(|a| a["code"] == "D-REF");
        assert_eq!(officer.unwrap()["user"], "d-ref");
        assert_eq!(officer.unwrap()["roles"][0], "REFERRAL_OFFICER");
    }
}
