//! What a change does: every changed field with the rules that know it, and what they come to here.

use serde_json::Value;

use super::Judged;
use super::change::Change;
use super::facts::Facts;
use super::manifest::Manifest;
use super::path::{matches, pool as pool_of};
use super::pools::{Action, Certainty, PoolImpact, node, zones};
use super::quantity::Quantity;
use super::rules::{Class, RULES, Rule};
use super::schedule;
use super::timing::{has_failed, pending_operations};
use super::tree::Node;
use super::verdict::{MAINTENANCE, OPERATION};
use crate::domain::versions::version::Version;

/// A rule that knows a change, with what it comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hit<'a> {
    pub(super) rule: Rule,
    /// The classes, the most severe first.
    pub(super) classes: Vec<Class>,
    /// The pools that it is about.
    pub(super) pools: Vec<String>,
    pub(super) certainty: Certainty,
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
            self.settle(&mut classes);
            Some(self.hit(row.rule, classes, change))
        });
        hits.collect()
    }

    fn hit(&self, rule: Rule, classes: Vec<Class>, change: &'a Change) -> Hit<'a> {
        let pools = self.causing(&change.path);
        let provider = !pools.is_empty()
            && pools
                .iter()
                .all(|pool| pool.certainty == Certainty::Provider)
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
                self.settle(&mut classes);
                hits.push(Hit {
                    rule: Rule::KubeletBlock,
                    left: self.self_hosted,
                    classes,
                    pools: vec![pool.name.clone()],
                    certainty: pool.certainty,
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
    fn settle(&self, classes: &mut Vec<Class>) {
        let instead = if self.asleep {
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
        classes.sort_unstable();
        classes.dedup();
    }

    /// The pools that a field makes roll.
    fn causing(&self, path: &str) -> Vec<&'a PoolImpact> {
        let pools = self.judged.pools.iter();
        pools
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

    /// The class of what becomes of a pool.
    fn class_of(&self, pool: &PoolImpact) -> Class {
        match pool.action {
            _ if pool.held_back.is_some() && !self.self_hosted => Class::Deferred,
            Action::Roll => Class::NodeRoll,
            Action::InPlace | Action::ManualInPlace => Class::NodeInplaceDrain,
            Action::Create => Class::NodeScaleUp,
            Action::Delete => Class::Destructive,
            Action::None => Class::NoEffect,
        }
    }

    fn node_classes(&self, path: &str) -> Vec<Class> {
        let causing = self.causing(path).into_iter();
        let mut classes: Vec<Class> = causing.map(|pool| self.class_of(pool)).collect();
        let manual = self
            .causing(path)
            .iter()
            .any(|pool| pool.action == Action::ManualInPlace);
        if manual {
            classes.push(Class::ManualActionRequired);
        }
        classes
    }

    fn restarts(&self, path: &str) -> bool {
        self.about(path).iter().any(|pool| pool.kubelet_restart)
    }

    /// Whether a cluster autoscaler runs, before or after.
    fn autoscaled(&self) -> bool {
        is_autoscaled(&self.judged.old) || is_autoscaled(&self.judged.new)
    }

    /// What a row says, without the autoscaler where none runs.
    fn resized(&self, rule: Rule, applies: bool) -> Option<Vec<Class>> {
        let mut classes = applies.then(|| rule.row().classes.to_vec())?;
        if !self.autoscaled() {
            classes.retain(|class| *class != Class::ControlPlaneRollout);
        } else if rule == Rule::PoolMinimumDown && is_autoscaled(&self.judged.new) {
            // The autoscaler removes nodes once it finds them idle.
            classes.retain(|class| *class != Class::NodeScaleDown);
        }
        if classes.is_empty() {
            classes.push(Class::ConfigOnly);
        }
        Some(classes)
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
            Rule::OperationLater => Some(if after.is_some() {
                self.later()
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

    fn pool_version(&self, path: &str, nodes: Vec<Class>) -> Vec<Class> {
        let name = pool_of(path).unwrap_or_default();
        let (old, new) = (&self.judged.old, &self.judged.new);
        let before = super::pools::key::version(old, old.pool(name));
        let now = super::pools::key::version(new, new.pool(name));
        if before == now {
            return vec![Class::ConfigOnly];
        }
        let mut classes = vec![Class::Irreversible];
        classes.extend(self.proxy());
        if nodes.is_empty() {
            classes.push(Class::KubeletRestart);
        }
        classes.extend(nodes);
        classes
    }

    fn zones(&self, rule: Rule, change: &Change) -> Option<Vec<Class>> {
        let list = |value: &Option<Value>| {
            let list = value.as_ref().and_then(Value::as_array);
            list.cloned().unwrap_or_default()
        };
        let (before, after) = (list(&change.before), list(&change.after));
        let appended = after.starts_with(&before);
        if appended != (rule == Rule::ZonesAppended) {
            return None;
        }
        if !appended {
            let removed = before.iter().any(|zone| !after.contains(zone));
            let first = if removed {
                Class::Destructive
            } else {
                Class::UnknownProvider
            };
            return Some(self.with_autoscaler(first));
        }
        let name = pool_of(&change.path)?;
        let old = zones::shares(self.judged.old.pool(name));
        let new = zones::shares(self.judged.new.pool(name));
        // Nodes beyond the new maximum go; without an autoscaler there are as many as the minimum says.
        let autoscaled = is_autoscaled(&self.judged.new);
        let shrinks = old.iter().any(|share| {
            let now = new.iter().find(|now| now.zone == share.zone);
            now.is_none_or(|now| {
                if autoscaled {
                    now.maximum < share.maximum
                } else {
                    now.minimum < share.minimum
                }
            })
        });
        let nodes = if shrinks {
            Class::NodeScaleDown
        } else {
            Class::NodeScaleUp
        };
        Some(self.with_autoscaler(nodes))
    }

    fn with_autoscaler(&self, class: Class) -> Vec<Class> {
        let mut classes = vec![class];
        if self.autoscaled() {
            classes.push(Class::ControlPlaneRollout);
        }
        classes
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

    /// What operations come to that maintenance starts.
    fn later(&self) -> Vec<Class> {
        let mut classes = vec![Class::Deferred];
        for operation in super::verdict::operations(&self.judged.new, MAINTENANCE) {
            let Some(rule) = operation_rule(&operation) else {
                continue;
            };
            let waits = operation.ends_with("-without-workers-rollout");
            let in_place = |wanted: bool| {
                let mut pools = self.judged.new.pools();
                pools.any(|pool| super::verdict::is_in_place(pool) == wanted)
            };
            classes.extend(rule.row().classes.iter().filter(|class| match class {
                Class::NodeRoll => !waits && in_place(false),
                Class::NodeInplaceDrain => !waits && in_place(true),
                Class::NodeServiceRestart | Class::KubeletRestart => {
                    in_place(true) || in_place(false)
                }
                Class::ApiDowntime => !self.available,
                class => !matches!(class, Class::NoEffect | Class::ConfigOnly),
            }));
        }
        classes
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

    /// Whether a pool is to be rolled that comes with the same change: it is not there when the operation starts.
    fn rolls_new_pool(&self, operation: &str) -> bool {
        let Some(names) = operation.strip_prefix("rollout-workers=") else {
            return false;
        };
        let mut added = self.judged.pools.iter();
        added.any(|pool| {
            let meant = names == "*" || names.split(',').any(|name| name == pool.name);
            pool.action == Action::Create && meant
        })
    }

    /// Which rules know the operations that are asked for.
    fn operation(&self, rule: Rule, change: &'a Change) -> Option<Vec<Class>> {
        let asked = super::verdict::operations(&self.judged.new, OPERATION);
        if change.after.is_none() {
            return (rule == Rule::OperationReconcile).then(|| vec![Class::NoEffect]);
        }
        let mine = asked
            .iter()
            .find(|operation| operation_rule(operation) == Some(rule))?;
        let failed = has_failed(&self.judged.old);
        if rule == Rule::OperationRetry && !failed {
            return Some(vec![Class::NoEffect]);
        }
        // Whatever begins a failed Shoot anew takes the operation along.
        let alone = [Rule::OperationRetry, Rule::OperationMaintain];
        if failed && !alone.contains(&rule) && !self.operations.contains(mine) {
            return Some(vec![Class::Deferred]);
        }
        let mut classes = rule.row().classes.to_vec();
        let nodes = self.node_classes(&change.path);
        let asks_nodes = [Class::NodeRoll, Class::NodeInplaceDrain];
        if classes.iter().any(|class| asks_nodes.contains(class)) {
            classes.retain(|class| !asks_nodes.contains(class));
            classes.extend(nodes);
        }
        if rule == Rule::RolloutWorkers {
            if self.rolls_new_pool(mine) {
                return Some(vec![Class::ManualActionRequired]);
            }
            let manual = self.judged.pools.iter();
            let manual = manual.filter(|pool| pool.action == Action::ManualInPlace);
            if manual.count() == 0 {
                classes.retain(|class| *class != Class::ManualActionRequired);
            }
        }
        if rule == Rule::OperationForceInPlace {
            // It only lets the change pass: what that does is told with its fields.
            return Some(vec![Class::ConfigOnly]);
        }
        if self.available {
            classes.retain(|class| *class != Class::ApiDowntime);
        }
        if !self.restarts(&change.path) {
            let restarts = [Class::KubeletRestart, Class::NodeServiceRestart];
            classes.retain(|class| !restarts.contains(class));
        }
        if rule == Rule::RotateSsh {
            let ssh = self
                .judged
                .new
                .spec()
                .at("provider.workersSettings.sshAccess.enabled");
            classes = vec![if ssh.is_true() {
                Class::InfraReconcile
            } else {
                Class::NoEffect
            }];
        }
        classes.retain(|class| *class != Class::NoEffect || rule == Rule::RotateSsh);
        if classes.is_empty() {
            classes.push(Class::NoEffect);
        }
        Some(classes)
    }
}

/// Whether a Shoot has a cluster autoscaler
/// (`gardener/gardener:pkg/api/core/v1beta1/helper/shoot.go:ShootWantsClusterAutoscaler`).
fn is_autoscaled(shoot: &Manifest) -> bool {
    let mut pools = shoot.pools();
    pools.any(|pool| pool.get("maximum").int() > pool.get("minimum").int())
}

/// The rule that knows an operation.
fn operation_rule(operation: &str) -> Option<Rule> {
    let bare = operation
        .strip_suffix("-without-workers-rollout")
        .unwrap_or(operation);
    Some(match bare {
        "reconcile" => Rule::OperationReconcile,
        "retry" => Rule::OperationRetry,
        "maintain" => Rule::OperationMaintain,
        "force-in-place-update" => Rule::OperationForceInPlace,
        "rotate-ca-start" => Rule::RotateCa,
        "rotate-ca-complete" => Rule::RotateCaComplete,
        "rotate-serviceaccount-key-start" => Rule::RotateServiceAccount,
        "rotate-serviceaccount-key-complete" => Rule::RotateServiceAccountComplete,
        "rotate-etcd-encryption-key"
        | "rotate-etcd-encryption-key-start"
        | "rotate-etcd-encryption-key-complete" => Rule::RotateEtcdKey,
        "rotate-credentials-start" => Rule::RotateAll,
        "rotate-credentials-complete" => Rule::RotateAllComplete,
        "rotate-ssh-keypair" => Rule::RotateSsh,
        "rotate-observability-credentials" => Rule::RotateObservability,
        _ if bare.starts_with("rollout-workers") || bare.starts_with("rotate-rollout-workers") => {
            Rule::RolloutWorkers
        }
        _ => return None,
    })
}
