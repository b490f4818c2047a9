//! The bodies of the fuzz targets over their seeds, and over what comes of the seeds by small changes.

use super::command::root;
use std::path::Path;

#[path = "../../fuzz/bodies.rs"]
mod bodies;

/// Small changes of each seed.
const CHANGES: u32 = 12;

/// Pieces that small changes put in: marks that open and do not close, words of the language, what input methods type.
const PIECES: [&str; 24] = [
    "{", "}", "(", "）", "\"", "“", "”", "//", ";", "：", "每一 ", "若 ", "规则 ", "表样 ", " 满足 ", "{数}", "…", "(a|b)*", "９",
    "\u{FEFF}", "\u{3000}", "-", "要求", "\0",
];

fn texts(folder: &Path, all: &mut Vec<String>) {
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("readable").map(|e| e.expect("readable").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            texts(&path, all);
        } else if path.extension().is_some_and(|e| e == "gj" || e == "txt") {
            all.push(std::fs::read_to_string(path).expect("readable"));
        }
    }
}

/// Numbers below what is asked, the same each time.
fn generator() -> impl FnMut(usize) -> usize {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).expect("small")).expect("small")
    }
}

/// The seeds of a target, and changes of them, the same each time.
fn seeds(target: &str, more: &[&str]) -> Vec<String> {
    let mut seeds = Vec::new();
    texts(&root().join("fuzz/seeds").join(target), &mut seeds);
    for folder in more {
        texts(&root().join(folder), &mut seeds);
    }
    assert!(!seeds.is_empty(), "{target} has seeds");
    let mut next = generator();
    let mut all = Vec::new();
    for seed in seeds {
        let chars: Vec<char> = seed.chars().collect();
        for _ in 0..CHANGES {
            let mut changed = chars.clone();
            for _ in 0..=next(3) {
                let at = next(changed.len() + 1);
                match next(4) {
                    0 => changed.truncate(at),
                    1 => {
                        let to = (at + next(8)).min(changed.len());
                        changed.drain(at.min(to)..to);
                    }
                    2 => {
                        let piece: Vec<char> = changed[at.min(changed.len())..].iter().take(next(30)).copied().collect();
                        changed.splice(at..at, piece);
                    }
                    _ => {
                        changed.splice(at..at, PIECES[next(PIECES.len())].chars());
                    }
                }
            }
            all.push(changed.into_iter().collect());
        }
        all.push(seed);
    }
    all
}

#[test]
fn parser() {
    seeds("parser", &["tests/cases/rules", "tests/cases/format", "rules"]).iter().for_each(|t| bodies::parser(t));
}

#[test]
fn formatter() {
    seeds("formatter", &["tests/cases/rules", "tests/cases/format"]).iter().for_each(|t| bodies::formatter(t));
}

#[test]
fn pattern() {
    seeds("pattern", &[]).iter().flat_map(|t| t.lines()).for_each(bodies::pattern);
}

#[test]
fn suite() {
    let folders = ["rules/national/common", "tests/cases/suite/12-all-that-a-case-can-have"];
    seeds("suite", &folders).iter().filter(|t| t.contains("用例") || t.starts_with("---")).for_each(|t| bodies::suite(t));
}

#[test]
fn packs() {
    seeds("packs", &["tests/cases/lint"]).iter().for_each(|t| bodies::packs(t));
}

/// Small changes of each seed of a file.
const FILE_CHANGES: u32 = 16;

