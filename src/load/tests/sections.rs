//! Sections, prose, titles, and what is no report.

use super::*;

fn date(y: i32, m: u32, d: u32) -> crate::value::Date {
    crate::value::Date::from_ymd_opt(y, m, d).unwrap()
}

#[test]
fn ordinals_off_by_one() {
    let text = TABS
        .replace("## 六、其他", "## 七、其他")
        .replace("## 五、存在", "## l六、存在")
        .replace("## 四、政府", "## 五、政府")
        .replace("## 三、收到", "## 四、收到")
        .replace("## 二、主动", "## 三、主动");
    let report = read(&text);
    assert_eq!(figures(&report), expected());
    assert_eq!(problems(&report), "L0202@11 L0202@28 L0202@59 L0202@66 L0202@70");
    let ids: String = report.sections.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, "一二三四五六");
}

#[test]
fn the_same_misnumbered_title_twice() {
    let report =
        with(TABS, "## 五、存在的主要问题及改进情况\n", "## 六、存在的主要问题及改进情况\n\n甲。\n\n## 六、存在的主要问题及改进情况\n");
    assert_eq!(problems(&report), "L0202@66 L0202@70 L0205@70");
}

#[test]
fn headings_in_every_dress() {
    for (from, to) in [
        ("## 一、总体情况", "一. 总体情况"),
        ("## 一、总体情况", "一，总体情况"),
        ("## 一、总体情况", "## 一、 总体情况、"),
        ("## 一、总体情况", "**一、总体情况**"),
        ("## 一、总体情况", "一、2023年政府信息公开总体情况"),
        ("## 四、政府信息公开行政复议、行政诉讼情况", "### 四、政府信息公开行政复议和行政诉讼情况"),
        ("## 五、存在的主要问题及改进情况", "五、存在问题及改进情况"),
        ("## 六、其他需要报告的事项", "## **六、其他需要报告的事项**"),
        ("## 六、其他需要报告的事项\n\n没有", "六、其他需要报告的事项。没有"),
        ("## 六、其他需要报告的事项\n\n没有", "六、其他需要报告的事项 没有"),
    ] {
        let report = with(TABS, from, to);
        assert_eq!(problems(&report), "", "{to}");
        assert_eq!(report.sections.len(), 6, "{to}");
        assert!(report.section("六").unwrap().text().starts_with("没有收取信息处理费。"), "{to}");
    }
    let report = with(TABS, "## 五、存在的主要问题及改进情况", "## 五、存在的主要问题与改进情况");
    assert_eq!(problems(&report), "L0203@66");
    let report = with(TABS, "## 五、存在的主要问题及改进情况\n", "");
    assert_eq!(problems(&report), "L0201");
}

#[test]
fn numbering_that_restarts_and_pages_of_contents() {
    let report = with(TABS, "（一）主动公开。", "一、组织领导\n\n二、工作机制保障\n\n三、队伍建设\n\n（一）主动公开。");
    assert_eq!(problems(&report), "");
    assert_eq!(figures(&report), expected());
    let dots = "总体情况……………1\n二、主动公开政府信息情况……………2\n\n本报告";
    assert_eq!(problems(&with(TABS, "本报告", dots)), "");
    let plain = "一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n\n本报告";
    let report = with(TABS, "本报告", plain);
    assert_eq!(problems(&report), "");
    assert_eq!(report.section("一").unwrap().place.line, Some(9));
}

#[test]
fn lines_broken_by_pages_are_joined() {
    let report = with(TABS, "目录更新还不够快。下一步按季更新。", "目录更新还不\n\n- 7 -\n\n够快。下一步\n按季更新。\n\n另行安排。");
    assert_eq!(report.section("五").unwrap().text(), "目录更新还不够快。下一步按季更新。\n另行安排。");
    let latin = with(TABS, "目录更新还不够快。下一步按季更新。", "目录更新还不够快.\n下一步按季更新.");
    assert_eq!(latin.section("五").unwrap().text(), "目录更新还不够快.\n下一步按季更新.");
    let paragraph = &report.section("五").unwrap().paragraphs[0];
    let place = paragraph.place_at(paragraph.text.find("按季").unwrap());
    assert_eq!((place.line, place.column), (Some(73), Some(1)));
}

