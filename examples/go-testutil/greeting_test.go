// A `consul` on the PATH that is a link to miniconsul, and: go test ./...
package greeting

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/consul/api"
	"github.com/hashicorp/consul/sdk/testutil"
)

func TestGreeting(t *testing.T) {
	server, err := testutil.NewTestServerConfigT(t, func(c *testutil.TestServerConfig) {
		c.Args = []string{"-test-bench"} // a flag of miniconsul's own: faults, clock and journal over HTTP
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Stop() }()
	server.WaitForLeader(t)
	server.SetKVString(t, "app/greeting", "hello")
	server.AddService(t, "web", "passing", []string{"v1"})

	client, err := api.NewClient(&api.Config{Address: server.HTTPAddr})
	if err != nil {
		t.Fatal(err)
	}
	pair, _, err := client.KV().Get("app/greeting", nil)
	if err != nil || string(pair.Value) != "hello" {
		t.Fatalf("the greeting is %v, %v", pair, err)
	}
	healthy, _, err := client.Health().Service("web", "v1", true, nil)
	if err != nil || len(healthy) != 1 {
		t.Fatalf("%d instances, %v", len(healthy), err)
	}

	// what a real Consul does not have: a fault
	fault := `{"Match": {"Key": "app/greeting"}, "Fault": {"Status": 500}, "Times": 1}`
	request, _ := http.NewRequest("PUT", "http://"+server.HTTPAddr+"/_miniconsul/faults", strings.NewReader(fault))
	if answer, err := http.DefaultClient.Do(request); err != nil || answer.StatusCode != 200 {
		t.Fatal(answer, err)
	}
	if _, _, err := client.KV().Get("app/greeting", nil); err == nil {
		t.Fatal("the fault did not happen")
	}
}
