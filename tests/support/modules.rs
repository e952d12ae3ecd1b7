//! Which file of the crate uses which other, read from `use` declarations and paths.

use std::collections::{BTreeMap, BTreeSet};

/// A path of names below the crate's root, such as `json`, `object`, `Object`. A file is the path of its module.
pub(crate) type Names = Vec<String>;

const MAX_STEPS: usize = 8;

/// The files of a crate, by their modules.
pub(crate) struct Modules(BTreeMap<Names, Module>);

struct Module {
    code: String,
    /// What the names that the file imports stand for.
    imported: BTreeMap<String, Names>,
}

impl Modules {
    /// Reads `files`: the paths below the source folder, with the code without its comments.
    pub(crate) fn read(files: impl Iterator<Item = (String, String)>) -> Self {
        let module = |file: &str| file.trim_end_matches(".rs").split('/').map(String::from).collect::<Names>();
        let mut modules = BTreeMap::new();
        for (file, code) in files {
            // The tests at the end of a file may use anything.
            let code = code.split("#[cfg(test)]\nmod ").next().unwrap().to_string();
            modules.insert(module(&file), Module { code, imported: BTreeMap::new() });
        }
        modules.remove(&module("lib.rs"));
        let mut read = Self(modules);
        let names: Vec<Names> = read.0.keys().cloned().collect();
        for own in names {
            let declarations = read.0[&own].code.split("use ").skip(1).map(|rest| rest.split(';').next().unwrap());
            let paths: Vec<_> = declarations.flat_map(paths_in).collect();
            let absolute = |path: &Names| read.absolute(&own, path);
            let imported = paths
                .iter()
                .filter_map(|(name, path)| Some((name.clone(), absolute(path)?)))
                .collect::<BTreeMap<_, _>>();
            read.0.get_mut(&own).unwrap().imported = imported;
        }
        read
    }

    /// The groups of files that use each other. A file may use what the modules above it define, which is no circle:
    /// they are one room.
    pub(crate) fn circles(&self) -> BTreeSet<String> {
        let used: BTreeMap<&Names, BTreeSet<&Names>> = self.0.keys().map(|file| (file, self.used(file))).collect();
        let reached: BTreeMap<&Names, BTreeSet<&Names>> = used.keys().map(|file| (*file, reach(&used, file))).collect();
        let in_circle = reached.iter().filter(|(file, all)| all.contains(**file));
        in_circle
            .map(|(file, all)| {
                let group = all.iter().filter(|other| reached[**other].contains(*file));
                group.map(|file| file.join("/")).collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// The types with methods in several files: each with the file that defines it, or the first of them.
    pub(crate) fn scattered_types(&self) -> BTreeSet<String> {
        let mut homes: BTreeMap<Names, BTreeSet<&Names>> = BTreeMap::new();
        for (file, module) in &self.0 {
            for name in module.code.lines().filter_map(type_of_impl) {
                let own = [file.clone(), vec![name.clone()]].concat();
                let defined = self.resolve(module.imported.get(&name).unwrap_or(&own).clone());
                homes.entry([defined, vec![name]].concat()).or_default().insert(file);
            }
        }
        homes.retain(|_, files| files.len() > 1);
        homes.into_keys().map(|path| path.join("/")).collect()
    }

    fn used(&self, file: &Names) -> BTreeSet<&Names> {
        let module = &self.0[file];
        let mut paths: Vec<Names> = module.imported.values().cloned().collect();
        for path in
            module.code.split(|c: char| !c.is_alphanumeric() && !"_:".contains(c)).filter(|path| path.contains("::"))
        {
            let path: Names = path.split("::").filter(|name| !name.is_empty()).map(String::from).collect();
            let imported = path.first().and_then(|first| module.imported.get(first));
            paths.extend(match imported {
                Some(start) => Some([start, &path[1..]].concat()),
                None => self.absolute(file, &path),
            });
        }
        let files = paths.into_iter().map(|path| self.resolve(path));
        let files = files.filter_map(|path| self.0.get_key_value(&path)).map(|(file, _)| file);
        files.filter(|used| !file.starts_with(used)).collect()
    }

    /// The file that defines the last name of `path`: where a module only passes names on, the one that it has them from.
    fn resolve(&self, mut path: Names) -> Names {
        let mut file = Names::new();
        // The modules inside a file have a `super` of their own, which would pass a name back and forth.
        for _ in 0..MAX_STEPS {
            let is_file = |length: &usize| self.0.contains_key(&path[..*length]);
            file = path[..(1..=path.len()).rev().find(is_file).unwrap_or(0)].to_vec();
            let passed_on = path.get(file.len()).and_then(|name| self.0.get(&file)?.imported.get(name));
            let Some(from) = passed_on else { break };
            path = [&from[..], &path[file.len() + 1..]].concat();
        }
        file
    }

    /// `path`, as written in `file`, from the root of the crate on; `None` if it leads out of the crate.
    fn absolute(&self, file: &Names, path: &Names) -> Option<Names> {
        let climbs = path.iter().take_while(|name| *name == "super").count();
        let (start, rest) = match path.first()?.as_str() {
            "crate" => (&file[..0], &path[1..]),
            "self" => (&file[..], &path[1..]),
            "super" => (&file[..file.len().checked_sub(climbs)?], &path[climbs..]),
            child if self.0.contains_key(&[&file[..], &[child.into()]].concat()) => (&file[..], &path[..]),
            _ => return None,
        };
        Some([start, rest].concat())
    }
}

/// The paths of a `use` declaration, each with the name that it brings in.
fn paths_in(declaration: &str) -> Vec<(String, Names)> {
    let declaration = declaration.trim();
    if let Some((start, list)) = declaration.split_once('{') {
        let list = list.rsplit_once('}').map_or(list, |(list, _)| list);
        let mut depth = 0;
        let elements = list.split(|c: char| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth == 0 && c == ','
        });
        let start = names_of(start);
        return elements
            .filter(|element| !element.trim().is_empty())
            .flat_map(paths_in)
            .map(|(name, path)| {
                let whole = [start.clone(), path].concat();
                (if name.is_empty() { whole.last().unwrap().clone() } else { name }, whole)
            })
            .collect();
    }
    let (path, name) = declaration.split_once(" as ").unwrap_or((declaration, ""));
    let path = names_of(path);
    let last = path.last().cloned().unwrap_or_default();
    vec![(if name.is_empty() { last } else { name.trim().to_string() }, path)]
}

/// The names of a path; a `self` at its end is no name.
fn names_of(path: &str) -> Names {
    let mut names: Names =
        path.split("::").map(|name| name.trim().to_string()).filter(|name| !name.is_empty()).collect();
    if names.last().is_some_and(|last| last == "self") {
        names.pop();
    }
    names
}

/// The name of the type in the first line of an inherent `impl`.
fn type_of_impl(line: &str) -> Option<String> {
    let rest = line.strip_prefix("impl")?.strip_suffix('{')?;
    let rest = if rest.starts_with('<') { rest.split_once("> ")?.1 } else { rest };
    let is_inherent = !rest.contains(" for ");
    let name = rest.trim().split(['<', ' ']).next()?;
    is_inherent.then(|| name.rsplit("::").next().unwrap().to_string())
}

fn reach<'a>(used: &BTreeMap<&'a Names, BTreeSet<&'a Names>>, from: &'a Names) -> BTreeSet<&'a Names> {
    let (mut found, mut left) = (BTreeSet::new(), vec![from]);
    while let Some(next) = left.pop() {
        left.extend(used[next].iter().filter(|file| found.insert(**file)));
    }
    found
}
