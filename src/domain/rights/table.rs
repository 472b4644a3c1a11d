//! The table: each command that talks to a garden, and what it does there.
//!
//! A test runs every command with exactly these rights against a real garden, and without each of them.

use super::resources::{
    ADMIN_KUBECONFIG, ALL_CREDENTIALS_BINDINGS, ALL_GARDENLETS, ALL_MANAGED_SEEDS,
    ALL_OWN_PROFILES, ALL_SECRET_BINDINGS, ALL_SHOOTS, CERTIFICATE_REQUESTS, CLOUD_PROFILES,
    CREDENTIALS_BINDINGS, GARDEN_HEARTBEATS, GARDEN_SHOOTS, GARDENLETS, HEARTBEATS, IDENTITY, INFO,
    MANAGED_SEEDS, NAMESPACES, OWN_PROFILES, PROJECTS, SECRET_BINDINGS, SECRETS, SEEDS, SHOOTS,
    adds, needed, sometimes,
};
use super::{CommandRights, Rule};

/// What is missing where a kind may be listed and not watched.
pub(super) const WATCH: &str =
    "lists are read in another way, which costs the server more and is slower";

/// The kinds that are read as the first events of a watch, where that is allowed.
pub const STREAMED: &[&str] = &[
    "shoots",
    "seeds",
    "managedseeds",
    "gardenlets",
    "cloudprofiles",
    "namespacedcloudprofiles",
    "projects",
    "secretbindings",
    "credentialsbindings",
    "leases",
];

/// Other words for the same.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("versions report", "versions"),
    ("gl", "gardenlets"),
    ("force-redeploy", "redeploy"),
    ("emergency-stop", "emergency-stop on"),
    ("emergency-stop all", "emergency-stop on"),
    ("impact shoot", "impact"),
    ("completion install", "completion"),
    ("completion uninstall", "completion"),
];

const PROJECT_NAMES: Rule = adds("list", PROJECTS, "names of projects are missing");

const NO_BINDINGS: &str = "migrations of bindings that fail are not told";

/// Profiles, projects and bindings of the namespaces that are asked for.
const AROUND_VERSIONS: &[Rule] = &[
    needed("list", CLOUD_PROFILES),
    needed("list", OWN_PROFILES),
    PROJECT_NAMES,
    adds("list", SECRET_BINDINGS, NO_BINDINGS),
    adds("list", CREDENTIALS_BINDINGS, NO_BINDINGS),
];

/// The same, of all namespaces.
const AROUND_ALL_VERSIONS: &[Rule] = &[
    needed("list", CLOUD_PROFILES),
    needed("list", ALL_OWN_PROFILES),
    PROJECT_NAMES,
    adds("list", ALL_SECRET_BINDINGS, NO_BINDINGS),
    adds("list", ALL_CREDENTIALS_BINDINGS, NO_BINDINGS),
];

const NO_SETTINGS: &str = "when shoots are reconciled is told by default settings";

/// Seeds, how their gardenlets are configured, and all shoots.
const FLEET: &[Rule] = &[
    needed("list", SEEDS),
    needed("list", ALL_SHOOTS),
    adds("list", ALL_GARDENLETS, NO_SETTINGS),
    adds("list", ALL_MANAGED_SEEDS, NO_SETTINGS),
];

const LOST: &str =
    "somebody else changes the seed at the same time, or the answer to a write is lost";

/// What a stop and its end are weighed with.
const WEIGHED: &[Rule] = &[
    needed("list", SEEDS),
    needed("patch", SEEDS),
    sometimes("get", SEEDS, LOST),
    adds(
        "list",
        ALL_GARDENLETS,
        "templates of Gardenlets that undo it are not seen",
    ),
    adds(
        "list",
        ALL_MANAGED_SEEDS,
        "templates of ManagedSeeds that undo it, and seeds in shoots, are not seen",
    ),
];

const NOT_REHEARSED: &str = "the server does not rehearse the change: the rules answer";

const ON_SNAPSHOT: &str = "versions and impact are to work on the snapshot";

const LEFT_OUT: &str = "they are left out of the snapshot, and reports go on without them";

const NO_RULES: &str = "where the server does not answer, the verdict of the rules is less certain";

