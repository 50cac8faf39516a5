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
fn two_nodes_carry_what_they_should_also_as_programs_and_over_a_bad_network() {
    let few = ["--exchanges", "2", "--urgent", "2", "--queued", "3", "--messages", "40"];
    let report = measured(&[&["link", "--referrals", "3", "--clicks", "1"][..], &few].concat());
    assert_eq!((&report["referrals"], &report["clicks"]), (&Value::from(3), &Value::from(1)));
    let apart = &report["apart"];
    assert_eq!((&apart["messages"], &apart["queued"]), (&Value::from(40), &Value::from(3)));
    assert_eq!((&apart["lost"], &apart["twice"]), (&Value::from(0), &Value::from(0)), "{report}");
    for target in ["received_per_core", "restart_s", "rss_peak_receiver_mib"] {
        assert!(apart[target].as_f64().is_some_and(|measured| measured > 0.0), "{report}");
    }
}

#[test]
fn two_nodes_are_made_for_the_question_whether_a_person_is_known() {
    let report = measured(&["known", "--evaluations", "8", "--questions", "1", "--register", "0"]);
    assert_eq!(report["questions"], Value::from(1), "{report}");
}
