//! The bodies of the fuzz targets as property tests: arbitrary bytes, and the seeds cut, changed and joined
//! (docs/fuzzing.md). Every seed runs as it is, too.

#[path = "../fuzz/bodies/mod.rs"]
#[expect(unreachable_pub, reason = "the fuzz targets use it from outside")]
mod bodies;

use std::fs;
use std::path::{Path, PathBuf};

use bodies::{BODIES, Body};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

/// Cases of each kind for each body, unless the environment's `PITBOX_FUZZ_CASES` says how many (docs/fuzzing.md).
const CASES: u32 = 96;

fn cases() -> u32 {
    std::env::var("PITBOX_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("list the folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = folder().join("corpus").join(name);
    names(&folder).iter().map(|file| fs::read(folder.join(file)).expect("a seed")).collect()
}

#[test]
fn every_body_has_a_target_and_seeds() {
    let bodies = || BODIES.iter().map(|(name, _)| (*name).to_owned());
    let mut expected: Vec<String> = bodies().collect();
    expected.sort();
    assert_eq!(names(&folder().join("corpus")), expected);
    let targets: Vec<String> = expected.iter().map(|name| format!("{name}.rs")).collect();
    assert_eq!(names(&folder().join("targets")), targets);
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).expect("the manifest");
    for name in bodies() {
        assert!(manifest.contains(&format!("[[bin]]\nname = \"{name}\"\npath = \"targets/{name}.rs\"\n")), "{name}");
        assert!(seeds(&name).len() >= 2, "seeds of {name}");
        bodies::run(&name, b"");
    }
}

/// A seed with a piece of another put in, a byte changed, a piece left out, or its end cut off.
fn mutated(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<Index>(), any::<Index>(), any::<Index>(), any::<u8>(), 0..6_u8);
    let seed = prop::sample::select(seeds);
    (seed.clone(), seed, prop::collection::vec(change, 0..6)).prop_map(|(mut bytes, other, changes)| {
        for (at, to, from, byte, kind) in changes {
            let at = at.index(bytes.len() + 1);
            let to = at + to.index(bytes.len() + 1 - at);
            match kind {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(at..to)),
                2 => bytes.insert(at, byte),
                3 => drop(bytes.splice(at..to, other[from.index(other.len() + 1)..].iter().copied())),
                4 => bytes.extend_from_within(at..to),
                _ => bytes.iter_mut().skip(at).take(1).for_each(|it| *it = byte),
            }
        }
        bytes
    })
}

fn survives(body: Body, strategy: &impl Strategy<Value = Vec<u8>>) -> Result<(), String> {
    let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
    let run = TestRunner::new(config).run(strategy, |bytes| {
        body(&bytes);
        Ok(())
    });
    run.map_err(|error| error.to_string())
}

#[test]
fn every_seed_runs() {
    for (name, body) in BODIES {
        seeds(name).iter().for_each(|seed| body(seed));
    }
}

#[test]
fn no_bytes_end_the_program() {
    for (name, body) in BODIES {
        let result = survives(*body, &prop::collection::vec(any::<u8>(), 0..400));
        assert_eq!(result, Ok(()), "{name}");
    }
}

#[test]
fn no_text_ends_the_program() {
    for (name, body) in BODIES {
        let text = "[ -~\u{1d}\u{1e}\u{4}\r\n油漆é]{0,200}".prop_map(String::into_bytes);
        assert_eq!(survives(*body, &text), Ok(()), "{name}");
    }
}

#[test]
fn no_damage_to_what_is_real_ends_the_program() {
    for (name, body) in BODIES {
        assert_eq!(survives(*body, &mutated(seeds(name))), Ok(()), "{name}");
    }
}
