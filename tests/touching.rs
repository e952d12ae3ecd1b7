//! Schemes whose inputs touch, so that bytes can move from one into another: found, refused, and told.
#![cfg(not(target_arch = "wasm32"))]

use countersign::{Error, Scheme, Verifier, schemes};

#[test]
fn tmp() {
    for scheme in schemes() {
        let own = Scheme { touching_inputs: false, companion: None, ..*scheme };
        match Verifier::new(&own, &[], &[]) {
            Err(Error::SchemeInvalid(fault)) => println!("{} {fault}", scheme.id),
            Err(_) | Ok(_) => {}
        }
    }
}
