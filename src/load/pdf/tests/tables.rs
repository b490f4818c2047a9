//! Rulings and what stands between them.

use super::{Writer, pdf, put, read, row, rule, rules, sized};

const COLUMNS: [i32; 4] = [50, 150, 250, 350];

#[test]
fn missing_rulings_merge_cells() {
    // A header over two columns, a label over two rows, and a corner of two by two.
    let lines = [
        rule(50, 100, 450, 100),
        rule(250, 120, 450, 120),
        rule(50, 140, 450, 140),
        rule(150, 160, 450, 160),
        rule(50, 180, 450, 180),
        rule(50, 100, 50, 180),
        rule(450, 100, 450, 180),
        rule(250, 100, 250, 180),
        rule(150, 140, 150, 180),
        rule(350, 120, 350, 180),
    ]
    .concat();
    let texts = [put(53, 120, "栏目"), put(253, 113, "件数"), put(253, 133, "甲"), put(353, 133, "乙"), put(53, 163, "合并")].concat();
    let texts = texts + &put(153, 153, "一") + &put(253, 153, "1") + &put(353, 153, "2") + &put(153, 173, "二") + &put(253, 173, "3");
    assert_eq!(read(&pdf(&[lines + &texts])), "|栏目<2x2>|件数<2x1>|\n|甲|乙|\n|合并<1x2>|一|1|2|\n|二|3||\n");
}

#[test]
fn labels_in_many_lines_are_one_label() {
    let lines = rules(&[50, 70, 200, 300], &[100, 220]);
    let down: String = "三本年度办理结果".chars().zip(0..).map(|(c, i)| put(53, 113 + 12 * i, &c.to_string())).collect();
    let label = put(73, 140, "2.申请人逾期未按收费通知要") + &put(73, 155, "求缴纳费用、行政机关不再处") + &put(73, 170, "理");
    let figures = put(203, 140, "806") + &put(203, 155, "811");
    let shown = read(&pdf(&[lines + &down + &label + &figures]));
    assert_eq!(shown, "|三本年度办理结果|2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理|806\n811|\n", "and two figures stay two");
}

#[test]
fn rulings_may_be_bars_frames_and_double_lines() {
    let bar = |x0: i32, y0: i32, x1: i32, y1: i32| format!("{x0} {} {} {} re f\n", 800 - y1, x1 - x0, y1 - y0);
    // A bar for each side of each cell, as programs draw them; twice as thick below the header.
    let mut bars = String::new();
    for x in [50, 150] {
        for y in [100, 120] {
            bars += &bar(x, y, x + 100, y + 1);
            bars += &bar(x, y + 20, x + 100, y + 22);
            bars += &bar(x, y, x + 1, y + 20);
            bars += &bar(x + 100, y, x + 101, y + 20);
        }
    }
    let cells = row(&[50, 150], 100, &["规章", "件数"]) + &row(&[50, 150], 120, &["1", "2"]);
    assert_eq!(read(&pdf(&[bars + &cells])), "|规章|件数|\n|1|2|\n");
    // Rectangles: stroked, and as a frame filled between two.
    let stroked = "50 660 100 20 re S 150 660 100 20 re S\n50 640 100 20 re S 150 640 100 20 re S\n".to_owned();
    assert_eq!(read(&pdf(&[stroked + &row(&[50, 150], 120, &["甲", "3"]) + &row(&[50, 150], 140, &["乙", "4"])])), "|甲|3|\n|乙|4|\n");
    let frames = "50 660 100 20 re 51 661 98 18 re f* 150 660 100 20 re 151 661 98 18 re f*\n".to_owned();
    assert_eq!(read(&pdf(&[frames + &row(&[50, 150], 120, &["甲", "5"])])), "|甲|5|\n");
}

#[test]
fn tables_may_be_open_at_their_sides() {
    let level: String = [100, 120, 140].into_iter().map(|y| rule(50, y, 450, y)).collect();
    let upright = rule(150, 100, 150, 140) + &rule(300, 100, 300, 140);
    let cells = row(&[50, 150, 300], 100, &["甲", "1", "2"]) + &row(&[50, 150, 300], 120, &["乙", "3", "4"]);
    assert_eq!(read(&pdf(&[level + &upright + &cells])), "|甲|1|2|\n|乙|3|4|\n");
}

