//! Tracked changes, read as if all were accepted.

use super::*;

#[track_caller]
fn accepted(body: &str, text: &str, insertions: usize, deletions: usize) {
    let document = Parts { body, ..Parts::default() }.read();
    assert_eq!(shown(&document), text);
    let problems: Vec<&Trouble> = document.problems.iter().map(|p| &p.trouble).collect();
    let trouble = Trouble::TrackedChanges { insertions, deletions };
    assert_eq!(problems, if insertions + deletions == 0 { vec![] } else { vec![&trouble] });
}

#[test]
fn insertions_stay_and_deletions_go() {
    let gone = "<w:del><w:r><w:delText>14</w:delText></w:r></w:del>";
    accepted(&format!("<w:p>{}{gone}<w:ins>{}</w:ins>{}</w:p>", r("申请"), r("15"), r("件")), "申请15件", 1, 1);
    let moved = format!("<w:p><w:moveFrom>{}</w:moveFrom>{}<w:moveTo>{}</w:moveTo></w:p>", r("甲"), r("乙"), r("甲"));
    accepted(&moved, "乙甲", 1, 1);
    accepted(&format!("<w:p><w:ins>{}{gone}</w:ins></w:p>", r("甲")), "甲", 1, 1);
    let look = format!("<w:p><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:pPrChange></w:pPr>{}</w:p>", r("甲"));
    accepted(&look, "甲", 0, 0);
}

#[test]
fn a_deleted_mark_joins_two_paragraphs() {
    let marked = |mark: &str, text: &str| format!("<w:p><w:pPr><w:rPr><w:{mark}/></w:rPr></w:pPr>{text}</w:p>");
    accepted(&format!("{}{}", marked("del", &r("全年收到申请")), p("14件。")), "全年收到申请14件。", 0, 1);
    accepted(&format!("{}{}", marked("ins", &r("甲")), p("乙")), "甲\n乙", 1, 0);
    let gone = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>";
    let heading = format!("<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>{}</w:p>", r("一、总体情况"));
    accepted(&format!("{}{heading}", marked("del", gone)), "# 一、总体情况", 0, 2);
    accepted(&format!("{}{}", marked("del", &r("甲")), table(&[900, 900], &[&["规章", "2"]])), "甲\n规章|2", 0, 1);
}

#[test]
fn rows_and_cells_come_and_go() {
    let row = |change: &str, text: &str| format!("<w:tr><w:trPr>{change}</w:trPr>{}{}</w:tr>", cell(text), cell("1"));
    let body = format!("<w:tbl>{}{}{}{}</w:tbl>", row("", "甲"), row("<w:del/>", "乙"), row("<w:ins/>", "丙"), row("<w:hidden/>", "丁"));
    accepted(&body, "甲|1 / 丙|1", 1, 1);
    let body = table(&[900, 900], &[&["<w:cellDel/>旧", "规章", "<w:cellIns/>2"]]);
    accepted(&body, "规章|2", 1, 1);
    let merged = table(&[900, 900], &[&[r#"<w:cellMerge w:vMerge="rest"/>甲"#, "1"], &[r#"<w:cellMerge w:vMerge="cont"/>"#, "2"]]);
    accepted(&merged, "甲v2|1 / 2", 0, 0);
}

#[test]
fn a_number_is_not_counted_for_a_deleted_paragraph() {
    let numbering = r#"<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
        <w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>"#;
    let item = |mark: &str, content: &str| {
        format!(r#"<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr>{mark}</w:rPr></w:pPr>{content}</w:p>"#)
    };
    let gone = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>";
    let body = [item("", &r("甲")), item("<w:del/>", gone), item("", &r("乙"))].concat();
    assert_eq!(shown(&Parts { body: &body, numbering, ..Parts::default() }.read()), "一、甲\n二、乙");
}
