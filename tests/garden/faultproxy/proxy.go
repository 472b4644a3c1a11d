package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"time"
)

type proxy struct {
	rules    *ruleSet
	counters *counters
	token    string
	// withCertificate and bare differ in the client certificate: it must not speak for a client that brings a token.
	withCertificate, bare *httputil.ReverseProxy
}

func newProxy(access *kubeconfig) (*proxy, error) {
	target, err := url.Parse(access.server)
	if err != nil {
		return nil, err
	}
	var authorities *x509.CertPool
	if len(access.authority) > 0 {
		authorities = x509.NewCertPool()
		authorities.AppendCertsFromPEM(access.authority)
	}
	forward := func(certificates ...tls.Certificate) *httputil.ReverseProxy {
		return &httputil.ReverseProxy{
			Rewrite: func(request *httputil.ProxyRequest) { request.SetURL(target) },
			Transport: &http.Transport{
				TLSClientConfig: &tls.Config{RootCAs: authorities, Certificates: certificates, MinVersion: tls.VersionTLS12},
				// Whether an answer is compressed is between client and server.
				DisableCompression:  true,
				MaxIdleConnsPerHost: 256,
				// HTTP/1.1 to the server as well: its flow control would hide how many requests are in flight.
				TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{},
			},
			// Watches are streams.
			FlushInterval: -1,
			ErrorHandler: func(writer http.ResponseWriter, request *http.Request, err error) {
				if request.Context().Err() == nil {
					http.Error(writer, fmt.Sprintf("fault proxy: cannot reach the server: %v", err), http.StatusBadGateway)
				}
			},
		}
	}
	p := &proxy{rules: &ruleSet{seen: map[string]int{}}, counters: newCounters(), token: access.token, bare: forward()}
	p.withCertificate = p.bare
	if access.certificate != nil {
		p.withCertificate = forward(*access.certificate)
	}
	return p, nil
}

func (p *proxy) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	passage := p.counters.received(request)
	defer passage.over()
	verdict := p.rules.judge(request)
	if !wait(request.Context(), verdict.latency) {
		return
	}
	if verdict.rule == nil {
		p.forward(writer, request, passage)
		return
	}
	rule := verdict.rule
	switch {
	case rule.Fault == "truncate", rule.Fault == "stall" && rule.Bytes != nil:
		passage.faulted(rule.Fault)
		limited := &limitedWriter{ResponseWriter: writer, left: -1}
		if rule.Bytes != nil {
			limited.left = *rule.Bytes
		} else {
			limited.half = true
		}
		p.forwardCut(limited, request, passage)
		limited.finish()
		if rule.Fault == "stall" {
			stall(request.Context(), rule)
		}
		// Aborted on purpose: net/http closes the connection without ending the body.
		panic(http.ErrAbortHandler)
	default:
		if rule.After {
			p.forward(&discard{header: http.Header{}}, request, passage)
		}
		switch rule.Fault {
		case "status":
			passage.faulted(strconv.Itoa(rule.Status))
			respond(writer, rule)
		case "stall":
			passage.faulted("stall")
			// net/http notices that a client has gone only when the request was read to its end.
			_, _ = io.Copy(io.Discard, request.Body)
			stall(request.Context(), rule)
			reset(writer)
		case "reset":
			passage.faulted("reset")
			reset(writer)
		}
	}
}

func (p *proxy) forward(writer http.ResponseWriter, request *http.Request, passage *passage) {
	passage.reaches()
	defer passage.leavesServer()
	recorder := &statusRecorder{ResponseWriter: writer, passage: passage}
	if request.Header.Get("Authorization") != "" {
		p.bare.ServeHTTP(recorder, request)
		return
	}
	if p.token != "" {
		request.Header.Set("Authorization", "Bearer "+p.token)
	}
	p.withCertificate.ServeHTTP(recorder, request)
}

// forwardCut forwards, and survives the abort with which ReverseProxy reacts to a body that cannot be written any further.
func (p *proxy) forwardCut(writer http.ResponseWriter, request *http.Request, passage *passage) {
	defer func() {
		if failure := recover(); failure != nil && failure != http.ErrAbortHandler {
			panic(failure)
		}
	}()
	p.forward(writer, request, passage)
}