/// Pieces that small changes put in files of these formats.
const MARKS: &[(&str, &[&[u8]])] = &[
    (
        "text",
        &[b"|", b"\t", b"\n\n", b"|---|", b"\x0c", "第二十条第（一）项".as_bytes(), "三、".as_bytes(), b"\xff", b"\0", b"**", b"1\n2\n3\n"],
    ),
    ("delimited", &[b",", b"\"", b"\"\"", b"\n", b"\r\n", b";", b",,,,,,,,", "规章,1,2,3\n".as_bytes(), b"\xb9\xe6"]),
    (
        "html",
        &[
            b"<table>",
            b"<tr>",
            b"<td colspan=999999999>",
            b"</table>",
            b"<td rowspan=0>",
            b"<!--",
            b"<script>",
            b"&#xffffff;",
            b"<svg>",
            b"<b><p>",
        ],
    ),
    ("mht", &[b"\n--x\n", b"\n----x--\n", b"=", b"=C4", b"\nContent-Transfer-Encoding: base64\n\n", b"boundary=", b"=?utf-8?B?", b"<td>"]),
    (
        "docx",
        &[
            b"<w:tbl>",
            b"</w:tc>",
            b"<w:vMerge/>",
            b"w:val=\"4294967295\"",
            b"<w:p>",
            b"</w:p>",
            b"&#0;",
            b"\n=== word/document.xml\n",
            b"<![CDATA[",
        ],
    ),
    (
        "xlsx",
        &[
            b"<c r=\"XFD1048576\"><v>1</v></c>",
            b"r=\"A0\"",
            b"<row r=\"4294967295\">",
            b"</row>",
            b"ref=\"A1:XFD1048576\"",
            b"s=\"99\"",
            b"t=\"s\"",
            b"1e999",
        ],
    ),
    ("xls", &[b"\xff\xff", b"\0\0\0\0", b"\x09\x08\x10\0", b"\x3c\0\xff\x1f", b"\xfc\0", b"\x7e\x02\x0a\0", b"\xe5\0\x0a\0", b"\x2f\0"]),
    (
        "pdf",
        &[
            b"[",
            b"<<",
            b">>",
            b"1e38",
            b"-1",
            b" Tf",
            b" Do",
            b" 6 0 R ",
            b"/Filter /FlateDecode",
            b"\n---\n",
            b"0 0 0 0 0 0 cm ",
            b"<ffff>",
            b" q ",
            b"99999999999",
        ],
    ),
    (
        "archive",
        &[b"\n=== ../../a\n", b"\n=== /\n", b"\n=== \\\\a\\b\n", b"=== ", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\xff\xff\xff\xff"],
    ),
    ("reading", &[b"[[[[", b"{\"", b"null", b"-0", b"1e999", b"\\ud800", b"\"cells\":", b"99999999999999999999999999999999", b"}", b"\n"]),
];

/// The seeds of a target for files, and changes of them, and more files as they are cut short.
fn files(target: &str, more: &[&str]) -> Vec<Vec<u8>> {
    let folder = root().join("fuzz/seeds").join(target);
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("readable").map(|e| e.expect("readable").path()).collect();
    paths.sort();
    let pieces = MARKS.iter().find(|(name, _)| *name == target).expect("it has marks").1;
    let mut next = generator();
    let mut all = Vec::new();
    for path in paths {
        let seed = std::fs::read(path).expect("readable");
        for _ in 0..FILE_CHANGES {
            let mut changed = seed.clone();
            for _ in 0..=next(4) {
                let at = next(changed.len() + 1);
                let to = (at + next(12)).min(changed.len());
                match next(6) {
                    0 if next(4) == 0 => changed.truncate(at),
                    0 | 1 => drop(changed.drain(at..to)),
                    2 => {
                        let to = (at + next(300)).min(changed.len());
                        let (piece, into) = (changed[at..to].to_vec(), next(changed.len() + 1));
                        changed.splice(into..into, piece);
                    }
                    3 => changed[at..to].iter_mut().take(2).for_each(|b| *b = next(256).to_le_bytes()[0]),
                    _ => drop(changed.splice(at..at, pieces[next(pieces.len())].iter().copied())),
                }
            }
            all.push(changed);
        }
        all.push(seed);
    }
    for path in more {
        let mut bytes = std::fs::read(root().join(path)).expect("readable");
        let at = next(bytes.len());
        bytes[at] ^= 0x55;
        all.push(bytes[..at].to_vec());
        all.push(bytes);
    }
    all
}

#[test]
fn text() {
    files("text", &["tests/cases/load/one-cell-a-line.txt"]).iter().for_each(|b| bodies::text(b));
}

#[test]
fn delimited() {
    files("delimited", &["tests/cases/formats/report-table3-gbk.csv"]).iter().for_each(|b| bodies::delimited(b));
}

#[test]
fn html() {
    files("html", &["tests/cases/formats/report-gbk.html"]).iter().for_each(|b| bodies::html(b));
}

#[test]
fn mht() {
    files("mht", &["tests/cases/formats/report.mht"]).iter().for_each(|b| bodies::mht(b));
}

#[test]
fn docx() {
    files("docx", &["tests/cases/formats/report-libreoffice.docx"]).iter().for_each(|b| bodies::docx(b));
}

#[test]
fn xlsx() {
    files("xlsx", &["tests/cases/formats/report-sheets.xlsx"]).iter().for_each(|b| bodies::xlsx(b));
}

#[test]
fn xls() {
    files("xls", &["tests/cases/formats/report.xls"]).iter().for_each(|b| bodies::xls(b));
}

#[test]
fn pdf() {
    files("pdf", &["tests/cases/formats/locked.pdf", "tests/cases/formats/scanned-ocr.pdf"]).iter().for_each(|b| bodies::pdf(b));
}

#[test]
fn archive() {
    files("archive", &["tests/cases/formats/report.xlsx"]).iter().for_each(|b| bodies::archive(b));
}

#[test]
fn reading() {
    files("reading", &["tests/cases/formats/report.json"]).iter().for_each(|b| bodies::reading(b));
}
