//! Files that mean harm: nothing crashes, hangs or fills the memory.

use super::{Writer, pdf, put, read, refused, try_read};
use crate::load::LoadOptions;
use std::io::Write;

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(data).expect("in memory");
    writer.finish().expect("in memory")
}

/// A file whose page has this content, packed.
fn packed(content: &[u8], filters: &str) -> Vec<u8> {
    let mut writer = Writer::new();
    let content = writer.stream(&format!("/Filter {filters}"), content);
    let page = writer.object(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R >>"));
    writer.finish(&[page])
}

/// How a file is read where little may be unpacked and drawn.
fn code_of(bytes: &[u8]) -> Option<&'static str> {
    let options = LoadOptions { max_unpacked: 1 << 19, max_objects: 10_000, ..LoadOptions::default() };
    crate::load::pdf::read(bytes, &options).map_err(|t| t.code()).err()
}

#[test]
fn streams_that_unpack_to_gigabytes() {
    let blanks = |megabytes: usize| deflated(&vec![b' '; megabytes << 20]);
    assert_eq!(refused(&packed(&blanks(1), "/FlateDecode")), "L0001", "a page of blanks");
    for (name, content, filters) in [
        ("packed", blanks(1), "/FlateDecode"),
        ("packed twice", deflated(&blanks(1)), "[/Fl /Fl]"),
        ("its name in codes", blanks(1), "/Fl#61teDecode"),
        ("letters for zeros", b"z".repeat(1 << 18), "/ASCII85Decode"),
        ("runs", b"\x81 ".repeat(1 << 14), "[/RunLengthDecode]"),
        ("said to be a picture", blanks(1), "/FlateDecode /Subtype /Image"),
    ] {
        assert_eq!(code_of(&packed(&content, filters)), Some("L0008"), "{name}");
    }
}

#[test]
fn one_stream_that_is_every_page() {
    let mut writer = Writer::new();
    let content = writer.stream("/Filter /FlateDecode", &deflated(&vec![b' '; 1 << 16]));
    let page = writer.object(format!("<< /Type /Page /Parent 2 0 R /Contents {content} 0 R >>"));
    assert_eq!(code_of(&writer.finish(&[page; 20])), Some("L0008"));
}

#[test]
fn things_that_stand_in_each_other_without_end() {
    let deep = |open: &str, n: usize| {
        let mut writer = Writer::new();
        writer.object(open.repeat(n));
        let page = writer.page(&put(50, 100, "甲"), "", "");
        writer.finish(&[page])
    };
    // Neither is read as anything, and neither overflows the stack.
    for (open, n) in [("[", 300_000), ("<</A", 300_000)] {
        let _ = try_read(&deep(open, n));
    }
    assert_eq!(refused(&deep("[", 500_000)), "L0008");
    let _ = try_read(&pdf(&["[".repeat(300_000) + " TJ"]));
    assert_eq!(refused(&packed(&deflated(&b"[".repeat(500_000)), "/FlateDecode")), "L0008");
}

#[test]
fn pages_in_pages_in_pages() {
    // A tree of pages that is its own branch.
    let mut writer = Writer::new();
    let page = writer.page(&put(50, 100, "甲"), "", "");
    let branch = writer.objects.len() + 1;
    writer.object(format!("<< /Type /Pages /Kids [{page} 0 R {branch} 0 R {page} 0 R 2 0 R] /Count 4 >>"));
    assert_eq!(read(&writer.finish(&[branch])), "甲\n");
    // A page that is not there, and all after it: they are missed.
    let mut writer = Writer::new();
    let pages = ["甲", "乙"].map(|text| writer.page(&put(50, 100, text), "", ""));
    assert_eq!(read(&writer.finish(&[pages[0], 99, pages[1]])), "L0310\n甲\n");
    let mut writer = Writer::new();
    let page = writer.page(&put(50, 100, "甲"), "", "");
    assert_eq!(refused(&writer.finish(&[page, 97, 98, 99])), "L0014");
    // A tree that is one long branch.
    let mut writer = Writer::new();
    let first = writer.objects.len() + 1;
    for n in 0..3000 {
        writer.object(format!("<< /Type /Pages /Kids [{} 0 R] /Count 1 >>", first + n + 1));
    }
    assert_eq!(refused(&writer.finish(&[first])), "L0008");
    // More pages than any report has.
    let mut writer = Writer::new();
    let page = writer.object("<< /Type /Page /Parent 2 0 R >>");
    assert_eq!(refused(&writer.finish(&vec![page; 100_000])), "L0008");
}