#[test]
fn frames_and_underlines_are_no_tables() {
    let frame = rules(&[40, 500], &[60, 200]);
    let underline = rule(50, 116, 150, 116);
    assert_eq!(
        read(&pdf(&[frame + &underline + &put(50, 113, "一、总体情况") + &put(50, 133, "按时办结。")])),
        "一、总体情况\n按时办结。\n"
    );
}

#[test]
fn a_table_in_a_frame_is_the_table() {
    // The page is laid out in two cells; one of them holds the table.
    let outer = rules(&[40, 120, 560], &[60, 300]);
    let inner = rules(&[150, 250, 350], &[100, 120, 140]);
    let cells = row(&[150, 250], 100, &["规章", "1"]) + &row(&[150, 250], 120, &["行政许可", "2"]);
    assert_eq!(read(&pdf(&[outer + &inner + &put(130, 80, "表一") + &cells])), "表一\n|规章|1|\n|行政许可|2|\n");
}

#[test]
fn a_figure_wider_than_its_cell_is_one_figure() {
    let lines = rules(&[50, 80, 110, 140], &[100, 120]);
    // 30 points for a figure of 45, centred; its digits reach into both neighbours.
    let figure = put(72, 113, "123456789");
    let shown = read(&pdf(&[lines.clone() + &put(53, 113, "甲") + &figure]));
    assert_eq!(shown, "|甲|123456789||\n");
    // Two figures that touch the ruling between them are two.
    let shown = read(&pdf(&[lines + &put(53, 113, "甲") + &put(99, 113, "12") + &put(111, 113, "34")]));
    assert_eq!(shown, "|甲|12|34|\n");
}

#[test]
fn a_figure_broken_by_a_narrow_cell_is_one_figure() {
    // Three points at each side, and room for two digits between them.
    let lines = rules(&[50, 66, 82, 132], &[100, 130]);
    let narrow = put(53, 112, "30") + &put(53, 124, "9") + &put(69, 112, "44") + &put(69, 124, "0");
    assert_eq!(read(&pdf(&[lines.clone() + &narrow + &put(85, 112, "总计")])), "|309|440|总计|\n");
    // There is room for a digit more, or words beside the digits.
    let wide = put(53, 112, "30") + &put(53, 124, "元") + &put(85, 112, "44") + &put(85, 124, "0");
    assert_eq!(read(&pdf(&[lines + &wide])), "|30元||44\n0|\n");
}

#[test]
fn gaps_between_rulings_are_no_columns() {
    let lines = rules(&[50, 150, 155, 250], &[100, 120, 140]);
    let cells = row(&[50, 155], 100, &["甲", "1"]) + &row(&[50, 155], 120, &["乙", "2"]);
    assert_eq!(read(&pdf(&[lines + &cells])), "|甲|1|\n|乙|2|\n");
}

/// A page with the rows of a table at its end, or at its start.
fn piece(top: i32, rows: &[&[&str]]) -> String {
    let edges: Vec<i32> = (0..=rows.len()).map(|i| top + 20 * i32::try_from(i).expect("few")).collect();
    let cells: String = rows.iter().zip(&edges).map(|(texts, y)| row(&COLUMNS, *y, texts)).collect();
    rules(&[50, 150, 250, 350, 450], &edges) + &cells
}

#[test]
fn a_table_goes_on_over_pages() {
    let number = |n: &str| put(290, 780, n);
    let header: &[&str] = &["栏目", "甲", "乙", "丙"];
    let first = piece(700, &[header, &["一", "1", "2", "3"]]) + &number("- 1 -");
    let second = put(250, 40, "续表") + &piece(60, &[header, &["二", "4", "5", "6"]]) + &number("- 2 -");
    let third = piece(60, &[&["三", "7", "8", "9"]]) + &put(50, 200, "说明") + &number("- 3 -");
    assert_eq!(read(&pdf(&[first, second, third])), "|栏目|甲|乙|丙|\n|一|1|2|3|\n|二|4|5|6|\n|三|7|8|9|\n说明\n");
    // A row of figures that is taken for a part of the header is printed again with it; one that is there twice is not.
    let first = piece(680, &[header, &["一", "1", "2", "3"], &["", "0", "0", "0"]]);
    let again = piece(60, &[header, &["一", "1", "2", "3"], &["二", "4", "5", "6"]]);
    let once = piece(60, &[&["一", "1", "2", "3"]]);
    assert_eq!(read(&pdf(&[first.clone(), again])), "|栏目|甲|乙|丙|\n|一|1|2|3|\n||0|0|0|\n|二|4|5|6|\n");
    assert_eq!(read(&pdf(&[first, once])), "|栏目|甲|乙|丙|\n|一|1|2|3|\n||0|0|0|\n|一|1|2|3|\n");
}

