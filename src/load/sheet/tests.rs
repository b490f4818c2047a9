//! Spreadsheets written here, and what must come of them.

use super::*;
use crate::load::Kind;
use crate::load::document::Grid;
use proptest::prelude::*;
use std::io::Write;

/// A workbook of sheets, each with its attributes and its XML, and of other parts.
fn book_with(sheets: &[(&str, &str)], workbook: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut names = String::new();
    let mut relations = String::new();
    for (number, (attributes, xml)) in sheets.iter().enumerate() {
        names.push_str(&format!("<sheet {attributes} sheetId=\"{number}\" r:id=\"r{number}\"/>"));
        relations.push_str(&format!("<Relationship Id=\"r{number}\" Type=\"{related}/worksheet\" Target=\"worksheets/{number}.xml\"/>"));
        add(&format!("xl/worksheets/{number}.xml"), &format!("<worksheet xmlns=\"x\">{xml}</worksheet>"));
    }
    for (name, text) in parts {
        let kind = name.trim_end_matches(".xml");
        relations.push_str(&format!("<Relationship Id=\"{kind}\" Type=\"{related}/{kind}\" Target=\"/xl/{name}\"/>"));
        add(&format!("xl/{name}"), text);
    }
    add("xl/workbook.xml", &format!("<workbook xmlns:r=\"{related}\">{workbook}<sheets>{names}</sheets></workbook>"));
    add("xl/_rels/workbook.xml.rels", &format!("<Relationships>{relations}</Relationships>"));
    add(
        "_rels/.rels",
        &format!("<Relationships><Relationship Id=\"a\" Type=\"{related}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
    );
    zip.finish().unwrap().into_inner()
}

fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
    book_with(sheets, "", &[])
}

fn open(bytes: &[u8]) -> Document {
    assert_eq!(Kind::of(bytes), Kind::Excel);
    read(bytes, &LoadOptions::default()).unwrap()
}

/// The document of one sheet with these cells.
fn sheet(cells: &str) -> Document {
    open(&book(&[("name=\"Sheet1\"", &format!("<sheetData>{cells}</sheetData>"))]))
}

/// A cell with a text: `A1=规章`; with a number: `B1:12`; empty, with a border: `C1`.
fn cells(written: &str) -> String {
    let mut rows: std::collections::BTreeMap<u32, String> = std::collections::BTreeMap::new();
    for cell in written.split_whitespace() {
        let (reference, xml) = match (cell.split_once('='), cell.split_once(':')) {
            (Some((reference, text)), _) => (
                reference,
                format!(
                    "<c r=\"{reference}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    text.replace('_', " ").replace('~', "\n")
                ),
            ),
            (None, Some((reference, number))) => (reference, format!("<c r=\"{reference}\"><v>{number}</v></c>")),
            _ => (cell, format!("<c r=\"{cell}\" s=\"1\"/>")),
        };
        let row = reference.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap();
        rows.entry(row).or_default().push_str(&xml);
    }
    rows.iter().map(|(number, xml)| format!("<row r=\"{number}\">{xml}</row>")).collect()
}

fn merged(ranges: &[&str]) -> String {
    ranges.iter().map(|r| format!("<mergeCell ref=\"{r}\"/>")).collect()
}

/// Lines as they are; rows of grids with their cells between bars, spans after them.
fn shown(document: &Document) -> Vec<String> {
    let cell = |c: &crate::load::document::GridCell| match (c.rowspan, c.colspan) {
        (1, 1) => c.text.clone(),
        (down, across) => format!("{} {down}x{across}", c.text),
    };
    let row = |row: &Vec<crate::load::document::GridCell>| format!("|{}|", row.iter().map(cell).collect::<Vec<_>>().join("|"));
    let mut lines = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Text(line) if line.heading => lines.push(format!("# {}", line.paragraph.text)),
            Block::Text(line) => lines.push(line.paragraph.text.clone()),
            Block::Grid(Grid { rows }) => lines.extend(rows.iter().map(row)),
        }
    }
    lines
}

fn places(document: &Document) -> Vec<String> {
    let grids = document.blocks.iter().filter_map(|b| match b {
        Block::Grid(grid) => Some(grid),
        Block::Text(_) => None,
    });
    let place = |p: &Place| {
        let number = |n: Option<u32>| n.unwrap();
        format!("{}@{}.{}.{}", p.reference.as_deref().unwrap(), number(p.table), number(p.row), number(p.cell))
    };
    grids.flat_map(|g| g.rows.iter().flatten()).map(|c| place(&c.place)).collect()
}

