//! `countersign-bindgen INPUT.wasm OUTPUT_DIR`: the glue and the module the npm package is built from.

use wasm_bindgen_cli_support::Bindgen;

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
}