/// Each command with its rules.
pub const COMMANDS: &[CommandRights] = &[
    CommandRights {
        command: "versions",
        rules: &[&[needed("list", SHOOTS)], AROUND_VERSIONS],
    },
    CommandRights {
        command: "versions forecast",
        rules: &[
            &[needed("list", SHOOTS)],
            AROUND_VERSIONS,
            &[adds(
                "list",
                SEEDS,
                "it is not known which seeds are stopped: runs on them are foretold",
            )],
        ],
    },
    CommandRights {
        command: "versions diff",
        rules: &[&[needed("list", SHOOTS)], AROUND_ALL_VERSIONS],
    },
    CommandRights {
        command: "gardenlets",
        rules: &[&[
            needed("list", SEEDS),
            adds(
                "list",
                GARDENLETS,
                "what deploys a gardenlet is not known, and Gardenlets without a Seed are missing",
            ),
            adds(
                "list",
                MANAGED_SEEDS,
                "that a parent deploys a gardenlet is told by labels only",
            ),
            adds(
                "list",
                HEARTBEATS,
                "whether a gardenlet lives is told by its condition only",
            ),
            adds("get", INFO, "the skew of versions is not known"),
            adds(
                "list",
                CERTIFICATE_REQUESTS,
                "certificates that gardenlets ask for and do not get are not told",
            ),
            adds(
                "list",
                GARDEN_SHOOTS,
                "shoots that seeds run in are not looked at",
            ),
            adds(
                "list",
                GARDEN_HEARTBEATS,
                "heartbeats of self-hosted shoots are not looked at",
            ),
            adds(
                "list",
                SECRETS,
                "Secrets that redeployments left behind are not found; only metadata is read, which a role cannot express",
            ),
        ]],
    },
    CommandRights {
        command: "redeploy",
        rules: &[&[
            needed("get", GARDENLETS),
            needed("patch", GARDENLETS),
            needed("get", SEEDS),
            needed("get", HEARTBEATS),
            needed("get", SECRETS),
            needed("create", SECRETS),
            needed("delete", SECRETS),
            adds(
                "get",
                MANAGED_SEEDS,
                "a gardenlet that its parent deploys is known by labels only; --operation fails",
            ),
            adds("patch", MANAGED_SEEDS, "--operation fails"),
            adds(
                "list",
                GARDENLETS,
                "other redeployments that wait are not seen",
            ),
            adds(
                "get",
                INFO,
                "whether the garden's version can do it is not checked",
            ),
            adds(
                "list",
                ALL_SHOOTS,
                "the target has to be named: it is not found by its identity",
            ),
            adds("create", ADMIN_KUBECONFIG, "--target-shoot fails"),
            adds(
                "list",
                CERTIFICATE_REQUESTS,
                "of a gardenlet that was deployed and does not report the certificate request is not told",
            ),
            adds(
                "get",
                IDENTITY,
                "with --runtime-context, whether the Garden there is that of this garden is not checked",
            ),
        ]],
    },
    CommandRights {
        command: "emergency-stop on",
        rules: &[
            WEIGHED,
            &[adds(
                "list",
                ALL_SHOOTS,
                "what the stop means for shoots is not told; --wait-drained fails",
            )],
        ],
    },
    CommandRights {
        command: "emergency-stop off",
        rules: &[
            WEIGHED,
            &[
                adds(
                    "list",
                    ALL_SHOOTS,
                    "what waits for the end of the stop is not told; --resume fails",
                ),
                adds("get", SHOOTS, "--resume fails"),
                adds("patch", SHOOTS, "--resume fails"),
                adds(
                    "list",
                    HEARTBEATS,
                    "between --waves the gardenlets' heartbeats are not looked at",
                ),
            ],
        ],
    },
    CommandRights {
        command: "emergency-stop status",
        rules: &[&[
            needed("list", SEEDS),
            adds("list", SHOOTS, "the numbers of shoots are unknown"),
            adds(
                "list",
                ALL_GARDENLETS,
                "templates of Gardenlets are not looked at",
            ),
            adds("list", ALL_MANAGED_SEEDS, "ManagedSeeds are not looked at"),
            adds("list", HEARTBEATS, "heartbeats are not looked at"),
        ]],
    },
    CommandRights {
        command: "impact",
        rules: &[&[
            needed("get", SHOOTS),
            adds(
                "patch",
                SHOOTS,
                "the server does not rehearse the change: the rules answer, and --save fails",
            ),
            adds("update", SHOOTS, "the same for --replace"),
            adds("create", SHOOTS, "the same for new Shoots"),
            adds(
                "get",
                CLOUD_PROFILES,
                "what depends on the profile is not known",
            ),
            adds(
                "get",
                OWN_PROFILES,
                "what depends on a NamespacedCloudProfile is not known",
            ),
            adds("get", SEEDS, "what depends on the seed is not known"),
            adds(
                "list",
                MANAGED_SEEDS,
                "whether a Shoot of namespace garden is a seed is not known",
            ),
            adds(
                "list",
                ALL_SHOOTS,
                "which control planes a Shoot that is a seed hosts is not known",
            ),
            adds("get", SECRET_BINDINGS, NO_RULES),
            adds("get", CREDENTIALS_BINDINGS, NO_RULES),
            adds("list", PROJECTS, NO_RULES),
            adds(
                "get",
                IDENTITY,
                "a saved plan does not say which garden it is for",
            ),
        ]],
    },
    CommandRights {
        command: "impact apply",
        rules: &[&[
            needed("get", SHOOTS),
            needed("patch", SHOOTS),
            sometimes("update", SHOOTS, "the plan was made with --replace"),
            needed("get", CLOUD_PROFILES),
            needed("get", SEEDS),
            sometimes(
                "get",
                OWN_PROFILES,
                "the Shoot has a NamespacedCloudProfile",
            ),
            sometimes("list", MANAGED_SEEDS, "the Shoot is in namespace garden"),
            sometimes("list", ALL_SHOOTS, "the Shoot is a seed"),
            adds(
                "get",
                IDENTITY,
                "whether it is the garden that the plan is for is told by its objects only",
            ),
        ]],
    },
    CommandRights {
        command: "impact seed",
        rules: &[
            &[
                needed("get", SEEDS),
                adds("patch", SEEDS, NOT_REHEARSED),
                adds("update", SEEDS, "the same for --replace"),
            ],
            FLEET,
            &[PROJECT_NAMES],
        ],
    },
    CommandRights {
        command: "impact cloudprofile",
        rules: &[
            &[
                needed("get", CLOUD_PROFILES),
                sometimes(
                    "get",
                    ALL_OWN_PROFILES,
                    "a NamespacedCloudProfile is to be changed",
                ),
                adds("patch", CLOUD_PROFILES, NOT_REHEARSED),
                adds("update", CLOUD_PROFILES, "the same for --replace"),
                adds("patch", ALL_OWN_PROFILES, NOT_REHEARSED),
                adds("update", ALL_OWN_PROFILES, "the same for --replace"),
            ],
            AROUND_ALL_VERSIONS,
            FLEET,
        ],
    },
    CommandRights {
        command: "impact gardener",
        rules: &[FLEET, &[PROJECT_NAMES]],
    },
    CommandRights {
        command: "impact rules",
        rules: &[],
    },
    CommandRights {
        command: "snapshot",
        rules: &[&[
            sometimes("list", CLOUD_PROFILES, ON_SNAPSHOT),
            sometimes("list", ALL_OWN_PROFILES, ON_SNAPSHOT),
            sometimes("list", SHOOTS, ON_SNAPSHOT),
            adds(
                "list",
                GARDEN_SHOOTS,
                "where -n names another namespace, shoots that seeds run in are left out of the snapshot",
            ),
            sometimes(
                "list",
                SEEDS,
                "gardenlets and emergency-stop status are to work on the snapshot",
            ),
            adds("list", PROJECTS, LEFT_OUT),
            adds("list", ALL_GARDENLETS, LEFT_OUT),
            adds("list", ALL_MANAGED_SEEDS, LEFT_OUT),
            adds("list", HEARTBEATS, LEFT_OUT),
            adds("list", GARDEN_HEARTBEATS, LEFT_OUT),
            adds("list", SECRET_BINDINGS, LEFT_OUT),
            adds("list", CREDENTIALS_BINDINGS, LEFT_OUT),
            adds("get", INFO, LEFT_OUT),
            adds(
                "list",
                SECRETS,
                "metadata of Secrets of redeployments is left out; nothing else of them is read, which a role cannot express",
            ),
        ]],
    },
    CommandRights {
        command: "doctor",
        rules: &[&[
            adds("list", SEEDS, "seeds and gardenlets are not looked at"),
            adds(
                "list",
                ALL_SHOOTS,
                "operations left on Shoots are not found",
            ),
            adds(
                "get",
                ALL_SHOOTS,
                "since when an operation waits on a Shoot is not known",
            ),
            adds(
                "list",
                ALL_GARDENLETS,
                "operations left on Gardenlets are not found",
            ),
            adds(
                "list",
                ALL_MANAGED_SEEDS,
                "operations left on ManagedSeeds are not found",
            ),
            adds("list", HEARTBEATS, "heartbeats are not looked at"),
            adds(
                "list",
                GARDEN_HEARTBEATS,
                "heartbeats of self-hosted shoots are not looked at",
            ),
            adds("get", INFO, "the version of the garden is not known"),
            adds(
                "list",
                SECRETS,
                "Secrets that redeployments left behind are not found; only metadata is read, which a role cannot express",
            ),
        ]],
    },
    CommandRights {
        command: "completion",
        rules: &[&[
            adds(
                "list",
                SEEDS,
                "names of seeds and incidents are not completed",
            ),
            adds("list", GARDENLETS, "names of Gardenlets are not completed"),
            adds("list", ALL_SHOOTS, "names of Shoots are not completed"),
            adds("list", NAMESPACES, "names of namespaces are not completed"),
            adds(
                "list",
                CLOUD_PROFILES,
                "names of profiles are not completed",
            ),
            adds(
                "list",
                ALL_OWN_PROFILES,
                "names of profiles of projects are not completed",
            ),
        ]],
    },
    CommandRights {
        command: "version",
        rules: &[],
    },
];
