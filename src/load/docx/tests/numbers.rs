//! The numbers Word puts before paragraphs.

use super::*;

fn level(number: usize, format: &str, pattern: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:suff w:val="nothing"/><w:lvlText w:val="{pattern}"/>{more}</w:lvl>"#
    )
}

fn definition(id: u32, levels: &[String]) -> String {
    format!(r#"<w:abstractNum w:abstractNumId="{id}">{}</w:abstractNum>"#, levels.concat())
}

fn list(id: u32, definition: u32, more: &str) -> String {
    format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>"#)
}

/// A paragraph in a list, at a level.
fn item(list: u32, level: usize, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{}</w:p>"#, r(text))
}

fn labels(body: &str, numbering: &str, styles: &str) -> String {
    shown(&Parts { body, numbering, styles, ..Parts::default() }.read()).replace('\n', " ")
}

fn headings() -> String {
    let levels =
        [level(0, "chineseCountingThousand", "%1、", ""), level(1, "chineseCounting", "（%2）", ""), level(2, "decimal", "%3.", "")];
    definition(7, &levels) + &list(1, 7, "")
}

#[test]
fn headings_are_numbered_as_printed() {
    let body =
        [item(1, 0, "甲"), item(1, 1, "子"), item(1, 1, "丑"), item(1, 2, "寅"), item(1, 0, "乙"), item(1, 1, "卯"), item(1, 2, "辰")];
    assert_eq!(labels(&body.concat(), &headings(), ""), "一、甲 （一）子 （二）丑 1.寅 二、乙 （一）卯 1.辰");
}

#[test]
fn a_level_begins_anew_only_where_it_is_told_to() {
    let levels = |more: &str| [level(0, "decimal", "%1.", ""), level(1, "decimal", "%1.%2.", ""), level(2, "lowerLetter", "%3)", more)];
    let body =
        [(0, "甲"), (1, "乙"), (2, "丙"), (1, "丁"), (2, "戊"), (0, "己"), (2, "庚")].map(|(level, text)| item(1, level, text)).concat();
    let with = |more: &str| labels(&body, &(definition(7, &levels(more)) + &list(1, 7, "")), "");
    assert_eq!(with(""), "1.甲 1.1.乙 a)丙 1.2.丁 a)戊 2.己 a)庚");
    assert_eq!(with(r#"<w:lvlRestart w:val="0"/>"#), "1.甲 1.1.乙 a)丙 1.2.丁 b)戊 2.己 c)庚");
    assert_eq!(with(r#"<w:lvlRestart w:val="1"/>"#), "1.甲 1.1.乙 a)丙 1.2.丁 b)戊 2.己 a)庚");
}

#[test]
fn lists_of_one_definition_count_on_unless_they_are_told_where_to_start() {
    let again = r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>"#;
    let other = format!(r#"<w:lvlOverride w:ilvl="0">{}</w:lvlOverride>"#, level(0, "upperRoman", "%1)", ""));
    let numbering =
        definition(7, &[level(0, "decimal", "%1.", "")]) + &list(1, 7, "") + &list(2, 7, "") + &list(3, 7, again) + &list(4, 7, &other);
    let body = [item(1, 0, "甲"), item(2, 0, "乙"), item(3, 0, "丙"), item(3, 0, "丁"), item(1, 0, "戊"), item(4, 0, "己")].concat();
    assert_eq!(labels(&body, &numbering, ""), "1.甲 2.乙 1.丙 2.丁 3.戊 IV)己");
}

#[test]
fn styles_number_their_paragraphs() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="h3"><w:name w:val="mine"/><w:basedOn w:val="h2"/></w:style>
        <w:style w:type="numbering" w:styleId="l"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let styled = |style: &str, more: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{}</w:p>"#, r(style));
    let off = r#"<w:numPr><w:numId w:val="0"/></w:numPr>"#;
    let body = [styled("h1", ""), styled("h2", ""), styled("h3", ""), styled("h1", off), styled("h1", "")].concat();
    assert_eq!(labels(&body, &headings(), styles), "# 一、h1 # （一）h2 # （二）h3 # h1 # 二、h1");
    let numbering = headings().replace(r#"<w:lvlText w:val="（%2）"/>"#, r#"<w:pStyle w:val="h1"/><w:lvlText w:val="（%2）"/>"#);
    assert_eq!(labels(&styled("h1", ""), &numbering, styles), "# （一）h1", "the list knows the level of the style");
    let linked = headings() + r#"<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="l"/></w:abstractNum>"# + &list(5, 8, "");
    assert_eq!(labels(&item(5, 1, "甲"), &linked, styles), "（一）甲");
}

#[test]
fn what_stands_between_number_and_text() {
    let with = |suffix: &str, pattern: &str| {
        let level = level(0, "decimal", pattern, "").replace("nothing", suffix);
        labels(&item(1, 0, "2023年"), &(definition(7, &[level]) + &list(1, 7, "")), "")
    };
    assert_eq!(with("tab", "%1."), "1. 2023年", "a number and a figure are never one");
    assert_eq!(with("tab", "%1、"), "1、2023年");
    assert_eq!(with("nothing", "%1."), "1.2023年");
}

#[test]
fn bullets_and_blank_paragraphs_print_no_number_of_their_own() {
    let numbering = definition(7, &[level(0, "bullet", "l", ""), level(1, "decimal", "%2.", "")]) + &list(1, 7, "");
    let body = [item(1, 0, "甲"), item(1, 1, ""), item(1, 1, "乙"), item(9, 0, "无此表"), item(1, 8, "无此级")].concat();
    assert_eq!(labels(&body, &numbering, ""), "甲 2.乙 无此表 无此级");
}

#[test]
fn rows_of_a_table_are_numbered_too() {
    let numbered = |text: &str| cell("甲").replace(&p("甲"), &item(1, 2, text));
    let row = |label: &str, figure: &str| format!("<w:tr>{}{}</w:tr>", numbered(label), cell(figure));
    let body = format!("<w:tbl>{}{}{}</w:tbl>", row("属于国家秘密", "3"), row("其他", "4"), row("", "5"));
    assert_eq!(labels(&body, &headings(), ""), "1.属于国家秘密|3 / 2.其他|4 / 3.|5");
}

#[test]
fn legal_levels_and_later_formats() {
    let levels = [level(0, "chineseCounting", "%1", ""), level(1, "chineseCounting", "%1.%2", "<w:isLgl/>")];
    let numbering = definition(7, &levels) + &list(1, 7, "");
    assert_eq!(labels(&[item(1, 0, "甲"), item(1, 1, "乙")].concat(), &numbering, ""), "一甲 1.1乙");
    let custom = level(0, "decimal", "%1.", "").replace(
        r#"<w:numFmt w:val="decimal"/>"#,
        r#"<mc:AlternateContent><mc:Choice><w:numFmt w:val="custom" w:format="001, 002"/></mc:Choice><mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>"#,
    );
    assert_eq!(labels(&item(1, 0, "甲"), &(definition(7, &[custom]) + &list(1, 7, "")), ""), "01.甲");
}