fn codes(document: &Document) -> Vec<&'static str> {
    document.problems.iter().map(|p| p.trouble.code()).collect()
}

#[test]
fn merged_cells_stand_once_and_places_are_references() {
    let xml = cells("B2=类别 D2=数量 B3=规章 C3=国家 D3:2 B4 C4=地方 D4:13");
    let document = open(&book(&[("name=\"甲\"", &format!("<sheetData>{xml}</sheetData>{}", merged(&["B2:C2", "B3:B4"])))]));
    assert_eq!(shown(&document), ["|类别 1x2|数量|", "|规章 2x1|国家|2|", "|地方|13|"]);
    assert_eq!(places(&document), ["B2@1.1.1", "D2@1.1.2", "B3@1.2.1", "C3@1.2.2", "D3@1.2.3", "C4@1.3.1", "D4@1.3.2"]);
}

#[test]
fn a_merged_range_that_would_hide_a_figure_is_none() {
    let xml = cells("A1=甲 B1=乙 C1=丙 A2=规章 B2:2 C2:3");
    let document = open(&book(&[("name=\"甲\"", &format!("<sheetData>{xml}</sheetData>{}", merged(&["B2:C2", "C1:B1", "A1"])))]));
    assert_eq!(shown(&document), ["|甲|乙|丙|", "|规章|2|3|"]);
}

#[test]
fn blank_rows_part_tables_and_lone_cells_are_text() {
    let document = sheet(&cells(
        "A1=某局年度报告 A3=二、公开情况 A4=内容 B4=件数 A5=规章 B5:2 A7=三、申请情况 A8=内容 B8=件数 A9=许可 B9:3 A10=四、诉讼情况 A11=甲 B11=乙 A12:1 B12:2 A13=注：含上年。",
    ));
    assert_eq!(
        shown(&document),
        [
            "某局年度报告",
            "二、公开情况",
            "|内容|件数|",
            "|规章|2|",
            "三、申请情况",
            "|内容|件数|",
            "|许可|3|",
            "四、诉讼情况",
            "|甲|乙|",
            "|1|2|",
            "注：含上年。"
        ]
    );
}

#[test]
fn a_label_alone_in_its_row_stays_in_its_table() {
    // Between rows, with its figures left out; at the end, with borders around the empty cells.
    let document = sheet(&cells("A1=内容 B1=甲 C1=乙 A2=一、新收 A3=二、结转 B3:1 C3:2 A4=第五项 A5=内容 B5=丙 A6=四、转下年 B6 C6 D6"));
    assert_eq!(shown(&document), ["|内容|甲|乙|", "|一、新收|||", "|二、结转|1|2|", "|第五项|||", "|内容|丙||", "|四、转下年|||"]);
}

#[test]
fn prose_in_cells_is_text_however_it_is_laid_out() {
    let xml = cells(
        "A1=一、概况 B1=全年公开档案目录，更新栏目九次。~申请按时办结，没有逾期。 A2=二、不足 B2=目录更新还不够快，下一步按季更新。 A3=内容 B3=件数 A4=规章 B4:2",
    );
    assert_eq!(
        shown(&sheet(&xml)),
        [
            "一、概况",
            "全年公开档案目录，更新栏目九次。",
            "申请按时办结，没有逾期。",
            "二、不足",
            "目录更新还不够快，下一步按季更新。",
            "|内容|件数|",
            "|规章|2|"
        ]
    );
    // Merged over several rows.
    let xml = cells("A1=目录更新还不够快，下一步按季更新。 A4=内容 B4=件数");
    let document = open(&book(&[("name=\"甲\"", &format!("<sheetData>{xml}</sheetData>{}", merged(&["A1:F3"])))]));
    assert_eq!(shown(&document), ["目录更新还不够快，下一步按季更新。", "|内容|件数|"]);
}

#[test]
fn broken_labels_are_joined_and_two_figures_stay_two() {
    let document = sheet(&cells("A1=商业企~业 B1=三~、~本 C1=1~2 D1=ab~12 A2=\u{a0}\u{3000} B2=_6_ C2=x D2=\u{200b}"));
    assert_eq!(shown(&document), ["|商业企业|三、本|1\n2|ab 12|", "||6|x||"]);
}

