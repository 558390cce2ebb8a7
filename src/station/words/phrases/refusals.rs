//! Wrong things and refusals.

use crate::station::words::{Language, Words, table};

table! {
    // Wrong things, refusals.
    saved => "saved", "已保存";
    refused_unknown_part(part) => "Part {part} is not in the catalogue", "配件目录中没有 {part}";
    refused_unknown_job(job) => "Job {job} is not known here", "没有工单 {job}";
    refused_unknown_bin(bin) => "Bin {bin} is not known here", "没有货位 {bin}";
    refused_unknown_person(person) => "Person {person} is not known here", "没有人员 {person}";
    refused_unknown_operation(job, op) => "Job {job} has no operation {op}", "工单 {job} 没有维修项目 {op}";
    refused_unknown_line(job, line) => "Job {job} has no line {line}", "工单 {job} 没有第 {line} 行";
    refused_role(role) => "Not allowed as {role}", "{role}无此权限";
    refused_settled(job, state) => "Job {job} is {state}: nothing more can be booked on it", "工单 {job} {state}，不能再记账";
    refused_quantity(qty) => "{qty} is not possible as a quantity here", "数量 {qty} 不可用";
    refused_same_quantity(qty) => "The quantity is {qty} already", "数量已是 {qty}";
    refused_fraction(unit) => "This part is counted in whole numbers ({unit})", "该配件只能按整数计（{unit}）";
    refused_serial_one => "A serial number is one piece", "一个序列号只能是一件";
    refused_serial_elsewhere(serial, place) => "Serial {serial} is booked at: {place}", "序列号 {serial} 账上在：{place}";
    refused_counter(part) => "{part} lies behind the counter", "{part} 在配件柜台";
    refused_counter_help => "Fetch it at the parts counter; a bay takes only from open shelves.", "请到配件柜台领取，工位只能取开放货架。";
    refused_from_bin(part) => "No bin has {part}", "没有货位存有 {part}";
    refused_not_at_job(part, job, there) => "Job {job} has only {there} of {part}", "工单 {job} 上 {part} 只有 {there}";
    refused_nothing_to_sign(job) => "Nothing to sign for at job {job}", "工单 {job} 没有待签收的配件";
    refused_nothing_to_undo => "Nothing here to undo", "没有可撤销的操作";
    refused_already_undone => "That was undone already", "该操作已撤销";
    refused_built_upon => "Something later builds on it: undo that first", "后续操作依赖于此，请先撤销后续操作";
    refused_already_running(job) => "You are working on {job} already", "您已在工单 {job} 上施工";
    refused_too_soon => "The same again: ignored", "重复操作，已忽略";
    refused_not_running => "Nothing of yours is running here", "您没有正在施工的项目";
    refused_op_done(job, op) => "Operation {op} of job {job} is done", "工单 {job} 的项目 {op} 已完工";
    refused_own_check(level) => "The {level} is for somebody else than the doer", "{level}不能由施工人自己做";
    refused_check_not_needed(level) => "No {level} is due here", "此处不需要{level}";
    refused_not_finished(op) => "Operation {op} is not finished yet", "项目 {op} 尚未完工";
    refused_same_bin(bin) => "It lies in bin {bin} already", "已在货位 {bin}";
    refused_teach(why) => "This code cannot be taught: {why}", "该条码不能关联配件：{why}";
    teach_empty => "it is empty", "内容为空";
    teach_too_long => "it is too long", "内容过长";
    teach_own => "it begins like our own labels and cards", "与本店标签和指令卡的格式相同";
    refused_taught_already(part) => "The code means {part} already", "该条码已关联 {part}";
    taught(code, qty, part) => "Taught: {code} means {qty} {part}", "已关联：{code} 即 {qty} {part}";
    forgotten(code, part) => "Forgotten: {code} no longer means {part}", "已取消关联：{code} 不再是 {part}";
    refused_exists(what) => "{what} exists already", "{what} 已存在";
    nothing_changed => "Nothing was changed.", "未作任何更改。";
    wrong_read(what) => "That was {what}", "您扫的是{what}";
    wanted_here(what) => "Wanted here: {what}", "此处应扫：{what}";
    is_part(part) => "part {part}", "配件 {part}";
    is_bin(bin) => "bin {bin}", "货位 {bin}";
    is_job(job) => "job {job}", "工单 {job}";
    is_tote(tote) => "tote {tote}", "料箱 {tote}";
    a_part => "a part", "配件";
    a_bin => "a bin", "货位";
    card_not_here(card) => "The card {card} does nothing here", "指令卡 {card} 在此无效";
    unknown_title => "Unknown code", "未知条码";
    unknown_code => "Nobody knows this code", "无法识别该条码";
    unknown_raw => "read", "读到";
    unknown_symbology => "symbology", "码制";
    unknown_why => "why", "原因";
    unknown_device => "by", "设备";
    unknown_help => "Nothing was changed. Look the part up by its number, or ask the counter.", "未作更改。请按编号查配件，或询问柜台。";
    unknown_qty => "one scan stands for", "每扫一次代表";
    unknown_teach => "To teach it: scan the part's own label, or type to search it. One scan stands for more than one? Enter the quantity first. Pitbox asks before it learns.", "关联配件：扫该配件的标签，或输入查找。每扫一次不止一件时，请先输入数量。确认后才会保存。";
    teach_offer => "Press t, or scan YES, to teach what it means.", "按 t 或扫“是”，可关联配件。";
    teach_question(code, qty, part) => "Teach: {code} means {qty} {part}?", "关联：{code} 即 {qty} {part}？";
    teach_qty_help => "Another quantity: scan its card now.", "数量不同时，请扫数量卡。";
    taught_scan_again => "Scan it again to use it.", "再扫一次即可使用。";
}
