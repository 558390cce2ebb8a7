//! A kiosk that joins a site with much behind it begins with the hub's snapshot, and is the same as the others from then on.

use std::fmt::Write;
use std::fs;

use super::all_at_hub;
use crate::rig::{Setup, Site, tools, until};

/// More records than a station pulls from their beginning (`hub::snapshots`).
const MANY: usize = 5_200;

/// A workshop with so many opening balances that a new kiosk does not pull them one by one.
fn old_site() -> Site {
    let site = Site::sample();
    let folder = site.kiosk_folder("tables");
    fs::create_dir_all(&folder).expect("a folder");
    let mut parts = "number,name_en,name_zh,unit\n".to_owned();
    let mut stock = "part,bin,qty\n".to_owned();
    for n in 0..MANY {
        writeln!(parts, "OLD{n:05},Old part {n},旧零件{n},pc").expect("a line");
        writeln!(stock, "OLD{n:05},A-01-1,{}", n % 9 + 1).expect("a line");
    }
    fs::write(folder.join("parts.csv"), parts).expect("a file");
    fs::write(folder.join("stock.csv"), stock).expect("a file");
    let (folder, url) = (folder.to_str().expect("a path").to_owned(), site.hub.url());
    let token = site.hub.config().with_file_name("data").join("token");
    let token = token.to_str().expect("a path");
    let taken = tools::run(&["import", "--dir", &folder, "--hub", &url, "--token-file", token]);
    assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
    site
}

#[test]
fn a_new_kiosk_begins_with_the_hubs_snapshot_and_goes_on_like_any_other() {
    let site = old_site();
    let setup = || Setup { name: "new", ..Setup::counter() };
    site.enrol(&setup());
    let mut bay = site.kiosk(setup());
    bay.terminal.sees("stock and the jobs of the workshop from the hub");
    let hub_stock = || tools::of(&["stock"], &site.hub.config());
    // The history follows, and then the log starts where every log starts.
    until("the kiosk has the hub's stock and when each part came", || (bay.stock() == hub_stock()).then_some(()));
    until("it has the history", || (bay.log().len() == site.hub.records().len()).then_some(()));
    let reader = pitbox::store::LogReader::open(&bay.config.with_file_name("store")).expect("the store");
    assert_eq!(reader.missing_history().expect("the store"), None);
    let left = fs::read_dir(bay.config.with_file_name("store")).expect("a folder").filter_map(Result::ok);
    let left: Vec<_> = left.map(|entry| entry.file_name().into_string().expect("a name")).collect();
    assert!(left.iter().all(|name| !name.contains("snapshot")), "{left:?}");

    // It records, and has what others recorded.
    bay.badge(3);
    bay.scan_code("part", "HU 6002 z", "HU 6002 z");
    let audited = tools::run(&["audit", "verify", "--config", bay.config.to_str().expect("a path")]);
    assert!(audited.status.success(), "{}", String::from_utf8_lossy(&audited.stdout));
    let mut other = site.kiosk(Setup::bay());
    until("the old kiosk has the same stock", || (other.stock() == hub_stock()).then_some(()));
    assert!(other.log().len() > MANY, "it was there before, and has pulled every record");
    assert!(other.stop().success());
    all_at_hub(&site, &bay);

    // Folded from its records alone it is the same.
    assert!(bay.stop().success());
    let _ = fs::remove_file(bay.config.with_file_name("store").join("cache.bin"));
    bay.start_again(|_| {});
    assert_eq!(bay.stock(), hub_stock());
}
