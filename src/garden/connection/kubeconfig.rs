//! Read kubeconfig files: one, or a list that is merged as kubectl does it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use kube::config::Kubeconfig;
use secrecy::zeroize::Zeroizing;

use super::environment::Environment;
use crate::erased::Erased;
use crate::error::{WithHint, hinted};

/// What was read, and from where.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// The merged configuration; without any file, an empty one.
    pub config: Kubeconfig,
    /// Files that were read.
    pub read: Vec<PathBuf>,
    /// Files that were named and do not exist.
    pub missing: Vec<PathBuf>,
}

impl Loaded {
    /// Name the files for messages.
    pub(super) fn files(&self) -> String {
        match self.read.as_slice() {
            [] => "no kubeconfig".to_owned(),
            files => files
                .iter()
                .map(|file| file.display().to_string())
                .collect::<Vec<_>>()
                .join(", "),
        }
    }
}

/// Read what flag, `KUBECONFIG` or the home directory name, in this order.
pub(super) fn load(flag: Option<&Path>, environment: &Environment) -> anyhow::Result<Loaded> {
    if let Some(file) = flag {
        let file = environment.current_dir.join(file);
        let config = read(&file)?
            .with_context(|| format!("kubeconfig {} does not exist", file.display()))
            .hint("name an existing file with --kubeconfig")?;
        return Ok(Loaded {
            config,
            read: vec![file],
            missing: Vec::new(),
        });
    }
    let files = environment
        .kubeconfigs()
        .or_else(|| environment.home_kubeconfig().map(|file| vec![file]))
        .unwrap_or_default();
    let mut loaded = Loaded::default();
    for file in files {
        match read(&file)? {
            Some(next) => {
                loaded.config = std::mem::take(&mut loaded.config)
                    .merge(next)
                    .with_context(|| format!("cannot merge kubeconfig {}", file.display()))?;
                loaded.read.push(file);
            }
            // kubectl skips what is missing, so that one list serves several machines.
            None => loaded.missing.push(file),
        }
    }
    Ok(loaded)
}

/// Read one file with its relative paths resolved, or `None` when it does not exist.
fn read(file: &Path) -> anyhow::Result<Option<Kubeconfig>> {
    let bytes = match fs::read(file) {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(
                anyhow!(error).context(format!("cannot read kubeconfig {}", file.display()))
            );
        }
    };
    let text =
        Zeroizing::new(decode(&bytes).with_context(|| {
            format!("cannot read kubeconfig {}: it is not text", file.display())
        })?);
    let mut config =
        parse(&text).with_context(|| format!("cannot read kubeconfig {}", file.display()))?;
    resolve_paths(&mut config, file.parent().unwrap_or(Path::new("")));
    // Only one of the files needs to carry them, and nothing depends on them.
    config.kind = None;
    config.api_version = None;
    Ok(Some(config))
}

/// Read a kubeconfig that was not read from a file of kubectl's; `directory` is where its relative paths stand.
pub(super) fn in_memory(config: &Kubeconfig, directory: &Path) -> Loaded {
    let mut config = config.clone();
    resolve_paths(&mut config, directory);
    Loaded {
        config,
        read: vec![PathBuf::from("the target's kubeconfig")],
        missing: Vec::new(),
    }
}

/// Parse the bytes of a kubeconfig, as they came from anywhere.
pub(crate) fn parse_bytes(bytes: &[u8]) -> anyhow::Result<Kubeconfig> {
    let text = Zeroizing::new(decode(bytes).context("the kubeconfig is not text")?);
    parse(&text)
}

/// Decode UTF-8, or UTF-16 with a byte order mark as Windows' shells write it.
fn decode(bytes: &[u8]) -> Option<String> {
    let utf16 = |little: bool, bytes: &[u8]| {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| {
                let pair = [pair[0], pair[1]];
                if little {
                    u16::from_le_bytes(pair)
                } else {
                    u16::from_be_bytes(pair)
                }
            })
            .collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(true, rest),
        [0xfe, 0xff, rest @ ..] => utf16(false, rest),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => String::from_utf8(rest.to_vec()).ok(),
    }
}

/// Parse the first document of a kubeconfig; no message repeats a value of the file.
pub(super) fn parse(text: &str) -> anyhow::Result<Kubeconfig> {
    let parsed: Result<Vec<Option<Erased<Kubeconfig>>>, _> =
        serde_saphyr::from_multiple_with_options(text, options());
    let first = match parsed {
        Ok(documents) => documents
            .into_iter()
            .next()
            .flatten()
            .map(|Erased(config)| config),
        Err(error) => {
            let place = error
                .location()
                .filter(|location| location.line() > 0)
                .map(|location| format!(" at line {}", location.line()))
                .unwrap_or_default();
            bail!(
                "not a valid kubeconfig{place}: {}",
                without_values(&error.without_snippet().to_string())
            );
        }
    };
    Ok(first.unwrap_or_default())
}

/// Options without snippets, which would show tokens, and without limits that real files exceed.
fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        with_snippet: false,
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
        budget: serde_saphyr::budget! {
            // The default of 32 refuses files with longer comment blocks.
            max_buffered_comment_events: 1 << 20,
            max_nodes: 1 << 24,
            max_events: 1 << 25,
        },
    }
}

