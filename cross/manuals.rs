//! Writes the manual pages and the shell completions of `pitbox` into a folder, from its own command line.
//!
//!     cargo run --example manuals -- FOLDER

use std::error::Error;
use std::path::PathBuf;

use clap_complete::Shell;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("which folder?")?);
    let mut command = pitbox::cli::command();
    for (place, shell) in [("bash", Shell::Bash), ("zsh", Shell::Zsh), ("fish", Shell::Fish)] {
        std::fs::create_dir_all(folder.join(place))?;
        clap_complete::generate_to(shell, &mut command, "pitbox", folder.join(place))?;
    }
    let man = folder.join("man");
    std::fs::create_dir_all(&man)?;
    clap_mangen::generate_to(command, &man)?;
    Ok(())
}
