//! `countersign-bindgen INPUT.wasm OUTPUT_DIR`: the glue and the module the npm package is built from, and the names of the
//! numbers in an answer.

use wasm_bindgen_cli_support::Bindgen;

#[path = "../../../src/js/slots.rs"]
mod slots;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output] = arguments.as_slice() else {
        eprintln!("usage: countersign-bindgen INPUT.wasm OUTPUT_DIR");
        std::process::exit(2);
    };
    let generated = Bindgen::new()
        .input_path(input)
        .bundler(true)
        .and_then(|bindgen| {
            bindgen
                .out_name("core")
                .typescript(false)
                .remove_name_section(true)
                .remove_producers_section(true)
                .generate(output)
        });
    if let Err(error) = generated {
        eprintln!("countersign-bindgen: {error:?}");
        std::process::exit(1);
    }
    if let Err(error) = std::fs::write(std::path::Path::new(output).join("slots.js"), slots_module()) {
        eprintln!("countersign-bindgen: slots.js: {error}");
        std::process::exit(1);
    }
}

/// The names as a JavaScript module: `signed::URL` is `SIGNED_URL`.
fn slots_module() -> String {
    let mut module = String::new();
    for (group, names) in slots::ALL {
        for (name, number) in *names {
            module += &format!("export const {}_{name} = {number}\n", group.to_uppercase());
        }
    }
    module + &format!("export const UNCHANGED = {}\n", slots::UNCHANGED)
}
