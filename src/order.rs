//! Sort, and gather into trees, with code that all types share.
//!
//! The sorting of slices is made anew for every type and every order, which comes to 5 KB each, and trees that are collected are sorted
//! with it as well. For what a landscape has of anything the places may be sorted in its stead, and the things be moved once.

use std::cmp::Ordering;

/// Sort what lies side by side; what is equal stays in its order.
pub trait Order<T> {
    /// As `sort_by`.
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// As `sort_by_key`.
    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|one, other| key(one).cmp(&key(other)));
    }

    /// As `sort`.
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }
}

impl<T> Order<T> for [T] {
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let mut places: Vec<usize> = (0..self.len()).collect();
        sort(&mut places, &mut |one, other| {
            compare(&self[one], &self[other])
        });
        // Each thing goes where it belongs along the circles that the places make.
        for begin in 0..places.len() {
            let mut here = begin;
            loop {
                let from = std::mem::replace(&mut places[here], here);
                if from == begin || from == here {
                    break;
                }
                self.swap(here, from);
                here = from;
            }
        }
    }
}

/// Not generic, so that it is made once.
fn sort(places: &mut [usize], compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    places.sort_by(|one, other| compare(*one, *other));
}

/// Gather what comes into a map or a set, one by one. Of equal keys the last one stays.
pub trait Gather: Iterator + Sized {
    /// As `collect`.
    fn gather<C: Default + Extend<Self::Item>>(self) -> C {
        let mut gathered = C::default();
        gathered.extend(self);
        gathered
    }
}

impl<I: Iterator> Gather for I {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_a_stable_sort(keys in proptest::collection::vec(0_u8..16, 0..200)) {
            let numbered = || keys.iter().copied().zip(0_u32..).map(|(key, number)| (key, number.to_string()));
            let mut expected: Vec<_> = numbered().collect();
            let mut given = expected.clone();
            expected.sort_by_key(|(key, _)| *key);
            given.order_by_key(|(key, _)| *key);
            prop_assert_eq!(&given, &expected);
            given.order_by(|(one, _), (other, _)| other.cmp(one));
            expected.sort_by(|(one, _), (other, _)| other.cmp(one));
            prop_assert_eq!(&given, &expected);
            given.order();
            expected.sort();
            prop_assert_eq!(given, expected);
            let gathered: BTreeMap<_, _> = numbered().gather();
            prop_assert_eq!(gathered, numbered().collect());
        }
    }
}
