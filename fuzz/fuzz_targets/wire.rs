//! Whatever a server sends: frames, lists and objects are read or refused, and never in another way when they
//! arrive in other pieces.
#![no_main]

use kubectl_gardener::domain::objects::{CloudProfile, Gardenlet, Lease, Seed, Shoot};
use kubectl_gardener::garden::wire::{Event, Frames, List, Part, decoder, event, is_protobuf, names};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((step, data)) = data.split_first() else {
        return;
    };
    let step = usize::from(*step).max(1);
    assert_eq!(frames(data, step), frames(data, data.len().max(1)));
    assert_eq!(list(data, step), list(data, data.len().max(1)));
    let _ = (event(data), is_protobuf(data));
    object(data);
});

/// Read frames that arrive in pieces of a size.
fn frames(data: &[u8], step: usize) -> Vec<String> {
    let mut frames = Frames::default();
    let mut seen = Vec::new();
    for piece in data.chunks(step) {
        frames.push(piece);
        loop {
            match frames.next_frame() {
                Ok(None) => break,
                Ok(Some(frame)) => {
                    let event = event(frame);
                    if let Ok(Event::Object { raw, .. }) = &event {
                        object(raw);
                    }
                    seen.push(format!("{event:?}"));
                }
                Err(fault) => {
                    seen.push(fault.to_string());
                    return seen;
                }
            }
        }
    }
    seen
}

/// Read a list that arrives in pieces of a size.
fn list(data: &[u8], step: usize) -> (Vec<String>, bool) {
    let mut list = List::default();
    let mut seen = Vec::new();
    for piece in data.chunks(step) {
        list.push(piece);
        loop {
            match list.next_part() {
                Ok(None) => break,
                Ok(Some(part)) => {
                    if let Part::Object(raw) = &part {
                        object(raw);
                    }
                    seen.push(format!("{part:?}"));
                }
                Err(fault) => {
                    seen.push(fault.to_string());
                    return (seen, false);
                }
            }
        }
    }
    (seen, list.is_complete())
}

/// Read an object as each of several kinds.
fn object(data: &[u8]) {
    let _ = names(data);
    let _ = decoder::<Shoot>().map(|decode| decode(data));
    let _ = decoder::<Seed>().map(|decode| decode(data));
    let _ = decoder::<CloudProfile>().map(|decode| decode(data));
    let _ = decoder::<Gardenlet>().map(|decode| decode(data));
    let _ = decoder::<Lease>().map(|decode| decode(data));
}
