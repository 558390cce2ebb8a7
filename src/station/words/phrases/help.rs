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
    help_here_arrivals => "Here: Enter opens the job; its adviser's Enter says that it was seen.", "本页：回车打开工单；服务顾问按回车即表示已知悉。";
    help_here_to_check => "Here: open the job; a lead clears it with / after looking.", "本页：打开工单，主管核实后按 / 销项。";
    help_here_dispatch => "Here: what nobody has, the earliest promised first; Enter says who does it.", "本页：尚未派工的项目，先交车的在前；回车派工。";
    help_here_people => "Here: Enter opens the job that somebody works on.", "本页：回车打开其正在施工的工单。";
    help_here_history => "Here: Enter on a closed job opens a comeback of it.", "本页：在已结束的工单上回车，可开外返工单。";
    help_here_figures => "Here: the figures of the last seven days, from the records of this kiosk.", "本页：最近七天的指标，来自本终端的记录。";
}
