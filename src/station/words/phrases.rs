//! The phrases, grouped by screen.

use super::{Language, table};

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(pub(super) Language);

table! {
    // Header.
    hub_starting => "hub: connecting", "服务器：连接中";
    hub_online => "online", "联网";
    hub_offline(since) => "no network since {since}", "{since} 起断网";
    hub_trouble(since) => "the hub does not answer well since {since}", "{since} 起服务器异常";
    hub_version(since) => "kiosk and hub are of different versions since {since}", "{since} 起终端与服务器版本不符";
    hub_unauthorised(since) => "the hub does not accept this kiosk since {since}", "{since} 起服务器不认可本终端";
    hub_diverged(since) => "records to be checked at the hub since {since}", "{since} 起服务器记录待核实";
    waiting(n) => "{n} waiting to send", "待发送 {n} 条";
    saving => "saving…", "保存中…";
    device_gone(device, since) => "{device} gone since {since}", "{device}：{since} 起断开";
    device_denied(device, since) => "{device}: no permission since {since}", "{device}：{since} 起没有权限";
    device_trouble(device, what, since) => "{device}: {what} since {since}", "{device}：{what}（{since} 起）";
    labels_to_check(n) => "labels to check: {n}", "标签待核实 {n} 张";

    // Device trouble.
    paper_out => "label roll empty", "标签纸用完";
    ribbon_out => "ribbon empty", "碳带用完";
    cover_open => "cover open", "盖子未关";
    printer_paused => "paused", "已暂停打印";
    too_hot => "too hot", "过热";
    no_answer => "does not answer: probably paper or head", "无应答：可能缺纸或打印头问题";

    english_only => "This console has no Chinese letters, so everything is in English. kmscon or a terminal window shows both.", "此控制台没有汉字字形，界面只能用英文。可改用 kmscon 或终端窗口。";

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
    unknown_badge_help => "Ask the office to enter it. Nothing was changed.", "请联系办公室登记。未作任何更改。";
    logged_off => "Logged off", "已退出登录";
    idle_off => "Logged off: nobody was here for a while", "长时间无人操作，已退出登录";
    still_working(job) => "You are still working on {job}: the clock runs on.", "您仍在工单 {job} 上施工，计时继续。";
    badge_first => "Scan your badge first", "请先刷工牌";
    badge_first_help => "Nothing was recorded.", "未作任何记录。";
    lines_open(job) => "Job {job} has unsigned parts: scan the job again, then the receiver's badge.", "工单 {job} 有未签收的配件：请重新扫该工单，再由领料人刷工牌。";

    // Home.
    home_title => "What next?", "请选择";
    home_hint_counter => "Scan a job to issue parts, or choose:", "扫工单发料，或选择：";
    home_hint_bay => "Scan a job to start it, or choose:", "扫工单开工，或选择：";
    working_on => "working on", "正在施工";
    working_since(since) => "since {since}", "自 {since}";
    not_working => "nothing started", "未开工";

    // Tasks and keys.
    task_jobs => "Jobs", "工单";
    task_look_up => "Look up a part", "查配件";
    task_return => "Return a part", "退料";
    task_receive => "Receive a delivery", "入库";
    task_put_away => "Put away", "上架";
    task_label => "Print a label", "打印标签";
    task_pause => "Pause", "暂停";
    task_start => "Start", "开工";
    task_finish => "Finish", "完工";
    task_queue => "Labels waiting", "标签队列";
    task_cards => "Print the card sheet", "打印指令卡";
    task_log_off => "Log off", "退出登录";
    task_help => "Help", "帮助";
    key_back => "back", "返回";
    key_enter => "Enter", "回车";
    key_esc => "Esc", "Esc键";
    key_choose => "choose", "选择";
    key_undo => "undo", "撤销";
    key_done => "done", "完成";
    key_issue_selected => "issue selected", "发所选";
    key_fit_selected => "fit selected", "装所选";
    key_sets_quantity => "set quantity", "改数量";
    key_language => "中文", "English";
    yes => "yes", "是";
    no => "no", "否";

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
    superseded_both(by) => "Newer number: {by}, interchangeable; use up the old one first", "替换为：{by}，可互换，先用旧件";
    newer_both(by) => "{by}, interchangeable; use up the old one first", "{by}，可互换，先用旧件";
    return_title => "Return a part", "退料";
    return_scan_part => "Scan the part that comes back", "扫要退的配件";
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
    why_available(hand, allocated, available) => "{hand} on hand - {allocated} allocated = {available} available", "库存 {hand} - 占用 {allocated} = 可用 {available}";
    where_it_lies => "Where it lies", "所在货位";
    lies_nowhere => "The book has none anywhere.", "账面无库存。";
    wanted_by => "Allocated to", "占用工单";
    wanted_by_none => "No job waits for it.", "没有工单需要。";

    // Labels.
    label_title => "Print a label", "打印标签";
    label_scan => "Scan a part, a bin or a job; or type to search a part.", "扫配件、货位或工单，或输入查找配件。";
    label_queued(what) => "Label on its way: {what}", "标签已送打印：{what}";
    label_confirmed(what) => "Label printed: {what}", "标签已打印：{what}";
    label_failed(what, why) => "Label NOT printed: {what}: {why}", "标签未打印：{what}：{why}";
    label_unknown(what) => "Did this label come out: {what}?", "该标签是否打出：{what}？";
    label_unknown_help => "The printer was lost in the middle. Nothing is printed twice without your word.", "打印中途断开。未经确认不会重复打印。";
    no_printer => "No label printer is set up", "未配置标签打印机";
    no_printer_help => "Add one to kiosk.toml. Nothing was printed.", "请在 kiosk.toml 中添加。未打印。";
    col_label => "label", "标签";
    queue_title => "Labels", "标签队列";
    queue_empty => "No label waits.", "没有等待的标签。";
    print_queued => "waiting", "排队中";
    print_sent => "in the printer", "打印中";
    print_handed => "sent, printer does not report", "已发送，打印机不回报";
    label_handed(what) => "Label sent: {what}", "标签已发送：{what}";
    print_confirmed => "printed", "已打印";
    print_failed => "not printed", "未打印";
    print_unknown => "to be checked", "待核实";
    print_cancelled => "cancelled", "已取消";
    queue_keys => "came out", "已打出";
    queue_again => "print again", "重新打印";
    queue_cancel => "cancel", "取消";
    card_quantity(qty) => "quantity {qty}", "数量 {qty}";
    card_choice(nth) => "choice {nth}", "选 {nth}";

    // Work.
    started(job, operation) => "Started: {job} {operation}", "已开工：{job} {operation}";
    switched_job(job, operation) => "Switched to {job} {operation}", "已切换到：{job} {operation}";
    paused(job, reason) => "Paused: {job}, {reason}", "已暂停：{job}，{reason}";
    finished(job, operation) => "Finished: {job} {operation}", "已完工：{job} {operation}";
    checked(level, job, operation) => "{level} done: {job} {operation}", "{level}完成：{job} {operation}";
    already_on(job) => "You are working on {job} already", "您已在工单 {job} 上施工";
    done_finishes => "DONE finishes, a reason card pauses.", "扫“完成”即完工，扫原因卡即暂停。";
    which_operation(job) => "Job {job}: which operation?", "工单 {job}：哪个维修项目？";
    pause_title => "Pause: why?", "暂停：原因？";
    own_check_question(operation) => "Finish {operation}: have you checked your own work?", "完工 {operation}：是否已自检？";
    own_check_yes => "yes, finished and checked", "是，完工并已自检";
    own_check_no => "not yet", "尚未";
    check_question(level, operation) => "{level} of {operation}: is it good?", "{level} {operation}：是否合格？";
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

    // Questions.
    who_pays(part) => "{part} is not on the list of this job. Who pays?", "{part} 不在该工单清单中，谁付费？";
    over_required(part, issued, required) => "{part}: {issued} of {required} issued. More than required?", "{part}：已发 {issued}，应发 {required}。要超发吗？";
    over_required_yes(qty) => "yes, {qty} more", "是，再发 {qty}";
    not_approved(part) => "{part}: the customer has not approved this extra work. Issue all the same?", "{part}：客户尚未确认该增项，仍要发料？";
    from_which_bin(part) => "Where was {part} taken from? Scan the bin.", "{part} 取自哪个货位？请扫货位。";
    which_part => "This code stands for several parts. Which one?", "该条码对应多个配件，是哪个？";
    answer_first => "Answer the question first", "请先回答问题";
    question_dropped => "The question was left open: nothing was recorded.", "未回答，未作任何记录。";

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

    // Calibrating a scanner.
    task_calibrate => "Calibrate a scanner", "校准扫描枪";
    calibrate_scan => "Scan the square on the calibration sheet", "请扫校准单上的方码";
    calibrate_lines => "A scanner that reads no squares: scan all six line codes of the sheet, in any order.", "读不了方码的枪：把校准单上的六个条码各扫一次，顺序不限。";
    calibrate_sheet => "F7 prints the sheet on a label of 100 mm; one that was printed before will do. Esc leaves everything as it was.", "按 F7 打印校准单（100 mm 标签），以前打印的也可用。按 Esc 退出，不作更改。";
    calibrate_print => "print the sheet", "打印校准单";
    calibrate_again => "another scanner", "再校准一把";
    calibrate_left => "lines left", "还需扫的条码";
    calibrate_more(left) => "Read. Lines left: {left}", "已读取。还需扫条码：{left}";
    calibrate_saved(device) => "{device} is calibrated: its scans are put right from now on", "{device} 已校准，之后的扫描会自动纠正";
    calibrate_plain(device) => "{device} needs no calibration: its scans come as they should", "{device} 无需校准，扫描内容正确";
    calibrate_not_saved(device) => "{device} works as before. Scan the sheet again.", "{device} 仍按原样工作。请重新扫校准单。";
    calibrate_no_advice => "Nothing to do.", "无需任何操作。";
    calibrate_advice => "To change at the scanner (its manual has the setting codes), then calibrate it again:", "请用说明书中的设置码更改扫描枪，然后重新校准：";
    calibrate_refused => "Until then, scans that cannot be put right are refused. None is guessed.", "更改之前，无法纠正的扫描会被拒绝，不会猜测。";
    advice_not_the_sheet => "This was not the calibration sheet. If it was: set the scanner's keyboard to US English", "这不是校准单。如果确实是校准单：请把扫描枪的键盘设为美式英文";
    advice_truncated => "Only a part of the symbol came. Scan it again; set a longer delay between characters", "只收到条码的一部分。请重扫；或加长扫描枪的字符间隔";
    advice_us_layout(characters) => "Set its keyboard to US English. Characters that do not come, or come as others: {characters}", "键盘设为美式英文。未收到或混淆的字符：{characters}";
    advice_separators(which) => "Let it send control characters ({which}) as Ctrl and key, or as Alt and digits. Labels with several fields cannot be read without them.", "让扫描枪以 Ctrl 组合键或 Alt 加数字发送控制字符（{which}）。否则无法读取含多个字段的标签。";
    advice_caps_lock => "Caps Lock is on: switch it off. Scans are put right as long as it stays on.", "大写锁定已开，请关闭。保持开启期间会自动纠正。";
    advice_case => "It changes capital and small letters: switch that off.", "扫描枪会改变字母大小写，请关闭该功能。";
    advice_aim => "Let it send AIM identifiers, so that the kind of a code is never guessed.", "请开启 AIM 标识符，以便准确判断码制。";

    // What is this code?
    task_what_is => "What is this code?", "条码查询";
    what_is_scan => "Scan anything: it is only shown.", "扫任意条码，只显示内容。";
    what_is_again => "another code", "再查一个";
    what_is_done => "Nothing was changed. The next scan acts as ever.", "未作更改，之后的扫描照常处理。";
    what_kind => "kind", "种类";
    what_means => "means here", "本店含义";
    what_rule => "found by", "依据";
    what_note => "note", "说明";
    col_identifier => "identifier", "标识符";
    col_meaning => "meaning", "含义";
    col_value => "value", "内容";
    kind_own => "our own label or card", "本店标签或指令卡";
    kind_own_damaged => "our own label, damaged", "本店标签，已损坏";
    kind_gs1 => "GS1 data", "GS1 数据";
    kind_gs1_wrong => "GS1 symbol with wrong data", "GS1 条码，数据有误";
    kind_trade_item => "trade item number", "商品条码";
    kind_label => "label with data identifiers", "带数据标识符的标签";
    kind_label_wrong => "label with data identifiers, not readable", "带数据标识符的标签，无法解读";
    kind_vin => "vehicle identification number", "车架号";
    kind_badge => "a badge", "工牌";
    kind_tag => "RFID tag", "射频标签";
    kind_unknown => "unknown", "未知";
    means_nothing => "nothing known", "无";
    means_badge_of(name) => "badge of {name}", "{name} 的工牌";
    means_card(card) => "card {card}", "指令卡 {card}";
    means_vehicle(vin) => "vehicle {vin}", "车辆 {vin}";
    means_either => "one of these, the kiosk asks", "其中之一，需选择";
    rule_own_label => "our own label", "本店标签";
    rule_gtin => "its trade item number (GTIN)", "商品条码 (GTIN)";
    rule_maker => "the maker's part number", "厂家件号";
    rule_part => "the part's number", "配件号";
    rule_supplier => "the supplier's number", "供应商编号";
    rule_taught => "it was taught", "人工关联";
    may_be => "may be", "可能是";
    country => "country", "国家";
    model_year => "model year", "年款";
    not_certain(year) => "{year}, not certain", "{year}，不确定";
    check_digit => "check digit", "校验位";
    check_fits(digit) => "{digit}, fits", "{digit}，正确";
    check_fits_not(digit) => "does not fit, {digit} would", "不符，应为 {digit}";
    no_newer(part) => "No newer number is known for {part}", "{part} 没有替换件";
    unreadable => "Unreadable scan", "无法读取的扫描";
    unreadable_too_long => "too long, without an end", "过长且没有结束符";
    unreadable_checksum => "its check does not fit", "校验不符";
    unreadable_malformed => "not in the form of the device", "格式错误";
    unreadable_interrupted => "it broke off in the middle", "中途断开";
    scan_again => "Scan it again. Nothing was changed.", "请重新扫描。未作更改。";
    tags_seen(n) => "{n} tags in the field", "感应区内有 {n} 个标签";
    stutter => "Same scan twice at once: counted once", "同一条码连读，只计一次";
    catalogue_coming => "The parts are still coming from the hub", "配件资料正在从服务器下载";
    damage_too_long => "longer than any of them", "过长";
    damage_cut_off => "it is cut off", "内容不完整";
    damage_character(letter) => "it holds {letter}: check the keyboard layout of the scanner", "含有字符 {letter}，请检查扫描枪键盘布局";
    damage_check => "it was misread", "读码有误";
    damage_newer => "printed by a newer version", "由更新版本打印";
    damage_form => "not in the form that we print", "格式不符";
    damaged(why) => "One of our labels, damaged: {why}", "本店标签损坏：{why}";
    reprint_label => "Scan the bin or look the part up, and print the label again.", "请扫货位或查配件后重新打印标签。";
    vehicle_no_job(vin) => "No open job for vehicle {vin}", "车辆 {vin} 没有未结工单";
    no_last_line => "No line to set a quantity of", "没有可改数量的行";
    do_again => "Nothing was changed. Do it again.", "未作更改，请重新操作。";
    dropped_too(n) => "What came after it was dropped too ({n}): begin again with the one that was NOT SAVED.", "其后的 {n} 次扫描或按键也未处理，请从未保存的那次重新开始。";
    too_many_lost(n) => "NOT SAVED: what came too fast while saving took long ({n})", "未保存：保存过慢期间有 {n} 次扫描未处理";
    wait_for_saved => "Wait for the word saved.", "请等待“已保存”。";
    nothing_to_do => "That scan does nothing here", "此处扫该码无作用";
    too_many_waiting => "Too fast: the kiosk is still saving. This scan was NOT SAVED.", "太快了：仍在保存，本次扫描未保存。";

    // Store failures.
    stop_title => "NOTHING IS BEING RECORDED", "当前无法记录";
    stop_disk_full => "The kiosk's storage is full. What was saved before is safe. Free some space or call the administrator.", "本机存储已满，之前已保存的记录安全。请清理空间或联系管理员。";
    stop_failed(why) => "The kiosk's storage failed: {why}", "本机存储故障：{why}";
    stop_what_to_do => "Do not scan on. Call the administrator; the kiosk tries again by itself.", "请勿继续扫描，联系管理员；本机会自动重试。";
    save_failed(why) => "NOT SAVED: {why}", "未保存：{why}";
    disk_error(what) => "the storage did not take the data ({what})", "存储设备未能写入（{what}）";
    disk_full => "the storage is full", "存储已满";

    // Help.
    help_title => "Help", "帮助";
    help_scan => "Every screen understands every scan:", "任何画面都可以扫任何条码：";
    help_badge => "badge: log on, switch, sign for parts", "工牌：登录、换人、签收";
    help_job_counter => "job: issue parts to it", "工单：为其发料";
    help_job_bay => "job: start it, or switch to it", "工单：开工或换到该工单";
    help_part_counter => "part: issue one; again for one more; digits and Enter set the quantity", "配件：发一件，再扫加一；输入数字后回车改数量";
    help_part_bay => "part: confirm it fitted, or take it from an open shelf", "配件：确认已装，或从开放货架领取";
    help_bin => "bin: take from here, or put here", "货位：从此取或放到此处";
    help_cards => "cards: RETURN, RECEIVE, DONE, UNDO, CANCEL, quantities, reasons", "指令卡：退料、入库、完成、撤销、取消、数量、原因";
    help_saved => "saved: stored in this kiosk for good, even if the power fails now.", "“已保存”：已写入本机存储，断电也不会丢失。";
}
