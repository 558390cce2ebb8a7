//! Help for the screen from which it was asked for.

use crate::station::words::{Language, Words, table};

table! {
    help_here_home => "Here: scan a job, or press the key in front of a row. / shows the workshop's lists.", "本页：扫工单，或按行首的键。按 / 查看车间清单。";
    help_here_jobs => "Here: type a number, plate or the end of a VIN; Enter opens. Late jobs stand first.", "本页：输入工单号、车牌或车架号末几位，回车打开。超时的在前。";
    help_here_job_bay => "Here: START starts, a reason card pauses, DONE finishes; REQUEST asks the counter, HAND OVER passes on; / shows the rest.", "本页：“开工”、原因卡暂停、“完成”完工；“要料”向柜台要料，“交接”转给他人；按 / 查看其他。";
    help_here_job_counter => "Here: scan parts to issue them; the receiver's badge signs; / shows the rest.", "本页：扫配件发料，领料人刷工牌签收；按 / 查看其他。";
    help_here_return => "Here: scan the part, then the bin.", "本页：先扫配件，再扫货位。";
    help_here_receive => "Here: the delivery note, then the parts; DONE at the end.", "本页：先扫送货单，再扫配件，最后扫“完成”。";
    help_here_put_away => "Here: the part, then the bin where it goes.", "本页：先扫配件，再扫放入的货位。";
    help_here_look_up => "Here: type a number, a name or pinyin initials; the arrows choose.", "本页：输入编号、名称或拼音首字母，用方向键选择。";
    help_here_labels => "Here: r prints again, x cancels.", "本页：r 重印，x 取消。";
    help_here_pause => "Here: choose why; the operation then waits for that.", "本页：选择原因，项目即按该原因等待。";
    help_here_more => "Here: choose a row by its key, by a choice card, or with the arrows and Enter.", "本页：按行首键、选择卡，或方向键加回车选择。";
    help_here_operation => "Here: what the shop says to this operation, and its check list; / and Measure takes values.", "本页：该项目的作业指导和检查表；按 / 选“录入检查数据”。";
    help_here_form => "Here: answer step by step; Esc goes one step back, nothing is recorded before the last one.", "本页：逐步回答；Esc 返回上一步，最后一步之前不作记录。";
    help_here_requests => "Here: Enter answers the selected request.", "本页：回车答复所选申请。";
    help_here_extras => "Here: what customers have not answered; Enter takes down who said what, and how.", "本页：客户尚未答复的增项；回车记录谁、以何种方式答复。";
    help_here_arrivals => "Here: Enter opens the job; its adviser's Enter says that it was seen.", "本页：回车打开工单；服务顾问按回车即表示已知悉。";
    help_here_to_check => "Here: open the job; a lead clears it with / after looking. A bin is cleared by counting it.", "本页：打开工单，主管核实后按 / 销项；库位盘点后自动销项。";
    help_here_dispatch => "Here: what nobody has, the earliest promised first; Enter says who does it.", "本页：尚未派工的项目，先交车的在前；回车派工。";
    help_here_people => "Here: Enter shows a person: certificates, attendance, what runs.", "本页：回车查看人员：资质、出勤、在做的工作。";
    help_here_person => "Here: Enter opens the job that this person works on.", "本页：回车打开其正在施工的工单。";
    help_here_history => "Here: Enter on a closed job opens a comeback of it; t or MORE shows which parts went into the car.", "本页：在已结束的工单上回车，可开外返工单；按 t 或扫“更多”查看本车用过的配件。";
    help_here_desk => "Here: choose a row by its key or with the arrows and Enter; what is asked is answered by key or card.", "本页：按行首键，或方向键加回车选择；提问用按键或卡片回答。";
    help_here_unknown => "Here: scan again; who may can teach the code: t, then the part. Esc goes back.", "本页：请再扫一次；有权限者可按 t 再扫配件来登记该编码。Esc 返回。";
    help_here_what_is => "Here: the next scan is only shown; nothing is booked.", "本页：下一次扫描只显示内容，不做记录。";
    help_here_calibrate => "Here: scan the lines of the printed sheet one after the other.", "本页：依次扫描打印页上的各行。";
    help_here_badge_reader => "Here: type the number that is printed on a badge, then hold it to the reader; two badges are enough.", "本页：输入工牌上的号码，再贴读卡器；两张即可。";
    help_here_equipment => "Here: what is plugged in and how it does; Enter shows or sets up the selected device.", "本页：已连接的设备及状态；回车查看或设置所选设备。";
    help_here_me => "Here: clock in and out, breaks, time without a job, your day, your week, your PIN: press the key of the row.", "本页：上下班打卡、休息、非工单工时、我的一天、我的一周、PIN：按行首的键。";
    help_here_my_time => "Here: PgUp and PgDn change the day. Forgotten something? Type 8:10-9:25 4711/1 and Enter; a lead allows it.", "本页：PgUp、PgDn 换日。漏记可输入 8:10-9:25 4711/1 后按回车，由主管批准。";
    help_here_time_to_check => "Here: Enter confirms the selected time; 17:05 says when it ended, 8:00-17:05 from when to when it was. Both need a PIN.", "本页：回车确认所选工时；输入 17:05 为结束时间，8:00-17:05 为起止时间。均需 PIN。";
    help_here_new_pin => "Here: type the new PIN twice, each time with Enter.", "本页：输入新 PIN 两次，每次按回车。";
    help_here_pick => "Here: scan the tote, then the parts of the list; DONE at the end.", "本页：先扫周转箱，再扫清单上的配件，最后扫“完成”。";
    help_here_sale => "Here: scan parts to sell them; the cashier's slip pays, the sale's code hands out.", "本页：扫配件销售；收银小票为付款，扫销售单号为提货。";
    help_here_transfer => "Here: scan the part, then the bin or place where it goes.", "本页：先扫配件，再扫目的货位或地点。";
    help_here_issues => "Here: choose a line to take it back or to give it to another job.", "本页：选择一行可退回或转到其他工单。";
    help_here_old_parts => "Here: choose an owed old part: it is here, or there is none and why.", "本页：选择应交旧件：已收到，或没有及原因。";
    help_here_shipment => "Here: the papers of the shipment, then its parts one after the other.", "本页：先扫调拨单，再逐件扫配件。";
    help_here_count => "Here: scan the bin, then each part and its number; what differs is counted again or explained.", "本页：先扫货位，再扫配件并输入数量；有差异的复盘或说明原因。";
    help_here_tags => "Here: what the reader sees in its field; DONE books all of it as one act, Esc leaves it.", "本页：感应区内的标签；扫“完成”一次记录全部，Esc 放弃。";
    help_here_late => "Here: type when it happened; what is booked next gets that time.", "本页：输入发生时间，随后的记录按此时间入账。";
    help_here_figures => "Here: the figures of the last seven days, from the records of this kiosk.", "本页：最近七天的指标，来自本终端的记录。";
}
