//! Bindings in an order in which each comes after those that it names.

use alloc::{string::String, vec::Vec};

use super::value::Value;

/// Puts the bindings of a row and its companion in such an order, where there is one: what keeps a row as JSON may sort its
/// members, or lose their order.
pub(super) fn put_in_order(row: &mut Value) {
    let Value::Object(members) = row else { return };
    for (name, value) in members {
        match (&**name, value) {
            ("bindings", Value::Object(bindings)) => order(bindings),
            ("companion", companion) => put_in_order(companion),
            _ => {}
        }
    }
}

fn order(bindings: &mut Vec<(String, Value)>) {
    // More are refused anyway.
    if bindings.len() > MASK {
        return;
    }
    // A bit for each binding, and those of the bindings that it names.
    let mut nodes: Vec<(u64, u64)> =
        bindings.iter().enumerate().map(|(place, (_, value))| (1 << place, named(value, bindings))).collect();
    let mut done = 0;
    for place in 0..nodes.len() {
        let ready = (place..nodes.len()).find(|&at| nodes[at].1 & !done == 0);
        let Some(ready) = ready else { return };
        let (node, binding) = (nodes.remove(ready), bindings.remove(ready));
        done |= node.0;
        nodes.insert(place, node);
        bindings.insert(place, binding);
    }
}

/// The bits of the bindings that a template names.
fn named(template: &Value, bindings: &[(String, Value)]) -> u64 {
    let Value::Text(text) = template else { return 0 };
    let mut bits = 0;
    for part in text.split('{').skip(1) {
        let end = part.bytes().position(|byte| matches!(byte, b'|' | b'}')).unwrap_or(part.len());
        bits |= bindings.iter().position(|(name, _)| *name == part[..end]).map_or(0, |place| 1 << place);
    }
    bits
}

const MASK: usize = 64;
