//! What is refused before anything is asked of the server, and where nobody can answer.

use super::Scene;

#[test]
fn contradictions_are_refused_before_any_request() {
    for (arguments, said) in [
        ("on", "no seed is named"),
        ("off", "no seed is named"),
        ("", "say what to do"),
        ("on aws --all --yes", "contradict each other"),
        ("on aws -l a=b --yes", "contradict each other"),
        ("off -l a=b --all --yes", "contradict each other"),
        ("on -l a==b==c --yes", "label selector"),
        ("on --selector= --yes", "would mean every seed"),
        ("on AWS --yes", "lower-case"),
        ("on ../shoots --yes", "lower-case"),
        ("on aws --until 2020-01-01T00:00:00Z --yes", "in the past"),
        ("on aws --until soon --yes", "neither an instant"),
        ("on aws --max-in-flight 0 --yes", "number from 1"),
        ("off aws --soak 5m --yes", "about waves"),
        ("off aws --max-failed 3 --yes", "about waves"),
        ("off aws --waves 0 --yes", "no size of a wave"),
        ("off aws --max-parallel 3 --yes", "about shoots that go on"),
        ("--all on aws --yes", "before the subcommand"),
        (
            "on aws --landscape examples/landscape --yes",
            "can only be read",
        ),
    ] {
        let scene = Scene::with(["aws"]);
        let ended = scene.run(arguments);
        assert_eq!(ended.code, Some(2), "{arguments}: {}", ended.err);
        assert!(ended.err.contains(said), "{arguments}: {}", ended.err);
        assert!(scene.requests().is_empty(), "{arguments}");
    }
}

#[test]
fn without_a_terminal_and_without_yes_it_is_a_refusal() {
    for arguments in [
        "on --all",
        "--all",
        "all",
        "on aws",
        "off aws",
        "off --all --override",
    ] {
        let scene = Scene::with(["aws"]);
        let ended = scene.run(arguments);
        assert_eq!(ended.code, Some(5), "{arguments}: {}", ended.err);
        assert!(
            ended.err.contains("use --yes"),
            "{arguments}: {}",
            ended.err
        );
        assert!(scene.patches().is_empty());
    }
}
