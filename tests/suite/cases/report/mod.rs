//! The version report as a whole.

mod severities;
mod usage;

use kubectl_gardener::domain::objects::shoot::CloudProfileReference;
use kubectl_gardener::domain::versions::profile::Profile;
use kubectl_gardener::domain::versions::report::{Builder, Options, VersionReport, VersionRow};

use super::world::World;

/// A report on these shoots, with the profile of the first.
fn report(options: Options, shoots: &[&World]) -> VersionReport {
    report_with(options, vec![shoots[0].profile()], shoots)
}

fn report_with(options: Options, profiles: Vec<Profile>, shoots: &[&World]) -> VersionReport {
    let projects = [("garden-dev".to_owned(), "dev".to_owned())].into();
    let mut builder = Builder::new(options, profiles, projects);
    for world in shoots {
        builder.add(&world.shoot);
    }
    builder.finish(Vec::new())
}

/// The rows of versions, one a line: profile, what, version, classification, shoots and pools.
fn rows(report: &VersionReport) -> String {
    let line = |row: &VersionRow| {
        let image = row.image.as_deref().unwrap_or("kubernetes");
        format!(
            "{} {image} {} {} {}/{}\n",
            row.profile, row.version, row.classification, row.shoots, row.pools
        )
    };
    report.versions.iter().map(line).collect()
}

fn shoots(report: &VersionReport) -> Vec<String> {
    let shoots = report.shoots.iter();
    shoots
        .map(|shoot| format!("{}/{}", shoot.namespace, shoot.name))
        .collect()
}

fn named(world: World, namespace: &str, name: &str) -> World {
    world.with(|world| {
        world.shoot.metadata.namespace = Some(namespace.to_owned());
        name.clone_into(&mut world.shoot.metadata.name);
    })
}

fn of_profile(world: World, kind: &str, name: &str) -> World {
    world.with(|world| {
        world.shoot.spec.cloud_profile = Some(CloudProfileReference {
            kind: Some(kind.to_owned()),
            name: name.to_owned(),
        });
    })
}

fn base() -> World {
    World::new("1.33.4", "1.32.9 1.33.4").image("i", "patch", "1.0.0 1.0.1")
}
