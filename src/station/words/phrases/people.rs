//! Before anybody is on, logging on and off.

use crate::station::words::{Language, Words, table};

table! {
    // Nobody logged on.
    welcome_title => "Ready", "就绪";
    scan_badge => "Scan your badge", "请刷工牌";
    welcome_counter => "Then scan a job, and its parts.", "然后扫工单，再扫配件。";
    welcome_bay => "Then scan your job: work starts at once.", "然后扫工单，即开工。";
    welcome_part => "Scan a part to see where it lies.", "扫配件可查货位与库存。";
    not_enrolled_title => "This kiosk is not set up yet", "本终端尚未注册";
    not_enrolled(station) => "Kiosk {station} does not belong to a hub yet.", "终端 {station} 尚未加入服务器。";
    enrol_how => "At the hub: pitbox enrol --new. Scan the code it prints, or type it here and press Enter.", "在服务器上运行 pitbox enrol --new，扫描其打印的注册码，或在此输入后按回车。";
    enrolling => "asking the hub…", "正在向服务器注册…";
    enrol_failed(why) => "Not enrolled: {why}", "注册失败：{why}";
    enrol_first => "Enrol this kiosk first: nothing is recorded before.", "请先注册本终端，注册前不记录任何内容。";
    already_enrolled => "This kiosk is enrolled already. Nothing was changed.", "本终端已注册，未作更改。";
    enrol_code => "enrolment code", "注册码";

    // Logging on and off.
    hello(name) => "Hello, {name}", "您好，{name}";
    already_you(name) => "{name} is logged on already", "{name} 已登录";
    switched(name) => "Now: {name}", "当前：{name}";
    unknown_badge => "Unknown badge", "未知工牌";
    unknown_badge_help => "A lead can give it: home, /, Badges, the person, then hold it here.", "主管可发放：首页按 /，选“工牌”和人员，再在此贴卡。";
    unknown_badge_by => "An administrator's PIN allows it. Nothing was changed.", "需管理员 PIN。未作任何更改。";
    unknown_person_help => "The office enters people (people.csv). Nothing was changed.", "人员由办公室登记（people.csv）。未作任何更改。";
    person_left_help => "Is that wrong? The office changes it (people.csv, left). Nothing was changed.", "如有误，请办公室更正（people.csv 的 left）。未作任何更改。";
    badge_revoked => "This badge was lost or taken back: it is nobody's", "该工牌已挂失或收回，不可使用";
    badge_expired => "The time of this badge is over", "该工牌已过期";
    person_left(name) => "{name} does not work here any more", "{name} 已离职";
    logged_off => "Logged off", "已退出登录";
    idle_off => "Logged off: nobody was here for a while", "长时间无人操作，已退出登录";
    still_working(job) => "You are still working on {job}: the clock runs on.", "您仍在工单 {job} 上施工，计时继续。";
    still_working_of(name, job) => "{name} is still working on {job}: the clock runs on.", "{name} 仍在工单 {job} 上施工，计时继续。";
    still_at(what) => "You are still at: {what}. The clock runs on.", "您仍在：{what}，计时继续。";
    still_at_of(name, what) => "{name} is still at: {what}. The clock runs on.", "{name} 仍在：{what}，计时继续。";
    badge_first => "Scan your badge first", "请先刷工牌";
    badge_first_help => "Nothing was recorded.", "未作任何记录。";
    lines_open(job) => "Job {job} has unsigned parts: scan the job again, then the receiver's badge.", "工单 {job} 有未签收的配件：请重新扫该工单，再由领料人刷工牌。";
}