#[test]
fn every_kind_of_value() {
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"0&quot;元&quot;\"/><numFmt numFmtId=\"165\" formatCode=\";;;\"/></numFmts>\
        <cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>\
        <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"10\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"2\"/></cellXfs></styleSheet>";
    let strings = "<sst uniqueCount=\"99999999999\"><si><t>甲&amp;</t></si><si><r><t>乙</t></r><r><t xml:space=\"preserve\"> 丙</t></r>\
        <rPh><t>yi</t></rPh></si><si><t>丁_x000D_戊_x0g</t></si></sst>";
    let row = "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c><v>3.0</v></c><c><v>110.31999999999999</v></c>\
        <c s=\"1\"><v>45311</v></c><c s=\"2\"><v>0.85</v></c><c s=\"3\"><v>251000</v></c><c s=\"4\"><v>0</v></c><c s=\"5\"><v>1.239</v></c>\
        <c t=\"b\"><v>1</v></c><c t=\"e\"><v>#REF!</v></c><c t=\"str\"><f>A1</f><v>&#x6587;</v></c><c t=\"d\"><v>2024-01-20T00:00:00</v></c>\
        <c t=\"n\"><v>x</v></c><c><f>1+1</f><v>2</v></c><c s=\"99\"><v>-8</v></c>";
    let bytes = book_with(
        &[("name=\"甲\"", &format!("<sheetData><row>{row}</row></sheetData>"))],
        "",
        &[("styles.xml", styles), ("sharedStrings.xml", strings)],
    );
    assert_eq!(shown(&open(&bytes)), ["|甲&|乙 丙|丁戊_x0g|3|110.32|2024-01-20|85%|251000元|0|1.239|TRUE|#REF!|文|2024-01-20|x|2|-8|"]);
}

#[test]
fn a_formula_without_its_result_is_no_blank() {
    let xml = "<row r=\"6\"><c r=\"A6\" t=\"inlineStr\"><is><t>规章</t></is></c><c r=\"B6\"><f>SUM(D6:J6)</f><v/></c><c r=\"C6\"><f t=\"shared\" si=\"0\"/></c>\
        <c r=\"D6\" t=\"str\"><f>IF(1,\"\")</f><v></v></c><c r=\"E6\"><f>0</f><v>0</v></c><c r=\"F6\"><v>1</v></c></row>";
    let data = format!("<sheetData>{xml}</sheetData>");
    let document = open(&book(&[("name=\"甲\"", &data)]));
    assert_eq!(shown(&document), ["|规章|=SUM(D6:J6)|=||0|1|"]);
    assert_eq!(codes(&document), ["L0307", "L0307"]);
    assert_eq!(document.problems[0].trouble, Trouble::NoCachedValue { sheet: "甲".to_owned(), reference: "B6".to_owned() });
    // A file that asks to be calculated holds zeros for results.
    let document = open(&book_with(&[("name=\"甲\"", &data)], "<calcPr fullCalcOnLoad=\"1\"/>", &[]));
    assert_eq!(shown(&document), ["|规章|=SUM(D6:J6)|=||=0|1|"]);
}

#[test]
fn hidden_parts_are_read_and_said() {
    let rows = cells("A1=甲 B1=乙 A2=规章 B2:2 A3=许可 B3:3")
        .replace("<row r=\"2\"", "<row r=\"2\" hidden=\"1\"")
        .replace("<row r=\"3\"", "<row r=\"3\" hidden=\"true\"");
    let columns = "<cols><col min=\"2\" max=\"16384\" hidden=\"1\"/></cols>";
    let document = open(&book(&[
        ("name=\"甲\"", &format!("{columns}<sheetData>{rows}<row r=\"9\" hidden=\"1\"/></sheetData>")),
        ("name=\"乙\" state=\"veryHidden\"", &format!("<sheetData>{}</sheetData>", cells("A1=甲 B1:1"))),
        ("name=\"丙\" state=\"hidden\"", "<sheetData/>"),
    ]));
    assert_eq!(shown(&document), ["|甲|乙|", "|规章|2|", "|许可|3|", "|甲|1|"]);
    let hidden = |sheet: &str, parts| Trouble::Hidden { sheet: sheet.to_owned(), parts };
    let troubles: Vec<_> = document.problems.iter().map(|p| p.trouble.clone()).collect();
    assert_eq!(troubles, [hidden("甲", 3), hidden("乙", 1)]);
}

