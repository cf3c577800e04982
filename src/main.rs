//! The program: calls the command line and exits with its code.

use std::process::ExitCode;

fn main() -> ExitCode {
    evenhand::cli::Runner::new().main()
}
