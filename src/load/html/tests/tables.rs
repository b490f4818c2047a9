//! Tables of figures, and tables that are none.

use super::*;

fn table(rows: &str) -> String {
    blocks(format!("<html><body><table>{rows}</table></body></html>"))
}

#[test]
fn a_merged_cell_stands_once() {
    let rows = "<tr><td rowspan=2 colspan=\"2\">甲<td colspan=3>乙<tr><td>1<td>2<td>3";
    assert_eq!(table(rows), "| 甲(2x2) | 乙(1x3)\n| 1 | 2 | 3");
}

#[test]
fn spans_end_with_the_part_of_the_table_they_are_in() {
    assert_eq!(table("<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3"), "| 甲(3x1) | 1\n| 2\n| 3");
    assert_eq!(table("<tr><td rowspan=99>甲<td>1<tr><td>2"), "| 甲(2x1) | 1\n| 2");
    assert_eq!(table("<thead><tr><th rowspan=5>甲<th>乙</thead><tbody><tr><td>1<td>2"), "| 甲 | 乙\n| 1 | 2");
}

#[test]
fn absurd_spans_are_what_browsers_make_of_them() {
    assert_eq!(table("<tr><td colspan=0>甲<td rowspan=-3>1<td colspan=x>2<td colspan='2%'>3"), "| 甲 | 1 | 2 | 3(1x2)");
    assert_eq!(table("<tr><td colspan=1000000>甲<tr><td>1<td>2"), "| 甲(1x1000)\n| 1 | 2");
}

#[test]
fn the_head_comes_first_and_the_foot_last() {
    let rows = "<tfoot><tr><td>合计<td>3</tfoot><tbody><tr><td>甲<td>1</tbody><thead><tr><td>名称<td>数</thead><tbody><tr><td>乙<td>2";
    assert_eq!(table(rows), "| 名称 | 数\n| 甲 | 1\n| 乙 | 2\n| 合计 | 3");
}

#[test]
fn a_caption_stands_above() {
    assert_eq!(table("<caption>表<b>二</b></caption><tr><td>甲<td>1"), "表二\n| 甲 | 1");
}

#[test]
fn ends_that_are_missing_are_put_in() {
    assert_eq!(table("<tr><td>甲<td>1<tr><td>乙</td><td>2<tr><td>丙<td><p>3"), "| 甲 | 1\n| 乙 | 2\n| 丙 | 3");
    assert_eq!(table("<td>甲<td>1"), "| 甲 | 1");
}

#[test]
fn an_empty_cell_below_a_label_that_does_not_reach_down_is_a_cell() {
    let rows = "<tr><td rowspan=2>注<td>自然人<td colspan=2>法人<tr><td></td><td>商业企业<td>其他<tr><td>甲<td>1<td>2<td>3";
    assert_eq!(table(rows), "| 注(2x1) | 自然人 | 法人(1x2)\n|  | 商业企业 | 其他\n| 甲 | 1 | 2 | 3");
}

#[test]
fn a_row_covered_from_above_is_a_row() {
    assert_eq!(table("<tr><td rowspan=2>甲<td rowspan=2>1<tr></tr><tr><td>乙<td>2"), "| 甲(2x1) | 1(2x1)\n|\n| 乙 | 2");
}

#[test]
fn rows_and_cells_that_are_not_shown_are_not_there() {
    let rows =
        "<tr><td>甲<td style='display:none'>9<td>1<tr style='display:none'><td>乙<td>9<tr height=0><td><td></tr><tr height=0><td>丙<td>2";
    assert_eq!(table(rows), "| 甲 | 1\n| 丙 | 2");
    assert_eq!(row("<td>甲<td style='visibility:hidden'>9<td>1"), "甲 |  | 1");
}

#[test]
fn pieces_of_a_cell_are_joined_as_they_are_read() {
    assert_eq!(
        row("<td><p>商业企</p>\n<p>业</p><td>三<br>、<br/>本<br>年<td>1<br>2<td><p>1.</p><p>属于</p>"),
        "商业企业 | 三、本年 | 1\n2 | 1.属于"
    );
    assert_eq!(row("<td>甲<td><span>1</span><span>2</span><td> <span>3</span>\n<span>4</span> "), "甲 | 12 | 3 4");
}

