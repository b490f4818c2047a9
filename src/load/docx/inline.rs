//! What stands in a paragraph: runs of text, and what is between and inside them.

use super::model::Piece;
use super::walk::{NoteKind, Walker, alternative, is_deletion, is_property};
use super::xml::Element;
use crate::catalogue::Trouble;

/// A paragraph as far as it has been read.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// Its text; lines end with line feeds.
    pub text: String,
    /// What its text boxes hold.
    pub boxes: Vec<Piece>,
    /// Whether its tabs are rows of dots.
    pub leaders: bool,
    /// Whether its style hides its text.
    pub hidden: bool,
    /// The fields that are open, the innermost last.
    fields: Vec<Field>,
    /// How many of them are still at their instruction, where nothing is printed.
    instructions: usize,
    /// How the run that the text ends with is set.
    last: Setting,
}

/// A field: an instruction, and after the separator its result, which is what is printed.
#[derive(Debug)]
struct Field {
    in_result: bool,
    /// What is chosen in a drop-down field, which has no result.
    chosen: Option<String>,
    /// How long the text was when it began.
    from: usize,
}

/// What sets the figures of one run apart from those of the next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Setting {
    raised: bool,
    lowered: bool,
    struck: bool,
}

impl Inline {
    /// The beginning of the paragraph that goes on where this one ends.
    pub fn going_on(self) -> Inline {
        Inline { text: self.text, boxes: self.boxes, last: self.last, ..Inline::default() }
    }

    fn push(&mut self, text: &str, setting: Setting) {
        let (Some(first), last) = (text.chars().next(), self.text.chars().next_back()) else { return };
        let both_figures = first.is_ascii_digit() && last.is_some_and(|c| c.is_ascii_digit());
        // 14 with a raised 1 is neither 141 nor 14 1; a figure struck out is no part of the one beside it.
        if both_figures && setting != self.last {
            if setting.raised {
                self.text.extend(text.chars().map(raised));
                self.last = setting;
                return;
            }
            self.text.push(' ');
        }
        if setting.struck {
            // Struck out is as printed as the rest, and no part of any figure.
            self.text.extend(text.chars().flat_map(|c| [c, '\u{336}']));
        } else {
            self.text.push_str(text);
        }
        self.last = setting;
    }
}

fn raised(c: char) -> char {
    match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32(u32::from(c) + (0x2070 - 0x30)).unwrap_or(c),
        other => other,
    }
}

impl<'t> Walker<'t> {
    /// Reads what is in a paragraph, or in something within it.
    pub fn inline(&mut self, element: Element<'t>, inline: &mut Inline) -> Result<(), Trouble> {
        for child in element.children() {
            self.inline_element(child, inline)?;
        }
        Ok(())
    }

    fn inline_element(&mut self, child: Element<'t>, inline: &mut Inline) -> Result<(), Trouble> {
        match child.name() {
            "r" => self.run(child, inline),
            name if is_property(name) => Ok(()),
            name if is_deletion(name) => {
                self.deletions += 1;
                Ok(())
            }
            "ins" | "moveTo" => {
                self.insertions += 1;
                self.inline(child, inline)
            }
            "AlternateContent" => match alternative(child) {
                Some(chosen) => self.inline(chosen, inline),
                None => Ok(()),
            },
            "sdt" => self.content_control(child, |walker| walker.inline(child, inline)),
            "drawing" | "pict" | "object" => self.boxes(child, inline),
            // Fractions, powers and indices of formulas.
            "f" if child.child("num").is_some() => {
                for (part, before) in [("num", ""), ("den", "/")] {
                    self.print(before, Setting::default(), inline);
                    if let Some(part) = child.child(part) {
                        self.inline(part, inline)?;
                    }
                }
                Ok(())
            }
            name @ ("sup" | "sub") => {
                self.print(if name == "sup" { "^" } else { "_" }, Setting::default(), inline);
                self.inline(child, inline)
            }
            _ => self.inline(child, inline),
        }
    }

    fn run(&mut self, run: Element<'t>, inline: &mut Inline) -> Result<(), Trouble> {
        let properties = run.child("rPr");
        let style = properties.and_then(|p| p.child("rStyle")).and_then(Element::value);
        let hidden = properties.and_then(|p| p.switch("vanish")).or_else(|| style.and_then(|s| self.styles.look(&s).hidden));
        if hidden.unwrap_or(inline.hidden) {
            return Ok(());
        }
        let switch = |name: &str| properties.and_then(|p| p.switch(name)) == Some(true);
        let align = properties.and_then(|p| p.child("vertAlign")).and_then(Element::value);
        let setting = Setting {
            raised: align.as_deref() == Some("superscript"),
            lowered: align.as_deref() == Some("subscript"),
            struck: switch("strike") || switch("dstrike"),
        };
        self.run_content(run, setting, inline)
    }

