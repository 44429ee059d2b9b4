package e2e

import (
	"testing"
	"time"

	"github.com/hashicorp/consul/api"
	"github.com/hashicorp/consul/sdk/testutil/retry"
)

func testAgent(t *testing.T, client *api.Client) {
	agent := client.Agent()
	self, err := agent.Self()
	ok(t, err)
	equal(t, self["Config"]["NodeName"], interface{}("gopher"))
	equal(t, self["Config"]["Server"], interface{}(true))
	name, err := agent.NodeName()
	ok(t, err)
	equal(t, name, "gopher")
	members, err := agent.Members(false)
	ok(t, err)
	equal(t, len(members), 1)
	equal(t, members[0].Status, 1)
	equal(t, members[0].Tags["role"], "consul")
	_, err = agent.Host()
	ok(t, err)
	leader, err := client.Status().Leader()
	ok(t, err)
	peers, err := client.Status().Peers()
	ok(t, err)
	equal(t, peers, []string{leader})
}

func testTTLCheck(t *testing.T, client *api.Client) {
	agent := client.Agent()
	ok(t, agent.ServiceRegister(&api.AgentServiceRegistration{
		ID: "ttl-1", Name: "ttl", Port: 8080, Address: "127.0.0.2", Tags: []string{"v1", "blue"},
		Meta:    map[string]string{"version": "1"},
		Weights: &api.AgentWeights{Passing: 5, Warning: 2},
		Check:   &api.AgentServiceCheck{CheckID: "ttl-alive", TTL: "1s", Status: api.HealthCritical},
	}))
	healthy := func(index uint64) (int, uint64) {
		opts := &api.QueryOptions{WaitIndex: index, WaitTime: patience}
		entries, meta, err := client.Health().Service("ttl", "blue", true, opts)
		ok(t, err)
		return len(entries), meta.LastIndex
	}
	count, index := healthy(0)
	equal(t, count, 0)
	ok(t, agent.UpdateTTL("ttl-alive", "fine", api.HealthPassing))
	for count == 0 {
		count, index = healthy(index)
	}

	service, _, err := agent.Service("ttl-1", nil)
	ok(t, err)
	equal(t, service.Meta, map[string]string{"version": "1"})
	equal(t, service.Weights, api.AgentWeights{Passing: 5, Warning: 2})
	checks, err := agent.Checks()
	ok(t, err)
	equal(t, checks["ttl-alive"].Output, "fine")
	status, info, err := agent.AgentHealthServiceByID("ttl-1")
	ok(t, err)
	equal(t, status, api.HealthPassing)
	equal(t, info.Service.Port, 8080)
	filtered, err := agent.ServicesWithFilter(`Meta.version == "1" and blue in Tags`)
	ok(t, err)
	equal(t, len(filtered), 1)

	// nobody reports, and who watches hears of it
	for count == 1 {
		count, index = healthy(index)
	}
	retry.Run(t, func(r *retry.R) {
		states, _, err := client.Health().State(api.HealthCritical, nil)
		ok(r, err)
		isTrue(r, "the check is critical", len(states) == 1 && states[0].CheckID == "ttl-alive")
		equal(r, states[0].Output, "TTL expired (last output before timeout follows): fine")
	})
	ok(t, agent.PassTTL("ttl-alive", ""))
	for count == 0 {
		count, index = healthy(index)
	}

	ok(t, agent.ServiceDeregister("ttl-1"))
	for count == 1 {
		count, index = healthy(index)
	}
	_, _, err = agent.Service("ttl-1", nil)
	fails(t, err, "unknown service ID: ttl-1")
}

func testCatalog(t *testing.T, client *api.Client) {
	catalog := client.Catalog()
	_, err := catalog.Register(&api.CatalogRegistration{
		Node: "external", Address: "127.0.0.3", NodeMeta: map[string]string{"external": "true"},
		Locality: &api.Locality{Region: "north", Zone: "one"},
		Service:  &api.AgentService{ID: "db1", Service: "db", Port: 5432, Tags: []string{"primary"}},
		Checks: api.HealthChecks{
			{Node: "external", CheckID: "db-alive", Name: "alive", Status: api.HealthPassing, ServiceID: "db1"},
		},
	}, nil)
	ok(t, err)

	services, _, err := catalog.Services(nil)
	ok(t, err)
	equal(t, services["db"], []string{"primary"})
	instances, _, err := catalog.ServiceMultipleTags("db", []string{"primary"}, nil)
	ok(t, err)
	isTrue(t, "the instance is there", len(instances) == 1 && instances[0].Address == "127.0.0.3")
	node, _, err := catalog.Node("external", nil)
	ok(t, err)
	equal(t, node.Services["db1"].Port, 5432)
	equal(t, node.Node.Locality, &api.Locality{Region: "north", Zone: "one"})
	list, _, err := catalog.NodeServiceList("external", nil)
	ok(t, err)
	equal(t, len(list.Services), 1)
	nodes, _, err := catalog.Nodes(&api.QueryOptions{NodeMeta: map[string]string{"external": "true"}})
	ok(t, err)
	equal(t, len(nodes), 1)
	nodes, _, err = catalog.Nodes(&api.QueryOptions{Filter: `Meta.rack == "r1"`, Near: "_agent"})
	ok(t, err)
	isTrue(t, "the filter finds the agent", len(nodes) == 1 && nodes[0].Node == "gopher")
	datacenters, err := catalog.Datacenters()
	ok(t, err)
	equal(t, datacenters, []string{"dc1"})
	checks, _, err := client.Health().Checks("db", nil)
	ok(t, err)
	equal(t, checks.AggregatedStatus(), api.HealthPassing)
	checks, _, err = client.Health().Node("external", nil)
	ok(t, err)
	equal(t, len(checks), 1)

	_, err = catalog.Deregister(&api.CatalogDeregistration{Node: "external"}, nil)
	ok(t, err)
	instances, _, err = catalog.Service("db", "", nil)
	ok(t, err)
	equal(t, len(instances), 0)
}

func testMaintenance(t *testing.T, client *api.Client) {
	agent := client.Agent()
	ok(t, agent.ServiceRegister(&api.AgentServiceRegistration{Name: "tired"}))
	passing := func(want int) {
		t.Helper()
		retry.RunWith(&retry.Timer{Timeout: patience, Wait: 25 * time.Millisecond}, t, func(r *retry.R) {
			entries, _, err := client.Health().Service("tired", "", true, nil)
			ok(r, err)
			equal(r, len(entries), want)
		})
	}
	passing(1)
	ok(t, agent.EnableServiceMaintenance("tired", "sleeping"))
	passing(0)
	ok(t, agent.DisableServiceMaintenance("tired"))
	passing(1)
	ok(t, agent.EnableNodeMaintenance("all of it"))
	passing(0)
	ok(t, agent.DisableNodeMaintenance())
	passing(1)
	ok(t, agent.ServiceDeregister("tired"))
}
