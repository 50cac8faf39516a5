//! The folder of the demonstration: who uses it, whether what it holds is whole, and what may be removed from it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

/// Held locked as long as the demonstration runs, and the first thing that is made.
const LOCK: &str = "lock";
/// The last thing that is written: without it the folder was left half made.
const READY: &str = "ready.json";
/// Changes when what is played changes, so that an old folder is played anew and not half understood.
const EDITION: u32 = 4;

/// What the folder says of itself when it is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ready {
    edition: u32,
    /// The first port of the pages, which is also written into the nodes' key statements.
    pub port: u16,
}

/// The folder, locked for this program.
#[derive(Debug)]
pub struct Folder {
    dir: PathBuf,
    nodes: Vec<String>,
    _lock: File,
}

impl Folder {
    /// Takes the folder for this program, and makes it if it is not there.
    ///
    /// # Errors
    /// When another program runs the demonstration in it, or it holds something else.
    pub fn take(dir: &Path, nodes: &[&str]) -> anyhow::Result<Folder> {
        let named = || dir.display().to_string();
        std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", named()))?;
        let ours = dir.join(LOCK).exists() || std::fs::read_dir(dir)?.next().is_none();
        ensure!(ours, "{} holds something else: choose another --dir", named());
        let lock =
            File::create(dir.join(LOCK)).with_context(|| format!("cannot write {}", named()))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("another program runs the demo in {}", named()),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let nodes = nodes.iter().map(|node| (*node).to_owned()).collect();
        Ok(Folder { dir: dir.to_owned(), nodes, _lock: lock })
    }

    /// What a whole folder says of itself; nothing when it is empty, half made or of another edition.
    pub fn ready(&self) -> Option<Ready> {
        let text = std::fs::read(self.dir.join(READY)).ok()?;
        let ready: Ready = serde_json::from_slice(&text).ok()?;
        let whole = self.nodes.iter().all(|node| crate::node::exists(&self.node(node)));
        (whole && ready.edition == EDITION).then_some(ready)
    }

    /// Removes what an earlier demonstration made, and nothing else.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn clear(&self) -> anyhow::Result<()> {
        remove(std::fs::remove_file(self.dir.join(READY)))?;
        for node in &self.nodes {
            remove(std::fs::remove_dir_all(self.node(node)))?;
        }
        Ok(())
    }

    /// Says that everything is in its place.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn finish(&self, port: u16) -> anyhow::Result<()> {
        let ready = serde_json::to_vec(&Ready { edition: EDITION, port })?;
        let half = self.dir.join("ready.half");
        std::fs::write(&half, ready)?;
        File::open(&half)?.sync_all()?;
        std::fs::rename(&half, self.dir.join(READY))?;
        Ok(())
    }

    /// The folder of one node.
    pub fn node(&self, code: &str) -> PathBuf {
        self.dir.join(code)
    }
}

fn remove(done: std::io::Result<()>) -> anyhow::Result<()> {
    match done {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(dir: &Path) -> anyhow::Result<Folder> {
        Folder::take(dir, &["A", "B"])
    }

    fn with_nodes(folder: &Folder) {
        for node in ["A", "B"] {
            std::fs::create_dir_all(folder.node(node).join("keys")).unwrap();
            std::fs::write(folder.node(node).join("keys/agency.json"), "{}").unwrap();
        }
    }

    #[test]
    fn only_a_finished_folder_is_ready() {
        let place = tempfile::tempdir().unwrap();
        let folder = take(&place.path().join("demo")).unwrap();
        assert_eq!(folder.ready(), None);
        with_nodes(&folder);
        assert_eq!(folder.ready(), None, "left while it was made");
        folder.finish(8481).unwrap();
        assert_eq!(folder.ready().map(|ready| ready.port), Some(8481));
        std::fs::remove_dir_all(folder.node("B")).unwrap();
        assert_eq!(folder.ready(), None, "a node is gone");
    }

    #[test]
    fn clearing_leaves_what_others_put_there() {
        let place = tempfile::tempdir().unwrap();
        let folder = take(&place.path().join("demo")).unwrap();
        with_nodes(&folder);
        folder.finish(8481).unwrap();
        let other = place.path().join("demo/notes.txt");
        std::fs::write(&other, "mine").unwrap();
        folder.clear().unwrap();
        assert!(!folder.node("A").exists() && other.exists());
        assert_eq!(folder.ready(), None);
        folder.clear().unwrap();
    }

    #[test]
    fn a_folder_in_use_or_of_somebody_else_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let held = take(&place.path().join("demo")).unwrap();
        let again = take(&place.path().join("demo")).unwrap_err().to_string();
        assert!(again.contains("another program"), "{again}");
        drop(held);
        take(&place.path().join("demo")).unwrap();
        std::fs::write(place.path().join("letter.txt"), "dear").unwrap();
        let other = take(place.path()).unwrap_err().to_string();
        assert!(other.contains("something else"), "{other}");
    }
}