    fn run_content(&mut self, run: Element<'t>, setting: Setting, inline: &mut Inline) -> Result<(), Trouble> {
        for child in run.children() {
            match child.name() {
                "t" => self.print(&text_of(child), setting, inline),
                "tab" | "ptab" => self.print(if inline.leaders { "……" } else { "\t" }, setting, inline),
                "br" | "cr" => self.print("\n", setting, inline),
                "noBreakHyphen" => self.print("-", setting, inline),
                "sym" => self.print(&symbol(child), setting, inline),
                "fldChar" => self.field(child, inline),
                "footnoteReference" | "endnoteReference" => {
                    let kind = if child.name() == "footnoteReference" { NoteKind::Foot } else { NoteKind::End };
                    self.refer(kind, child);
                    if child.attribute("customMarkFollows").is_some_and(|v| !matches!(v.as_ref(), "0" | "false" | "off")) {
                        return Ok(());
                    }
                }
                // What is written small above is the reading of what is written below.
                "ruby" => {
                    if let Some(base) = child.child("rubyBase") {
                        self.inline(base, inline)?;
                    }
                }
                "AlternateContent" => {
                    if let Some(chosen) = alternative(child) {
                        self.run_content(chosen, setting, inline)?;
                    }
                }
                "drawing" | "pict" | "object" => self.boxes(child, inline)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn print(&mut self, text: &str, setting: Setting, inline: &mut Inline) {
        if self.silent == 0 && inline.instructions == 0 {
            inline.push(text, setting);
        }
    }

    /// A field begins, goes on to its result, or ends. One that is cut off by the end of its paragraph takes nothing else with it.
    fn field(&mut self, character: Element<'t>, inline: &mut Inline) {
        match character.attribute("fldCharType").as_deref() {
            Some("begin") => {
                let chosen = character.child("ffData").and_then(|d| d.child("ddList")).and_then(chosen_entry);
                inline.fields.push(Field { in_result: false, chosen, from: inline.text.len() });
                inline.instructions += 1;
            }
            Some("separate") => {
                if let Some(field) = inline.fields.last_mut().filter(|f| !f.in_result) {
                    field.in_result = true;
                    inline.instructions -= 1;
                }
            }
            Some("end") => {
                let Some(field) = inline.fields.pop() else { return };
                inline.instructions -= usize::from(!field.in_result);
                if let Some(chosen) = field.chosen.filter(|_| inline.text.len() == field.from) {
                    self.print(&chosen, Setting::default(), inline);
                }
            }
            _ => {}
        }
    }

    /// Takes in what the text boxes of a drawing hold.
    fn boxes(&mut self, element: Element<'t>, inline: &mut Inline) -> Result<(), Trouble> {
        for child in element.children() {
            match child.name() {
                "txbxContent" => {
                    let pieces = self.pieces(child)?;
                    inline.boxes.extend(pieces);
                }
                "AlternateContent" => {
                    if let Some(chosen) = alternative(child) {
                        self.boxes(chosen, inline)?;
                    }
                }
                _ => self.boxes(child, inline)?,
            }
        }
        Ok(())
    }
}

/// The text of a `t`. Blanks around it count only where it says so; line ends are blanks.
fn text_of(element: Element<'_>) -> String {
    let text: String = element.text().chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect();
    match element.attribute("space").as_deref() {
        Some("preserve") => text,
        _ => text.trim_matches(' ').to_owned(),
    }
}

fn chosen_entry(list: Element<'_>) -> Option<String> {
    let chosen = list.count("result").or_else(|| list.count("default")).unwrap_or(0);
    let mut entries = list.children().filter(|e| e.name() == "listEntry");
    entries.nth(chosen)?.value().map(|v| v.into_owned())
}

/// A character of a symbol font. What is not a character of its own is a box: something stands there.
fn symbol(element: Element<'_>) -> String {
    let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok()).unwrap_or(0);
    let of_text = element.attribute("font").is_some_and(|font| font.eq_ignore_ascii_case("symbol"));
    let character = match code {
        // The font Symbol has figures and signs where ASCII has them.
        0xf020..=0xf040 if of_text => char::from_u32(code - 0xf000),
        0xe000..=0xf8ff => None,
        _ => char::from_u32(code).filter(|c| !c.is_control()),
    };
    character.unwrap_or('□').to_string()
}
