//! What a change does: every changed field with the rules that know it, and what they come to here.

mod operation;
mod pools;

use serde_json::Value;

pub(super) use self::operation::in_maintenance;
use self::pools::is_autoscaled;
use super::Judged;
use super::change::Change;
use super::facts::Facts;
use super::manifest::Manifest;
use super::path::{matches, pool as pool_of};
use super::pools::{Action, Certainty, PoolImpact, node};
use super::quantity::Quantity;
use super::rules::{Class, RULES, Rule, Timing};
use super::schedule;
use super::timing::{maintenance_operations, pending_operations};
use super::tree::Node;
use super::verdict::OPERATION;
use crate::domain::annotations::TASKS;
use crate::domain::versions::version::Version;
use crate::order::Order as _;

/// A rule that knows a change, with what it comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hit<'a> {
    pub(super) rule: Rule,
    /// The classes, the most severe first.
    pub(super) classes: Vec<Class>,
    /// The pools that it is about.
    pub(super) pools: Vec<String>,
    pub(super) certainty: Certainty,
    pub(super) timing: Timing,
    /// Nobody does it who would do it for other Shoots.
    pub(super) left: bool,
    pub(super) path: String,
    pub(super) before: Option<&'a Value>,
    pub(super) after: Option<&'a Value>,
}

/// What is known while effects are worked out.
pub(super) struct Effects<'a> {
    judged: &'a Judged,
    facts: Facts<'a>,
    operations: Vec<String>,
    /// Operations that maintenance is newly asked for, and will start.
    later: Vec<String>,
    /// Nothing of the Shoot runs, before or after: it sleeps, or has no seed yet.
    asleep: bool,
    /// It runs its own control plane, of which the gardenlet only reconciles backups
    /// (`gardener/gardener:pkg/gardenlet/controller/shoot/shoot/reconciler_reconcile.go:setupShootReconciliationFlow`).
    self_hosted: bool,
    /// Whether the control plane is highly available.
    available: bool,
}

/// Give the rules that know each change, and the fields that no rule knows.
pub(super) fn effects<'a>(judged: &'a Judged, facts: Facts<'a>) -> (Vec<Hit<'a>>, Vec<String>) {
    let effects = Effects {
        judged,
        facts,
        operations: pending_operations(&judged.old, &judged.new, facts),
        later: maintenance_operations(&judged.old, &judged.new, facts),
        asleep: (judged.old.is_hibernated() && judged.new.is_hibernated())
            || judged.new.is_unscheduled(&judged.old),
        self_hosted: judged.new.is_self_hosted(),
        available: judged
            .new
            .spec()
            .at("controlPlane.highAvailability")
            .is_set(),
    };
    let mut hits: Vec<Hit<'_>> = Vec::new();
    let mut unexplained = Vec::new();
    for change in &judged.changes {
        let found = effects.of(change);
        if found.is_empty() {
            unexplained.push(change.path.clone());
        }
        hits.extend(found);
    }
    hits.extend(effects.blocks());
    (hits, unexplained)
}

