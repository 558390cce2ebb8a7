//! The header and the screen that covers everything.

use crate::station::words::{Language, Words, table};

table! {
    // Header.
    hub_starting => "hub: connecting", "服务器：连接中";
    hub_online => "online", "联网";
    clock_unknown => "time?", "时间？";
    hub_offline_plain => "no network", "断网";
    hub_offline(since) => "no network since {since}", "{since} 起断网";
    hub_trouble(since) => "the hub does not answer well since {since}", "{since} 起服务器异常";
    hub_version(since) => "kiosk and hub are of different versions since {since}", "{since} 起终端与服务器版本不符";
    hub_unauthorised(since) => "the hub does not accept this kiosk since {since}", "{since} 起服务器不认可本终端";
    hub_diverged(since) => "records to be checked at the hub since {since}", "{since} 起服务器记录待核实";
    waiting(n) => "{n} waiting to send", "待发送 {n} 条";
    saving => "saving…", "保存中…";
    room_is_short => "storage nearly full: call the administrator", "存储将满：联系管理员";
    copy_behind(since) => "second copy behind since {since}", "{since} 起副本未更新";
    device_gone(device, since) => "{device} gone since {since}", "{device}：{since} 起断开";
    device_denied(device, since) => "{device}: no permission since {since}", "{device}：{since} 起没有权限";
    device_trouble(device, what, since) => "{device}: {what} since {since}", "{device}：{what}（{since} 起）";
    labels_to_check(n) => "labels to check: {n}", "标签待核实 {n} 张";

    // Store failures.
    stop_title => "NOTHING IS BEING RECORDED", "当前无法记录";
    stop_disk_full => "The kiosk's storage is full. What was saved before is safe. Free some space or call the administrator.", "本机存储已满，之前已保存的记录安全。请清理空间或联系管理员。";
    stop_failed(why) => "The kiosk's storage failed: {why}", "本机存储故障：{why}";
    stop_what_to_do => "Do not scan on. Call the administrator; the kiosk tries again by itself.", "请勿继续扫描，联系管理员；本机会自动重试。";
    stop_damaged_do => "Do not scan on. Call the administrator: `pitbox salvage` saves what can be read. What the hub has is safe there.", "请勿继续扫描，联系管理员用 pitbox salvage 抢救可读记录。服务器已收到的记录安全。";
    store_damaged(what) => "the records here are damaged ({what})", "本机记录已损坏（{what}）";
    save_failed(why) => "NOT SAVED: {why}", "未保存：{why}";
    disk_error(what) => "the storage did not take the data ({what})", "存储设备未能写入（{what}）";
    disk_full => "the storage is full", "存储已满";
}
