package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"regexp"
	"time"
)

// kubeconfig holds what the proxy needs of a kubeconfig with one cluster and one user, with its data inline. Reading it by lines keeps this
// program without dependencies.
type kubeconfig struct {
	content       []byte
	server, token string
	authority     []byte
	certificate   *tls.Certificate
}

func field(content []byte, name string) string {
	match := regexp.MustCompile(`(?m)^[\s-]*` + regexp.QuoteMeta(name) + `:\s*"?([^"\s]+)"?\s*$`).FindSubmatch(content)
	if match == nil {
		return ""
	}
	return string(match[1])
}

func readKubeconfig(file string) (*kubeconfig, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	data := func(name string) ([]byte, error) { return base64.StdEncoding.DecodeString(field(content, name)) }
	read := &kubeconfig{content: content, server: field(content, "server"), token: field(content, "token")}
	if read.server == "" {
		return nil, fmt.Errorf("%s has no server", file)
	}
	if read.authority, err = data("certificate-authority-data"); err != nil {
		return nil, err
	}
	certificate, err := data("client-certificate-data")
	if err != nil {
		return nil, err
	}
	key, err := data("client-key-data")
	if err != nil {
		return nil, err
	}
	if len(certificate) > 0 {
		pair, err := tls.X509KeyPair(certificate, key)
		if err != nil {
			return nil, err
		}
		read.certificate = &pair
	}
	return read, nil
}

// pointingAt returns the same kubeconfig for another server.
func (k *kubeconfig) pointingAt(server string, authority []byte) []byte {
	content := regexp.MustCompile(`(?m)^([\s-]*server:\s*).*$`).ReplaceAll(k.content, []byte("${1}"+server))
	encoded := base64.StdEncoding.EncodeToString(authority)
	return regexp.MustCompile(`(?m)^([\s-]*certificate-authority-data:\s*).*$`).ReplaceAll(content, []byte("${1}"+encoded))
}

// startTLS serves a handler on a free port of loopback with a certificate of its own, and returns its URL and authority.
func startTLS(handler http.Handler, http2 bool) (string, []byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", nil, err
	}
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "fault proxy"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	authorityDER, err := x509.CreateCertificate(rand.Reader, authority, authority, &key.PublicKey, key)
	if err != nil {
		return "", nil, err
	}
	serverKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", nil, err
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: authority.NotBefore, NotAfter: authority.NotAfter,
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, authority, &serverKey.PublicKey, key)
	if err != nil {
		return "", nil, err
	}

	protocols := []string{"http/1.1"}
	if http2 {
		protocols = []string{"h2", "http/1.1"}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{
		Handler: handler,
		TLSConfig: &tls.Config{
			Certificates: []tls.Certificate{{Certificate: [][]byte{leafDER}, PrivateKey: serverKey}},
			NextProtos:   protocols,
			MinVersion:   tls.VersionTLS12,
			// Clients may present the certificate of the kubeconfig; the proxy has the same one.
			ClientAuth: tls.RequestClientCert,
		},
		ReadHeaderTimeout: time.Minute,
	}
	if !http2 {
		// A non-nil map keeps net/http from adding HTTP/2 by itself.
		server.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){}
	}
	go func() { _ = server.ServeTLS(listener, "", "") }()
	return "https://" + listener.Addr().String(), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authorityDER}), nil
}