// wait returns false when the client gave up meanwhile.
func wait(ctx context.Context, duration time.Duration) bool {
	if duration <= 0 {
		return ctx.Err() == nil
	}
	select {
	case <-ctx.Done():
		return false
	case <-time.After(duration):
		return true
	}
}

// stall says nothing until the client gives up, or as long as the rule says.
func stall(ctx context.Context, rule *rule) {
	if rule.For > 0 {
		wait(ctx, time.Duration(rule.For))
		return
	}
	<-ctx.Done()
}

// reset ends the connection with a TCP reset.
func reset(writer http.ResponseWriter) {
	connection, _, err := http.NewResponseController(writer).Hijack()
	if err != nil {
		// HTTP/2 has no connection of its own per request; aborting resets the stream.
		panic(http.ErrAbortHandler)
	}
	raw := connection
	if secured, ok := connection.(*tls.Conn); ok {
		raw = secured.NetConn()
	}
	if tcp, ok := raw.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = raw.Close()
}

// respond answers like an API server that is not well.
func respond(writer http.ResponseWriter, rule *rule) {
	body, contentType := rule.Body, rule.ContentType
	if body == "" {
		reasons := map[int]string{
			http.StatusTooManyRequests: "TooManyRequests", http.StatusInternalServerError: "InternalError",
			http.StatusServiceUnavailable: "ServiceUnavailable", http.StatusGatewayTimeout: "Timeout", http.StatusConflict: "Conflict", http.StatusForbidden: "Forbidden",
		}
		content, _ := json.Marshal(map[string]any{
			"kind": "Status", "apiVersion": "v1", "metadata": map[string]any{}, "status": "Failure",
			"message": "injected by the fault proxy", "reason": reasons[rule.Status], "code": rule.Status,
		})
		body, contentType = string(content), "application/json"
	}
	if contentType != "" {
		writer.Header().Set("Content-Type", contentType)
	}
	if rule.RetryAfter != "" {
		writer.Header().Set("Retry-After", rule.RetryAfter)
	}
	writer.WriteHeader(rule.Status)
	_, _ = io.WriteString(writer, body)
}

// statusRecorder notes what the server answered.
type statusRecorder struct {
	http.ResponseWriter
	passage *passage
	noted   bool
}

func (r *statusRecorder) WriteHeader(status int) {
	if !r.noted && status >= 200 {
		r.noted = true
		r.passage.answered(status)
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *statusRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// discard takes an answer that is lost.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header               { return d.header }
func (d *discard) Write(content []byte) (int, error) { return len(content), nil }
func (d *discard) WriteHeader(int)                   {}
func (d *discard) Flush()                            {}

// limitedWriter lets a part of the body through: a number of bytes, or half of it (which has to be known first).
type limitedWriter struct {
	http.ResponseWriter
	left   int
	half   bool
	status int
	kept   []byte
}

var errCut = errors.New("cut by the fault proxy")

func (l *limitedWriter) WriteHeader(status int) {
	l.status = status
	if !l.half {
		l.ResponseWriter.WriteHeader(status)
	}
}

func (l *limitedWriter) Write(content []byte) (int, error) {
	if l.half {
		l.kept = append(l.kept, content...)
		return len(content), nil
	}
	if len(content) >= l.left {
		_, _ = l.ResponseWriter.Write(content[:l.left])
		l.left = 0
		l.Flush()
		return 0, errCut
	}
	l.left -= len(content)
	return l.ResponseWriter.Write(content)
}

func (l *limitedWriter) Flush() {
	if !l.half {
		_ = http.NewResponseController(l.ResponseWriter).Flush()
	}
}

func (l *limitedWriter) finish() {
	if !l.half {
		return
	}
	// The length of the whole: the client must be able to see that something is missing.
	l.Header().Set("Content-Length", strconv.Itoa(len(l.kept)))
	if l.status != 0 {
		l.ResponseWriter.WriteHeader(l.status)
	}
	_, _ = l.ResponseWriter.Write(l.kept[:len(l.kept)/2])
	_ = http.NewResponseController(l.ResponseWriter).Flush()
}
