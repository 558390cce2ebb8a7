//! The catalogue as it will be: that of the hub, with what this call adds to it and its other tables speak of.

use std::collections::BTreeMap;

use crate::domain::catalogue::{Bin, BinKind, Catalogue, CodeHit, CodeKind, Part};
use crate::domain::ids::{BinId, PartNo};
use crate::store::catalogue::CatalogueDb;

pub(super) struct Overlay<'a> {
    pub(super) below: &'a CatalogueDb,
    pub(super) parts: BTreeMap<PartNo, Part>,
    pub(super) bins: BTreeMap<BinId, Bin>,
}

impl Catalogue for Overlay<'_> {
    fn part(&self, number: &PartNo) -> Option<Part> {
        self.parts.get(number).cloned().or_else(|| self.below.part(number))
    }

    fn bin(&self, id: &BinId) -> Option<Bin> {
        self.bins.get(id).cloned().or_else(|| self.below.bin(id))
    }

    fn goods_in(&self) -> Option<BinId> {
        let own = self.bins.values().filter(|bin| bin.kind == BinKind::GoodsIn).min_by_key(|bin| bin.walk);
        own.map(|bin| bin.id.clone()).or_else(|| self.below.goods_in())
    }

    fn code(&self, kind: CodeKind, code: &str) -> Vec<CodeHit> {
        self.below.code(kind, code)
    }

    fn search(&self, query: &str, limit: usize) -> Vec<Part> {
        self.below.search(query, limit)
    }
}
