//! Lowers a 读数.

use super::pattern;
use crate::catalogue::Fault;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::form::Form;
use crate::program::Reading;
use crate::syntax::ast;
use crate::value::{Decimal, Unit};

/// Lowers a reading against a form, or reports why it cannot be.
pub fn compile(reading: &ast::Reading, form: &Form, diagnostics: &mut Diagnostics) -> Option<Reading> {
    let before = diagnostics.len();
    let mut from = Vec::new();
    for section in &reading.from {
        if form.sections.iter().any(|s| s.id == section.node) {
            from.push(section.node.clone());
        } else {
            let known = form.sections.iter().map(|s| s.id.clone()).collect();
            let fault = Fault::UnknownSection { form: form.name.clone(), name: section.node.clone(), known };
            diagnostics.push(Diagnostic::new(fault, section.span));
        }
    }
    if reading.from.is_empty() && !reading.damaged {
        diagnostics.push(Diagnostic::new(Fault::NoSections {}, reading.id.span));
    }
    if reading.patterns.is_empty() && reading.negations.is_empty() && !reading.damaged {
        diagnostics.push(Diagnostic::new(Fault::NoPattern {}, reading.id.span));
    }
    let mut one = |text: &crate::source::Spanned<String>, reads: bool| {
        let year = year_in(&text.node);
        if let Some(year) = year {
            diagnostics.push(Diagnostic::new(Fault::LiteralYear { year }, text.span));
        }
        match pattern::compile(&text.node, reads) {
            Ok(regex) => Some(regex),
            Err(reason) => {
                diagnostics.push(Diagnostic::new(Fault::BadPattern { reason }, text.span));
                None
            }
        }
    };
    let patterns = reading.patterns.iter().filter_map(|p| one(p, true)).collect();
    let negations = reading
        .negations
        .iter()
        .filter_map(|(p, figure)| Some((one(p, false)?, figure.as_ref().map_or(Decimal::ZERO, |f| f.node))))
        .collect();
    if diagnostics.iter().skip(before).any(|d| d.code().starts_with('E')) {
        return None;
    }
    Some(Reading {
        id: reading.id.node.clone(),
        title: reading.title.clone(),
        unit: Unit::new(reading.unit.as_ref().map_or("件", |u| u.node.as_str())),
        from,
        patterns,
        negations,
        unless: reading.unless.iter().map(|u| u.node.clone()).collect(),
        span: reading.id.span,
    })
}

/// A year written out: four digits from 1990 to 2099 before 年, or standing alone.
pub fn year_in(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    for i in 0..chars.len().saturating_sub(4) {
        let digits: String = chars[i..i + 4].iter().collect();
        let free = i == 0 || !chars[i - 1].is_ascii_digit();
        if free && chars[i + 4] == '年' && digits.parse::<u32>().is_ok_and(|y| (1990..2100).contains(&y)) {
            return Some(digits);
        }
    }
    None
}
