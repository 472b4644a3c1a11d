package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// world is a server, the proxy in front of it, and a client.
type world struct {
	t       *testing.T
	server  *httptest.Server
	proxy   *proxy
	url     string
	client  *http.Client
	control *httptest.Server
}

func newWorld(t *testing.T, handler http.HandlerFunc) *world {
	t.Helper()
	server := httptest.NewTLSServer(handler)
	t.Cleanup(server.Close)
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	proxy, err := newProxy(&kubeconfig{server: server.URL, authority: authority, token: "of-the-kubeconfig"})
	if err != nil {
		t.Fatal(err)
	}
	url, proxyAuthority, err := startTLS(proxy, false)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(proxyAuthority)
	client := &http.Client{
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, MaxIdleConnsPerHost: 64},
		Timeout:   10 * time.Second,
	}
	control := httptest.NewServer(proxy.control())
	t.Cleanup(control.Close)
	t.Cleanup(client.CloseIdleConnections)
	return &world{t, server, proxy, url, client, control}
}

func (w *world) rules(content string) {
	w.t.Helper()
	request, _ := http.NewRequest(http.MethodPut, w.control.URL+"/rules", strings.NewReader(content))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(response.Body)
		w.t.Fatalf("rules refused: %s", body)
	}
}

func (w *world) send(method, path string, header ...string) (*http.Response, string, error) {
	request, _ := http.NewRequest(method, w.url+path, nil)
	if method == http.MethodPatch {
		request, _ = http.NewRequest(method, w.url+path, strings.NewReader("{}"))
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := w.client.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response, string(body), err
}

func (w *world) counters() counters {
	w.t.Helper()
	response, err := http.Get(w.control.URL + "/counters")
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	var read struct {
		InFlight, AtServer gauge
		Total              *tally
		Requests           map[string]*tally
	}
	if err := json.NewDecoder(response.Body).Decode(&read); err != nil {
		w.t.Fatal(err)
	}
	return counters{InFlight: read.InFlight, AtServer: read.AtServer, Total: read.Total, Requests: read.Requests}
}

func hello(writer http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(writer, strings.Repeat("hello ", 1000))
}

func TestRequestsPassUnchangedWithoutRules(t *testing.T) {
	var seen http.Header
	w := newWorld(t, func(writer http.ResponseWriter, request *http.Request) {
		seen = request.Header.Clone()
		hello(writer, request)
	})
	response, body, err := w.send(http.MethodGet, "/api?limit=1", "Impersonate-User", "jane")
	if err != nil || response.StatusCode != 200 || len(body) != 6000 || response.Proto != "HTTP/1.1" {
		t.Fatalf("%v %v %d bytes", response, err, len(body))
	}
	if seen.Get("Impersonate-User") != "jane" || seen.Get("Authorization") != "Bearer of-the-kubeconfig" {
		t.Fatalf("headers: %v", seen)
	}
	if _, _, err := w.send(http.MethodGet, "/api", "Authorization", "Bearer mine"); err != nil || seen.Get("Authorization") != "Bearer mine" {
		t.Fatalf("%v, headers: %v", err, seen)
	}
	if counted := w.counters().Requests["GET /api"]; counted.Received != 2 || counted.Reached != 2 || counted.Statuses["200"] != 2 {
		t.Fatalf("counted %+v", counted)
	}
}

func TestAStatusIsAnsweredWithAndWithoutRetryAfter(t *testing.T) {
	w := newWorld(t, hello)
	for _, status := range []int{429, 500, 502, 503} {
		for _, retryAfter := range []string{"", "7"} {
			w.rules(fmt.Sprintf(`{"rules":[{"methods":["GET"],"path":"^/api","fault":"status","status":%d,"retryAfter":%q}]}`, status, retryAfter))
			response, body, err := w.send(http.MethodGet, "/api/v1")
			if err != nil || response.StatusCode != status || response.Header.Get("Retry-After") != retryAfter || !strings.Contains(body, `"kind":"Status"`) {
				t.Fatalf("%v %v %s", response, err, body)
			}
		}
	}
	if response, _, err := w.send(http.MethodGet, "/other"); err != nil || response.StatusCode != 200 {
		t.Fatalf("another path was hit: %v %v", response, err)
	}
	if response, _, err := w.send(http.MethodPatch, "/api/v1"); err != nil || response.StatusCode != 200 {
		t.Fatalf("another method was hit: %v %v", response, err)
	}
	counted := w.counters()
	if counted.Total.Reached != 2 || counted.Total.Received != 10 || counted.Total.Faults["429"] != 2 {
		t.Fatalf("counted %+v", counted.Total)
	}
}

func TestAResetIsSeenByTheClientAndTellsWhetherTheServerWasReached(t *testing.T) {
	for _, after := range []bool{false, true} {
		w := newWorld(t, hello)
		w.rules(fmt.Sprintf(`{"rules":[{"fault":"reset","after":%v}]}`, after))
		_, _, err := w.send(http.MethodPatch, "/x")
		if !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
			t.Fatalf("after=%v: want a reset, got %v", after, err)
		}
		reached := 0
		if after {
			reached = 1
		}
		if counted := w.counters().Requests["PATCH /x"]; counted.Reached != reached || counted.Faults["reset"] != 1 {
			t.Fatalf("after=%v: counted %+v", after, counted)
		}
	}
}

