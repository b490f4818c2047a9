//! Paragraphs: what is printed of them.

use super::*;

#[test]
fn runs_make_one_text() {
    let split = format!("<w:p>{}<w:proofErr/><w:bookmarkStart/>{}{}</w:p>", r("总体"), r("情"), r("况"));
    assert_eq!(blocks(&split), "总体情况");
    assert_eq!(blocks(&format!("<w:p>{}<w:r><w:noBreakHyphen/><w:t>8</w:t><w:softHyphen/></w:r></w:p>", r("0000"))), "0000-8");
    assert_eq!(blocks(&format!("<w:p>{}<w:r><w:tab/></w:r>{}</w:p>", r("甲"), r("乙"))), "甲 乙");
    assert_eq!(blocks(&p("\u{3000}\u{3000}文字\u{a0}与空格\u{200b} ")), "文字 与空格");
}

#[test]
fn blanks_around_a_text_count_only_where_it_says_so() {
    assert_eq!(blocks("<w:p><w:r><w:t> 1\n</w:t></w:r><w:r><w:t>2 </w:t></w:r></w:p>"), "12");
    assert_eq!(blocks(&format!("<w:p>{}{}</w:p>", r("1 "), r("2"))), "1 2");
}

#[test]
fn line_and_page_breaks_end_lines() {
    let broken = format!("<w:p>{}<w:r><w:br/></w:r>{}<w:r><w:br w:type=\"page\"/></w:r>{}</w:p>", r("一"), r("二"), r("三"));
    assert_eq!(blocks(&broken), "一\n+ 二\n+ 三");
    let document = Parts { body: &format!("<w:p/>{broken}{}", p("四")), ..Parts::default() }.read();
    let places: Vec<_> =
        document.blocks.iter().filter_map(|b| if let Block::Text(l) = b { l.paragraph.place_at(0).paragraph } else { None }).collect();
    assert_eq!(places, [1, 1, 1, 2], "paragraphs with text are counted");
}