#[test]
fn forms_that_draw_themselves() {
    let mut writer = Writer::new();
    let form = writer.objects.len() + 1;
    let entries =
        format!("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X {form} 0 R >> /Font << /F 3 0 R >> >>");
    writer.stream(&entries, (put(50, 100, "甲") + "/X Do /X Do").as_bytes());
    let page = writer.page("/X Do", "", &format!("/XObject << /X {form} 0 R >>"));
    assert_eq!(code_of(&writer.finish(&[page])), Some("L0008"));
}

#[test]
fn more_than_any_page_draws() {
    let refused_few = |content: String| code_of(&pdf(&[content]));
    assert_eq!(refused_few("0 0 m 9 9 l S ".repeat(20_000)), Some("L0008"));
    assert_eq!(refused_few("0 0 m ".to_owned() + &"9 9 l ".repeat(20_000)), Some("L0008"));
    assert_eq!(refused_few(put(50, 100, &"甲".repeat(20_000))), Some("L0008"));
    assert_eq!(refused_few(put(50, 100, &"甲".repeat(200))), None);
    assert_eq!(refused(&pdf(&["q ".repeat(100_000)])), "L0008");
    assert_eq!(refused(&pdf(&["0 0 600 800 re W n ".repeat(10_000)])), "L0008");
    assert_eq!(refused(&pdf(&["BT /F 9 Tf 7 Tr ".to_owned() + &put(50, 100, &"甲".repeat(60_000))])), "L0008");
}

#[test]
fn numbers_that_the_interpreter_would_count_to() {
    let font = |entries: &str| {
        let mut writer = Writer::new();
        writer.objects[3] = format!("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /A /DW 1000 {entries} >>").into_bytes();
        let page = writer.page(&put(50, 100, "甲"), "", "");
        writer.finish(&[page])
    };
    assert_eq!(refused(&font("/W [0 4294967295 500]")), "L0014");
    assert_eq!(refused(&font("/W2 [0 4294967295 500 0 0]")), "L0014");
    let simple = |entries: &str| {
        let mut writer = Writer::new();
        writer.objects[2] = format!("<< /Type /Font /Subtype /TrueType /BaseFont /Arial {entries} >>").into_bytes();
        let page = writer.page("BT /F 10 Tf 1 0 0 1 50 700 Tm (109) Tj ET", "", "");
        writer.finish(&[page])
    };
    assert_eq!(refused(&simple("/FirstChar 4000000000 /LastChar 4000000001 /Widths [500 500]")), "L0014");
    assert_eq!(read(&simple("/FirstChar 48 /LastChar 57 /Widths [500 500 500 500 500 500 500 500 500 500]")), "109\n");
}

#[test]
fn places_beyond_all_pages() {
    for page in ["0 0 0 0", "0 0 1e30 1e30", "-1e9 -1e9 1e9 1e9", "0 0 1 1"] {
        let mut writer = Writer::new();
        let content =
            writer.stream("", (put(50, 100, "甲") + "1e38 0 0 1e38 0 0 cm 1e38 1e38 m -1e38 1e38 l S " + &put(50, 100, "乙")).as_bytes());
        let page = writer.object(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [{page}] /Contents {content} 0 R /Resources << /Font << /F 3 0 R >> >> >>"
        ));
        let _ = try_read(&writer.finish(&[page]));
    }
    for matrix in ["0 0 0 0 50 700", "1e-30 0 0 1e-30 50 700", "1 1 1 1 50 700", "1e30 0 0 1e30 50 700"] {
        let _ = try_read(&pdf(&[format!("BT /F 10 Tf {matrix} Tm <4e00> Tj ET")]));
    }
}
