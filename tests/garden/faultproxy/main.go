// Faultproxy stands in front of an API server on loopback and makes it slow, unreliable or deaf, as told by its control port.
//
// It terminates TLS with a certificate of its own and passes requests on with the client certificate or token of the kubeconfig it was
// given; an Authorization header of the client takes precedence, impersonation headers pass through. It ends with the process that
// started it.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run() error {
	kubeconfig := flag.String("kubeconfig", os.Getenv("KUBECONFIG"), "kubeconfig of the API server")
	output := flag.String("output", "", "file for the kubeconfig that points at the proxy; removed at the end")
	http2 := flag.Bool("http2", false, "offer HTTP/2 to clients")
	flag.Parse()
	if *kubeconfig == "" || *output == "" {
		return errors.New("--kubeconfig and --output are required")
	}
	parent := os.Getppid()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)

	access, err := readKubeconfig(*kubeconfig)
	if err != nil {
		return err
	}
	proxy, err := newProxy(access)
	if err != nil {
		return err
	}
	server, authority, err := startTLS(proxy, *http2)
	if err != nil {
		return err
	}
	control, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() { _ = http.Serve(control, proxy.control()) }()

	if err := os.WriteFile(*output, access.pointingAt(server, authority), 0o600); err != nil {
		return err
	}
	defer os.Remove(*output)
	ready := map[string]any{"server": server, "control": "http://" + control.Addr().String(), "kubeconfig": *output, "pid": os.Getpid()}
	if err := json.NewEncoder(os.Stdout).Encode(ready); err != nil {
		return err
	}

	for {
		select {
		case <-signals:
			return nil
		case <-time.After(200 * time.Millisecond):
			// Polled: PR_SET_PDEATHSIG fires when the parent's thread ends, and only Linux has it.
			if os.Getppid() != parent {
				return nil
			}
		}
	}
}