/// Cut a parser's message where it may start to repeat values of the file.
fn without_values(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let kept = line
        .find(['"', '`', '\''])
        .map_or(line, |position| &line[..position]);
    let kept = kept.trim_end().trim_end_matches([':', ',']);
    if kept.is_empty() {
        "unexpected content".to_owned()
    } else {
        kept.to_owned()
    }
}

/// Resolve the paths of a kubeconfig against the directory that it stands in.
fn resolve_paths(config: &mut Kubeconfig, directory: &Path) {
    let resolve = |path: &mut Option<String>| {
        if let Some(text) = path.as_deref()
            && !text.is_empty()
            && Path::new(text).is_relative()
        {
            *path = Some(directory.join(text).to_string_lossy().into_owned());
        }
    };
    for cluster in config
        .clusters
        .iter_mut()
        .filter_map(|c| c.cluster.as_mut())
    {
        resolve(&mut cluster.certificate_authority);
    }
    for user in config
        .auth_infos
        .iter_mut()
        .filter_map(|u| u.auth_info.as_mut())
    {
        resolve(&mut user.client_certificate);
        resolve(&mut user.client_key);
        resolve(&mut user.token_file);
        if let Some(exec) = &mut user.exec
            // A bare name is looked up in PATH.
            && exec.command.as_deref().is_some_and(|command| {
                command.contains('/') || command.contains(std::path::MAIN_SEPARATOR)
            })
        {
            resolve(&mut exec.command);
        }
    }
}

/// Say that a named part of the kubeconfig does not exist, and which ones do.
pub(super) fn unknown<'a>(
    what: &str,
    name: &str,
    available: impl Iterator<Item = &'a str>,
    loaded: &Loaded,
) -> anyhow::Error {
    /// A kubeconfig of a large landscape has thousands of contexts.
    const SHOWN: usize = 20;
    let error = anyhow!("{what} {name} does not exist in {}", loaded.files());
    let names: Vec<&str> = available.collect();
    let mut list = names
        .iter()
        .take(SHOWN)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > SHOWN {
        list = format!("{list} and {} more", names.len() - SHOWN);
    }
    if list.is_empty() {
        hinted(
            error,
            format!("choose another kubeconfig: this one has no {what}"),
        )
    } else {
        hinted(error, format!("choose one of: {list}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "
clusters:
- name: garden
  cluster: { server: https://one.example.com, certificate-authority: ca.crt }
users:
- name: admin
  user: { tokenFile: token, exec: { command: bin/login } }
- name: other
  user: { exec: { command: login } }
";

    #[test]
    fn trap_07_33_comment_lines_after_a_key_load() {
        let comments = "# a comment\n".repeat(200);
        let text = format!("apiVersion: v1\nkind: Config\nclusters:\n{comments}- name: garden\n");
        assert_eq!(parse(&text).unwrap().clusters[0].name, "garden");
    }

    #[test]
    fn relative_paths_stand_in_the_directory_of_their_file() {
        let mut config = parse(SMALL).unwrap();
        let directory = Path::new("/etc/gardens");
        let inside = |name: &str| directory.join(name).to_string_lossy().into_owned();
        resolve_paths(&mut config, directory);
        let cluster = config.clusters[0].cluster.as_ref().unwrap();
        assert_eq!(
            cluster.certificate_authority.as_deref(),
            Some(inside("ca.crt").as_str())
        );
        let user = config.auth_infos[0].auth_info.as_ref().unwrap();
        assert_eq!(user.token_file.as_deref(), Some(inside("token").as_str()));
        let command = |index: usize| {
            let user = config.auth_infos[index].auth_info.as_ref().unwrap();
            user.exec.as_ref().unwrap().command.clone().unwrap()
        };
        assert_eq!(command(0), inside("bin/login"));
        assert_eq!(command(1), "login");
    }

    #[test]
    fn a_message_about_a_broken_kubeconfig_repeats_no_value() {
        for text in [
            "clusters: planted",
            "users:\n- name: a\n  user: planted",
            "users:\n- name: a\n  user: { token: [planted] }",
            "users:\n- name: a\n  user:\n    token: 'planted\n",
            "users:\n- name: a\n  user:\n   token: \"planted\\q\"\n",
            "users:\n- name: a\n  user: { planted",
            "planted",
            "users: *planted",
            "- planted",
        ] {
            let error = format!("{:#}", parse(text).expect_err(text));
            assert!(!error.contains("planted"), "{text}: {error}");
            assert!(error.starts_with("not a valid kubeconfig"), "{error}");
        }
    }

    #[test]
    fn empty_files_and_files_with_a_second_document_are_read_like_kubectl_does() {
        assert!(parse("").unwrap().clusters.is_empty());
        assert!(parse("# nothing\n").unwrap().clusters.is_empty());
        let two = format!("{SMALL}\n---\nclusters:\n- name: second\n");
        assert_eq!(parse(&two).unwrap().clusters.len(), 1);
    }

    #[test]
    fn windows_encodings_are_read() {
        let bytes: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("kind: Config".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(decode(&bytes).as_deref(), Some("kind: Config"));
        assert_eq!(decode(b"\xef\xbb\xbfkind: x").as_deref(), Some("kind: x"));
        assert_eq!(decode(&[0xff, 0x00, 0x01]), None);
    }
}
