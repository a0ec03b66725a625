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
            eprintln!("digiverkosto: {}", told(&error));
            ExitCode::FAILURE
        }
    }
}

/// An error and what caused it. Libraries differ in whether an error's text holds its cause's; nothing is told twice.
fn told(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !told.ends_with(&cause) {
            if !told.is_empty() {
                told.push_str(": ");
            }
            told.push_str(&cause);
        }
    }
    told
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_cause_is_told_once() {
        let error = anyhow::anyhow!("file is not a database").context("database: file is not a database");
        let error = error.context("cannot open x");
        assert_eq!(super::told(&error), "cannot open x: database: file is not a database");
    }
}
