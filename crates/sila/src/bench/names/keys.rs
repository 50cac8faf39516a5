//! The keys of every record as a file, so that another program can compare by the same ones.

use std::io::Write;
use std::path::Path;

use sila_names::Name;

use super::file::Records;

/// Writes `rec_id,given,family,middle,full,area,mother`: the principal skeletons of the longer of the two names, of the area
/// and of the mother's name.
///
/// # Errors
/// When one of the files cannot be read or written.
pub fn write_keys(records: &Path, out: &Path) -> anyhow::Result<()> {
    let mut records = Records::open(records)?;
    let mut out = std::io::BufWriter::new(std::fs::File::create(out)?);
    writeln!(out, "rec_id,given,family,middle,full,area,mother")?;
    while let Some(row) = records.next()? {
        let (arabic, latin) = (spelled(&row.record.arabic), spelled(&row.record.latin));
        let name = if latin.len() > arabic.len() { latin } else { arabic };
        let (given, family, middle) = match name.as_slice() {
            [given, middle @ .., family] => (given.as_str(), family.as_str(), middle.join(" ")),
            [given] => (given.as_str(), given.as_str(), String::new()),
            [] => ("", "", String::new()),
        };
        let area = Name::parse(row.record.place.area.as_deref().unwrap_or_default());
        let (area, mother) = (spelled(&area).join(" "), spelled(&row.record.mother).join(" "));
        writeln!(out, "{},{given},{family},{middle},{},{area},{mother}", row.id, name.join(" "))?;
    }
    Ok(out.flush()?)
}

/// The principal skeleton of every word that has one.
fn spelled(name: &Name) -> Vec<String> {
    let first = name.tokens().iter().filter_map(|token| token.skeletons().first());
    first.map(|skeleton| skeleton.spelled()).collect()
}
