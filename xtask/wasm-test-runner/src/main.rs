//! What cargo starts for each test binary of the frontend: the runner of wasm-bindgen, used as a library so
//! that Cargo.lock keeps it at the version of the bindings and nobody has to install it.
//!
//! A crate of its own because only the tests need it. Owns nothing; the browser, its driver and their flags
//! come from `cargo xtask test` through the environment.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
