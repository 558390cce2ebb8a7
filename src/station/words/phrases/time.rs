//! Attendance and time.

use crate::station::words::{Language, Words, table};

table! {
    // Marks.
    time_in => "Clock in", "上班打卡";
    time_out => "Clock out", "下班打卡";
    time_missed(mark) => "{mark} (this kiosk has missed something)", "{mark}（本终端有遗漏）";
    time_break_begin => "Break begins", "开始休息";
    time_break_end => "Break ends", "结束休息";
    time_activity => "Time without a job", "非工单工时";
    time_activity_end => "End it", "结束非工单工时";
    time_training => "Training", "培训";
    time_cleaning => "Cleaning", "清洁整理";
    time_waiting => "Waiting for work", "待派工";
    time_meeting => "Meeting", "会议";
    time_other => "Other", "其他";
    time_marked(what) => "Recorded: {what}", "已记录：{what}";
    time_paused(job) => "Work on {job} is paused with it.", "工单 {job} 随之暂停。";
    time_already(what) => "As far as this kiosk knows, that stands already: {what}", "本机记录显示已是此状态：{what}";
    time_already_help => "Pressed twice? Then answer no. Was the other one done at another kiosk, or forgotten? Yes: it is recorded, and what nobody ended is to be checked.", "重复操作请选“否”。若之前在别处打卡或漏打，请选“是”：照记，未结束的时段待核实。";
    time_already_yes => "record it", "照记";
    time_activity_title => "Time without a job", "非工单工时";

    // My day, my week.
    time_my_day => "My day", "我的一天";
    time_my_week => "My week", "我的一周";
    time_day_of(day) => "My day {day}", "我的一天 {day}";
    time_week_of(from, to) => "My week {from} to {to}", "我的一周 {from} 至 {to}";
    time_attendance => "attended", "出勤";
    time_on_jobs => "on jobs", "工单工时";
    time_without_job => "no job", "非工单";
    time_breaks => "breaks", "休息";
    time_break => "break", "休息";
    time_credited => "credited", "标准工时";
    time_goes_on => "goes on", "进行中";
    time_nothing => "nothing recorded", "无记录";
    time_col_day => "day", "日期";
    time_col_from => "from", "开始";
    time_col_to => "to", "结束";
    time_col_hours => "hours", "时长";
    time_col_who => "who", "人员";
    time_entered => "entered or corrected later", "补录或已更正";
    time_forgotten => "a punch is missing: set by rule", "漏打卡，按规则补记";
    time_estimated => "clock was not sure", "时钟未校准";
    time_unattended => "not clocked in", "未上班打卡";
    time_unattended_start => "You have not clocked in: the card IN, or home, -, 1.", "您尚未上班打卡：扫“上班打卡”，或主页按 -、1。";
    time_how => "Forgotten something? Type 8:10-9:25 4711/1 (or a word for time without a job, or only the times for attendance), Enter; a lead allows it with the PIN. PgUp: earlier.", "漏记？输入 8:10-9:25 4711/1（或非工单名称，仅输时间为出勤）后按回车，由主管输入 PIN 批准。PgUp：更早。";
    time_not_read(text) => "Not understood: {text}", "无法识别：{text}";
    time_late_saved => "Entered afterwards", "已补录";

    // For leads.
    time_to_check => "Times to check", "待核实工时";
    time_to_check_title => "Times to check", "待核实工时";
    time_none_to_check => "nothing to check", "没有待核实的记录";
    time_correct_how => "Enter: right as it stands. Or type when it ended (17:05), or from when to when (8:00-17:05), then Enter.", "回车：确认无误。或输入结束时间（17:05）或起止时间（8:00-17:05）后按回车。";
    time_unattended_how => "Not clocked in: type from when to when the person was there (8:00-17:05), then Enter. Enter alone: the work is right as it stands.", "未上班打卡：输入出勤起止时间（8:00-17:05）后按回车；直接回车：工时无误，不补出勤。";
    time_corrected => "Corrected; the original is kept", "已更正，保留原记录";
    time_is_right => "right as it stands", "确认无误";
    time_confirmed => "Confirmed", "已确认";
    badge_refused_of(name, when) => "{name}: a badge was refused, {when}", "{name}：工牌被拒，{when}";
    badge_was_lost => "lost or taken back", "已挂失或收回";
    badge_was_expired => "its time is over", "已过期";
    badge_was_left => "does not work here any more", "已离职";
    pin_wrong_of(name, count, when) => "{name}: {count} wrong PINs, the last {when}", "{name}：PIN 错误 {count} 次，最近 {when}";
    refused_impossible_time => "That cannot be: it ends before it begins, lies in the future, or is longer than a day", "时间不合理：结束早于开始、在将来或超过一天";
    refused_time_taken => "Something else is recorded for that time", "该时段已有其他记录";
    refused_unknown_time => "There is no such time", "没有该时段记录";
    refused_no_clock => "The clock is not known to be right", "时钟尚未校准";
}
