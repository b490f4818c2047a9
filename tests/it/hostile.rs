//! Files that are broken or mean harm, given to the command beside a good report: each is said to be what it is, within seconds, and the good
//! report is checked.

use super::command::{gouji, root, scratch};
use flate2::write::{DeflateEncoder, ZlibEncoder};
use flate2::{Compression, Crc};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;

/// The report everything is made from, in text.
const GOOD: &str = "tests/cases/load/tabs.md";

fn of_case(path: &str) -> Vec<u8> {
    std::fs::read(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn text_of_case(path: &str) -> String {
    String::from_utf8(of_case(path)).expect("UTF-8")
}

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is read, with so many figures and so many things to note.
    Read(usize, usize),
    /// It is refused with this code.
    Refused(&'static str),
    /// It is left out, and said to be.
    Skipped,
}

use Fate::{Read as Is, Refused, Skipped};

// ---------------------------------------------------------------- packages

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("in memory");
        zip.write_all(bytes).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

/// The parts of a package.
fn parts(path: &str) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(of_case(path))).expect("a package");
    let count = archive.len();
    let part = |index| {
        let mut file = archive.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("sound");
        (String::from_utf8_lossy(file.name_raw()).into_owned(), bytes)
    };
    (0..count).map(part).collect()
}

/// The good report as a Word file, with some parts changed, and others added.
fn word(change: impl Fn(&str, String) -> String, more: &[(&str, &[u8])]) -> Vec<u8> {
    let parts = parts("tests/cases/formats/report-word.docx");
    let changed: Vec<(&str, String)> =
        parts.iter().map(|(name, bytes)| (name.as_str(), change(name, String::from_utf8_lossy(bytes).into_owned()))).collect();
    let mut all: Vec<(&str, &[u8])> = changed.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    all.extend(more);
    zipped(&all)
}

/// A Word file with this declared at the head of its main part, and `said` standing before everything in it.
fn declaring(declared: &str, said: &str) -> Vec<u8> {
    let change = |name: &str, text: String| match name {
        "word/document.xml" => {
            let at = text.find("<w:document").expect("a document");
            let body = text.find("<w:body>").expect("a body") + "<w:body>".len();
            format!("{}{declared}{}<w:p><w:r><w:t>{said}</w:t></w:r></w:p>{}", &text[..at], &text[at..body], &text[body..])
        }
        _ => text,
    };
    word(change, &[])
}

/// A Word file that is related to something elsewhere, and `said` standing in its body.
fn related(kind: &str, target: &str, said: &str) -> Vec<u8> {
    let change = |name: &str, text: String| match name {
        "word/_rels/document.xml.rels" => {
            let relation = format!(
                "<Relationship Id=\"rIdX\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" \
                 Target=\"{target}\" TargetMode=\"External\"/></Relationships>"
            );
            text.replace("</Relationships>", &relation)
        }
        "word/document.xml" => text.replace("<w:body>", &format!("<w:body>{said}")),
        _ => text,
    };
    word(change, &[])
}

/// Zeros packed without end: a megabyte over and over. `limit` stops who counts what it comes to; nobody else sees its end.
fn deflated_zeros(megabytes: usize) -> Vec<u8> {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
    packer.write_all(&vec![0; 1 << 20]).expect("in memory");
    packer.flush().expect("in memory");
    let once = packer.get_ref().len();
    // The first megabyte has nothing before it to refer to; all after it are alike.
    packer.write_all(&vec![0; 1 << 20]).expect("in memory");
    packer.flush().expect("in memory");
    let (first, again) = packer.get_ref().split_at(once);
    [first, &again.repeat(megabytes - 1), &[3, 0]].concat()
}

