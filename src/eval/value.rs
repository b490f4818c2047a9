//! Formulas with the figures in them.

use super::facts::{Facts, Site};
use super::truth::{interval, words};
use crate::program::{Arithmetic, Compare, Expr, ExprKind, Figure, Fold, FoldHow, Members, Needle, Quantifier, StateTest, TextMeasure};
use crate::value::{Decimal, Interval, date};

/// A requirement with the figures in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// `12 + 0 = 11 + 0`
    pub text: String,
    /// For one comparison: value of the left side, where there is only one.
    pub left: Option<Decimal>,
    /// Of the right side.
    pub right: Option<Decimal>,
    /// Left less right.
    pub difference: Option<Decimal>,
}

/// Puts figures into an expression. `show` gives the words for a cell that holds no figure.
pub fn computed(expr: &Expr, facts: &Facts, show: &dyn Fn(Site) -> String) -> Computed {
    let printer = Printer { facts, show };
    let mut text = String::new();
    printer.print(expr, 0, &mut text);
    let (mut left, mut right) = (None, None);
    if let ExprKind::Compare(Compare { sides, factors, .. }) = &expr.kind
        && let ([l, r], [factor]) = (sides.as_slice(), factors.as_slice())
    {
        left = interval(l, Some(facts)).value();
        right = interval(r, Some(facts)).scale(*factor).value();
    }
    let difference = left.zip(right).and_then(|(l, r)| l.checked_sub(r));
    Computed { text, left, right, difference }
}

struct Printer<'f, 'a> {
    facts: &'f Facts<'a>,
    show: &'f dyn Fn(Site) -> String,
}

impl Printer<'_, '_> {
    fn figure(&self, value: Interval, otherwise: impl FnOnce() -> String) -> String {
        value.value().map_or_else(otherwise, |v| v.to_string())
    }

    fn value(&self, expr: &Expr) -> Interval {
        interval(expr, Some(self.facts))
    }

    fn cell(&self, cell: Figure) -> String {
        match self.facts.cell(cell).and_then(crate::report::Cell::number) {
            Some(n) => n.to_string(),
            None => (self.show)(self.facts.site(cell)),
        }
    }

    /// A day; `?` where it is not known.
    fn day(&self, expr: &Expr) -> String {
        self.value(expr).value().and_then(date::from_days).map_or_else(|| "?".to_owned(), |d| d.to_string())
    }

    /// A number as its value alone.
    fn number(&self, expr: &Expr) -> String {
        self.figure(self.value(expr), || "?".to_owned())
    }

    /// A text, in quotation marks; one of more than a few words by its beginning.
    fn quoted(&self, expr: &Expr) -> String {
        const LONG: usize = 24;
        let Some(words) = words(expr, Some(self.facts)) else { return "?".to_owned() };
        let text = words.joined();
        let short: String = text.chars().take(LONG).map(|c| if c == '\n' { ' ' } else { c }).collect();
        if short.len() < text.len() { format!("“{short}…”") } else { format!("“{short}”") }
    }

