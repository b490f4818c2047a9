//! Tables: merged cells, tables in tables, tables that lay out the page.

use super::*;

#[test]
fn merged_cells_stand_once_with_their_spans() {
    let body = table(
        &[900; 4],
        &[
            &[r#"<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>甲"#, r#"<w:gridSpan w:val="2"/>申请人"#],
            &[r#"<w:gridSpan w:val="2"/><w:vMerge/>"#, "自然人", "总计"],
            &[r#"<w:vMerge w:val="restart"/>三"#, "（一）", "1", "2"],
            &[r#"<w:vMerge w:val="continue"/>"#, "（二）", "3", "4"],
        ],
    );
    assert_eq!(blocks(&body), "甲>2v2|申请人>2 / 自然人|总计 / 三v2|（一）|1|2 / （二）|3|4");
}

#[test]
fn cells_merged_in_the_old_way_are_one() {
    let body = table(&[900; 3], &[&[r#"<w:hMerge w:val="restart"/>第二十条"#, "<w:hMerge/>", "<w:hMerge/>"], &["规章", "1", "2"]]);
    assert_eq!(blocks(&body), "第二十条>3 / 规章|1|2");
}

#[test]
fn each_place_points_back_at_its_own_text() {
    let body = table(&[900; 2], &[&["甲", "乙"], &["丙", "丁"]])
        + &p("文")
        + &table(&[900; 2], &[&[r#"<w:vMerge w:val="restart"/>戊"#, "己"], &["<w:vMerge/>", "庚"]]);
    let document = Parts { body: &body, ..Parts::default() }.read();
    places_hold(&document);
}

/// Checks that each cell's place points back at its own text, and that paragraphs count on.
#[track_caller]
pub(super) fn places_hold(document: &Document) {
    let grids: Vec<_> = document.blocks.iter().filter_map(|b| if let Block::Grid(g) = b { Some(g) } else { None }).collect();
    for (grid, number) in grids.iter().zip(1..) {
        for cell in grid.rows.iter().flatten() {
            let place = |n: Option<u32>| n.map(|n| n as usize - 1).expect("a place");
            assert_eq!(cell.place.table, Some(number));
            assert_eq!(grids[place(cell.place.table)].rows[place(cell.place.row)][place(cell.place.cell)], *cell);
        }
    }
    let paragraphs: Vec<u32> =
        document.blocks.iter().filter_map(|b| if let Block::Text(l) = b { l.paragraph.place_at(0).paragraph } else { None }).collect();
    assert!(paragraphs.is_sorted() && paragraphs.first().is_none_or(|p| *p == 1), "{paragraphs:?}");
}

#[test]
fn words_of_a_cell_join_over_its_paragraphs_and_figures_do_not() {
    let body = table(&[900; 3], &[&["甲", "乙", "丙"]])
        .replace(&p("甲"), &[p("商业企"), p("业")].concat())
        .replace(&p("乙"), &[p("1"), p("2")].concat())
        .replace(&p("丙"), &format!("<w:p>{}<w:r><w:br/></w:r>{}</w:p>", r("本年度办理"), r("结果")));
    assert_eq!(blocks(&body), "商业企业|1\n2|本年度办理结果");
    assert_eq!(blocks(&table(&[900; 2], &[&["规章", "\u{3000}\u{a0} "]])), "规章|");
    assert_eq!(blocks(&table(&[900; 2], &[&["规章", "2"]]).replace(&p("2"), "")), "规章|", "a cell without a paragraph");
}

#[test]
fn a_table_that_holds_the_page_is_none() {
    let inner = table(&[900; 2], &[&["规章", "2"], &["行政规范性文件", "3"]]);
    let body = table(&[900], &[&["甲"]]).replace(&p("甲"), &[p("一、总体情况"), inner.clone(), p("二、")].concat());
    assert_eq!(blocks(&body), "一、总体情况\n规章|2 / 行政规范性文件|3\n二、");
    let beside = table(&[900; 2], &[&["栏目", "甲"], &["脚注", ""]]).replace(&p("甲"), &inner);
    assert_eq!(blocks(&beside), "栏目\n规章|2 / 行政规范性文件|3\n脚注");
}

#[test]
fn a_table_in_a_cell_of_figures_is_what_the_cell_says() {
    let rows: Vec<[&str; 3]> = (0..4).map(|_| ["规章", "2", "3"]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|r| &r[..]).collect();
    let body = |inner: &str| table(&[900; 3], &rows).replacen(&p("2"), inner, 1);
    let one = table(&[900], &[&["14"]]);
    assert!(blocks(&body(&one)).starts_with("规章|14|3 / 规章|2|3"));
    let two = table(&[450, 450], &[&["1", "4"]]);
    assert!(blocks(&body(&two)).starts_with("规章|1\n4|3 / "), "two figures are not one");
}

#[test]
fn rows_that_hold_passages_are_text_between_grids() {
    let passage = format!("全年公开。{}", "文字很多".repeat(60));
    let body = table(
        &[900; 2],
        &[
            &["规章", "2"],
            &[&format!(r#"<w:gridSpan w:val="2"/>{passage}"#)],
            &["行政许可", "3"],
            &[r#"<w:gridSpan w:val="2"/>注：含上年。"#],
        ],
    );
    assert_eq!(blocks(&body), format!("规章|2\n{passage}\n行政许可|3 / 注：含上年。>2"));
    let document = Parts { body: &body, ..Parts::default() }.read();
    places_hold(&document);
}

#[test]
fn a_document_within_the_document_is_taken_in() {
    let relations = [("c", "aFChunk", "chunk.html", ""), ("o", "aFChunk", "file:///etc/passwd", r#"TargetMode="External""#)];
    let html = "<html><body><p>甲</p><table><tr><td>规章</td><td>2</td></tr></table></body></html>";
    let body = format!("{}<w:altChunk r:id=\"c\"/><w:altChunk r:id=\"c\"/><w:altChunk r:id=\"o\"/>{}", p("前"), p("后"));
    let document = Parts { body: &body, relations: &relations, others: &[("word/chunk.html", html)], ..Parts::default() }.read();
    let shown = shown(&document);
    assert!(shown.starts_with("前") && shown.ends_with("后"), "{shown}");
    assert!(codes(&document).contains(&"L0023"), "what is elsewhere is not fetched");
    places_hold(&document);
}
