//! The layers of the crate, kept by reading its source: a file uses the layers above its own, and no others.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "support/modules.rs"]
mod modules;

use modules::Modules;

/// Each module and its layer, as the documentation of the crate and `ARCHITECTURE.md` have them, too.
const LAYERS: &[(&str, u32)] = &[
    ("digest", 0),
    ("named", 0),
    ("percent", 0),
    ("text", 0),
    ("error", 1),
    ("secret", 1),
    ("encoding", 2),
    ("timestamp", 2),
    ("message", 2),
    ("url", 3),
    ("json", 3),
    ("algorithm", 10),
    ("canonical", 10),
    ("scheme", 20),
    ("options", 21),
    ("recipe", 24),
    ("credentials", 25),
    ("definition", 26),
    ("placement", 27),
    ("standard", 28),
    ("providers", 29),
    ("sign", 30),
    ("verify", 30),
    ("explain", 45),
    ("js", 50),
];

/// Those that may ask for the schemes of the catalogue: whatever signs and verifies is given one, and knows no id.
const KNOW_PROVIDERS: &[&str] = &["explain"];

/// Names of providers that are also ordinary words, names of standards, or parts of the code's own words.
const ORDINARY: &[&str] = &["aws", "box", "line", "meta", "mux", "notion", "rfc9421", "sanity", "square", "wise"];
/// Parts of names that are none themselves.
const PARTS: &[&str] = &["smile", "cosmos", "payu"];

const MAX_LINES: usize = 400;

/// The types that still have methods in several files, with the file that defines each. Nothing may be added.
const SCATTERED: &[&str] = &["js/State", "placement/Placement", "recipe/flat_template/FlatTemplate"];

#[test]
fn files_use_the_layers_above_their_own() {
    let faults: Vec<String> = sources().iter().flat_map(|source| layer_faults(&source.file, &source.text)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_has_a_row() {
    let found: BTreeSet<String> = sources().into_iter().map(|source| module(&source.file)).collect();
    let listed: BTreeSet<String> = LAYERS.iter().map(|(name, _)| (*name).into()).chain(["lib".into()]).collect();
    assert_eq!(found, listed);
}

/// The maps at the head of the crate and in the document on its architecture are the one that is kept.
#[test]
fn the_map_of_the_crate_is_the_one_that_is_kept() {
    let kept: Vec<(String, u32)> = LAYERS.iter().map(|&(name, layer)| (name.into(), layer)).collect();
    for (file, before) in [("src/lib.rs", "//! | "), ("ARCHITECTURE.md", "| ")] {
        // A published crate holds no document but its own.
        let Ok(text) = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)) else { continue };
        let mut found = Vec::new();
        for line in text.lines().filter_map(|line| line.strip_prefix(before)) {
            let cells: Vec<&str> = line.split(" | ").collect();
            let Ok(layer) = cells[0].parse::<u32>() else { continue };
            found.extend(cells[1].split(' ').map(|name| (name.trim_matches('`').to_string(), layer)));
        }
        assert_eq!(found, kept, "{file}");
    }
}

