//! The parts that pages are built of. Each writes itself into a `maud` template with `(part)`.

mod bands;
mod charts;
mod lists;
mod moves;
mod parts;
mod record;
mod square;
mod table;
mod verdict;

pub use bands::{Hero, Kpi, StepItem, Task, banner, steps};
pub use charts::{Bars, donut, meter, spark};
pub use lists::{Paging, empty_state, lamp, links};
pub use moves::{Button, acts, ask_first, post, saved, saved_text};
pub use parts::{
    Card, Note, Tone, columns, copyable, heading, icon, icon_class, plain_tag, stack, tag,
};
pub use record::{ChainLink, ClockBox, LinkState, Summary, chain, talk};
pub use square::qr;
pub use table::{Col, Table};
pub use verdict::{BUSY, Verdict, outcome};
