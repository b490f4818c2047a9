//! Which report is whose: finds the report of the year before among those given, by body and year, never by file name.

use crate::eval::{Absence, Linked, Related};
use crate::report::Report;

/// Reports to look in: first those given as last year's, then those that are checked themselves.
#[derive(Debug, Clone, Default)]
pub struct Pool<'a> {
    prior: Vec<Linked<'a>>,
    checked: Vec<Linked<'a>>,
}

impl<'a> Pool<'a> {
    /// A pool of reports given as prior ones, and of the reports that are checked.
    pub fn new(prior: impl IntoIterator<Item = Linked<'a>>, checked: impl IntoIterator<Item = Linked<'a>>) -> Pool<'a> {
        Pool { prior: prior.into_iter().collect(), checked: checked.into_iter().collect() }
    }

    /// The reports of the years before `report`, of the same body.
    pub fn related(&self, report: &Report) -> Related<'a> {
        let mut related = Related::default();
        for (i, slot) in related.prior.iter_mut().enumerate() {
            let back = i32::try_from(i + 1).unwrap_or(i32::MAX);
            let Some(year) = report.year.and_then(|y| y.checked_sub(back)) else { continue };
            *slot = match choose(self.prior.iter().filter(|l| fits(l.report, report, year, self.only_pair()))) {
                Err(Absence::NotGiven) => choose(self.checked.iter().filter(|l| fits(l.report, report, year, false))),
                found => found,
            };
        }
        related
    }

    /// One report checked against one other: a title that names no body then leaves no doubt whose it is.
    fn only_pair(&self) -> bool {
        self.prior.len() == 1 && self.checked.len() == 1
    }
}

fn fits(candidate: &Report, report: &Report, year: i32, only_pair: bool) -> bool {
    candidate.year == Some(year)
        && match (&candidate.agency, &report.agency) {
            (Some(a), Some(b)) => same_body(a, b),
            _ => only_pair,
        }
}

fn same_body(a: &str, b: &str) -> bool {
    let plain = |name: &str| name.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    plain(a) == plain(b)
}

/// The one candidate; several that agree in every figure are one, several that do not are none.
fn choose<'a, 'p>(mut candidates: impl Iterator<Item = &'p Linked<'a>>) -> Result<Linked<'a>, Absence>
where
    'a: 'p,
{
    let Some(first) = candidates.next() else { return Err(Absence::NotGiven) };
    let states = |report: &Report| report.cells.iter().map(|c| c.state).collect::<Vec<_>>();
    let agrees = |other: &Linked| other.report.form.name == first.report.form.name && states(other.report) == states(first.report);
    if candidates.all(agrees) { Ok(*first) } else { Err(Absence::Ambiguous) }
}
