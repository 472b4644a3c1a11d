//! Versions: how they compare, what stage they are in, and what maintenance makes of them.
