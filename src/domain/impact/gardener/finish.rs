//! From what was counted to the report.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::{Builder, Group, name_of};
use super::compare::{Difference, Owner, Pair, Row, Wanted};
use super::component::{Needs, Place, Versions};
use super::gates;
use super::report::{ComponentImpact, GardenerImpact, ImageChange, Nodes, Summary, VectorChange};
use crate::domain::impact::fleet::{FleetImpact, SeedShoots};
use crate::domain::impact::rules::Class;
use crate::order::Order as _;

/// Why no pool is renewed.
const NO_ROLL: &str = "no container image is in the key of a pool: files and units of existing nodes are replaced instead";
const KEY: &str =
    "gardener/gardener:pkg/component/extensions/operatingsystemconfig/operatingsystemconfig.go:Key";

impl Builder {
    /// Make the report.
    pub fn finish(self, unreadable: Vec<String>) -> GardenerImpact {
        let seen = self.around.is_some();
        let fleet = seen.then_some(&self.fleet.total);
        let mut components: Vec<ComponentImpact> = self
            .groups
            .iter()
            .filter(|group| group.is_hit() && !(seen && group.is_of_no_shoot()))
            .map(|group| component(group, fleet))
            .collect();
        components.order_by(|a, b| (a.class, a.place, &a.name).cmp(&(b.class, b.place, &b.name)));
        let own = self.pairs.iter().find(|pair| pair.owner == Owner::Gardener);
        let version = |text: &str| Some(text.to_owned()).filter(|text| text.starts_with('v'));
        let from = own.and_then(|pair| version(&pair.from_own));
        let to = own.and_then(|pair| version(&pair.to_own));
        let minors = seen.then_some(&self.minors);
        let gates = gates::between(from.as_deref(), to.as_deref(), |least| {
            Some(minors?.range(..least).map(|(_, count)| count).sum())
        });
        let mut units: Vec<String> = (components.iter())
            .filter(|component| component.place == Place::Node)
            .filter(|component| {
                matches!(
                    component.class,
                    Class::KubeletRestart | Class::NodeServiceRestart
                )
            })
            .map(|component| component.name.clone())
            .collect();
        units.order();
        let mut not_analysed = not_analysed(&self.pairs, &components);
        if !self.unknown_seeds.is_empty() {
            not_analysed.push(format!(
                "the configuration of the gardenlets of {}, which no object shows: default settings are assumed",
                self.unknown_seeds.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
            ));
        }
        let shoots = seen.then(|| self.fleet.finish());
        let summary = summary(&components, &gates, shoots.as_ref(), &self.unexplained);
        GardenerImpact {
            now: self.now,
            vectors: (self.pairs.iter())
                .map(|pair| VectorChange {
                    owner: pair.owner,
                    from: pair.from_name.clone(),
                    to: pair.to_name.clone(),
                    from_version: version(&pair.from_own),
                    to_version: version(&pair.to_own),
                })
                .collect(),
            kubernetes: self.kubernetes.into_iter().collect(),
            components,
            nodes: Nodes {
                renewed: 0,
                reason: NO_ROLL.to_owned(),
                units,
                source: KEY.to_owned(),
            },
            gates,
            shoots,
            unexplained: self.unexplained,
            not_analysed,
            unreadable,
            summary,
        }
    }
}

impl Group {
    /// Whether it belongs to shoots and none of those that were looked at has it.
    fn is_of_no_shoot(&self) -> bool {
        self.used.place.is_of_shoots() && self.shoots == 0
    }
}

fn component(group: &Group, fleet: Option<&FleetImpact>) -> ComponentImpact {
    let used = group.used;
    let of_shoots = fleet.is_some() && used.place.is_of_shoots();
    let of_nodes = of_shoots && used.place == Place::Node;
    // The API of a control plane with one member of etcd is gone while that restarts.
    let interrupts = used.class == Class::EtcdRollout
        && used.needs != Needs::SelfHosted
        && fleet.is_none_or(|fleet| fleet.api_interrupted > 0);
    let (class, also) = if interrupts {
        (Class::ApiDowntime, vec![used.class])
    } else {
        (used.class, Vec::new())
    };
    let name = group.rows.first().map(name_of);
    ComponentImpact {
        name: name.unwrap_or_default(),
        place: used.place,
        class,
        also,
        effect: used.effect.to_owned(),
        certainty: used.certainty,
        condition: used.needs.words().map(ToOwned::to_owned),
        images: group.rows.iter().flat_map(images).collect(),
        shoots: of_shoots.then_some(group.shoots),
        pools: of_nodes.then_some(group.pools),
        nodes: of_nodes.then_some(group.nodes),
        source: used.source.to_owned(),
    }
}

