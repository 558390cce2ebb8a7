//! The scripts of the package that look after a kiosk: keys for maintenance, and a kiosk that is set up from files.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::rig::{Setup, Site, tools};

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVpkT7o ada@desk\n";

fn script(root: &Path, words: &[&str], input: &str) -> Output {
    let mut command = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("systemd").join(words[0]));
    tools::plain(&mut command);
    command.args(&words[1..]).env("PITBOX_ROOT", root).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    // One that takes no input may have ended.
    let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

#[test]
fn a_key_for_maintenance_reaches_one_thing_and_ends() {
    let root = tempfile::tempdir().expect("a folder");
    let keys = || std::fs::read_to_string(root.path().join("etc/pitbox/maintenance-keys")).unwrap_or_default();
    let done = |words: &[&str], input: &str| script(root.path(), words, input).status.success();
    assert!(done(&["maintenance", "allow", "ada", "8"], KEY));
    assert!(done(&["maintenance", "allow", "eve", "1", "watch"], KEY));
    let lines = keys();
    let [ada, eve] = lines.lines().collect::<Vec<_>>()[..] else { panic!("two keys: {lines}") };
    assert!(ada.starts_with("restrict,pty,expiry-time=\"2"), "{ada}");
    assert!(ada.contains("\",command=\"/usr/bin/pitbox admin --as ada\" ssh-ed25519 "), "{ada}");
    assert!(eve.contains("command=\"/usr/bin/pitbox admin --watch --as eve\""), "{eve}");
    let until = |line: &str| line.split('"').nth(1).map(str::to_owned);
    assert!(until(eve) < until(ada), "each has its own end: {lines}");

    assert!(done(&["maintenance", "allow", "ada", "2"], KEY));
    assert_eq!(keys().lines().count(), 2, "a new key takes the place of the old one");
    assert!(done(&["maintenance", "revoke", "ada"], ""));
    assert!(!keys().contains("ada\"") && keys().contains("eve"));
    let old = "restrict,pty,expiry-time=\"202001010000\",command=\"/usr/bin/pitbox admin --as bob\" ssh-ed25519 AAAA\n";
    std::fs::write(root.path().join("etc/pitbox/maintenance-keys"), old).expect("written");
    let listed = script(root.path(), &["maintenance", "list"], "");
    assert!(listed.stdout.is_empty(), "what has ended is not listed");

    for (words, key) in [
        (vec!["maintenance", "allow", "ada; sh", "8"], KEY),
        (vec!["maintenance", "allow", "ada", "9000"], KEY),
        (vec!["maintenance", "allow", "ada", "8"], "no key\n"),
        (vec!["maintenance", "allow", "ada", "8"], "ssh-ed25519 AAAA\",command=\"sh\n"),
        (vec!["maintenance", "allow", "ada", "8", "everything"], KEY),
    ] {
        assert!(!done(&words, key), "{words:?} {key}");
        assert!(!keys().contains("ada"), "{words:?} {key}");
    }
}

#[test]
fn the_console_is_chosen_with_one_command_and_only_where_it_is_installed() {
    let root = tempfile::tempdir().expect("a folder");
    let link = root.path().join("etc/systemd/system/pitbox-kiosk.service.d/50-console.conf");
    let show = || String::from_utf8(script(root.path(), &["console", "show"], "").stdout).expect("text");
    let refused = script(root.path(), &["console", "use", "kmscon"], "");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && said.contains("apt install kmscon fonts-wqy-microhei"), "{said}");
    assert!(std::fs::symlink_metadata(&link).is_err() && show() == "plain\n");

    for file in ["usr/bin/kmscon", "usr/share/fonts/truetype/wqy/wqy-microhei.ttc"] {
        let file = root.path().join(file);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(file, "").expect("written");
    }
    assert!(script(root.path(), &["console", "use", "kmscon"], "").status.success());
    let settings = std::fs::read_link(&link).expect("a link");
    assert_eq!(settings, Path::new("/usr/share/pitbox-kiosk/console-kmscon.conf"));
    assert_eq!(show(), "kmscon\n");
    assert!(script(root.path(), &["console", "use", "plain"], "").status.success());
    assert!(!link.parent().expect("a folder").exists() && show() == "plain\n");
    assert_eq!(script(root.path(), &["console", "use", "both"], "").status.code(), Some(2));
}

#[test]
fn a_kiosk_is_set_up_from_files_and_a_wrong_file_changes_nothing() {
    let site = Site::sample();
    let root = tempfile::tempdir().expect("a folder");
    let at = |name: &str| root.path().join(name);
    for folder in ["usr/bin", "etc/pitbox", "boot/firmware/pitbox"] {
        std::fs::create_dir_all(at(folder)).expect("a folder");
    }
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_pitbox"), at("usr/bin/pitbox")).expect("a link");
    let boot = at("boot/firmware/pitbox");
    Setup::bay().write(&boot, &site.hub.url());
    std::fs::write(boot.join("code"), site.hub.code().0 + "\r\n").expect("a code");
    std::fs::write(boot.join("contact"), "Ada, 110\n").expect("a contact");

    let good = std::fs::read_to_string(boot.join("kiosk.toml")).expect("written");
    std::fs::write(boot.join("kiosk.toml"), good.replace("role = \"bay\"", "role = \"boy\"")).expect("written");
    assert!(!script(root.path(), &["first-boot"], "").status.success());
    assert!(!at("etc/pitbox/kiosk.toml").exists(), "a wrong file is not used");
    let log = std::fs::read_to_string(boot.join("first-boot.log")).expect("a log");
    assert!(log.contains("station.role"), "{log}");

    std::fs::write(boot.join("kiosk.toml"), good).expect("written");
    let output = script(root.path(), &["first-boot"], "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(at("etc/pitbox/contact").exists() && !boot.join("code").exists(), "the code is gone: it was good once");
    let log = std::fs::read_to_string(boot.join("first-boot.log")).expect("a log");
    assert!(log.contains("enrolled: device"), "{log}");
    assert!(script(root.path(), &["first-boot"], "").status.success(), "again changes nothing");
    let config = at("etc/pitbox/kiosk.toml");
    assert!(tools::of(&["log"], &config).is_empty(), "the store is there, and nothing was recorded");
}
