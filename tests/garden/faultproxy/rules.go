package main

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"time"
)

// duration reads "250ms" from JSON.
type duration time.Duration

func (d *duration) UnmarshalJSON(content []byte) error {
	var text string
	if err := json.Unmarshal(content, &text); err != nil {
		return err
	}
	parsed, err := time.ParseDuration(text)
	*d = duration(parsed)
	return err
}

func (d duration) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(d).String()) }

// rule says what happens to which requests.
type rule struct {
	// Methods and Path (a regular expression on path?query) select; empty means all.
	Methods []string `json:"methods,omitempty"`
	Path    string   `json:"path,omitempty"`
	// Rate of the selected requests that are hit, 1 when absent. The choice depends on the seed, the request and how often it came: the
	// order in which concurrent requests arrive does not matter.
	Rate *float64 `json:"rate,omitempty"`
	// Skip lets the first ones through; Count limits how many are hit, 0 means no limit.
	Skip  int `json:"skip,omitempty"`
	Count int `json:"count,omitempty"`
	// Latency is waited before anything else; Jitter adds up to as much again, by the same choice as Rate.
	Latency duration `json:"latency,omitempty"`
	Jitter  duration `json:"jitter,omitempty"`
	// Fault: none (latency only; the next rules are looked at, too), status, reset, truncate or stall.
	Fault string `json:"fault,omitempty"`
	// After lets the request reach the server first; its answer is lost. Status, reset and stall only; a body is always cut after.
	After bool `json:"after,omitempty"`
	// Status, RetryAfter (header as it is), Body and ContentType of the fault status.
	Status      int    `json:"status,omitempty"`
	RetryAfter  string `json:"retryAfter,omitempty"`
	Body        string `json:"body,omitempty"`
	ContentType string `json:"contentType,omitempty"`
	// Bytes of the body that truncate and stall let through; truncate lets half of it through when absent, stall nothing, not even headers.
	Bytes *int `json:"bytes,omitempty"`
	// For limits a stall, which then ends with a reset; absent: until the client gives up.
	For duration `json:"for,omitempty"`

	path     *regexp.Regexp
	selected int
	hit      int
}

type ruleSet struct {
	mutex sync.Mutex
	Seed  int64   `json:"seed"`
	Rules []*rule `json:"rules"`
	seen  map[string]int
}

func (s *ruleSet) replace(seed int64, rules []*rule) error {
	for index, rule := range rules {
		if rule.Fault == "" {
			rule.Fault = "none"
		}
		if !slices.Contains([]string{"none", "status", "reset", "truncate", "stall"}, rule.Fault) {
			return fmt.Errorf("rule %d: unknown fault %q, want none, status, reset, truncate or stall", index, rule.Fault)
		}
		if rule.Fault == "status" && (rule.Status < 400 || rule.Status > 599) {
			return fmt.Errorf("rule %d: status %d is not an error", index, rule.Status)
		}
		if rule.Rate != nil && (*rule.Rate < 0 || *rule.Rate > 1) {
			return fmt.Errorf("rule %d: rate %v is not between 0 and 1", index, *rule.Rate)
		}
		path, err := regexp.Compile(rule.Path)
		if err != nil {
			return fmt.Errorf("rule %d: %w", index, err)
		}
		rule.path = path
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.Seed, s.Rules, s.seen = seed, rules, map[string]int{}
	return nil
}

// verdict is what happens to one request.
type verdict struct {
	latency time.Duration
	rule    *rule
}

// judge decides about a request, once.
func (s *ruleSet) judge(request *http.Request) verdict {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	target := request.URL.RequestURI()
	occurrence := s.seen[request.Method+" "+target]
	if len(s.Rules) > 0 {
		s.seen[request.Method+" "+target]++
	}

	var decided verdict
	for index, rule := range s.Rules {
		if len(rule.Methods) > 0 && !slices.Contains(rule.Methods, request.Method) || !rule.path.MatchString(target) {
			continue
		}
		chance := s.chance(index, request.Method, target, occurrence)
		if rule.Rate != nil && chance >= *rule.Rate {
			continue
		}
		rule.selected++
		if rule.selected <= rule.Skip || rule.Count > 0 && rule.hit >= rule.Count {
			continue
		}
		rule.hit++
		decided.latency += time.Duration(rule.Latency) + time.Duration(chance*float64(rule.Jitter))
		if rule.Fault != "none" {
			decided.rule = rule
			break
		}
	}
	return decided
}

// chance is a number from 0 to 1 that depends on nothing but its arguments and the seed.
func (s *ruleSet) chance(index int, method, target string, occurrence int) float64 {
	hash := fnv.New64a()
	fmt.Fprintln(hash, s.Seed, index, method, target, occurrence)
	// FNV's high bits barely move for similar input; this is the finalizer of murmur3.
	value := hash.Sum64()
	value = (value ^ value>>33) * 0xff51afd7ed558ccd
	value = (value ^ value>>33) * 0xc4ceb9fe1a85ec53
	value ^= value >> 33
	return float64(value>>11) / math.Exp2(53)
}

func (s *ruleSet) snapshot() ([]byte, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.Rules == nil {
		s.Rules = []*rule{}
	}
	return json.Marshal(s)
}