#[test]
fn only_the_catalogue_names_providers() {
    let mut sources = sources();
    sources.retain(|source| module(&source.file) != "providers");
    sources.extend(files("pkg-template/src", "js"));
    let faults: Vec<String> = sources.iter().flat_map(|source| name_faults(&source.file, &source.text)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A cause that nothing finds has no words: the compiler knows every cause that is named, and this finds those that are not.
#[test]
fn every_cause_is_used() {
    let (rows, others): (Vec<_>, Vec<_>) =
        sources().into_iter().partition(|source| source.file.starts_with("explain/causes"));
    let is_name = |name: &str| name.starts_with(|first: char| first.is_ascii_uppercase());
    let is_row = |name: &str, rest: &str| is_name(name) && rest.starts_with('"') && rest.ends_with("\";");
    let lines = rows.iter().flat_map(|source| source.text.lines()).filter_map(|line| line.trim().split_once(' '));
    let names: Vec<&str> = lines.filter(|(name, rest)| is_row(name, rest)).map(|(name, _)| name).collect();
    assert!(names.len() > 300, "{}", names.len());
    let is_used = |name: &&str| {
        let path = format!("CauseId::{name}");
        let is_end = |after: &str| !after.starts_with(|next: char| next.is_alphanumeric());
        others
            .iter()
            .any(|source| source.text.match_indices(&path).any(|(at, _)| is_end(&source.text[at + path.len()..])))
    };
    assert_eq!(names.into_iter().filter(|name| !is_used(name)).collect::<Vec<_>>(), [""; 0]);
}

/// No file uses itself by way of others.
#[test]
fn no_files_use_each_other() {
    assert_eq!(modules(sources()).circles(), BTreeSet::new());
}

/// A reader finds all methods of a type in one file, except for those of [`SCATTERED`].
#[test]
fn no_type_has_its_methods_in_two_files() {
    assert_eq!(modules(sources()).scattered_types(), SCATTERED.iter().map(ToString::to_string).collect());
}

#[test]
fn circles_and_scattered_types_are_seen() {
    let source = |(file, text): (&str, &str)| Source { file: file.into(), text: text.into() };
    let files = [
        ("lib.rs", "mod a;\nmod b;\nmod c;"),
        ("a.rs", "mod x;\nmod y;\npub(crate) use x::{X, self as other};\nstruct Up;\nfn f() { y::g(); }"),
        ("a/x.rs", "use super::{\n    Up,\n    y::{self, Y},\n};\npub(crate) struct X;\nimpl X {\n}"),
        ("a/y.rs", "pub(crate) struct Y;\nfn g() { crate::a::X::h(); }"),
        ("b.rs", "use crate::a::X;\nimpl X {\n}\nimpl From<X> for Y {\n}\nstruct Y;\nimpl Y {\n}"),
        (
            "c.rs",
            "use crate::b; // and crate::c\nstruct Y;\nimpl<'a> Y<'a> {\n}\n#[cfg(test)]\nmod tests { use super::b; }",
        ),
    ];
    let modules = modules(files.into_iter().map(source).collect());
    assert_eq!(modules.circles(), BTreeSet::from(["a/x a/y".to_string()]));
    assert_eq!(modules.scattered_types(), BTreeSet::from(["a/x/X".to_string()]));
}

#[test]
fn files_stay_short() {
    for source in sources().into_iter().chain(files("pkg-template/src", "js")) {
        let lines = source.text.lines().count();
        assert!(lines <= MAX_LINES, "{}: want at most {MAX_LINES} lines, got {lines}", source.file);
    }
}

/// The reader of the source can see what it looks for.
#[test]
fn broken_layers_are_seen() {
    let broken = [
        ("canonical/params.rs", "use crate::sign::Signer;"),
        ("verify.rs", "use crate::sign::Signer;"),
        ("canonical.rs", "use crate::{\n    error::Error,\n    algorithm::Key,\n};"),
        ("algorithm/hmac.rs", "fn f() -> super::super::canonical::Canonical {}"),
        ("error.rs", "use super::message::Message;"),
        ("message.rs", "use crate::url::Url;"),
        ("url.rs", "use crate::scheme;"),
        ("providers/a.rs", "pub use crate::sign;"),
        ("sign.rs", "use crate::providers::scheme;"),
        ("scheme.rs", "use crate::{providers, error};"),
        ("recipe.rs", "use crate::providers::scheme;"),
        ("js.rs", "use crate::providers::scheme;"),
        ("sign/plan.rs", "let x = crate::js::y();"),
        ("sign/plan.rs", "use crate::Scheme;"),
    ];
    for (file, text) in broken {
        assert_eq!(layer_faults(file, text).len(), 1, "{file}: {text}");
    }
    let sound = [
        ("canonical/filter.rs", "use super::{Misfit, json, params};"),
        ("json/string.rs", "use super::super::error::Misfit;"),
        ("providers/list.rs", "use crate::scheme::Scheme;"),
        ("url.rs", "use crate::error::{Error, Fault};\nuse crate::message::byte_name;"),
        ("sign.rs", "/// See [`crate::js`].\nuse crate::scheme::Scheme; // not crate::js"),
        ("js.rs", "use crate::{definition, sign};"),
        ("explain.rs", "use crate::providers;"),
        ("lib.rs", "pub use crate::js::x;"),
    ];
    for (file, text) in sound {
        assert_eq!(layer_faults(file, text), Vec::<String>::new(), "{file}: {text}");
    }
    assert_eq!(name_faults("a.rs", "let x = \"Kraken\";").len(), 1);
    assert_eq!(name_faults("a.rs", "/// As Kraken does.\nlet x = 1; // Kraken").len(), 0);
}

fn modules(sources: Vec<Source>) -> Modules {
    Modules::read(sources.into_iter().map(|source| (source.file, without_comments(&source.text))))
}

struct Source {
    /// Relative to its root, with `/`.
    file: String,
    text: String,
}

fn layer_faults(file: &str, text: &str) -> Vec<String> {
    let own = module(file);
    let Some(layer) = layer(&own) else { return Vec::new() };
    let used = used_modules(file, &without_comments(text));
    let is_known = |name: &str| name != "providers" || KNOW_PROVIDERS.contains(&&*own);
    let allowed = |name: &str| name == own || (is_known(name) && crate::layer(name).is_some_and(|used| used < layer));
    used.into_iter().filter(|name| !allowed(name)).map(|name| format!("{file}: layer {layer} uses `{name}`")).collect()
}

/// The names right below the crate's root that `text` names by `crate::` or a climb of `super::`.
fn used_modules(file: &str, text: &str) -> BTreeSet<String> {
    let climbs = "super::".repeat(depth(file));
    let mut used = BTreeSet::new();
    for root in ["crate::", &*climbs] {
        for (at, _) in text.match_indices(root) {
            let before = text[..at].chars().next_back();
            if before.is_some_and(|before| before == ':' || before.is_alphanumeric() || before == '_') {
                continue;
            }
            used.extend(first_names(&text[at + root.len()..]));
        }
    }
    used.retain(|name| name != "super");
    used
}

/// The first name of a path, or of each path in braces.
fn first_names(path: &str) -> Vec<String> {
    let name = |path: &str| path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(list) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(name(&list[start..at]));
                start = at + 1;
                if letter == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn name_faults(file: &str, text: &str) -> Vec<String> {
    let names = provider_names();
    let code = without_comments(text).to_lowercase();
    let named = |line: &str| names.iter().find(|name| line.contains(&***name));
    let lines = code.lines().zip(1..).filter_map(|(line, number)| Some((named(line)?, number)));
    lines.map(|(name, number)| format!("{file}:{number}: names `{name}`")).collect()
}

/// The names of the files of providers, and other spellings of them.
fn provider_names() -> Vec<String> {
    let names = files("src/providers", "json").into_iter().map(|source| source.file.replace(".json", ""));
    let names = names.filter(|name| name != "provider.schema" && !ORDINARY.contains(&&**name));
    let spellings = names.flat_map(|name| [name.replace('-', "_"), name.replace('-', ""), name]);
    spellings.chain(PARTS.iter().map(|part| (*part).into())).collect()
}

/// The lines without `//` and `/* … */`; a `//` inside a text, as in a URL, follows a colon.
fn without_comments(text: &str) -> String {
    let mut code = String::new();
    let mut inside = false;
    for line in text.lines() {
        let opens = line.trim_start().starts_with("/*");
        if !inside && !opens {
            let end = line.match_indices("//").map(|(at, _)| at).find(|&at| !line[..at].ends_with(':'));
            code.push_str(&line[..end.unwrap_or(line.len())]);
        }
        inside = (inside || opens) && !line.contains("*/");
        code.push('\n');
    }
    code
}

fn layer(module: &str) -> Option<u32> {
    LAYERS.iter().find(|(name, _)| *name == module).map(|(_, layer)| *layer)
}

/// `json/string.rs` belongs to `json`.
fn module(file: &str) -> String {
    file.split(['/', '.']).next().unwrap_or_default().into()
}

/// How many modules a file is below the crate's root.
fn depth(file: &str) -> usize {
    file.split('/').count()
}

fn sources() -> Vec<Source> {
    files("src", "rs")
}

fn files(root: &str, extension: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        // A published crate holds no npm package.
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        let paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|own| own == extension) {
                let parts = path.strip_prefix(&root).unwrap().iter().map(|part| part.to_str().unwrap());
                found.push(Source {
                    file: parts.collect::<Vec<_>>().join("/"),
                    text: fs::read_to_string(&path).unwrap(),
                });
            }
        }
    }
    found.sort_by(|a, b| a.file.cmp(&b.file));
    found
}
