//! Sets against enumeration: each operation is compared with what its operands' members give one by one.

mod date;
mod examples;
mod image;
mod model;
mod num;
