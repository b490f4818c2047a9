//! What a page shows, as the interpreter of PDF draws it: glyphs, rulings and pictures.
//!
//! The interpreter has coordinates that are no whole numbers; this file turns them into hundredths of a point, counted from the top left corner
//! of the page as it is shown, and no other file sees them. The arithmetic on them is left to the types of the interpreter.

use super::characters;
use hayro_interpret::color::ColorComponents;
use hayro_interpret::font::Glyph as Shape;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint, PathDrawMode, SoftMask,
    interpret_page,
};
use kurbo::{Affine, BezPath, PathEl, Point};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Hundredths of a point.
pub(super) type Length = i32;

/// One point.
pub(super) const POINT: Length = 100;

/// The interpreter's number for how much is seen through a group.
type Opacity = <ColorComponents as IntoIterator>::Item;

/// Beyond this, coordinates are of no page.
pub(super) const FARTHEST: Length = 20_000_000;

/// Larger than this, letters are of no text.
const LARGEST: Length = 5_000 * POINT;

/// Thicker lines and bars are no rulings.
const THICKEST: Length = 4 * POINT;

/// A character where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    /// What it is; U+FFFD where its font does not say.
    pub c: char,
    /// Its left end.
    pub left: Length,
    /// Where the next one may begin.
    pub right: Length,
    /// Its baseline, from the top.
    pub base: Length,
    /// The size of its font.
    pub size: Length,
    /// Which way it is turned.
    pub turn: Turn,
    /// Whether it is there to be copied, and not to be seen.
    pub hidden: bool,
    /// Whether its width is a guess.
    guessed: bool,
}

impl Glyph {
    /// Half-way down a character that stands on its baseline.
    pub fn middle(&self) -> Length {
        self.base - self.size * 38 / 100
    }

    /// Its top.
    pub fn top(&self) -> Length {
        self.base - self.size * 88 / 100
    }

    /// Its bottom.
    pub fn bottom(&self) -> Length {
        self.base + self.size * 12 / 100
    }

    /// Whether it is a space.
    pub fn is_space(&self) -> bool {
        self.c == ' '
    }
}

/// Which way a line of text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    /// Left to right.
    None,
    /// Downwards.
    Down,
    /// Upside down.
    Over,
    /// Upwards.
    Up,
    /// Aslant.
    Slanted,
}

/// A line that may part cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ruling {
    /// Its height on the page; how far right it is, for an upright one.
    pub at: Length,
    /// Where it begins.
    pub from: Length,
    /// Where it ends.
    pub to: Length,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub left: Length,
    pub top: Length,
    pub right: Length,
    pub bottom: Length,
}

impl Area {
    const NOTHING: Area = Area { left: FARTHEST, top: FARTHEST, right: -FARTHEST, bottom: -FARTHEST };

    fn reach(&mut self, (x, y): (Length, Length)) {
        self.left = self.left.min(x);
        self.top = self.top.min(y);
        self.right = self.right.max(x);
        self.bottom = self.bottom.max(y);
    }

