//! The yearly report from one command, beside a node.

use crate::support::node::{Node, run, sila};

#[test]
fn contract_b36_one_command_writes_the_report_and_the_same_bytes_again() {
    let home = tempfile::tempdir().unwrap();
    let dana = Node::make(home.path(), "DANA", "دانة", "Dana", "AE-SH");
    let report = |out: Option<&str>| {
        let mut command = sila();
        command.args(["report", "imprint", "--year", "2025", "--dir"]).arg(&dana.dir);
        if let Some(out) = out {
            command.args(["--out", out]);
        }
        run(&mut command).stdout
    };
    let told = String::from_utf8(report(None)).unwrap();
    assert!(told.starts_with("agency,year,formula,section,code,count\r\n"), "{told}");
    assert!(told.contains("DANA,2025,imprint/1,received,TOTAL,0\r\n"), "{told}");
    assert_eq!(report(None), told.as_bytes(), "the same records, the same bytes");
    let file = home.path().join("imprint.csv");
    report(Some(file.to_str().unwrap()));
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written.trim_end(), told.trim_end());
}
