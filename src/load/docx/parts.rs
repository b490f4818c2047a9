//! The parts of the package that are read, found as Word finds them: by relationships, from the package to its main part and on from there.

use super::xml::Tree;
use super::{Budget, KIND, damaged};
use crate::catalogue::Trouble;
use crate::load::package::Package;
use crate::load::widen;
use std::collections::BTreeMap;

/// More documents than anybody puts into another.
const MOST_CHUNKS: usize = 64;

/// The texts of the parts.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The main part.
    pub main: String,
    /// Styles.
    pub styles: Option<String>,
    /// Numbering.
    pub numbering: Option<String>,
    /// Footnotes.
    pub footnotes: Option<String>,
    /// Endnotes.
    pub endnotes: Option<String>,
    /// Documents of other formats that Word takes in where the main part says so, by relationship.
    pub chunks: BTreeMap<String, Chunk>,
}

/// A document within the document.
#[derive(Debug)]
pub(super) enum Chunk {
    /// In the package.
    Inside(Vec<u8>),
    /// Somewhere else, where nobody looks.
    Outside(String),
}

/// A relationship of a part.
struct Relation {
    id: String,
    /// The last step of its type, which is the same in the strict and in the transitional format.
    kind: String,
    target: String,
    external: bool,
}

impl Parts {
    /// Unpacks what is read of a package.
    pub fn read(package: &mut Package<'_>, budget: &mut Budget) -> Result<Parts, Trouble> {
        let of_package = relations(package, "", budget)?;
        let main = of_package.iter().find(|r| r.kind == "officeDocument" && !r.external).map(|r| resolve("", &r.target));
        let main = match main {
            Some(name) => name,
            None => "word/document.xml".to_owned(),
        };
        let mut parts = Parts { main: text(package, &main)?.ok_or_else(damaged)?, ..Parts::default() };
        for relation in relations(package, &main, budget)? {
            let name = resolve(&main, &relation.target);
            if relation.kind == "aFChunk" || relation.kind == "subDocument" {
                if parts.chunks.len() >= MOST_CHUNKS {
                    return Err(Trouble::TooLarge { what: "parts", limit: widen(MOST_CHUNKS) });
                }
                let inside = if relation.external { None } else { package.part(&name)?.map(Chunk::Inside) };
                parts.chunks.insert(relation.id, inside.unwrap_or(Chunk::Outside(relation.target)));
                continue;
            }
            let slot = match relation.kind.as_str() {
                "styles" => &mut parts.styles,
                "numbering" => &mut parts.numbering,
                "footnotes" => &mut parts.footnotes,
                "endnotes" => &mut parts.endnotes,
                _ => continue,
            };
            if slot.is_none() && !relation.external {
                *slot = text(package, &name)?;
            }
        }
        Ok(parts)
    }
}

/// The relationships of a part, or of the package itself where `part` is empty.
fn relations(package: &mut Package<'_>, part: &str, budget: &mut Budget) -> Result<Vec<Relation>, Trouble> {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    let path = format!("{folder}{}_rels/{name}.rels", if folder.is_empty() { "" } else { "/" });
    let Some(text) = text(package, &path)? else { return Ok(Vec::new()) };
    let tree = Tree::parse(&text, budget)?;
    let root = tree.root();
    let relation = |element: super::xml::Element<'_>| {
        let kind = element.attribute("Type")?;
        Some(Relation {
            id: element.attribute("Id")?.into_owned(),
            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
            target: element.attribute("Target")?.into_owned(),
            external: element.attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external")),
        })
    };
    Ok(root.children().filter(|e| e.name() == "Relationship").filter_map(relation).collect())
}

/// The name of the part that `target` means, seen from `part`. A path that leads out of the package leads nowhere.
fn resolve(part: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { part.split('/').collect() };
    path.pop();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The text of a part, which is in UTF-8 or UTF-16.
fn text(package: &mut Package<'_>, name: &str) -> Result<Option<String>, Trouble> {
    let Some(bytes) = package.part(name)? else { return Ok(None) };
    let (encoding, mark) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let body = bytes.get(mark..).unwrap_or_default();
    match encoding.decode_without_bom_handling_and_without_replacement(body) {
        Some(text) => Ok(Some(text.into_owned())),
        None => Err(Trouble::Damaged { kind: KIND }),
    }
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_seen_from_their_part_and_stay_in_the_package() {
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
        assert_eq!(resolve("word/document.xml", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word/document.xml", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word/document.xml", "..\\customXml/item1.xml"), "customXml/item1.xml");
        assert_eq!(resolve("word/document.xml", "../../../../etc/passwd"), "etc/passwd");
    }
}
