//! Jobs.

use crate::station::words::{Language, Words, table};

table! {
    // Jobs.
    jobs_title => "Jobs", "工单";
    jobs_filter => "search", "查找";
    jobs_none => "No open jobs.", "没有未完成的工单。";
    jobs_more(n) => "{n} more: type a number, plate or VIN", "还有 {n} 条：输入工单号、车牌或车架号";
    job_title(job) => "Job {job}", "工单 {job}";
    plate => "plate", "车牌";
    vin => "VIN", "车架号";
    state => "state", "状态";
    customer => "customer", "客户";
    advisor => "service advisor", "服务顾问";
    promised => "promised", "预计交车";
    customer_words => "customer says", "客户描述";
    customer_waits => "waits here", "在店等候";
    payer_title => "payer", "付费类型";
    parts_table => "Parts", "配件";
    operations_table => "Operations", "维修项目";
    no_lines => "No parts are required.", "无需配件。";
    no_operations => "No operations.", "无维修项目。";
    col_part => "part", "配件号";
    col_name => "name", "名称";
    col_issued => "issued", "已发";
    col_fitted => "fitted", "已装";
    col_bin => "bin", "货位";
    col_qty => "qty", "数量";
    col_no => "no.", "序号";
    col_operation => "operation", "维修项目";
    col_hours => "hours", "工时";
    col_state => "state", "状态";
    col_who => "who", "人员";
    col_job => "job", "工单";
    col_model => "model", "车型";
    col_place => "place", "位置";
    unsigned(n) => "{n} unsigned: the receiver's badge signs", "{n} 行待签收：请领料人刷工牌";
    unlisted_part => "not on the list", "不在清单";
    unlisted(name) => "not on the list: {name}", "不在清单：{name}";
    take_from(bin) => "taking from bin {bin}", "从货位 {bin} 取料";
}
