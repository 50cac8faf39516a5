//! `sila link rehearse`: two fictitious agencies on this machine, to practise linking before anybody signs.

use std::fmt::Write;
use std::path::PathBuf;

use crate::demo::children;
use crate::demo::rehearsal::{CODES, PASSWORD, PORT, Rehearsal, STAFF, Step};
use crate::demo::tell;

/// Flags of `sila link rehearse`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of the rehearsal; begun anew each time, and nothing else may be in it.
    #[arg(long, default_value = "sila-rehearsal")]
    dir: PathBuf,
    /// Folder of your own node: its two names are shown on the practice node. Nothing else of it is read.
    #[arg(long)]
    own: Option<PathBuf>,
    /// First of two neighbouring ports for the pages; the links use those a thousand further.
    #[arg(long, default_value_t = PORT)]
    port: u16,
    /// Take every step yourself instead of leaving them to the officers.
    #[arg(long)]
    walk: bool,
    /// Print one JSON object, and stay.
    #[arg(long)]
    json: bool,
}

/// Runs the rehearsal until it is told to stop.
///
/// # Errors
/// A sentence for the person at the terminal.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut stop = std::pin::pin!(super::serve::told_to_stop());
    let made = Rehearsal::make(&arguments.dir, arguments.own.as_deref(), arguments.port).await?;
    let mut running = tokio::select! {
        running = made.start() => running?,
        () = &mut stop => return Ok(()),
    };
    let walked = if arguments.walk { made.walk(say).await } else { Ok(()) };
    if walked.is_ok() {
        if arguments.json {
            super::say_json(&for_scripts(&made, arguments.walk))?;
        } else {
            super::say(&for_people(&made, arguments.walk));
        }
        let [one, two] = running.as_mut_slice() else { return Ok(()) };
        tokio::select! {
            () = &mut stop => {}
            _ = one.ended() => tell("one of the two nodes has stopped"),
            _ = two.ended() => tell("one of the two nodes has stopped"),
        }
    }
    tell("stopping");
    children::stop(running).await;
    walked
}

fn say(step: Step<'_>) {
    tell(&match step {
        Step::Invited => "١ كُتبت الدعوة · 1 the invitation is written".to_owned(),
        Step::Joined(digits) => {
            format!("٢ أُجيبت، والرمز على الشاشتين · 2 it is answered; both screens show {digits}")
        }
        Step::Compared => {
            "٣ قارن الموظفان الرمز · 3 both officers have compared the code".to_owned()
        }
        Step::Proved => "٤ اكتمل الاختبار الذاتي · 4 the self-tests are complete".to_owned(),
        Step::Open => "٥ الربط يعمل · 5 the link carries".to_owned(),
    });
}

fn for_scripts(made: &Rehearsal, open: bool) -> serde_json::Value {
    let users: Vec<&str> = STAFF.iter().map(|(user, ..)| *user).collect();
    let nodes = CODES.iter().zip(made.addresses).enumerate().map(|(nth, (code, addresses))| {
        let (ar, en) = made.names(nth);
        serde_json::json!({ "code": code, "url": addresses.url(), "name_ar": ar, "name_en": en })
    });
    serde_json::json!({
        "fictitious": true,
        "nodes": nodes.collect::<Vec<_>>(),
        "users": users,
        "password": PASSWORD,
        "open": open,
    })
}

fn for_people(made: &Rehearsal, open: bool) -> String {
    let mut text = String::from(
        "\nتدريب: الجهتان وهميتان، ولا يُدخل فيهما شيء عن شخص حقيقي.\n\
         Practice: both agencies are fictitious; enter nothing about a real person.\n\n",
    );
    for (nth, addresses) in made.addresses.iter().enumerate() {
        let (ar, en) = made.names(nth);
        let _ = writeln!(text, "{0}/ar   {0}/en\n    {ar}\n    {en}", addresses.url());
    }
    let users: Vec<&str> = STAFF.iter().map(|(user, ..)| *user).collect();
    let _ = writeln!(text, "\nأسماء الدخول · user names:  {}", users.join("  "));
    let _ = writeln!(text, "كلمة المرور · password:  {PASSWORD}\n");
    text.push_str(if open {
        "الربط يعمل · the link carries.\n"
    } else {
        "ليجلس كل موظف إلى شاشة وليدخل باسم link، ثم اتبعا docs/guide-ar/link.md.\n\
         Each officer takes one screen and signs in as link; then follow docs/guide-en/link.md.\n"
    });
    text.push_str("Ctrl-C للإيقاف · stops both");
    text
}
