//! Measuring the store.
