//! The list a partner may ask about, as far as it leaves this node: tags and opaque handles, and the lists that partners
//! sent. Who stands on our list is decided in [`make`]; what stands for a person in [`values`].

pub mod make;
pub mod store;
pub mod taken;
pub mod values;
