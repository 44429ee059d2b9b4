package e2e

import (
	"io"
	"log"
	"testing"

	"github.com/hashicorp/consul/api"
	"github.com/hashicorp/consul/api/watch"
)

// startWatch runs a plan until the test ends, and hands on what it sees.
func startWatch[T any](t *testing.T, client *api.Client, params map[string]interface{}) <-chan T {
	t.Helper()
	plan, err := watch.Parse(params)
	ok(t, err)
	seen := make(chan T, 100)
	plan.Handler = func(_ uint64, data interface{}) {
		value, _ := data.(T)
		seen <- value
	}
	ended := make(chan error, 1)
	go func() { ended <- plan.RunWithClientAndLogger(client, log.New(io.Discard, "", 0)) }()
	t.Cleanup(func() {
		plan.Stop()
		ok(t, soon(t, "the end of the watch", ended))
	})
	return seen
}

func testWatch(t *testing.T, client *api.Client) {
	put := func(key, value string) {
		t.Helper()
		_, err := client.KV().Put(&api.KVPair{Key: key, Value: []byte(value)}, nil)
		ok(t, err)
	}
	put("watch/a", "1")
	key := startWatch[*api.KVPair](t, client, map[string]interface{}{"type": "key", "key": "watch/a"})
	prefix := startWatch[api.KVPairs](t, client, map[string]interface{}{"type": "keyprefix", "prefix": "watch/"})
	equal(t, string(soon(t, "the key", key).Value), "1")
	equal(t, len(soon(t, "the prefix", prefix)), 1)

	put("watch/b", "2")
	equal(t, len(soon(t, "the new key", prefix)), 2)
	still(t, "a change elsewhere", key)
	put("watch/a", "3")
	equal(t, string(soon(t, "the change", key).Value), "3")
	equal(t, len(soon(t, "the change", prefix)), 2)

	events := startWatch[[]*api.UserEvent](t, client, map[string]interface{}{"type": "event", "name": "watched"})
	equal(t, len(soon(t, "no event yet", events)), 0)
	_, _, err := client.Event().Fire(&api.UserEvent{Name: "watched"}, nil)
	ok(t, err)
	equal(t, len(soon(t, "the event", events)), 1)
}

func testWatchService(t *testing.T, client *api.Client) {
	services := startWatch[map[string][]string](t, client, map[string]interface{}{"type": "services"})
	entries := startWatch[[]*api.ServiceEntry](t, client, map[string]interface{}{
		"type": "service", "service": "watched", "passingonly": true,
	})
	nodes := startWatch[[]*api.Node](t, client, map[string]interface{}{"type": "nodes"})
	isTrue(t, "the agent is a node", len(soon(t, "the nodes", nodes)) > 0)
	soon(t, "the services", services)
	equal(t, len(soon(t, "no instance", entries)), 0)

	agent := client.Agent()
	ok(t, agent.ServiceRegister(&api.AgentServiceRegistration{
		Name: "watched", Check: &api.AgentServiceCheck{TTL: "1h", Status: api.HealthPassing},
	}))
	until := func(count int) {
		t.Helper()
		for len(soon(t, "the instances", entries)) != count {
		}
	}
	until(1)
	for soon(t, "the service", services)["watched"] == nil {
	}
	ok(t, agent.FailTTL("service:watched", "broken"))
	until(0)
	ok(t, agent.PassTTL("service:watched", "repaired"))
	until(1)

	checks := startWatch[[]*api.HealthCheck](t, client, map[string]interface{}{"type": "checks", "service": "watched"})
	equal(t, soon(t, "the checks", checks)[0].Status, api.HealthPassing)
	own := startWatch[*api.AgentService](t, client, map[string]interface{}{"type": "agent_service", "service_id": "watched"})
	equal(t, soon(t, "the agent's service", own).Service, "watched")
	ok(t, agent.ServiceRegister(&api.AgentServiceRegistration{Name: "watched", Port: 99}))
	for soon(t, "the new port", own).Port != 99 {
	}
	ok(t, agent.ServiceDeregister("watched"))
	until(0)
}
