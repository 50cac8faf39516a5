//! The measurements run: with the smallest work, and without a word about how fast it was.

use serde_json::Value;

use crate::support::demo::first_port;
use crate::support::node::{run, sila};

fn measured(arguments: &[&str]) -> Value {
    let mut command = sila();
    command.arg("bench").args(arguments).args(["--json", "--port", &first_port().to_string()]);
    serde_json::from_slice(&run(&mut command).stdout).expect("one JSON object")
}

#[test]
fn two_nodes_are_made_for_the_link_and_carry_what_they_should() {
    let report = measured(&["link", "--referrals", "3", "--clicks", "1"]);
    assert_eq!((&report["referrals"], &report["clicks"]), (&Value::from(3), &Value::from(1)));
}

#[test]
fn two_nodes_are_made_for_the_question_whether_a_person_is_known() {
    let report = measured(&["known", "--evaluations", "8", "--questions", "1", "--register", "0"]);
    assert_eq!(report["questions"], Value::from(1), "{report}");
}
