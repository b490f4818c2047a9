//! The numbers Word puts before paragraphs: no text has them, and the printed page does.
//!
//! A paragraph is in a list at a level. Lists of one definition count on together; a list that says where to start does so where it is first
//! used. A level begins anew after a paragraph of a level above it.

use super::numerals;
use super::styles::Styles;
use super::xml::{Element, Tree};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Levels of a list.
const LEVELS: usize = 9;

/// The longest pattern of a number that is believed, in characters.
const LONGEST_PATTERN: usize = 32;

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<String, List>,
    definitions: HashMap<String, BTreeMap<usize, Level>>,
    /// The numbers the levels of a definition have reached.
    reached: HashMap<String, [Option<u64>; LEVELS]>,
    /// Lists and levels that were told where to start and have started.
    started: BTreeSet<(String, usize)>,
}

#[derive(Debug, Default)]
struct List {
    definition: String,
    starts: BTreeMap<usize, u64>,
    levels: BTreeMap<usize, Level>,
}

/// A level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: u64,
    format: String,
    /// Its text, where `%1` stands for the number of the first level.
    pattern: String,
    /// Whether all numbers in it are decimal.
    legal: bool,
    /// The level above, from 1, after which it begins anew; 0 is never.
    restarts: Option<usize>,
    /// Whether something stands between the number and the text.
    spaced: bool,
    /// The style that is numbered at this level.
    style: Option<String>,
}

impl Numbering {
    /// Reads the part.
    pub fn read(tree: &Tree<'_>, styles: &Styles) -> Numbering {
        let mut numbering = Numbering::default();
        let id = |e: Element<'_>, name: &str| e.attribute(name).map(|id| id.into_owned());
        let mut by_style: HashMap<String, String> = HashMap::new();
        for element in tree.root().children() {
            match element.name() {
                "abstractNum" => {
                    let Some(definition) = id(element, "abstractNumId") else { continue };
                    if let Some(style) = element.child("numStyleLink").and_then(Element::value) {
                        by_style.insert(definition.clone(), style.into_owned());
                    }
                    numbering.definitions.insert(definition, levels(element));
                }
                "num" => {
                    let definition = element.child("abstractNumId").and_then(Element::value);
                    let (Some(list), Some(definition)) = (id(element, "numId"), definition) else { continue };
                    let mut starts = BTreeMap::new();
                    let mut own = BTreeMap::new();
                    for change in element.children().filter(|e| e.name() == "lvlOverride") {
                        let Some(level) = change.attribute("ilvl").and_then(|l| super::xml::whole(&l)) else { continue };
                        starts.extend(change.count("startOverride").and_then(|s| u64::try_from(s).ok()).map(|start| (level, start)));
                        own.extend(levels(change));
                    }
                    numbering.lists.insert(list, List { definition: definition.into_owned(), starts, levels: own });
                }
                _ => {}
            }
        }
        // A definition that only names a style stands for the one of that style's list.
        let meant = |style: &String| styles.list_of(style).and_then(|list| numbering.lists.get(list)).map(|l| l.definition.clone());
        let meant: HashMap<String, String> =
            by_style.iter().filter_map(|(definition, style)| Some((definition.clone(), meant(style)?))).collect();
        for list in numbering.lists.values_mut() {
            if let Some(definition) = meant.get(&list.definition) {
                list.definition.clone_from(definition);
            }
        }
        numbering
    }

    /// The level of a list that is that of a style.
    pub fn level_of(&self, list: &str, style: &str) -> Option<usize> {
        let list = self.lists.get(list)?;
        let all = list.levels.iter().chain(self.definitions.get(&list.definition).into_iter().flatten());
        all.filter(|(_, level)| level.style.as_deref() == Some(style)).map(|(number, _)| *number).next()
    }

    /// Counts a paragraph; what Word prints before its text, which is nothing for bullets.
    pub fn label(&mut self, list_id: &str, level: usize) -> String {
        self.count(list_id, level).unwrap_or_default()
    }

    fn count(&mut self, list_id: &str, number: usize) -> Option<String> {
        let list = self.lists.get(list_id)?;
        let definition = self.definitions.get(&list.definition)?;
        let level_at = |number: usize| list.levels.get(&number).or_else(|| definition.get(&number));
        let start_of = |number: usize| list.starts.get(&number).copied().or_else(|| level_at(number).map(|l| l.start));
        let level = level_at(number)?;
        let reached = self.reached.entry(list.definition.clone()).or_default();
        let starts_now = list.starts.contains_key(&number) && self.started.insert((list_id.to_owned(), number));
        let this = reached.get_mut(number)?;
        let value = match *this {
            Some(last) if !starts_now => last.saturating_add(1),
            _ => start_of(number).unwrap_or(1),
        };
        *this = Some(value);
        for (below, reached) in reached.iter_mut().enumerate().skip(number + 1) {
            // Restarting after level k, from 1, is restarting after anything from the first level to that.
            if level_at(below).and_then(|l| l.restarts).is_none_or(|after| number < after) {
                *reached = None;
            }
        }
        let mut written = String::new();
        let mut characters = level.pattern.chars().peekable();
        while let Some(c) = characters.next() {
            let place = if c == '%' { characters.peek().and_then(|d| d.to_digit(10)).filter(|d| *d > 0) } else { None };
            let Some(index) = place.and_then(|d| usize::try_from(d).ok()).map(|d| d - 1) else {
                written.push(c);
                continue;
            };
            characters.next();
            let value = reached.get(index).copied().flatten().or_else(|| start_of(index)).unwrap_or(1);
            let format = level_at(index).map_or("decimal", |l| l.format.as_str());
            written.push_str(&numerals::format(value, if level.legal { "decimal" } else { format })?);
        }
        if level.format == "bullet" {
            return None;
        }
        // What closes a wide mark is as wide as a space.
        if level.spaced && written.chars().next_back().is_some_and(|c| !matches!(c, '、' | '）' | '．' | '。' | '】' | '〕' | '：'))
        {
            written.push(' ');
        }
        Some(written)
    }
}

fn levels(element: Element<'_>) -> BTreeMap<usize, Level> {
    let value = |e: Element<'_>, name: &str| e.child(name).and_then(Element::value).map(|v| v.into_owned());
    let level = |element: Element<'_>| {
        let number = element.attribute("ilvl").and_then(|l| super::xml::whole(&l))?;
        // A format of a later Word stands among alternatives, the last of which everybody knows.
        let format = value(element, "numFmt").or_else(|| {
            let formats = element.all().filter(|e| e.name() == "numFmt").filter_map(Element::value);
            formats.last().map(|v| v.into_owned())
        });
        let level = Level {
            start: element.count("start").and_then(|s| u64::try_from(s).ok()).unwrap_or(0),
            format: format.unwrap_or_else(|| "decimal".to_owned()),
            pattern: value(element, "lvlText").unwrap_or_default().chars().take(LONGEST_PATTERN).collect(),
            legal: element.switch("isLgl").unwrap_or(false),
            restarts: element.count("lvlRestart"),
            spaced: value(element, "suff").is_none_or(|s| s != "nothing"),
            style: value(element, "pStyle"),
        };
        (number < LEVELS).then_some((number, level))
    };
    element.children().filter(|e| e.name() == "lvl").filter_map(level).collect()
}
