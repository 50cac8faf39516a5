//! Files that mean harm, or nothing at all.

use super::super::row::What;
use super::super::run;
use super::super::sheet::{self, CELL_CHARS_MAX, COLUMNS_MAX, FILE_BYTES_MAX, NotASheet, ROWS_MAX};
use super::Desk;
use crate::testing::check_page;

#[test]
fn what_is_no_table_within_the_limits_is_refused_with_its_reason() {
    let wide = vec!["x"; COLUMNS_MAX + 1].join(",");
    let long = format!("a\n{}", "x".repeat(CELL_CHARS_MAX + 1));
    let tall = format!("a\n{}", "1\n".repeat(ROWS_MAX + 1));
    let line = vec![b'x'; 10 * 1024 * 1024];
    let quoted = [b"name\n\"", line.as_slice(), b"\""].concat();
    let commas = vec![b','; 10 * 1024 * 1024];
    let table: [(&[u8], NotASheet); 17] = [
        (b"", NotASheet::Empty),
        (b"\n\n\n", NotASheet::Empty),
        (b"name\n", NotASheet::Empty),
        (b"name,phone\n,\n , \n", NotASheet::Empty),
        (b"%PDF-1.7\x00\x01", NotASheet::Kind),
        (b"\x89PNG\r\n\x1a\n\x00", NotASheet::Kind),
        (b"\xff\xfeabc", NotASheet::Kind),
        (b"name\nFat\0ima\n", NotASheet::Kind),
        (b"n\0a\0m\0e\0\n\0x\0", NotASheet::Kind),
        (b"name\n\xc8\xc7\n", NotASheet::Letters),
        (b"\xef\xbb\xbfname\n\xd3\xc7\xe1\xe3\n", NotASheet::Letters),
        (line.as_slice(), NotASheet::Cell(1)),
        (quoted.as_slice(), NotASheet::Cell(2)),
        (commas.as_slice(), NotASheet::Columns(1)),
        (wide.as_bytes(), NotASheet::Columns(1)),
        (long.as_bytes(), NotASheet::Cell(2)),
        (tall.as_bytes(), NotASheet::Rows),
    ];
    for (bytes, wanted) in table {
        assert_eq!(sheet::read(bytes), Err(wanted), "{:?}", bytes.get(..12));
    }
}

#[test]
fn quotes_that_are_never_closed_end_with_the_file() {
    let read = sheet::read(b"name,phone\n\"never,closed\nx,y\n").unwrap();
    assert_eq!(read.rows, [(2, vec!["never,closed x,y".to_owned()])]);
    let odd = sheet::read(b"name,phone\na\"b,c\nd,\"e\"f\n").unwrap();
    assert_eq!(odd.rows.len(), 2);
}

#[tokio::test]
async fn a_refused_file_says_what_to_do_and_leaves_nothing() {
    let mut desk = Desk::new().await;
    for (bytes, status) in
        [(b"".as_slice(), 422), (b"%PDF\0", 422), (b"name\n\xc8\n", 422), (b"name\n", 422)]
    {
        let got = desk.send("../../etc/x.csv", bytes).await;
        assert_eq!(got.status, status);
        check_page(&got.body, "ar");
        assert!(got.body.contains("id=\"file-e\""));
    }
    let large = vec![b'a'; FILE_BYTES_MAX + 64 * 1024];
    assert_eq!(desk.send("a.csv", &large).await.status, 413);
    assert!(!desk.get("/ar/imports").await.body.contains("<bdi>x</bdi>"));
}

#[tokio::test]
async fn the_name_of_a_file_is_words_and_no_path() {
    let mut desk = Desk::new().await;
    desk.send("..\\..\\/etc/\u{202e}register.csv", "name\nفاطمة\n".as_bytes()).await;
    assert_eq!(desk.opened().await.0.head.file, "register.csv");
    assert!(!desk.get("/ar/imports").await.body.contains("etc"));
}

#[tokio::test]
async fn formulas_long_names_and_odd_rows_come_in_as_words_or_stay_out() {
    let mut desk = Desk::new().await;
    let sixty = "محمد ".repeat(60);
    let file = format!(
        "=HYPERLINK(1),الاسم,phone,الاسم\n\
         ,=cmd|' /C calc'!A0,0501234567,\n\
         ,{sixty},0501234568,\n\
         ,سالم,+٩٧١٥٠١٢٣٤٥٦٩,الزرقا\n\
         ,one,2,3,4,5,6,7\n\
         ,<script>alert(1)</script>,0501234560,\n\
         ,🙂,,\n"
    );
    desk.send("a.csv", file.as_bytes()).await;
    assert_eq!(desk.accept().await.status, 303);
    let wanted = [(2, What::Formula), (3, What::Name), (5, What::Wide)];
    assert_eq!(desk.findings().await, wanted);
    let report = desk.get(&format!("/en/imports/{}/report", desk.id)).await.body;
    assert!(!report.contains("cmd|") && !report.lines().any(|line| line.contains(",=")));
    desk.act("run").await;
    run::step(&desk.node.app).await.unwrap();
    assert_eq!(desk.cases().await, 5);
    let list = desk.get("/en/cases?status=closed").await.body;
    let paths = list.split("href=\"").filter_map(|part| part.split('"').next());
    for path in paths.filter(|path| path.starts_with("/en/cases/")) {
        check_page(&desk.get(path).await.body, "en");
    }
}

#[tokio::test]
async fn one_column_and_headings_that_stand_twice_are_enough() {
    let mut desk = Desk::new().await;
    desk.send("a.csv", "الاسم\nفاطمة\nنورة\n".as_bytes()).await;
    desk.accept().await;
    assert_eq!(desk.opened().await.1.unwrap().ready, 2);
    desk.send("b.csv", "name,name,phone,phone\nفاطمة,أحمد,0501234567,1\n".as_bytes()).await;
    assert_eq!(desk.accept().await.status, 303);
    let report = desk.opened().await.1.unwrap();
    assert_eq!((report.ready, report.findings.len()), (1, 0));
}
