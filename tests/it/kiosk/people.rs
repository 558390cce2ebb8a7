//! The people of the sample workshop, by the numbers on their badges.

/// Sun Min, parts clerk.
pub(super) const SUN: u32 = 7_432_190;
/// Wang Lei, technician.
pub(super) const WANG: u32 = 7_432_158;
/// Li Jianguo and Peter Novak, technicians.
pub(super) const LI: u32 = 7_432_161;
pub(super) const NOVAK: u32 = 12_590_744;
/// Zhou Qiang, parts clerk.
pub(super) const ZHOU: u32 = 12_590_803;
/// Chen Zhigang, lead; his PIN is 2580.
pub(super) const CHEN: u32 = 4_816_327;
/// Xu Jing, service adviser.
pub(super) const XU: u32 = 12_590_811;
/// Helen Brooks, administrator.
pub(super) const BROOKS: u32 = 4_816_330;