/// Give each different change of an image, with the versions for which it is that one.
fn images(row: &Row) -> Vec<ImageChange> {
    let mut changes: BTreeMap<Difference, BTreeSet<&str>> = BTreeMap::new();
    let mut versions: BTreeSet<&str> = BTreeSet::new();
    for (wanted, found) in &row.found {
        let version = version_of(row, wanted);
        versions.insert(version);
        if let Some(difference) = found {
            let general = general(difference, wanted);
            changes.entry(general).or_default().insert(version);
        }
    }
    changes
        .into_iter()
        .map(|(difference, of)| ImageChange {
            name: row.image.clone(),
            from: difference.from,
            to: difference.to,
            kubernetes: (of != versions).then(|| of.into_iter().map(ToOwned::to_owned).collect()),
        })
        .collect()
}

/// Give the version that an image depends on: what it works for, else where it runs.
fn version_of<'a>(row: &Row, wanted: &'a Wanted) -> &'a str {
    match row.used.versions {
        Versions::None => "",
        Versions::Seed => wanted.runtime.as_deref().unwrap_or_default(),
        _ => wanted.target.as_deref().unwrap_or_default(),
    }
}

/// Write `<version>` where the tag is that of Kubernetes, so that the same change is one.
fn general(difference: &Difference, wanted: &Wanted) -> Difference {
    let Some(target) = &wanted.target else {
        return difference.clone();
    };
    let end = format!(":v{}", target.trim_start_matches('v'));
    let general = |image: &Option<String>| {
        image.as_ref().map(|image| match image.strip_suffix(&end) {
            Some(repository) => format!("{repository}:v<version>"),
            None => image.clone(),
        })
    };
    Difference {
        from: general(&difference.from),
        to: general(&difference.to),
    }
}

fn not_analysed(pairs: &[Pair], components: &[ComponentImpact]) -> Vec<String> {
    let mut list = vec![
        "manifests: arguments, resources and configuration change with a version as well, and replace pods whose images stay the same".to_owned(),
    ];
    let has = |owner: Owner| pairs.iter().any(|pair| pair.owner == owner);
    let druid = |component: &ComponentImpact| {
        component
            .images
            .iter()
            .any(|image| image.name == "etcd-druid")
    };
    if has(Owner::Gardener) {
        list.push(
            "the configuration of the kubelet and of containerd that Gardener renders on nodes"
                .to_owned(),
        );
        if !has(Owner::EtcdDruid) && components.iter().any(druid) {
            list.push("the images of etcd: name the image vectors of both versions of etcd-druid with another --from and --to".to_owned());
        }
        if !has(Owner::Extension) {
            list.push("extensions: they have image vectors and releases of their own".to_owned());
        }
        list.push("the garden's own control plane".to_owned());
    }
    if has(Owner::Extension) {
        list.push(
            "what the extension hashes for its machines: another version of it can renew nodes"
                .to_owned(),
        );
    }
    list
}

fn summary(
    components: &[ComponentImpact],
    gates: &[gates::GateChange],
    shoots: Option<&FleetImpact>,
    unexplained: &[String],
) -> Summary {
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    for component in components {
        *classes.entry(component.class.id().to_owned()).or_default() += 1;
    }
    let found = components.iter().map(|component| component.class);
    let worst = found.chain(gates.iter().map(|gate| gate.class)).min();
    if components.is_empty() && unexplained.is_empty() && gates.is_empty() {
        return Summary {
            headline: "no image changes".to_owned(),
            worst,
            classes,
        };
    }
    let mut parts = vec!["no pool is renewed by images".to_owned()];
    let kubelet = components
        .iter()
        .find(|component| component.class == Class::KubeletRestart);
    if let Some(kubelet) = kubelet {
        parts.push(match kubelet.nodes {
            Some(nodes) => format!(
                "kubelet restarts on {} to {} nodes",
                nodes.minimum, nodes.maximum
            ),
            None => "kubelet restarts".to_owned(),
        });
    }
    let etcd = components.iter().find(|component| {
        component.place == Place::Etcd
            && component.condition.is_none()
            && component.class <= Class::EtcdRollout
    });
    parts.push(match (etcd, shoots) {
        (None, _) => "API stays".to_owned(),
        (Some(_), Some(shoots)) => format!(
            "API gone for a moment on {} of {} shoots",
            shoots.api_interrupted, shoots.total
        ),
        (Some(etcd), None) => match &etcd.condition {
            Some(condition) => {
                format!("API gone for a moment {condition} and etcd has a single member")
            }
            None => "API gone for a moment where etcd has a single member".to_owned(),
        },
    });
    if let Some(shoots) = shoots {
        parts.push(format!(
            "{} of {} shoots take part",
            shoots.touched, shoots.total
        ));
        let sum = |count: fn(&SeedShoots) -> u32| -> u32 { shoots.seeds.iter().map(count).sum() };
        for (count, when) in [
            (sum(|seed| seed.regular), "when the gardenlet starts"),
            (sum(|seed| seed.in_window), "in their windows"),
            (sum(|seed| seed.held), "held back"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {when}"));
            }
        }
    }
    match unexplained.len() {
        0 => {}
        1 => parts.push("1 image no rule knows".to_owned()),
        count => parts.push(format!("{count} images no rule knows")),
    }
    Summary {
        headline: parts.join(", "),
        worst,
        classes,
    }
}
