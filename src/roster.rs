//! Rosters (名录): which bodies there are, by which names, under whom, and what is known of them.
//!
//! A roster is a CSV whose first line names its columns: 名称, 别名, 曾用名, 上级, 单位类别, 层级, 口径 (name, aliases, former_names, superior,
//! body_kind, tier, scope). Only 名称 must be there. Several aliases in one cell stand between `；`, `;`, `、` or `|`. Any other column is an
//! attribute of its own, which rules ask for as 属性("列名").

use crate::catalogue::RosterFault;
use crate::report::Report;
use indexmap::IndexMap;
use std::collections::HashMap;

/// Bodies of a roster; a country has fewer.
const MAX_BODIES: usize = 200_000;

/// A body of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its name now.
    pub name: String,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// Names it had before.
    pub former: Vec<String>,
    /// The body above it, as written.
    pub superior: Option<String>,
    /// What is known of it: 单位类别, 层级, 口径, 上级 and the columns of the roster's own.
    pub attributes: IndexMap<String, String>,
}

/// A roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    bodies: Vec<Body>,
    /// Every name without its blanks, and whose it is.
    names: HashMap<String, usize>,
}

/// What is wrong with a roster, and on which line, from 1.
pub type RosterFaults = Vec<(u64, RosterFault)>;

/// Columns with a meaning, by either name.
const COLUMNS: [(&str, &str); 7] = [
    ("名称", "name"),
    ("别名", "aliases"),
    ("曾用名", "former_names"),
    ("上级", "superior"),
    ("单位类别", "body_kind"),
    ("层级", "tier"),
    ("口径", "scope"),
];

impl Roster {
    /// Gives a report the attributes of its body that it does not have.
    pub fn lend(&self, report: &mut Report) {
        let body = report.agency.as_deref().and_then(|name| self.find(name));
        for (key, value) in body.into_iter().flat_map(|b| &b.attributes) {
            if !report.attributes.contains_key(key) {
                report.attributes.insert(key.clone(), value.clone());
            }
        }
    }

    /// Reads a roster from text.
    ///
    /// # Errors
    ///
    /// Everything wrong with it, by line; a roster with any error is not used, for a body matched wrongly is worse than none.
    pub fn parse(text: &str) -> Result<Roster, RosterFaults> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let first = text.lines().next().unwrap_or("");
        let delimiter = if first.contains('\t') {
            b'\t'
        } else if first.contains(';') && !first.contains(',') {
            b';'
        } else {
            b','
        };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
        let mut faults = RosterFaults::new();
        let mut header: Vec<String> = Vec::new();
        let mut roster = Roster::default();
        let mut lines: Vec<u64> = Vec::new();
        for record in reader.records() {
            let Ok(record) = record else {
                faults.push((lines.last().map_or(1, |l| l + 1), RosterFault::NotCsv {}));
                break;
            };
            let line = record.position().map_or(1, csv::Position::line);
            let cells: Vec<&str> = record.iter().map(str::trim).collect();
            if cells.iter().all(|c| c.is_empty()) {
                continue;
            }
            if header.is_empty() {
                header = cells.iter().map(|c| settled(c)).collect();
                if !header.iter().any(|h| h == "名称") {
                    return Err(vec![(line, RosterFault::NoNameColumn { found: header })]);
                }
                for (i, name) in header.iter().enumerate().filter(|(_, n)| !n.is_empty()) {
                    if header[..i].contains(name) {
                        faults.push((line, RosterFault::ColumnTwice { name: name.clone() }));
                    }
                }
                continue;
            }
            let found = cells.iter().rposition(|c| !c.is_empty()).map_or(0, |i| i + 1);
            if found > header.len() {
                faults.push((line, RosterFault::TooManyCells { found, expected: header.len() }));
                continue;
            }
            let Some(body) = body(&header, &cells) else {
                faults.push((line, RosterFault::NoName {}));
                continue;
            };
            if roster.bodies.len() < MAX_BODIES {
                roster.add(body, line, &mut lines, &mut faults);
            }
        }
        if roster.bodies.is_empty() && faults.is_empty() {
            faults.push((1, RosterFault::Empty {}));
        }
        for (index, body) in roster.bodies.iter().enumerate() {
            if roster.is_above_itself(index) {
                faults.push((lines[index], RosterFault::Circular { name: body.name.clone() }));
            }
        }
        faults.sort_by_key(|(line, _)| *line);
        if faults.is_empty() { Ok(roster) } else { Err(faults) }
    }

    fn add(&mut self, body: Body, line: u64, lines: &mut Vec<u64>, faults: &mut RosterFaults) {
        let index = self.bodies.len();
        for name in std::iter::once(&body.name).chain(&body.aliases).chain(&body.former) {
            match self.names.get(&plain(name)) {
                // One body may well have a name twice in its own line.
                Some(other) if *other == index => {}
                Some(other) => faults.push((line, RosterFault::NameTwice { name: name.clone(), first: lines[*other] })),
                None => {
                    self.names.insert(plain(name), index);
                }
            }
        }
        self.bodies.push(body);
        lines.push(line);
    }

    fn is_above_itself(&self, index: usize) -> bool {
        let mut at = index;
        for _ in 0..=self.bodies.len().min(64) {
            match self.bodies[at].superior.as_ref().and_then(|s| self.names.get(&plain(s))) {
                Some(above) if *above == index => return true,
                Some(above) => at = *above,
                None => return false,
            }
        }
        // Deeper than any administration: it goes in a circle that does not come by here.
        false
    }

    /// The body that has this name, now or before.
    pub fn find(&self, name: &str) -> Option<&Body> {
        self.names.get(&plain(name)).map(|i| &self.bodies[*i])
    }

    /// The bodies directly under the one of this name, in the order of the roster.
    pub fn under<'r>(&'r self, name: &'r str) -> impl Iterator<Item = &'r Body> {
        let index = self.names.get(&plain(name));
        let is_under = move |b: &&Body| index.is_some() && b.superior.as_ref().and_then(|s| self.names.get(&plain(s))) == index;
        self.bodies.iter().filter(is_under)
    }

    /// All bodies in order.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// The name by which a body is known here: that of the roster, or its own without blanks.
    pub fn key(&self, name: &str) -> String {
        self.find(name).map_or_else(|| plain(name), |b| plain(&b.name))
    }
}

