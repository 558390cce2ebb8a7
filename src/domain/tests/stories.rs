//! Plays the stories under `stories/`. With `PITBOX_WRITE_STORIES` set they are written anew: read the difference.

use std::path::Path;

use super::script::Stage;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/domain/tests/stories");

fn stories() -> Vec<(String, String)> {
    let mut files: Vec<_> = std::fs::read_dir(FOLDER).expect("the stories").map(|file| file.unwrap().path()).collect();
    files.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

/// The stories of a file, each from its title to the next.
fn single(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("# ") {
            all.push(String::new());
        }
        let story = all.last_mut().expect("a file begins with a title");
        story.push_str(line);
        story.push('\n');
    }
    all
}

#[test]
fn every_story_is_told_as_written() {
    let mut wrong = Vec::new();
    for (file, text) in stories() {
        let told: Vec<String> = single(&text).iter().map(|story| Stage::play(story)).collect();
        if std::env::var_os("PITBOX_WRITE_STORIES").is_some() {
            std::fs::write(Path::new(FOLDER).join(&file), told.concat()).unwrap();
        }
        let written = single(&text);
        wrong.extend(written.iter().zip(&told).filter(|(written, told)| written != told).map(|(written, told)| {
            let at = written.lines().zip(told.lines()).find(|(a, b)| a != b);
            let title = told.lines().next().unwrap_or_default();
            format!("{file}: {title}\n  written and told: {at:#?}\n")
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn there_are_many_stories_and_every_refusal_has_one() {
    let all: String = stories().into_iter().map(|(_, text)| text).collect();
    assert!(single(&all).len() >= 80, "{} stories", single(&all).len());
    let told = |name: &str| [": ", " "].iter().any(|before| all.contains(&format!("{before}{name}")));
    let missing: Vec<&str> = super::print::REFUSALS.iter().copied().filter(|name| !told(name)).collect();
    assert!(missing.is_empty(), "no story of {missing:?}");
}
