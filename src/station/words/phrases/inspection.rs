//! What came back opened or fitted and waits to be looked at.

use crate::station::words::{Language, Words, table};

table! {
    inspection_title => "Inspection: opened or fitted", "待检：已拆封或已装车";
    inspection_hint => "Scan a part or choose it, then say what becomes of it.", "扫配件或选择，再选处理方式。";
    inspection_none => "Nothing waits to be looked at.", "没有待检配件。";
    inspection_not_here(part) => "{part} does not wait for inspection", "{part} 不在待检中";
    inspection_claimed => "claim open", "索赔未结";
    inspect_what(qty, part) => "{qty} {part}: what becomes of it?", "{part} {qty}：如何处理？";
    inspect_new => "as new, into its bin", "按新件入库";
    inspect_opened => "as opened, into its bin", "按已拆封入库";
    inspect_scrap => "scrap", "报废";
    inspect_supplier => "back to the supplier", "退供应商";
    inspected(qty, part, place) => "Inspected: {qty} {part} to {place}", "已检：{part} {qty} 到{place}";
    inspected_as(qty, part, place, condition) => "Inspected: {qty} {part} into {place}, {condition}", "已检：{part} {qty} 到{place}（{condition}）";
    to_inspection(qty, part) => "To inspection: {qty} {part}", "转待检：{part} {qty}";
    key_opened => "opened or fitted", "已拆封/已装车";
    no_show_released(job) => "Nobody came for job {job}: it holds no parts any more", "工单 {job} 客户未到：不再占用配件";
    no_show_free => "Others may have them; handing out to the job takes them again.", "其他工单可用；向该工单发料时重新占用。";
    no_show_tote => "Put its tote back: PRE-PICK, x.", "请将料箱退回：“预拣”后按 x。";
}
