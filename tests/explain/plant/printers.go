// The bodies of standard input, each as Go programs print them again.
package main

import (
	"bytes"
	"encoding/json"
	"os"
)

func main() {
	var bodies []string
	check(json.NewDecoder(os.Stdin).Decode(&bodies))
	all := []map[string]string{}
	for _, body := range bodies {
		raw, err := json.Marshal(json.RawMessage(body))
		check(err)
		var value any
		check(json.Unmarshal([]byte(body), &value))
		decoded, err := json.Marshal(value)
		check(err)
		var encoded bytes.Buffer
		check(json.NewEncoder(&encoded).Encode(json.RawMessage(body)))
		all = append(all, map[string]string{"go-raw": string(raw), "go-map": string(decoded), "go-encoder": encoded.String()})
	}
	check(json.NewEncoder(os.Stdout).Encode(all))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
