//! Who of those who read a case reads a note or a document of it. The rule is part of every statement that finds one.

use sila_core::ids::WorkerId;

use crate::accounts::{Permission, Worker};
use crate::web::Cx;
use crate::web::components::{Tone, tag};

/// How far a note or a document is to be read, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sensitivity {
    /// By everybody who reads the case.
    Ordinary,
    /// By whoever wrote it, the owner of the case, and those who approve.
    Confidential,
    /// By whoever wrote it and those who approve.
    Supervision,
}

impl Sensitivity {
    /// All of them, the widest first.
    pub const ALL: [Sensitivity; 3] =
        [Sensitivity::Ordinary, Sensitivity::Confidential, Sensitivity::Supervision];

    /// The word in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            Sensitivity::Ordinary => "ORDINARY",
            Sensitivity::Confidential => "CONFIDENTIAL",
            Sensitivity::Supervision => "SUPERVISION",
        }
    }

    /// The sensitivity of a word.
    pub fn from_code(code: &str) -> Option<Sensitivity> {
        Sensitivity::ALL.into_iter().find(|one| one.code() == code)
    }

    /// As a tag.
    pub fn tag(self, cx: &Cx) -> maud::Markup {
        let tone = match self {
            Sensitivity::Ordinary => Tone::Plain,
            Sensitivity::Confidential => Tone::Warn,
            Sensitivity::Supervision => Tone::Bad,
        };
        tag(tone, cx.code("sensitivity", self.code()))
    }

    /// Choices of a form.
    pub fn choices(cx: &Cx) -> [(&'static str, String); 3] {
        Sensitivity::ALL.map(|one| (one.code(), cx.code("sensitivity", one.code())))
    }
}

/// Who reads: the worker, and whether they approve.
pub type Eyes = (WorkerId, bool);

/// The eyes of this worker.
pub fn eyes(worker: &Worker) -> Eyes {
    (worker.id, worker.may(Permission::CaseApprove))
}

/// True when a row `$row` of a case `c` is for the worker, who approves or not.
macro_rules! meant_for {
    ($row:literal, $worker:literal, $approves:literal) => {
        concat!(
            "(",
            $row,
            ".sensitivity = 'ORDINARY' or ",
            $row,
            ".worker = ",
            $worker,
            " or ",
            $approves,
            " or (",
            $row,
            ".sensitivity = 'CONFIDENTIAL' and c.owner = ",
            $worker,
            "))"
        )
    };
}

pub(crate) use meant_for;
