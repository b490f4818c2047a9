//! Linear combinations of figures: like terms collected, so that a comparison is decided exactly.

use super::{Arithmetic, Expr, ExprKind, Figure};
use crate::value::{Decimal, exact};

/// A linear combination of figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Linear {
    /// Figures with their coefficients, in order, none with 0.
    pub terms: Vec<(Term, Decimal)>,
    /// The constant.
    pub constant: Decimal,
}

/// A figure in a linear combination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Term {
    /// Of a table.
    Cell(Figure),
    /// Read from prose.
    ThisReading(Option<usize>),
    /// The item of a repeated field.
    ThisItem,
    /// A cell of every 下级 or 同批, added up.
    Total(Figure),
    /// The items of a repeated field, added up.
    Items(usize),
}

impl Linear {
    /// The linear form of `expr`, or `None` where it has none or its coefficients leave the exact range.
    pub fn of(expr: &Expr) -> Option<Linear> {
        let mut linear = Linear::default();
        linear.gather(expr, Decimal::ONE)?;
        linear.settled()
    }

    /// `left − factor × right`.
    pub fn difference(left: &Expr, right: &Expr, factor: Decimal) -> Option<Linear> {
        let mut linear = Linear::default();
        linear.gather(left, Decimal::ONE)?;
        linear.gather(right, -factor)?;
        linear.settled()
    }

    fn gather(&mut self, expr: &Expr, factor: Decimal) -> Option<()> {
        match &expr.kind {
            ExprKind::Number(n, _) => self.constant = exact::add(self.constant, exact::mul(*n, factor)?)?,
            ExprKind::Cell(cell) => self.terms.push((Term::Cell(*cell), factor)),
            ExprKind::Sum(cells) => self.terms.extend(cells.iter().map(|c| (Term::Cell(*c), factor))),
            ExprKind::ThisReading(field) => self.terms.push((Term::ThisReading(*field), factor)),
            ExprKind::ThisItem => self.terms.push((Term::ThisItem, factor)),
            ExprKind::Fold(fold) => self.terms.push((fold.term()?, factor)),
            ExprKind::Scaled(k, inner) => self.gather(inner, exact::mul(factor, *k)?)?,
            ExprKind::Negate(inner) => self.gather(inner, -factor)?,
            ExprKind::Arithmetic(Arithmetic::Add, a, b) => {
                self.gather(a, factor)?;
                self.gather(b, factor)?;
            }
            ExprKind::Arithmetic(Arithmetic::Subtract, a, b) => {
                self.gather(a, factor)?;
                self.gather(b, -factor)?;
            }
            ExprKind::Arithmetic(Arithmetic::Multiply, a, b) => {
                // Each side is gathered once: to look whether it is constant first would double the work at every level.
                let (a, b) = (Linear::of(a)?, Linear::of(b)?);
                let (k, other) = if a.terms.is_empty() { (a.constant, b) } else { (b.terms.is_empty().then_some(b.constant)?, a) };
                let k = exact::mul(factor, k)?;
                self.constant = exact::add(self.constant, exact::mul(other.constant, k)?)?;
                for (term, of) in other.terms {
                    self.terms.push((term, exact::mul(of, k)?));
                }
            }
            ExprKind::Arithmetic(Arithmetic::Divide, a, b) => {
                let k = constant(b).filter(|k| !k.is_zero())?;
                let scaled = factor.checked_div(k)?;
                // Only where dividing the factor is exact: 1/3 of a figure is not.
                if exact::mul(scaled, k) != Some(factor) {
                    return None;
                }
                self.gather(a, scaled)?;
            }
            ExprKind::Max(_)
            | ExprKind::Min(_)
            | ExprKind::Only(..)
            | ExprKind::Year(_)
            | ExprKind::BlankAsZero(_)
            | ExprKind::Absolute(_)
            | ExprKind::Remainder(..)
            | ExprKind::CountIf(_)
            | ExprKind::Charge(..)
            | ExprKind::Measured(..)
            | ExprKind::Similarity(..)
            | ExprKind::Rank(..)
            | ExprKind::Problems(..)
            | ExprKind::Violations(_)
            | ExprKind::Date(_)
            | ExprKind::DateOf(_)
            | ExprKind::Dated(..)
            | ExprKind::AsOf
            | ExprKind::Text(_)
            | ExprKind::Attribute(..)
            | ExprKind::CellText(_)
            | ExprKind::Section(..)
            | ExprKind::WholeText(_)
            | ExprKind::ThisText
            | ExprKind::Heading(..)
            | ExprKind::Fact(..)
            | ExprKind::Compare(_)
            | ExprKind::SameText(..)
            | ExprKind::Contains(..)
            | ExprKind::Matches(..)
            | ExprKind::SameBody(..)
            | ExprKind::And(..)
            | ExprKind::Or(..)
            | ExprKind::Not(_)
            | ExprKind::If(..)
            | ExprKind::Whole(_)
            | ExprKind::State(..)
            | ExprKind::Stated(_)
            | ExprKind::AllMissing(_)
            | ExprKind::SectionMissing(..)
            | ExprKind::ReportMissing(_)
            | ExprKind::Consistent(..)
            | ExprKind::Chargeable(..)
            | ExprKind::Quantified(..)
            | ExprKind::Cells(..) => return None,
        }
        Some(())
    }

    fn settled(mut self) -> Option<Linear> {
        self.terms.sort_by_key(|(t, _)| *t);
        let mut terms: Vec<(Term, Decimal)> = Vec::with_capacity(self.terms.len());
        for (term, k) in self.terms {
            match terms.last_mut() {
                Some((last, sum)) if *last == term => *sum = exact::add(*sum, k)?,
                _ => terms.push((term, k)),
            }
        }
        terms.retain(|(_, k)| !k.is_zero());
        Some(Linear { terms, constant: self.constant })
    }
}

/// The value of an expression without figures.
fn constant(expr: &Expr) -> Option<Decimal> {
    let linear = Linear::of(expr)?;
    linear.terms.is_empty().then_some(linear.constant)
}
