//! The 2021 form as a table, for the tests of this room.

use crate::form::{CellId, Column, Form, Group, Label, Row, Section, Table};
use crate::value::Unit;
use std::sync::Arc;

/// `label|alias|alias`
fn label(text: &str) -> Label {
    let mut parts = text.split('|').map(str::to_owned);
    Label { text: parts.next().unwrap_or_default(), aliases: parts.collect() }
}

/// `name=label|alias`, or a name that is its own label.
fn named(text: &str) -> (String, Label) {
    match text.split_once('=') {
        Some((name, rest)) => (name.to_owned(), label(rest)),
        None => (text.to_owned(), label(text)),
    }
}

/// A row or a column: its name, its label, the groups around it.
type Leaf = (String, Label, Vec<usize>);

/// Groups as `name=label{`, `}` closes; leaves as `name=label`. An empty name is a group that is only printed.
fn tree(items: &[&str]) -> (Vec<Leaf>, Vec<Group>) {
    let (mut leaves, mut groups, mut open): (Vec<Leaf>, Vec<Group>, Vec<usize>) = Default::default();
    for item in items {
        if *item == "}" {
            let closed = open.pop().unwrap();
            groups[closed].leaves.end = leaves.len();
        } else if let Some(group) = item.strip_suffix('{') {
            let (name, label) = named(group);
            let name = Some(name).filter(|n| !n.is_empty());
            let parent = open.last().copied();
            let path = name.as_ref().map(|n| match parent.and_then(|p| groups[p].path.clone()) {
                Some(above) => format!("{above}.{n}"),
                None => n.clone(),
            });
            groups.push(Group { name, path, label, parent, leaves: leaves.len()..leaves.len() });
            open.push(groups.len() - 1);
        } else {
            let (name, label) = named(item);
            leaves.push((name, label, open.clone()));
        }
    }
    (leaves, groups)
}

fn table(name: &str, above: Option<&str>, section: usize, unit: &str, side_by_side: bool, rows: &[&str], columns: &[&str]) -> Table {
    let (row_leaves, row_groups) = tree(rows);
    let (column_leaves, column_groups) = tree(columns);
    let rows = row_leaves
        .into_iter()
        .map(|(name, label, groups)| {
            let above = groups.iter().rev().find_map(|g| row_groups[*g].path.clone());
            let path = above.map_or(name.clone(), |a| format!("{a}.{name}"));
            Row { path, label, groups }
        })
        .collect();
    let columns = column_leaves
        .into_iter()
        .map(|(name, label, groups)| Column { name, label, groups, unit: Unit::new(unit), signed: false })
        .collect();
    Table {
        name: name.to_owned(),
        label: above.map(label),
        section,
        side_by_side,
        rows,
        columns,
        row_groups,
        column_groups,
        first_cell: CellId(0),
    }
}

/// The form of the 2021 edition.
pub(super) fn testform() -> Arc<Form> {
    let section = |id: &str, title: &str| Section { id: id.to_owned(), title: label(title) };
    let sections = vec![
        section("一", "总体情况|政府信息公开总体情况|信息公开总体情况|工作概述"),
        section("二", "主动公开政府信息情况|主动公开政府信息的情况"),
        section("三", "收到和处理政府信息公开申请情况|行政机关收到和处理政府信息公开申请情况"),
        section(
            "四",
            "政府信息公开行政复议、行政诉讼情况|政府信息公开行政复议和行政诉讼情况|因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        ),
        section(
            "五",
            "存在的主要问题及改进情况|存在问题及改进情况|政府信息公开工作存在的主要问题及改进情况|存在的主要问题及整改措施|存在的主要问题和改进情况",
        ),
        section("六", "其他需要报告的事项|需要报告的其他事项"),
    ];
    let people = [
        "=申请人情况{",
        "自然人",
        "法人=法人或其他组织{",
        "商业企业",
        "科研机构",
        "社会公益组织|社会公益",
        "法律服务机构",
        "其他",
        "}",
        "总计",
        "}",
    ];
    let requests = [
        "新收=一、本年新收政府信息公开申请数量",
        "上年结转=二、上年结转政府信息公开申请数量",
        "办理结果=三、本年度办理结果{",
        "予以公开=（一）予以公开",
        "部分公开=（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "不予公开=（三）不予公开{",
        "国家秘密=1.属于国家秘密",
        "法律禁止=2.其他法律行政法规禁止公开|其他法律法规禁止公开",
        "三安全一稳定=3.危及“三安全一稳定”",
        "第三方权益=4.保护第三方合法权益",
        "内部事务=5.属于三类内部事务信息",
        "过程性信息=6.属于四类过程性信息",
        "执法案卷=7.属于行政执法案卷",
        "行政查询=8.属于行政查询事项",
        "}",
        "无法提供=（四）无法提供{",
        "不掌握=1.本机关不掌握相关政府信息",
        "另行制作=2.没有现成信息需要另行制作",
        "仍不明确=3.补正后申请内容仍不明确",
        "}",
        "不予处理=（五）不予处理{",
        "信访举报=1.信访举报投诉类申请",
        "重复申请=2.重复申请",
        "公开出版物=3.要求提供公开出版物",
        "大量反复=4.无正当理由大量反复申请",
        "确认重出=5.要求行政机关确认或重新出具已获取信息",
        "}",
        "其他处理=（六）其他处理{",
        "逾期不补正=1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请|逾期不补正",
        "逾期未缴费=2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请|逾期未缴费",
        "其他=3.其他",
        "}",
        "总计=（七）总计",
        "}",
        "结转下年=四、结转下年度继续办理",
    ];
    let disputes = ["行政复议", "=行政诉讼{", "未经复议起诉=未经复议直接起诉", "复议后起诉", "}"];
    let outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let tables = vec![
        table(
            "文件",
            Some("第二十条第（一）项"),
            1,
            "件",
            false,
            &["规章", "规范性文件=行政规范性文件|规范性文件"],
            &["制发=本年制发件数", "废止=本年废止件数", "现行有效=现行有效件数"],
        ),
        table("许可", Some("第二十条第（五）项"), 1, "件", false, &["行政许可"], &["处理决定=本年处理决定数量"]),
        table("处罚强制", Some("第二十条第（六）项"), 1, "件", false, &["行政处罚", "行政强制"], &["处理决定=本年处理决定数量"]),
        table("收费", Some("第二十条第（八）项"), 1, "万元", false, &["行政事业性收费"], &["金额=本年收费金额（单位：万元）"]),
        table("申请", None, 2, "件", false, &requests, &people),
        table("争议", None, 3, "件", true, &disputes, &outcomes),
    ];
    let title = label("政府信息公开工作年度报告|政府信息公开年度报告|政府信息公开工作报告");
    Arc::new(Form::new("年度报告2021".to_owned(), title, Vec::new(), sections, tables))
}
