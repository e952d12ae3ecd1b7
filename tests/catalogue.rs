//! The catalogue: a JSON file for each provider, the list of schemes made from them, and what holds for every scheme.
#![cfg(all(feature = "catalogue", not(target_arch = "wasm32")))]

use std::path::Path;
use std::{env, fs};

use countersign::{Secret, Verifier, VerifierOptions, schemes};
use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/providers");
const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/providers/list.rs");

/// The schemes of each file, and its name.
fn files() -> Vec<(String, Vec<Value>)> {
    let entries = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let is_provider = |path: &Path| {
        path.extension().is_some_and(|extension| extension == "json") && !path.ends_with("provider.schema.json")
    };
    let mut files: Vec<(String, Vec<Value>)> = entries
        .filter(|path| is_provider(path))
        .map(|path| {
            let json: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            (path.file_name().unwrap().to_str().unwrap().into(), json["schemes"].as_array().unwrap().clone())
        })
        .collect();
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    files
}

/// `UPDATE=1 cargo test --test catalogue` writes the file.
#[test]
fn the_list_is_that_of_the_files() {
    let mut lines = Vec::new();
    for (name, schemes) in files() {
        for scheme in schemes {
            lines.push((scheme["id"].as_str().unwrap().to_owned(), name.clone()));
        }
    }
    lines.sort();
    let mut list = String::from(
        "//! Each scheme with the file that has it, sorted by id. Generated: `UPDATE=1 cargo test --test catalogue`.\n\n",
    );
    list += &format!("pub(super) const SCHEMES: [(&str, &str); {}] = [\n", lines.len());
    for (id, file) in lines {
        list += &format!("    (\"{id}\", include_str!(\"{file}\")),\n");
    }
    list += "];\n";
    if env::var_os("UPDATE").is_some() {
        fs::write(LIST, &list).unwrap();
    }
    assert!(fs::read_to_string(LIST).unwrap() == list, "{LIST} is out of date: run with UPDATE=1");
}

/// `schemes` leaves out what cannot be read.
#[test]
fn every_scheme_of_every_file_is_read() {
    let mut ids: Vec<_> = files()
        .iter()
        .flat_map(|(_, schemes)| schemes)
        .map(|scheme| scheme["id"].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    assert_eq!(schemes().map(|scheme| scheme.id).collect::<Vec<_>>(), ids);
    for id in ids {
        let read = countersign::scheme(&id).unwrap();
        assert_eq!(read.id, id);
        assert!(core::ptr::eq(read, countersign::scheme(&id).unwrap()), "{id} is parsed once");
    }
}

/// What a definition leaves out has its default, so that it is written once.
#[test]
fn files_hold_nothing_that_may_be_left_out() {
    for (file, schemes) in files() {
        for scheme in schemes {
            let (extends, id) = (scheme.get("extends").is_some(), scheme["id"].as_str().unwrap());
            assert!(id.contains('.'), "{file}: {id}");
            for (name, value) in scheme.as_object().unwrap() {
                let is_empty = value.is_null() || value == "" || value.as_array().is_some_and(Vec::is_empty);
                let is_needed = extends || matches!(&**name, "canonical" | "key" | "toleranceSeconds");
                assert!(is_needed || !is_empty, "{file}: {id}: {name}");
            }
        }
    }
}

/// Every scheme is checked as one of the caller's: its templates, and that no message is told from every other.
#[test]
fn every_scheme_is_one_that_a_verifier_takes() {
    for scheme in schemes() {
        let secret = |name: &&'static str| (*name, Secret::from("0011223344556677"));
        let credentials: Vec<_> = scheme.credentials.iter().map(secret).collect();
        let verifier = Verifier::new(scheme, &credentials, &VerifierOptions::default());
        let code = verifier.err().map_or("", |error| error.code());
        assert_ne!(code, "ERR_SCHEME_INVALID", "{}", scheme.id);
    }
}
