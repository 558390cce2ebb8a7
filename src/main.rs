//! The `pitbox` command.

fn main() -> std::process::ExitCode {
    pitbox::cli::run()
}