#[test]
fn blank_cells_are_empty() {
    assert_eq!(row("<td>甲<td>&nbsp;<td>　<td><p><o:p>&nbsp;</o:p></p><td><br><td>0"), "甲 |  |  |  |  | 0");
}

#[test]
fn figures_keep_clear_of_footnotes_and_of_what_was_struck_out() {
    assert_eq!(row("<td>甲<td>12<sup>1</sup><td><s>12</s>15<td><input value=7><input type=hidden value=8>"), "甲 | 12¹ | 15 | 7");
}

#[test]
fn text_among_the_rows_comes_before_the_table() {
    assert_eq!(table("<tr><td>甲<td>1</tr>单位：件<tr><td>乙<td>2</tr>"), "单位：件\n| 甲 | 1\n| 乙 | 2");
}

#[test]
fn a_table_that_arranges_the_page_is_no_grid() {
    let inner = "<table><tr><td>规章<td>1</table>";
    let page = format!(
        "<table><tr><td colspan=3>甲局年报<tr><td></td><td><table><tr><td><h2>一、总体情况</h2><p>正文。</p>{inner}<p>二</p></table></td><td>&nbsp;<tr><td>底"
    );
    assert_eq!(blocks(format!("<html><body>{page}")), "甲局年报\n# 一、总体情况\n正文。\n| 规章 | 1\n二\n底");
}

#[test]
fn a_table_of_one_column_is_lines() {
    assert_eq!(table("<tr><td>一、总体情况<tr><td><p>第一段。</p><p>第二段。</p>"), "一、总体情况\n第一段。\n第二段。");
}

#[test]
fn a_table_around_long_text_is_no_grid() {
    let text = "全年公开信息若干条。".repeat(12);
    let rows = format!("<tr><td>总体<td><p>{text}</p><p>{text}</p><tr><td>其他<td>无");
    assert_eq!(table(&rows), format!("总体\n{text}\n{text}\n其他\n无"));
}

#[test]
fn a_long_note_in_a_table_of_figures_leaves_it_one() {
    let text = "注：统计口径如下。".repeat(12);
    let rows: String = (0..20).map(|i| format!("<tr><td>一、本年新收政府信息公开申请数量<td>{i}<td>{i}")).collect();
    let shown = table(&format!("{rows}<tr><td colspan=3><p>{text}</p><p>{text}</p>"));
    assert_eq!(shown.lines().count(), 21);
    assert!(shown.starts_with("| 一、"));
}

#[test]
fn a_frame_around_the_text_of_a_cell_is_no_table() {
    assert_eq!(row("<td>规章<td><table><tr><td>1</table><td>2"), "规章 | 1 | 2");
}

#[test]
fn a_table_in_a_cell_of_a_table_of_figures_follows_it() {
    let rows: String = (0..9).map(|i| format!("<tr><td>一、本年新收政府信息公开申请数量<td>{i}")).collect();
    let shown = table(&format!("{rows}<tr><td>注<table><tr><td>甲<td>7</table><td>9"));
    assert_eq!(shown.lines().skip(9).collect::<Vec<_>>(), ["| 注 | 9", "| 甲 | 7"]);
}

#[test]
fn a_table_of_links_is_none() {
    let page = "<html><body><table><tr><td><a href=1>首页</a><td><a href=2>政务公开</a><td><a href=3>互动</a></table><p>正文。</p>";
    assert_eq!(blocks(page), "正文。");
    // Figures are figures, even where each leads somewhere.
    assert_eq!(row("<td><a href=1>规章</a><td><a href=2>1</a><td><a href=3>2</a>"), "规章 | 1 | 2");
}

#[test]
fn a_table_of_blanks_is_none() {
    let cells = "<td></td>".repeat(300);
    assert_eq!(blocks(format!("<html><body><p>甲</p><table><tr>{cells}</tr><tr>{cells}</tr></table><p>乙</p>")), "甲\n乙");
}
