//! Rules on reports step by step, as people read them.

use super::place;
use super::style::{Style, safe};
use crate::catalogue::command as terms;
use crate::catalogue::command::Label;
use crate::catalogue::findings;
use crate::catalogue::steps as words;
use crate::catalogue::steps::Part;
use crate::explain::steps::{Holds, InstanceSteps, Kind, RuleSteps, Silence, Step};
use crate::finding::Verdict;
use crate::lang::Lang;
use serde::Serialize;

/// What was explained: the document `gouji.steps/1`.
#[derive(Debug, Serialize)]
pub struct StepsDocument {
    /// Always `gouji.steps/1`.
    pub schema: &'static str,
    /// For each report, and for all of them together.
    pub explained: Vec<OnReport>,
}

/// A rule on a report.
#[derive(Debug, Clone, Serialize)]
pub struct OnReport {
    /// Where the report came from; `None` for all reports together.
    pub path: Option<String>,
    /// The body that reports.
    pub agency: Option<String>,
    /// The year reported on.
    pub year: Option<i32>,
    /// Name of the form.
    pub form: Option<String>,
    /// Why the rule is not for this report, where it is not.
    pub elsewhere: Option<String>,
    /// The rule step by step.
    pub rule: Option<RuleSteps>,
}

/// As JSON text.
pub fn json(explained: Vec<OnReport>) -> String {
    super::json::to_text(&StepsDocument { schema: "gouji.steps/1", explained })
}

/// As a screen.
pub fn screen(explained: &[OnReport], style: Style, lang: Lang) -> String {
    let mut teller = Teller { out: String::new(), style, lang };
    for (i, on) in explained.iter().enumerate() {
        if i > 0 {
            teller.out.push('\n');
        }
        teller.report(on);
    }
    teller.out
}

struct Teller {
    out: String,
    style: Style,
    lang: Lang,
}

impl Teller {
    fn line(&mut self, depth: usize, text: &str) {
        self.out.push_str(&"  ".repeat(depth));
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn labelled(&mut self, depth: usize, label: &str, text: &str) {
        let label = self.style.faint(label);
        self.line(depth, &format!("{label}  {text}"));
    }

    fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        terms::pick(self.lang, zh, en)
    }

    fn report(&mut self, on: &OnReport) {
        match &on.path {
            Some(path) => {
                let path = self.style.strong(&safe(path));
                self.line(0, &path);
                let form = on.form.as_deref().unwrap_or("");
                let head = terms::head(on.agency.as_deref(), on.year, form, self.lang);
                self.line(0, &safe(&head));
            }
            None => {
                let head = self.style.strong(terms::together(self.lang));
                self.line(0, &head);
            }
        }
        self.line(0, "");
        if let Some(elsewhere) = &on.elsewhere {
            self.line(0, &safe(elsewhere));
        }
        if let Some(rule) = &on.rule {
            self.rule(rule);
        }
    }

    fn rule(&mut self, rule: &RuleSteps) {
        let lang = self.lang;
        let title = format!("{}  {}", self.style.strong(&safe(&rule.rule)), safe(&rule.title));
        self.line(0, &title);
        let label = |label: Label| terms::label(label, lang);
        let trial = if rule.trial { format!("  {}", terms::on_trial(lang)) } else { String::new() };
        self.labelled(1, label(Label::Level), &format!("{}{trial}", findings::level(rule.level, lang)));
        if !rule.basis.is_empty() {
            let pending = if rule.unconfirmed { label(Label::Unconfirmed) } else { "" };
            let basis = format!("{}{pending}", rule.basis.join(self.pick("；", "; ")));
            self.labelled(1, label(Label::Basis), &safe(&basis));
        }
        if let Some(condition) = &rule.condition {
            self.labelled(1, label(Label::When), &safe(condition));
        }
        self.labelled(1, label(Label::Require), &safe(&rule.require));
        for formula in &rule.explained {
            self.labelled(1, label(Label::OrExplained), &safe(formula));
        }
        for adjusted in &rule.adjusted {
            let text = format!("{}{}{}", adjusted.by, self.pick("：", ": "), adjusted.because);
            self.labelled(1, label(Label::Adjusted), &safe(&text));
        }
        if rule.outcomes.total() > 1 {
            self.line(1, &terms::batch_account(&rule.outcomes, lang));
        }
        if let Some(silence) = &rule.silent {
            self.line(0, "");
            self.silence(silence);
        }
        let mut listed = false;
        for instance in &rule.instances {
            // What is only listed stands together.
            if instance.full || !listed {
                self.line(0, "");
            }
            listed = !instance.full;
            if instance.full { self.instance(instance) } else { self.listed(instance) }
        }
        if rule.more > 0 {
            self.line(1, words::more(rule.more, lang).as_str());
        }
        if let (Some(fix), true) = (&rule.fix, rule.instances.iter().any(|i| i.outcome == Verdict::Violated)) {
            self.line(0, "");
            self.labelled(1, label(Label::Fix), &safe(fix));
        }
    }

