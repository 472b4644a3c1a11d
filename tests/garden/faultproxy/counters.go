package main

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// tally of one method and path (without query).
type tally struct {
	// Received by the proxy; Reached the server.
	Received int `json:"received"`
	Reached  int `json:"reached"`
	// Statuses that the server answered, and Faults that the proxy made of it.
	Statuses map[string]int `json:"statuses"`
	Faults   map[string]int `json:"faults"`
}

func newTally() *tally { return &tally{Statuses: map[string]int{}, Faults: map[string]int{}} }

type gauge struct {
	Current int `json:"current"`
	Max     int `json:"max"`
}

func (g *gauge) add(delta int) {
	g.Current += delta
	g.Max = max(g.Max, g.Current)
}

// entry of the log: one request, in the order of arrival.
type entry struct {
	At          time.Time `json:"at"`
	Method      string    `json:"method"`
	Path        string    `json:"path"`
	Query       string    `json:"query,omitempty"`
	UserAgent   string    `json:"userAgent,omitempty"`
	Impersonate string    `json:"impersonate,omitempty"`
	Reached     bool      `json:"reached"`
	Status      int       `json:"status,omitempty"`
	Fault       string    `json:"fault,omitempty"`
	// Milliseconds until the request was over.
	Milliseconds float64 `json:"milliseconds,omitempty"`
}

// maxLog keeps a forgotten proxy from eating the memory.
const maxLog = 100_000

type counters struct {
	mutex sync.Mutex
	// InFlight counts requests in the proxy, AtServer those that the server works on.
	InFlight gauge             `json:"inFlight"`
	AtServer gauge             `json:"atServer"`
	Total    *tally            `json:"total"`
	Requests map[string]*tally `json:"requests"`
	log      []*entry
}

func newCounters() *counters { return &counters{Total: newTally(), Requests: map[string]*tally{}} }

// reset forgets what was, but not what is in flight.
func (c *counters) reset() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.InFlight.Max, c.AtServer.Max = c.InFlight.Current, c.AtServer.Current
	c.Total, c.Requests, c.log = newTally(), map[string]*tally{}, nil
}

func (c *counters) locked(action func()) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	action()
}

// passage counts one request on its way.
type passage struct {
	counters *counters
	key      string
	entry    *entry
}

func (c *counters) received(request *http.Request) *passage {
	p := &passage{counters: c, key: request.Method + " " + request.URL.Path, entry: &entry{
		At: time.Now(), Method: request.Method, Path: request.URL.Path, Query: request.URL.RawQuery,
		UserAgent: request.UserAgent(), Impersonate: request.Header.Get("Impersonate-User"),
	}}
	c.locked(func() {
		c.InFlight.add(1)
		p.each(func(t *tally) { t.Received++ })
		if len(c.log) < maxLog {
			c.log = append(c.log, p.entry)
		}
	})
	return p
}

// each calls with the two tallies that a request counts in; a reset may have happened since it came.
func (p *passage) each(action func(*tally)) {
	found := p.counters.Requests[p.key]
	if found == nil {
		found = newTally()
		p.counters.Requests[p.key] = found
	}
	action(found)
	action(p.counters.Total)
}

func (p *passage) reaches() {
	p.counters.locked(func() {
		p.counters.AtServer.add(1)
		p.entry.Reached = true
		p.each(func(t *tally) { t.Reached++ })
	})
}

func (p *passage) answered(status int) {
	p.counters.locked(func() {
		p.entry.Status = status
		p.each(func(t *tally) { t.Statuses[strconv.Itoa(status)]++ })
	})
}

func (p *passage) leavesServer() { p.counters.locked(func() { p.counters.AtServer.add(-1) }) }

func (p *passage) faulted(name string) {
	p.counters.locked(func() {
		p.entry.Fault = name
		p.each(func(t *tally) { t.Faults[name]++ })
	})
}

func (p *passage) over() {
	p.counters.locked(func() {
		p.counters.InFlight.add(-1)
		p.entry.Milliseconds = float64(time.Since(p.entry.At).Microseconds()) / 1000
	})
}
