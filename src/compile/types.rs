//! Types of expressions: numbers with units, conditions, texts.

use crate::catalogue::Note;
use crate::program::{Field, HoleKind, Reading};
use crate::value::Unit;

/// What an expression is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A number.
    Number(Measure),
    /// Something that holds or does not.
    Condition,
    /// A text.
    Text,
    /// A day.
    Date,
}

/// What a number measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// A bare literal: it takes the unit of the other side.
    Literal,
    /// A ratio or another number without unit.
    Pure,
    /// A percentage: a ratio, and never a count.
    Percent,
    /// 年度
    Year,
    /// A figure.
    Of(Unit),
}

impl Type {
    /// The word for it in messages.
    pub fn word(&self) -> &'static str {
        match self {
            Type::Number(_) => "number",
            Type::Condition => "condition",
            Type::Text => "text",
            Type::Date => "date",
        }
    }

    /// What a named figure of a reading is. A number beside an amount counts 件 unless it says what.
    pub fn of_field(field: &Field, reading: &Reading) -> Type {
        let unit = match (&field.unit, field.kind) {
            (Some(unit), _) => unit.clone(),
            (None, HoleKind::Number) if !reading.unit.is_count() && reading.kind == HoleKind::Amount => Unit::new("件"),
            (None, _) => reading.unit.clone(),
        };
        Type::of_hole(field.kind, unit)
    }

    /// What a figure read from prose is: in the unit of its reading, if it has one.
    pub fn of_hole(kind: HoleKind, unit: Unit) -> Type {
        match kind {
            HoleKind::Number => Type::Number(Measure::Of(unit)),
            HoleKind::Percent => Type::Number(Measure::Percent),
            // A reading of counts may have a field that is an amount.
            HoleKind::Amount if unit.is_count() => Type::Number(Measure::Of(Unit::new("元"))),
            HoleKind::Amount => Type::Number(Measure::Of(unit)),
            HoleKind::Date => Type::Date,
            HoleKind::Year => Type::Number(Measure::Year),
        }
    }
}

impl Measure {
    /// The note at the place it comes from.
    pub fn note(&self) -> Note {
        match self {
            Measure::Literal | Measure::Pure => Note::NoUnit,
            Measure::Percent => Note::Percentage,
            Measure::Year => Note::AYear,
            Measure::Of(unit) => Note::UnitOf(unit.name().to_owned()),
        }
    }

    /// How messages show it.
    pub fn show(&self) -> String {
        match self {
            Measure::Literal | Measure::Pure => "比率（没有单位）".to_owned(),
            Measure::Percent => "%".to_owned(),
            Measure::Year => "年".to_owned(),
            Measure::Of(unit) => unit.name().to_owned(),
        }
    }
}
