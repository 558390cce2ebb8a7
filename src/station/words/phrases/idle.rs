//! What expires, lies above its maximum, or has not moved for long; and where a part came from and went.

use crate::station::words::{Language, Words, table};

table! {
    expiry_title => "Expires within 90 days", "90 天内到期";
    expiry_none => "No lot expires soon.", "近期没有批次到期。";
    overstock_title => "Above the maximum", "超储";
    overstock_none => "Nothing lies above its maximum.", "没有超储配件。";
    dead_title => "Not moved for 180 days", "呆滞：180 天未动";
    dead_none => "Everything has moved within 180 days.", "180 天内均有出入库。";
    idle_reading => "The log is being read ..", "正在读取记录……";
    col_lot => "lot", "批次";
    col_expires => "good until", "有效期至";
    col_max => "maximum", "最高库存";
    col_above => "above", "超出";
    col_worth => "worth", "金额";
    col_last_moved => "last moved", "上次出入";
    cost_of_one => "cost", "成本";
    price_of_one => "price", "售价";
    key_trace => "trace", "追溯";
    trace_title(part) => "Trace of {part}, the newest first", "{part} 追溯（最新在前）";
    key_trace_car => "parts of this car", "本车配件追溯";
    trace_of_car(vin) => "Parts of {vin}, the newest first", "{vin} 配件追溯（最新在前）";
    trace_part => "part", "配件";
    trace_none => "Nothing was moved.", "没有出入库记录。";
    trace_when => "when", "时间";
    trace_by => "by", "经手";
    trace_vehicle => "vehicle", "车辆";
    trace_from => "from", "从";
    trace_to => "to", "到";
}
