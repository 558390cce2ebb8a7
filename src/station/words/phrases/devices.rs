//! What devices are unwell with.

use crate::station::words::{Language, Words, table};

table! {
    // Device trouble.
    paper_out => "label roll empty", "标签纸用完";
    ribbon_out => "ribbon empty", "碳带用完";
    cover_open => "cover open", "盖子未关";
    printer_paused => "paused", "已暂停打印";
    too_hot => "too hot", "过热";
    paper_jam => "paper jam", "卡纸";
    cutter_jam => "cutter jam", "切刀卡住";
    wrong_roll => "another label roll is loaded than the job is for", "装的标签卷与任务不符";
    no_print_queue => "no such print queue: check uri", "没有这个打印队列：请检查 uri";
    picture_not_taken => "does not take this kind of picture: change format", "不支持这种图像：请更改 format";
    wrong_resolution => "has another resolution: change dpi", "分辨率不符：请更改 dpi";
    print_queue_locked => "the print queue wants a password or encryption", "打印队列要求密码或加密";
    print_refused => "has not taken the job", "拒绝了打印任务";
    print_job_forgotten => "does not know the job any more", "打印任务已丢失";
    memory_full => "memory full", "内存已满";
    printer_in_use => "in use", "被占用";
    switched_off => "switched off", "已关机";
    busy_with_others => "busy with the labels of others", "正在打印其他标签";
    printer_fault => "printer error", "打印机故障";
    given_up => "given up", "已放弃";
    kiosk_stopped => "the kiosk stopped", "终端已停止";
    device_not_there => "switched off or not connected", "未开机或未连接";
    device_not_permitted => "the kiosk may not open it", "终端无权打开该设备";
    no_answer => "does not answer: probably paper or head", "无应答：可能缺纸或打印头问题";

    // What drivers and the operating system say of a device.
    device_faults => "reports a fault: take its plug out and in", "设备出错：请重新插拔";
    used_by_another => "in use by another program", "正被其他程序使用";
    not_a_serial_port => "not a serial port", "不是串口";
    no_room_left => "no room left", "空间不足";
    connection_broke => "the connection broke", "连接中断";
    other_side_closed => "it closed the connection", "对方断开了连接";
    no_answer_in_time => "does not answer", "没有应答";
    nobody_there => "nobody answers there: switched off, or another address", "无人应答：未开机，或地址不对";
    no_way_there => "no way there in the network: look at cable and address", "网络不通：请检查网线和地址";
    no_such_host => "no such host: look at the address", "找不到这个主机名：请检查地址";
    no_number_for_job => "gave the job no number", "没有给出任务号";
    speaks_no_llrp => "does not speak LLRP", "不是 LLRP 读写器";
    pcscd_refuses => "pcscd refuses: see polkit's rules for pcscd", "pcscd 拒绝访问：请检查其 polkit 规则";
    pcscd_unknown => "pcscd speaks a version that is not known", "pcscd 版本不支持";
    antenna_unplugged(antenna) => "antenna {antenna} is unplugged", "天线 {antenna} 未接";

    english_only => "This console has no Chinese letters, so everything is in English. For both: /usr/lib/pitbox/console use kmscon", "此控制台没有汉字字形，界面只能用英文。如需中文：/usr/lib/pitbox/console use kmscon";
}
