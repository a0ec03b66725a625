//! The binary `digiverkosto`: parses the command line and runs the command.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = backend::cli::Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("digiverkosto: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(backend::cli::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("digiverkosto: {error:#}");
            ExitCode::FAILURE
        }
    }
}
