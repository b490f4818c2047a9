//! Files that are broken, or mean harm.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn limited(change: impl FnOnce(&mut LoadOptions)) -> LoadOptions {
    let mut options = LoadOptions::default();
    change(&mut options);
    options
}

fn main_part(text: &str) -> Vec<u8> {
    zipped(&[("word/document.xml", text.as_bytes())])
}

#[test]
fn what_is_broken_is_damaged() {
    let good = Parts { body: &p("甲"), ..Parts::default() }.bytes();
    for bytes in [
        good[..good.len() / 2].to_vec(),
        zipped(&[("word/other.xml", b"<a/>")]),
        main_part(""),
        main_part("<w:document><w:body>"),
        main_part("<w:document><w:body></w:p></w:body></w:document>"),
        main_part("<w:other><w:body/></w:other>"),
        main_part("<w:document/>"),
        zipped(&[("word/document.xml", b"<w:document><w:body>\xff\xfe</w:body></w:document>")]),
        Parts { body: &p("甲"), styles: "<w:style>", ..Parts::default() }.bytes(),
    ] {
        assert_eq!(refused(&bytes, &LoadOptions::default()).code(), "L0014");
    }
}

#[test]
fn entities_are_never_expanded() {
    let bomb = "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>";
    assert_eq!(refused(&main_part(bomb), &LoadOptions::default()).code(), "L0014");
    assert_eq!(blocks("<w:p><w:r><w:t>&lt;1&#x32;&#51;&gt; &unheard;&amp;</w:t></w:r></w:p>"), "<123> &unheard;&");
    assert_eq!(blocks("<w:p><w:r><w:t><![CDATA[<甲>]]>乙</w:t></w:r></w:p>"), "<甲>乙");
}