    /// `level` is how tightly what is around binds: 0 nothing, 1 或, 2 且, 3 非, 4 comparison, 5 sum, 6 product.
    fn print(&self, expr: &Expr, level: u8, out: &mut String) {
        let own = match &expr.kind {
            ExprKind::If(..) | ExprKind::Or(..) => 1,
            ExprKind::And(..) => 2,
            ExprKind::Not(_) => 3,
            ExprKind::Compare(_) | ExprKind::SameText(..) | ExprKind::Contains(..) | ExprKind::Matches(..) => 4,
            ExprKind::Quantified(..) | ExprKind::Cells(..) => 1,
            ExprKind::Arithmetic(Arithmetic::Add | Arithmetic::Subtract, ..) => 5,
            ExprKind::Sum(cells) if cells.len() > 1 => 5,
            ExprKind::Arithmetic(..) | ExprKind::Scaled(..) => 6,
            _ => 7,
        };
        let parenthesis = own < level;
        if parenthesis {
            out.push('(');
        }
        match &expr.kind {
            ExprKind::Number(n, Some(unit)) if unit.name() == "%" => {
                out.push_str(&n.checked_mul(Decimal::ONE_HUNDRED).map_or_else(|| n.to_string(), |p| format!("{}%", p.normalize())));
            }
            ExprKind::Number(n, unit) => {
                out.push_str(&n.to_string());
                if let Some(unit) = unit {
                    out.push_str(&format!(" {unit}"));
                }
            }
            ExprKind::Text(text) => out.push_str(&format!("“{text}”")),
            ExprKind::Cell(cell) => out.push_str(&self.cell(*cell)),
            ExprKind::Sum(cells) => self.print_sum(cells, out),
            ExprKind::Max(items) => self.print_call("最大", items, out),
            ExprKind::Min(items) => self.print_call("最小", items, out),
            ExprKind::ThisReading(field) => out.push_str(&self.facts.this_reading(*field).map_or_else(|| "?".to_owned(), said)),
            ExprKind::ThisItem => out.push_str(&self.facts.item.map_or_else(|| "?".to_owned(), said)),
            ExprKind::Only(reading, whose, field) => {
                out.push_str(&self.facts.only(*reading, *whose, *field).map_or_else(|| "?".to_owned(), said));
            }
            ExprKind::Year(_) | ExprKind::Charge(..) | ExprKind::Rank(..) | ExprKind::Problems(..) | ExprKind::Violations(_) => {
                out.push_str(&self.number(expr));
            }
            ExprKind::Date(_) | ExprKind::DateOf(_) | ExprKind::Dated(..) | ExprKind::AsOf => out.push_str(&self.day(expr)),
            ExprKind::Attribute(..) | ExprKind::Heading(..) | ExprKind::Fact(..) | ExprKind::ThisText => out.push_str(&self.quoted(expr)),
            ExprKind::Section(whose, id) => out.push_str(&format!("{}部分({id})", whose.prefix())),
            ExprKind::WholeText(whose) => out.push_str(&format!("{}全文", whose.prefix())),
            ExprKind::CellText(cell) => match self.facts.cell(*cell).and_then(|c| c.text.as_deref()) {
                Some(text) => out.push_str(&format!("“{text}”")),
                None => out.push_str(&(self.show)(self.facts.site(*cell))),
            },
            ExprKind::BlankAsZero(cell) => out.push_str(&self.figure(self.value(expr), || (self.show)(self.facts.site(*cell)))),
            ExprKind::Measured(what, text) => {
                let (name, unit) = match what {
                    TextMeasure::Length => ("字数", "字"),
                    TextMeasure::Doubled => ("叠字", "处"),
                    TextMeasure::Unpaired => ("不配对", "处"),
                    TextMeasure::Misnumbered => ("跳号", "处"),
                };
                match self.value(expr).value() {
                    Some(value) => out.push_str(&format!("{value} {unit}")),
                    None => self.print_call(name, std::slice::from_ref(&**text), out),
                }
            }
            ExprKind::Similarity(..) => out.push_str(&self.share(expr)),
            ExprKind::Absolute(a) => self.print_call("绝对值", std::slice::from_ref(&**a), out),
            ExprKind::Remainder(a, b) => {
                out.push_str("余数(");
                self.print(a, 0, out);
                out.push_str(", ");
                self.print(b, 0, out);
                out.push(')');
            }
            ExprKind::Fold(fold) => self.print_fold(fold, expr, level, out),
            ExprKind::CountIf(_) => out.push_str(&self.number(expr)),
            ExprKind::Scaled(k, a) => {
                self.print(a, 6, out);
                print_factor(*k, out);
            }
            ExprKind::Negate(a) => {
                out.push('-');
                self.print(a, 7, out);
            }
            ExprKind::Arithmetic(op, a, b) => {
                self.print(a, own, out);
                out.push_str(match op {
                    Arithmetic::Add => " + ",
                    Arithmetic::Subtract => " - ",
                    Arithmetic::Multiply => " × ",
                    Arithmetic::Divide => " ÷ ",
                });
                // a − (b + c) and a ÷ (b × c) need theirs; a + (b + c) does not.
                let mut right = String::new();
                self.print(b, own + u8::from(*op != Arithmetic::Add), &mut right);
                out.push_str(&signed(right));
            }
            ExprKind::Compare(compare) => {
                for (i, side) in compare.sides.iter().enumerate() {
                    if i > 0 {
                        out.push_str(&format!(" {} ", compare.ops[i - 1].mark()));
                    }
                    match i.checked_sub(1).map(|i| compare.factors[i]) {
                        Some(factor) if factor != Decimal::ONE => {
                            self.print(side, 6, out);
                            print_factor(factor, out);
                        }
                        _ => self.print(side, 5, out),
                    }
                }
            }
            ExprKind::SameText(equal, a, b) => {
                self.print(a, 5, out);
                out.push_str(if *equal { " = " } else { " ≠ " });
                self.print(b, 5, out);
            }
            ExprKind::And(a, b) => self.print_pair(a, " 且 ", b, 2, out),
            ExprKind::Or(a, b) => self.print_pair(a, " 或 ", b, 1, out),
            ExprKind::If(a, b) => {
                out.push_str("若 ");
                self.print_pair(a, " 则 ", b, 2, out);
            }
            ExprKind::Not(a) => {
                out.push_str("非 ");
                self.print(a, 4, out);
            }
            ExprKind::Whole(a) => {
                out.push_str("整数(");
                self.print(a, 0, out);
                out.push(')');
            }
            ExprKind::State(test, cell) => {
                let word = match test {
                    StateTest::Blank => "空白",
                    StateTest::Placeholder => "占位",
                    StateTest::Unreadable => "读不出",
                    StateTest::Missing => "缺",
                    StateTest::Number => "有数",
                };
                out.push_str(&format!("{word}({})", self.cell(*cell)));
            }
            ExprKind::Stated(field) => {
                let said = self.facts.hit.and_then(|h| h.fields.get(*field)).is_some_and(|f| *f != super::FieldSaid::Absent);
                out.push_str(if said { "有数(有)" } else { "有数(无)" });
            }
            ExprKind::AllMissing(_) => out.push_str("缺(…)"),
            ExprKind::SectionMissing(whose, id) => out.push_str(&format!("缺({}部分({id}))", whose.prefix())),
            ExprKind::ReportMissing(whose) => out.push_str(&format!("缺({})", whose.prefix().trim_end_matches('.'))),
            ExprKind::Consistent(..) => out.push_str("一致(…)"),
            ExprKind::Contains(text, needle) => {
                self.print(text, 5, out);
                out.push_str(" 包含 ");
                match needle {
                    Needle::Words(any) if any.len() > 3 => out.push_str(&format!("“{}”等 {} 个词", any[0], any.len())),
                    Needle::Words(any) => out.push_str(&any.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>().join(" 或 ")),
                    Needle::Text(other) => self.print(other, 5, out),
                }
            }
            ExprKind::Matches(text, pattern) => {
                self.print(text, 5, out);
                out.push_str(&format!(" 匹配 /{}/", pattern.0.as_str()));
            }
            ExprKind::SameBody(a, b) => {
                out.push_str("同一单位(");
                self.print(a, 0, out);
                out.push_str(", ");
                self.print(b, 0, out);
                out.push(')');
            }
            ExprKind::Chargeable(amount, steps) => {
                out.push_str(&format!("可计({}, {})", self.number(amount), steps.name));
            }
            ExprKind::Quantified(quantifier, members, _) => {
                out.push_str(&format!("{}{}满足 …", quantifier_word(*quantifier), members_word(*members)));
            }
            ExprKind::Cells(quantifier, items) => {
                out.push_str(&format!("{}{} 格满足 …", quantifier_word(*quantifier), items.len()));
            }
        }
        if parenthesis {
            out.push(')');
        }
    }