#[test]
fn the_name_of_a_sheet_is_its_heading_where_it_has_no_other() {
    let table = format!("<sheetData>{}</sheetData>", cells("A1=内容 B1=件数 A2=规章 B2:2"));
    let headed = format!("<sheetData>{}</sheetData>", cells("A1=三、收到和处理申请情况 A3=内容 B3=件数"));
    let document = open(&book(&[
        ("name=\"二、公开情况\"", &table),
        ("name=\"三、申请\"", &headed),
        ("name=\"主动公开情况\"", &table),
        ("name=\"Sheet4\"", &table),
        ("name=\"附表二（2023）\"", &table),
        ("name=\"六、其他\"", "<sheetData/>"),
    ]));
    let headings: Vec<String> = shown(&document).into_iter().filter(|l| !l.starts_with('|')).collect();
    assert_eq!(headings, ["# 二、公开情况", "三、收到和处理申请情况"]);
}

#[test]
fn charts_are_passed_over_and_other_files_not_asked_for() {
    let mut bytes =
        book(&[("name=\"甲\"", "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row></sheetData>"), ("name=\"图\"", "<drawing/>")]);
    assert_eq!(shown(&open(&bytes)), ["|1|2|"]);
    // The second sheet becomes a chart; then one that is kept elsewhere.
    for (from, to) in [
        ("/worksheet\" Target=\"worksheets/1.xml\"", "/chartsheet\" Target=\"worksheets/1.xml\""),
        ("\"/>", "\" TargetMode=\"External\"/>"),
    ] {
        bytes = rewritten(&bytes, "xl/_rels/workbook.xml.rels", |xml| xml.replacen(from, to, 9));
    }
    assert_eq!(open(&bytes).blocks, []);
}

/// A package with one of its parts changed.
fn rewritten(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut file = old.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut file, &mut text).unwrap();
        new.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(if name == part { change(&text) } else { text }.as_bytes()).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn the_binary_twin_is_to_be_converted() {
    let bytes = rewritten(&book(&[]), "_rels/.rels", |xml| xml.replace("workbook.xml", "workbook.bin"));
    assert_eq!(read(&bytes, &LoadOptions::default()), Err(Trouble::NeedsConverting { kind: "an Excel file" }));
}

#[test]
fn far_corners_take_no_room() {
    let document = sheet(&cells("A1=甲 B1:1 XFD1:2 A1048576=乙 XFD1048576:3"));
    assert_eq!(shown(&document), ["|甲|1|2|", "|乙|3|"]);
    assert_eq!(places(&document), ["A1@1.1.1", "B1@1.1.2", "XFD1@1.1.3", "A1048576@2.1.1", "XFD1048576@2.1.2"]);
}

#[test]
fn limits_are_counted() {
    let options = LoadOptions { max_cells: 100, max_bytes: 10_000, ..LoadOptions::default() };
    let too_large = |what, limit| Err(Trouble::TooLarge { what, limit });
    let refused = |xml: &str| read(&book(&[("name=\"甲\"", xml)]), &options);
    let many = "<c><v>1</v></c>".repeat(101);
    assert_eq!(refused(&format!("<sheetData><row>{many}</row></sheetData>")), too_large("cells", 100));
    // Few cells, and a grid of many.
    let corners = cells("A1=甲 B1=乙 A2=甲 P2=乙 A3=甲 P4=乙 A5=甲 B5=甲 A6=甲 B6=甲 A7=甲 B7=甲 A8=甲 B8=甲");
    assert_eq!(refused(&format!("<sheetData>{corners}</sheetData>")), too_large("cells", 100));
    let ranges: Vec<String> = (1..=101).map(|r| format!("A{r}:B{r}")).collect();
    let ranges: Vec<&str> = ranges.iter().map(String::as_str).collect();
    assert_eq!(refused(&format!("<sheetData/>{}", merged(&ranges))), too_large("cells", 100));
    // One long string in every cell.
    let strings = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(1000));
    let shared = format!("<sheetData><row>{}</row></sheetData>", "<c t=\"s\"><v>0</v></c>".repeat(50));
    assert_eq!(read(&book_with(&[("name=\"甲\"", &shared)], "", &[("sharedStrings.xml", &strings)]), &options), too_large("bytes", 10_000));
    let small = LoadOptions { max_unpacked: 100, ..LoadOptions::default() };
    assert_eq!(read(&book(&[]), &small), too_large("unpacked bytes", 100));
}