#[test]
fn whole_rows_are_never_joined_over_a_page_break() {
    // A row whose figures are blank, and the next, whose are not.
    let first = piece(720, &[&["规章", "", "", ""]]);
    let second = piece(60, &[&["行政规范性文件", "1", "2", "3"]]);
    assert_eq!(read(&pdf(&[first, second])), "|规章||||\n|行政规范性文件|1|2|3|\n");
}

/// A page with a row of a table whose upright rulings hang out at its end, or stick out at its start.
fn open_row(y: i32, ends_above: bool, closed: &[usize], texts: &[&str]) -> String {
    let columns = [50, 150, 250, 350, 450];
    let (inner, outer) = if ends_above { (y, y + 20) } else { (y + 20, y) };
    let edge: String = closed.iter().map(|c| rule(columns[*c], outer, columns[*c + 1], outer)).collect();
    rule(50, inner, 450, inner) + &edge + &columns.map(|x| rule(x, y, x, y + 20)).concat() + &row(&columns[..4], y, texts)
}

#[test]
fn a_row_cut_by_the_page_is_one_row() {
    let first = piece(700, &[&["一", "1", "2", "3"]]) + &open_row(720, true, &[], &["2.没有现成", "", "", ""]);
    let second = open_row(40, false, &[], &["信息", "4", "5", "6"]) + &piece(60, &[&["三", "7", "8", "9"]]);
    assert_eq!(read(&pdf(&[first, second])), "|一|1|2|3|\n|2.没有现成信息|4|5|6|\n|三|7|8|9|\n");
    // Figures above and below are two rows, though no ruling parts them.
    let second = open_row(40, false, &[], &["信息", "4", "5", "6"]);
    assert_eq!(read(&pdf(&[open_row(720, true, &[], &["甲", "1", "2", "3"]), second])), "|甲|1|2|3|\n|信息|4|5|6|\n");
}

#[test]
fn the_number_of_a_page_is_no_figure_of_the_row_above_it() {
    let cut = open_row(720, true, &[], &["2.没有现成", "", "", ""]) + &put(53, 753, "信息") + &put(353, 753, "2");
    let shown = read(&pdf(&[piece(700, &[&["一", "1", "2", "3"]]) + &cut]));
    assert!(shown.contains("|2.没有现成信息||||"), "{shown}");
}

#[test]
fn a_figure_cut_by_the_page_is_one_figure_or_none() {
    // Room for three digits in the last column, and a ruling where the page breaks.
    let page = |y: i32, texts: &[&str]| rules(&[50, 150, 250, 271], &[y, y + 20]) + &row(&[50, 150, 250], y, texts);
    let read_pages = |first: &[&str], second: &[&str]| read(&pdf(&[page(720, first), page(60, second)]));
    assert_eq!(read_pages(&["7.属于", "397", "249"], &["", "", "2"]), "|7.属于|397|2492|\n");
    assert_eq!(read_pages(&["7.属于", "397", "249"], &["执法案卷", "", "2"]), "|7.属于执法案卷|397|2492|\n");
    // There was room for it: what it is cannot be known.
    assert_eq!(read_pages(&["7.属于", "397", "24"], &["", "", "2"]), "|7.属于|397|24\n2|\n");
    // A row with its own label, or with all its figures, is a row.
    assert_eq!(read_pages(&["7.属于", "397", "249"], &["8.属于", "", "2"]), "|7.属于|397|249|\n|8.属于||2|\n");
    assert_eq!(read_pages(&["规章", "397", "249"], &["文件", "4", "2"]), "|规章|397|249|\n|文件|4|2|\n");
    assert_eq!(read_pages(&["规章", "件数", "总计"], &["", "", "2"]), "|规章|件数|总计|\n|||2|\n");
}