#[test]
fn headings_are_known_by_style_and_level() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="mine"><w:name w:val="公文标题"/><w:basedOn w:val="2"/></w:style>
        <w:style w:type="paragraph" w:styleId="body"><w:name w:val="Body"/><w:basedOn w:val="2"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="round"><w:name w:val="Round"/><w:basedOn w:val="round"/></w:style>"#;
    let styled = |style: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#, r(style));
    let body = ["2", "mine", "body", "round", "Heading2", "Nothing"].map(styled).concat()
        + &format!(r#"<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>{}</w:p>"#, r("own"))
        + &format!(r#"<w:p><w:pPr><w:pStyle w:val="2"/><w:outlineLvl w:val="9"/></w:pPr>{}</w:p>"#, r("not"));
    let shown = shown(&Parts { body: &body, styles, ..Parts::default() }.read());
    assert_eq!(shown, "# 2\n# mine\nbody\nround\n# Heading2\nNothing\n# own\nnot");
}

#[test]
fn fields_are_read_by_their_result() {
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let (begin, separate, end) = (mark("begin"), mark("separate"), mark("end"));
    let code = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let simple = format!("<w:p>{}{begin}{}{separate}{}{end}{}</w:p>", r("共"), code("=SUM(ABOVE)"), r("12"), r("件"));
    assert_eq!(blocks(&simple), "共12件");
    let nested = format!("<w:p>{begin}{}{begin}{}{separate}{}{end}{separate}{}{end}</w:p>", code("IF"), code("REF"), r("内"), r("外"));
    assert_eq!(blocks(&nested), "外");
    assert_eq!(blocks(&format!("<w:p>{begin}{}</w:p>{}", code("TOC"), p("下一段"))), "下一段");
    assert_eq!(blocks(&format!("<w:p>{end}{separate}{}</w:p>", r("字"))), "字");
    assert_eq!(blocks(&format!(r#"<w:p><w:fldSimple w:instr="PAGE">{}</w:fldSimple></w:p>"#, r("7"))), "7");
    assert_eq!(blocks(&format!(r#"<w:p><w:hyperlink r:id="rId9">{}</w:hyperlink></w:p>"#, r("网址"))), "网址");
    let choice = r#"<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/>
        <w:listEntry w:val="乙"/></w:ddList></w:ffData></w:fldChar></w:r>"#;
    assert_eq!(blocks(&format!("<w:p>{choice}{}{end}</w:p>", code("FORMDROPDOWN"))), "乙");
}

#[test]
fn what_is_hidden_is_not_printed() {
    let styles = r#"<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="hp"><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let run = |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let body =
        format!(
            "<w:p>{}{}{}</w:p>",
            run("<w:vanish/>", "藏"),
            run(r#"<w:vanish w:val="0"/>"#, "见"),
            run(r#"<w:rStyle w:val="h"/>"#, "藏")
        ) + &format!(r#"<w:p><w:pPr><w:pStyle w:val="hp"/></w:pPr>{}{}</w:p>"#, r("藏"), run(r#"<w:vanish w:val="false"/>"#, "也见"));
    assert_eq!(shown(&Parts { body: &body, styles, ..Parts::default() }.read()), "见\n也见");
    let on = format!("<w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>{}</w:p>{}", r("（一）主动公开。"), p("全年公开。"));
    assert_eq!(blocks(&on), "（一）主动公开。全年公开。", "a hidden mark ends no paragraph");
}

#[test]
fn figures_set_apart_stay_apart() {
    let run = |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let raised = r#"<w:vertAlign w:val="superscript"/>"#;
    assert_eq!(blocks(&format!("<w:p>{}{}{}</w:p>", r("14"), run(raised, "1"), r("件"))), "14¹件");
    assert_eq!(blocks(&format!("<w:p>{}{}</w:p>", run(raised, "1"), r("14"))), "1 14");
    assert_eq!(blocks(&format!("<w:p>{}{}</w:p>", run("<w:strike/>", "12"), r("13"))), "1\u{336}2\u{336}13");
    assert_eq!(blocks(&format!("<w:p>{}{}</w:p>", run("<w:b/>", "1"), r("3"))), "13");
    let power = format!(
        "<w:p><m:oMath><m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup></m:oMath></w:p>",
        "<m:r><m:t>10</m:t></m:r>", "<m:r><m:t>3</m:t></m:r>"
    );
    assert_eq!(blocks(&power), "10^3");
    let part =
        "<w:p><m:oMath><m:f><m:fPr/><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>";
    assert_eq!(blocks(part), "1/2");
}

#[test]
fn notes_come_after_what_refers_to_them_and_their_marks_go() {
    let reference = |id: u32, more: &str| format!(r#"<w:r><w:footnoteReference w:id="{id}"{more}/></w:r>"#);
    let body = format!("<w:p>{}{}{}</w:p>", r("申请14"), reference(2, ""), r("件。"))
        + &table(&[900, 900], &[&["甲", "乙"], &["规章", "丙"]])
            .replace("<w:t xml:space=\"preserve\">丙</w:t></w:r>", &format!("<w:t>3</w:t></w:r>{}", reference(3, "")))
        + &format!("<w:p>{}{}</w:p>", r("其他。"), reference(2, ""))
        + r#"<w:p><w:r><w:t>尾</w:t><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>*</w:t></w:r><w:r><w:endnoteReference w:id="2"/></w:r></w:p>"#;
    let note = |id: u32, text: &str| format!(r#"<w:footnote w:id="{id}"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>"#, r(text));
    let footnotes = [note(2, " 含上年结转。"), note(3, "新制定。"), note(4, "星。"), note(5, "无人提及。")].concat();
    let endnotes = format!(r#"<w:endnote w:id="2">{}</w:endnote>"#, p("尾注。"));
    let document = Parts { body: &body, footnotes: &footnotes, endnotes: &endnotes, ..Parts::default() }.read();
    assert_eq!(shown(&document), "申请14件。\n含上年结转。\n甲|乙 / 规章|3\n新制定。\n其他。\n尾\n星。\n尾注。");
}

#[test]
fn a_table_of_contents_is_no_row_of_headings() {
    let entry = |text: &str| {
        format!(
            r#"<w:p><w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8296"/></w:tabs></w:pPr>{}<w:r><w:tab/><w:t>1</w:t></w:r></w:p>"#,
            r(text)
        )
    };
    assert_eq!(blocks(&entry("一、总体情况")), "一、总体情况……1");
    let styles = r#"<w:style w:type="paragraph" w:styleId="a"><w:name w:val="toc 1"/></w:style>"#;
    let body = format!(r#"<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>{}<w:r><w:tab/><w:t>1</w:t></w:r></w:p>"#, r("一、总体情况"));
    assert_eq!(shown(&Parts { body: &body, styles, ..Parts::default() }.read()), "一、总体情况……1");
}

#[test]
fn of_readings_above_the_line_only_what_is_below_is_read() {
    let ruby = format!("<w:p><w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>{}</w:p>", r("qīng"), r("青"), r("川"));
    assert_eq!(blocks(&ruby), "青川");
}

#[test]
fn symbols_are_characters_or_boxes() {
    let symbol = |font: &str, code: &str| format!(r#"<w:p><w:r><w:sym w:font="{font}" w:char="{code}"/></w:r></w:p>"#);
    assert_eq!(blocks(&symbol("Symbol", "F035")), "5");
    assert_eq!(blocks(&symbol("Wingdings", "F0FE")), "□");
    assert_eq!(blocks(&symbol("宋体", "2460")), "①");
    assert_eq!(blocks(&symbol("宋体", "zz")), "□");
}

#[test]
fn wrappers_hide_nothing() {
    let text = format!("<w:smartTag>{}<w:customXml>{}</w:customXml></w:smartTag>", r("甲"), r("乙"));
    assert_eq!(blocks(&format!("<w:customXml><w:p>{text}</w:p></w:customXml>")), "甲乙");
    let control = |content: &str| format!("<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>");
    assert_eq!(blocks(&control(&format!("<w:p>{}{}</w:p>", control(&r("内")), r("外")))), "内外");
    let row = format!("<w:tr>{}{}</w:tr>", cell("规章"), control(&cell("2")));
    assert_eq!(blocks(&format!("<w:tbl>{}{row}</w:tbl>", control(&row))), "规章|2 / 规章|2");
}

#[test]
fn a_placeholder_is_a_blank() {
    let control = |content: &str| format!("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>");
    assert_eq!(blocks(&format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("规章"), control(&cell("单击此处输入文字")))), "规章|");
    assert_eq!(blocks(&format!("<w:p>{}{}</w:p>", r("单位："), control(&r("单击此处")))), "单位：");
}

#[test]
fn text_boxes_are_read_once_after_their_paragraph() {
    let content = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let drawing = format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><wps:wsp><wps:txbx>{}</wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        content("框中"),
        content("框中")
    );
    assert_eq!(blocks(&format!("<w:p>{drawing}{}</w:p>{}", r("正文"), p("下段"))), "正文\n框中\n下段");
    let empty = drawing.replacen("框中", "", 1);
    assert_eq!(blocks(&format!("<w:p>{empty}</w:p>")), "框中", "the first alternative that says anything");
    let tabled = drawing.replace(&p("框中"), &table(&[900, 900], &[&["规章", "2"]]));
    assert_eq!(blocks(&format!("<w:p>{tabled}</w:p>")), "规章|2");
}
