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

#[test]
fn pages_of_partnerships_and_indices_of_many_facts_are_measured() {
    let few = ["--partners", "3", "--agreements", "2", "--facts", "400", "--pages", "1"];
    let report = measured(&[&["partnerships"][..], &few].concat());
    assert_eq!((&report["partners"], &report["facts"]), (&Value::from(3), &Value::from(400)));
    assert!(report["indices_ms"].as_f64().is_some_and(|ms| ms > 0.0), "{report}");
    assert_eq!(report["pages"].as_object().unwrap().len(), 26, "{report}");
}

#[test]
fn the_rules_of_an_agreement_are_read_and_asked() {
    let mut command = sila();
    command.args(["bench", "agreement", "--sends", "3", "--json"]);
    let report: Value = serde_json::from_slice(&run(&mut command).stdout).expect("one JSON object");
    assert_eq!(report["sends"], Value::from(3), "{report}");
}

#[test]
fn a_full_board_answers_and_a_suggestion_finds_what_is_alike() {
    let report = measured(&["board", "--ideas", "60", "--compared", "200", "--calls", "4"]);
    assert_eq!((&report["ideas"], &report["compared"]), (&Value::from(60), &Value::from(200)));
    assert!(report["groups"].as_u64().is_some_and(|groups| groups > 5), "{report}");
    let pages = report["pages"].as_array().expect("pages");
    assert_eq!(pages.len(), 7, "{report}");
    assert!(
        pages.iter().all(|page| page["p95_ms"].as_f64().is_some_and(|ms| ms > 0.0)),
        "{report}"
    );
}
