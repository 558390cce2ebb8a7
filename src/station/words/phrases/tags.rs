//! RFID tags that are read as one act.

use crate::station::words::{Language, Words, table};

table! {
    tags_offer => "F9, or the card RFID TAGS, reads them as one.", "按 F9 或扫“读射频标签”一次读取。";
    key_tags(n) => "{n} tags", "{n} 个标签";
    key_tags_again => "read anew", "重新读取";
    tags_delivery => "Tags of the delivery", "到货射频标签";
    tags_bin(bin) => "Tags in bin {bin}", "货位 {bin} 射频标签";
    tags_tote(tote) => "Tags in tote {tote}", "料箱 {tote} 射频标签";
    tags_hint_delivery => "Hold all of it to the reader. DONE takes in what is new.", "请将全部货物放入感应区，扫“完成”将新到件入库。";
    tags_hint_count => "Pass the reader along the bin. DONE counts what was found.", "请沿货位扫过读写器，扫“完成”计入实盘。";
    tags_hint_tote => "Hold the tote to the reader. DONE says whether it is complete.", "请将料箱放入感应区，扫“完成”核对是否齐全。";
    tags_read => "tags read", "已读标签";
    tags_unknown => "of no known part", "未识别标签";
    tags_new => "new", "新到";
    tags_known => "known", "已在账";
    tags_expected => "book", "应有";
    tags_found => "found", "读到";
    tags_missing => "missing", "缺少";
    tags_unexpected => "too many", "多出";
    tags_nothing => "No tag here says anything new", "没有可入账的新标签";
    tags_hold => "Hold the parts to the reader; a part without a tag is scanned or typed.", "请将配件靠近读写器；无标签的配件请扫码或手工输入。";
    tags_again => "Read anew: what lies there comes again in a few seconds", "重新读取：感应区内标签几秒内再次出现";
    tags_left(part) => "Scan {part} once more to take it without its tag", "请再扫一次 {part}，按条码录入";
    tags_where => "Tags are read at a delivery, a bin that is counted or a tote", "射频标签用于入库、货位盘点和料箱核对";
    tags_where_help => "Open RECEIVE, COUNT and the bin, or PRE-PICK and the tote first.", "请先打开“入库”、“盘点”及货位，或“预拣”及料箱。";
    tags_received(n, parts) => "Received by tags: {n}, different parts: {parts}", "射频入库：{parts} 种配件共 {n}";
    tags_counted(n, bin) => "Counted by tags: {n} lines in {bin}", "射频盘点：{bin} 共 {n} 行";
    tote_complete(tote) => "Tote {tote} is complete by its tags", "料箱 {tote} 标签齐全";
    tote_differs(tote, missing, foreign) => "Tote {tote}: {missing} missing, {foreign} that do not belong there", "料箱 {tote}：缺 {missing}，多 {foreign}";
    tote_missing(qty, part) => "missing: {qty} {part}", "缺少：{part} {qty}";
    tote_foreign(qty, part) => "does not belong there: {qty} {part}", "不属于此料箱：{part} {qty}";
}
