//! Figures and the rows and columns they are bound to.

use super::*;
use crate::load::numbers::{parse_cell, parse_number};
use crate::value::Unit;

#[test]
fn one_report_in_every_layout() {
    for (name, text) in LAYOUTS {
        let report = read(text);
        assert_eq!(figures(&report), expected(), "{name}");
        assert_eq!(problems(&report), "", "{name}");
        assert_eq!(
            report.title.as_deref().map(|t| t.replace(' ', "")).as_deref(),
            Some("青川市松原区档案局2023年政府信息公开工作年度报告")
        );
        assert_eq!(report.agency.as_deref(), Some("青川市松原区档案局"), "{name}");
        assert_eq!(report.year, Some(2023), "{name}");
        assert!(report.period.is_some(), "{name}");
        let ids: String = report.sections.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, "一二三四五六", "{name}");
        for tables_only in ["二", "三", "四"] {
            assert_eq!(report.section(tables_only).unwrap().text(), "", "{name}");
        }
        let first = report.section("一").unwrap();
        assert_eq!(
            first.text(),
            "（一）主动公开。全年在门户网站更新栏目九次，公开档案目录。\n（二）依申请公开。窗口登记的来件按时办结。",
            "{name}"
        );
    }
}

#[test]
fn numbers_in_cells() {
    let cell = |text: &str, unit: &str| match parse_cell(text, &Unit::new(unit)).state {
        crate::report::CellState::Number(n) => n.to_string(),
        state => state.name().to_owned(),
    };
    for (text, value) in [
        ("１２", "12"),
        ("1,234", "1234"),
        ("1，234", "1234"),
        ("1 234", "1234"),
        ("12件", "12"),
        ("零", "0"),
        ("〇", "0"),
        ("十二", "12"),
        ("一百二十三", "123"),
        ("两", "2"),
        ("二十", "20"),
        ("一千零五", "1005"),
        ("+36", "36"),
        ("-8", "-8"),
        ("－8", "-8"),
        ("1.50", "1.50"),
        ("22（其中修订16件）", "22"),
        ("55（含自然失效 29 件）", "55"),
        (" 6\u{200b}", "6"),
        ("０", "0"),
    ] {
        assert_eq!(cell(text, "件"), value, "{text}");
    }
    for text in ["O", "o", "1 2", "12,34", "1,23", "1.2.3", "abc", "约3", "1e3", "3件5", &"9".repeat(40), "1.", "-", "三三得九"] {
        assert!(!cell(text, "件").contains(|c: char| c.is_ascii_digit()), "{text}");
    }
    for text in ["-", "—", "——", "－", "--", "/", "／", "空", "无", "不适用", "N/A", "NA", "n/a"] {
        assert_eq!(cell(text, "件"), "placeholder", "{text}");
    }
    for text in ["", " ", "\u{3000}", "\u{a0}", "&nbsp;", "\u{200b}", "<o:p> </o:p>"] {
        assert_eq!(cell(text, "件"), "blank", "{text:?}");
    }
    for (text, value) in [
        ("251000元", "25.1"),
        ("25.1万元", "25.1"),
        ("3亿元", "30000"),
        ("110.32", "110.32"),
        ("12件", "unreadable"),
        ("1.2万", "unreadable"),
    ] {
        assert_eq!(cell(text, "万元"), value, "{text}");
    }
    assert_eq!(cell("3元", "件"), "unreadable");
    assert_eq!(parse_number("96171.6").unwrap().to_string(), "96171.6");
    assert_eq!(parse_number("0.10000000000000000000000000001"), None);
}

#[test]
fn a_row_that_starts_a_cell_early_is_read_in_order() {
    let line = TABS.lines().find(|l| l.contains("（七）总计")).unwrap();
    let figures: Vec<&str> = line.split('\t').filter(|c| !c.is_empty()).skip(1).collect();
    let early = format!("（七）总计\t{}\t\t", figures.join("\t"));
    let report = with(TABS, line, &early);
    assert_eq!(row(&report, "申请.办理结果.总计"), figures.join(" "));
    assert_eq!(problems(&report), "L0103@56");
    let short = format!("（七）总计\t{}\t\t\t", figures[..6].join("\t"));
    let report = with(TABS, line, &short);
    assert_eq!(row(&report, "申请.办理结果.总计"), "? ? ? ? ? ? ?");
    assert_eq!(problems(&report), "L0104@56");
}