#[test]
fn the_main_part_is_found_wherever_it_is() {
    let document = "<x:document xmlns:x=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><x:body><x:p><x:r><x:t>甲</x:t></x:r></x:p></x:body></x:document>";
    let strict = relationships(&[("r", "officeDocument", "/Word\\Main.xml", "")])
        .replace(OF, "http://purl.oclc.org/ooxml/officeDocument/relationships");
    let bytes = zipped(&[("_rels/.rels", strict.as_bytes()), ("word\\main.xml", document.as_bytes())]);
    assert_eq!(shown(&read(&bytes, &LoadOptions::default()).unwrap()), "甲");
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(document.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let bytes = zipped(&[("word/document.xml", &wide)]);
    assert_eq!(shown(&read(&bytes, &LoadOptions::default()).unwrap()), "甲", "UTF-16, without relationships");
    let elsewhere = relationships(&[("r", "officeDocument", "http://localhost/word/document.xml", r#"TargetMode="External""#)]);
    let bytes = zipped(&[("_rels/.rels", elsewhere.as_bytes())]);
    assert_eq!(refused(&bytes, &LoadOptions::default()).code(), "L0014");
}

#[test]
fn limits_are_counted() {
    let over = |bytes: &[u8], options: &LoadOptions| match refused(bytes, options) {
        Trouble::TooLarge { what, .. } => what,
        other => panic!("{other:?}"),
    };
    let deep = |n: usize| Parts { body: &("<w:customXml>".repeat(n) + &p("甲") + &"</w:customXml>".repeat(n)), ..Parts::default() }.bytes();
    assert_eq!(over(&deep(300), &LoadOptions::default()), "nesting");
    assert_eq!(over(&deep(100_000), &limited(|o| o.max_depth = usize::MAX)), "nesting");
    assert!(read(&deep(500), &limited(|o| o.max_depth = usize::MAX)).is_ok());
    let many = Parts { body: &"<w:p/>".repeat(2000), ..Parts::default() }.bytes();
    assert_eq!(over(&many, &limited(|o| o.max_objects = 1000)), "parts");
    let cells = Parts { body: &table(&[900], &[&["1"; 10][..]; 20]), ..Parts::default() }.bytes();
    assert_eq!(over(&cells, &limited(|o| o.max_cells = 199)), "cells");
    assert_eq!(over(&cells, &limited(|o| o.max_unpacked = 900)), "unpacked bytes");
    let lines = Parts { body: &p("甲").repeat(20), ..Parts::default() }.bytes();
    assert_eq!(over(&lines, &limited(|o| o.max_lines = 19)), "lines");
}

/// Tables within tables as deep as they may be: the stack holds.
#[test]
fn tables_nest_as_deep_as_elements_may() {
    let n = 165;
    let body = "<w:tbl><w:tr><w:tc>".repeat(n) + &p("甲") + &"</w:tc></w:tr></w:tbl>".repeat(n);
    let bytes = Parts { body: &body, ..Parts::default() }.bytes();
    assert_eq!(shown(&read(&bytes, &limited(|o| o.max_depth = usize::MAX)).unwrap()), "甲");
    let wide = "<w:tbl><w:tr><w:tc/><w:tc>".repeat(n) + &p("甲") + &"</w:tc></w:tr></w:tbl>".repeat(n);
    let bytes = Parts { body: &wide, ..Parts::default() }.bytes();
    assert!(read(&bytes, &limited(|o| o.max_depth = usize::MAX)).is_ok());
}

#[test]
fn spans_beyond_belief_cost_nothing() {
    let body =
        table(&[900; 2], &[&[r#"<w:gridSpan w:val="1000000"/>甲"#, "乙"], &["丙", r#"<w:gridSpan w:val="18446744073709551615"/>丁"#]]);
    assert_eq!(blocks(&body), "甲>2|乙 / 丙|丁>3");
    let before =
        r#"<w:tbl><w:tr><w:trPr><w:gridBefore w:val="4000000000"/></w:trPr>"#.to_owned() + &cell("甲") + &cell("乙") + "</w:tr></w:tbl>";
    assert_eq!(blocks(&before), "甲|乙", "no row has anything there");
    let rows = format!("<w:tbl>{}</w:tbl>", "<w:tr/>".repeat(100_000));
    assert_eq!(blocks(&rows), "");
}

#[test]
fn numbers_beyond_belief_stay_short() {
    let numbering = format!(
        r#"<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="18446744073709551615"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="{}"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>"#,
        "%1".repeat(10_000)
    );
    let item = format!(r#"<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>{}</w:p>"#, r("甲"));
    let body = item.repeat(3);
    let document = Parts { body: &body, numbering: &numbering, ..Parts::default() }.read();
    assert!(shown(&document).len() < 2000);
}

/// Documents within documents are followed one step: a package can hold itself.
#[test]
fn a_document_within_a_document_within_a_document_is_not_read() {
    let innermost = Parts { body: &p("深"), ..Parts::default() }.bytes();
    let wrap = |inner: &[u8], text: &str| {
        let relations = relationships(&[("c", "aFChunk", "c.docx", "")]);
        let main = format!("<w:document {W}><w:body>{}<w:altChunk r:id=\"c\"/></w:body></w:document>", p(text));
        zipped(&[("word/document.xml", main.as_bytes()), ("word/_rels/document.xml.rels", relations.as_bytes()), ("word/c.docx", inner)])
    };
    let bytes = wrap(&wrap(&innermost, "中"), "外");
    assert_eq!(shown(&read(&bytes, &LoadOptions::default()).unwrap()), "外\n中");
}

#[test]
fn notes_that_refer_to_notes_end() {
    let reference = |id: u32| format!(r#"<w:p><w:r><w:t>{id}</w:t><w:footnoteReference w:id="{id}"/></w:r></w:p>"#);
    let footnotes = format!(r#"<w:footnote w:id="1">{}</w:footnote><w:footnote w:id="2">{}</w:footnote>"#, reference(2), reference(1));
    assert_eq!(shown(&Parts { body: &reference(1), footnotes: &footnotes, ..Parts::default() }.read()), "1\n2\n1");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, rng_seed: RngSeed::Fixed(2021), ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, &LoadOptions::default());
        let _ = read(&main_part(&String::from_utf8_lossy(&bytes)), &LoadOptions::default());
    }

    /// Elements lost, doubled or put elsewhere: what is read has its places.
    #[test]
    fn mutated_documents_keep_their_places(edits in proptest::collection::vec((0..4usize, any::<usize>(), any::<usize>()), 1..12)) {
        let bytes = include_bytes!("../../../../tests/cases/formats/report-word.docx");
        let mut package = crate::load::package::Package::open(bytes, "", &LoadOptions::default()).unwrap();
        let text = String::from_utf8(package.part("word/document.xml").unwrap().unwrap()).unwrap();
        let mut tags: Vec<&str> = text.split_inclusive('>').collect();
        for (kind, a, b) in edits {
            let n = tags.len();
            let (a, b) = (a % n, b % n);
            match kind {
                0 => { tags.remove(a); }
                1 => { let copy = tags[a]; tags.insert(b, copy); }
                2 => tags.swap(a, b),
                // Whole elements without content.
                _ => if tags[a].ends_with("/>") { let copy = tags[a]; tags.insert(b, copy); },
            }
        }
        if let Ok(document) = read(&main_part(&tags.concat()), &LoadOptions::default()) {
            super::tables::places_hold(&document);
        }
    }

    #[test]
    fn mutated_packages_never_panic(edits in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..20)) {
        let mut bytes = include_bytes!("../../../../tests/cases/formats/report-word.docx").to_vec();
        for (at, byte) in edits {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let _ = read(&bytes, &LoadOptions::default());
    }
}
