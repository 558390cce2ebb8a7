//! Terminals of all sizes, the bare console of Linux, and the Chinese screens.

use super::people::SUN;
use crate::rig::terminal::key;
use crate::rig::{Bay, Setup, Site};

/// Badge, job and part: the screens that everybody needs.
fn issue(bay: &mut Bay, hello: &str, saved: &str) -> String {
    bay.badge(SUN);
    bay.terminal.sees(hello);
    bay.scan_code("job", "4711", "4711");
    bay.scan_code("part", "06L115562B", saved)
}

#[test]
fn every_size_says_what_counts() {
    let site = Site::sample();
    for (at, size) in [(64, 18), (80, 24), (120, 40)].into_iter().enumerate() {
        let mut bay = site.kiosk(Setup { size, ..Setup::counter() });
        bay.badge(SUN);
        bay.terminal.sees("Hello, Sun Min");
        bay.scan_code("job", "4711", "4711");
        let screen = bay.scan_code("part", "06K145933AC", "06K145933AC");
        if at == 0 {
            bay.terminal.sees("saved - Issued: 1 pc 06K145933AC to job 4711");
        } else {
            assert!(bay.terminal.sees("More than required?").contains("1 pc more: why?"), "{screen}");
        }
        assert!(bay.stop().success());
    }
}

#[test]
fn a_window_that_changes_its_size_is_drawn_anew() {
    let site = Site::sample();
    let mut bay = site.kiosk(Setup { size: (120, 40), ..Setup::counter() });
    issue(&mut bay, "Hello, Sun Min", "saved - Issued: 1 pc 06L115562B to job 4711");
    for (columns, rows) in [(80, 24), (64, 18), (30, 6), (1, 1), (200, 60), (80, 24)] {
        bay.terminal.resize(columns, rows);
        if columns >= 64 {
            bay.terminal.wait("everything is drawn anew", |text| {
                text.contains("saved - Issued: 1 pc 06L115562B to job 4711") && text.contains("Sun Min")
            });
        }
    }
    bay.terminal.keys(key::F8);
    bay.terminal.sees("saved - Undone: Issued: 1 pc 06L115562B");
}

#[test]
fn the_console_of_linux_gets_ascii_and_english() {
    let site = Site::sample();
    let mut bay = site.kiosk(Setup { term: "linux", language: "zh-CN", size: (80, 24), ..Setup::counter() });
    issue(&mut bay, "Hello, Sun Min", "saved - Issued: 1 pc 06L115562B to job 4711");
    let written = bay.terminal.written();
    assert!(written.is_ascii(), "{}", String::from_utf8_lossy(&written));
}

#[test]
fn the_chinese_screens() {
    let site = Site::sample();
    let mut bay = site.kiosk(Setup { language: "zh-CN", ..Setup::counter() });
    bay.terminal.sees("请刷工牌");
    issue(&mut bay, "您好，孙敏", "已发料：1 件 06L115562B 到工单 4711");
    bay.terminal.sees("已保存");
    bay.scan_code("card", "undo", "已撤销");
    bay.scan_code("card", "language", "Job 4711");
    bay.scan_code("card", "log-off", "Logged off");
}