#[test]
fn a_merged_range_over_the_whole_sheet_costs_nothing() {
    let xml = format!("<sheetData>{}</sheetData>{}", cells("A1=甲 C1=乙 A2=丙 C2:1"), merged(&["B1:B1048576", "C1:XFD1", "A3:XFD1048576"]));
    let document = open(&book(&[("name=\"甲\"", &xml)]));
    assert_eq!(shown(&document).len(), 2);
}

#[test]
fn broken_packages_are_damaged() {
    let damaged = Err(Trouble::Damaged { kind: "an Excel file" });
    for xml in [
        "<sheetData><row></sheetData>",
        "<sheetData><row><c r=\"A0\"/></row></sheetData>",
        "<sheetData><row><c t=\"s\"><v>7</v></c></row></sheetData>",
    ] {
        assert_eq!(read(&book(&[("name=\"甲\"", xml)]), &LoadOptions::default()), damaged, "{xml}");
    }
    let bytes = book(&[("name=\"甲\"", "<sheetData/>")]);
    assert_eq!(read(&bytes[..bytes.len() / 2], &LoadOptions::default()), damaged);
}

/// A compound file with one stream in it.
fn compound_file(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = stream.len() / 512;
    let mut header = vec![0u8; 512];
    header[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    header[30] = 9;
    header[57] = 0x10;
    header[60..64].fill(0xff);
    header[68..72].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    header[76..512].fill(0xff);
    // The table of sectors, the directory, the stream.
    header[76..80].fill(0);
    header[48] = 1;
    let mut table = vec![0xffu8; 512];
    let mut follow = |at: usize, next: u32| table[4 * at..4 * at + 4].copy_from_slice(&next.to_le_bytes());
    follow(1, 0xffff_fffe);
    (0..sectors).for_each(|s| follow(2 + s, if s + 1 < sectors { u32::try_from(s).unwrap() + 3 } else { 0xffff_fffe }));
    let mut directory = vec![0u8; 512];
    for (entry, name, kind, child, start) in [(0, "Root Entry", 5, 1u32, 0xffff_fffe_u32), (1, name, 2, u32::MAX, 2)] {
        let entry = &mut directory[128 * entry..128 * (entry + 1)];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64] = u8::try_from(units.len() + 2).unwrap();
        entry[66] = kind;
        entry[68..76].fill(0xff);
        entry[76..80].copy_from_slice(&child.to_le_bytes());
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&u32::try_from(stream.len()).unwrap().to_le_bytes());
    }
    [header, table, directory, stream].concat()
}

fn record(number: u16, parts: &[&[u8]]) -> Vec<u8> {
    let data = parts.concat();
    [&number.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), &data].concat()
}

/// Row, column and style of a cell.
fn at(row: u8, column: u8, style: u8) -> [u8; 6] {
    [row, 0, column, 0, style, 0]
}

/// An old file of one sheet with these records; `globals` stand before its name.
fn old_book(version: u8, globals: &[Vec<u8>], records: &[Vec<u8>]) -> Vec<u8> {
    let begin = record(0x0809, &[&[0, version, 5, 0]]);
    let end = record(0x000a, &[]);
    let name: &[u8] = if version < 6 { &[3, b'T', b'a', b'b'] } else { &[2, 1, 0x32, 0x75, 0x59, 0x4e] };
    let mut head = [begin.clone(), globals.concat()].concat();
    let place = u32::try_from(head.len() + 4 + 6 + name.len() + end.len()).unwrap();
    head.extend(record(0x0085, &[&place.to_le_bytes(), &[1, 0], name]));
    let stream = [head, end.clone(), begin, records.concat(), end].concat();
    compound_file(if version < 6 { "Book" } else { "Workbook" }, &stream)
}

fn open_old(bytes: &[u8]) -> Document {
    assert_eq!(Kind::of(bytes), Kind::Excel97);
    read(bytes, &LoadOptions::default()).unwrap()
}

