package main

import (
	"encoding/json"
	"net/http"
)

// control is the handler of the control port.
func (p *proxy) control() http.Handler {
	mux := http.NewServeMux()
	answer := func(writer http.ResponseWriter, value any) {
		writer.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(writer).Encode(value)
	}
	rules := func(writer http.ResponseWriter) {
		content, err := p.rules.snapshot()
		if err != nil {
			http.Error(writer, err.Error(), http.StatusInternalServerError)
			return
		}
		answer(writer, json.RawMessage(content))
	}

	mux.HandleFunc("GET /rules", func(writer http.ResponseWriter, _ *http.Request) { rules(writer) })
	mux.HandleFunc("PUT /rules", func(writer http.ResponseWriter, request *http.Request) {
		var wanted struct {
			Seed  int64   `json:"seed"`
			Rules []*rule `json:"rules"`
		}
		decoder := json.NewDecoder(request.Body)
		decoder.DisallowUnknownFields()
		err := decoder.Decode(&wanted)
		if err == nil {
			err = p.rules.replace(wanted.Seed, wanted.Rules)
		}
		if err != nil {
			writer.Header().Set("Content-Type", "application/json")
			writer.WriteHeader(http.StatusBadRequest)
			_ = json.NewEncoder(writer).Encode(map[string]string{"error": err.Error()})
			return
		}
		rules(writer)
	})
	mux.HandleFunc("DELETE /rules", func(writer http.ResponseWriter, _ *http.Request) {
		_ = p.rules.replace(0, nil)
		rules(writer)
	})
	counters := func(writer http.ResponseWriter) {
		p.counters.locked(func() { answer(writer, p.counters) })
	}
	mux.HandleFunc("GET /counters", func(writer http.ResponseWriter, _ *http.Request) { counters(writer) })
	mux.HandleFunc("DELETE /counters", func(writer http.ResponseWriter, _ *http.Request) {
		p.counters.reset()
		counters(writer)
	})
	mux.HandleFunc("GET /log", func(writer http.ResponseWriter, _ *http.Request) {
		p.counters.locked(func() {
			if p.counters.log == nil {
				answer(writer, []*entry{})
				return
			}
			answer(writer, p.counters.log)
		})
	})
	return mux
}
