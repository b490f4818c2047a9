//! Edges that are meant to be one edge.

use super::*;

/// A row of cells: spans and texts.
fn row(cells: &[(u32, &str)]) -> String {
    let cell = |(span, text): &(u32, &str)| cell(&format!(r#"<w:gridSpan w:val="{span}"/>{text}"#));
    format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>())
}

fn grid(widths: &[u32], rows: &[&[(u32, &str)]]) -> String {
    let columns: String = widths.iter().map(|w| format!(r#"<w:gridCol w:w="{w}"/>"#)).collect();
    blocks(&format!("<w:tbl><w:tblGrid>{columns}</w:tblGrid>{}</w:tbl>", rows.iter().map(|r| row(r)).collect::<String>()))
}

#[test]
fn columns_a_hair_wide_are_none() {
    let rows: &[&[(u32, &str)]] = &[&[(2, "行政复议"), (3, "行政诉讼")], &[(1, "甲"), (2, "乙"), (1, "丙"), (1, "丁")]];
    assert_eq!(grid(&[575, 575, 1, 576, 576], rows), "行政复议>2|行政诉讼>2 / 甲|乙|丙|丁");
    let empty: &[&[(u32, &str)]] = &[&[(3, "甲"), (1, "乙")], &[(1, "1"), (1, ""), (1, "2"), (1, "3")]];
    assert_eq!(grid(&[800, 40, 800, 800], empty), "甲>2|乙 / 1|2|3", "an empty cell as narrow as that is nothing");
}

#[test]
fn a_column_that_holds_text_is_never_lost() {
    let rows: &[&[(u32, &str)]] = &[&[(1, "甲"), (1, "1"), (1, "2")], &[(1, "乙"), (1, ""), (1, "3")]];
    assert_eq!(grid(&[5000, 90, 900], rows), "甲|1|2 / 乙||3");
    let together: &[&[(u32, &str)]] = &[&[(1, "甲"), (2, "1"), (1, "2")], &[(2, "乙"), (2, "3")]];
    assert_eq!(grid(&[5000, 50, 50, 900], together), "甲|1|2 / 乙|3>2");
}

#[test]
fn figures_stand_under_the_header_whose_edges_are_a_little_off() {
    let header: &[(u32, &str)] = &[(1, "项目"), (2, "自然人"), (2, "总计")];
    let figures: &[(u32, &str)] = &[(2, "规章"), (2, "1"), (1, "2")];
    assert_eq!(grid(&[2000, 150, 550, 150, 550], &[header, figures]), "项目|自然人|总计 / 规章|1|2");
    assert_eq!(grid(&[2000, 350, 350, 350, 350], &[header, figures]), "项目|自然人>2|总计>2 / 规章>2|1>2|2", "halfway is neither");
}

#[test]
fn rows_that_say_their_widths_are_believed_when_their_spans_do_not_add_up() {
    let cell = |width: u32, text: &str| cell(&format!(r#"<w:tcW w:w="{width}" w:type="dxa"/>{text}"#));
    let body = format!(
        "<w:tbl><w:tblGrid><w:gridCol w:w=\"900\"/></w:tblGrid><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell(1000, "项目"),
        cell(2010, "法人"),
        cell(1000, "规章"),
        cell(1000, "1"),
        cell(1000, "2"),
    );
    assert_eq!(blocks(&body), "项目|法人>2 / 规章|1|2");
    let unsaid = table(&[900; 3], &[&["项目", "法人"], &["规章", "1", "2"]]);
    assert_eq!(blocks(&unsaid), "项目|法人 / 规章|1|2", "else by the grid");
}

#[test]
fn what_a_row_leaves_free_stays_free() {
    let properties = r#"<w:trPr><w:gridBefore w:val="1"/></w:trPr>"#;
    let body = format!("<w:tbl>{}<w:tr>{properties}{}</w:tr></w:tbl>", row(&[(1, "甲"), (1, "乙")]), cell("2"));
    assert_eq!(blocks(&body), "甲|乙 / |2");
}

#[test]
fn a_grid_without_widths_is_left_as_it_is() {
    assert_eq!(grid(&[0, 0], &[&[(1, "甲"), (1, "乙")], &[(2, "丙")]]), "甲|乙 / 丙>2");
    assert_eq!(grid(&[], &[&[(1, "甲"), (3, "乙")], &[(2, "丙"), (2, "丁")]]), "甲|乙>2 / 丙>2|丁");
}