impl<'a> Effects<'a> {
    fn of(&self, change: &'a Change) -> Vec<Hit<'a>> {
        let rows = RULES.iter().filter(|row| {
            row.classes != [Class::Rejected]
                && row
                    .paths
                    .iter()
                    .any(|pattern| matches(pattern, &change.path))
        });
        let hits = rows.filter_map(|row| {
            let mut classes = self.classes(row.rule, change)?;
            self.settle(&mut classes, change.path == in_maintenance());
            Some(self.hit(row.rule, classes, change))
        });
        hits.collect()
    }

    fn hit(&self, rule: Rule, classes: Vec<Class>, change: &'a Change) -> Hit<'a> {
        let pools = self.causing(&change.path);
        let provider = !pools.is_empty()
            && pools.iter().all(|pool| pool.by_provider)
            && matches!(
                rule,
                Rule::VolumeEncrypted | Rule::DataVolumes | Rule::WorkerProviderConfig
            );
        // How many nodes run is not known.
        let counts = [
            Rule::PoolMinimumUp,
            Rule::PoolMaximumDown,
            Rule::ZonesAppended,
        ];
        let depends = counts.contains(&rule) && is_autoscaled(&self.judged.new);
        let certainty = if provider
            || classes.contains(&Class::UnknownProvider)
            || matches!(rule, Rule::InfrastructureConfig | Rule::ControlPlaneConfig)
        {
            Certainty::Provider
        } else if depends
            || matches!(
                rule,
                Rule::VolumeEncrypted
                    | Rule::DataVolumes
                    | Rule::WorkerProviderConfig
                    | Rule::KubeletDataVolume
                    | Rule::DomainSet
                    | Rule::NodesNetwork
                    | Rule::ArchitectureChange
                    | Rule::ZonesCleared
                    | Rule::HibernationSchedules
                    | Rule::PurposeTesting
                    | Rule::PurposeFromTesting
                    | Rule::PurposeOther
            )
        {
            Certainty::Likely
        } else {
            Certainty::Certain
        };
        let mut names: Vec<String> = pools.iter().map(|pool| pool.name.clone()).collect();
        if names.is_empty() {
            names.extend(pool_of(&change.path).map(ToOwned::to_owned));
        }
        Hit {
            rule,
            left: self.self_hosted && classes.contains(&Class::ManualActionRequired),
            classes,
            pools: names,
            certainty,
            timing: if change.path == in_maintenance() {
                Timing::Maintenance
            } else {
                rule.row().timing
            },
            path: change.path.clone(),
            before: change.before.as_ref(),
            after: change.after.as_ref(),
        }
    }

    /// Settings of a pool's own kubelets that came or went, where that alone makes the pool roll.
    fn blocks(&self) -> Vec<Hit<'a>> {
        let mut hits = Vec::new();
        for pool in &self.judged.pools {
            for cause in &pool.causes {
                if !cause.ends_with(".kubernetes.kubelet") {
                    continue;
                }
                let mut classes = vec![self.class_of(pool)];
                self.settle(&mut classes, false);
                hits.push(Hit {
                    rule: Rule::KubeletBlock,
                    left: self.self_hosted,
                    classes,
                    pools: vec![pool.name.clone()],
                    certainty: pool.certainty,
                    timing: Rule::KubeletBlock.row().timing,
                    path: cause.clone(),
                    before: None,
                    after: None,
                });
            }
        }
        hits
    }

    /// Put classes in order; what a Shoot has to wait for that does not run is deferred, and what its gardenlet does not
    /// do is left to somebody else.
    fn settle(&self, classes: &mut Vec<Class>, in_maintenance: bool) {
        // Maintenance finds the Shoot as the change leaves it.
        let asleep = self.asleep || (in_maintenance && self.judged.new.is_hibernated());
        let instead = if asleep {
            Some(Class::Deferred)
        } else {
            self.self_hosted.then_some(Class::ManualActionRequired)
        };
        for class in classes.iter_mut() {
            let runs = matches!(
                class,
                Class::NodeRoll
                    | Class::NodeInplaceDrain
                    | Class::NodeScaleDown
                    | Class::NodeScaleUp
                    | Class::NodeServiceRestart
                    | Class::KubeletRestart
                    | Class::ControlPlaneRollout
                    | Class::EtcdRollout
                    | Class::ApiDowntime
                    | Class::SystemComponentRollout
            );
            let infra = self.self_hosted && *class == Class::InfraReconcile;
            if let Some(instead) = instead.filter(|_| runs || infra) {
                *class = instead;
            }
        }
        classes.order();
        classes.dedup();
    }

    /// The pools that a field makes roll.
    fn causing(&self, path: &str) -> Vec<&'a PoolImpact> {
        let pools = self.judged.pools.iter();
        pools
            .filter(|pool| pool.action != Action::None || pool.held_back.is_some())
            .filter(|pool| {
                pool.causes
                    .iter()
                    .any(|cause| path == cause || path.starts_with(&format!("{cause}[")))
            })
            .collect()
    }

