//! Lines, pages, and what is printed at their edges.

use super::{Writer, hex, pdf, put, read, refused, row, rules, sized};

#[test]
fn words_of_a_line_are_apart_where_they_are_printed_apart() {
    let line = |parts: &[(i32, &str)]| parts.iter().map(|(x, text)| put(*x, 100, text)).collect::<String>();
    // Digits are five points wide.
    for (parts, text) in [
        (&[(50, "规章"), (100, "2"), (150, "13")][..], "规章 2 13"),
        (&[(50, "2023"), (70, "年")], "2023年"),
        (&[(50, "2023"), (72, "年")], "2023年"),
        (&[(50, "12"), (60, "34")], "1234"),
        (&[(50, "12"), (63, "34")], "12 34"),
        (&[(50, "总"), (63, "计")], "总计"),
        (&[(50, "行政许可"), (110, "行政处罚")], "行政许可 行政处罚"),
    ] {
        assert_eq!(read(&pdf(&[line(parts)])), format!("{text}\n"), "{parts:?}");
    }
}

#[test]
fn digits_set_apart_one_by_one_are_one_figure() {
    let kerned = format!("BT /F 10 Tf 1 0 0 1 50 700 Tm [{} -60 {} 40 {} -100 {}] TJ ET", hex("1"), hex("2"), hex("3"), hex("4"));
    assert_eq!(read(&pdf(&[kerned])), "1234\n");
    let spaced = format!("BT /F 10 Tf 1 Tc 1 0 0 1 50 700 Tm {} Tj ET", hex("1808595"));
    assert_eq!(read(&pdf(&[spaced])), "1808595\n");
}

#[test]
fn columns_that_nearly_touch_are_told_by_what_stands_below() {
    // Four points between columns; below, it can be seen where they begin.
    let rows = [["本年制发件数", "本年废止件数", "现行有效件数"], ["2", "1", "13"], ["109", "489", "597"]];
    let page: String = rows.iter().zip([100, 120, 140]).map(|(texts, y)| row(&[47, 111, 175], y - 13, texts)).collect();
    assert_eq!(read(&pdf(&[page])), "本年制发件数 本年废止件数 现行有效件数\n2 1 13\n109 489 597\n");
}

/// Words below each other, `(x, y, text)`.
fn printed(words: &[(i32, i32, &str)]) -> String {
    words.iter().map(|(x, y, text)| put(*x, *y, text)).collect()
}

#[test]
fn labels_broken_between_columns_are_put_before_their_figures() {
    let figures = |y: i32| [(200, y, "1"), (250, y, "2"), (300, y, "3"), (350, y, "4")];
    let mut words = vec![(50, 100, "（一）予以"), (50, 112, "公开")];
    words.extend([(50, 124, "（三）"), (90, 124, "1.属于"), (50, 148, "不予"), (90, 136, "国家"), (90, 148, "秘密")]);
    words.extend([(50, 160, "公开"), (90, 160, "2.其他法律"), (90, 172, "禁止公开")]);
    words.extend([106, 136, 166].into_iter().flat_map(figures));
    words.extend([(50, 184, "（七）总计")].into_iter().chain(figures(184)));
    assert_eq!(
        read(&pdf(&[printed(&words)])),
        "（一）予以公开 1 2 3 4\n（三）\n1.属于国家秘密 1 2 3 4\n不予\n公开\n2.其他法律禁止公开 1 2 3 4\n（七）总计 1 2 3 4\n"
    );
}

#[test]
fn figures_broken_between_lines_are_never_read_as_figures() {
    let words = [(50, 106, "新收"), (200, 100, "53"), (200, 112, "91"), (230, 100, "54"), (230, 112, "77"), (50, 140, "结转")];
    let words = [&words[..], &[(200, 140, "4"), (230, 140, "5")]].concat();
    assert_eq!(read(&pdf(&[printed(&words)])), "新收 53 91 54 77\n结转 4 5\n");
    let words = [(50, 100, "新收"), (200, 100, "53"), (200, 112, "91"), (230, 100, "54"), (230, 112, "77")];
    assert_eq!(read(&pdf(&[printed(&words)])), "新收 53 91 54 77\n");
    // Rows with labels are rows, however close; and so are figures printed one to a line.
    let rows = [(50, 100, "规章"), (200, 100, "2"), (230, 100, "1"), (50, 112, "文件"), (200, 112, "109"), (230, 112, "4")];
    assert_eq!(read(&pdf(&[printed(&rows)])), "规章 2 1\n文件 109 4\n");
    let column = [(50, 100, "规章"), (50, 112, "2"), (50, 124, "1"), (50, 136, "13")];
    assert_eq!(read(&pdf(&[printed(&column)])), "规章\n2\n1\n13\n");
}

