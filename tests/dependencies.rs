//! What is locked: releases alone, and of each crate that hashes or holds keys one generation.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;

/// Two generations of one of these would mean two hash functions or two kinds of number in one build.
const ONE_GENERATION: [&str; 9] =
    ["block-buffer", "crypto-bigint", "crypto-common", "digest", "hmac", "rsa", "sha2", "subtle", "zeroize"];

#[test]
fn only_releases_are_locked() {
    for (file, crates) in locked() {
        let candidates: Vec<_> = crates.iter().filter(|(_, version)| version.contains('-')).collect();
        assert!(candidates.is_empty(), "{file}: want releases, got {candidates:?}");
    }
}

#[test]
fn what_hashes_and_holds_keys_is_of_one_generation() {
    for (file, crates) in locked() {
        for name in ONE_GENERATION {
            let versions: Vec<_> = crates.iter().filter(|(own, _)| own == name).map(|(_, version)| version).collect();
            assert!(versions.len() < 2, "{file}: want one `{name}`, got {versions:?}");
        }
    }
    let (_, own) = locked().remove(0);
    let has = |name: &str| own.iter().any(|(own, _)| own == name);
    assert!(ONE_GENERATION.into_iter().all(has), "a name in this list is no crate that is locked");
}

/// What SECURITY.md says of the crate that signs is said of the version that is locked.
#[test]
fn the_security_policy_speaks_of_the_rsa_that_is_locked() {
    let policy = read("SECURITY.md").expect("SECURITY.md");
    for (file, crates) in locked() {
        let version = crates.iter().find(|(name, _)| name == "rsa").map_or("", |(_, version)| version);
        let minor = version.rsplit_once('.').unwrap_or_default().0;
        assert!(
            policy.contains(&format!("the crate `rsa` {minor} ")),
            "{file}: SECURITY.md says nothing of rsa {minor}"
        );
    }
}

/// The lock files and what they lock, that of the crate first; a published crate has no other.
fn locked() -> Vec<(&'static str, Vec<(String, String)>)> {
    let files = ["Cargo.lock", "tests/fuzz/Cargo.lock", "tests/bench/rsa/Cargo.lock"];
    let found: Vec<_> = files.into_iter().filter_map(|file| Some((file, crates(&read(file)?)))).collect();
    assert_eq!(found.first().map(|(file, _)| *file), Some("Cargo.lock"));
    found
}

fn crates(lock: &str) -> Vec<(String, String)> {
    let value = |block: &str, name: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "));
        line.unwrap_or_default().trim_matches('"').to_owned()
    };
    lock.split("[[package]]").skip(1).map(|block| (value(block, "name"), value(block, "version"))).collect()
}

fn read(file: &str) -> Option<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).ok()
}
