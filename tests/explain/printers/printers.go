// Prints each document of a JSON array on standard input in Go's ways; a way that fails gives null.
package main

import (
	"bytes"
	"encoding/json"
	"os"
	"runtime"
)

func indented(text, indent string) ([]byte, error) {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return nil, err
	}
	return json.MarshalIndent(value, "", indent)
}

var ways = map[string]func(string) ([]byte, error){
	"go": func(text string) ([]byte, error) {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			return nil, err
		}
		return json.Marshal(value)
	},
	"go-raw": func(text string) ([]byte, error) { return json.Marshal(json.RawMessage(text)) },
	"go-no-html": func(text string) ([]byte, error) {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			return nil, err
		}
		var out bytes.Buffer
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		err := encoder.Encode(value)
		return out.Bytes(), err
	},
	"go-compact": func(text string) ([]byte, error) {
		var out bytes.Buffer
		err := json.Compact(&out, []byte(text))
		return out.Bytes(), err
	},
	"go-2":   func(text string) ([]byte, error) { return indented(text, "  ") },
	"go-4":   func(text string) ([]byte, error) { return indented(text, "    ") },
	"go-tab": func(text string) ([]byte, error) { return indented(text, "\t") },
}

func main() {
	var documents []string
	if err := json.NewDecoder(os.Stdin).Decode(&documents); err != nil {
		panic(err)
	}
	printed := make([]map[string][]byte, 0, len(documents))
	for _, text := range documents {
		row := map[string][]byte{}
		for way, print := range ways {
			row[way] = nil
			if result, err := print(text); err == nil {
				row[way] = result
			}
		}
		printed = append(printed, row)
	}
	out := map[string]any{"version": "Go " + runtime.Version()[2:], "printed": printed}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		panic(err)
	}
}