    /// A share as a percentage of two places.
    fn share(&self, expr: &Expr) -> String {
        let middle = |i: Interval| i.value().or_else(|| i.low());
        let shown = middle(self.value(expr)).and_then(|v| v.checked_mul(Decimal::ONE_HUNDRED));
        shown.map_or_else(|| "?".to_owned(), |v| format!("{}%", v.round_dp(2).normalize()))
    }

    /// 合计 over reports or figures of prose, as the figures it is made of.
    fn print_fold(&self, fold: &Fold, whole: &Expr, level: u8, out: &mut String) {
        const MANY: usize = 12;
        let name = match fold.how {
            FoldHow::Sum => "合计",
            FoldHow::Max => "最大",
            FoldHow::Min => "最小",
            FoldHow::Count => "计数",
            FoldHow::Median => "中位",
        };
        let count = self.facts.membership(fold.members).map_or(0, |m| m.count);
        if let (Some(body), None, 1..=MANY) = (&fold.body, &fold.filter, count) {
            let parts: Vec<String> = self
                .facts
                .each(fold.members)
                .map(|at| {
                    let mut part = String::new();
                    Printer { facts: &at, show: self.show }.print(body, 6, &mut part);
                    signed(part)
                })
                .collect();
            let text = if fold.how == FoldHow::Sum { parts.join(" + ") } else { format!("{name}({})", parts.join(", ")) };
            let parenthesis = fold.how == FoldHow::Sum && parts.len() > 1 && level > 5;
            out.push_str(&if parenthesis { format!("({text})") } else { text });
            return;
        }
        out.push_str(&self.figure(self.value(whole), || format!("{name}({}…)", members_word(fold.members))));
    }

