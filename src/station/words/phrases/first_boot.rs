//! The first set-up of a kiosk.

use crate::station::words::{Language, Words, table};

table! {
    boot_steps => "to do", "步骤";
    boot_language => "Language: English. F12 changes it.", "语言：中文。按 F12 切换。";
    boot_language_plain => "Language: English. This console has no Chinese letters (F12 says more).", "语言：英文。此控制台没有汉字字形（按 F12 查看说明）。";
    boot_clock_right => "Clock: right", "时钟：正确";
    boot_clock_wrong => "Clock: not known to be right; it is set by the network", "时钟：尚未校准，联网后自动校准";
    boot_devices_none => "Devices: none is in use. F9 sets them up.", "设备：均未启用。按 F9 设置。";
    boot_devices_ready(n) => "Devices: {n} ready. F9 shows them and prints a test label.", "设备：{n} 个就绪。按 F9 查看并打印测试标签。";
    boot_devices_unwell(names) => "Devices: not ready: {names}. F9 shows why.", "设备：{names} 未就绪。按 F9 查看原因。";
    boot_scan => "Test scan: scan any label", "测试扫码：请扫任意标签";
    boot_scan_done(text) => "Test scan: read {text}", "测试扫码：已读到 {text}";
    boot_code => "Code of the hub: scan it, or type it", "服务器注册码：请扫描或输入";
}
