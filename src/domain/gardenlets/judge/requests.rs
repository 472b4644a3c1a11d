//! What was asked of a gardenlet and is not done, and what redeployments left on it.

use super::Case;
use crate::domain::gardenlets::backing::{BackingKind, Look, annotate};
use crate::domain::gardenlets::finding::{Code, Finding};
use crate::domain::gardenlets::pending::{Pending, Target};
use crate::domain::objects::condition;
use crate::domain::redeploy::{FORCE_REDEPLOY, RENEW_KUBECONFIG};
use crate::domain::versions::judge::minute;

impl Case<'_> {
    /// Whether `renew-kubeconfig` keeps the API server from taking `force-redeploy`.
    pub(super) fn asked_for_renewal(&self) -> bool {
        self.pending
            .iter()
            .any(|one| one.on == Target::Gardenlet && one.operation == RENEW_KUBECONFIG)
    }

    pub(super) fn requests(&self) -> Vec<Finding> {
        let mut findings: Vec<_> = self.pending.iter().map(|one| self.request(one)).collect();
        findings.extend(self.failure());
        findings.extend(self.reference());
        findings
    }

    fn request(&self, pending: &Pending) -> Finding {
        let (operation, on) = (&pending.operation, pending.on.name());
        let mut what = format!("{operation} was asked of the {on}");
        if let Some(manager) = &pending.manager {
            what = format!("{what} by {manager}");
        }
        if let Some(since) = pending.since {
            what = format!("{what} at {}", minute(since));
        }
        let take_back = annotate(pending.on.resource(), self.subject.name, None);
        let take_back = Some(self.rules.commands.line(take_back));
        // Only its own gardenlet does these; the one of a ManagedSeed is done by the parent.
        let by_itself = pending.on != Target::ManagedSeed && operation == RENEW_KUBECONFIG;
        if by_itself && self.life.is_silent() {
            let message = format!("{what}, and its gardenlet does not report");
            return Finding::new(Code::RenewKubeconfigStuck, message, take_back);
        }
        let ignored = self.backing.kind == BackingKind::SelfHosted && operation == FORCE_REDEPLOY;
        if ignored {
            let message =
                format!("{what}, and gardener-operator ignores those of self-hosted shoots");
            return Finding::new(Code::OperationStuck, message, take_back);
        }
        if pending.is_stuck(self.rules.now) {
            let who = match (pending.on, operation.as_str()) {
                (Target::Gardenlet, FORCE_REDEPLOY) => {
                    "gardener-operator has not done it: check the operator and that its Garden is reconciled"
                }
                (Target::ManagedSeed, _) => "the parent gardenlet has not done it",
                _ => "the gardenlet has not done it",
            };
            return Finding::new(Code::OperationStuck, format!("{what}; {who}"), take_back);
        }
        Finding::new(Code::OperationPending, what, None)
    }

    /// What gardener-operator says against a redeployment that was asked for.
    fn failure(&self) -> Option<Finding> {
        let Look::Found(gardenlet) = self.subject.gardenlet else {
            return None;
        };
        let asked = self
            .pending
            .iter()
            .any(|one| one.on == Target::Gardenlet && one.operation == FORCE_REDEPLOY);
        let registered = condition::find(&gardenlet.status.conditions, "SeedRegistered")?;
        // A Gardenlet without Seed tells of it there.
        let failed = registered.status == "False" && asked && self.subject.seed.is_some();
        failed.then(|| {
            let message = format!("gardener-operator says: {}", registered.message);
            Finding::new(Code::RedeployFailing, message, None)
        })
    }

    /// A reference that nobody takes off: without the annotation gardener-operator removes it at once.
    fn reference(&self) -> Option<Finding> {
        let Look::Found(gardenlet) = self.subject.gardenlet else {
            return None;
        };
        let reference = gardenlet.spec.kubeconfig_secret_ref.as_ref()?;
        let registered = condition::find(&gardenlet.status.conditions, "SeedRegistered");
        // 30 seconds after the chart was applied it looks whether the Seed is there.
        let under_way = registered.is_some_and(|condition| condition.status == "Progressing");
        let asked = self.pending.iter().any(|one| one.on == Target::Gardenlet);
        if self.subject.seed.is_none() || under_way || asked {
            return None;
        }
        let message = format!(
            "spec.kubeconfigSecretRef still names Secret {}",
            reference.name
        );
        Some(Finding::new(Code::ReferenceNotRemoved, message, None))
    }
}
