//! Bytes that say what they are, say nothing, or say something else.

use super::*;

const TEXT: &str = "<p>青川市松原区档案局政府信息公开工作年度报告，鎔堃同志签发。</p>";

fn page(meta: &str) -> String {
    format!("<html><head>{meta}</head><body>{TEXT}</body></html>")
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

/// The text of a page, and the encoding it was guessed to be in.
#[track_caller]
fn decoded(bytes: &[u8]) -> (String, Option<String>) {
    let document = super::super::read(bytes, &LoadOptions::default()).unwrap_or_else(|trouble| panic!("{trouble:?}"));
    let guessed = document.problems.iter().find_map(|p| match &p.trouble {
        Trouble::Decoded { encoding } => Some(encoding.clone()),
        _ => None,
    });
    (show(&document), guessed)
}

#[test]
fn pages_are_read_in_the_encoding_they_are_in() {
    let text = TEXT.replace("<p>", "").replace("</p>", "");
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let marked = |bytes: Vec<u8>, mark: &[u8]| [mark, &bytes].concat();
    let says = |charset: &str| page(&format!("<meta charset={charset}>"));
    let http = page("<META content='text/html; charset=gb2312' http-equiv=Content-Type>");
    for (name, bytes, guessed) in [
        ("UTF-8", says("utf-8").into_bytes(), None),
        ("UTF-8 without a word", page("").into_bytes(), None),
        ("UTF-8 with its mark", marked(page("").into_bytes(), &[0xef, 0xbb, 0xbf]), None),
        ("UTF-8 that says GB2312", says("gb2312").into_bytes(), None),
        ("UTF-16 with its mark", marked(utf16(&page("")), &[0xff, 0xfe]), None),
        ("UTF-16 without", utf16(&page("")), Some("UTF-16LE")),
        ("GBK", gbk(&says("GBK")), None),
        ("GBK that says so in the old way", gbk(&http), None),
        ("GBK that says GB18030", gbk(&says("\"gb18030\"")), None),
        ("GBK that says so as XML", gbk(&format!("<?xml version=\"1.0\" encoding=\"gbk\"?>{}", page(""))), None),
        ("GBK without a word", gbk(&page("")), Some("GB18030")),
        ("GBK that says UTF-8", gbk(&says("utf-8")), Some("GB18030")),
        ("GBK that says Latin", gbk(&says("iso-8859-1")), Some("GB18030")),
        ("GB18030", encoding_rs::GB18030.encode(&says("gbk")).0.into_owned(), None),
        ("Big5", encoding_rs::BIG5.encode(&says("big5").replace(TEXT, "<p>政府資訊公開工作年度報告</p>")).0.into_owned(), None),
    ] {
        let (shown, said) = decoded(&bytes);
        let expected = if name == "Big5" { "政府資訊公開工作年度報告" } else { &text };
        assert_eq!((shown.as_str(), said.as_deref()), (expected, guessed), "{name}");
    }
}

#[test]
fn one_broken_character_does_not_make_a_page_another() {
    let mut bytes = page("").replace("<body>", &format!("<body>{}", "<p>信息公开</p>".repeat(60))).into_bytes();
    let at = bytes.windows(3).rposition(|w| w == "青".as_bytes()).unwrap();
    bytes[at] = 0xff;
    let (shown, guessed) = decoded(&bytes);
    assert!(shown.contains("\u{fffd}川市松原区") && guessed.is_none(), "{shown}");
}

#[test]
fn garbled_pages_are_refused() {
    let saved_wrong = encoding_rs::GBK.decode_without_bom_handling(page("").as_bytes()).0.into_owned();
    assert!(matches!(read(&saved_wrong), Err(Trouble::Mojibake { .. })), "{saved_wrong}");
    let latin = encoding_rs::WINDOWS_1252.decode_without_bom_handling(page("").as_bytes()).0.into_owned();
    assert!(matches!(read(latin), Err(Trouble::Mojibake { .. })));
    let lost: String = page("").chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
    assert!(matches!(read(lost), Err(Trouble::Mojibake { .. })));
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    assert!(matches!(read(b"<html><body>\xff\xfe\xfd\x80\x81\xff</body>"), Err(Trouble::Encoding { line: 1 })));
    assert!(matches!(read(b"<html><body>a\0b</body>"), Err(Trouble::NotText { .. })));
}
