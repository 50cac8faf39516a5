//! `sila bench`: what this machine, its disk and the node can do.

use crate::bench::{
    agreement, board, directory, hostile, known, learning, link, names, pages, pairs, partnerships,
    wall,
};

/// Flags of `sila bench`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Durable new cases and reads by key.
    Store {
        /// File or postgres:// address of a new, empty database; it keeps the measured rows.
        #[arg(long)]
        at: String,
        /// Callers at the same time.
        #[arg(long, default_value_t = 64)]
        clients: usize,
        /// Time for each of the three measurements.
        #[arg(long, default_value_t = 5.0)]
        seconds: f64,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// What the link carries between two nodes on this machine, beside a bare loop.
    Link(Link),
    /// What a linked agency that sends malformed frames costs a node: processor, memory, waiting.
    Hostile {
        /// Malformed frames offered in a second.
        #[arg(long, default_value_t = 10_000)]
        frames: u32,
        /// How long.
        #[arg(long, default_value_t = 20)]
        seconds: u32,
        /// First of the ports used.
        #[arg(long, default_value_t = 18_781)]
        port: u16,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Pages of partnerships with many partners and agreements, and the indices of an agreement with five years of facts.
    Partnerships {
        /// Partners.
        #[arg(long, default_value_t = 310)]
        partners: u32,
        /// Agreements.
        #[arg(long, default_value_t = 150)]
        agreements: u32,
        /// Facts of one agreement.
        #[arg(long, default_value_t = 100_000)]
        facts: u32,
        /// How often each page is opened.
        #[arg(long, default_value_t = 100)]
        pages: u32,
        /// First of the ports used.
        #[arg(long, default_value_t = 18_881)]
        port: u16,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Names and people found again, where the truth is known.
    Names(Names),
    /// Asking whether a person is known: evaluations on one core, whole questions between two nodes, two registers.
    Known {
        /// Evaluations of each kind.
        #[arg(long, default_value_t = 50_000)]
        evaluations: u32,
        /// Whole questions.
        #[arg(long, default_value_t = 200)]
        questions: u32,
        /// Entries of each of the two registers that are compared.
        #[arg(long, default_value_t = 100_000)]
        register: u32,
        /// First of the ports used.
        #[arg(long, default_value_t = 18_681)]
        port: u16,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// The directory with many services: the finder, and the lists of the open interface over HTTP.
    Directory {
        /// Services in the store.
        #[arg(long, default_value_t = 10_000)]
        services: u32,
        /// Questions of each kind.
        #[arg(long, default_value_t = 400)]
        calls: u32,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// The rules of an agreement when something is sent: its signed bytes read, checked and asked.
    Agreement {
        /// How often.
        #[arg(long, default_value_t = 2_000)]
        sends: u32,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// The library with many items, the guard with many people on file, and the extract of many cases.
    Learning {
        /// Items in the library.
        #[arg(long, default_value_t = 100_000)]
        items: u32,
        /// People on file, each in a case of their own.
        #[arg(long, default_value_t = 1_000_000)]
        people: u32,
        /// Questions of each kind.
        #[arg(long, default_value_t = 400)]
        calls: u32,
        /// First of the ports used.
        #[arg(long, default_value_t = 18_981)]
        port: u16,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// A hall of telephones that listen to one room while ideas come.
    Wall {
        /// Pages that listen.
        #[arg(long, default_value_t = 1_000)]
        clients: u32,
        /// Ideas in a second.
        #[arg(long, default_value_t = 60)]
        ideas: u32,
        /// How long.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// Port of the node's pages; its link takes the one a thousand higher.
        #[arg(long, default_value_t = 18_881)]
        port: u16,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// A full board: its pages over HTTP, and the suggestion of what belongs together.
    Board {
        /// Ideas on the board.
        #[arg(long, default_value_t = 10_000)]
        ideas: u32,
        /// Ideas that are compared for the suggestion.
        #[arg(long, default_value_t = 5_000)]
        compared: u32,
        /// How often each page is asked for.
        #[arg(long, default_value_t = 200)]
        calls: u32,
        /// Port of the node's pages; its link takes the one a thousand higher.
        #[arg(long, default_value_t = 18_981)]
        port: u16,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Pages over HTTP with a full store.
    Pages(Pages),
}

/// Flags of `sila bench pages`.
#[derive(Debug, clap::Args)]
struct Pages {
    /// postgres:// address of a new, empty database; without it the store is a file.
    #[arg(long)]
    at: Option<String>,
    /// Cases in the store, each with five entries.
    #[arg(long, default_value_t = 1_000_000)]
    cases: u32,
    /// People at the same time.
    #[arg(long, default_value_t = 200)]
    clients: u32,
    /// Pages each of them opens; the first eleven, one of each kind, are told apart.
    #[arg(long, default_value_t = 55)]
    pages: u32,
    /// Milliseconds between two pages of one of them.
    #[arg(long, default_value_t = 1_000)]
    think_ms: u64,
    /// First of the ports used.
    #[arg(long, default_value_t = 18_581)]
    port: u16,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl Pages {
    fn wish(&self) -> pages::Wish {
        let Pages { cases, clients, pages, think_ms, port, .. } = *self;
        pages::Wish { database: self.at.clone(), cases, clients, pages, think_ms, port }
    }
}

/// Flags of `sila bench link`.
#[derive(Debug, clap::Args)]
struct Link {
    /// Referrals that wait when the link starts.
    #[arg(long, default_value_t = 4000)]
    referrals: u32,
    /// Offers made one by one afterwards.
    #[arg(long, default_value_t = 100)]
    clicks: u32,
    /// Exchanges of one message, one after the other.
    #[arg(long, default_value_t = 500)]
    exchanges: u32,
    /// Urgent offers, a hundred in a second.
    #[arg(long, default_value_t = 2_000)]
    urgent: u32,
    /// Small messages that wait when the sender's program starts.
    #[arg(long, default_value_t = 100_000)]
    queued: u32,
    /// Small messages over a bad network, those that waited included.
    #[arg(long, default_value_t = 100_000)]
    messages: u32,
    /// First of the ports used.
    #[arg(long, default_value_t = 18_481)]
    port: u16,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl Link {
    fn wish(&self) -> link::Wish {
        let Link { referrals, clicks, exchanges, urgent, queued, messages, port, .. } = *self;
        link::Wish { referrals, clicks, exchanges, urgent, queued, messages, port }
    }
}

/// Flags of `sila bench names`.
#[derive(Debug, clap::Args)]
struct Names {
    /// Tab-separated file: Arabic name, Latin name, 1 for one person and 0 for two.
    #[arg(long, conflicts_with = "records", required_unless_present = "records")]
    pairs: Option<std::path::PathBuf>,
    /// Comma-separated records; the columns are in docs/benchmarks.md.
    #[arg(long)]
    records: Option<std::path::PathBuf>,
    /// Of the records: judge by the weights that ship, and not by weights learned from the records without being told who is who.
    #[arg(long)]
    shipped: bool,
    /// Of the records: where to write the keys of each record, for others to compare by.
    #[arg(long)]
    keys: Option<std::path::PathBuf>,
    /// Of the records: who is in the file more than once. With none of these three, all are measured.
    #[arg(long)]
    dedup: bool,
    /// Of the records: looking people up.
    #[arg(long)]
    lookup: bool,
    /// Of the records: confidential matching between the agencies A and B of the file.
    #[arg(long)]
    tokens: bool,
    /// Where to write the probability of each pair, one a line.
    #[arg(long)]
    out: Option<std::path::PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl Names {
    fn run(&self) -> anyhow::Result<()> {
        if let Some(pairs) = &self.pairs {
            print(&pairs::run(pairs, self.out.as_deref())?, self.json)?;
        }
        let Some(records) = &self.records else { return Ok(()) };
        if let Some(keys) = &self.keys {
            return names::write_keys(records, keys);
        }
        let all = !(self.dedup || self.lookup || self.tokens);
        let wish = names::Wish {
            records,
            shipped: self.shipped,
            dedup: self.dedup || all,
            lookup: self.lookup || all,
            tokens: self.tokens || all,
            out: self.out.as_deref(),
        };
        print(&names::run(wish)?, self.json)
    }
}

pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    match &arguments.command {
        Command::Store { at, clients, seconds, json } => {
            print(&crate::db::bench::run(at, *clients, *seconds).await?, *json)
        }
        Command::Link(wish) => {
            let dir = Folder::new("link")?;
            print(&link::run(&dir.0, wish.wish()).await?, wish.json)
        }
        Command::Hostile { frames, seconds, port, json } => {
            let wish = hostile::Wish { frames: *frames, seconds: *seconds, port: *port };
            let dir = Folder::new("hostile")?;
            print(&hostile::run(&dir.0, wish).await?, *json)
        }
        Command::Names(wish) => wish.run(),
        Command::Known { evaluations, questions, register, port, json } => {
            let (evaluations, questions, register) = (*evaluations, *questions, *register);
            let wish = known::Wish { evaluations, questions, register, port: *port };
            let dir = Folder::new("known")?;
            print(&known::run(&dir.0, wish).await?, *json)
        }
        Command::Directory { services, calls, json } => {
            let wish = directory::Wish { services: *services, calls: *calls };
            let dir = Folder::new("directory")?;
            print(&directory::run(&dir.0, wish).await?, *json)
        }
        Command::Agreement { sends, json } => print(&agreement::run(*sends)?, *json),
        Command::Learning { items, people, calls, port, json } => {
            let (items, people, calls) = (*items, *people, *calls);
            let wish = learning::Wish { items, people, calls, port: *port };
            let dir = Folder::new("learning")?;
            print(&learning::run(&dir.0, wish).await?, *json)
        }
        Command::Wall { clients, ideas, seconds, port, json } => {
            let (clients, ideas, seconds) = (*clients, *ideas, *seconds);
            let wish = wall::Wish { clients, ideas, seconds, port: *port };
            let dir = Folder::new("wall")?;
            print(&wall::run(&dir.0, wish).await?, *json)
        }
        Command::Board { ideas, compared, calls, port, json } => {
            let (ideas, compared, calls) = (*ideas, *compared, *calls);
            let wish = board::Wish { ideas, compared, calls, port: *port };
            let dir = Folder::new("board")?;
            print(&board::run(&dir.0, wish).await?, *json)
        }
        Command::Partnerships { partners, agreements, facts, pages, port, json } => {
            let (partners, agreements, facts) = (*partners, *agreements, *facts);
            let wish =
                partnerships::Wish { partners, agreements, facts, pages: *pages, port: *port };
            let dir = Folder::new("partnerships")?;
            print(&partnerships::run(&dir.0, wish).await?, *json)
        }
        Command::Pages(wish) => {
            let dir = Folder::new("pages")?;
            print(&pages::run(&dir.0, wish.wish()).await?, wish.json)
        }
    }
}

fn print<T: serde::Serialize>(report: &T, json: bool) -> anyhow::Result<()> {
    if json {
        return super::say_json(report);
    }
    super::say(&serde_json::to_string_pretty(report)?);
    Ok(())
}

/// A folder for one measure, removed at its end.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> anyhow::Result<Folder> {
        let number = std::process::id();
        let dir = std::env::temp_dir().join(format!("sila-bench-{name}-{number}"));
        std::fs::create_dir_all(&dir)?;
        Ok(Folder(dir))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone_already = std::fs::remove_dir_all(&self.0);
    }
}