#[test]
fn records_of_an_old_file() {
    let globals = [
        record(0x041e, &[&[164, 0], &[3, 0, 0], b"0%;"]),
        record(0x00e0, &[&[0, 0, 0, 0]]),
        record(0x00e0, &[&[0, 0, 14, 0]]),
        record(0x00e0, &[&[0, 0, 164, 0]]),
        // Two strings: one broken over two records and wide from there on, one with runs and a reading aid.
        record(0x00fc, &[&[2, 0, 0, 0, 2, 0, 0, 0], &[4, 0, 0, b'a', b'b']]),
        record(0x003c, &[&[1, 0x32, 0x75, 0x59, 0x4e], &[1, 0, 0x0d, 1, 0, 2, 0, 0, 0, 0x19, 0x4e, 9, 9, 9, 9, 8, 8]]),
    ];
    let double = 0x405b_947a_e147_ae14_u64.to_le_bytes();
    let records = [
        record(0x0208, &[&[1, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0]]),
        record(0x007d, &[&[1, 0, 1, 0, 0, 0, 0, 0, 1, 0]]),
        record(0x00fd, &[&at(0, 0, 0), &[0, 0, 0, 0]]),
        record(0x00fd, &[&at(0, 1, 0), &[1, 0, 0, 0]]),
        record(0x0203, &[&at(0, 2, 0), &double]),
        record(0x027e, &[&at(0, 3, 0), &((1234i32 << 2) | 3).to_le_bytes()]),
        // Two numbers side by side: a whole one, and a date.
        record(
            0x00bd,
            &[&[0, 0, 4, 0], &[0, 0], &((-8i32 << 2) | 2).to_le_bytes(), &[1, 0], &((45311i32 << 2) | 2).to_le_bytes(), &[5, 0]],
        ),
        record(0x0205, &[&at(0, 6, 0), &[0x17, 1]]),
        record(0x0205, &[&at(0, 7, 0), &[1, 0]]),
        record(0x0204, &[&at(0, 8, 0), &[1, 0, 1, 0x09, 0x4e]]),
        record(0x0203, &[&at(0, 9, 2), &[0, 0, 0, 0, 0, 0, 0xe0, 0x3f]]),
        // Formulas: a number, a text in the next record, a truth, an error, one that was never calculated, one that says nothing.
        record(0x0006, &[&at(1, 0, 0), &double, &[0; 6], &[0, 0]]),
        record(0x0006, &[&at(1, 1, 0), &[0, 0, 0, 0, 0, 0, 0xff, 0xff], &[0; 6], &[0, 0]]),
        record(0x0207, &[&[1, 0, 0, b'x']]),
        record(0x0006, &[&at(1, 2, 0), &[1, 0, 1, 0, 0, 0, 0xff, 0xff], &[0; 6], &[0, 0]]),
        record(0x0006, &[&at(1, 3, 0), &[2, 0, 0x2a, 0, 0, 0, 0xff, 0xff], &[0; 6], &[0, 0]]),
        record(0x0006, &[&at(1, 4, 0), &[3, 0, 0, 0, 0, 0, 0xff, 0xff], &[0; 6], &[0, 0]]),
        record(0x0006, &[&at(1, 5, 0), &[3, 0, 0, 0, 0, 0, 0xff, 0xff], &[0; 6], &[3, 0, 0x17, 0, 0]]),
        // A chart within the sheet has records of its own.
        record(0x0809, &[&[0, 6, 0x20, 0]]),
        record(0x0203, &[&at(0, 0, 0), &[0; 8]]),
        record(0x000a, &[]),
        record(0x00be, &[&[2, 0, 1, 0], &[0, 0, 0, 0], &[2, 0]]),
        record(0x00fd, &[&at(2, 0, 0), &[1, 0, 0, 0]]),
        record(0x00e5, &[&[1, 0], &[0, 0, 0, 0, 0, 0, 0, 0]]),
    ];
    let document = open_old(&old_book(6, &globals, &records));
    assert_eq!(
        shown(&document),
        ["|ab甲乙|丙|110.32|12.34|-8|2024-01-20|#REF!|TRUE|三|50%|", "|110.32|x|TRUE|#N/A|=||||||", "|丙||||||||||"]
    );
    assert_eq!(codes(&document), ["L0306", "L0307"]);
}

#[test]
fn files_of_excel_5_are_in_a_code_page() {
    let text = encoding_rs::GBK.encode("规章").0.into_owned();
    let label = |row, text: &[u8]| record(0x0204, &[&at(row, 0, 0), &[u8::try_from(text.len()).unwrap(), 0], text]);
    let number = record(0x027e, &[&at(0, 1, 0), &((12i32 << 2) | 2).to_le_bytes()]);
    let document = open_old(&old_book(5, &[record(0x0042, &[&[0xa8, 3]])], &[label(0, &text), number]));
    assert_eq!(shown(&document), ["|规章|12|"]);
    assert_eq!(document.problems.len(), 1, "the sheet is hidden");
}