func TestABodyIsTruncatedVisibly(t *testing.T) {
	w := newWorld(t, hello)
	for rule, want := range map[string]int{`{"fault":"truncate"}`: 3000, `{"fault":"truncate","bytes":100}`: 100} {
		w.rules(`{"rules":[` + rule + `]}`)
		_, body, err := w.send(http.MethodGet, "/x")
		if !errors.Is(err, io.ErrUnexpectedEOF) || len(body) != want {
			t.Fatalf("%s: %v after %d bytes", rule, err, len(body))
		}
	}
}

func TestAStallLastsUntilTheClientGivesUp(t *testing.T) {
	w := newWorld(t, hello)
	for _, rule := range []string{`{"fault":"stall"}`, `{"fault":"stall","after":true}`, `{"fault":"stall","bytes":10}`} {
		w.rules(`{"rules":[` + rule + `]}`)
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		request, _ := http.NewRequestWithContext(ctx, http.MethodPatch, w.url+"/x", strings.NewReader("{}"))
		response, err := w.client.Do(request)
		if err == nil {
			var body []byte
			body, err = io.ReadAll(response.Body)
			if len(body) != 10 {
				t.Fatalf("%s: %d bytes came through", rule, len(body))
			}
		}
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("%s: want to wait in vain, got %v", rule, err)
		}
	}
	deadline := time.Now().Add(3 * time.Second)
	for w.counters().InFlight.Current != 0 {
		if time.Now().After(deadline) {
			t.Fatal("the proxy still holds requests of clients that are gone")
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.rules(`{"rules":[{"fault":"stall","for":"100ms"}]}`)
	if _, _, err := w.send(http.MethodGet, "/x"); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("want a reset after the stall, got %v", err)
	}
}

func TestLatencyAddsUpAndInFlightIsCounted(t *testing.T) {
	w := newWorld(t, hello)
	w.rules(`{"rules":[{"latency":"60ms"},{"path":"^/x","latency":"60ms"}]}`)
	begin := time.Now()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { _, _, _ = w.send(http.MethodGet, "/x") })
	}
	group.Wait()
	if took := time.Since(begin); took < 120*time.Millisecond || took > 2*time.Second {
		t.Fatalf("took %v", took)
	}
	counted := w.counters()
	if counted.InFlight.Max != 8 || counted.InFlight.Current != 0 || counted.AtServer.Current != 0 {
		t.Fatalf("counted %+v %+v", counted.InFlight, counted.AtServer)
	}
}

func TestSkipAndCountLimitWhatIsHit(t *testing.T) {
	w := newWorld(t, hello)
	w.rules(`{"rules":[{"fault":"status","status":503,"skip":2,"count":3}]}`)
	var statuses []int
	for range 7 {
		response, _, err := w.send(http.MethodGet, "/x")
		if err != nil {
			t.Fatal(err)
		}
		statuses = append(statuses, response.StatusCode)
	}
	if fmt.Sprint(statuses) != "[200 200 503 503 503 200 200]" {
		t.Fatal(statuses)
	}
}

