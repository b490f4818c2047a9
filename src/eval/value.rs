//! Formulas with the figures in them.

use super::world::{World, interval};
use crate::program::{Arithmetic, Compare, Expr, ExprKind, Figure, StateTest, Term};
use crate::value::{Decimal, Interval};

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
pub fn computed(expr: &Expr, world: &impl World, show: &dyn Fn(Figure) -> String) -> Computed {
    let printer = Printer { world, show };
    let mut text = String::new();
    printer.print(expr, 0, &mut text);
    let (mut left, mut right) = (None, None);
    if let ExprKind::Compare(Compare { sides, factors, .. }) = &expr.kind
        && let ([l, r], [factor]) = (sides.as_slice(), factors.as_slice())
    {
        left = interval(l, world).value();
        right = interval(r, world).scale(*factor).value();
    }
    let difference = left.zip(right).and_then(|(l, r)| l.checked_sub(r));
    Computed { text, left, right, difference }
}

struct Printer<'a, W> {
    world: &'a W,
    show: &'a dyn Fn(Figure) -> String,
}

impl<W: World> Printer<'_, W> {
    fn figure(&self, value: Interval, otherwise: impl FnOnce() -> String) -> String {
        value.value().map_or_else(otherwise, |v| v.to_string())
    }

    fn cell(&self, cell: Figure) -> String {
        self.figure(self.world.term(Term::Cell(cell)), || (self.show)(cell))
    }

    /// `level` is how tightly what is around binds: 0 nothing, 1 或, 2 且, 3 非, 4 comparison, 5 sum, 6 product.
    fn print(&self, expr: &Expr, level: u8, out: &mut String) {
        let own = match &expr.kind {
            ExprKind::If(..) | ExprKind::Or(..) => 1,
            ExprKind::And(..) => 2,
            ExprKind::Not(_) => 3,
            ExprKind::Compare(_) | ExprKind::SameText(..) => 4,
            ExprKind::Arithmetic(Arithmetic::Add | Arithmetic::Subtract, ..) => 5,
            ExprKind::Sum(cells) if cells.len() > 1 => 5,
            ExprKind::Arithmetic(..) => 6,
            _ => 7,
        };
        let parenthesis = own < level;
        if parenthesis {
            out.push('(');
        }
        match &expr.kind {
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
            ExprKind::ThisReading => out.push_str(&self.figure(self.world.term(Term::ThisReading), || "?".to_owned())),
            ExprKind::Year => out.push_str(&self.world.year().map_or_else(|| "?".to_owned(), |y| y.to_string())),
            ExprKind::Attribute(name) => match self.world.attribute(name) {
                Some(value) => out.push_str(&format!("“{value}”")),
                None => out.push('?'),
            },
            ExprKind::CellText(cell) => match self.world.text(*cell) {
                Some(text) => out.push_str(&format!("“{text}”")),
                None => out.push_str(&(self.show)(*cell)),
            },
            ExprKind::BlankAsZero(cell) => out.push_str(&self.figure(self.world.blank_as_zero(*cell), || (self.show)(*cell))),
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
            ExprKind::Consistent(_) => out.push_str("一致(…)"),
        }
        if parenthesis {
            out.push(')');
        }
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
