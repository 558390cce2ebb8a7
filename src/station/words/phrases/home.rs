//! The first screen, tasks, keys and help.

use crate::station::words::{Language, Words, table};

table! {
    // Home.
    home_title => "What next?", "请选择";
    home_hint_counter => "Scan a job to issue parts, or choose:", "扫工单发料，或选择：";
    home_hint_looks => "Scan a job to open it, or choose:", "扫工单打开，或选择：";
    home_hint_bay => "Scan a job to start it, or choose:", "扫工单开工，或选择：";
    working_on => "working on", "正在施工";
    working_since(since) => "since {since}", "自 {since}";
    not_working => "nothing started", "未开工";

    // Tasks and keys.
    task_jobs => "Jobs", "工单";
    task_look_up => "Look up a part", "查配件";
    task_return => "Return a part", "退料";
    task_receive => "Receive a delivery", "入库";
    task_put_away => "Put away", "上架";
    task_label => "Print a label", "打印标签";
    task_pause => "Pause", "暂停";
    task_start => "Start", "开工";
    task_finish => "Finish", "完工";
    task_queue => "Labels waiting", "标签队列";
    task_cards => "Print the card sheet", "打印指令卡";
    task_log_off => "Log off", "退出登录";
    task_help => "Help", "帮助";
    key_back => "back", "返回";
    key_enter => "Enter", "回车";
    key_esc => "Esc", "Esc键";
    key_choose => "choose", "选择";
    key_letters => "A-Z", "字母";
    key_types => "type it", "输入";
    key_undo => "undo", "撤销";
    key_done => "done", "完成";
    key_issue_selected => "issue selected", "发所选";
    key_fit_selected => "fit selected", "装所选";
    key_sets_quantity => "set quantity", "改数量";
    key_language => "中文", "English";
    key_language_plain => "Language", "语言";
    yes => "yes", "是";
    no => "no", "否";

    // Help.
    help_title => "Help", "帮助";
    help_scan => "Every screen understands every scan:", "任何画面都可以扫任何条码：";
    help_badge => "badge: log on, switch, sign for parts", "工牌：登录、换人、签收";
    help_job_counter => "job: issue parts to it", "工单：为其发料";
    help_job_bay => "job: start it, or switch to it", "工单：开工或换到该工单";
    help_part_counter => "part: issue one; again for one more; digits and Enter set the quantity", "配件：发一件，再扫加一；输入数字后回车改数量";
    help_part_bay => "part: confirm it fitted, or take it from an open shelf", "配件：确认已装，或从开放货架领取";
    help_bin => "bin: take from here, or put here", "货位：从此取或放到此处";
    help_cards => "cards: RETURN, RECEIVE, DONE, UNDO, CANCEL, quantities, reasons", "指令卡：退料、入库、完成、撤销、取消、数量、原因";
    help_saved => "saved: stored in this kiosk for good, even if the power fails now.", "“已保存”：已写入本机存储，断电也不会丢失。";
}