/// A package with one part, packed already, and said to be of `size` bytes.
fn packed(names: &[&str], data: &[u8], size: u32) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    let length = u32::try_from(data.len()).expect("small");
    let mut at = 0u32;
    for (i, name) in names.iter().enumerate() {
        let named = u16::try_from(name.len()).expect("short").to_le_bytes();
        let head = [&[20, 0, 0, 0, 8, 0, 0, 0, 0, 0][..], &[0; 4], &length.to_le_bytes(), &size.to_le_bytes(), &named, &[0, 0]].concat();
        if i == 0 {
            file.extend([b"PK\x03\x04", &head[..], name.as_bytes(), data].concat());
        }
        // All the others are the first again, under names of their own.
        at = if i == 0 { 0 } else { at };
        directory.extend([b"PK\x01\x02\x14\0", &head[..], &[0; 10], &at.to_le_bytes(), name.as_bytes()].concat());
    }
    let (count, begins) = (u16::try_from(names.len()).expect("few").to_le_bytes(), u32::try_from(file.len()).expect("small"));
    let size = u32::try_from(directory.len()).expect("small").to_le_bytes();
    file.extend([&directory[..], b"PK\x05\x06\0\0\0\0", &count, &count, &size, &begins.to_le_bytes(), &[0, 0]].concat());
    file
}

/// A package whose parts are said to be encrypted.
fn encrypted(mut package: Vec<u8>) -> Vec<u8> {
    for at in 0..package.len() - 8 {
        match package[at..at + 4] {
            [b'P', b'K', 3, 4] => package[at + 6] |= 1,
            [b'P', b'K', 1, 2] => package[at + 8] |= 1,
            _ => {}
        }
    }
    package
}

/// A compound file with a stream of this name, as far as its first bytes and the name go.
fn compound(stream: &str) -> Vec<u8> {
    let mut file = of_case("tests/cases/formats/report.xls");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let at = file.windows(16).position(|w| w == wide("Workbook")).expect("its directory");
    let name = wide(stream);
    file[at..at + name.len()].copy_from_slice(&name);
    file[at + 64] = u8::try_from(name.len() + 2).expect("short");
    file
}

