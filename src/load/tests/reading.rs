//! The reading document as input.

use super::*;
use crate::load::{is_reading, load_reading};

fn one(text: &str) -> Report {
    let mut reports = load_reading(text.as_bytes(), &[testform()], &LoadOptions::default()).unwrap_or_else(|t| panic!("{t:?}"));
    assert_eq!(reports.len(), 1);
    reports.remove(0).1
}

#[track_caller]
fn wrong(text: &str) -> String {
    match load_reading(text.as_bytes(), &[testform()], &LoadOptions::default()) {
        Ok(_) => panic!("was read"),
        Err(trouble) => trouble.message(crate::lang::Lang::En),
    }
}

#[test]
fn cells_as_a_map_or_a_list() {
    let report = one(r#"{"schema":"gouji.reading/1","form":"年度报告2021","year":2023,
        "cells":{"申请.新收[自然人]":"12","申请.新收[总计]":12,"收费.行政事业性收费[金额]":110.3200000000000000001,"文件.规章[制发]":null,"文件.规章[废止]":"/"}}"#);
    assert_eq!(row(&report, "申请.新收"), "12 . . . . . 12");
    assert_eq!(row(&report, "收费.行政事业性收费"), "110.3200000000000000001");
    assert_eq!(row(&report, "文件.规章"), "_ / .");
    let report = one(
        r#"{"schema":"gouji.reading/1","reports":[{"path":"a.md","agency":"甲","form":"年度报告2021","year":2023,"published":"2024-01-20",
        "period":{"from":"2023-01-01","to":"2023-12-31"},"attributes":{"口径":"汇总"},
        "cells":[{"id":"申请.新收[自然人]","state":"number","value":"5","text":"5件","place":{"line":7,"column":3}},
                 {"id":"申请.新收[其他]","state":"unreadable","text":"O"},{"id":"申请.新收[总计]","state":"missing","text":null,"place":null}],
        "sections":[{"id":"一","title":"总体情况","text":"甲。\n乙。","place":{"line":9}}],"readings":[1],"problems":[2]}]}"#,
    );
    assert_eq!(row(&report, "申请.新收"), "5 . . . . ? .");
    assert_eq!(report.cell_named("申请.新收[自然人]").unwrap().text.as_deref(), Some("5件"));
    assert_eq!(report.section("一").unwrap().paragraphs.len(), 2);
    assert_eq!(report.attributes.get("口径").map(String::as_str), Some("汇总"));
    assert!(report.published.is_some() && report.period.is_some());
}

#[test]
fn lines_of_reports() {
    let line = r#"{"form":"年度报告2021","year":2023,"cells":{}}"#;
    let reports = load_reading(format!("{line}\n{line}\n").as_bytes(), &[testform()], &LoadOptions::default()).unwrap();
    assert_eq!(reports.len(), 2);
    assert!(is_reading(line.as_bytes()) && is_reading(b"\xef\xbb\xbf {\n\"a\"") && !is_reading(b"# {"));
}

#[test]
fn twice_and_different() {
    let report = one(
        r#"{"form":"年度报告2021","year":2023,"cells":{"申请.新收[总计]":1,"申请.新收[总计]":2,"申请.新收[其他]":1,"申请.新收[其他]":"1"}}"#,
    );
    assert_eq!(row(&report, "申请.新收"), ". . . . . 1 ?");
    assert_eq!(problems(&report), "L0109");
}

#[test]
fn errors_name_line_and_field() {
    let near = wrong("{\"form\":\"年度报告2021\",\"year\":2023,\n\"cells\":{\n\"申请.新收[自然入]\":1}}");
    assert!(near.contains("line 3") && near.contains("申请.新收[自然人]"), "{near}");
    let year = wrong("{\"form\":\"年度报告2021\",\n\"cells\":{}}");
    assert!(year.contains("year"), "{year}");
    let number =
        wrong("{\"form\":\"年度报告2021\",\"year\":2023,\"cells\":[\n{\"id\":\"申请.新收[总计]\",\"state\":\"number\",\"value\":true}]}");
    assert!(number.contains("line 2") && number.contains("申请.新收[总计]"), "{number}");
    assert!(wrong("{\"form\":\"x\",\"year\":2023,\"cells\":{}}").contains("no form is named"));
    assert!(wrong("{\"schema\":\"other/2\",\"form\":\"年度报告2021\",\"year\":2023,\"cells\":{}}").contains("other/2"));
    assert!(wrong("{\"form\":").contains("line 1"));
}

#[test]
fn what_a_field_should_hold_is_said() {
    let report = |fields: &str| wrong(&format!("{{\"form\":\"年度报告2021\",{fields}}}"));
    assert_eq!(
        report("\"year\":\"2025\",\"cells\":{}"),
        "reading document, line 1: `year` is `\"2025\"`; it should be a year, a whole number"
    );
    assert_eq!(report("\"year\":2025"), "`cells` is missing");
    assert_eq!(report("\"year\":2025,\"year\":2024,\"cells\":{}"), "reading document, line 1: `year` stands twice in one report");
    assert!(report("\"year\":2025,\"cells\":1").contains("an object of names and figures, or a list"));
    assert!(report("\"year\":2025,\"cells\":{},\"published\":\"明天\"").contains("`published` is `明天`, which is no date"));
    assert!(report("\"year\":2025,\"cells\":{},\"period\":{\"from\":\"2025-01-01\"}").contains("two dates"));
    assert!(
        report("\"year\":2025,\"cells\":[{\"id\":\"申请.新收[总计]\",\"state\":\"number\",\"value\":\"甲\"}]")
            .contains("its value `甲` is none")
    );
    assert_eq!(wrong("{\"reports\":[]}"), "`schema` is missing");
    assert_eq!(wrong("{}"), "this is no reading document: it has no schema, form or cells");
    assert_eq!(wrong("{\"form\":tru}"), "reading document, line 1: the JSON is not valid (perhaps the line before lacks a comma)");
}

#[test]
fn the_host_may_know_the_year_and_the_limit() {
    let text = br#"{"form":"\u5e74\u5ea6\u62a5\u544a2021","cells":{}}"#;
    let options = LoadOptions { year: Some(2024), ..LoadOptions::default() };
    assert_eq!(load_reading(text, &[testform()], &options).unwrap()[0].1.year, Some(2024));
    let small = LoadOptions { max_bytes: 10, ..options };
    assert!(matches!(load_reading(text, &[testform()], &small), Err(Trouble::TooLarge { what: "bytes", limit: 10 })));
}
