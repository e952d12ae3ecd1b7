//! Objects of a token, written without white space and in the order of the scheme.

use alloc::{string::String, vec::Vec};

use crate::json::{quote, token_text};
use crate::text::{decimal, utf8};

/// An object that is written, each value with the path to it.
#[derive(Default)]
pub(super) struct Tree {
    values: Vec<(Vec<String>, Vec<u8>)>,
}

impl Tree {
    /// Adds `value`, which is JSON, by its `name` or JSON pointer.
    pub(super) fn add(&mut self, name: &str, value: Vec<u8>) {
        self.values.push((path(name), value));
    }

    pub(super) fn serialised(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let values: Vec<_> = self.values.iter().map(|(path, value)| (&**path, &**value)).collect();
        write(&values, &mut out);
        out
    }
}

/// `text` as a JSON string.
pub(super) fn text(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    quote(utf8(text), &mut out);
    out
}

/// The keys of a name or JSON pointer.
fn path(name: &str) -> Vec<String> {
    match name.strip_prefix('/') {
        Some(pointer) => pointer.split('/').map(|token| utf8(&token_text(token)).into()).collect(),
        None => Vec::from([name.into()]),
    }
}

/// The object of `values`, or the array if their keys are its indices.
fn write(values: &[(&[String], &[u8])], out: &mut Vec<u8>) {
    if let [([], value)] = values {
        return out.extend_from_slice(value);
    }
    let mut keys: Vec<&str> = Vec::new();
    for key in values.iter().filter_map(|(path, _)| path.first()) {
        if !keys.contains(&&**key) {
            keys.push(key);
        }
    }
    let is_array = !keys.is_empty() && keys.iter().enumerate().all(|(index, key)| *key == decimal(index));
    out.push(if is_array { b'[' } else { b'{' });
    for (index, key) in keys.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        if !is_array {
            quote(key, out);
            out.push(b':');
        }
        let inner = values.iter().filter(|(path, _)| path.first().is_some_and(|own| own == key));
        write(&inner.map(|(path, value)| (&path[1..], *value)).collect::<Vec<_>>(), out);
    }
    out.push(if is_array { b']' } else { b'}' });
}
