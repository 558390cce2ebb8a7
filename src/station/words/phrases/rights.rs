//! Rights, approvals and PINs.

use crate::station::words::{Language, Words, table};

table! {
    // Asking for it.
    approval_question(right) => "This needs somebody who may: {right}", "需要有此权限的人批准：{right}";
    approval_help => "Scan that person's badge, or choose by number; then the PIN.", "请其刷工牌或按序号选择，再输入 PIN。";
    approval_nobody(right) => "Nobody here with a PIN may: {right}", "没有已设 PIN 的人员具有此权限：{right}";
    approval_not_by(name, right) => "{name} may not: {right}", "{name} 无此权限：{right}";
    approval_another => "The badge of somebody else, or Esc.", "请换人刷工牌，或按 Esc。";
    pin_the_old => "the old PIN", "原 PIN";
    pin_question(name) => "PIN of {name}", "请 {name} 输入 PIN";
    pin_dots(dots) => "PIN: {dots}", "PIN 码：{dots}";
    pin_checking => "checking the PIN…", "正在核对 PIN…";
    pin_by_keys => "A PIN is typed on the keys: no code and no card is a PIN.", "PIN 只能用按键输入，扫码和指令卡无效。";
    pin_wrong => "Wrong PIN", "PIN 错误";
    pin_tries_left(count) => "{count} more before a wait.", "还可试 {count} 次，之后须等待。";
    pin_locked(name, minutes) => "Too many wrong PINs: {name} waits here for {minutes} min", "PIN 错误次数过多：{name} 须在本机等待 {minutes} 分钟";
    pin_locked_help => "Somebody else who may can approve it now. Leads see this.", "可由其他有权限的人批准。主管可看到此记录。";
    pin_none(name) => "{name} has no PIN yet", "{name} 尚未设置 PIN";
    pin_none_help => "Set one first: on the home screen press -, then New PIN.", "请先设置：主页按 -，选择“设置 PIN”。";
    pin_too_short => "A PIN has at least 4 digits", "PIN 至少 4 位数字";
    pin_not_checked(why) => "The PIN could not be checked: {why}", "无法核对 PIN：{why}";

    // Setting one.
    task_me => "My page: attendance, time, PIN", "我的：考勤、工时、PIN";
    task_new_pin => "New PIN", "设置 PIN";
    pin_of(name) => "PIN of {name}", "{name} 的 PIN";
    pin_new => "new PIN", "新 PIN";
    pin_new_again => "the same again", "再输入一次";
    pin_new_help => "4 to 12 digits, then Enter. It is allowed with the old PIN, or by an administrator.", "4 到 12 位数字，按回车。须用旧 PIN 或由管理员批准。";
    pin_length => "A PIN has 4 to 12 digits", "PIN 须为 4 到 12 位数字";
    pin_easy => "Too easy to guess: one digit only, or digits in a row", "过于简单：不能全部相同或连号";
    pin_differs => "The two differ", "两次输入不一致";
    pin_begin_again => "Type the new PIN twice again. Nothing was changed.", "请重新输入两次。未作任何更改。";
    pin_is_set(name) => "New PIN of {name}", "{name} 的 PIN 已设置";
    badges_revoked(name) => "Taken back: badge of {name}", "{name} 的工牌已作废";
    badge_assigned(name) => "New badge of {name}", "{name} 的新工牌已登记";
    refused_badge_taken(person) => "This badge is that of {person} already", "该工牌已属于 {person}";
    refused_no_badge(person) => "{person} carries no badge", "{person} 没有工牌";

    // The rights.
    right_see_cost => "see cost", "查看成本";
    right_see_price => "see prices", "查看售价";
    right_see_customer => "see the customer's name and phone", "查看客户姓名和电话";
    right_handle_store => "handle the store", "仓库操作";
    right_work_on_cars => "work on cars", "车辆施工";
    right_take_special_order => "take a special order for another job", "挪用客户订件";
    right_approve_count => "approve a count", "批准盘点";
    right_enter_late => "late entry", "补录";
    right_correct_time => "correct times", "更正工时和考勤";
    right_teach_code => "teach a code", "关联条码";
    right_reverse_others => "reverse what others recorded", "冲销他人记录";
    right_scrap => "scrap parts", "报废配件";
    right_adjust_stock => "adjust stock", "调整库存";
    right_dispatch => "dispatch", "派工";
    right_inspect => "final check", "终检";
    right_open_cabinet => "open the cabinet", "打开柜门";
    right_manage_people => "badges and PINs of others", "管理工牌和 PIN";
    right_change_settings => "change settings", "更改设置";
}