#[test]
fn prose_between_tables_stays() {
    let report = with(TABS, "（本列数据", "本局2023年未收到申请。\n\n（本列数据");
    assert_eq!(report.section("三").unwrap().text(), "本局2023年未收到申请。");
    let report = with(TABS, "（本列数据", "附表三\n\n本局2023年未收到申请。\n\n（本列数据");
    assert_eq!(report.section("三").unwrap().text(), "本局2023年未收到申请。");
    let report = with(WORDS, "（本列数据", "本局2023年未收到申请，也没\n有结转。\n（本列数据");
    assert_eq!(report.section("三").unwrap().text(), "本局2023年未收到申请，也没有结转。");
}

#[test]
fn titles_agencies_and_dates() {
    let first = "# 青川市松原区档案局2023年政府信息公开工作年度报告";
    let title = |to: &str| {
        let report = with(TABS, first, to);
        (report.agency.unwrap_or_default(), report.year.unwrap_or_default(), problems(&read(&TABS.replacen(first, to, 1))))
    };
    let ok = |agency: &str| (agency.to_owned(), 2023, String::new());
    assert_eq!(title("# 松原区档案局\n\n## 2023 年政府信息公开工作年度报告"), ok("松原区档案局"));
    assert_eq!(title("2023年度松原区档案局政府信息公开年度报告"), ok("松原区档案局"));
    assert_eq!(title("松原区档案局二〇二三年政府信息公开工作年度报告"), ok("松原区档案局"));
    assert_eq!(title("发布日期：2024/1/9\n\n# 松原区档案局2023年\n政府信息公开工作年度报告"), ok("松原区档案局"));
    assert_eq!(title("# (石咢)嘉镇2023年政府信息公开工作年度报告"), ok("(石咢)嘉镇"));
    assert_eq!(title("# （2023年）松原区档案局政府信息公开工作年度报告"), ok("松原区档案局"));
    let twice = "松原区档案局2023年政府信息公开工作年度报告";
    assert_eq!(title(&format!("# {twice}{twice}")), ok("松原区档案局"));
    let (agency, year, _) = title(&format!("{twice} 现将本局一年来的情况分六个部分报告如下{}", "，请审阅".repeat(20)));
    assert_eq!((agency.as_str(), year), ("松原区档案局", 2023));
    assert_eq!(title("# 松原区档案局2022年政府信息公开工作年度报告").2, "L0303@3");
    assert_eq!(title("# 松原区档案局工作汇报").2, "L0301");
    let report = with(TABS, "发布日期：2024-01-20", "松原区档案局\n2024年1月18日");
    assert_eq!((report.published, report.signed), (None, Some(date(2024, 1, 18))));
    let report = read(&format!("发布时间： 2024年1月20日\n{TABS}"));
    assert_eq!(report.published, Some(date(2024, 1, 20)));
    assert_eq!(report.period, Some((date(2023, 1, 1), date(2023, 12, 31))));
    let options = LoadOptions { year: Some(2021), ..LoadOptions::default() };
    assert_eq!(load(TABS.as_bytes(), &[testform()], &options).unwrap().year, Some(2021));
}

