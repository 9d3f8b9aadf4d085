// An API with one operation, protected by Bearward: GET /orders needs the permission forms:read.
// Environment: BEARWARD_URL, BEARWARD_KEY (a key with tokens:verify), PORT. Needs Go 1.19 only:
// go run api.go
package main

import (
	"bytes"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strings"
	"time"
)

type verdict struct {
	Allowed bool   `json:"allowed"`
	Reason  string `json:"reason"`
	Caller  *struct {
		Subject struct {
			ID string `json:"id"`
		} `json:"subject"`
	} `json:"caller"`
}

var (
	client   = &http.Client{Timeout: 2 * time.Second}
	statusOf = map[string]int{"missing_permission": 403, "wrong_organization": 403, "rate_limited": 429}
)

// verify returns 200 if the bearer may do this, and who it is. An answer that is not a yes is never
// one.
func verify(token string, need ...string) (int, string) {
	body, err := json.Marshal(map[string]any{"token": token, "need": need})
	if err != nil {
		return 503, ""
	}
	request, err := http.NewRequest("POST", os.Getenv("BEARWARD_URL")+"/v1/verify", bytes.NewReader(body))
	if err != nil {
		return 503, ""
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("BEARWARD_KEY"))
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return 503, ""
	}
	defer response.Body.Close()
	var said verdict
	if response.StatusCode != 200 || json.NewDecoder(response.Body).Decode(&said) != nil {
		return 503, ""
	}
	if said.Allowed && said.Caller != nil {
		return 200, said.Caller.Subject.ID
	}
	if status, known := statusOf[said.Reason]; known {
		return status, ""
	}
	return 401, ""
}

func orders(writer http.ResponseWriter, request *http.Request) {
	status, subject := 401, ""
	scheme, token, _ := strings.Cut(request.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") && token != "" {
		status, subject = verify(token, "forms:read")
	}
	answer := map[string]any{"error": status}
	if status == 200 {
		answer = map[string]any{"orders": []string{}, "for": subject}
	}
	if status == 401 {
		writer.Header().Set("WWW-Authenticate", "Bearer")
	}
	writer.Header().Set("Content-Type", "application/json")
	writer.WriteHeader(status)
	json.NewEncoder(writer).Encode(answer)
}

func main() {
	http.HandleFunc("/orders", orders)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
