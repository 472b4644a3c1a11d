//! What every command about versions reads, and which shoots it looks at.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::anyhow;
use clap::builder::NonEmptyStringValueParser;

use crate::cli::App;
use crate::commands::taken;
use crate::domain::objects::{
    CloudProfile, CredentialsBinding, NamespacedCloudProfile, Object, Project, SecretBinding, Seed,
};
use crate::domain::versions::facts::Bindings;
use crate::domain::versions::forecast::Stopped;
use crate::domain::versions::profile::Profile;
use crate::error::{WithHint, show};
use crate::garden::Query;
use crate::garden::names::Names;
use crate::garden::source::Source;
use crate::order::Gather as _;
use crate::ui::{Progress, Ui};

/// Which shoots a command looks at.
#[derive(Debug, PartialEq, Eq, clap::Args)]
pub struct Scope {
    /// Look only at this profile: NAME, or NAMESPACE/NAME of a NamespacedCloudProfile
    #[arg(long, value_name = "PROFILE", value_parser = NonEmptyStringValueParser::new(), add = Names::Profiles, help_heading = "Scope")]
    pub profile: Option<String>,
    /// Look only at shoots with these labels, as with kubectl
    #[arg(short = 'l', long, value_name = "SELECTOR", help_heading = "Scope")]
    pub selector: Option<String>,
    /// Look at all namespaces, which is the default
    #[arg(short = 'A', long, help_heading = "Scope")]
    pub all_namespaces: bool,
}

impl Scope {
    /// Ask for the shoots.
    pub fn query(&self, app: &App) -> Query {
        Query {
            namespace: app
                .global
                .namespace
                .clone()
                .filter(|_| !self.all_namespaces),
            label_selector: self.selector.clone(),
        }
    }

    /// Refuse a profile that is not there.
    pub fn ensure_known(&self, is_known: bool) -> anyhow::Result<()> {
        match &self.profile {
            Some(profile) if !is_known => Err(anyhow!("there is no profile {profile}"))
                .hint("name a CloudProfile, or a NamespacedCloudProfile as NAMESPACE/NAME"),
            _ => Ok(()),
        }
    }
}

/// Get ready to read, with the progress shown.
pub async fn open(app: &App) -> anyhow::Result<(Source, Arc<Progress>)> {
    let (global, ui) = (&app.global, &app.ui);
    let progress = Arc::new(ui.progress("reading"));
    let bar = Arc::clone(&progress);
    let source = Source::open(&global.source, &global.connection, move |read| {
        bar.text(format!("{} {} read", read.objects, read.plural));
    })
    .await?;
    taken::tell(source.taken(), app);
    for (kind, count) in source.ignored() {
        ui.note(1, format!("ignored {count} of kind {kind}"));
    }
    Ok((source, progress))
}

/// What is known besides the shoots.
pub struct Around {
    /// The CloudProfiles.
    pub plain: Vec<CloudProfile>,
    /// The NamespacedCloudProfiles.
    pub namespaced: Vec<NamespacedCloudProfile>,
    /// Project by namespace, where projects may be read.
    pub projects: BTreeMap<String, String>,
    /// Bindings, where they may be read.
    pub bindings: Bindings,
}

impl Around {
    /// Read profiles, projects and bindings side by side.
    pub async fn read(
        source: &Source,
        namespace: Option<&str>,
        unreadable: &mut Vec<String>,
        ui: &Ui,
    ) -> anyhow::Result<Self> {
        let everything = Query::default();
        let in_namespace = Query {
            namespace: namespace.map(ToOwned::to_owned),
            label_selector: None,
        };
        let (plain, namespaced, projects, secrets, credentials) = tokio::join!(
            source.collect::<CloudProfile>(&everything),
            source.collect::<NamespacedCloudProfile>(&in_namespace),
            source.collect::<Project>(&everything),
            source.collect::<SecretBinding>(&in_namespace),
            source.collect::<CredentialsBinding>(&in_namespace),
        );
        let ((plain, broken), (namespaced, more)) = (plain?, namespaced?);
        unreadable.extend([broken, more].concat());
        // Projects only lend their names: who may not list them still gets the report.
        let projects = projects.map_or_else(
            |error| {
                let why = show(&error).message;
                ui.warning(format!("project names are missing: {why}"));
                Vec::new()
            },
            |(projects, broken)| {
                unreadable.extend(broken);
                projects
            },
        );
        // Bindings only tell whether their migration fails, which it hardly ever does.
        let bindings = match (secrets, credentials) {
            (Ok((secrets, _)), Ok((credentials, _))) => Bindings::new(secrets, credentials),
            (Err(error), _) | (_, Err(error)) => {
                let why = show(&error).message;
                ui.note(1, format!("bindings are not looked at: {why}"));
                Bindings::default()
            }
        };
        let projects = projects.into_iter();
        let projects = projects.filter_map(|p| Some((p.spec.namespace?, p.metadata.name)));
        Ok(Self {
            plain,
            namespaced,
            projects: projects.gather(),
            bindings,
        })
    }

    /// Give the effective profiles.
    pub fn profiles(&self, unreadable: &mut Vec<String>) -> Vec<Profile> {
        let parent = |name: &str| self.plain.iter().find(|profile| profile.name() == name);
        let namespaced = self.namespaced.iter();
        let namespaced = namespaced.map(|p| Profile::of_namespaced(p, parent(&p.spec.parent.name)));
        let profiles: Vec<_> = self
            .plain
            .iter()
            .map(Profile::of)
            .chain(namespaced)
            .collect();
        for profile in &profiles {
            let broken = profile.unparseable.iter();
            let broken = broken.map(|v| format!("profile {}: {v} is not a version", profile.key));
            unreadable.extend(broken);
        }
        profiles
    }
}

/// Find the seeds that are stopped. Without the right to list seeds it is not told which they are.
pub async fn stopped(source: &Source, ui: &Ui) -> Stopped {
    match source.collect::<Seed>(&Query::default()).await {
        Ok((seeds, _)) => Stopped::among(&seeds),
        Err(error) => {
            let why = show(&error).message;
            ui.warning(format!("it is not known which seeds are stopped: {why}"));
            Stopped::default()
        }
    }
}