    fn common(self, other: Area) -> Area {
        Area {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// How wide it is.
    pub fn width(&self) -> Length {
        self.right.saturating_sub(self.left).max(0)
    }

    /// How high it is.
    pub fn height(&self) -> Length {
        self.bottom.saturating_sub(self.top).max(0)
    }

    /// How large it is, in square points.
    pub fn size(&self) -> i64 {
        i64::from(self.width() / POINT) * i64::from(self.height() / POINT)
    }

    /// Whether a place is in it.
    pub fn holds(&self, x: Length, y: Length) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its width and height.
    pub width: Length,
    pub height: Length,
    /// Its characters, in the order they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Level lines.
    pub level: Vec<Ruling>,
    /// Upright lines.
    pub upright: Vec<Ruling>,
    /// Its pictures.
    pub pictures: Vec<Area>,
    /// How many shapes with curves are filled: letters that were turned into outlines, where there are many.
    pub outlines: usize,
}

/// Why a page was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// It shows more than the limit.
    TooMuch,
    /// The interpreter gave up.
    Broken,
}

/// Reads what a page shows; `budget` counts down with everything that is drawn.
pub(super) fn read<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>, budget: &mut usize) -> Result<Sheet, Unread> {
    let hundredfold = Affine::scale(POINT.into());
    let transform = hundredfold * Affine::new(page.initial_transform(true).as_coeffs());
    let (width, height) = page.render_dimensions();
    let corner = hundredfold * Point::new(width.into(), height.into());
    let area = Area { left: 0, top: 0, right: hundredth(corner).0, bottom: hundredth(corner).1 };
    let mut collector = Collector { sheet: Sheet::default(), clips: vec![area], budget };
    let settings = InterpreterSettings::default();
    // The interpreter may panic at what nobody foresaw; a page over the limit is left the same way, for there is no other.
    let result = catch_unwind(AssertUnwindSafe(|| {
        let bbox = kurbo::Rect::from_points(Point::ORIGIN, corner);
        let mut context = Context::new(transform, bbox, cache, page.xref(), settings);
        interpret_page(page, &mut context, &mut collector);
    }));
    let mut sheet = collector.sheet;
    match result {
        Err(payload) if payload.is::<Exhausted>() => return Err(Unread::TooMuch),
        Err(_) => return Err(Unread::Broken),
        Ok(()) => {}
    }
    (sheet.width, sheet.height) = (area.right, area.bottom);
    measure_guessed(&mut sheet.glyphs);
    sheet.turn_to_readers();
    Ok(sheet)
}

/// Unwinds out of the interpreter when the budget is used up.
struct Exhausted;

struct Collector<'b> {
    sheet: Sheet,
    clips: Vec<Area>,
    budget: &'b mut usize,
}