#[test]
fn headings_in_large_letters_go_on_in_the_next_line() {
    let heading = sized(50, 60, 20, "四、政府信息公开行政复议、行政诉讼情")
        + &sized(50, 86, 20, "况")
        + &put(50, 110, "没有发生行政复议、行政诉讼案件，也没有结转的案件。");
    assert_eq!(read(&pdf(&[heading])), "四、政府信息公开行政复议、行政诉讼情况\n没有发生行政复议、行政诉讼案件，也没有结转的案件。\n");
    let titles = sized(150, 60, 20, "青松县水利局")
        + &sized(50, 86, 20, "政府信息公开工作年度报告")
        + &put(50, 110, "本报告共六个部分，依照规定编制。");
    assert_eq!(read(&pdf(&[titles])), "青松县水利局\n政府信息公开工作年度报告\n本报告共六个部分，依照规定编制。\n");
}

#[test]
fn text_drawn_twice_to_look_bold_is_one_text() {
    let twice = sized(50, 100, 10, "总计11") + &format!("BT /F 10 Tf 1 0 0 1 50.3 700 Tm {} Tj ET\n", hex("总计11"));
    assert_eq!(read(&pdf(&[twice])), "总计11\n");
    let outlined = format!("BT 2 Tr /F 10 Tf 1 0 0 1 50 700 Tm {} Tj ET\n", hex("总计22"));
    assert_eq!(read(&pdf(&[outlined])), "总计22\n");
}

#[test]
fn what_is_not_seen_is_not_read() {
    let clipped = format!("q 0 0 100 100 re W n {} Q\n", put(50, 100, "裁掉"));
    let outside = put(50, 900, "页外");
    let hidden = format!("q BT 3 Tr /F 10 Tf 1 0 0 1 50 600 Tm {} Tj ET Q\n", hex("暗文"));
    let cropped = put(590, 300, "裁边");
    let mut writer = Writer::new();
    let page = writer.page(&(clipped + &outside + &hidden + &cropped + &put(50, 400, "看得见")), "/CropBox [20 20 580 780]", "");
    assert_eq!(read(&writer.finish(&[page])), "看得见\n");
}

#[test]
fn layers_that_are_off_are_not_read() {
    let mut writer = Writer::new();
    let layer = writer.object("<< /Type /OCG /Name (draft) >>");
    writer.objects[0] =
        format!("<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [{layer} 0 R] /D << /OFF [{layer} 0 R] >> >> >>").into_bytes();
    let content = format!("/OC /L BDC {} EMC {}", put(50, 100, "草稿"), put(50, 200, "正文"));
    let page = writer.page(&content, "", &format!("/Properties << /L {layer} 0 R >>"));
    assert_eq!(read(&writer.finish(&[page])), "正文\n");
}

#[test]
fn fields_of_forms_are_read_as_they_are_printed() {
    let mut writer = Writer::new();
    let appearance = writer.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F 3 0 R >> >>",
        format!("BT /F 10 Tf 1 0 0 1 2 5 Tm {} Tj ET", hex("109")).as_bytes(),
    );
    let field = writer
        .object(format!("<< /Type /Annot /Subtype /Widget /FT /Tx /V (109) /Rect [150 690 250 710] /AP << /N {appearance} 0 R >> >>"));
    let page = writer.page(&put(50, 105, "规章"), &format!("/Annots [{field} 0 R]"), "");
    assert_eq!(read(&writer.finish(&[page])), "规章 109\n");
}

#[test]
fn pages_on_their_side_are_turned() {
    // Drawn upwards on upright paper, with /Rotate and without; and downwards.
    let drawn = |turn: &str| format!("q {turn} cm {}{}Q", put(50, 100, "规章 2 1 13"), put(50, 120, "行政规范性文件"));
    let text = "规章 2 1 13\n行政规范性文件\n";
    for (turn, entries) in [("0 1 -1 0 800 0", "/Rotate 90"), ("0 1 -1 0 800 0", ""), ("0 -1 1 0 -200 600", ""), ("-1 0 0 -1 600 800", "")]
    {
        let mut writer = Writer::new();
        let page = writer.page(&drawn(turn), entries, "");
        assert_eq!(read(&writer.finish(&[page])), text, "{turn} {entries}");
    }
    // Rulings turn with the text.
    let table = rules(&[50, 150, 250], &[100, 120, 140]) + &row(&[50, 150], 100, &["甲", "1"]) + &row(&[50, 150], 120, &["乙", "2"]);
    for turn in ["0 1 -1 0 800 0", "0 -1 1 0 -200 600", "-1 0 0 -1 600 800"] {
        assert_eq!(read(&pdf(&[format!("q {turn} cm {table} Q")])), "|甲|1|\n|乙|2|\n", "{turn}");
    }
}

