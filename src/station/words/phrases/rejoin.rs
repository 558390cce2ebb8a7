//! First contact with the hub after a card or the hub was restored.

use crate::station::words::{Language, Words, table};

table! {
    rejoin_recovered(n) => "{n} records of this kiosk came back from the hub: do not scan them again", "已从服务器找回本机 {n} 条记录：请勿重复扫描";
    rejoin_card => "This kiosk's storage lost records or was put back to an earlier state. Tell the administrator: its card may be failing.", "本机存储丢失过记录，或被恢复到较早状态。请告知管理员：存储卡可能有故障。";
    rejoin_kept(n) => "{n} records that only this kiosk has are kept and will be sent.", "仅本机有的 {n} 条记录已保留，将发送到服务器。";
    counted_anew => "The quantities here differed from the hub's: they were counted anew from the records.", "本机数量与服务器不一致，已按记录重新计算。";
    counted_anew_check => "Nothing is lost. Look at what you just saw once more.", "没有丢失记录。请再看一遍刚才的数量。";
    rejoin_hub_restored => "The hub was restored from a backup. This kiosk gives it everything it lost; go on working.", "服务器已从备份恢复。本机会补发其缺失的记录，可继续工作。";
    rejoin_snapshot => "This kiosk has the stock and the jobs of the workshop from the hub: it is ready", "已从服务器取得车间的库存和工单：本机可以使用";
}