impl Collector<'_> {
    fn count(&mut self, parts: usize) {
        match self.budget.checked_sub(parts) {
            Some(left) => *self.budget = left,
            None => resume_unwind(Box::new(Exhausted)),
        }
    }

    fn clip(&self) -> Area {
        self.clips.last().copied().unwrap_or(Area::NOTHING)
    }

    /// Takes a line for a ruling, as far as it is seen.
    fn rule(&mut self, (x0, y0): (Length, Length), (x1, y1): (Length, Length)) {
        const LEVEL: Length = POINT / 2;
        let clip = self.clip();
        let (left, right) = (x0.min(x1).max(clip.left), x0.max(x1).min(clip.right));
        let (top, bottom) = (y0.min(y1).max(clip.top), y0.max(y1).min(clip.bottom));
        if bottom.saturating_sub(top) <= LEVEL && right.saturating_sub(left) > LEVEL {
            let at = top + (bottom - top) / 2;
            if at >= clip.top && at <= clip.bottom {
                self.sheet.level.push(Ruling { at, from: left, to: right });
            }
        } else if right.saturating_sub(left) <= LEVEL && bottom.saturating_sub(top) > LEVEL {
            let at = left + (right - left) / 2;
            if at >= clip.left && at <= clip.right {
                self.sheet.upright.push(Ruling { at, from: top, to: bottom });
            }
        }
    }

    /// A filled shape is a ruling where it is thin, or the frame between two rectangles.
    fn fill(&mut self, shapes: &[Area]) {
        let mut outer: Option<Area> = None;
        for shape in shapes {
            let (x, y) = (shape.left + shape.width() / 2, shape.top + shape.height() / 2);
            if shape.height() <= THICKEST && shape.width() > shape.height() {
                self.rule((shape.left, y), (shape.right, y));
            } else if shape.width() <= THICKEST && shape.height() > shape.width() {
                self.rule((x, shape.top), (x, shape.bottom));
            } else if let Some(around) = outer
                && shape.left.abs_diff(around.left).max(shape.right.abs_diff(around.right)) <= THICKEST.unsigned_abs()
                && shape.top.abs_diff(around.top).max(shape.bottom.abs_diff(around.bottom)) <= THICKEST.unsigned_abs()
                && *shape != around
            {
                for pair in [
                    ((shape.left, shape.top), (shape.right, shape.top)),
                    ((shape.left, shape.bottom), (shape.right, shape.bottom)),
                    ((shape.left, shape.top), (shape.left, shape.bottom)),
                    ((shape.right, shape.top), (shape.right, shape.bottom)),
                ] {
                    self.rule(pair.0, pair.1);
                }
            } else {
                outer = Some(*shape);
            }
        }
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'a>, mode: &PathDrawMode) {
        self.count(path.elements().len());
        if is_transparent(paint) {
            return;
        }
        let place = |p: &Point| hundredth(transform * *p);
        match mode {
            PathDrawMode::Stroke(stroke) => {
                let width = Point::new(stroke.line_width.into(), stroke.line_width.into());
                let (ends, origin) = (transform * width, transform * Point::ORIGIN);
                let ((x0, y0), (x1, y1)) = (hundredth(origin), hundredth(ends));
                let thickness = x0.abs_diff(x1).max(y0.abs_diff(y1));
                if thickness > THICKEST.unsigned_abs() {
                    return;
                }
                let (mut first, mut last) = (None, None);
                for element in path.elements() {
                    let next = match element {
                        PathEl::MoveTo(p) => {
                            first = Some(place(p));
                            last = first;
                            continue;
                        }
                        PathEl::ClosePath => first,
                        PathEl::LineTo(p) => Some(place(p)),
                        PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => {
                            last = Some(place(p));
                            continue;
                        }
                    };
                    if let (Some(from), Some(to)) = (last, next) {
                        self.rule(from, to);
                    }
                    last = next;
                }
            }
            PathDrawMode::Fill(_) => {
                let mut shapes: Vec<Area> = Vec::new();
                let mut curved = false;
                for element in path.elements() {
                    if matches!(element, PathEl::MoveTo(_)) || shapes.is_empty() {
                        shapes.push(Area::NOTHING);
                    }
                    let Some(shape) = shapes.last_mut() else { continue };
                    match element {
                        PathEl::MoveTo(p) | PathEl::LineTo(p) => shape.reach(place(p)),
                        PathEl::QuadTo(a, p) => {
                            curved = true;
                            [a, p].into_iter().for_each(|p| shape.reach(place(p)));
                        }
                        PathEl::CurveTo(a, b, p) => {
                            curved = true;
                            [a, b, p].into_iter().for_each(|p| shape.reach(place(p)));
                        }
                        PathEl::ClosePath => {}
                    }
                }
                if curved {
                    self.sheet.outlines += 1;
                } else {
                    self.fill(&shapes);
                }
            }
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        // What a form draws is clipped; to begin one takes the interpreter far longer than to draw a line.
        self.count(clip.path.elements().len() + 50);
        let mut area = Area::NOTHING;
        for element in clip.path.elements() {
            match element {
                PathEl::MoveTo(p) | PathEl::LineTo(p) => area.reach(hundredth(*p)),
                PathEl::QuadTo(a, p) => [a, p].into_iter().for_each(|p| area.reach(hundredth(*p))),
                PathEl::CurveTo(a, b, p) => [a, b, p].into_iter().for_each(|p| area.reach(hundredth(*p))),
                PathEl::ClosePath => {}
            }
        }
        let clip = self.clip().common(area);
        self.clips.push(clip);
    }

    fn push_transparency_group(&mut self, _: Opacity, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count(1);
    }

    fn draw_glyph(&mut self, shape: &Shape<'a>, transform: Affine, glyph_transform: Affine, _: &Paint<'a>, mode: &GlyphDrawMode) {
        self.count(1);
        let whole = transform * glyph_transform;
        let advance = match shape {
            Shape::Outline(outline) => outline.advance_width(),
            Shape::Type3(_) => None,
        };
        let origin = hundredth(whole * Point::ORIGIN);
        let along = hundredth(whole * Point::new(1000.into(), 0.into()));
        let up = hundredth(whole * Point::new(0.into(), 1000.into()));
        let (across, down) = (along.0.saturating_sub(origin.0), along.1.saturating_sub(origin.1));
        let size = distance(origin, up);
        let turn = match (across.unsigned_abs(), down.unsigned_abs()) {
            (x, y) if y <= x / 10 => {
                if across >= 0 {
                    Turn::None
                } else {
                    Turn::Over
                }
            }
            (x, y) if x <= y / 10 => {
                if down >= 0 {
                    Turn::Down
                } else {
                    Turn::Up
                }
            }
            _ => Turn::Slanted,
        };
        let text = match shape.as_unicode() {
            Some(BfString::Char(c)) => String::from(c),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        let mut meant: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).flat_map(characters::meant).collect();
        if meant.is_empty() {
            if !text.is_empty() && text.chars().flat_map(characters::meant).next().is_none() {
                return;
            }
            meant.push(char::REPLACEMENT_CHARACTER);
        }
        meant.iter_mut().filter(|c| c.is_control()).for_each(|c| *c = char::REPLACEMENT_CHARACTER);
        let guessed = advance.is_none_or(|a| !a.is_normal());
        let parts = Length::try_from(meant.len()).unwrap_or(Length::MAX);
        let end = match advance {
            Some(advance) if !guessed => hundredth(whole * Point::new(advance.into(), 0.into())),
            _ => {
                let share = usual_width(meant.first().copied().unwrap_or(' '));
                let part = |from: Length, to: Length| from.saturating_add(to.saturating_sub(from).saturating_mul(share) / 100);
                (part(origin.0, along.0), part(origin.1, along.1))
            }
        };
        let hidden = matches!(mode, GlyphDrawMode::Invisible);
        let clip = self.clip();
        for (c, i) in meant.into_iter().zip(0..) {
            let at = |from: Length, to: Length, i: Length| {
                from.saturating_add(
                    Length::try_from(i64::from(to.saturating_sub(from)) * i64::from(i) / i64::from(parts.max(1))).unwrap_or(0),
                )
            };
            let (from, to) = ((at(origin.0, end.0, i), at(origin.1, end.1, i)), (at(origin.0, end.0, i + 1), at(origin.1, end.1, i + 1)));
            // Half-way along it and a little above its baseline: what is cut off at the edge of the page, or hidden by it, is not seen.
            let rise = |o: Length, u: Length| u.saturating_sub(o) / 3;
            let middle = (from.0.saturating_add(to.0) / 2 + rise(origin.0, up.0), from.1.saturating_add(to.1) / 2 + rise(origin.1, up.1));
            if size == 0 || size > LARGEST || !clip.holds(middle.0, middle.1) {
                continue;
            }
            let (left, right, base) = match turn {
                Turn::None | Turn::Slanted => (from.0, to.0, from.1),
                // The ends along the line, and the line itself, before the page is turned.
                Turn::Over => (from.0, to.0, from.1),
                Turn::Down | Turn::Up => (from.1, to.1, from.0),
            };
            self.sheet.glyphs.push(Glyph { c, left, right, base, size, turn, hidden, guessed });
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        self.count(1);
        let far = Point::new(image.width().into(), image.height().into());
        let mut area = Area::NOTHING;
        area.reach(hundredth(transform * Point::ORIGIN));
        area.reach(hundredth(transform * far));
        let area = self.clip().common(area);
        if area.width() > 0 && area.height() > 0 {
            self.sheet.pictures.push(area);
        }
    }

    fn pop_clip_path(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn pop_transparency_group(&mut self) {}
}

impl Sheet {
    /// All of it.
    pub fn area(&self) -> Area {
        Area { left: 0, top: 0, right: self.width, bottom: self.height }
    }

    /// Turns the page so that most of its text runs from left to right. Text that runs another way keeps its order at the end of the page.
    fn turn_to_readers(&mut self) {
        let mut counts = [0usize; 4];
        for glyph in self.glyphs.iter().filter(|g| !g.is_space()) {
            match glyph.turn {
                Turn::None => counts[0] += 1,
                Turn::Down => counts[1] += 1,
                Turn::Over => counts[2] += 1,
                Turn::Up => counts[3] += 1,
                Turn::Slanted => {}
            }
        }
        let (width, height) = (self.width, self.height);
        let most = counts.iter().copied().max().unwrap_or(0);
        if most == counts[0] {
            return;
        }
        // Where a place of the page goes: (x, y) → (x', y').
        let turn = if most == counts[1] {
            Turn::Down
        } else if most == counts[3] {
            Turn::Up
        } else {
            Turn::Over
        };
        let level = std::mem::take(&mut self.level);
        let upright = std::mem::take(&mut self.upright);
        let flip = |r: Ruling, at: Option<Length>, along: Option<Length>| {
            let (from, to) = along.map_or((r.from, r.to), |size| (size - r.to, size - r.from));
            Ruling { at: at.map_or(r.at, |size| size - r.at), from, to }
        };
        match turn {
            Turn::Down => {
                // y runs along the line, and lines follow each other to the left.
                self.upright = level.into_iter().map(|r| flip(r, None, Some(width))).collect();
                self.level = upright.into_iter().map(|r| flip(r, Some(width), None)).collect();
                (self.width, self.height) = (height, width);
            }
            Turn::Up => {
                self.upright = level.into_iter().map(|r| flip(r, Some(height), None)).collect();
                self.level = upright.into_iter().map(|r| flip(r, None, Some(height))).collect();
                (self.width, self.height) = (height, width);
            }
            _ => {
                self.level = level.into_iter().map(|r| flip(r, Some(height), Some(width))).collect();
                self.upright = upright.into_iter().map(|r| flip(r, Some(width), Some(height))).collect();
            }
        }
        for glyph in &mut self.glyphs {
            if glyph.turn != turn {
                glyph.turn = Turn::Slanted;
                continue;
            }
            (glyph.left, glyph.right, glyph.base) = match turn {
                Turn::Down => (glyph.left, glyph.right, width - glyph.base),
                Turn::Up => (height - glyph.left, height - glyph.right, glyph.base),
                _ => (width - glyph.left, width - glyph.right, height - glyph.base),
            };
            glyph.turn = Turn::None;
        }
        self.pictures.iter_mut().for_each(|p| {
            *p = match turn {
                Turn::Down => Area { left: p.top, top: width - p.right, right: p.bottom, bottom: width - p.left },
                Turn::Up => Area { left: height - p.bottom, top: p.left, right: height - p.top, bottom: p.right },
                _ => Area { left: width - p.right, top: height - p.bottom, right: width - p.left, bottom: height - p.top },
            };
        });
    }
}

/// Fonts that are drawings do not say how wide their characters are; how far apart they are drawn does.
fn measure_guessed(glyphs: &mut [Glyph]) {
    use std::collections::HashMap;
    // The least step from each character to the next, in thousandths of its size.
    let mut steps: HashMap<char, i64> = HashMap::new();
    for pair in glyphs.windows(2) {
        let [glyph, next] = pair else { continue };
        if !glyph.guessed || glyph.turn != next.turn || glyph.base != next.base || glyph.size <= 0 {
            continue;
        }
        let step = i64::from(next.left.abs_diff(glyph.left)) * 1000 / i64::from(glyph.size);
        if step >= 150 {
            steps.entry(glyph.c).and_modify(|s| *s = step.min(*s)).or_insert(step);
        }
    }
    for glyph in glyphs.iter_mut().filter(|g| g.guessed) {
        let Some(step) = steps.get(&glyph.c) else { continue };
        let guess = i64::from(glyph.right) - i64::from(glyph.left);
        let measured = *step * i64::from(glyph.size) / 1000;
        if measured < guess.abs() * 13 / 10 {
            let width = Length::try_from(measured * guess.signum()).unwrap_or(0);
            glyph.right = glyph.left.saturating_add(width);
        }
    }
}

/// How wide a character usually is, in hundredths of its size.
fn usual_width(c: char) -> Length {
    match c {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'i' | 'j' | 'l' | 'I' | '(' | ')' => 30,
        'm' | 'w' | 'M' | 'W' => 85,
        _ if c.is_ascii() => 55,
        _ => 100,
    }
}

fn is_transparent(paint: &Paint<'_>) -> bool {
    matches!(paint, Paint::Color(color) if color.to_rgba().to_rgba8()[3] == 0)
}

/// A point in whole hundredths. What is no number, or no place on any page, is far away.
fn hundredth(point: Point) -> (Length, Length) {
    let whole = point.round();
    ((whole.x as Length).clamp(-FARTHEST, FARTHEST), (whole.y as Length).clamp(-FARTHEST, FARTHEST))
}

/// How far two points are from each other, nearly: exactly where they are level or upright, as they mostly are.
fn distance(a: (Length, Length), b: (Length, Length)) -> Length {
    let (x, y) = (u64::from(a.0.abs_diff(b.0)), u64::from(a.1.abs_diff(b.1)));
    Length::try_from((x * x + y * y).isqrt()).unwrap_or(FARTHEST)
}