    fn silence(&mut self, silence: &Silence) {
        for note in &silence.notes {
            self.line(1, &safe(note));
        }
        for sentence in &silence.read {
            let place = place::short(&sentence.place, self.lang);
            self.line(2, safe(&format!("{}  {place}  “{}”", sentence.said, sentence.text)).trim_start());
        }
        if !silence.passed_over.is_empty() {
            self.line(1, words::passed_over(self.lang));
        }
        for sentence in &silence.passed_over {
            let place = place::short(&sentence.place, self.lang);
            let text = format!("{place}  “{}”{}", sentence.text, self.aside(&sentence.said));
            self.line(2, safe(&text).trim_start());
        }
        if silence.more > 0 {
            self.line(2, &words::more(silence.more, self.lang));
        }
    }

    fn name(&self, instance: &InstanceSteps) -> Option<String> {
        instance.instance.as_ref().map(|name| self.style.strong(&format!("[{}]", safe(name))))
    }

    fn verdict(&self, verdict: Verdict) -> String {
        let word = findings::verdict(verdict, self.lang);
        match verdict {
            Verdict::Satisfied => self.style.good(&format!("✓ {word}")),
            Verdict::Violated => self.style.bad(&format!("✗ {word}")),
            Verdict::Explained | Verdict::NotApplicable => self.style.faint(&format!("○ {word}")),
            Verdict::Undecided => self.style.doubt(&format!("? {word}")),
        }
    }