impl crate::eval::Bodies for Roster {
    fn same(&self, a: &str, b: &str) -> bool {
        self.key(a) == self.key(b)
    }

    fn names(&self, name: &str) -> Vec<String> {
        match self.find(name) {
            Some(body) => std::iter::once(&body.name).chain(&body.aliases).chain(&body.former).cloned().collect(),
            None => vec![name.to_owned()],
        }
    }
}

/// The Chinese name of a column with a meaning; any other as it is.
fn settled(name: &str) -> String {
    let lower = name.to_lowercase();
    COLUMNS.iter().find(|(zh, en)| *zh == name || *en == lower).map_or_else(|| name.to_owned(), |(zh, _)| (*zh).to_owned())
}

fn body(header: &[String], cells: &[&str]) -> Option<Body> {
    let cell = |name: &str| header.iter().position(|h| h == name).and_then(|i| cells.get(i)).copied().filter(|c| !c.is_empty());
    let many = |name: &str| -> Vec<String> {
        cell(name).map_or_else(Vec::new, |c| {
            c.split(['；', ';', '、', '|']).map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect()
        })
    };
    let attributes = header
        .iter()
        .zip(cells)
        .filter(|(h, c)| !c.is_empty() && !h.is_empty() && !matches!(h.as_str(), "名称" | "别名" | "曾用名"))
        .map(|(h, c)| (h.clone(), (*c).to_owned()));
    Some(Body {
        name: cell("名称")?.to_owned(),
        aliases: many("别名"),
        former: many("曾用名"),
        superior: cell("上级").map(str::to_owned),
        attributes: attributes.collect(),
    })
}

/// A name without its blanks, with parentheses of one width.
pub fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\u{FEFF}名称,别名,曾用名,上级,单位类别,编制人数\n\
        某市人民政府,某市,,,政府,\n\
        甲局,市甲局；甲 局,甲委、甲办,某市人民政府,部门,30\n\
        \n\
        \"乙局（筹）\",,,某市,部门,\n";

    #[test]
    fn bodies_are_found_by_every_name() {
        let roster = Roster::parse(TEXT).expect("a roster");
        for name in ["甲局", "市甲局", "甲委", "甲 办"] {
            assert_eq!(roster.find(name).map(|b| b.name.as_str()), Some("甲局"), "{name}");
        }
        assert_eq!(roster.find("乙局(筹)").map(|b| b.name.as_str()), Some("乙局（筹）"));
        assert_eq!(roster.find("丙局"), None);
        let under: Vec<&str> = roster.under("某市").map(|b| b.name.as_str()).collect();
        assert_eq!(under, ["甲局", "乙局（筹）"]);
        let body = roster.find("甲局").expect("there");
        assert_eq!(body.attributes.get("编制人数").map(String::as_str), Some("30"));
        assert_eq!(body.attributes.get("上级").map(String::as_str), Some("某市人民政府"));
    }

    #[track_caller]
    fn faults(text: &str) -> Vec<String> {
        Roster::parse(text).err().unwrap_or_default().into_iter().map(|(line, f)| format!("{line} {}", f.code())).collect()
    }

    #[test]
    fn faults_say_their_lines() {
        assert_eq!(faults("单位,上级\n甲,乙"), ["1 L0901"]);
        assert_eq!(faults("名称,别名\n甲,子\n,丑\n乙,子\n丙,寅,卯"), ["3 L0902", "4 L0903", "5 L0904"]);
        assert_eq!(faults("名称,上级\n甲,乙\n乙,甲"), ["2 L0905", "3 L0905"]);
        assert_eq!(faults("名称,上级\n甲,甲"), ["2 L0905"]);
        assert_eq!(faults("名称,名称\n甲,甲"), ["1 L0906"]);
        assert_eq!(faults("名称\n"), ["1 L0907"]);
        assert_eq!(faults(""), ["1 L0907"]);
        assert!(Roster::parse("名称\t上级\n甲\t乙").is_ok());
        assert!(Roster::parse("name;superior\n甲;乙").is_ok());
    }
}