#[test]
fn encodings_load_alike() {
    let plain = read(TABS);
    let same = |bytes: &[u8]| {
        let report = try_read(bytes).unwrap();
        assert_eq!((report.cells, report.sections), (plain.cells.clone(), plain.sections.clone()));
        report.problems.iter().map(|p| p.trouble.code()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(same(format!("\u{feff}{TABS}").as_bytes()), "");
    assert_eq!(same(TABS.replace('\n', "\r\n").as_bytes()), "");
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(TABS.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(same(&wide), "");
    let wide: Vec<u8> = [0xfe, 0xff].into_iter().chain(TABS.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    assert_eq!(same(&wide), "");
    assert_eq!(same(&encoding_rs::GB18030.encode(TABS).0), "L0304");
    let spaced = TABS.replace("（七）总计", "（七）\u{200b}总\u{3000}计").replace("规章\t2", "规章\t\u{a0}2\u{200b}");
    assert_eq!(figures(&read(&spaced)), expected());
}

#[test]
fn what_is_no_report() {
    assert_eq!(refused(b""), "L0001");
    assert_eq!(refused(" \n\u{3000}\n".as_bytes()), "L0001");
    assert_eq!(refused(b"PK\x03\x04....word/document.xml"), "L0014");
    assert_eq!(refused(b"%PDF-1.7\n"), "L0014");
    assert_eq!(refused(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), "L0018");
    assert_eq!(refused(b"<!DOCTYPE html><html></html>"), "L0005");
    assert_eq!(refused(b"<!DOCTYPE html><html><body>404</body></html>"), "L0005");
    assert_eq!(refused(b"{\\rtf1\\ansi"), "L0018");
    assert_eq!(refused(&[0x89, b'P', b'N', b'G', 1, 2]), "L0002");
    assert_eq!(refused(b"abc\0def"), "L0002");
    assert_eq!(refused(&[b'a', 0xff, 0x80, 0x81, b'b']), "L0003");
    let garbled = encoding_rs::GB18030.decode(TABS.as_bytes()).0.into_owned();
    assert_eq!(refused(garbled.as_bytes()), "L0004");
    assert_eq!(refused("涓€銆佹€讳綋鎯呭喌".as_bytes()), "L0004");
    assert_eq!(refused(TABS.replace(['政', '府', '信', '息', '公', '开', '申', '请'], "????").as_bytes()), "L0004");
    let budget =
        "# 松原区2024年部门预算公开\n\n## 一、部门概况\n\n负责档案工作。\n\n| 项目 | 预算数 |\n|---|---|\n| 工资福利支出 | 120.5 |\n";
    assert_eq!(refused(budget.as_bytes()), "L0005");
    let small = LoadOptions { max_bytes: 100, ..LoadOptions::default() };
    assert_eq!(load(TABS.as_bytes(), &[testform()], &small).unwrap_err().code(), "L0008");
    let few = LoadOptions { max_lines: 10, ..LoadOptions::default() };
    assert_eq!(load(TABS.as_bytes(), &[testform()], &few).unwrap_err().code(), "L0008");
    assert_eq!(load(TABS.as_bytes(), &[], &LoadOptions::default()).unwrap_err().code(), "L0005");
}

#[test]
fn a_template_names_no_body() {
    let agency = |title: &str| read(&TABS.replacen(TABS.lines().next().unwrap(), title, 1)).agency;
    assert_eq!(agency("# ××局20XX年政府信息公开工作年度报告"), None);
    assert_eq!(agency("# 某某县水利局2025年政府信息公开工作年度报告"), None);
    assert_eq!(agency("# XX局2025年政府信息公开工作年度报告"), None);
    assert_eq!(agency("# 青松县\u{7}水利局2025年政府信息公开工作年度报告").as_deref(), Some("青松县水利局"));
}

#[test]
fn a_title_alone_is_no_report_and_a_title_with_a_section_is() {
    let title = "# 青松县水利局2025年政府信息公开工作年度报告\n";
    assert_eq!(refused(title.as_bytes()), "L0013");
    assert_eq!(refused("甲\n\n# 一、总体情况\n\n乙。\n".as_bytes()), "L0005");
    let report = read(&format!("{title}\n一、总体情况\n\n全年公开信息214条。\n"));
    assert_eq!(report.count_cells().missing, report.count_cells().expected);
}

#[test]
fn a_line_of_spaces_or_of_ordinals_is_no_heading() {
    let report = read(&format!("{TABS}\n一{}一、总体情况\n{}\n", " ".repeat(5000), "一 ".repeat(5000)));
    assert_eq!(report.sections.len(), 6);
}

#[test]
fn what_a_web_page_prints_below_is_no_part_of_the_report() {
    let end = |text: &str| read(&format!("{}\n{text}", TABS.trim_end())).sections.last().unwrap().text();
    let whole = end("");
    assert_eq!(end("\n主办单位：青松县人民政府\n某ICP备00000000号\n友情链接：水利部 联系电话：0000-1234567\n"), whole);
    assert_eq!(
        end("\n青松县水利局\n2026年1月20日\n【打印本页】【关闭窗口】\n上一篇：无\n下一篇\n"),
        format!("{whole}青松县水利局2026年1月20日")
    );
    assert_eq!(end("\n主办单位：青松县人民政府\n以上情况已经核实。\n"), format!("{whole}主办单位：青松县人民政府以上情况已经核实。"));
}
