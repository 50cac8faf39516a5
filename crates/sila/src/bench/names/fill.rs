//! From the file to the register, on all cores: each thread makes a register of its share of the rows, and they become one.

use std::path::Path;
use std::thread;

use anyhow::{Context, anyhow, ensure};
use sila_names::register::Register;

use super::file::{Records, Truth};
use super::threads;

/// Rows that belong to one share before the next ones belong to another.
const ROWS: u32 = 512;

/// Files all records under their place in the file.
pub fn fill(path: &Path, register: &mut Register<u32>) -> anyhow::Result<Truth> {
    register.reserve(lines(path)?);
    let parts = threads();
    let model = register.model().clone();
    let filled: Vec<_> = thread::scope(|scope| {
        let fill = |part| {
            let register = Register::new(model.clone());
            scope.spawn(move || share(path, register, (part, parts)))
        };
        let filling: Vec<_> = (0..parts).map(fill).collect();
        let done = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread.join().map_err(|_panic| anyhow!("reading the records stopped"))?
        };
        filling.into_iter().map(done).collect::<anyhow::Result<_>>()
    })?;
    let mut truth = Truth::default();
    for (part, told) in filled {
        register.keep_all(part);
        truth.extend(told);
    }
    thread::scope(|scope| {
        let parts = usize::try_from(parts).unwrap_or(1);
        register.filing(parts).for_each(|filing| _ = scope.spawn(|| filing.file()));
    });
    ensure!(!register.is_empty(), "no record could be read");
    Ok(truth)
}

/// Every thread reads all rows, which is quick, and makes records of its own ones.
fn share(
    path: &Path,
    mut register: Register<u32>,
    (part, parts): (u32, u32),
) -> anyhow::Result<(Register<u32>, Truth)> {
    let mut truth = Truth::default();
    let mut records = Records::open(path)?;
    while let Some(row) = records.next_of(|nth| nth / ROWS % parts == part)? {
        truth.enter(&row);
        register.keep(row.nth, &row.record);
    }
    truth.passed = records.passed();
    Ok((register, truth))
}

/// How many lines there are.
fn lines(path: &Path) -> anyhow::Result<usize> {
    let mut file = std::fs::File::open(path).context("the file of records")?;
    let (mut lines, mut part) = (0_usize, vec![0_u8; 1 << 18]);
    loop {
        let read = std::io::Read::read(&mut file, &mut part)?;
        let bytes = part.get(..read).unwrap_or_default();
        lines = lines.saturating_add(bytes.iter().filter(|byte| **byte == b'\n').count());
        if read == 0 {
            return Ok(lines);
        }
    }
}