#[test]
fn text_aslant_comes_last() {
    let mark = format!("BT /F 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm {} Tj ET\n", hex("内部资料"));
    assert_eq!(
        read(&pdf(&[mark + &put(50, 100, "一、总体情况") + &put(50, 700, "二、主动公开")])),
        "一、总体情况\n二、主动公开\n内部资料\n"
    );
}

#[test]
fn what_is_printed_on_every_page_is_left_out() {
    let page = |n: i32, body: &str| {
        put(200, 30, "政府信息公开年报") + &put(295, 780, &n.to_string()) + &put(480, 780, &format!("第{n}页 共3页")) + &put(50, 300, body)
    };
    assert_eq!(read(&pdf(&[page(1, "一"), page(2, "二"), page(3, "三")])), "一\n二\n三\n");
    // The number of a page that stands alone, and numbers that are none.
    assert_eq!(read(&pdf(&[put(50, 300, "甲") + &put(295, 780, "1")])), "甲\n");
    assert_eq!(read(&pdf(&[put(50, 300, "甲") + &put(295, 780, "109")])), "甲\n109\n");
    let figures = |n: &str| put(50, 300, "甲") + &put(295, 780, n);
    assert_eq!(read(&pdf(&[figures("109"), figures("597")])), "甲\n109\n甲\n597\n");
    // The same line in the middle of two pages is text.
    assert_eq!(read(&pdf(&[put(50, 400, "无。"), put(50, 400, "无。")])), "无。\n无。\n");
}

#[test]
fn radicals_of_fonts_are_characters() {
    assert_eq!(read(&pdf(&[put(50, 100, "⼀、⾏政⻚")])), "一、行政页\n");
}

#[test]
fn fonts_that_do_not_say_what_they_show() {
    let mut writer = Writer::new();
    let font = writer.object(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 /LastChar 66 /Widths [1 1] \
         /Encoding << /Differences [65 /g1 /g2] >> /CharProcs << >> /Resources << >> >>",
    );
    let nameless = |text: &str| format!("BT /N 10 Tf 1 0 0 1 50 700 Tm ({text}) Tj ET");
    let resources = format!("/Font << /F 3 0 R /N {font} 0 R >>");
    let page = |writer: &mut Writer, content: &str| {
        let content = writer.stream("", content.as_bytes());
        writer
            .object(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R /Resources << {resources} >> >>"))
    };
    let first = page(&mut writer, &nameless("ABABAB"));
    let second = page(&mut writer, &put(50, 100, "二、主动公开"));
    let third = page(&mut writer, &(put(50, 100, "行政许可") + &nameless("A").replace("50 700 Tm", "92 700 Tm")));
    let objects = writer.objects.clone();
    assert_eq!(refused(&writer.finish(&[first])), "L0017");
    // Beside pages that are read, the page is named; a character in a line is no character.
    assert_eq!(read(&Writer { objects }.finish(&[first, second, third])), "L0310\n二、主动公开\n行政许可\u{fffd}\n");
}

#[test]
fn pictures_beside_text_are_named() {
    let mut writer = Writer::new();
    let picture = writer.stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"\x80");
    let resources = format!("/XObject << /P {picture} 0 R >>");
    let large = "q 500 0 0 400 50 100 cm /P Do Q\n".to_owned();
    let small = "q 50 0 0 50 50 700 cm /P Do Q\n".to_owned();
    let whole = "q 600 0 0 800 0 0 cm /P Do Q\n".to_owned();
    let text = put(50, 100, "二、主动公开政府信息情况，如下图所示，共计两张表格。");
    let pages = [large + &text, small + &text, whole.clone() + &text, whole].map(|content| writer.page(&content, "", &resources));
    let objects = writer.objects.clone();
    let read_pages = |pages: &[usize]| read(&Writer { objects: objects.clone() }.finish(pages)).lines().next().map(str::to_owned);
    assert_eq!(read_pages(&pages[..1]).as_deref(), Some("L0311"));
    assert_eq!(read_pages(&pages[1..2]).as_deref(), Some("二、主动公开政府信息情况，如下图所示，共计两张表格。"), "an emblem");
    assert_eq!(read_pages(&pages[2..3]).as_deref(), Some("二、主动公开政府信息情况，如下图所示，共计两张表格。"), "a background");
    assert_eq!(read_pages(&pages[2..4]).as_deref(), Some("L0308"), "a page that is a picture");
    assert_eq!(refused(&Writer { objects: objects.clone() }.finish(&pages[3..])), "L0016");
    assert_eq!(refused(&pdf(&[String::new()])), "L0001", "nothing at all");
}
