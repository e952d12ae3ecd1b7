//! All words, as a client and as a receiver reads them, in one file for whoever changes them.
#![expect(clippy::expect_used, reason = "so tests fail")]

extern crate std;

use std::{env, format, fs, string::String};

use super::{Cause, cause};
use crate::explain::causes::ALL;
use crate::explain::reason::Reason;
use crate::scheme::SignedBy;

#[test]
fn the_file_of_all_words_is_up_to_date() {
    let mut text = String::from(
        "<!-- Made by `UPDATE=1 cargo test --lib words`. `…` stands for which of several. -->\n\n# What explain says, by who signs\n",
    );
    for &id in ALL {
        let reason = Reason::named(id, "…");
        let [client, receiver] = [SignedBy::Client, SignedBy::Provider].map(|signed_by| cause(&reason, signed_by));
        text.push_str(&format!("\n## {}: {}\n\n", client.id, client.title));
        let line = |Cause { detail, fix, .. }: &Cause| format!("{detail} **{fix}**\n");
        text.push_str(&format!("- Client: {}- Receiver: {}", line(&client), line(&receiver)));
        assert!(!client.fix.is_empty() && !receiver.fix.is_empty(), "{}: something can be done", client.id);
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/explain/words.md");
    if env::var_os("UPDATE").is_some() {
        fs::write(path, &text).expect("the file is written");
    }
    let known = fs::read_to_string(path).expect("UPDATE=1 makes the file");
    assert!(known == text, "tests/explain/words.md differs: make it again with UPDATE=1, and read what changed");
}
