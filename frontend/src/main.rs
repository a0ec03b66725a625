//! The wasm binary of the page. Owns: the call that starts the app; all else is in the library, so that tests reach it.

fn main() {
    frontend::start();
}
