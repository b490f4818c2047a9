//! Colour, or none.

/// Whether output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Bare text.
    #[default]
    Bare,
    /// ANSI colours.
    Colour,
}

impl Style {
    fn paint(self, code: &str, text: &str) -> String {
        match self {
            Style::Bare => text.to_owned(),
            Style::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }

    /// What must be corrected.
    pub fn bad(self, text: &str) -> String {
        self.paint("1;31", text)
    }

    /// What is to be confirmed.
    pub fn doubt(self, text: &str) -> String {
        self.paint("1;33", text)
    }

    /// What is well.
    pub fn good(self, text: &str) -> String {
        self.paint("1;32", text)
    }

    /// What stands out.
    pub fn strong(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// What stands back.
    pub fn faint(self, text: &str) -> String {
        self.paint("2", text)
    }
}

/// Makes text of a document safe to show: control characters, which could move the cursor or colour the screen, become visible marks.
pub fn safe(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => ' ',
            c if moves(c) => '\u{FFFD}',
            c => c,
        })
        .collect()
}

/// Whether a character moves the cursor of a terminal, or turns the writing around.
pub fn moves(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
