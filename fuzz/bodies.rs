//! What is fuzzed. Each body takes any text and asserts what holds of all of them; that none panics and none takes long goes without saying.
//! The tests run them on stable over the seeds, and over what comes of the seeds by small changes.

use gouji::catalogue::Trouble;
use gouji::form::Form;
use gouji::format::{FormatOptions, Refused, format};
use gouji::lang::Lang;
use gouji::load::document::Block;
use gouji::load::{Archive, Kind, LoadOptions, load, load_reading, read};
use gouji::roster::Roster;
use gouji::source::{Source, SourceId, Sources};
use gouji::suite::snapshot::{Stored, file_name};
use gouji::suite::{self, Given, Material, Tested};
use gouji::syntax::parse;
use gouji::{Diagnostics, Report, RuleSet};
use std::io::{Cursor, Write};
use std::sync::{Arc, OnceLock};

const SOURCE: SourceId = SourceId(0);

/// Diagnostics point into the text, between characters, and can be said in both languages.
fn told(found: &Diagnostics, sources: &Sources) {
    for diagnostic in found {
        let spans = std::iter::once(diagnostic.span).chain(diagnostic.labels.iter().map(|(span, _)| *span));
        for span in spans {
            assert!(sources.get(span.source).text().get(span.range()).is_some(), "{:?} is no stretch of the text", diagnostic.fault);
        }
    }
    for lang in [Lang::Zh, Lang::En] {
        for data in found.to_data(sources, lang) {
            assert!(!data.message.is_empty());
        }
    }
}

/// Whatever is typed is parsed, or what is wrong is said, the same each time.
pub fn parser(text: &str) {
    let source = Source::new("fuzz.gj", text);
    let (file, found) = parse(SOURCE, &source);
    assert_eq!((file, found.clone()), parse(SOURCE, &source));
    let mut sources = Sources::default();
    sources.add(source);
    told(&found, &sources);
}

/// What is laid out stays as it is when laid out again, and says what it said.
pub fn formatter(text: &str) {
    for keywords in [None, Some(Lang::Zh), Some(Lang::En)] {
        let options = FormatOptions { keywords, ..FormatOptions::default() };
        match format(SOURCE, text, &options) {
            Ok(once) => {
                let twice = format(SOURCE, &once.text, &options);
                assert_eq!(twice.ok().map(|t| t.text), Some(once.text), "laying out twice");
            }
            Err(Refused::Torn(found)) => assert!(!found.is_empty()),
            Err(Refused::Differs) => panic!("it would not say the same"),
        }
    }
}

/// A pattern compiles, or what is wrong with it is said; and reading with it ends.
pub fn pattern(text: &str) {
    let pattern: String = text.chars().filter(|c| !matches!(c, '"' | '\\' | '\n' | '\r' | '“' | '”')).take(300).collect();
    let rules = format!(
        "读数 甲 \"甲\" 件 {{ 取自 全文 句式 \"{pattern}\" }}\n规则 乙 \"乙\" {{ 级别 提示 依据 \"无\" 范围 甲 逐条 要求 本条 >= 0 }}"
    );
    match RuleSet::compile([Source::new("fuzz.gj", rules.as_str())]) {
        Err(errors) => told(&errors.diagnostics, &errors.sources),
        Ok(rules) => {
            let prose =
                "## 一、总体情况\n2025年收到申请3件，其中自然人2件，法人1件，同比增长5.5%。共收费300元。未收到行政复议。\n".repeat(20);
            let document = format!("# 甲县水利局2025年政府信息公开工作年度报告\n{prose}");
            let report: Result<Report, _> = gouji::Engine::new().load(&rules, document.as_bytes());
            if let (Ok(report), Some(program)) = (report, rules.programs().first()) {
                let found = gouji::eval::read_all(&program.readings, &report);
                assert_eq!(found.len(), program.readings.len());
            }
        }
    }
}

/// Files of rules, cut at lines of dashes, compile together or what is wrong is said; so does a roster.
pub fn packs(text: &str) {
    let files: Vec<Source> = text.split("\n---\n").take(4).enumerate().map(|(i, t)| Source::new(format!("{i}.gj"), t)).collect();
    match RuleSet::compile(files) {
        Ok(rules) => told(rules.warnings(), rules.sources()),
        Err(errors) => {
            assert!(errors.diagnostics.has_errors());
            told(&errors.diagnostics, &errors.sources);
        }
    }
    if let Err(faults) = Roster::parse(text) {
        assert!(faults.iter().all(|(_, fault)| !fault.message(Lang::Zh).is_empty()));
    }
}

fn forms() -> &'static [Arc<Form>] {
    static FORMS: OnceLock<Vec<Arc<Form>>> = OnceLock::new();
    FORMS.get_or_init(|| RuleSet::shipped().expect("the shipped rules compile").forms())
}

/// Limits that small files reach.
fn options() -> LoadOptions {
    LoadOptions {
        max_bytes: 1 << 20,
        max_lines: 5_000,
        max_cells: 20_000,
        max_unpacked: 4 << 20,
        max_objects: 50_000,
        ..LoadOptions::default()
    }
}

