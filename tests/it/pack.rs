//! The shipped form and pack.

use gouji::engine::RuleSet;
use gouji::finding::Level;

/// The rows of the contract, in its order.
const APPLICATIONS: [&str; 25] = [
    "新收",
    "上年结转",
    "办理结果.予以公开",
    "办理结果.部分公开",
    "办理结果.不予公开.国家秘密",
    "办理结果.不予公开.法律禁止",
    "办理结果.不予公开.三安全一稳定",
    "办理结果.不予公开.第三方权益",
    "办理结果.不予公开.内部事务",
    "办理结果.不予公开.过程性信息",
    "办理结果.不予公开.执法案卷",
    "办理结果.不予公开.行政查询",
    "办理结果.无法提供.不掌握",
    "办理结果.无法提供.另行制作",
    "办理结果.无法提供.仍不明确",
    "办理结果.不予处理.信访举报",
    "办理结果.不予处理.重复申请",
    "办理结果.不予处理.公开出版物",
    "办理结果.不予处理.大量反复",
    "办理结果.不予处理.确认重出",
    "办理结果.其他处理.逾期不补正",
    "办理结果.其他处理.逾期未缴费",
    "办理结果.其他处理.其他",
    "办理结果.总计",
    "结转下年",
];

fn contract() -> Vec<String> {
    let mut names = Vec::new();
    let mut table = |table: &str, rows: &[&str], columns: &[&str]| {
        for row in rows {
            for column in columns {
                names.push(format!("{table}.{row}[{column}]"));
            }
        }
    };
    table("文件", &["规章", "规范性文件"], &["制发", "废止", "现行有效"]);
    table("许可", &["行政许可"], &["处理决定"]);
    table("处罚强制", &["行政处罚", "行政强制"], &["处理决定"]);
    table("收费", &["行政事业性收费"], &["金额"]);
    table("申请", &APPLICATIONS, &["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]);
    table("争议", &["行政复议", "未经复议起诉", "复议后起诉"], &["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]);
    names
}

#[test]
fn the_form_has_the_200_cells_of_the_contract() {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let form = rules.forms().into_iter().find(|f| f.name == "年度报告2021").expect("the form is shipped");
    let names: Vec<String> = form.cells().map(|c| form.cell_name(c).to_owned()).collect();
    assert_eq!(names.len(), 200);
    assert_eq!(names, contract());
    for name in names {
        assert_eq!(form.find_cell(&name).map(|c| form.cell_name(c).to_owned()), Some(name));
    }
}

#[test]
fn the_form_of_2019_has_198_cells() {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let form = rules.forms().into_iter().find(|f| f.name == "年度报告2019").expect("the form is shipped");
    let names: Vec<String> = form.cells().map(|c| form.cell_name(c).to_owned()).collect();
    assert_eq!(names.len(), 198);
    // What both editions print is named alike, so that a year on one can be compared with the year before on the other.
    let shared = |name: &&String| name.starts_with("申请.") || name.starts_with("争议.");
    let apart: Vec<&String> = names.iter().filter(shared).filter(|n| !contract().contains(n)).collect();
    assert!(apart.iter().all(|n| n.starts_with("申请.办理结果.其他处理[")), "{apart:?}");
    assert_eq!(apart.len(), 7);
}

#[test]
fn the_pack_compiles_without_a_warning_and_says_everything_in_both_languages() {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    assert!(rules.warnings().is_empty(), "{:#?}", rules.warnings());
    for program in rules.programs() {
        for rule in &program.rules {
            let both = |text: &Option<gouji::lang::Text>| text.as_ref().is_some_and(|t| t.en.is_some());
            assert!(both(&rule.title) && both(&rule.fix), "{} has no title or fix in English", rule.id);
            assert!(!rule.basis.is_empty() && rule.basis.iter().all(|b| b.en.is_some()), "{} has no basis in English", rule.id);
        }
    }
}

#[test]
fn the_identities_are_those_printed_on_the_form() {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let program = &rules.programs()[0];
    let instances = |id: &str| program.rules.iter().find(|r| r.id == id).map(|r| (r.level, r.instances.len()));
    assert_eq!(instances("表三-收支平衡"), Some((Level::Must, 7)));
    assert_eq!(instances("表三-结果分项"), Some((Level::Must, 7)));
    assert_eq!(instances("表三-行合计"), Some((Level::Must, 25)));
    assert_eq!(instances("表四-合计"), Some((Level::Must, 3)));
    assert_eq!(instances("件数-非负整数"), Some((Level::Must, 199)));
    assert_eq!(instances("金额-非负"), Some((Level::Must, 1)));
}