    /// The pools that a field is about: the one that it leads into, else all.
    fn about(&self, path: &str) -> Vec<&'a PoolImpact> {
        let name = pool_of(path);
        let pools = self.judged.pools.iter();
        pools
            .filter(|pool| name.is_none_or(|name| pool.name == name))
            .collect()
    }

    fn restarts(&self, path: &str) -> bool {
        self.about(path).iter().any(|pool| pool.kubelet_restart)
    }

    /// Whether a cluster autoscaler runs, before or after.
    fn autoscaled(&self) -> bool {
        is_autoscaled(&self.judged.old) || is_autoscaled(&self.judged.new)
    }

    /// What a rule comes to here; `None` where it does not apply.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm a rule: what its row leaves open"
    )]
    fn classes(&self, rule: Rule, change: &'a Change) -> Option<Vec<Class>> {
        use Class::{
            ApiDowntime, ConfigOnly, ControlPlaneRollout, Irreversible, KubeletRestart,
            ManualActionRequired, NoEffect, NodeServiceRestart, SystemComponentRollout,
            UnknownProvider,
        };
        let path = change.path.as_str();
        let all = || Some(rule.row().classes.to_vec());
        let when = |applies: bool| applies.then(|| rule.row().classes.to_vec());
        let number = |value: &Option<Value>| value.as_ref().and_then(Value::as_i64).unwrap_or(0);
        let text = |value: &'a Option<Value>| Node(value.as_ref()).words();
        let is_true = |value: &Option<Value>| value.as_ref().and_then(Value::as_bool) == Some(true);
        let (before, after) = (&change.before, &change.after);
        let is_new = before.is_none() && after.is_some();
        let is_gone = before.is_some() && after.is_none();
        let nodes = self.node_classes(path);
        let or = |classes: Vec<Class>, other: Class| {
            Some(if classes.is_empty() {
                vec![other]
            } else {
                classes
            })
        };
        match rule {
            Rule::MachineImageRolls => {
                let in_place = nodes.contains(&Class::NodeInplaceDrain);
                let mut classes = or(nodes, ConfigOnly)?;
                if in_place {
                    classes.push(Irreversible); // versions only go up there
                }
                Some(classes)
            }
            Rule::MachineTypeRolls | Rule::VolumeRolls | Rule::CriName => or(nodes, ConfigOnly),
            Rule::KubeletKey => or(
                nodes,
                if self.restarts(path) {
                    KubeletRestart
                } else {
                    NoEffect
                },
            ),
            Rule::KubeletBlock => or(nodes, NoEffect),
            Rule::VolumeEncrypted | Rule::DataVolumes | Rule::WorkerProviderConfig => {
                or(nodes, ConfigOnly)
            }
            Rule::PoolVersion => Some(self.pool_version(path, nodes)),
            Rule::VersionMinor | Rule::VersionPatch => {
                let (old, new) = (Version::parse(text(before))?, Version::parse(text(after))?);
                if old.same_minor(&new) == (rule == Rule::VersionMinor) {
                    return None;
                }
                let mut classes = vec![Irreversible, ControlPlaneRollout];
                classes.extend(self.proxy());
                classes.extend(nodes);
                if self.judged.pools.iter().any(|pool| pool.kubelet_restart) {
                    classes.push(KubeletRestart);
                }
                Some(classes)
            }
            Rule::KubeletSettings => {
                let others = [Rule::KubeletKey, Rule::KubeletConstants, Rule::KubeletBlock];
                let elsewhere = others.iter().any(|rule| {
                    rule.row()
                        .paths
                        .iter()
                        .any(|pattern| matches(pattern, path))
                });
                if elsewhere {
                    None
                } else if self.restarts(path) {
                    Some(vec![KubeletRestart])
                } else if self
                    .about(path)
                    .iter()
                    .any(|pool| pool.action != Action::None)
                {
                    Some(vec![ConfigOnly])
                } else if self.asleep {
                    Some(vec![Class::Deferred])
                } else {
                    Some(vec![NoEffect])
                }
            }
            Rule::PoolAdded => self.resized(rule, is_new),
            Rule::PoolRemoved => self.resized(rule, is_gone),
            Rule::ExtensionAdded | Rule::NetworksSet | Rule::DomainSet => when(is_new),
            Rule::BindingMigration | Rule::ZonesCleared => when(is_gone),
            Rule::ExtensionRemoved => when(is_gone || path.ends_with(".disabled")),
            Rule::PoolMinimumUp | Rule::PoolMaximumUp => {
                self.resized(rule, number(after) > number(before))
            }
            Rule::PoolMinimumDown | Rule::PoolMaximumDown => {
                self.resized(rule, number(after) < number(before))
            }
            Rule::ZonesAppended | Rule::ZonesOther => self.zones(rule, change),
            Rule::WorkerLabels => Some(vec![if self.restarts(path) {
                KubeletRestart
            } else {
                ConfigOnly
            }]),
            Rule::SysctlChange => {
                let restarts = self.has_service(path, "systemd-sysctl");
                Some(vec![if restarts {
                    NodeServiceRestart
                } else {
                    NoEffect
                }])
            }
            Rule::MachineSettingsChange => when(!path.ends_with(".autoPreserveFailedMachineMax")),
            Rule::PreserveFailed => {
                let begins = (number(before) == 0) != (number(after) == 0);
                Some(vec![if begins {
                    ControlPlaneRollout
                } else {
                    ConfigOnly
                }])
            }
            Rule::PriorityChange => {
                let any =
                    |shoot: &Manifest| shoot.pools().any(|pool| pool.get("priority").is_set());
                let begins = any(&self.judged.old) != any(&self.judged.new);
                Some(vec![if begins {
                    ControlPlaneRollout
                } else {
                    ConfigOnly
                }])
            }
            Rule::MonitorPeriod => {
                let mut classes = vec![ControlPlaneRollout];
                if node::timeouts(&self.judged.old) != node::timeouts(&self.judged.new) {
                    classes.push(KubeletRestart);
                }
                Some(classes)
            }
            Rule::AutoscalerChange if path.contains(".autoscaling.") => None,
            Rule::AutoscalerChange => Some(vec![if self.autoscaled() {
                ControlPlaneRollout
            } else {
                NoEffect
            }]),
            Rule::VerticalEnabled => {
                let same = is_true(before) == is_true(after);
                Some(if same {
                    vec![NoEffect]
                } else {
                    vec![SystemComponentRollout, ControlPlaneRollout]
                })
            }
            Rule::VerticalChange => when(!path.ends_with(".enabled")),
            Rule::EtcdMain | Rule::EtcdEvents => Some(self.etcd(rule)),
            // Zones only grow along with it.
            Rule::HighAvailability if path == "spec.controlPlane.zones" && is_gone => None,
            Rule::HighAvailability => {
                if self.judged.new.is_unscheduled(&self.judged.old) {
                    Some(vec![ConfigOnly])
                } else {
                    all()
                }
            }
            Rule::ProxyChange | Rule::ProxyEnabled | Rule::NodeLocalDns => {
                if rule != Rule::ProxyChange
                    && is_true(before) == is_true(after)
                    && (is_new || is_gone)
                {
                    return Some(vec![NoEffect]);
                }
                let mut classes = vec![SystemComponentRollout];
                classes.extend(nodes);
                if self.restarts(path) {
                    classes.push(KubeletRestart);
                }
                if rule == Rule::ProxyEnabled && self.has_service(path, "systemd-sysctl") {
                    classes.push(NodeServiceRestart);
                }
                Some(classes)
            }
            Rule::NodeLocalDnsSettings => {
                let on = self
                    .judged
                    .new
                    .spec()
                    .at("systemComponents.nodeLocalDNS.enabled");
                Some(vec![if on.is_true() {
                    SystemComponentRollout
                } else {
                    NoEffect
                }])
            }
            Rule::HibernationSchedules => Some(self.schedules()),
            Rule::RawOrder => {
                let deploys = |shoot: &Manifest| {
                    let tasks = shoot.annotation(TASKS).unwrap_or_default();
                    tasks.split(',').any(|task| task == "deployInfrastructure")
                };
                let adds = deploys(&self.judged.new) && !deploys(&self.judged.old);
                Some(vec![if adds {
                    Class::InfraReconcile
                } else {
                    ConfigOnly
                }])
            }
            Rule::OperationLater => Some(if after.is_some() {
                self.asks_maintenance()
            } else {
                vec![NoEffect]
            }),
            Rule::Hibernate => when(!is_true(before) && is_true(after)),
            Rule::WakeUp => when(is_true(before) && !is_true(after)),
            Rule::HibernationSame => when(is_true(before) == is_true(after)),
            Rule::ConfineOn => when(is_true(after)),
            Rule::ConfineOff if is_true(after) => None,
            Rule::ConfineOff => Some(vec![if is_true(before) {
                ConfigOnly
            } else {
                NoEffect
            }]),
            Rule::NginxOn => when(path.ends_with("enabled") && is_true(after)),
            Rule::NginxOff => when(path.ends_with("enabled") && is_true(before)),
            Rule::NginxChange => {
                if path.ends_with("enabled") {
                    return (!is_true(before) && !is_true(after)).then(|| vec![NoEffect]);
                }
                let on = self.judged.new.spec().at("addons.nginxIngress.enabled");
                Some(vec![if on.is_true() {
                    SystemComponentRollout
                } else {
                    NoEffect
                }])
            }
            Rule::PurposeTesting => when(text(after) == "testing"),
            Rule::PurposeFromTesting => when(text(before) == "testing"),
            Rule::PurposeOther => when(text(before) != "testing" && text(after) != "testing"),
            Rule::DualStack | Rule::SingleStack => {
                let families = after.as_ref().and_then(Value::as_array).map_or(0, Vec::len);
                if (families > 1) != (rule == Rule::DualStack) {
                    return None;
                }
                // Without nodes there is nothing to do by hand, no infrastructure, and a way back.
                if self.judged.new.is_workerless() {
                    return Some(vec![ControlPlaneRollout]);
                }
                all()
            }
            Rule::BindingChange => {
                if is_new {
                    return Some(vec![ConfigOnly]);
                }
                all()
            }
            Rule::ProfileChange => {
                let key = super::facts::profile_key;
                let same = key(&self.judged.old) == key(&self.judged.new);
                Some(vec![if same { NoEffect } else { ConfigOnly }])
            }
            Rule::AnnotationOther => {
                let known = RULES.iter().any(|row| {
                    let others = row.paths.iter().filter(|pattern| !pattern.ends_with("[*]"));
                    row.classes != [Class::Rejected]
                        && others.clone().any(|pattern| matches(pattern, path))
                });
                when(!known)
            }
            Rule::NodeDelay => {
                let valid = after.is_none() || text(after).parse::<i64>().is_ok();
                Some(vec![if valid {
                    ConfigOnly
                } else {
                    ManualActionRequired
                }])
            }
            Rule::ManagedIssuerSet if text(after) != "managed" => Some(vec![NoEffect]),
            Rule::RestrictionsChange if is_new && path.ends_with(']') => {
                Some(vec![UnknownProvider])
            }
            Rule::KubeletDataVolume if nodes.is_empty() => all(),
            _ if path == format!("metadata.annotations[{OPERATION}]") => {
                self.operation(rule, change)
            }
            _ if path == in_maintenance() => self.later(rule, change),
            _ => {
                let mut classes = rule.row().classes.to_vec();
                if self.available && rule != Rule::Hibernate && rule != Rule::Exposure {
                    classes.retain(|class| *class != ApiDowntime);
                }
                Some(classes)
            }
        }
    }

    fn has_service(&self, path: &str, service: &str) -> bool {
        let pools = self.about(path);
        pools
            .iter()
            .any(|pool| pool.services.iter().any(|known| known == service))
    }

    /// kube-proxy has a DaemonSet for every version that pools run.
    fn proxy(&self) -> Option<Class> {
        let proxy = self.judged.new.spec().at("kubernetes.kubeProxy.enabled");
        let runs = proxy.bool() != Some(false) && !self.judged.new.is_workerless();
        runs.then_some(Class::SystemComponentRollout)
    }

    /// Whether a schedule fires as soon as it is written.
    fn schedules(&self) -> Vec<Class> {
        let (old, new) = (&self.judged.old, &self.judged.new);
        let fired = schedule::fires(new, old, self.facts.now);
        if fired == schedule::fires(old, old, self.facts.now) {
            return vec![Class::ConfigOnly];
        }
        match fired {
            Some(fired) if fired.hibernates && !new.is_hibernated() => {
                vec![Class::Destructive, Class::ApiDowntime]
            }
            Some(fired) if !fired.hibernates && new.is_hibernated() => vec![Class::NodeScaleUp],
            _ => vec![Class::ConfigOnly],
        }
    }

    /// etcd restarts where its request changes: the larger of Gardener's own and the wanted minimum.
    fn etcd(&self, rule: Rule) -> Vec<Class> {
        let (member, cpu, memory) = if rule == Rule::EtcdMain {
            ("main", "150m", "500M")
        } else {
            ("events", "30m", "150M")
        };
        let request = |shoot: &Manifest| {
            let minimum = shoot
                .spec()
                .at(&format!("kubernetes.etcd.{member}.autoscaling.minAllowed"));
            [("cpu", cpu), ("memory", memory)].map(|(resource, floor)| {
                minimum.get(resource).quantity().max(Quantity::parse(floor))
            })
        };
        if request(&self.judged.old) == request(&self.judged.new) {
            return vec![Class::ConfigOnly];
        }
        let mut classes = vec![Class::EtcdRollout];
        if rule == Rule::EtcdMain && !self.available {
            classes.push(Class::ApiDowntime);
        }
        classes
    }
}