func TestTheRateDependsOnTheSeedAndNotOnTheOrder(t *testing.T) {
	hits := func(seed int, order []int) string {
		set := &ruleSet{}
		rate := 0.3
		if err := set.replace(int64(seed), []*rule{{Fault: "reset", Rate: &rate}}); err != nil {
			t.Fatal(err)
		}
		hit := make([]byte, len(order))
		for _, path := range order {
			hit[path] = '.'
			if set.judge(httptest.NewRequest(http.MethodGet, fmt.Sprint("/", path), nil)).rule != nil {
				hit[path] = 'X'
			}
		}
		return string(hit)
	}
	var forwards, backwards []int
	for i := range 1000 {
		forwards, backwards = append(forwards, i), append([]int{i}, backwards...)
	}
	first := hits(1, forwards)
	if first != hits(1, backwards) {
		t.Fatal("the order matters")
	}
	if first == hits(2, forwards) {
		t.Fatal("the seed does not matter")
	}
	if count := strings.Count(first, "X"); count < 250 || count > 350 {
		t.Fatalf("%d of 1000 were hit", count)
	}
}

func TestAWatchStreamsThrough(t *testing.T) {
	next := make(chan string)
	w := newWorld(t, func(writer http.ResponseWriter, _ *http.Request) {
		for line := range next {
			_, _ = io.WriteString(writer, line+"\n")
			writer.(http.Flusher).Flush()
		}
	})
	go func() { next <- "one" }()
	response, err := w.client.Get(w.url + "/x?watch=true")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	for _, want := range []string{"one", "two"} {
		if !lines.Scan() || lines.Text() != want {
			t.Fatalf("want %s, got %q", want, lines.Text())
		}
		if want == "one" {
			next <- "two"
		}
	}
	close(next)
}

func TestTheLogKeepsTheOrder(t *testing.T) {
	w := newWorld(t, hello)
	for _, path := range []string{"/a", "/b?x=1"} {
		if _, _, err := w.send(http.MethodGet, path); err != nil {
			t.Fatal(err)
		}
	}
	response, err := http.Get(w.control.URL + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var log []entry
	if err := json.NewDecoder(response.Body).Decode(&log); err != nil {
		t.Fatal(err)
	}
	if len(log) != 2 || log[0].Path != "/a" || log[1].Query != "x=1" || !log[1].Reached || log[1].Status != 200 {
		t.Fatalf("%+v", log)
	}
}

func TestAMisspeltRuleIsRefused(t *testing.T) {
	w := newWorld(t, hello)
	for _, content := range []string{`{"rules":[{"fault":"explode"}]}`, `{"rules":[{"fualt":"reset"}]}`, `{"rules":[{"fault":"status","status":200}]}`, `{"rules":[{"path":"("}]}`, `{"rules":[{"rate":2}]}`} {
		request, _ := http.NewRequest(http.MethodPut, w.control.URL+"/rules", strings.NewReader(content))
		response, err := http.DefaultClient.Do(request)
		if err != nil || response.StatusCode != http.StatusBadRequest {
			t.Fatalf("%s: %v %v", content, response, err)
		}
		response.Body.Close()
	}
}

func TestTheKubeconfigPointsAtTheProxyAndKeepsTheUser(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kubeconfig")
	content := "clusters:\n- cluster:\n    certificate-authority-data: " + base64.StdEncoding.EncodeToString([]byte("theirs")) +
		"\n    server: https://127.0.0.1:1/\n  name: c\nusers:\n- name: u\n  user:\n    token: secret\n"
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	read, err := readKubeconfig(file)
	if err != nil || read.server != "https://127.0.0.1:1/" || read.token != "secret" || string(read.authority) != "theirs" {
		t.Fatalf("%+v %v", read, err)
	}
	written := read.pointingAt("https://127.0.0.1:2", []byte("ours"))
	for _, want := range []string{"server: https://127.0.0.1:2\n", base64.StdEncoding.EncodeToString([]byte("ours")), "token: secret"} {
		if !bytes.Contains(written, []byte(want)) {
			t.Fatalf("%q is missing in:\n%s", want, written)
		}
	}
}
