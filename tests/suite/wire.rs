//! Protobuf against what a real gardener-apiserver answered, against an encoder of another's making, and against anything.
//!
//! `tests/vectors/wire` has the lists of the sample landscape and one shoot with much of what a shoot can have, each as
//! JSON and as protobuf. `RECORD_WIRE=1 tests/garden/run wire` records them anew.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;

use kubectl_gardener::domain::objects::{
    CloudProfile, CredentialsBinding, Gardenlet, Lease, ManagedSeed, NamespacedCloudProfile,
    Object, Project, SecretBinding, Seed, Shoot,
};
use kubectl_gardener::garden::wire::{Event, Frames, List, Part, decoder, event, names};
use proptest::prelude::*;
use prost::Message;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::protobuf::{self, bookmark, frame};

fn recorded(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/wire");
    let file = std::fs::File::open(folder.join(format!("{name}.zst"))).unwrap();
    zstd::decode_all(file).unwrap()
}

/// Read a list that arrives in pieces of a size.
fn objects<K: Object>(message: &[u8], step: usize) -> Vec<K> {
    let mut list = List::default();
    let mut objects = Vec::new();
    for piece in message.chunks(step) {
        list.push(piece);
        while let Some(part) = list.next_part().unwrap() {
            if let Part::Object(raw) = part {
                objects.push(decoder::<K>().unwrap()(raw).unwrap());
            }
        }
    }
    assert!(list.is_complete());
    objects
}

fn same<K: Object + DeserializeOwned + Debug + PartialEq>() -> Vec<K> {
    let json: Value = serde_json::from_slice(&recorded(&format!("{}.json", K::PLURAL))).unwrap();
    let json: Vec<K> = serde_json::from_value(json["items"].clone()).unwrap();
    let message = recorded(&format!("{}.pb", K::PLURAL));
    for step in [1, 7, 1000, message.len()] {
        let protobuf = objects::<K>(&message, step);
        assert_eq!(protobuf.len(), json.len(), "{}", K::PLURAL);
        for (protobuf, json) in protobuf.iter().zip(&json) {
            assert_eq!(protobuf, json);
        }
    }
    json
}

#[test]
fn recorded_lists_of_all_kinds_are_the_same_in_both_formats() {
    assert!(same::<Shoot>().len() > 30);
    assert!(
        same::<Seed>()
            .iter()
            .any(|seed| !seed.metadata.managed_fields.is_empty())
    );
    assert!(same::<CloudProfile>().len() > 1);
    let profiles = same::<NamespacedCloudProfile>();
    assert!(
        profiles
            .iter()
            .any(|profile| profile.status.cloud_profile_spec.is_some())
    );
    assert!(
        same::<Project>()
            .iter()
            .any(|project| project.spec.namespace.is_some())
    );
    assert!(
        same::<CredentialsBinding>()
            .iter()
            .all(|binding| !binding.credentials_ref.name.is_empty())
    );
    assert!(
        same::<ManagedSeed>()
            .iter()
            .any(|seed| seed.spec.gardenlet.config.is_object())
    );
    assert!(
        same::<Gardenlet>()
            .iter()
            .any(|gardenlet| gardenlet.spec.config.is_object())
    );
    assert!(
        same::<Lease>()
            .iter()
            .any(|lease| lease.spec.renew_time.is_some())
    );
    same::<SecretBinding>();
}

/// Put an object's message into an event and take it out again.
fn through_an_event<K: Object>(message: Vec<u8>) -> K {
    let frame = frame("ADDED", message);
    let Event::Object { kind, raw } = event(&frame[4..]).unwrap() else {
        panic!("no object");
    };
    assert_eq!(kind, K::KIND);
    decoder::<K>().unwrap()(raw).unwrap()
}

#[test]
fn a_shoot_with_everything_is_the_same_in_both_formats() {
    let mut json: Shoot = serde_json::from_slice(&recorded("everything.json")).unwrap();
    let mut protobuf: Shoot = through_an_event(recorded("everything.pb"));
    for shoot in [&mut json, &mut protobuf] {
        assert!(shoot.metadata.creation_timestamp.take().is_some());
        assert!(shoot.metadata.uid.take().is_some());
    }
    let kubelet = protobuf.spec.provider.workers[1].kubernetes.as_ref();
    let kubelet = kubelet.unwrap().kubelet.as_ref().unwrap();
    assert_eq!(
        kubelet["evictionSoftGracePeriod"]["imageFSAvailable"],
        "1m30.5s"
    );
    assert_eq!(
        kubelet["evictionMinimumReclaim"]["memoryAvailable"],
        "512Mi"
    );
    assert_eq!(protobuf, json);
}

#[test]
fn a_recorded_stream_is_read_up_to_its_bookmark() {
    let stream = recorded("projects.watch");
    for step in [1, 5, stream.len()] {
        let mut frames = Frames::default();
        let (mut projects, mut ended) = (Vec::new(), false);
        for piece in stream.chunks(step) {
            frames.push(piece);
            while let Some(frame) = frames.next_frame().unwrap() {
                match event(frame).unwrap() {
                    Event::Object { raw, .. } => {
                        assert!(!ended);
                        projects.push(decoder::<Project>().unwrap()(raw).unwrap());
                    }
                    other => {
                        assert_eq!(other, Event::Bookmark { ends: true });
                        ended = true;
                    }
                }
            }
        }
        assert!(ended);
        assert_eq!(projects, objects::<Project>(&recorded("projects.pb"), 100));
    }
}