#[test]
fn a_label_cut_by_the_page_is_one_label() {
    let first = open_row(720, true, &[1, 2, 3], &["（四）无", "1", "2", "3"]);
    let second = open_row(40, false, &[1, 2, 3], &["法提供", "4", "5", "6"]);
    assert_eq!(read(&pdf(&[first.clone(), second])), "|（四）无法提供<1x2>|1|2|3|\n|4|5|6|\n");
    // Where it is not cut, and blank cells are, nothing is joined.
    let first = open_row(720, true, &[0], &["规章", "", "", ""]);
    let second = open_row(40, false, &[0], &["行政规范性文件", "4", "5", "6"]);
    assert_eq!(read(&pdf(&[first, second])), "|规章||||\n|行政规范性文件|4|5|6|\n");
}

#[test]
fn text_that_hangs_out_of_a_cell_cut_by_the_page_is_in_it() {
    let first = open_row(720, true, &[2, 3], &["结果", "结果", "甲", "乙"])
        + &put(53, 746, "维持")
        + &put(153, 746, "纠正")
        + &put(290, 780, "- 1 -");
    assert_eq!(read(&pdf(&[first])), "|结果维持|结果纠正|甲|乙|\n");
    // A line below the table, with more below it, is text.
    let more = put(50, 770, "说明") + &put(50, 785, "说明");
    let lower = open_row(600, true, &[2, 3], &["结果", "结果", "甲", "乙"]) + &put(53, 626, "注") + &put(53, 660, "说明");
    assert_eq!(read(&pdf(&[lower + &more])).lines().next(), Some("|结果|结果|甲|乙|"));
}

#[test]
fn another_table_on_the_next_page_is_another() {
    let first = piece(720, &[&["一", "1", "2", "3"]]);
    let wider = rules(&[50, 100, 300, 450], &[60, 80]) + &row(&[50, 100, 300], 60, &["二", "4", "5"]);
    let document = super::try_read(&pdf(&[first.clone(), wider])).expect("is read");
    assert_eq!(document.blocks.len(), 2, "other columns");
    let document =
        super::try_read(&pdf(&[first.clone(), put(50, 40, "三、处理情况") + &piece(60, &[&["二", "4", "5", "6"]])])).expect("is read");
    assert_eq!(document.blocks.len(), 3, "a heading between");
    let document = super::try_read(&pdf(&[first, piece(60, &[&["二", "4", "5", "6"]])])).expect("is read");
    assert_eq!(document.blocks.len(), 1);
}

#[test]
fn columns_only_a_later_page_shows_are_columns_of_the_table() {
    let rows = |y: i32| [rule(50, y, 450, y), rule(50, y + 20, 450, y + 20)].concat();
    let wide = rows(720) + &[50, 250, 450].map(|x| rule(x, 720, x, 740)).concat() + &row(&[50, 250], 720, &["总计", "5"]);
    let narrow = rows(60) + &[50, 150, 250, 450].map(|x| rule(x, 60, x, 80)).concat() + &row(&[50, 150, 250], 60, &["其他", "说明", "6"]);
    assert_eq!(read(&pdf(&[wide, narrow])), "|总计<2x1>|5|\n|其他|说明|6|\n");
}

#[test]
fn rulings_that_are_not_seen_rule_nothing() {
    let mut writer = Writer::new();
    let lines = rules(&[50, 150, 250], &[100, 120]);
    let page =
        writer.page(&format!("q /G gs {lines} Q {}", row(&[50, 150], 100, &["甲", "1"])), "", "/ExtGState << /G << /CA 0 /ca 0 >> >>");
    assert_eq!(read(&writer.finish(&[page])), "甲 1\n");
}

#[test]
fn small_print_has_small_cells() {
    let lines = rules(&[50, 80, 110], &[100, 106, 112]);
    let cells = sized(51, 105, 4, "规章") + &sized(81, 105, 4, "12") + &sized(51, 111, 4, "许可") + &sized(81, 111, 4, "34");
    assert_eq!(read(&pdf(&[lines + &cells])), "|规章|12|\n|许可|34|\n");
}
