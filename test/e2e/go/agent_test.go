// Package e2e is a Go program's test suite as it would be written for Consul: its official test server finds `consul`
// on the PATH, and its official client talks to it.
package e2e

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/hashicorp/consul/api"
	"github.com/hashicorp/consul/sdk/testutil"
	"github.com/hashicorp/consul/sdk/testutil/retry"
)

// startServer starts an agent and waits for it in every way the test server knows.
func startServer(t *testing.T, configure testutil.ServerConfigCallback) (*testutil.TestServer, *api.Client) {
	t.Helper()
	server, err := testutil.NewTestServerConfigT(t, configure)
	ok(t, err)
	t.Cleanup(func() {
		began := time.Now()
		var exit *exec.ExitError // Consul itself ends with 1 when it does not leave first
		if err := server.Stop(); err != nil && !errors.As(err, &exit) {
			t.Errorf("stop: %v", err)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("stopping took %s", took)
		}
	})
	server.WaitForLeader(t)
	server.WaitForActiveCARoot(t)
	server.WaitForSerfCheck(t)
	client, err := api.NewClient(&api.Config{Address: server.HTTPAddr})
	ok(t, err)
	return server, client
}

// TestAgent runs every area against one agent: the test server takes two seconds for each start.
func TestAgent(t *testing.T) {
	server, client := startServer(t, func(c *testutil.TestServerConfig) {
		c.NodeName = "gopher"
		c.NodeMeta = map[string]string{"rack": "r1"}
		c.EnableScriptChecks = true
	})
	for _, area := range []struct {
		name string
		test func(*testing.T, *api.Client)
	}{
		{"KV", testKV},
		{"Txn", testTxn},
		{"Session", testSession},
		{"Lock", testLock},
		{"Semaphore", testSemaphore},
		{"Agent", testAgent},
		{"TTLCheck", testTTLCheck},
		{"Catalog", testCatalog},
		{"Maintenance", testMaintenance},
		{"PreparedQuery", testPreparedQuery},
		{"Event", testEvent},
		{"Coordinate", testCoordinate},
		{"Operator", testOperator},
		{"Connect", testConnect},
		{"ConfigEntries", testConfigEntries},
		{"Intentions", testIntentions},
		{"Rotation", testRotation},
		{"Watch", testWatch},
		{"WatchService", testWatchService},
		{"Snapshot", testSnapshot},
	} {
		t.Run(area.name, func(t *testing.T) { area.test(t, client) })
	}
	t.Run("ServerHelpers", func(t *testing.T) { testServerHelpers(t, server, client) })
}

// testServerHelpers uses what the test server offers to fill an agent.
func testServerHelpers(t *testing.T, server *testutil.TestServer, client *api.Client) {
	server.SetKVString(t, "helpers/a", "1")
	server.PopulateKV(t, map[string][]byte{"helpers/b": []byte("2"), "helpers/c": []byte("3")})
	equal(t, server.GetKVString(t, "helpers/a"), "1")
	equal(t, server.ListKV(t, "helpers/"), []string{"helpers/a", "helpers/b", "helpers/c"})

	server.AddAddressableService(t, "redis", "passing", "127.0.0.5", 6379, []string{"primary"})
	server.AddService(t, "sick", "critical", nil)
	server.AddCheck(t, "redis-disk", "redis", "passing")
	retry.Run(t, func(r *retry.R) {
		entries, _, err := client.Health().Service("redis", "primary", true, nil)
		ok(r, err)
		equal(r, len(entries), 1)
		equal(r, entries[0].Service.Address, "127.0.0.5")
		equal(r, len(entries[0].Checks), 3)
		entries, _, err = client.Health().Service("sick", "", true, nil)
		ok(r, err)
		equal(r, len(entries), 0)
	})
}

// TestUnixSocket talks to an agent through a socket in the file system.
func TestUnixSocket(t *testing.T) {
	folder, err := os.MkdirTemp("", "consul-socket")
	ok(t, err)
	defer os.RemoveAll(folder)
	_, client := startServer(t, func(c *testutil.TestServerConfig) {
		c.Addresses.HTTP = "unix://" + filepath.Join(folder, "http.sock")
	})
	_, err = client.KV().Put(&api.KVPair{Key: "a", Value: []byte("b")}, nil)
	ok(t, err)
	pair, _, err := client.KV().Get("a", nil)
	ok(t, err)
	equal(t, string(pair.Value), "b")
}

// TestReload fills a second configuration file, which was empty at first, before the agent reads its files again.
func TestReload(t *testing.T) {
	file := filepath.Join(t.TempDir(), "later.json")
	ok(t, os.WriteFile(file, nil, 0o600))
	_, client := startServer(t, func(c *testutil.TestServerConfig) { c.Args = []string{"-config-file", file} })
	ok(t, os.WriteFile(file, []byte(`{"service": {"name": "redis", "port": 1234, "meta": {"some": "meta"}}}`), 0o600))
	ok(t, client.Agent().Reload())
	services, err := client.Agent().Services()
	ok(t, err)
	isTrue(t, "the service is there", services["redis"] != nil)
	equal(t, services["redis"].Port, 1234)
	equal(t, services["redis"].Meta, map[string]string{"some": "meta"})
}