    /// An instance on one line.
    fn listed(&mut self, instance: &InstanceSteps) {
        let said = match (&instance.computed, instance.outcome) {
            (Some(computed), Verdict::Satisfied | Verdict::Violated) => computed,
            (_, Verdict::NotApplicable) | (None, Verdict::Satisfied) => "",
            (_, Verdict::Undecided) => instance.reason.map_or("", |r| findings::reason(r, self.lang)),
            (_, Verdict::Violated | Verdict::Explained) => instance.message.as_str(),
        };
        let quote = instance.quote.as_ref().map(|q| safe(&format!("“{q}”")));
        let parts = [self.name(instance), Some(self.verdict(instance.outcome)), Some(safe(said)), quote];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|p| !p.is_empty()).collect();
        self.line(1, &parts.join("  "));
    }

    fn instance(&mut self, instance: &InstanceSteps) {
        let lang = self.lang;
        if let Some(name) = self.name(instance) {
            self.line(1, &name);
        }
        if let Some(quote) = &instance.quote {
            let place = instance.place.as_ref().map_or(String::new(), |p| place::short(p, lang));
            let text = safe(&format!("{place}  “{quote}”"));
            self.line(2, text.trim_start());
        }
        for step in &instance.steps {
            self.root(step, instance);
        }
        let message = safe(&instance.message);
        let verdict = match instance.outcome {
            // The sentence begins with the verdict.
            Verdict::NotApplicable => self.style.faint(&format!("○ {message}")),
            Verdict::Undecided => self.style.doubt(&format!("? {message}")),
            Verdict::Satisfied if instance.notes.is_empty() => self.verdict(instance.outcome),
            Verdict::Satisfied | Verdict::Violated | Verdict::Explained => format!("{}  {message}", self.verdict(instance.outcome)),
        };
        self.labelled(2, words::verdict(lang), &verdict);
        for note in &instance.notes {
            self.line(3, &safe(note));
        }
        self.labelled(2, words::fingerprint(lang), &instance.fingerprint);
    }

    /// A condition, the requirement or an explanation, whose formula stands over the instances.
    fn root(&mut self, step: &Step, instance: &InstanceSteps) {
        let said = match step.part {
            Some(Part::Require) => instance.computed.clone().unwrap_or_default(),
            Some(Part::OrExplained) => {
                let text = step.text.as_deref().unwrap_or("");
                format!("{text}{}{}", self.pick("：", ": "), step.written)
            }
            _ => String::new(),
        };
        let holds = step.holds.map_or(String::new(), |h| self.holds(h));
        let notes = self.notes(step);
        let label = step.part.map_or("", |p| words::part(p, self.lang));
        self.labelled(2, label, &format!("{holds}{notes}  {}", safe(&said)));
        self.inside(step, 3);
    }

    fn holds(&self, holds: Holds) -> String {
        let word = |known| words::holds(known, self.lang);
        match holds {
            Holds::Yes => self.style.good(&format!("✓ {}", word(Some(true)))),
            Holds::No => self.style.bad(&format!("✗ {}", word(Some(false)))),
            Holds::Unknown => self.style.doubt(&format!("? {}", word(None))),
        }
    }

    fn aside(&self, text: &str) -> String {
        if text.is_empty() {
            String::new()
        } else if self.lang == Lang::Zh {
            format!("（{text}）")
        } else {
            format!(" ({text})")
        }
    }

    /// What else is said of a step, in parentheses.
    fn notes(&self, step: &Step) -> String {
        let mut notes: Vec<String> = step.notes.clone();
        if let Some(may) = &step.may_be {
            notes.push(words::may_be(may.low.as_deref(), may.high.as_deref(), may.whole, self.lang));
        }
        safe(&self.aside(&notes.join(self.pick("；", "; "))))
    }

    fn inside(&mut self, step: &Step, depth: usize) {
        for part in &step.steps {
            let text = self.step(part);
            self.line(depth, &text);
            self.inside(part, depth + 1);
        }
        if step.more > 0 {
            self.line(depth, &words::more(step.more, self.lang));
        }
    }

    fn step(&self, step: &Step) -> String {
        let lang = self.lang;
        let label = step.part.map_or("", |p| words::part(p, lang));
        let label = if label.is_empty() { String::new() } else { format!("{}  ", self.style.faint(label)) };
        let holds = step.holds.map_or(String::new(), |h| format!("{}  ", self.holds(h)));
        let unit = step.unit.as_ref().map_or(String::new(), |u| format!(" {u}"));
        let value = step.value.as_ref().map(|v| if step.kind == Kind::Text { format!("“{v}”") } else { format!("{v}{unit}") });
        let said = match (&value, step.written.is_empty()) {
            (Some(value), false) => format!("{} {} {value}", step.written, if step.rounded { "≈" } else { "=" }),
            (Some(value), true) => format!("{}{value}", if step.rounded { "≈ " } else { "" }),
            (None, _) => step.written.clone(),
        };
        let place = step.place.as_ref().map_or(String::new(), |p| place::short(p, lang));
        let place = match &step.of {
            Some(origin) => terms::whose(origin.role, origin.agency.as_deref(), origin.year, &origin.path, &place, lang),
            None => place,
        };
        let mut about = vec![place.trim_end().to_owned()];
        if let Some((row, column)) = &step.labels {
            about.push(format!("{row}{}{column}", self.pick("：", ": ")));
        }
        about.extend(step.text.as_ref().map(|t| format!("“{}”", t.trim())));
        about.retain(|a| !a.is_empty());
        let about = if about.is_empty() { String::new() } else { format!("  {}", self.style.faint(&safe(&about.join("  ")))) };
        let notes = self.notes(step);
        if said.is_empty() && holds.is_empty() && !notes.is_empty() {
            return format!("{}{notes}{about}", label.trim_end());
        }
        let said = format!("{}{notes}", safe(&said));
        // A member of many is known by whose it is.
        let about = if said.is_empty() { about.trim_start() } else { &about };
        format!("{label}{holds}{said}{about}")
    }
}