#[test]
fn an_old_file_with_a_password_or_broken_records() {
    let encrypted = old_book(6, &[record(0x002f, &[&[1, 0, 0, 0]])], &[]);
    assert_eq!(read(&encrypted, &LoadOptions::default()), Err(Trouble::Encrypted { kind: "an Excel 97 file" }));
    let damaged = Err(Trouble::Damaged { kind: "an Excel 97 file" });
    for broken in [
        record(0x00fd, &[&at(0, 0, 0), &[9, 0, 0, 0]]),
        record(0x0203, &[&at(0, 0, 0)]),
        record(0x00bd, &[&[0; 3]]),
        vec![0x03, 0x02, 0xff, 0xff],
    ] {
        assert_eq!(read(&old_book(6, &[], &[broken]), &LoadOptions::default()), damaged);
    }
}

const XLS: &[u8] = include_bytes!("../../../tests/cases/formats/report.xls");
const XLSX: &[u8] = include_bytes!("../../../tests/cases/formats/report.xlsx");

/// An old file in which each sector of a chain is followed by itself, at `at` of its header.
fn going_round(at: usize) -> Vec<u8> {
    let mut bytes = XLS.to_vec();
    let number = |bytes: &[u8], at: usize| usize::try_from(compound::number_at::<4>(bytes, at).unwrap()).unwrap();
    let (table, first) = (number(&bytes, 76), number(&bytes, at));
    let place = (table + 1) * 512 + 4 * first;
    bytes[place..place + 4].copy_from_slice(&u32::try_from(first).unwrap().to_le_bytes());
    bytes
}

#[test]
fn chains_of_sectors_that_lead_round_end() {
    let damaged = Err(Trouble::Damaged { kind: "an Excel 97 file" });
    assert_eq!(read(&going_round(48), &LoadOptions::default()), damaged);
    for cut in [0, 100, 512, 1000, XLS.len() / 2, XLS.len() - 700] {
        assert!(read(&XLS[..cut], &LoadOptions::default()).is_err(), "{cut}");
    }
}

#[test]
fn what_an_old_file_says_of_its_size_is_not_believed() {
    // The record of the used range: every row and column there can be.
    let at = XLS.windows(4).position(|w| w == [0x00, 0x02, 14, 0]).unwrap();
    let mut bytes = XLS.to_vec();
    bytes[at + 8..at + 12].copy_from_slice(&[0xff; 4]);
    assert_eq!(read(&bytes, &LoadOptions::default()), read(XLS, &LoadOptions::default()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_never_panic(old in any::<bool>(), changes in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..20)) {
        let mut bytes = if old { XLS } else { XLSX }.to_vec();
        for (at, byte) in changes {
            let length = bytes.len();
            bytes[at % length] = byte;
        }
        let _ = read(&bytes, &LoadOptions::default());
    }

    #[test]
    fn changed_parts_never_panic(part in 0..3usize, changes in proptest::collection::vec((any::<usize>(), "[<>/\"=0-9A-Zcfrstv&:;!]"), 1..8)) {
        let name = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"][part];
        let bytes = rewritten(XLSX, name, |xml| {
            let mut characters: Vec<char> = xml.chars().collect();
            for (at, new) in &changes {
                let length = characters.len();
                characters[at % length] = new.chars().next().unwrap();
            }
            characters.into_iter().collect()
        });
        let _ = read(&bytes, &LoadOptions::default());
    }

    #[test]
    fn any_cells_never_panic(written in "([A-C][1-9]([=:][一二三、。注1~_]{0,3})? ){0,30}", ranges in proptest::collection::vec("[A-D][1-9]:[A-D][1-9]", 0..6)) {
        let ranges: Vec<&str> = ranges.iter().map(String::as_str).collect();
        let xml = format!("<sheetData>{}</sheetData>{}", cells(&written), merged(&ranges));
        let document = open(&book(&[("name=\"甲\"", &xml)]));
        for block in &document.blocks {
            if let Block::Grid(grid) = block {
                prop_assert_eq!(grid.columns().len(), grid.rows.len());
            }
        }
    }
}