    fn print_pair(&self, a: &Expr, word: &str, b: &Expr, level: u8, out: &mut String) {
        self.print(a, level, out);
        out.push_str(word);
        self.print(b, level, out);
    }

    fn print_call(&self, name: &str, items: &[Expr], out: &mut String) {
        out.push_str(name);
        out.push('(');
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            self.print(item, 0, out);
        }
        out.push(')');
    }

    /// A long sum shows its figures and counts its zeros: `1191 + 328 + 27 + 0×14`, which is as exact and can be read.
    fn print_sum(&self, cells: &[Figure], out: &mut String) {
        const LONG: usize = 8;
        let figures: Vec<String> = cells.iter().map(|c| self.cell(*c)).collect();
        let zeros = figures.iter().filter(|f| *f == "0").count();
        let mut parts: Vec<String> = if cells.len() > 1 { figures.into_iter().map(signed).collect() } else { figures };
        if cells.len() > LONG && zeros > 1 {
            parts.retain(|f| f != "0");
            parts.push(format!("0×{zeros}"));
        }
        out.push_str(&parts.join(" + "));
    }
}

/// A number of prose as it is shown.
fn said(said: &super::Said) -> String {
    said.show_range()
}

fn quantifier_word(quantifier: Quantifier) -> &'static str {
    match quantifier {
        Quantifier::Every => "每一",
        Quantifier::Exists => "存在",
    }
}

fn members_word(members: Members) -> &'static str {
    match members {
        Members::Children => "下级",
        Members::Peers => "同批",
        Members::Reading(..) => "读数",
        Members::Items(_) => "本条的数",
    }
}

/// A negative figure after an operator stands in parentheses, as people write it.
fn signed(text: String) -> String {
    if text.starts_with('-') { format!("({text})") } else { text }
}

/// What brings an amount to another unit: `× 10000`, `÷ 10000`.
fn print_factor(factor: Decimal, out: &mut String) {
    if factor >= Decimal::ONE {
        out.push_str(&format!(" × {factor}"));
    } else if let Some(inverse) = Decimal::ONE.checked_div(factor) {
        out.push_str(&format!(" ÷ {}", inverse.normalize()));
    }
}
