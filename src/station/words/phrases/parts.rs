//! Issue, return, receive, put away, look up.

use crate::station::words::{Language, Words, table};

table! {
    // Issue, return, receive, put away.
    issued(qty, part, job) => "Issued: {qty} {part} to job {job}", "已发料：{qty} {part} 到工单 {job}";
    fitted(qty, part, job) => "Fitted: {qty} {part}, job {job}", "已装车：{qty} {part}，工单 {job}";
    returned(qty, part, bin) => "Returned: {qty} {part} into bin {bin}", "已退料：{qty} {part} 入货位 {bin}";
    received(qty, part, bin) => "Received: {qty} {part} into {bin}", "已入库：{qty} {part} 到 {bin}";
    moved(qty, part, bin) => "Put away: {qty} {part} into bin {bin}", "已上架：{qty} {part} 到货位 {bin}";
    quantity_set(qty, part) => "Quantity is now {qty}: {part}", "数量已改为 {qty}：{part}";
    signed(n, name) => "Signed by {name}, {n} in all", "{name} 已签收，共 {n} 行";
    undone(what) => "Undone: {what}", "已撤销：{what}";
    line_progress(issued, required) => "{issued} of {required} issued", "已发 {issued} / 应发 {required}";
    stock_left(qty, bin) => "{qty} left in bin {bin}", "货位 {bin} 剩余 {qty}";
    below_zero(bin, qty) => "To be checked: bin {bin} now shows {qty}. A recount or a late receipt explains it.", "待核实：货位 {bin} 账面为 {qty}，补入库或复盘后消除。";
    superseded(by) => "Newer number: {by}", "替换为：{by}";
    superseded_both(by) => "Newer number: {by}, interchangeable; use up the old one first", "替换为：{by}，可互换，先用旧号";
    newer_both(by) => "{by}, interchangeable; use up the old one first", "{by}，可互换，先用旧号";
    return_title => "Return a part", "退料";
    return_scan_part => "Scan the part that comes back", "扫要退的配件";
    returns_to => "goes to", "退往";
    return_inspected(part) => "{part} is not returned as new: Enter or any bin sends it to inspection", "{part} 退回须待检：按确认键或扫任一货位";
    return_scan_bin(part) => "Scan the bin for {part}", "扫 {part} 的退回货位";
    return_from(job) => "from job {job}", "自工单 {job}";
    return_which_job(part) => "{part} was issued to several jobs. Which one?", "{part} 发给过多个工单，退自哪个？";
    return_no_job(part) => "{part} is at no open job", "{part} 没有发到任何未结工单";
    receive_title => "Receive a delivery", "入库";
    receive_scan => "Scan the delivery note, then each part; DONE ends.", "先扫送货单，再逐件扫配件，扫“完成”结束。";
    delivery_note => "delivery note", "送货单";
    receive_note(note) => "delivery note {note}", "送货单 {note}";
    receive_no_note => "none", "无";
    receive_into(bin) => "into bin {bin}", "入货位 {bin}";
    receive_done(n) => "Delivery done, {n} in all. Put them away: part, then bin.", "入库完成：{n} 行。上架：先扫配件，再扫货位。";
    receive_lines => "Received now", "本次入库";
    no_goods_in => "No bin is set for deliveries", "未设置收货货位";
    no_goods_in_help => "Scan a bin first, then the part.", "请先扫货位，再扫配件。";
    put_away_title => "Put away", "上架";
    put_away_scan_part => "Scan the part", "扫配件";
    put_away_scan_bin(part) => "Scan the bin for {part}", "扫 {part} 的货位";
    put_away_waiting => "Waiting to be put away", "待上架";
    put_away_nothing => "Nothing waits to be put away.", "没有待上架的配件。";
    last_lines => "Just now", "刚才";
    newest_lines(title, all, shown) => "{title}: the newest {shown} of {all}", "{title}：共 {all} 行，最新 {shown} 行";

    // Look up.
    look_up_title => "Look up", "查询";
    look_up_scan => "Scan a part, a bin or a label, or type a number, a name or pinyin initials.", "扫配件、货位或标签，或输入编号、名称、拼音首字母。";
    search => "search", "查找";
    search_none(query) => "Nothing found for {query}", "未找到 {query}";
    part_title(part) => "Part {part}", "配件 {part}";
    bin_title(bin) => "Bin {bin}", "货位 {bin}";
    bin_empty => "The book has nothing in this bin.", "账面上该货位为空。";
    name => "name", "名称";
    maker => "maker", "品牌";
    pack => "pack size", "包装数";
    home_bin => "home bin", "常用货位";
    on_hand => "on hand", "库存数";
    available => "available", "可用数";
    why_available_past(hand, past, allocated, available) => "{hand} on hand - {past} expired - {allocated} allocated = {available} available", "库存 {hand} - 过期 {past} - 占用 {allocated} = 可用 {available}";
    expired_on(day) => "{day} expired", "{day} 已过期";
    expired => "expired", "已过期";
    expired_lot(qty, lot, day) => "{qty}, lot {lot}, good until {day}", "{qty}，批号 {lot}，有效期至 {day}";
    why_available(hand, allocated, available) => "{hand} on hand - {allocated} allocated = {available} available", "库存 {hand} - 占用 {allocated} = 可用 {available}";
    where_it_lies => "Where it lies", "所在货位";
    lies_nowhere => "The book has none anywhere.", "账面无库存。";
    older_number => "older number", "旧编号";
    older_first(part, qty, place) => "{part}: {qty} at {place}, use up first", "{part}：{place}有 {qty}，先用旧号";
    kit_of => "pieces", "组成件";
    lacks(qty) => "{qty} short", "缺 {qty}";
    covered => "in stock", "有货";
    fits_not(part, vehicle) => "Does {part} fit this car? It is listed for others than {vehicle}.", "{part} 是否适用？适配表中没有 {vehicle}。";
    taken_from_job(job, promised) => "Job {job} waits for it, promised {promised}", "工单 {job} 在等该件，预计 {promised}";
    lot_first(lot, day) => "Lot {lot} expires first, on {day}: take it first", "批号 {lot} {day} 先到期，请先用";
    wanted_by => "Allocated to", "占用工单";
    wanted_by_none => "No job waits for it.", "没有工单需要。";
}
