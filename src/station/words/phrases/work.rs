//! Work on operations.

use crate::station::words::{Language, Words, table};

table! {
    // Work.
    started(job, operation) => "Started: {job} {operation}", "已开工：{job} {operation}";
    switched_job(job, operation) => "Switched to {job} {operation}", "已切换到：{job} {operation}";
    paused(job, reason) => "Paused: {job}, {reason}", "已暂停：{job}，{reason}";
    finished(job, operation) => "Finished: {job} {operation}", "已完工：{job} {operation}";
    checked(level, job, operation) => "{level} done: {job} {operation}", "{level}完成：{job} {operation}";
    already_on(job) => "You are working on {job} already", "您已在工单 {job} 上施工";
    start_begins_anew => "Were you at something else meanwhile, at another kiosk? Then START begins it anew.", "期间在别处做过其他工作？扫“开工”即重新开始计时。";
    done_finishes => "DONE finishes, a reason card pauses.", "扫“完成”即完工，扫原因卡即暂停。";
    which_operation(job) => "Job {job}: which operation?", "工单 {job}：哪个维修项目？";
    pause_title => "Pause: why?", "暂停：原因？";
    own_check_question(operation) => "Finish {operation}: have you checked your own work?", "完工 {operation}：是否已自检？";
    own_check_yes => "yes, finished and checked", "是，完工并已自检";
    own_check_no => "not yet", "尚未";
    check_question(level, operation) => "{level} of {operation}: is it good?", "{level} {operation}：是否合格？";
    check_by_other(level, operation) => "Somebody else has to make the {level} of {operation}.", "{operation}：须由他人{level}。";
    check_later => "not now", "暂不";
    all_done(job) => "All operations of {job} are done.", "工单 {job} 的维修项目全部完成。";
    job_ready(job) => "Job {job} is ready.", "工单 {job} 待交车。";
    job_to_check(job) => "Job {job} goes to the check.", "工单 {job} 待检验。";

    typed => "typed", "输入";
    task_enrol => "Enrol", "注册";
    signature => "signature", "签收";
    newer_number => "newer number", "替换件";
    nothing => "nothing, go back", "不操作，返回";
    help_type => "No scanner at hand? Type a number, a name or pinyin initials and press Enter.", "没有扫描枪时：输入编号、名称或拼音首字母后按回车。";
}