#[test]
fn a_split_number_is_suspected_and_nothing_is_read() {
    let report = with(WORDS, "309 17 88 26 440 4 5 16 6 31 14 10 67 9 100", "309 17 88 26 440 4 5 1 6 6 31 14 10 67 9 100");
    assert_eq!(row(&report, "争议.行政复议"), "? ? ? ? ?");
    let suspects: Vec<_> = report
        .problems
        .iter()
        .filter_map(|p| match &p.trouble {
            Trouble::SplitCells { figures, columns, suspect, .. } => Some((*figures, *columns, suspect.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(suspects, [(16, 15, Some("1|6→16".to_owned()))]);
}

#[test]
fn placeholders_blanks_and_letters() {
    let report = with(TABS, "规章\t2\t1\t13", "规章\t/\t\tO");
    assert_eq!(row(&report, "文件.规章"), "/ _ ?");
    assert_eq!(problems(&report), "L0110@15");
    assert_eq!(report.cell_named("文件.规章[现行有效]").unwrap().text.as_deref(), Some("O"));
    let report = with(PIPES, "| 行政许可 | 1808595 |", "| 行政许可 | O |");
    assert_eq!(row(&report, "许可.行政许可"), "?");
    let report = with(PIPES, "| 规章 | 2 | 1 | 13 |", "| 规章 |  |  |  |");
    assert_eq!(row(&report, "文件.规章"), "_ _ _");
    assert_eq!(problems(&report), "");
    let line = WORDS.lines().find(|l| l.starts_with("309 ")).unwrap();
    let strokes = vec!["/"; 15].join(" ");
    assert_eq!(row(&with(WORDS, line, &strokes), "争议.复议后起诉"), "/ / / / /");
}

#[test]
fn money_in_another_unit_is_converted_and_said() {
    let report = with(TABS, "行政事业性收费\t59237.2449", "行政事业性收费\t251000元");
    assert_eq!(row(&report, "收费.行政事业性收费"), "25.1");
    assert_eq!(problems(&report), "L0114@26");
    let report = with(TABS, "（单位：万元）", "（单位：元）");
    assert_eq!(row(&report, "收费.行政事业性收费"), "5.92372449");
    assert!(problems(&report).contains("L0114"));
}

#[test]
fn labels_by_alias_near_and_never_by_guess() {
    let report = with(TABS, "2.其他法律行政法规禁止公开", "2. 其他法律法规禁止公开");
    assert_eq!((figures(&report) == expected(), problems(&report).as_str()), (true, "L0107@38"));
    let report = with(TABS, "2.其他法律行政法规禁止公开", "2.其他法律行政止公开");
    assert_eq!((figures(&report) == expected(), problems(&report).as_str()), (true, "L0106@38"));
    let report = with(WORDS, "2.其他法律行政法规禁止公开", "2.其他法律行政止公开");
    assert_eq!(figures(&report), expected());
    assert!(problems(&report).starts_with("L0106@"));
    let report = with(TABS, "规章\t2", "规章(县级无此项)\t2");
    assert_eq!((figures(&report) == expected(), problems(&report).as_str()), (true, "L0106@15"));
    // A row of its own making, and the row it replaces.
    let report = with(TABS, "行政许可\t1808595", "行政确认\t1808595");
    assert_eq!(row(&report, "许可.行政许可"), ".");
    assert_eq!(problems(&report), "L0113@19 L0101");
    for (text, label) in [("现行有效件数", "现行有效件"), ("结果纠正", "结果 纠正"), ("商业企业", "商 业 企 业")]
    {
        assert_eq!(figures(&with(TABS, text, label)), expected(), "{label}");
    }
}

#[test]
fn one_row_of_a_group_leaves_its_rows_missing() {
    let mut text = String::new();
    for line in TABS.lines().filter(|l| !l.contains("2.申请人逾期") && !l.contains("\t3.其他\t")) {
        let line = if line.contains("1.申请人无正当理由") {
            line.replacen("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "", 1)
        } else {
            line.to_owned()
        };
        text.push_str(&line);
        text.push('\n');
    }
    let report = read(&text);
    assert_eq!(row(&report, "申请.办理结果.其他处理.逾期不补正"), ". . . . . . .");
    assert_eq!(row(&report, "申请.办理结果.其他处理.其他"), ". . . . . . .");
    assert_eq!(problems(&report), "L0116@53 L0102");
}

/// Tables of the 2019 edition, written over those of the 2021 one.
fn older(text: &str) -> String {
    text.replace("本年制发件数", "本年新制作数量")
        .replace("本年废止件数", "本年新公开数量")
        .replace("现行有效件数", "对外公开总数量")
        .replace("本年处理决定数量\t\t\n行政许可\t1808595\t\t", "上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t3\t+1\t1808595")
}

#[test]
fn tables_of_another_edition_are_not_mapped() {
    let report = read(&older(TABS));
    assert_eq!(row(&report, "文件.规章"), ". . .");
    assert_eq!(row(&report, "许可.行政许可"), ".");
    assert_eq!(row(&report, "处罚强制.行政处罚"), "2822652");
    assert_eq!(problems(&report).matches("L0108").count(), 2);
    let all = older(TABS)
        .replace(
            "本年处理决定数量\t\t\n行政处罚\t2822652\t\t\n行政强制\t20163\t\t",
            "上一年项目数量\t本年增/减\t处理决定数量\n行政处罚\t3\t-8\t2822652\n行政强制\t1\t0\t20163",
        )
        .replace("本年收费金额（单位：万元）\t\t\n行政事业性收费\t59237.2449\t\t", "上一年项目数量\t本年增/减\t\n行政事业性收费\t5\t-1\t");
    assert_eq!(refused(all.as_bytes()), "L0006");
    let report = read(
        &WORDS
            .replace("本年制发件数", "本年新制作数量")
            .replace("本年废止件数", "本年新公开数量")
            .replace("现行有效件数", "对外公开总数量"),
    );
    assert_eq!(row(&report, "文件.规章"), ". . .");
    assert!(problems(&report).contains("L0108"));
}

#[test]
fn fifteen_figures_under_a_broken_header() {
    let broken = "| 行政复议行政诉讼 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | 结果 | 维持 | 总计 | 复议后起诉 | 总计 |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n| 309 | 17 | 88 | 26 | 440 | 4 | 5 | 16 | 6 | 31 | 14 | 10 | 67 | 9 | 100 |\n";
    let start = PIPES.find("| 行政复议").unwrap();
    let end = PIPES.find("\n## 五").unwrap();
    let report = read(&format!("{}{broken}{}", &PIPES[..start], &PIPES[end..]));
    assert_eq!(figures(&report), expected());
    assert!(problems(&report).starts_with("L0111@"));
    assert_eq!(problems(&report).matches('L').count(), 1);
}

#[test]
fn the_same_table_twice() {
    let table = "\n| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政许可 | 97 |\n\n## 三";
    let report = with(PIPES, "\n## 三", table);
    assert_eq!(row(&report, "许可.行政许可"), "?");
    assert!(problems(&report).starts_with("L0109@"));
    let report = with(PIPES, "\n## 三", &table.replace("97", "1808595"));
    assert_eq!((figures(&report), problems(&report)), (expected(), String::new()));
}

#[test]
fn tables_that_are_not_there() {
    let start = TABS.find("第二十条第（一）项").unwrap();
    let end = TABS.find("\n## 五").unwrap();
    let headings = "![表](1.png)\n\n## 三、收到和处理政府信息公开申请情况\n\n## 四、政府信息公开行政复议、行政诉讼情况\n";
    let report = read(&format!("{}{headings}{}", &TABS[..start], &TABS[end..]));
    assert_eq!(report.count_cells().missing, 200);
    assert_eq!(problems(&report), "L0101 L0101 L0101 L0101 L0101 L0101");
    let gone: String = TABS.lines().filter(|l| !l.contains("行政强制")).map(|l| format!("{l}\n")).collect();
    assert_eq!(problems(&read(&gone)), "L0102");
}

#[test]
fn labels_stacked_over_figures_stacked_are_not_bound() {
    let report = with(WORDS, "规章 2 1 13\n行政规范性文件 109 489 597", "规章\n行政规范性文件\n2 1 13\n109 489 597");
    assert_eq!(row(&report, "文件.规章"), ". . .");
    assert_eq!(row(&report, "文件.规范性文件"), ". . .");
}

#[test]
fn figures_glued_to_their_label() {
    assert_eq!(figures(&with(WORDS, "行政许可 1808595", "行政许可1808595")), expected());
    let report = with(WORDS, "规章 2 1 13", "规章2113");
    assert_eq!(row(&report, "文件.规章"), "? ? ?");
}

#[test]
fn invented_headers_and_broken_pipes() {
    let rows = "|数据1|数据2|数据3|数据4|数据5|数据6|数据7|数据8|\n|---|---|---|---|---|---|---|---|\n|一、本年新收政府信息公开申请数量|11|2|0|0|0|0|13|\n\n\
        |  |自然人|商业 企业|科研 机构|社会公益组织|法律服务机构|其他|总计|\n|---|---|---|---|---|---|---|---|\n|二、上年结转政府信息公开申请数量|1|0|0|0|0|0|1|\n\n\
        |  |本年新收件数|上年结转件数|予以公开|部分公开|不予公开|无法提供|不予处理|\n|---|---|---|---|---|---|---|---|\n|（七）总计|9|0|0|0|0|0|9|\n\n\
        项目|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计\n---|---|---|---|---|---|---|---\n2. 重复申请|4|-|-|-|-|-|4\n\n\
          | 来信 | 自然人 |\n  | --- | --- |\n  | 来访 | 4 |\n";
    let report =
        read(&format!("# 甲局2025年政府信息公开工作年度报告\n\n## 一、总体情况\n\n## 三、收到和处理政府信息公开申请情况\n\n{rows}"));
    assert_eq!(row(&report, "申请.新收"), ". . . . . . .");
    assert_eq!(row(&report, "申请.上年结转"), "1 0 0 0 0 0 1");
    assert_eq!(row(&report, "申请.办理结果.总计"), ". . . . . . .");
    assert_eq!(row(&report, "申请.办理结果.不予处理.重复申请"), "4 / / / / / 4");
    assert_eq!(problems(&report).matches("L0108").count(), 1);
}

#[test]
fn a_column_the_form_does_not_have() {
    let report = with(
        PIPES,
        "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n| 规章 | 2 | 1 | 13 |\n| 行政规范性文件 | 109 | 489 | 597 |",
        "| 信息内容 | 本年制发件数 | 其中新增 | 本年废止件数 | 现行有效件数 |\n| 规章 | 2 | 7 | 1 | 13 |\n| 行政规范性文件 | 109 | 8 | 489 | 597 |",
    );
    assert_eq!(figures(&report), expected());
    assert_eq!(problems(&report), "L0108@15");
}

#[test]
fn columns_in_another_order_follow_their_header() {
    let report =
        with(TABS, "本年制发件数\t本年废止件数\t现行有效件数\n规章\t2\t1\t13", "现行有效件数\t本年制发件数\t本年废止件数\n规章\t13\t2\t1");
    assert_eq!(row(&report, "文件.规章"), "2 1 13");
    assert_eq!(problems(&report), "L0117@15");
    // A row that does not stand under such a header has no order to be read in.
    let report = with(
        TABS,
        "本年制发件数\t本年废止件数\t现行有效件数\n规章\t2\t1\t13",
        "现行有效件数\t本年制发件数\t本年废止件数\n规章\t\t13\t2\t1",
    );
    assert_eq!(row(&report, "文件.规章"), "? ? ?");
}

#[test]
fn a_figure_stands_under_any_column_its_header_covers() {
    let page = r#"<table><tr><td colspan=4>第二十条第（一）项</td></tr>
        <tr><td>信息内容</td><td>本年制发件数</td><td colspan=2>本年废止件数</td><td>现行有效件数</td></tr>
        <tr><td>规章</td><td colspan=2>2</td><td>1</td><td>13</td></tr>
        <tr><td>行政规范性文件</td><td>109</td><td>489</td><td></td><td>597</td></tr></table>"#;
    let report =
        read(&format!("<html><h1>青川市松原区档案局2023年政府信息公开工作年度报告</h1><h2>二、主动公开政府信息情况</h2>{page}</html>"));
    assert_eq!((row(&report, "文件.规章"), row(&report, "文件.规范性文件")), ("2 1 13".to_owned(), "109 489 597".to_owned()));
    assert!(!problems(&report).contains("L0103"), "{}", problems(&report));
}

#[test]
fn a_blank_form_is_blank() {
    let blank: Vec<String> = TABS
        .lines()
        .map(|line| match line.contains('\t') {
            true => line.split('\t').map(|c| if parse_number(c).is_some() { "" } else { c }).collect::<Vec<_>>().join("\t"),
            false => line.to_owned(),
        })
        .collect();
    let report = read(&blank.join("\n"));
    assert_eq!((report.count_cells().blank, problems(&report)), (200, String::new()));
}

/// The report with its fourth table written anew.
fn with_fourth(table: &str) -> Report {
    let start = PIPES.find("| 行政复议").unwrap();
    let end = PIPES.find("\n## 五").unwrap();
    read(&format!("{}{table}{}", &PIPES[..start], &PIPES[end..]))
}

/// One row of the fourth table as a table of its own.
fn block(figures: &str) -> String {
    format!("\n\n| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n|---|---|---|---|---|\n| {} |\n\n", figures.replace(' ', " | "))
}

#[test]
fn a_caption_over_a_side_by_side_table_changes_nothing() {
    let bare: String = PIPES.lines().filter(|l| !l.starts_with("## ")).map(|l| format!("{l}\n")).collect();
    for caption in ["附表四", "表4：", "表四 政府信息公开行政复议、行政诉讼情况", "附件四：复议诉讼统计"]
    {
        let report = read(&bare.replacen("| 行政复议", &format!("{caption}\n\n| 行政复议"), 1));
        assert_eq!(figures(&report), expected(), "{caption}");
        assert!(!problems(&report).contains("L01"), "{caption}: {}", problems(&report));
    }
}

#[test]
fn rows_of_a_side_by_side_table_as_tables_of_their_own() {
    let [review, direct, after] = ["309 17 88 26 440", "4 5 16 6 31", "14 10 67 9 100"].map(block);
    let report = with_fourth(&format!("（一）行政复议{review}（二）行政诉讼\n\n1.未经复议直接起诉{direct}2.复议后起诉{after}"));
    assert_eq!((figures(&report), problems(&report)), (expected(), String::new()));
    // Whose figures are whose is not said, or said below, or of two rows together.
    let rows = |report: &Report| ["行政复议", "未经复议起诉", "复议后起诉"].map(|r| row(report, &format!("争议.{r}")));
    let nothing = [". . . . ."; 3].map(str::to_owned);
    let report = with_fourth(&format!("{review}{direct}{after}"));
    assert_eq!((rows(&report), problems(&report).as_str()), (nothing.clone(), "L0112@67 L0112@73 L0112@79 L0101"));
    let report = with_fourth(&format!("{review}行政复议{direct}未经复议直接起诉{after}复议后起诉"));
    assert_eq!(rows(&report), nothing);
    let report = with_fourth(&format!("（一）行政复议、（二）行政诉讼{review}{direct}"));
    assert_eq!(rows(&report), nothing);
    let report = with_fourth(&format!("（一）行政复议{review}（二）行政诉讼{}", block("18 15 83 15 131")));
    assert_eq!(rows(&report)[1..], nothing[1..]);
}

#[test]
fn labels_in_traditional_characters_and_with_readings() {
    let text = PIPES
        .replace("总计", "總計")
        .replace("商业企业", "商業企業")
        .replace("本年处理决定数量", "本年處理決定數量")
        .replace("复议", "復議");
    let report = read(&text);
    assert_eq!((figures(&report), problems(&report)), (expected(), String::new()));
    for (from, to) in [("行政许可", "行政许(xǔ)可"), ("科研机构", "科研机（jī）构"), ("行政复议 |", "行政复(fù)议(yì) |")]
    {
        let report = with(PIPES, from, to);
        assert_eq!((figures(&report), problems(&report)), (expected(), String::new()), "{to}");
    }
}

#[test]
fn two_figures_in_one_cell_are_no_figure() {
    let cell = |text: &str| parse_cell(text, &Unit::new("件")).state.name();
    assert_eq!((cell("12\n345"), cell("12<br>345"), cell("12 345")), ("unreadable", "unreadable", "number"));
}

#[test]
fn a_blank_is_not_filled_from_another_printing_of_the_table() {
    let table = "第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t";
    let report = with(TABS, "行政许可\t1808595\t\t", &format!("行政许可\t\t\t\n\n上年数据\n\n{table}77\t\t"));
    assert_eq!(row(&report, "许可.行政许可"), "?");
    assert!(problems(&report).contains("L0109"), "{}", problems(&report));
}

#[test]
fn last_year_is_not_nearly_this_year() {
    let report = with(TABS, "本年制发件数\t本年废止件数\t现行有效件数", "上年制发件数\t上年废止件数\t上年现行有效件数");
    assert_eq!(row(&report, "文件.规章"), ". . .");
}

#[test]
fn a_header_that_names_a_column_twice_is_not_read_by_position() {
    let report = with(TABS, "商业企业\t科研机构\t社会公益组织", "商业企业\t科研机构\t科研机构");
    assert!(row(&report, "申请.新收").chars().all(|c| matches!(c, '.' | '?' | ' ')), "{}", row(&report, "申请.新收"));
}

#[test]
fn the_number_of_a_row_is_not_its_first_figure() {
    let numbered: Vec<String> = TABS
        .lines()
        .map(|l| l.replacen("一、本年新收政府信息公开申请数量\t\t\t5391\t5477\t", "一、本年新收政府信息公开申请数量\t1\t\t5391\t\t", 1))
        .collect();
    let report = read(&numbered.join("\n"));
    assert!(
        row(&report, "申请.新收").starts_with("? ?") || row(&report, "申请.新收").starts_with("5391 _"),
        "{}",
        row(&report, "申请.新收")
    );
}