fn said(trouble: &Trouble) {
    for lang in [Lang::Zh, Lang::En] {
        assert!(!trouble.message(lang).is_empty());
    }
}

/// A report has all cells of its form, and what is wrong with it can be said.
fn whole(report: &Report) {
    assert_eq!(report.cells.len(), report.form.cells().count());
    report.problems.iter().for_each(|p| said(&p.trouble));
}

/// A file of any format becomes a document within the limits, the same each time, or what is wrong is said.
fn document(bytes: &[u8]) {
    let options = options();
    let found = read(bytes, &options);
    assert_eq!(found, read(bytes, &options));
    let document = match found {
        Ok(document) => document,
        Err(trouble) => return said(&trouble),
    };
    let mut cells = 0;
    for block in &document.blocks {
        match block {
            Block::Text(line) => {
                let paragraph = &line.paragraph;
                assert!(paragraph.pieces.windows(2).all(|w| w[0].0 <= w[1].0), "{:?}", paragraph.pieces);
                assert!(paragraph.pieces.iter().all(|(at, _)| paragraph.text.is_char_boundary(*at)), "{:?}", paragraph.pieces);
            }
            Block::Grid(grid) => {
                for (row, (columns, width)) in grid.rows.iter().zip(grid.columns()) {
                    cells += row.len();
                    assert_eq!(row.len(), columns.len());
                    assert!(columns.windows(2).all(|w| w[0] < w[1]) && columns.iter().all(|c| *c < width), "{columns:?} of {width}");
                }
            }
        }
    }
    assert!(cells <= options.max_cells, "{cells} cells");
    document.problems.iter().for_each(|p| said(&p.trouble));
    match load(bytes, forms(), &options) {
        Ok(report) => whole(&report),
        Err(trouble) => said(&trouble),
    }
}

/// The file itself where it is of that kind, and otherwise with what makes it one before it.
fn of_kind(kind: Kind, bytes: &[u8], before: &[u8]) -> Vec<u8> {
    if Kind::of(bytes) == kind { bytes.to_vec() } else { [before, bytes].concat() }
}

/// Plain text, Markdown.
pub fn text(bytes: &[u8]) {
    document(bytes);
}

/// Values with commas between them.
pub fn delimited(bytes: &[u8]) {
    document(bytes);
    document(&[b"sep=,\n", bytes].concat());
}

/// Web pages.
pub fn html(bytes: &[u8]) {
    document(&of_kind(Kind::WebPage, bytes, b"<html>"));
}

/// Web pages with their parts in one file.
pub fn mht(bytes: &[u8]) {
    let before = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n";
    document(&of_kind(Kind::WebArchive, bytes, before));
}

/// A package, from its parts: `=== NAME` on a line, and what it holds on those after it. What is a package already stays as it is.
fn package(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut open = false;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        match line.strip_prefix(b"=== ") {
            Some(name) => {
                let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
                // Of two parts with one name, the second is left out.
                open = zip.start_file(String::from_utf8_lossy(name).trim_end(), options).is_ok();
            }
            None if open => zip.write_all(line).expect("in memory"),
            None => {}
        }
    }
    zip.finish().expect("in memory").into_inner()
}

/// Word files, from their parts.
pub fn docx(bytes: &[u8]) {
    document(&package(bytes));
}

/// Excel files, from their parts.
pub fn xlsx(bytes: &[u8]) {
    document(&package(bytes));
}

