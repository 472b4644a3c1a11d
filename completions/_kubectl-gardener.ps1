
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'kubectl-gardener' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'kubectl-gardener'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'kubectl-gardener' {
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a directory, a file, or - for stdin')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Context of the kubeconfig to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Cluster of the kubeconfig to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User of the kubeconfig to use')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'User to act as')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to act as, can be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to act as')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'Bearer token to use instead of the kubeconfig''s credentials')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Name that the server''s certificate is checked for')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'File with the certificates of the authorities that are trusted')
            [CompletionResult]::new('--client-certificate', '--client-certificate', [CompletionResultType]::ParameterName, 'File with the client certificate')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'File with the key of the client certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the server''s certificate; anybody on the way can read and change everything')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]')
            [CompletionResult]::new('--proxy-url', '--proxy-url', [CompletionResultType]::ParameterName, 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig''s')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Instant to take for now, such as 2026-11-21T00:00:00Z')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--v', '--v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'End with an error if any document of the landscape cannot be read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('versions', 'versions', [CompletionResultType]::ParameterValue, 'Tell which versions expire, who uses them and what Gardener will force, when')
            [CompletionResult]::new('emergency-stop', 'emergency-stop', [CompletionResultType]::ParameterValue, 'Stop all shoot reconciliations of seeds in an incident, and lift the stop safely')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a script that completes commands and flags in a shell')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Print the version of this program')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-gardener;versions' {
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group by this instead of listing findings')
            [CompletionResult]::new('--within', '--within', [CompletionResultType]::ParameterName, 'Warn of versions that expire within this time')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Show only findings from this severity on [default: info; tables without --by: warning]')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'End with exit code 3 if there is a finding of this severity or above, shown or not')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Look only at this profile: NAME, or NAMESPACE/NAME of a NamespacedCloudProfile')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Look only at shoots with these labels, as with kubectl')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Look only at shoots with these labels, as with kubectl')
            [CompletionResult]::new('--waivers', '--waivers', [CompletionResultType]::ParameterName, 'File with findings that are accepted: a YAML list of code, target, reason and until')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a directory, a file, or - for stdin')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Context of the kubeconfig to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Cluster of the kubeconfig to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User of the kubeconfig to use')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'User to act as')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to act as, can be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to act as')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'Bearer token to use instead of the kubeconfig''s credentials')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Name that the server''s certificate is checked for')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'File with the certificates of the authorities that are trusted')
            [CompletionResult]::new('--client-certificate', '--client-certificate', [CompletionResultType]::ParameterName, 'File with the client certificate')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'File with the key of the client certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the server''s certificate; anybody on the way can read and change everything')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]')
            [CompletionResult]::new('--proxy-url', '--proxy-url', [CompletionResultType]::ParameterName, 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig''s')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Instant to take for now, such as 2026-11-21T00:00:00Z')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--v', '--v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Look at all namespaces, which is the default')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Look at all namespaces, which is the default')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'End with an error if any document of the landscape cannot be read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Report versions, their users and the next maintenance run of each shoot (the default)')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-gardener;versions;report' {
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Group by this instead of listing findings')
            [CompletionResult]::new('--within', '--within', [CompletionResultType]::ParameterName, 'Warn of versions that expire within this time')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Show only findings from this severity on [default: info; tables without --by: warning]')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'End with exit code 3 if there is a finding of this severity or above, shown or not')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Look only at this profile: NAME, or NAMESPACE/NAME of a NamespacedCloudProfile')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Look only at shoots with these labels, as with kubectl')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Look only at shoots with these labels, as with kubectl')
            [CompletionResult]::new('--waivers', '--waivers', [CompletionResultType]::ParameterName, 'File with findings that are accepted: a YAML list of code, target, reason and until')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a directory, a file, or - for stdin')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Context of the kubeconfig to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Cluster of the kubeconfig to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User of the kubeconfig to use')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'User to act as')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to act as, can be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to act as')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'Bearer token to use instead of the kubeconfig''s credentials')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Name that the server''s certificate is checked for')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'File with the certificates of the authorities that are trusted')
            [CompletionResult]::new('--client-certificate', '--client-certificate', [CompletionResultType]::ParameterName, 'File with the client certificate')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'File with the key of the client certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the server''s certificate; anybody on the way can read and change everything')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]')
            [CompletionResult]::new('--proxy-url', '--proxy-url', [CompletionResultType]::ParameterName, 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig''s')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Instant to take for now, such as 2026-11-21T00:00:00Z')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--v', '--v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Look at all namespaces, which is the default')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Look at all namespaces, which is the default')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'End with an error if any document of the landscape cannot be read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gardener;versions;help' {
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Report versions, their users and the next maintenance run of each shoot (the default)')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-gardener;versions;help;report' {
            break
        }
        'kubectl-gardener;versions;help;help' {
            break
        }
        'kubectl-gardener;emergency-stop' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for those who find the seeds stopped')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'When it should be over: an instant, or a length of time such as 4h. It only counts as overdue then')
            [CompletionResult]::new('--max-in-flight', '--max-in-flight', [CompletionResultType]::ParameterName, 'Requests that are open at the same time')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait, such as 90s or 1h [default: 2m, and 1h where operations are waited for]')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be done: client sends no write, server has every write checked and keeps none')
            [CompletionResult]::new('--incident', '--incident', [CompletionResultType]::ParameterName, 'Incident that this belongs to, also for the user agent and the audit log')
            [CompletionResult]::new('--audit-log', '--audit-log', [CompletionResultType]::ParameterName, 'File to append a line of JSON to before and after each write')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a directory, a file, or - for stdin')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Context of the kubeconfig to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Cluster of the kubeconfig to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User of the kubeconfig to use')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'User to act as')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to act as, can be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to act as')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'Bearer token to use instead of the kubeconfig''s credentials')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Name that the server''s certificate is checked for')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'File with the certificates of the authorities that are trusted')
            [CompletionResult]::new('--client-certificate', '--client-certificate', [CompletionResultType]::ParameterName, 'File with the client certificate')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'File with the key of the client certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the server''s certificate; anybody on the way can read and change everything')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]')
            [CompletionResult]::new('--proxy-url', '--proxy-url', [CompletionResultType]::ParameterName, 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig''s')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Instant to take for now, such as 2026-11-21T00:00:00Z')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--v', '--v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Stop every seed: the same as `on --all`')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Go ahead although migrations, rotations or the scheduler suffer from it')
            [CompletionResult]::new('--wait-drained', '--wait-drained', [CompletionResultType]::ParameterName, 'Wait until no operation is under way any more: a stop does not end what runs')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until each gardenlet has seen it')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Do not wait, which is the default')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Go ahead without being asked')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Go ahead without being asked')
            [CompletionResult]::new('--show-kubectl', '--show-kubectl', [CompletionResultType]::ParameterName, 'Print the kubectl commands that do the same')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'End with an error if any document of the landscape cannot be read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('on', 'on', [CompletionResultType]::ParameterValue, 'Stop the shoot reconciliations of seeds')
            [CompletionResult]::new('off', 'off', [CompletionResultType]::ParameterValue, 'Lift the stop of seeds, as far as it is ours')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Tell which seeds are stopped, by whom, and what waits for the end of it')
            [CompletionResult]::new('all', 'all', [CompletionResultType]::ParameterValue, 'Stop the shoot reconciliations of every seed: the same as `on --all`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-gardener;emergency-stop;on' {
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Seeds with these labels, as with kubectl')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Seeds with these labels, as with kubectl')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for those who find the seeds stopped')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'When it should be over: an instant, or a length of time such as 4h. It only counts as overdue then')
            [CompletionResult]::new('--max-in-flight', '--max-in-flight', [CompletionResultType]::ParameterName, 'Requests that are open at the same time')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait, such as 90s or 1h [default: 2m, and 1h where operations are waited for]')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be done: client sends no write, server has every write checked and keeps none')
            [CompletionResult]::new('--incident', '--incident', [CompletionResultType]::ParameterName, 'Incident that this belongs to, also for the user agent and the audit log')
            [CompletionResult]::new('--audit-log', '--audit-log', [CompletionResultType]::ParameterName, 'File to append a line of JSON to before and after each write')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a directory, a file, or - for stdin')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Context of the kubeconfig to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Cluster of the kubeconfig to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User of the kubeconfig to use')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'User to act as')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to act as, can be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to act as')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'Bearer token to use instead of the kubeconfig''s credentials')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Name that the server''s certificate is checked for')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'File with the certificates of the authorities that are trusted')
            [CompletionResult]::new('--client-certificate', '--client-certificate', [CompletionResultType]::ParameterName, 'File with the client certificate')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'File with the key of the client certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the server''s certificate; anybody on the way can read and change everything')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]')
            [CompletionResult]::new('--proxy-url', '--proxy-url', [CompletionResultType]::ParameterName, 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig''s')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Instant to take for now, such as 2026-11-21T00:00:00Z')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--v', '--v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every seed there is now')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Go ahead although migrations, rotations or the scheduler suffer from it')
            [CompletionResult]::new('--wait-drained', '--wait-drained', [CompletionResultType]::ParameterName, 'Wait until no operation is under way any more: a stop does not end what runs')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until each gardenlet has seen it')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Do not wait, which is the default')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Go ahead without being asked')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Go ahead without being asked')
            [CompletionResult]::new('--show-kubectl', '--show-kubectl', [CompletionResultType]::ParameterName, 'Print the kubectl commands that do the same')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'End with an error if any document of the landscape cannot be read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gardener;emergency-stop;off' {
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Seeds with these labels, as with kubectl')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Seeds with these labels, as with kubectl')
            [CompletionResult]::new('--waves', '--waves', [CompletionResultType]::ParameterName, 'Lift the stop of so many seeds at a time, and go on only while they are healthy: 5, or 10%')
            [CompletionResult]::new('--soak', '--soak', [CompletionResultType]::ParameterName, 'Time that a wave has to show what happens [default: 5m]')
            [CompletionResult]::new('--max-failed', '--max-failed', [CompletionResultType]::ParameterName, 'Go on although so many seeds are not healthy [default: 0]')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Let shoots that wait go on at once, instead of when their timers fire')
            [CompletionResult]::new('--max-parallel', '--max-parallel', [CompletionResultType]::ParameterName, 'Shoots that are reconciled at the same time, and on one seed never more than its gardenlet has workers [default: 20]')
            [CompletionResult]::new('--max-in-flight', '--max-in-flight', [CompletionResultType]::ParameterName, 'Requests that are open at the same time')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait, such as 90s or 1h [default: 2m, and 1h where operations are waited for]')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be done: client sends no write, server has every write checked and keeps none')
            [CompletionResult]::new('--incident', '--incident', [CompletionResultType]::ParameterName, 'Incident that this belongs to, also for the user agent and the audit log')
            [CompletionResult]::new('--audit-log', '--audit-log', [CompletionResultType]::ParameterName, 'File to append a line of JSON to before and after each write')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a directory, a file, or - for stdin')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Context of the kubeconfig to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Cluster of the kubeconfig to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User of the kubeconfig to use')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'User to act as')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to act as, can be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to act as')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'Bearer token to use instead of the kubeconfig''s credentials')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Name that the server''s certificate is checked for')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'File with the certificates of the authorities that are trusted')
            [CompletionResult]::new('--client-certificate', '--client-certificate', [CompletionResultType]::ParameterName, 'File with the client certificate')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'File with the key of the client certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the server''s certificate; anybody on the way can read and change everything')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]')
            [CompletionResult]::new('--proxy-url', '--proxy-url', [CompletionResultType]::ParameterName, 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig''s')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Instant to take for now, such as 2026-11-21T00:00:00Z')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--v', '--v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every seed there is now')
            [CompletionResult]::new('--override', '--override', [CompletionResultType]::ParameterName, 'Lift the holds of others, too; what they were is kept on the seed')
            [CompletionResult]::new('--include-confined', '--include-confined', [CompletionResultType]::ParameterName, 'Also shoots that wait for their maintenance window: changes reach them earlier than their owners asked for')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until each gardenlet has seen it')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Do not wait, which is the default')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Go ahead without being asked')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Go ahead without being asked')
            [CompletionResult]::new('--show-kubectl', '--show-kubectl', [CompletionResultType]::ParameterName, 'Print the kubectl commands that do the same')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'End with an error if any document of the landscape cannot be read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gardener;emergency-stop;status' {
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Seeds with these labels, as with kubectl')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Seeds with these labels, as with kubectl')
            [CompletionResult]::new('--shoots', '--shoots', [CompletionResultType]::ParameterName, 'List shoots one by one, with what they wait for and when they are tried next')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'End with exit code 3 if any of the seeds is in one of these ways')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'Time between two looks')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a directory, a file, or - for stdin')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Context of the kubeconfig to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Cluster of the kubeconfig to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User of the kubeconfig to use')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'User to act as')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to act as, can be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to act as')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'Bearer token to use instead of the kubeconfig''s credentials')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Name that the server''s certificate is checked for')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'File with the certificates of the authorities that are trusted')
            [CompletionResult]::new('--client-certificate', '--client-certificate', [CompletionResultType]::ParameterName, 'File with the client certificate')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'File with the key of the client certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the server''s certificate; anybody on the way can read and change everything')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]')
            [CompletionResult]::new('--proxy-url', '--proxy-url', [CompletionResultType]::ParameterName, 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig''s')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Instant to take for now, such as 2026-11-21T00:00:00Z')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--v', '--v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every seed there is now')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Go on looking, and show what has changed, until Ctrl-C')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Go on looking, and show what has changed, until Ctrl-C')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Count shoots of all namespaces, which is the default')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Count shoots of all namespaces, which is the default')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'End with an error if any document of the landscape cannot be read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gardener;emergency-stop;all' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for those who find the seeds stopped')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'When it should be over: an instant, or a length of time such as 4h. It only counts as overdue then')
            [CompletionResult]::new('--max-in-flight', '--max-in-flight', [CompletionResultType]::ParameterName, 'Requests that are open at the same time')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait, such as 90s or 1h [default: 2m, and 1h where operations are waited for]')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be done: client sends no write, server has every write checked and keeps none')
            [CompletionResult]::new('--incident', '--incident', [CompletionResultType]::ParameterName, 'Incident that this belongs to, also for the user agent and the audit log')
            [CompletionResult]::new('--audit-log', '--audit-log', [CompletionResultType]::ParameterName, 'File to append a line of JSON to before and after each write')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a directory, a file, or - for stdin')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Context of the kubeconfig to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Cluster of the kubeconfig to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User of the kubeconfig to use')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'User to act as')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to act as, can be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to act as')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'Bearer token to use instead of the kubeconfig''s credentials')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Name that the server''s certificate is checked for')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'File with the certificates of the authorities that are trusted')
            [CompletionResult]::new('--client-certificate', '--client-certificate', [CompletionResultType]::ParameterName, 'File with the client certificate')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'File with the key of the client certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the server''s certificate; anybody on the way can read and change everything')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]')
            [CompletionResult]::new('--proxy-url', '--proxy-url', [CompletionResultType]::ParameterName, 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig''s')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Instant to take for now, such as 2026-11-21T00:00:00Z')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--v', '--v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Go ahead although migrations, rotations or the scheduler suffer from it')
            [CompletionResult]::new('--wait-drained', '--wait-drained', [CompletionResultType]::ParameterName, 'Wait until no operation is under way any more: a stop does not end what runs')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until each gardenlet has seen it')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Do not wait, which is the default')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Go ahead without being asked')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Go ahead without being asked')
            [CompletionResult]::new('--show-kubectl', '--show-kubectl', [CompletionResultType]::ParameterName, 'Print the kubectl commands that do the same')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'End with an error if any document of the landscape cannot be read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gardener;emergency-stop;help' {
            [CompletionResult]::new('on', 'on', [CompletionResultType]::ParameterValue, 'Stop the shoot reconciliations of seeds')
            [CompletionResult]::new('off', 'off', [CompletionResultType]::ParameterValue, 'Lift the stop of seeds, as far as it is ours')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Tell which seeds are stopped, by whom, and what waits for the end of it')
            [CompletionResult]::new('all', 'all', [CompletionResultType]::ParameterValue, 'Stop the shoot reconciliations of every seed: the same as `on --all`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-gardener;emergency-stop;help;on' {
            break
        }
        'kubectl-gardener;emergency-stop;help;off' {
            break
        }
        'kubectl-gardener;emergency-stop;help;status' {
            break
        }
        'kubectl-gardener;emergency-stop;help;all' {
            break
        }
        'kubectl-gardener;emergency-stop;help;help' {
            break
        }
        'kubectl-gardener;completion' {
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a directory, a file, or - for stdin')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Context of the kubeconfig to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Cluster of the kubeconfig to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User of the kubeconfig to use')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'User to act as')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to act as, can be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to act as')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'Bearer token to use instead of the kubeconfig''s credentials')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Name that the server''s certificate is checked for')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'File with the certificates of the authorities that are trusted')
            [CompletionResult]::new('--client-certificate', '--client-certificate', [CompletionResultType]::ParameterName, 'File with the client certificate')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'File with the key of the client certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the server''s certificate; anybody on the way can read and change everything')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]')
            [CompletionResult]::new('--proxy-url', '--proxy-url', [CompletionResultType]::ParameterName, 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig''s')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Instant to take for now, such as 2026-11-21T00:00:00Z')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--v', '--v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'End with an error if any document of the landscape cannot be read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gardener;version' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the answer')
            [CompletionResult]::new('--landscape', '--landscape', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a directory, a file, or - for stdin')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Context of the kubeconfig to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Cluster of the kubeconfig to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User of the kubeconfig to use')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'User to act as')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to act as, can be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to act as')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'Bearer token to use instead of the kubeconfig''s credentials')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the API server')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Name that the server''s certificate is checked for')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'File with the certificates of the authorities that are trusted')
            [CompletionResult]::new('--client-certificate', '--client-certificate', [CompletionResultType]::ParameterName, 'File with the client certificate')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'File with the key of the client certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the server''s certificate; anybody on the way can read and change everything')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]')
            [CompletionResult]::new('--proxy-url', '--proxy-url', [CompletionResultType]::ParameterName, 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig''s')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace (of a project) to look at, instead of all')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Instant to take for now, such as 2026-11-21T00:00:00Z')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--v', '--v', [CompletionResultType]::ParameterName, 'How much to tell of what is done, 0 to 9 as with kubectl')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'End with an error if any document of the landscape cannot be read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gardener;help' {
            [CompletionResult]::new('versions', 'versions', [CompletionResultType]::ParameterValue, 'Tell which versions expire, who uses them and what Gardener will force, when')
            [CompletionResult]::new('emergency-stop', 'emergency-stop', [CompletionResultType]::ParameterValue, 'Stop all shoot reconciliations of seeds in an incident, and lift the stop safely')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a script that completes commands and flags in a shell')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Print the version of this program')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-gardener;help;versions' {
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Report versions, their users and the next maintenance run of each shoot (the default)')
            break
        }
        'kubectl-gardener;help;versions;report' {
            break
        }
        'kubectl-gardener;help;emergency-stop' {
            [CompletionResult]::new('on', 'on', [CompletionResultType]::ParameterValue, 'Stop the shoot reconciliations of seeds')
            [CompletionResult]::new('off', 'off', [CompletionResultType]::ParameterValue, 'Lift the stop of seeds, as far as it is ours')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Tell which seeds are stopped, by whom, and what waits for the end of it')
            [CompletionResult]::new('all', 'all', [CompletionResultType]::ParameterValue, 'Stop the shoot reconciliations of every seed: the same as `on --all`')
            break
        }
        'kubectl-gardener;help;emergency-stop;on' {
            break
        }
        'kubectl-gardener;help;emergency-stop;off' {
            break
        }
        'kubectl-gardener;help;emergency-stop;status' {
            break
        }
        'kubectl-gardener;help;emergency-stop;all' {
            break
        }
        'kubectl-gardener;help;completion' {
            break
        }
        'kubectl-gardener;help;version' {
            break
        }
        'kubectl-gardener;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
