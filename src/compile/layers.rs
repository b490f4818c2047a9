//! Packs upon packs: national → province → city → office. A pack may adjust the rules of those it builds on, switch them off and set their
//! parameters, and says why; here that is done, on the syntax tree, before any rule is checked.

use crate::catalogue::{Fault, Note};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lang::Text;
use crate::source::{SourceId, Span, Spanned};
use crate::spelling::nearest;
use crate::syntax::ast::{Clause, Expr, File, Item, Pack, Rule};
use indexmap::IndexMap;

/// The files of one pack, or those given by the author, with the hash of their content.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its files.
    pub files: Vec<(SourceId, File)>,
    /// Hash of their content.
    pub hash: String,
}

/// A pack as results name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackInfo {
    /// Its name.
    pub name: String,
    /// What it is called.
    pub title: Option<Text>,
    /// Its version.
    pub version: String,
    /// Hash of its content.
    pub hash: String,
    /// Rules it adjusted, each with its reason.
    pub adjusted: Vec<(String, Text)>,
    /// Rules it switched off, each with its reason.
    pub switched_off: Vec<(String, Text)>,
    /// Parameters it set, each with its reason if it gave one.
    pub params: Vec<(String, Option<Text>)>,
}

/// All layers as one.
pub struct Settled {
    pub files: Vec<(SourceId, File)>,
    pub params: IndexMap<String, (Span, Expr)>,
    pub packs: Vec<PackInfo>,
}

/// Puts the layers together, from the one built on up.
pub fn settle(layers: Vec<Layer>, given: IndexMap<String, (Span, Expr)>, diagnostics: &mut Diagnostics) -> Settled {
    let mut files: Vec<(SourceId, File)> = Vec::new();
    let mut params: IndexMap<String, (Span, Expr)> = IndexMap::new();
    let mut packs = Vec::new();
    for layer in layers {
        let declared: Vec<Pack> = layer.files.iter().flat_map(|(_, f)| &f.items).filter_map(pack_of).cloned().collect();
        let own: Vec<String> = layer.files.iter().flat_map(|(_, f)| &f.items).filter_map(rule_of).map(|r| r.id.node.clone()).collect();
        for pack in &declared {
            packs.push(PackInfo {
                name: pack.id.node.clone(),
                title: pack.title.clone(),
                version: pack.version.as_ref().map_or_else(|| "0".to_owned(), |v| v.node.clone()),
                hash: layer.hash.clone(),
                adjusted: pack.adjusts.iter().filter_map(|a| Some((a.rule.node.clone(), a.because.clone()?))).collect(),
                switched_off: pack.switches_off.iter().map(|(id, because)| (id.node.clone(), because.clone())).collect(),
                params: pack.params.iter().map(|(name, _, because)| (name.node.clone(), because.clone())).collect(),
            });
            Layering { pack, own: &own, files: &mut files, params: &mut params, diagnostics }.apply();
        }
        files.extend(layer.files);
    }
    let known = params_of(&files);
    for (name, (span, value)) in given {
        if !known.contains(&name) {
            let near = nearest(&name, known.iter().map(String::as_str));
            diagnostics.push(Diagnostic::new(Fault::UnknownParameter { name: name.clone(), nearest: near }, span));
        }
        params.insert(name, (span, value));
    }
    Settled { files, params, packs }
}

fn pack_of(item: &Item) -> Option<&Pack> {
    if let Item::Pack(pack) = item { Some(pack) } else { None }
}

fn rule_of(item: &Item) -> Option<&Rule> {
    if let Item::Rule(rule) = item { Some(rule) } else { None }
}

/// The names of the parameters that rules have.
fn params_of(files: &[(SourceId, File)]) -> Vec<String> {
    let clauses = files.iter().flat_map(|(_, f)| &f.items).filter_map(rule_of).flat_map(|r| &r.clauses);
    clauses.filter_map(|c| if let Clause::Param(name, _) = &c.node { Some(name.node.clone()) } else { None }).collect()
}

/// What one pack does to the layers below it.
struct Layering<'a> {
    pack: &'a Pack,
    /// Rules of the pack itself.
    own: &'a [String],
    files: &'a mut Vec<(SourceId, File)>,
    params: &'a mut IndexMap<String, (Span, Expr)>,
    diagnostics: &'a mut Diagnostics,
}

impl Layering<'_> {
    fn apply(mut self) {
        let pack = self.pack;
        let name = format!("{}@{}", pack.id.node, pack.version.as_ref().map_or("0", |v| v.node.as_str()));
        let mut seen: IndexMap<&str, Span> = IndexMap::new();
        let named = pack.adjusts.iter().map(|a| &a.rule).chain(pack.switches_off.iter().map(|(id, _)| id));
        for id in named {
            if let Some(first) = seen.insert(&id.node, id.span) {
                let d = Diagnostic::new(Fault::DuplicateId { id: id.node.clone() }, id.span).with(first, Note::FirstHere);
                self.diagnostics.push(d);
            }
        }
        for adjust in &pack.adjusts {
            let Some(because) = &adjust.because else {
                self.diagnostics.push(Diagnostic::new(Fault::NoReason { name: adjust.rule.node.clone() }, adjust.rule.span));
                continue;
            };
            let Some(rule) = self.rule(&adjust.rule) else { continue };
            for clause in &adjust.clauses {
                // A clause takes the place of the one it is another wording of; one the rule does not have is added.
                match rule.clauses.iter_mut().find(|c| c.node.word() == clause.node.word()) {
                    Some(old) => *old = clause.clone(),
                    None => rule.clauses.push(clause.clone()),
                }
            }
            rule.adjusted.push((name.clone(), because.clone()));
        }
        for (id, because) in &pack.switches_off {
            if let Some(rule) = self.rule(id) {
                rule.clauses.retain(|c| !matches!(c.node, Clause::Disable(_)));
                rule.clauses.push(Spanned::new(Clause::Disable(because.clone()), id.span));
            }
        }
        let known = params_of(self.files);
        for (param, value, _) in &pack.params {
            if known.contains(&param.node) {
                self.params.insert(param.node.clone(), (param.span, value.clone()));
            } else {
                let near = nearest(&param.node, known.iter().map(String::as_str));
                self.diagnostics.push(Diagnostic::new(Fault::UnknownParameter { name: param.node.clone(), nearest: near }, param.span));
            }
        }
    }

    /// A rule of the layers below.
    fn rule(&mut self, id: &Spanned<String>) -> Option<&mut Rule> {
        let rules = || self.files.iter().flat_map(|(_, f)| &f.items).filter_map(rule_of);
        if !rules().any(|r| r.id.node == id.node) {
            let fault = if self.own.contains(&id.node) {
                Fault::AdjustsOwn { name: id.node.clone() }
            } else {
                let near = nearest(&id.node, rules().map(|r| r.id.node.as_str()));
                Fault::UnknownRule { name: id.node.clone(), nearest: near }
            };
            self.diagnostics.push(Diagnostic::new(fault, id.span));
            return None;
        }
        let mut items = self.files.iter_mut().flat_map(|(_, f)| &mut f.items);
        items.find_map(|item| match item {
            Item::Rule(rule) if rule.id.node == id.node => Some(rule),
            _ => None,
        })
    }
}
