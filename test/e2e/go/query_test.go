package e2e

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/hashicorp/consul/api"
	"github.com/hashicorp/consul/sdk/testutil/retry"
)

func testPreparedQuery(t *testing.T, client *api.Client) {
	ok(t, client.Agent().ServiceRegister(&api.AgentServiceRegistration{Name: "queried", Port: 81, Tags: []string{"a"}}))
	queries := client.PreparedQuery()
	definition := &api.PreparedQueryDefinition{
		Name:    "find-queried",
		Service: api.ServiceQuery{Service: "queried", OnlyPassing: true, Tags: []string{"a"}},
		DNS:     api.QueryDNSOptions{TTL: "10s"},
	}
	id, _, err := queries.Create(definition, nil)
	ok(t, err)
	found, _, err := queries.Get(id, nil)
	ok(t, err)
	equal(t, found[0].Name, "find-queried")
	list, _, err := queries.List(nil)
	ok(t, err)
	equal(t, len(list), 1)
	for _, name := range []string{id, "find-queried"} {
		retry.Run(t, func(r *retry.R) {
			answer, _, err := queries.Execute(name, nil)
			ok(r, err)
			isTrue(r, "it finds the instance", len(answer.Nodes) == 1 && answer.Nodes[0].Service.Port == 81)
			equal(r, answer.DNS.TTL, "10s")
			equal(r, answer.Datacenter, "dc1")
		})
	}
	definition.ID, definition.Service.Tags = id, []string{"b"}
	_, err = queries.Update(definition, nil)
	ok(t, err)
	answer, _, err := queries.Execute(id, nil)
	ok(t, err)
	equal(t, len(answer.Nodes), 0)
	_, err = queries.Delete(id, nil)
	ok(t, err)
	_, _, err = queries.Execute(id, nil)
	fails(t, err, "Query not found")
	ok(t, client.Agent().ServiceDeregister("queried"))
}

func testEvent(t *testing.T, client *api.Client) {
	id, _, err := client.Event().Fire(&api.UserEvent{Name: "deploy", Payload: []byte("v1"), NodeFilter: "^go"}, nil)
	ok(t, err)
	var index uint64
	retry.Run(t, func(r *retry.R) {
		events, meta, err := client.Event().List("deploy", nil)
		ok(r, err)
		isTrue(r, "the event is listed", len(events) == 1 && events[0].ID == id && string(events[0].Payload) == "v1")
		equal(r, meta.LastIndex, client.Event().IDToIndex(id))
		index = meta.LastIndex
	})
	next := make(chan int, 1)
	go func() {
		events, _, _ := client.Event().List("deploy", &api.QueryOptions{WaitIndex: index, WaitTime: time.Minute})
		next <- len(events)
	}()
	still(t, "the second event", next)
	_, _, err = client.Event().Fire(&api.UserEvent{Name: "deploy"}, nil)
	ok(t, err)
	equal(t, soon(t, "the second event", next), 2)
}

func testCoordinate(t *testing.T, client *api.Client) {
	_, err := client.Coordinate().Datacenters()
	ok(t, err)
	_, _, err = client.Coordinate().Nodes(nil)
	ok(t, err)
}

func testOperator(t *testing.T, client *api.Client) {
	raft, err := client.Operator().RaftGetConfiguration(nil)
	ok(t, err)
	isTrue(t, "the agent leads", len(raft.Servers) == 1 && raft.Servers[0].Leader && raft.Servers[0].Voter)
	health, err := client.Operator().AutopilotServerHealth(nil)
	ok(t, err)
	equal(t, health.Healthy, true)
	_, err = client.Operator().AutopilotGetConfiguration(nil)
	ok(t, err)
}

func testConnect(t *testing.T, client *api.Client) {
	roots, _, err := client.Agent().ConnectCARoots(nil)
	ok(t, err)
	equal(t, roots.TrustDomain, "11111111-2222-3333-4444-555555555555.consul")
	leaf, _, err := client.Agent().ConnectCALeaf("web", nil)
	ok(t, err)
	equal(t, leaf.ServiceURI, "spiffe://11111111-2222-3333-4444-555555555555.consul/ns/default/dc/dc1/svc/web")
	roots, _, err = client.Connect().CARoots(nil)
	ok(t, err)
	equal(t, len(roots.Roots), 1)
}

// testSnapshot comes last: it winds the state back.
func testSnapshot(t *testing.T, client *api.Client) {
	kv := client.KV()
	_, err := kv.Put(&api.KVPair{Key: "snapshot/kept", Value: []byte("before")}, nil)
	ok(t, err)
	before, _, err := kv.Get("snapshot/kept", nil)
	ok(t, err)
	reader, meta, err := client.Snapshot().Save(nil)
	ok(t, err)
	defer reader.Close()
	isTrue(t, "it has an index", meta.LastIndex >= before.ModifyIndex)
	archive, err := io.ReadAll(reader)
	ok(t, err)

	_, err = kv.Put(&api.KVPair{Key: "snapshot/kept", Value: []byte("after")}, nil)
	ok(t, err)
	_, err = kv.Put(&api.KVPair{Key: "snapshot/new"}, nil)
	ok(t, err)
	ok(t, client.Snapshot().Restore(nil, bytes.NewReader(archive)))
	restored, _, err := kv.Get("snapshot/kept", nil)
	ok(t, err)
	equal(t, restored, before)
	added, _, err := kv.Get("snapshot/new", nil)
	ok(t, err)
	isTrue(t, "what came later is gone", added == nil)

	archive[len(archive)/2] ^= 0xff
	err = client.Snapshot().Restore(nil, bytes.NewReader(archive))
	fails(t, err, "500")
}
