//! Lowers a 读数.

use super::pattern::{self, NamedHole, Purpose};
use super::scope::number;
use crate::catalogue::{Fault, PatternFault};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::form::Form;
use crate::program::{Field, Hole, HoleKind, Reading, Repeat, Sentence};
use crate::source::Spanned;
use crate::spelling::nearest;
use crate::syntax::ast;
use crate::value::{Decimal, Unit};
use indexmap::IndexMap;

/// Lowers a reading against a form, or reports why it cannot be.
pub fn compile(
    reading: &ast::Reading,
    form: &Form,
    lists: &IndexMap<String, Vec<String>>,
    diagnostics: &mut Diagnostics,
) -> Option<Reading> {
    let before = diagnostics.len();
    let mut from = sections(&reading.from, form, diagnostics);
    if reading.whole_text {
        from = form.sections.iter().map(|s| s.id.clone()).collect();
    }
    if from.is_empty() && reading.from.is_empty() && !reading.damaged {
        diagnostics.push(Diagnostic::new(Fault::NoSections {}, reading.id.span));
    }
    if reading.patterns.is_empty() && reading.negations.is_empty() && !reading.damaged {
        diagnostics.push(Diagnostic::new(Fault::NoPattern {}, reading.id.span));
    }
    let mut build = Build { kind: None, fields: Vec::new(), diagnostics };
    let patterns: Vec<Sentence> = reading
        .patterns
        .iter()
        .filter_map(|(text, stands_for)| {
            let purpose = if stands_for.is_some() { Purpose::StandsFor } else { Purpose::Reads };
            build.sentence(text, purpose, stands_for.as_ref().map(|f| f.node))
        })
        .collect();
    let negations: Vec<_> = reading
        .negations
        .iter()
        .filter_map(|(text, figure)| {
            let compiled = build.one(text, Purpose::Negates)?;
            Some((compiled.regex, figure.as_ref().map_or(Decimal::ZERO, |f| f.node)))
        })
        .collect();
    let Build { kind, fields, .. } = build;
    let kind = kind.unwrap_or(HoleKind::Number);
    let unit = match (&reading.unit, kind) {
        (Some(unit), HoleKind::Amount) if Unit::new(&unit.node).is_count() => {
            diagnostics.push(Diagnostic::new(Fault::AmountInUnit { unit: unit.node.clone() }, unit.span));
            Unit::new("元")
        }
        (Some(unit), _) => Unit::new(&unit.node),
        (None, HoleKind::Amount) => Unit::new("元"),
        (None, _) => Unit::new("件"),
    };
    let mut unless: Vec<String> = reading.unless.iter().map(|u| u.node.clone()).collect();
    for name in &reading.unless_lists {
        match lists.get(&name.node) {
            Some(words) => unless.extend(words.iter().cloned()),
            None => {
                let near = nearest(&name.node, lists.keys().map(String::as_str));
                diagnostics.push(Diagnostic::new(Fault::UnknownList { name: name.node.clone(), nearest: near }, name.span));
            }
        }
    }
    if diagnostics.iter().skip(before).any(|d| d.code().starts_with('E')) {
        return None;
    }
    Some(Reading {
        id: reading.id.node.clone(),
        title: reading.title.clone(),
        kind,
        unit,
        fields,
        from,
        whole_text: reading.whole_text,
        patterns,
        negations,
        pattern_texts: reading.patterns.iter().map(|(text, _)| text.node.clone()).collect(),
        negation_texts: reading.negations.iter().map(|(text, _)| text.node.clone()).collect(),
        unless,
        span: reading.id.span,
    })
}

/// The ids of sections named, those that the form has; the others are reported.
pub fn sections(named: &[Spanned<String>], form: &Form, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut ids = Vec::new();
    for section in named {
        if form.sections.iter().any(|s| s.id == section.node) {
            ids.push(section.node.clone());
        } else {
            let known = form.sections.iter().map(|s| s.id.clone()).collect();
            let fault = Fault::UnknownSection { form: form.name.clone(), name: section.node.clone(), known };
            diagnostics.push(Diagnostic::new(fault, section.span));
        }
    }
    ids
}

struct Build<'a> {
    /// What 本条 is, once a pattern has said it.
    kind: Option<HoleKind>,
    fields: Vec<Field>,
    diagnostics: &'a mut Diagnostics,
}

impl Build<'_> {
    fn one(&mut self, text: &Spanned<String>, purpose: Purpose) -> Option<pattern::Compiled> {
        if let Some(year) = year_in(&text.node) {
            self.diagnostics.push(Diagnostic::new(Fault::LiteralYear { year }, text.span));
        }
        match pattern::compile(&text.node, purpose) {
            Ok(compiled) => Some(compiled),
            Err(reason) => self.bad(reason, text),
        }
    }

    fn bad<T>(&mut self, reason: PatternFault, text: &Spanned<String>) -> Option<T> {
        self.diagnostics.push(Diagnostic::new(Fault::BadPattern { reason }, text.span));
        None
    }

    fn sentence(&mut self, text: &Spanned<String>, purpose: Purpose, stands_for: Option<Decimal>) -> Option<Sentence> {
        let compiled = self.one(text, purpose)?;
        // 本条 is the hole without a name, or else the first.
        let main = compiled.holes.iter().position(|h| h.name.is_none()).or((!compiled.holes.is_empty()).then_some(0));
        if main.is_none() && purpose == Purpose::Reads {
            return self.bad(PatternFault::OnlyRepeats, text);
        }
        if let Some(hole) = main.map(|i| &compiled.holes[i]) {
            let kind = *self.kind.get_or_insert(hole.kind);
            let unnamed = compiled.holes.iter().filter(|h| h.name.is_none());
            if kind != hole.kind || unnamed.clone().any(|h| h.kind != kind) {
                return self.bad(PatternFault::KindsDiffer, text);
            }
        }
        let mut holes = Vec::new();
        for (i, hole) in compiled.holes.iter().enumerate() {
            let field = match &hole.name {
                None => None,
                Some(_) => Some(self.field(hole, false, text)?),
            };
            if Some(i) == main && field.is_some() {
                holes.push(Hole { group: hole.group, kind: hole.kind, field: None });
            }
            holes.push(Hole { group: hole.group, kind: hole.kind, field });
        }
        let mut repeats = Vec::new();
        for (group, one, inner) in compiled.repeats {
            let mut own = Vec::new();
            for hole in &inner {
                own.push(Hole { group: hole.group, kind: hole.kind, field: Some(self.field(hole, true, text)?) });
            }
            repeats.push(Repeat { group, one, holes: own });
        }
        Some(Sentence { regex: compiled.regex, holes, repeats, stands_for })
    }

    /// The position of the field a named hole fills.
    fn field(&mut self, hole: &NamedHole, many: bool, text: &Spanned<String>) -> Option<usize> {
        let name = hole.name.clone().unwrap_or_default();
        match self.fields.iter().position(|f| f.name == name) {
            Some(i) if self.fields[i].kind == hole.kind && self.fields[i].many == many => Some(i),
            Some(_) => self.bad(PatternFault::FieldDiffers(name), text),
            None => {
                self.fields.push(Field { name, kind: hole.kind, unit: hole.unit.as_deref().map(Unit::new), many });
                Some(number(self.fields.len() - 1) as usize)
            }
        }
    }
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