#[test]
fn a_list_that_ends_early_is_never_complete() {
    let whole = recorded("projects.pb");
    for end in 0..whole.len() {
        let mut list = List::default();
        list.push(&whole[..end]);
        while list.next_part().unwrap().is_some() {}
        // The last fields of the envelope are empty texts; all before them must be there.
        let missing = &whole[end..];
        assert_eq!(
            list.is_complete(),
            missing.is_empty() || missing == b"\"\0" || missing == b"\x1a\0\"\0",
            "without the last {} bytes",
            missing.len()
        );
    }
}

/// Times that Kubernetes can store: up to the year 9999.
fn times() -> impl Strategy<Value = Option<protobuf::Time>> {
    let time = (-62_000_000_000_i64..253_000_000_000, 0..1_000_000_000_i32);
    proptest::option::of(time.prop_map(|(seconds, nanos)| protobuf::Time {
        seconds: Some(seconds),
        nanos: Some(nanos),
    }))
}

proptest! {
    #[test]
    fn metadata_is_read_as_it_was_written(
        name in ".+", namespace in ".*", generation in any::<i64>(), time in times(),
        labels in proptest::collection::btree_map(".*", ".*", 0..5),
    ) {
        let metadata = protobuf::ObjectMeta {
            name: name.clone(),
            namespace: Some(namespace.clone()),
            generation: Some(generation),
            creation_timestamp: time.clone(),
            labels: labels.clone(),
            ..protobuf::ObjectMeta::default()
        };
        let message = protobuf::Object { metadata: Some(metadata), spec: None }.encode_to_vec();
        prop_assert_eq!(names(&message), (namespace.clone(), name.clone()));
        let shoot: Shoot = through_an_event(protobuf::enveloped("Shoot", message));
        prop_assert_eq!(&shoot.metadata.name, &name);
        prop_assert_eq!(shoot.namespace(), namespace);
        prop_assert_eq!(shoot.metadata.generation.unwrap_or_default(), generation);
        prop_assert_eq!(&shoot.metadata.labels, &labels);
        let read = shoot.metadata.creation_timestamp;
        let written = time.map(|time| (time.seconds.unwrap(), time.nanos.unwrap()));
        // Before 1970 jiff counts the parts of a second down, protobuf always up.
        let read = read.map(|read| {
            let nanoseconds = read.as_nanosecond();
            let seconds = nanoseconds.div_euclid(1_000_000_000);
            (i64::try_from(seconds).unwrap(), i32::try_from(nanoseconds.rem_euclid(1_000_000_000)).unwrap())
        });
        prop_assert_eq!(read, written);
    }

    #[test]
    fn pieces_make_no_difference(sizes in proptest::collection::vec(0_usize..300, 0..9), step in 1_usize..99) {
        let mut stream: Vec<u8> = sizes
            .iter()
            .flat_map(|size| frame("ADDED", protobuf::enveloped("Shoot", vec![b'x'; *size])))
            .collect();
        stream.extend(bookmark("Shoot", true));
        let mut frames = Frames::default();
        let mut seen = Vec::new();
        for piece in stream.chunks(step) {
            frames.push(piece);
            while let Some(frame) = frames.next_frame().unwrap() {
                seen.push(match event(frame).unwrap() {
                    Event::Object { raw, .. } => Some(raw.len()),
                    _ => None,
                });
            }
        }
        let expected: Vec<_> = sizes.iter().copied().map(Some).chain([None]).collect();
        prop_assert_eq!(seen, expected);
    }

    #[test]
    fn nothing_makes_the_readers_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_anything(&bytes);
    }

    /// Damage to real answers reaches deeper than noise.
    #[test]
    fn no_damage_makes_the_readers_panic(
        source in 0_usize..4, damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let names = ["projects.watch", "everything.pb", "cloudprofiles.pb", "gardenlets.pb"];
        let mut bytes = recorded(names[source]);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        read_anything(&bytes);
    }
}

/// Read bytes as all that they may be.
fn read_anything(bytes: &[u8]) {
    let mut frames = Frames::default();
    frames.push(bytes);
    while let Ok(Some(frame)) = frames.next_frame() {
        let _ = event(frame);
    }
    let mut list = List::default();
    list.push(bytes);
    while let Ok(Some(part)) = list.next_part() {
        if let Part::Object(raw) = part {
            read_objects(raw);
        }
    }
    read_objects(bytes);
}

fn read_objects(raw: &[u8]) {
    let _ = names(raw);
    let _ = decoder::<Shoot>().unwrap()(raw);
    let _ = decoder::<Seed>().unwrap()(raw);
    let _ = decoder::<CloudProfile>().unwrap()(raw);
    let _ = decoder::<NamespacedCloudProfile>().unwrap()(raw);
    let _ = decoder::<Gardenlet>().unwrap()(raw);
    let _ = decoder::<Lease>().unwrap()(raw);
}

#[test]
fn what_is_absent_empty_or_unknown_is_read_as_in_json() {
    // An empty message is an empty object.
    let empty = serde_json::json!({});
    let shoot: Shoot = serde_json::from_value(empty.clone()).unwrap();
    assert_eq!(decoder::<Shoot>().unwrap()(b"").unwrap(), shoot);
    let gardenlet: Gardenlet = serde_json::from_value(empty).unwrap();
    assert_eq!(decoder::<Gardenlet>().unwrap()(b"").unwrap(), gardenlet);
    // Fields that nobody knows, of all forms, are skipped.
    let unknown = b"\xf8\x3f\x01\xf9\x3f\0\0\0\0\0\0\0\0\xfa\x3f\x03abc\xfd\x3f\0\0\0\0";
    assert_eq!(decoder::<Shoot>().unwrap()(unknown).unwrap(), shoot);
    let labels = BTreeMap::from([(String::new(), String::new())]);
    // An entry of a map may leave out both.
    let read = decoder::<Shoot>().unwrap()(b"\x0a\x02\x5a\0").unwrap();
    assert_eq!(read.metadata.labels, labels);
}
