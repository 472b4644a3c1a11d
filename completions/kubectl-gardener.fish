# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kubectl_gardener_global_optspecs
    string join \n landscape= strict kubeconfig= context= cluster= user= as= as-group= as-uid= token= s/server= tls-server-name= certificate-authority= client-certificate= client-key= insecure-skip-tls-verify= request-timeout= proxy-url= n/namespace= now= color= v/v= h/help V/version
end

function __fish_kubectl_gardener_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kubectl_gardener_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kubectl_gardener_using_subcommand
    set -l cmd (__fish_kubectl_gardener_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -s V -l version -d 'Print version'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -f -a "versions" -d 'Tell which versions expire, who uses them and what Gardener will force, when'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -f -a "impact" -d 'Tell what a change of a Shoot does, before it is made'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -f -a "gardenlets" -d 'Tell what deployed each gardenlet, how it is, and the command that brings it back'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -f -a "gl" -d 'Tell what deployed each gardenlet, how it is, and the command that brings it back'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -f -a "redeploy" -d 'Bring a gardenlet back that lost its Deployment or its certificate'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -f -a "force-redeploy" -d 'Bring a gardenlet back that lost its Deployment or its certificate'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -f -a "emergency-stop" -d 'Stop all shoot reconciliations of seeds in an incident, and lift the stop safely'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -f -a "doctor" -d 'Tell what keeps this program from working, and the command that mends it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -f -a "snapshot" -d 'Keep everything that reports need of a garden in one file, to look at it elsewhere or later'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -f -a "completion" -d 'Have kubectl complete commands, flags and names, or print a script for a shell'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -f -a "version" -d 'Print the version of this program'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l by -d 'Group by this instead of listing findings' -r -f -a "shoot\t'A row for each shoot'
version\t'A row for each version of each profile'
profile\t'A row for each profile'
project\t'A row for each project'
seed\t'A row for each seed'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l within -d 'Warn of versions that expire within this time' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l severity -d 'Show only findings from this severity on [default: info; tables without --by: warning]' -r -f -a "info\t'Worth knowing'
warning\t'Something will happen that deserves a look'
error\t'Something is wrong now, or will fail'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l fail-on -d 'End with exit code 3 if there is a finding of this severity or above, shown or not' -r -f -a "info\t'Worth knowing'
warning\t'Something will happen that deserves a look'
error\t'Something is wrong now, or will fail'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l profile -d 'Look only at this profile: NAME, or NAMESPACE/NAME of a NamespacedCloudProfile' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -s l -l selector -d 'Look only at shoots with these labels, as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l waivers -d 'File with findings that are accepted: a YAML list of code, target, reason and until' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'
markdown\t'Markdown, for issues and merge requests'
csv\t'Comma-separated values of the main table, for spreadsheets'
html\t'A web page in one file'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -s A -l all-namespaces -d 'Look at all namespaces, which is the default'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -f -a "report" -d 'Report versions, their users and the next maintenance run of each shoot (the default)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -f -a "forecast" -d 'Foretell every maintenance run that changes a version or fails'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -f -a "diff" -d 'Tell whom a change of CloudProfiles hits, when and how'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and not __fish_seen_subcommand_from report forecast diff help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l by -d 'Group by this instead of listing findings' -r -f -a "shoot\t'A row for each shoot'
version\t'A row for each version of each profile'
profile\t'A row for each profile'
project\t'A row for each project'
seed\t'A row for each seed'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l within -d 'Warn of versions that expire within this time' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l severity -d 'Show only findings from this severity on [default: info; tables without --by: warning]' -r -f -a "info\t'Worth knowing'
warning\t'Something will happen that deserves a look'
error\t'Something is wrong now, or will fail'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l fail-on -d 'End with exit code 3 if there is a finding of this severity or above, shown or not' -r -f -a "info\t'Worth knowing'
warning\t'Something will happen that deserves a look'
error\t'Something is wrong now, or will fail'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l profile -d 'Look only at this profile: NAME, or NAMESPACE/NAME of a NamespacedCloudProfile' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -s l -l selector -d 'Look only at shoots with these labels, as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l waivers -d 'File with findings that are accepted: a YAML list of code, target, reason and until' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'
markdown\t'Markdown, for issues and merge requests'
csv\t'Comma-separated values of the main table, for spreadsheets'
html\t'A web page in one file'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -s A -l all-namespaces -d 'Look at all namespaces, which is the default'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l for -d 'How far to look ahead' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l only -d 'Tell only of runs of these kinds' -r -f -a "forced\t'Runs that change a version by force'
failing\t'Runs that fail, wholly or in part'
dead-end\t'Runs that fail because there is no version to update to'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l by -d 'Group by this instead of showing a timeline' -r -f -a "shoot\t'A row for each shoot with a run'
week\t'A row for each week'
version\t'A row for each version that is left, and where it leads'
profile\t'A row for each profile'
project\t'A row for each project'
seed\t'A row for each seed'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l fail-on -d 'End with exit code 3 if there is a run that fails (error), forces (warning) or does anything (info), shown or not' -r -f -a "info\t'Worth knowing'
warning\t'Something will happen that deserves a look'
error\t'Something is wrong now, or will fail'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l profile -d 'Look only at this profile: NAME, or NAMESPACE/NAME of a NamespacedCloudProfile' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -s l -l selector -d 'Look only at shoots with these labels, as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'
markdown\t'Markdown, for issues and merge requests'
csv\t'Comma-separated values of the main table, for spreadsheets'
html\t'A web page in one file'
ics\t'A calendar, for calendar programs that subscribe to it'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -s A -l all-namespaces -d 'Look at all namespaces, which is the default'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from forecast" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l for -d 'How far to look ahead' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l fail-on -d 'End with exit code 3 if there is a finding of this severity or above' -r -f -a "info\t'Worth knowing'
warning\t'Something will happen that deserves a look'
error\t'Something is wrong now, or will fail'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l profile -d 'Look only at this profile: NAME, or NAMESPACE/NAME of a NamespacedCloudProfile' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -s l -l selector -d 'Look only at shoots with these labels, as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'
markdown\t'Markdown, for issues and merge requests'
csv\t'Comma-separated values of the main table, for spreadsheets'
html\t'A web page in one file'
sarif\t'Findings with the lines of a file, for code scanning in merge requests'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -s A -l all-namespaces -d 'Look at all namespaces, which is the default'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from help" -f -a "report" -d 'Report versions, their users and the next maintenance run of each shoot (the default)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from help" -f -a "forecast" -d 'Foretell every maintenance run that changes a version or fails'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Tell whom a change of CloudProfiles hits, when and how'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand versions; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -s f -l filename -d 'The Shoots as they are to be: a file, a directory, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l old -d 'The Shoots as they are, instead of those in the garden or the landscape' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l fail-on -d 'End with exit code 3 if something of this class or a more severe one happens: rejected, destructive, node-roll and so on, or unknown' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l waivers -d 'File with findings that are accepted: a YAML list of code, target, reason and until' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l save -d 'File to keep the change in, for impact apply; needs a garden' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
markdown\t'Markdown, for issues and merge requests'
sarif\t'Findings with the lines of a file, for code scanning in merge requests'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l replace -d 'Take the manifests as kubectl replace does: what they leave out is removed. Without it, as kubectl apply does'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -f -a "shoot" -d 'Tell what a patch of a Shoot would do'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -f -a "apply" -d 'Make the change that a plan describes, if nothing has changed since'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -f -a "rules" -d 'List the rules, or explain one'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -f -a "cloudprofile" -d 'Tell what a change of a CloudProfile does to the shoots that refer to it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -f -a "seed" -d 'Tell what a change of a Seed does to it and to the shoots that it hosts'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -f -a "gardener" -d 'Tell what another version of Gardener restarts, for whom and when, by its image vectors'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and not __fish_seen_subcommand_from shoot apply rules cloudprofile seed gardener help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l patch -d 'Patch as JSON or YAML, or @FILE to read it' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l type -d 'Kind of the patch' -r -f -a "merge\t'JSON merge patch'
json\t'JSON patch: a list of operations'
strategic\t'Strategic merge patch: pools are merged by name'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l set -d 'Set a field, such as spec.purpose=testing; null removes it' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l fail-on -d 'End with exit code 3 if something of this class or a more severe one happens: rejected, destructive, node-roll and so on, or unknown' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l waivers -d 'File with findings that are accepted: a YAML list of code, target, reason and until' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l save -d 'File to keep the change in, for impact apply; needs a garden' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
markdown\t'Markdown, for issues and merge requests'
sarif\t'Findings with the lines of a file, for code scanning in merge requests'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from shoot" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l dry-run -d 'Show what would be done: client sends no write, server has every write checked and keeps none' -r -f -a "none\t'It writes'
client\t'It shows what it would write, and sends no write'
server\t'The server checks every write and keeps none'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l incident -d 'Incident that this belongs to, also for the user agent and the audit log' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l audit-log -d 'File to append a line of JSON to before and after each write' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Go ahead without being asked'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l show-kubectl -d 'Print the kubectl commands that do the same'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
markdown\t'Markdown, for issues and merge requests'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -s f -l filename -d 'The profiles as they are to be: a file, a directory, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l old -d 'The profiles as they are, instead of those in the garden or the landscape' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l for -d 'How far to look ahead for updates of versions' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l fail-on -d 'End with exit code 3 if something of this class or a more severe one happens: rejected, node-roll and so on, or unknown' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l waivers -d 'File with findings that are accepted: a YAML list of code, target, reason and until' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
markdown\t'Markdown, for issues and merge requests'
sarif\t'Findings with the lines of a file, for code scanning in merge requests'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l replace -d 'Take the manifests as kubectl replace does: what they leave out is removed. Without it, as kubectl apply does'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from cloudprofile" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -s f -l filename -d 'The Seeds as they are to be: a file, a directory, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l old -d 'The Seeds as they are, instead of those in the garden or the landscape' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l fail-on -d 'End with exit code 3 if something of this class or a more severe one happens: rejected, access-impact and so on, or unknown' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l waivers -d 'File with findings that are accepted: a YAML list of code, target, reason and until' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
markdown\t'Markdown, for issues and merge requests'
sarif\t'Findings with the lines of a file, for code scanning in merge requests'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l replace -d 'Take the manifests as kubectl replace does: what they leave out is removed. Without it, as kubectl apply does'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from seed" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l from -d 'Image vector before; several are paired with those of --to in their order' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l to -d 'Image vector after' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l from-version -d 'Version of Gardener before, instead of that of the seeds: the tag of Gardener\'s own images' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l to-version -d 'Version of Gardener after' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l overwrite -d 'Overwrite of images or of components before and after, as the gardenlet gets it' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l from-overwrite -d 'Overwrite before only' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l to-overwrite -d 'Overwrite after only' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l kubernetes -d 'Versions of Kubernetes to look at with --components-only, instead of those that Gardener supports' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -s l -l selector -d 'Look only at shoots with these labels, as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l fail-on -d 'End with exit code 3 if something of this class or a more severe one happens: api-downtime, kubelet-restart and so on, or unknown' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
markdown\t'Markdown, for issues and merge requests'
sarif\t'Findings with the lines of a file, for code scanning in merge requests'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l components-only -d 'Look at components only, at no garden and at no landscape'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -s A -l all-namespaces -d 'Look at all namespaces, which is the default'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from gardener" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from help" -f -a "shoot" -d 'Tell what a patch of a Shoot would do'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from help" -f -a "apply" -d 'Make the change that a plan describes, if nothing has changed since'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from help" -f -a "rules" -d 'List the rules, or explain one'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from help" -f -a "cloudprofile" -d 'Tell what a change of a CloudProfile does to the shoots that refer to it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from help" -f -a "seed" -d 'Tell what a change of a Seed does to it and to the shoots that it hosts'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from help" -f -a "gardener" -d 'Tell what another version of Gardener restarts, for whom and when, by its image vectors'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand impact; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l within -d 'Tell of client certificates that end within this time' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l fail-on -d 'End with exit code 3 if there is a finding of this severity or above' -r -f -a "info\t'Worth knowing'
warning\t'Something will happen that deserves a look'
error\t'Something is wrong now, or will fail'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -s l -l selector -d 'Look only at seeds with these labels, as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'
markdown\t'Markdown, for issues and merge requests'
csv\t'Comma-separated values of the main table, for spreadsheets'
html\t'A web page in one file'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gardenlets" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l within -d 'Tell of client certificates that end within this time' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l fail-on -d 'End with exit code 3 if there is a finding of this severity or above' -r -f -a "info\t'Worth knowing'
warning\t'Something will happen that deserves a look'
error\t'Something is wrong now, or will fail'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -s l -l selector -d 'Look only at seeds with these labels, as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'
markdown\t'Markdown, for issues and merge requests'
csv\t'Comma-separated values of the main table, for spreadsheets'
html\t'A web page in one file'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand gl" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l target-kubeconfig -d 'Kubeconfig of the cluster where the gardenlet belongs, - for stdin; gardener-operator will use it' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l target-context -d 'Context of --target-kubeconfig [default: its current one]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l target-shoot -d 'The shoot that is the seed\'s cluster; an admin kubeconfig is minted for it' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l target-garden-context -d 'Context of the garden where that shoot is, if it is another' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l expiration -d 'How long the minted kubeconfig lives, at least 10m; the garden may shorten it' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l target-secret -d 'Secret in namespace garden that holds the target\'s kubeconfig; gardener-operator deletes it afterwards' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l runtime-context -d 'Context of the runtime cluster, to look at it before' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l targets -d 'File with gardenlets and their targets, done one after the other' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l skip-check -d 'Check that shall only warn where it would block, can be repeated' -r -f -a "P6-exec\t''
P6-file\t''
P6-loopback\t''
P6-insecure\t''
P6-expired\t''
P7\t''
P9\t''
P11\t''
P12\t''
P13\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l operation -d 'For a ManagedSeed: what to ask of it instead' -r -f -a "reconcile\t'Have the parent gardenlet deploy the gardenlet again'
renew-kubeconfig\t'The same, with a new client certificate'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l timeout -d 'How long to wait for each' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'
markdown\t'Markdown, for issues and merge requests'
csv\t'Comma-separated values of the main table, for spreadsheets'
html\t'A web page in one file'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l dry-run -d 'Show what would be done: client sends no write, server has every write checked and keeps none' -r -f -a "none\t'It writes'
client\t'It shows what it would write, and sends no write'
server\t'The server checks every write and keeps none'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l incident -d 'Incident that this belongs to, also for the user agent and the audit log' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l audit-log -d 'File to append a line of JSON to before and after each write' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l runtime -d 'The gardenlet belongs into the runtime cluster, where gardener-operator runs'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l force -d 'Redeploy a gardenlet that looks healthy as well'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l allow-identity-mismatch -d 'Go on although the cluster is not known to be the seed\'s: only if it was created anew'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l clear-operation -d 'Take off or replace another operation that is pending'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l reset-client-cert -d 'Remove the gardenlet\'s own kubeconfig in the target first, so that it gets a new client certificate'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l wait -d 'Wait until it is proved, which is the default'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l no-wait -d 'End when the request was accepted'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -s y -l yes -d 'Go ahead without being asked'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l show-kubectl -d 'Print the kubectl commands that do the same'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand redeploy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l target-kubeconfig -d 'Kubeconfig of the cluster where the gardenlet belongs, - for stdin; gardener-operator will use it' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l target-context -d 'Context of --target-kubeconfig [default: its current one]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l target-shoot -d 'The shoot that is the seed\'s cluster; an admin kubeconfig is minted for it' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l target-garden-context -d 'Context of the garden where that shoot is, if it is another' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l expiration -d 'How long the minted kubeconfig lives, at least 10m; the garden may shorten it' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l target-secret -d 'Secret in namespace garden that holds the target\'s kubeconfig; gardener-operator deletes it afterwards' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l runtime-context -d 'Context of the runtime cluster, to look at it before' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l targets -d 'File with gardenlets and their targets, done one after the other' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l skip-check -d 'Check that shall only warn where it would block, can be repeated' -r -f -a "P6-exec\t''
P6-file\t''
P6-loopback\t''
P6-insecure\t''
P6-expired\t''
P7\t''
P9\t''
P11\t''
P12\t''
P13\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l operation -d 'For a ManagedSeed: what to ask of it instead' -r -f -a "reconcile\t'Have the parent gardenlet deploy the gardenlet again'
renew-kubeconfig\t'The same, with a new client certificate'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l timeout -d 'How long to wait for each' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'
markdown\t'Markdown, for issues and merge requests'
csv\t'Comma-separated values of the main table, for spreadsheets'
html\t'A web page in one file'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l dry-run -d 'Show what would be done: client sends no write, server has every write checked and keeps none' -r -f -a "none\t'It writes'
client\t'It shows what it would write, and sends no write'
server\t'The server checks every write and keeps none'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l incident -d 'Incident that this belongs to, also for the user agent and the audit log' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l audit-log -d 'File to append a line of JSON to before and after each write' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l runtime -d 'The gardenlet belongs into the runtime cluster, where gardener-operator runs'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l force -d 'Redeploy a gardenlet that looks healthy as well'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l allow-identity-mismatch -d 'Go on although the cluster is not known to be the seed\'s: only if it was created anew'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l clear-operation -d 'Take off or replace another operation that is pending'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l reset-client-cert -d 'Remove the gardenlet\'s own kubeconfig in the target first, so that it gets a new client certificate'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l wait -d 'Wait until it is proved, which is the default'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l no-wait -d 'End when the request was accepted'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -s y -l yes -d 'Go ahead without being asked'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l show-kubectl -d 'Print the kubectl commands that do the same'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand force-redeploy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l reason -d 'Why, for those who find the seeds stopped' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l until -d 'When it should be over: an instant, or a length of time such as 4h. It only counts as overdue then' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l max-in-flight -d 'Requests that are open at the same time' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l timeout -d 'How long to wait, such as 90s or 1h [default: 2m, and 1h where operations are waited for]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l dry-run -d 'Show what would be done: client sends no write, server has every write checked and keeps none' -r -f -a "none\t'It writes'
client\t'It shows what it would write, and sends no write'
server\t'The server checks every write and keeps none'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l incident -d 'Incident that this belongs to, also for the user agent and the audit log' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l audit-log -d 'File to append a line of JSON to before and after each write' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l all -d 'Stop every seed: the same as `on --all`'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l force -d 'Go ahead although migrations, rotations or the scheduler suffer from it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l wait-drained -d 'Wait until no operation is under way any more: a stop does not end what runs'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l wait -d 'Wait until each gardenlet has seen it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l no-wait -d 'Do not wait, which is the default'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -s y -l yes -d 'Go ahead without being asked'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l show-kubectl -d 'Print the kubectl commands that do the same'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -f -a "on" -d 'Stop the shoot reconciliations of seeds'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -f -a "off" -d 'Lift the stop of seeds, as far as it is ours'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -f -a "status" -d 'Tell which seeds are stopped, by whom, and what waits for the end of it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -f -a "all" -d 'Stop the shoot reconciliations of every seed: the same as `on --all`'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and not __fish_seen_subcommand_from on off status all help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -s l -l selector -d 'Seeds with these labels, as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l reason -d 'Why, for those who find the seeds stopped' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l until -d 'When it should be over: an instant, or a length of time such as 4h. It only counts as overdue then' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l max-in-flight -d 'Requests that are open at the same time' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l timeout -d 'How long to wait, such as 90s or 1h [default: 2m, and 1h where operations are waited for]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l dry-run -d 'Show what would be done: client sends no write, server has every write checked and keeps none' -r -f -a "none\t'It writes'
client\t'It shows what it would write, and sends no write'
server\t'The server checks every write and keeps none'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l incident -d 'Incident that this belongs to, also for the user agent and the audit log' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l audit-log -d 'File to append a line of JSON to before and after each write' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l all -d 'Every seed there is now'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l force -d 'Go ahead although migrations, rotations or the scheduler suffer from it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l wait-drained -d 'Wait until no operation is under way any more: a stop does not end what runs'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l wait -d 'Wait until each gardenlet has seen it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l no-wait -d 'Do not wait, which is the default'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -s y -l yes -d 'Go ahead without being asked'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l show-kubectl -d 'Print the kubectl commands that do the same'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from on" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -s l -l selector -d 'Seeds with these labels, as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l waves -d 'Lift the stop of so many seeds at a time, and go on only while they are healthy: 5, or 10%' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l soak -d 'Time that a wave has to show what happens [default: 5m]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l max-failed -d 'Go on although so many seeds are not healthy [default: 0]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l resume -d 'Let shoots that wait go on at once, instead of when their timers fire' -r -f -a "none\t'Nothing: every shoot goes on when its own timer fires'
pending\t'Shoots that wait for something'
failed\t'Shoots that have failed'
all\t'Both'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l max-parallel -d 'Shoots that are reconciled at the same time, and on one seed never more than its gardenlet has workers [default: 20]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l max-in-flight -d 'Requests that are open at the same time' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l timeout -d 'How long to wait, such as 90s or 1h [default: 2m, and 1h where operations are waited for]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l dry-run -d 'Show what would be done: client sends no write, server has every write checked and keeps none' -r -f -a "none\t'It writes'
client\t'It shows what it would write, and sends no write'
server\t'The server checks every write and keeps none'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l incident -d 'Incident that this belongs to, also for the user agent and the audit log' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l audit-log -d 'File to append a line of JSON to before and after each write' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l all -d 'Every seed there is now'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l override -d 'Lift the holds of others, too; what they were is kept on the seed'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l include-confined -d 'Also shoots that wait for their maintenance window: changes reach them earlier than their owners asked for'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l wait -d 'Wait until each gardenlet has seen it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l no-wait -d 'Do not wait, which is the default'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -s y -l yes -d 'Go ahead without being asked'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l show-kubectl -d 'Print the kubectl commands that do the same'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from off" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -s l -l selector -d 'Seeds with these labels, as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l shoots -d 'List shoots one by one, with what they wait for and when they are tried next' -r -f -a "backlog\t'Those that are not simply up to date'
all\t'All of them'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l fail-on -d 'End with exit code 3 if any of the seeds is in one of these ways' -r -f -a "overdue\t'A hold should be over'
ineffective\t'Somebody tried to stop it, without effect'
unconfirmed\t'Its gardenlet has not confirmed the stop within 90 s'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l interval -d 'Time between two looks' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'
markdown\t'Markdown, for issues and merge requests'
csv\t'Comma-separated values of the main table, for spreadsheets'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l all -d 'Every seed there is now'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -s w -l watch -d 'Go on looking, and show what has changed, until Ctrl-C'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -s A -l all-namespaces -d 'Count shoots of all namespaces, which is the default'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l reason -d 'Why, for those who find the seeds stopped' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l until -d 'When it should be over: an instant, or a length of time such as 4h. It only counts as overdue then' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l max-in-flight -d 'Requests that are open at the same time' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l timeout -d 'How long to wait, such as 90s or 1h [default: 2m, and 1h where operations are waited for]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l dry-run -d 'Show what would be done: client sends no write, server has every write checked and keeps none' -r -f -a "none\t'It writes'
client\t'It shows what it would write, and sends no write'
server\t'The server checks every write and keeps none'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l incident -d 'Incident that this belongs to, also for the user agent and the audit log' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l audit-log -d 'File to append a line of JSON to before and after each write' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l force -d 'Go ahead although migrations, rotations or the scheduler suffer from it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l wait-drained -d 'Wait until no operation is under way any more: a stop does not end what runs'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l wait -d 'Wait until each gardenlet has seen it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l no-wait -d 'Do not wait, which is the default'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -s y -l yes -d 'Go ahead without being asked'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l show-kubectl -d 'Print the kubectl commands that do the same'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from all" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from help" -f -a "on" -d 'Stop the shoot reconciliations of seeds'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from help" -f -a "off" -d 'Lift the stop of seeds, as far as it is ours'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from help" -f -a "status" -d 'Tell which seeds are stopped, by whom, and what waits for the end of it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from help" -f -a "all" -d 'Stop the shoot reconciliations of every seed: the same as `on --all`'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand emergency-stop; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l rbac -d 'Print the least ClusterRole and Roles for a command, ready for kubectl apply; -n narrows them to a namespace' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l fail-on -d 'End with exit code 3 if there is a finding of this severity or above' -r -f -a "info\t'Worth knowing'
warning\t'Something will happen that deserves a look'
error\t'Something is wrong now, or will fail'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -s o -l output -d 'Format of the answer [default: table, with --rbac yaml]' -r -f -a "table\t'A table'
wide\t'A table with all columns'
json\t'JSON, for programs'
yaml\t'YAML, for programs'
name\t'Names only, one a line'
markdown\t'Markdown, for issues and merge requests'
csv\t'Comma-separated values of the main table, for spreadsheets'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l optional -d 'Print also what the command can do without'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -s o -l output -d 'File to write, or - for stdout' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l redact-key -d 'File with a secret of at least 32 bytes for the hashes, to tell later what they stand for [default: random]' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l overwrite -d 'Replace the file if it is there'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l redact -d 'Replace names by hashes, and leave out what reports do not need: above all texts and provider configurations'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand snapshot" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -a "install" -d 'Have kubectl complete kubectl gardener in every shell that completes kubectl'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -a "uninstall" -d 'Undo what install did'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and not __fish_seen_subcommand_from install uninstall help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l dir -d 'Folder of the PATH for it [default: where kubectl finds this program]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l dry-run -d 'Only say what would be done'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l dir -d 'Folder of the PATH for it [default: where kubectl finds this program]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l dry-run -d 'Only say what would be done'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from uninstall" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from help" -f -a "install" -d 'Have kubectl complete kubectl gardener in every shell that completes kubectl'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from help" -f -a "uninstall" -d 'Undo what install did'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand completion; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -s o -l output -d 'Format of the answer' -r -f -a "table\t'A table'
json\t'JSON, for programs'
yaml\t'YAML, for programs'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l landscape -d 'Read manifests instead of a cluster: a directory, a file, or - for stdin' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l kubeconfig -d 'Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l context -d 'Context of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l cluster -d 'Cluster of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l user -d 'User of the kubeconfig to use' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l as -d 'User to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l as-group -d 'Group to act as, can be repeated' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l as-uid -d 'UID to act as' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l token -d 'Bearer token to use instead of the kubeconfig\'s credentials' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -s s -l server -d 'Address of the API server' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l tls-server-name -d 'Name that the server\'s certificate is checked for' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l certificate-authority -d 'File with the certificates of the authorities that are trusted' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l client-certificate -d 'File with the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l client-key -d 'File with the key of the client certificate' -r -F
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate; anybody on the way can read and change everything' -r -f -a "true\t''
false\t''"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l request-timeout -d 'Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l proxy-url -d 'Proxy to use instead of $HTTPS_PROXY and the kubeconfig\'s' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -s n -l namespace -d 'Namespace (of a project) to look at, instead of all' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l now -d 'Instant to take for now, such as 2026-11-21T00:00:00Z' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l color -d 'When to use colours' -r -f -a "auto\t'On terminals, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -s v -l v -d 'How much to tell of what is done, 0 to 9 as with kubectl' -r
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -l strict -d 'End with an error if any document of the landscape cannot be read'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand version" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and not __fish_seen_subcommand_from versions impact gardenlets redeploy emergency-stop doctor snapshot completion version help" -f -a "versions" -d 'Tell which versions expire, who uses them and what Gardener will force, when'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and not __fish_seen_subcommand_from versions impact gardenlets redeploy emergency-stop doctor snapshot completion version help" -f -a "impact" -d 'Tell what a change of a Shoot does, before it is made'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and not __fish_seen_subcommand_from versions impact gardenlets redeploy emergency-stop doctor snapshot completion version help" -f -a "gardenlets" -d 'Tell what deployed each gardenlet, how it is, and the command that brings it back'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and not __fish_seen_subcommand_from versions impact gardenlets redeploy emergency-stop doctor snapshot completion version help" -f -a "redeploy" -d 'Bring a gardenlet back that lost its Deployment or its certificate'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and not __fish_seen_subcommand_from versions impact gardenlets redeploy emergency-stop doctor snapshot completion version help" -f -a "emergency-stop" -d 'Stop all shoot reconciliations of seeds in an incident, and lift the stop safely'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and not __fish_seen_subcommand_from versions impact gardenlets redeploy emergency-stop doctor snapshot completion version help" -f -a "doctor" -d 'Tell what keeps this program from working, and the command that mends it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and not __fish_seen_subcommand_from versions impact gardenlets redeploy emergency-stop doctor snapshot completion version help" -f -a "snapshot" -d 'Keep everything that reports need of a garden in one file, to look at it elsewhere or later'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and not __fish_seen_subcommand_from versions impact gardenlets redeploy emergency-stop doctor snapshot completion version help" -f -a "completion" -d 'Have kubectl complete commands, flags and names, or print a script for a shell'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and not __fish_seen_subcommand_from versions impact gardenlets redeploy emergency-stop doctor snapshot completion version help" -f -a "version" -d 'Print the version of this program'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and not __fish_seen_subcommand_from versions impact gardenlets redeploy emergency-stop doctor snapshot completion version help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from versions" -f -a "report" -d 'Report versions, their users and the next maintenance run of each shoot (the default)'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from versions" -f -a "forecast" -d 'Foretell every maintenance run that changes a version or fails'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from versions" -f -a "diff" -d 'Tell whom a change of CloudProfiles hits, when and how'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from impact" -f -a "shoot" -d 'Tell what a patch of a Shoot would do'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from impact" -f -a "apply" -d 'Make the change that a plan describes, if nothing has changed since'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from impact" -f -a "rules" -d 'List the rules, or explain one'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from impact" -f -a "cloudprofile" -d 'Tell what a change of a CloudProfile does to the shoots that refer to it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from impact" -f -a "seed" -d 'Tell what a change of a Seed does to it and to the shoots that it hosts'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from impact" -f -a "gardener" -d 'Tell what another version of Gardener restarts, for whom and when, by its image vectors'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from emergency-stop" -f -a "on" -d 'Stop the shoot reconciliations of seeds'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from emergency-stop" -f -a "off" -d 'Lift the stop of seeds, as far as it is ours'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from emergency-stop" -f -a "status" -d 'Tell which seeds are stopped, by whom, and what waits for the end of it'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from emergency-stop" -f -a "all" -d 'Stop the shoot reconciliations of every seed: the same as `on --all`'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from completion" -f -a "install" -d 'Have kubectl complete kubectl gardener in every shell that completes kubectl'
complete -c kubectl-gardener -n "__fish_kubectl_gardener_using_subcommand help; and __fish_seen_subcommand_from completion" -f -a "uninstall" -d 'Undo what install did'