fn packages() -> Vec<(&'static str, Vec<u8>, Fate)> {
    let good = text_of_case(GOOD);
    let docx = of_case("tests/cases/formats/report-word.docx");
    let xlsx = of_case("tests/cases/formats/report.xlsx");
    let zip = zipped(&[("a.md", good.as_bytes())]);
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let mut records = of_case("tests/cases/formats/report.xls");
    records[2048..6144].fill(0xff);
    let zeros = deflated_zeros(1024);
    let laughs: String = (1..10).map(|i| format!("<!ENTITY l{i} \"{}\">", format!("&l{};", i - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE d [<!ENTITY l0 \"哈\">{laughs}]>");
    let elsewhere = "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    let sound = Is(200, 0);
    let picture = "<w:p><w:r><w:drawing><a:blip xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" r:link=\"rIdX\"/></w:drawing></w:r></w:p>";
    vec![
        ("bomb.docx", packed(&["word/document.xml"], &zeros, 1 << 30), Refused("L0008")),
        ("bomb-small-it-says.docx", packed(&["word/document.xml"], &zeros, 10), Refused("L0014")),
        ("bomb.xlsx", packed(&["xl/workbook.xml"], &zeros, 1 << 30), Refused("L0008")),
        ("bomb.zip", packed(&["a.md"], &zeros, 1 << 30), Refused("L0008")),
        ("laughs.docx", declaring(&laughs, "&l9;"), Refused("L0014")),
        ("entity-elsewhere.docx", declaring(elsewhere, "&x;"), Refused("L0014")),
        ("picture-elsewhere.docx", related("image", "http://127.0.0.1:9/a.png", picture), sound),
        ("template-elsewhere.docx", related("attachedTemplate", "http://127.0.0.1:9/a.dotm", ""), sound),
        ("chunk-elsewhere.docx", related("aFChunk", "http://127.0.0.1:9/a.docx", "<w:altChunk r:id=\"rIdX\"/>"), Is(200, 1)),
        ("chunk-of-this-machine.docx", related("aFChunk", "file:///etc/passwd", "<w:altChunk r:id=\"rIdX\"/>"), Is(200, 1)),
        ("macros.docm", word(|_, text| text, &[("word/vbaProject.bin", &[0xd0, 0xcf, 0x11, 0xe0, 0, 0])]), sound),
        ("up.zip", zipped(&[("../a.md", good.as_bytes())]), Refused("L0023")),
        ("up-backwards.zip", zipped(&[("a\\..\\..\\a.md", good.as_bytes())]), Refused("L0023")),
        ("absolute.zip", zipped(&[("/a.md", good.as_bytes())]), Refused("L0023")),
        ("drive.zip", zipped(&[("C:\\a.md", good.as_bytes())]), Refused("L0023")),
        ("zip-in.zip", zipped(&[("inner.zip", &zip)]), Skipped),
        ("password.zip", encrypted(zip.clone()), Refused("L0015")),
        ("password-on-parts.docx", encrypted(docx.clone()), Refused("L0015")),
        ("password.docx", compound("EncryptedPackage"), Refused("L0015")),
        ("half.docx", half(&docx), Refused("L0014")),
        ("half.xlsx", half(&xlsx), Refused("L0014")),
        ("records.xls", records, Refused("L0014")),
        ("half.zip", half(&zip), Refused("L0014")),
        ("nothing-in.zip", zipped(&[]), Refused("L0001")),
        ("nothing-of-use-in.zip", zipped(&[("a.exe", b"MZ")]), Refused("L0022")),
    ]
}

// ---------------------------------------------------------------- PDFs

/// A PDF of these objects, from the first on; the first is its catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (object, number) in objects.iter().zip(1..) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let end = format!("{table}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", objects.len() + 1, file.len());
    file.extend(end.bytes());
    file
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    [format!("<< {entries} /Length {} >>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

/// A PDF with one page, which shows this, of which `entries` are said, and in which `more` objects are from number 5 on.
fn page(content: Vec<u8>, entries: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let page = format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R {entries} >>");
    let first = [&b"<< /Type /Catalog /Pages 2 0 R >>"[..], b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page.as_bytes()];
    pdf(&first.iter().map(|o| o.to_vec()).chain([content]).chain(more.iter().cloned()).collect::<Vec<_>>())
}

fn pdfs() -> Vec<(&'static str, Vec<u8>, Fate)> {
    let whole = of_case("tests/cases/formats/report-libreoffice.pdf");
    let tree = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] >>", "<< /Type /Pages /Kids [2 0 R 3 0 R] >>"];
    let own = "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X 5 0 R >> >>";
    let mut zlib = vec![0x78, 0xda];
    zlib.extend(deflated_zeros(1024));
    let mut twice = ZlibEncoder::new(Vec::new(), Compression::best());
    twice.write_all(&zlib).expect("in memory");
    let twice = twice.finish().expect("in memory");
    assert!(twice.len() < 20_000, "a few thousand bytes for a thousand million");
    vec![
        ("half.pdf", whole[..whole.len() / 2].to_vec(), Refused("L0014")),
        ("pages-of-pages.pdf", pdf(&tree.map(|o| o.as_bytes().to_vec())), Refused("L0014")),
        (
            "form-in-itself.pdf",
            page(stream("", b"/X Do"), "/Resources << /XObject << /X 5 0 R >> >>", &[stream(own, b"/X Do")]),
            Refused("L0001"),
        ),
        ("zeros.pdf", page(stream("/Filter /FlateDecode", &zlib), "", &[]), Refused("L0008")),
        ("zeros-twice.pdf", page(stream("/Filter [/FlateDecode /FlateDecode]", &twice), "", &[]), Refused("L0008")),
        ("objects.pdf", page(stream("", b""), "", &vec![b"0".to_vec(); 1_000_000]), Refused("L0001")),
        ("password.pdf", of_case("tests/cases/formats/locked.pdf"), Refused("L0015")),
        ("scanned.pdf", of_case("tests/cases/formats/scanned.pdf"), Refused("L0016")),
    ]
}

// ---------------------------------------------------------------- pages and text

/// The good report with this figure in the place of one of its figures.
fn with_figure(figure: &str) -> Vec<u8> {
    let good = text_of_case(GOOD);
    let changed = good.replacen("行政许可\t1808595", &format!("行政许可\t{figure}"), 1);
    assert_ne!(good, changed);
    changed.into_bytes()
}

fn pages() -> Vec<(&'static str, Vec<u8>, Fate)> {
    let html = text_of_case("tests/cases/formats/report.html");
    let before =
        |what: &str, after: &str| html.replacen("<body>", &format!("<body>{what}"), 1).replace("</body>", &format!("{after}</body>"));
    let wide = |mark: &str| html.replacen("<td colspan=\"4\">", mark, 1);
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text_of_case(GOOD).encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let mut broken = of_case(GOOD);
    broken.truncate(2000);
    broken.extend(b"\n\xe4\xb8 \xff\xff\xff\x80\x80 \xc3\x28\n");
    let mut nul = of_case(GOOD);
    nul.insert(100, 0);
    let mut surrogate = utf16.clone();
    surrogate.splice(200..202, [0, 0xd8]);
    let row = |row: &str| row.repeat(1_000_000).into_bytes();
    let table = [&b"<html><body><table>"[..], &row("<tr><td>1"), b"</table></body></html>"].concat();
    let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    gzip.extend(deflated_zeros(2));
    let mut crc = Crc::new();
    crc.update(&vec![0; 2 << 20]);
    gzip.extend([crc.sum().to_le_bytes(), (2u32 << 20).to_le_bytes()].concat());
    let deep = |open: &str, shut: &str| {
        format!("{{\"schema\":\"gouji.reading/1\",\"reports\":{}1{}}}", open.repeat(100_000), shut.repeat(100_000))
    };
    vec![
        ("divisions.html", before(&"<div>".repeat(100_000), "").into_bytes(), Refused("L0008")),
        ("divisions-shut.html", before(&"<div>".repeat(100_000), &"</div>".repeat(100_000)).into_bytes(), Refused("L0008")),
        ("tables.html", before(&"<table><tr><td>".repeat(100_000), "").into_bytes(), Refused("L0008")),
        ("wide.html", wide("<td colspan=\"1000000000\">").into_bytes(), Is(200, 0)),
        ("tall.html", wide("<td colspan=\"1000000000\" rowspan=\"1000000000\">").into_bytes(), Is(200, 0)),
        ("nul.html", html.replacen("信息", "信\0息", 1).into_bytes(), Refused("L0002")),
        ("nul.md", nul, Refused("L0002")),
        ("figure-of-40-digits.md", with_figure(&format!("1{}", "0".repeat(40))), Is(199, 1)),
        ("figure-of-1e6-digits.md", with_figure(&"9".repeat(1_000_000)), Is(199, 1)),
        ("figure-of-1e6-decimals.md", with_figure(&format!("0.{}", "9".repeat(1_000_000))), Is(199, 1)),
        ("rows.md", row("| 1 | 2 |\n"), Refused("L0008")),
        ("rows.csv", row("规,1,2\n"), Refused("L0008")),
        ("rows.html", table, Refused("L0008")),
        ("cells-in-a-row.md", row("1\t"), Refused("L0008")),
        ("utf8.md", broken, Refused("L0003")),
        ("utf16.md", utf16.clone(), Is(200, 0)),
        ("utf16-surrogate.md", surrogate, Refused("L0003")),
        ("utf16-odd.md", utf16[..utf16.len() - 1].to_vec(), Refused("L0003")),
        ("empty.md", Vec::new(), Refused("L0001")),
        ("blank.md", b" \n\t\r\n ".to_vec(), Refused("L0001")),
        ("gzip.docx", gzip, Refused("L0002")),
        ("rar.docx", b"Rar!\x1a\x07\x01\0\0\0\0\0".to_vec(), Refused("L0002")),
        ("picture.docx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Refused("L0002")),
        ("program.docx", b"\x7fELF\x02\x01\x01\0\0\0\0\0".to_vec(), Refused("L0002")),
        ("lists.json", deep("[", "]").into_bytes(), Refused("L0009")),
        ("lists-open.json", deep("[", "").into_bytes(), Refused("L0009")),
        ("objects.json", deep("{\"a\":", "}").into_bytes(), Refused("L0009")),
    ]
}

// ---------------------------------------------------------------- what becomes of them

/// What the command says of the reports in `folder`, as JSON, and its exit code.
fn checked(folder: &Path, arguments: &[&str]) -> (String, serde_json::Value, String) {
    let all: Vec<&str> = [&["check", "--format", "json", "--verbose"][..], arguments].concat();
    let out = gouji(folder, &all, b"");
    let (exit, rest) = out.split_once("\n--- stdout\n").unwrap_or_else(|| panic!("nothing was printed: {out}"));
    let (json, told) = rest.split_once("\n--- stderr\n").unwrap_or((rest, ""));
    (exit.to_owned(), serde_json::from_str(json).unwrap_or_else(|e| panic!("{e}: {json}")), told.to_owned())
}

/// Checks these files and a good report beside them, in one folder.
fn among_good(name: &str, files: &[(&'static str, Vec<u8>, Fate)]) {
    let folder = scratch(name);
    std::fs::write(folder.join("good.md"), of_case(GOOD)).expect("written");
    for (name, bytes, _) in files {
        std::fs::write(folder.join(name), bytes).expect("written");
    }
    let (exit, json, told) = checked(&folder, &["."]);
    let _ = std::fs::write(folder.join("out.txt"), format!("{exit}\n{told}\n{json:#}"));
    assert_eq!(exit, "exit: 4", "{told}");
    let list = |key: &str| json[key].as_array().cloned().unwrap_or_default();
    let path = |entry: &serde_json::Value| entry["path"].as_str().unwrap_or_default().trim_start_matches("./").to_owned();
    assert!(list("reports").iter().any(|r| path(r) == "good.md"), "the good report is checked: {told}");
    let mut wrong = Vec::new();
    for (name, _, fate) in files {
        let of = |key: &str| list(key).into_iter().find(|e| path(e) == *name || path(e).starts_with(&format!("{name}/")));
        let found = match (of("reports"), of("unreadable"), of("skipped")) {
            (Some(report), None, None) => format!("{:?}", read_as(&report)),
            (None, Some(entry), _) => {
                let said = format!("{}{}", entry["message"], entry["hint"]);
                assert!(said.chars().count() < 400, "{name}: a sentence, not {said}");
                format!("Refused({})", entry["code"])
            }
            (None, None, Some(_)) => "Skipped".to_owned(),
            (report, refused, skipped) => format!("{:?}", (report.is_some(), refused, skipped)),
        };
        if found != format!("{fate:?}") {
            wrong.push(format!("{name}: {found}, and not {fate:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn read_as(report: &serde_json::Value) -> Fate {
    let count = |value: &serde_json::Value| value.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
    Is(count(&report["cells"]["number"]), report["problems"].as_array().map_or(0, Vec::len))
}

#[test]
fn packages_that_mean_harm() {
    among_good("hostile-packages", &packages());
}

#[test]
fn pdfs_that_mean_harm() {
    among_good("hostile-pdfs", &pdfs());
}

#[test]
fn pages_and_texts_that_mean_harm() {
    among_good("hostile-pages", &pages());
}

/// A thousand files in an archive that are one and the same gigabyte: what they come to together is counted, too.
#[test]
fn one_stream_that_is_every_file_of_an_archive() {
    let names: Vec<String> = (0..1000).map(|i| format!("{i}.md")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let zeros = deflated_zeros(60);
    among_good("hostile-overlap", &[("overlap.zip", packed(&names, &zeros, 60 << 20), Refused("L0008"))]);
}

#[test]
fn files_that_are_too_large() {
    let folder = scratch("hostile-large");
    std::fs::write(folder.join("good.md"), of_case(GOOD)).expect("written");
    for name in ["large.md", "large.docx", "large.json"] {
        std::fs::File::create(folder.join(name)).and_then(|f| f.set_len((64 << 20) + 1)).expect("a file of nothing");
    }
    let (exit, json, told) = checked(&folder, &["."]);
    let _ = std::fs::remove_dir_all(&folder);
    assert_eq!(exit, "exit: 4", "{told}");
    assert_eq!(json["reports"].as_array().map(Vec::len), Some(1), "{told}");
    assert_eq!(told.matches("L0008").count(), 3, "{told}");
}

/// Names of files are shown, and nothing in them is obeyed by a terminal.
#[cfg(unix)]
#[test]
fn names_that_would_move_the_cursor() {
    use std::os::unix::ffi::OsStrExt;
    let folder = scratch("hostile-names");
    let names: [&[u8]; 4] = [b"\x1b[31mred\x07.md", b"line\nbreak.md", b"\xff\xfe.md", "\u{202e}dm.\u{200b}md".as_bytes()];
    for (i, name) in names.iter().enumerate() {
        // One of them is no report, so that its name is on the other stream.
        let bytes = if i == 0 { Vec::new() } else { of_case(GOOD) };
        std::fs::write(folder.join(std::ffi::OsStr::from_bytes(name)), bytes).expect("written");
    }
    std::fs::write(folder.join("names.zip"), zipped(&[("\x1b[2J\u{9b}31m.md", b""), ("\x1b[2Jb.exe", b"")])).expect("written");
    for arguments in [
        &["check", "."][..],
        &["check", ".", "--verbose", "--color", "always"],
        &["check", ".", "--format", "plain"],
        &["check", ".", "--format", "json"],
    ] {
        let out = gouji(&folder, arguments, b"");
        assert!(out.starts_with("exit: 4\n"), "{out}");
        // What colours are made of is our own.
        let own = if arguments.contains(&"always") { colourless(&out) } else { out };
        let bad: Vec<char> = own.chars().filter(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}')).collect();
        assert!(bad.is_empty(), "{arguments:?}: {bad:?}\n{own}");
        assert!(!own.contains("line\nbreak"), "{own}");
    }
}

/// A text without its colours.
#[cfg(unix)]
fn colourless(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| match part.split_once('m') {
        Some((code, rest)) if code.bytes().all(|b| b.is_ascii_digit() || b == b';') && !rest.starts_with("red") => all + rest,
        _ => all + "\x1b[" + part,
    })
}

/// Straight to the stream: what a test that passes prints is not shown.
#[cfg(unix)]
fn not_run(what: &str) {
    writeln!(std::io::stderr(), "NOT RUN: {what}").expect("a stream to say it on");
}

#[cfg(unix)]
#[test]
fn folders_in_themselves_and_files_without_an_end() {
    let folder = scratch("hostile-folders");
    std::fs::write(folder.join("good.md"), of_case(GOOD)).expect("written");
    std::fs::create_dir(folder.join("inner")).expect("made");
    std::os::unix::fs::symlink("..", folder.join("inner/outer")).expect("made");
    std::os::unix::fs::symlink("itself", folder.join("itself")).expect("made");
    std::os::unix::fs::symlink("nowhere.md", folder.join("gone.md")).expect("made");
    let (exit, json, told) = checked(&folder, &["."]);
    assert_ne!(exit, "exit: 4", "{told}");
    assert_eq!((json["reports"].as_array().map(Vec::len), json["skipped"].as_array().map(Vec::len)), (Some(1), Some(3)), "{told}");
    let (exit, json, told) = checked(&folder, &["itself", "gone.md", "good.md"]);
    assert_eq!((exit.as_str(), json["reports"].as_array().map(Vec::len)), ("exit: 4", Some(1)), "{told}");
    assert_eq!(told.matches("L0007").count(), 2, "{told}");

    let made = std::process::Command::new("mkfifo").arg(folder.join("pipe.md")).status();
    if !made.is_ok_and(|status| status.success()) {
        not_run("a pipe in the place of a report, for mkfifo is not there");
        return;
    }
    let begun = std::time::Instant::now();
    let (exit, json, told) = checked(&folder, &["pipe.md", "good.md", "/dev/zero", "--timeout", "3"]);
    assert!(begun.elapsed().as_secs() < 60, "{told}");
    assert_eq!((exit.as_str(), json["reports"].as_array().map(Vec::len)), ("exit: 4", Some(1)), "{told}");
    let codes: Vec<&str> = json["unreadable"].as_array().into_iter().flatten().filter_map(|u| u["code"].as_str()).collect();
    assert_eq!(codes, ["L0021", "L0008"], "{told}");
}

#[cfg(unix)]
#[test]
fn files_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = scratch("hostile-permissions");
    for name in ["good.md", "closed.md"] {
        std::fs::write(folder.join(name), of_case(GOOD)).expect("written");
    }
    std::fs::set_permissions(folder.join("closed.md"), std::fs::Permissions::from_mode(0o000)).expect("set");
    if std::fs::read(folder.join("closed.md")).is_ok() {
        not_run("a file that may not be read, for this user may read all");
        return;
    }
    let (exit, json, told) = checked(&folder, &["."]);
    assert_eq!((exit.as_str(), json["reports"].as_array().map(Vec::len)), ("exit: 4", Some(1)), "{told}");
    assert!(told.contains("L0007"), "{told}");
}
