//! Imports: the people of an older register, brought in from a file.
//!
//! The file is read within limits and sealed; its bytes are never run, and its name is never a path. Whoever sent it says
//! what each column is, sees what is wrong with which row before anything is written, and then lets it be brought in, in
//! parts, each in one transaction, so that a stop or a crash leaves no row twice and none out. Each row becomes a closed
//! case of the past with the row it came from. Who may be whom is for the queue of doubles; nothing is merged here.

pub mod check;
pub mod dates;
pub mod discard;
pub mod file;
pub mod list;
pub mod mapping;
pub mod plan;
pub mod report;
pub mod row;
pub mod run;
pub mod sheet;
pub mod show;
pub mod store;
pub mod target;
#[cfg(test)]
mod tests;
pub mod workbook;

use crate::accounts::Permission::RegisterImport;
use crate::app::App;
use crate::ask::Routes;
use crate::problem::Problem;

/// The next part of the import that runs, or else the rows of the one that waits to be read. Says whether there was work.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn due(app: &App) -> Result<usize, Problem> {
    match run::step(app).await? {
        0 => check::step(app).await,
        parts => Ok(parts),
    }
}

/// The routes of imports.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/imports", RegisterImport, list::page);
    r.post_file("/{lang}/imports", RegisterImport, sheet::FILE_BYTES_MAX, list::create);
    r.get("/{lang}/imports/{id}", RegisterImport, show::page);
    r.get("/{lang}/imports/{id}/mapping", RegisterImport, mapping::page);
    r.post("/{lang}/imports/{id}/mapping", RegisterImport, mapping::create);
    r.get("/{lang}/imports/{id}/report", RegisterImport, report::download);
    r.post("/{lang}/imports/{id}/run", RegisterImport, run::begin);
    r.post("/{lang}/imports/{id}/stop", RegisterImport, run::stop);
    r.get("/{lang}/imports/{id}/discard", RegisterImport, discard::page);
    r.post("/{lang}/imports/{id}/discard", RegisterImport, discard::destroy);
}
