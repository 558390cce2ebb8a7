//! What the identifiers in GS1 codes and on labels mean. English has the titles of the standards; Chinese has those that a
//! workshop meets, and the titles of the standards for the others.

use super::{Language, Words};

impl Words {
    /// The meaning of a GS1 application identifier, by its number and its title in the standard.
    pub(crate) fn application_identifier(self, ai: &str, title: &str) -> String {
        self.identifier(&APPLICATION, ai, title)
    }

    /// The meaning of a data identifier, by the identifier and its English meaning.
    pub(crate) fn data_identifier(self, di: &str, meaning: &str) -> String {
        self.identifier(&DATA, di, meaning)
    }

    fn identifier(self, table: &[(&str, &str)], identifier: &str, english: &str) -> String {
        let chinese = table.iter().find(|(known, _)| *known == identifier).map(|(_, meaning)| *meaning);
        match self.language() {
            Language::English => english.to_owned(),
            Language::Chinese => chinese.unwrap_or(english).to_owned(),
        }
    }
}

const APPLICATION: [(&str, &str); 29] = [
    ("00", "物流单元代码 SSCC"),
    ("01", "商品条码 GTIN"),
    ("02", "内装商品 GTIN"),
    ("10", "批号"),
    ("11", "生产日期"),
    ("12", "付款到期日"),
    ("13", "包装日期"),
    ("15", "保质期至"),
    ("16", "销售截止日期"),
    ("17", "有效期至"),
    ("20", "产品变体"),
    ("21", "序列号"),
    ("22", "消费品变体"),
    ("30", "数量"),
    ("37", "内装数量"),
    ("240", "附加产品标识"),
    ("241", "客户件号"),
    ("250", "二级序列号"),
    ("251", "源实体参考代码"),
    ("400", "客户订单号"),
    ("401", "托运代码"),
    ("402", "装运标识代码"),
    ("410", "交货地"),
    ("414", "位置代码"),
    ("420", "交货地邮编"),
    ("422", "原产国"),
    ("8003", "可回收资产代码"),
    ("8004", "单个资产代码"),
    ("90", "双方约定的信息"),
];

const DATA: [(&str, &str); 54] = [
    ("P", "客户件号"),
    ("1P", "供应商件号"),
    ("2P", "零件版本"),
    ("5P", "运费分类"),
    ("12P", "单据类型"),
    ("30P", "供应商件号（一级）"),
    ("Q", "数量"),
    ("1Q", "理论长度或重量"),
    ("2Q", "实际重量"),
    ("3Q", "计量单位"),
    ("4Q", "毛重"),
    ("7Q", "数量与单位"),
    ("S", "序列号"),
    ("1S", "附加编号"),
    ("2S", "发货通知号"),
    ("3S", "包件号"),
    ("4S", "同类包件号"),
    ("5S", "混装包件号"),
    ("25S", "单位全球序列号"),
    ("T", "客户批号"),
    ("1T", "供应商批号"),
    ("30T", "供应商批号（一级）"),
    ("H", "单位名称"),
    ("V", "客户方的供应商代码"),
    ("1V", "供应商自有代码"),
    ("13V", "供应商 DUNS 号"),
    ("K", "客户订单号"),
    ("1K", "供应商订单号"),
    ("2K", "供应商发运号"),
    ("4K", "订单行"),
    ("11K", "装箱单号"),
    ("14K", "订单号与行"),
    ("15K", "看板号"),
    ("D", "日期"),
    ("5D", "日期"),
    ("6D", "日期"),
    ("9D", "日期"),
    ("10D", "周 YYWW"),
    ("11D", "周 YYYYWW"),
    ("12D", "日期"),
    ("14D", "有效期至"),
    ("16D", "生产日期"),
    ("1L", "地点"),
    ("20L", "一级地点"),
    ("21L", "二级地点"),
    ("4L", "原产国"),
    ("1J", "包件标签号"),
    ("2J", "多件标签号"),
    ("3J", "包件标签号 (EDI)"),
    ("4J", "多件标签号 (EDI)"),
    ("5J", "混装标签号"),
    ("6J", "总包装标签号"),
    ("B", "容器类型"),
    ("I", "车架号"),
];