/// A compound file with one stream in it, `Workbook`.
fn compound(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    let number = |n: usize| u32::try_from(n).expect("small").to_le_bytes();
    // Smaller ones would go elsewhere.
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = stream.len() / SECTOR;
    let tables = (sectors + 2).div_ceil(SECTOR / 4 - 1);
    let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    file.resize(24, 0);
    file.extend([0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    file.extend(
        [number(tables), number(sectors), [0; 4], number(4096), [0xfe, 0xff, 0xff, 0xff], [0; 4], [0xfe, 0xff, 0xff, 0xff], [0; 4]]
            .concat(),
    );
    for table in 0..109 {
        file.extend(if table < tables { number(sectors + 1 + table) } else { [0xff; 4] });
    }
    file.extend(&stream);
    for (name, kind, child, start, size) in [("Root Entry", 5, 1, None, 0), ("Workbook", 2, usize::MAX, Some(0), stream.len())] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(64, 0);
        entry.extend([u8::try_from(name.len() * 2 + 2).expect("short"), 0, kind, 1]);
        entry.extend([0xff; 8]);
        entry.extend(if child == usize::MAX { [0xff; 4] } else { number(child) });
        entry.resize(116, 0);
        entry.extend(start.map_or([0xfe, 0xff, 0xff, 0xff], number));
        entry.extend([number(size), [0; 4]].concat());
        file.extend(entry);
    }
    file.resize(file.len().next_multiple_of(SECTOR), 0);
    let begins = file.len();
    for sector in 0..sectors {
        file.extend(if sector + 1 == sectors { [0xfe, 0xff, 0xff, 0xff] } else { number(sector + 1) });
    }
    file.extend([0xfe, 0xff, 0xff, 0xff]);
    (0..tables).for_each(|_| file.extend([0xfd, 0xff, 0xff, 0xff]));
    file.resize(begins + tables * SECTOR, 0xff);
    file
}

/// Excel 97 files: whole, or the stream of records that such a file is.
pub fn xls(bytes: &[u8]) {
    if bytes.starts_with(&[0xd0, 0xcf]) {
        document(bytes);
    } else if bytes.len() <= 1 << 20 {
        document(&compound(bytes));
    }
}

/// PDFs: whole, or their objects from the first on, cut at lines of dashes. What a stream holds comes after a line `stream`.
pub fn pdf(bytes: &[u8]) {
    if Kind::of(bytes) == Kind::Pdf {
        return document(bytes);
    }
    let (cut, stream) = (&b"\n---\n"[..], &b"\nstream\n"[..]);
    let find = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|w| w == what);
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = Vec::new();
    let mut rest = Some(bytes);
    while let Some(from) = rest.filter(|_| table.len() < 1000) {
        let (object, after) = find(from, cut).map_or((from, None), |at| (&from[..at], Some(&from[at + cut.len()..])));
        rest = after;
        table.push(file.len());
        file.extend(format!("{} 0 obj\n", table.len()).as_bytes());
        match find(object, stream) {
            Some(at) => {
                let data = &object[at + stream.len()..];
                let entries = object[..at].trim_ascii_end();
                file.extend(entries.strip_suffix(b">>").unwrap_or(entries));
                file.extend(format!("/Length {} >>\nstream\n", data.len()).as_bytes());
                file.extend(data);
                file.extend(b"\nendstream");
            }
            None => file.extend(object),
        }
        file.extend(b"\nendobj\n");
    }
    let begins = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", table.len() + 1).as_bytes());
    table.iter().for_each(|at| file.extend(format!("{at:010} 00000 n \n").as_bytes()));
    file.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n", table.len() + 1).as_bytes());
    document(&file);
}

/// Archives, from their parts: what leads out of one is not read, and nothing is larger than it may be.
pub fn archive(bytes: &[u8]) {
    let options = options();
    match Archive::open(package(bytes), &options) {
        Err(trouble) => said(&trouble),
        Ok(mut archive) => {
            for member in archive.members().into_iter().take(100) {
                match archive.read(&member) {
                    Ok(bytes) => {
                        assert!(!member.name.starts_with('/') && member.name.split('/').all(|part| part != ".."), "{}", member.name);
                        assert!(bytes.len() <= options.max_bytes);
                    }
                    Err(trouble) => said(&trouble),
                }
            }
        }
    }
}

/// Reading documents.
pub fn reading(bytes: &[u8]) {
    match load_reading(bytes, forms(), &options()) {
        Err(trouble) => said(&trouble),
        Ok(reports) => reports.iter().for_each(|(_, report)| whole(report)),
    }
}

/// Whatever a file of tests holds, its cases are run to the same end each time, or what is wrong is said; and what is kept of them is read again.
pub fn suite(text: &str) {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    static REPORT: OnceLock<Report> = OnceLock::new();
    let rules = RULES.get_or_init(|| RuleSet::shipped().expect("the shipped rules compile"));
    let report = || {
        let bytes = include_bytes!("../examples/reports/right.md");
        load(bytes, &rules.forms(), &LoadOptions::default()).expect("the example is a report")
    };
    let report = REPORT.get_or_init(report);
    let source = Source::new("fuzz.test.gj", text);
    let mut sources = Sources::default();
    sources.add(source.clone());
    let read = suite::read(SOURCE, &source);
    told(&read.astray, &sources);
    let tested = Tested::new(rules);
    for test in read.tests.iter().take(4) {
        told(&test.faults, &sources);
        if test.faults.has_errors() || test.case.damaged {
            continue;
        }
        let run = || {
            let mut material = Material::default();
            for (role, path) in suite::paths(&test.case).take(3) {
                material.of(role).push(Given { name: path.node.clone(), report: report.clone() });
            }
            suite::run(test, &tested, material)
        };
        let (once, again) = (run(), run());
        told(&once.faults, &sources);
        assert_eq!(once.snapshot, again.snapshot);
        for failure in &once.failures {
            assert!(!failure.miss.message(Lang::Zh).is_empty() && !failure.miss.message(Lang::En).is_empty());
        }
        let Some(body) = once.snapshot else { continue };
        let stored = Stored { source: "fuzz.test.gj".to_owned(), case: test.case.name.node.clone(), body };
        assert_eq!(Stored::parse(&stored.to_text()), Some(stored.clone()));
        let name = file_name("fuzz.test.gj", &stored.case);
        assert!(name.len() < 255 && !name.contains(['/', '\\', ':', '\0']), "{name:?}");
    }
    // Whatever stands where a snapshot should.
    if let Some(stored) = Stored::parse(text) {
        assert_eq!(Stored::parse(&stored.to_text()), Some(stored));
    }
}
