package e2e

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/hashicorp/consul/api"
)

func testKV(t *testing.T, client *api.Client) {
	kv := client.KV()

	t.Run("put, get, delete", func(t *testing.T) {
		pair, meta, err := kv.Get("kv/a", nil)
		ok(t, err)
		isTrue(t, "there is no key yet", pair == nil)
		isTrue(t, "there is an index", meta.LastIndex > 0)
		equal(t, meta.KnownLeader, true)

		_, err = kv.Put(&api.KVPair{Key: "kv/a", Value: []byte{0, 1, 255}, Flags: math.MaxUint64}, nil)
		ok(t, err)
		pair, meta, err = kv.Get("kv/a", nil)
		ok(t, err)
		equal(t, pair.Value, []byte{0, 1, 255})
		equal(t, pair.Flags, uint64(math.MaxUint64))
		equal(t, pair.ModifyIndex, meta.LastIndex)
		equal(t, pair.CreateIndex, pair.ModifyIndex)

		_, err = kv.Delete("kv/a", nil)
		ok(t, err)
		pair, _, err = kv.Get("kv/a", nil)
		ok(t, err)
		isTrue(t, "the key is gone", pair == nil)
	})

	t.Run("check and set", func(t *testing.T) {
		pair := &api.KVPair{Key: "kv/cas", Value: []byte("1")}
		done, _, err := kv.CAS(pair, nil)
		ok(t, err)
		equal(t, done, true)
		done, _, err = kv.CAS(pair, nil)
		ok(t, err)
		equal(t, done, false)

		stored, _, err := kv.Get("kv/cas", nil)
		ok(t, err)
		stored.Value = []byte("2")
		done, _, err = kv.CAS(stored, nil)
		ok(t, err)
		equal(t, done, true)
		done, _, err = kv.DeleteCAS(stored, nil)
		ok(t, err)
		equal(t, done, false)
		stored, _, err = kv.Get("kv/cas", nil)
		ok(t, err)
		done, _, err = kv.DeleteCAS(stored, nil)
		ok(t, err)
		equal(t, done, true)
	})

	t.Run("list, keys, delete tree", func(t *testing.T) {
		for _, key := range []string{"kv/tree/a", "kv/tree/b/c", "kv/tree/b/ü d+%"} {
			_, err := kv.Put(&api.KVPair{Key: key, Value: []byte(key)}, nil)
			ok(t, err)
		}
		pairs, _, err := kv.List("kv/tree/", nil)
		ok(t, err)
		equal(t, len(pairs), 3)
		equal(t, string(pairs[2].Value), "kv/tree/b/ü d+%")
		keys, _, err := kv.Keys("kv/tree/", "/", nil)
		ok(t, err)
		equal(t, keys, []string{"kv/tree/a", "kv/tree/b/"})
		_, err = kv.DeleteTree("kv/tree/", nil)
		ok(t, err)
		pairs, _, err = kv.List("kv/tree/", nil)
		ok(t, err)
		equal(t, len(pairs), 0)
	})

	t.Run("blocking read", func(t *testing.T) {
		_, err := kv.Put(&api.KVPair{Key: "kv/blocking", Value: []byte("1")}, nil)
		ok(t, err)
		_, meta, err := kv.Get("kv/blocking", nil)
		ok(t, err)
		changed := make(chan string, 1)
		go func() {
			pair, _, err := kv.Get("kv/blocking", &api.QueryOptions{WaitIndex: meta.LastIndex, WaitTime: time.Minute})
			if err != nil || pair == nil {
				changed <- "failed"
				return
			}
			changed <- string(pair.Value)
		}()
		still(t, "the change", changed)
		_, err = kv.Put(&api.KVPair{Key: "kv/blocking", Value: []byte("2")}, nil)
		ok(t, err)
		equal(t, soon(t, "the change", changed), "2")
	})

	t.Run("blocking read that is given up", func(t *testing.T) {
		_, meta, err := kv.Get("kv/blocking", nil)
		ok(t, err)
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		_, _, err = kv.Get("kv/blocking", (&api.QueryOptions{WaitIndex: meta.LastIndex}).WithContext(ctx))
		isTrue(t, "it ended by its context", errors.Is(err, context.DeadlineExceeded))
	})

	t.Run("consistency", func(t *testing.T) {
		_, meta, err := kv.Get("kv/blocking", &api.QueryOptions{RequireConsistent: true})
		ok(t, err)
		equal(t, meta.KnownLeader, true)
		_, _, err = kv.Get("kv/blocking", &api.QueryOptions{AllowStale: true})
		ok(t, err)
		_, _, err = kv.Get("kv/blocking", &api.QueryOptions{AllowStale: true, RequireConsistent: true})
		fails(t, err, "400")
		_, _, err = kv.Get("kv/blocking", &api.QueryOptions{Datacenter: "nowhere"})
		fails(t, err, "No path to datacenter")
	})

	t.Run("errors have their status", func(t *testing.T) {
		_, err := kv.Put(&api.KVPair{Key: "kv/big", Value: make([]byte, 512*1024+1)}, nil)
		var status api.StatusError
		isTrue(t, "it is a status error", errors.As(err, &status))
		equal(t, status.Code, 413)
	})
}

func testTxn(t *testing.T, client *api.Client) {
	set := func(key, value string) *api.TxnOp {
		return &api.TxnOp{KV: &api.KVTxnOp{Verb: api.KVSet, Key: key, Value: []byte(value)}}
	}
	done, answer, _, err := client.Txn().Txn(api.TxnOps{
		set("txn/a", "1"),
		set("txn/b", "2"),
		&api.TxnOp{KV: &api.KVTxnOp{Verb: api.KVGetTree, Key: "txn/"}},
	}, nil)
	ok(t, err)
	equal(t, done, true)
	equal(t, len(answer.Results), 4)
	equal(t, string(answer.Results[3].KV.Value), "2")

	done, answer, _, err = client.Txn().Txn(api.TxnOps{
		set("txn/a", "changed"),
		&api.TxnOp{KV: &api.KVTxnOp{Verb: api.KVCheckNotExists, Key: "txn/b"}},
	}, nil)
	ok(t, err)
	equal(t, done, false)
	equal(t, len(answer.Errors), 1)
	equal(t, answer.Errors[0].OpIndex, 1)
	pair, _, err := client.KV().Get("txn/a", nil)
	ok(t, err)
	equal(t, string(pair.Value), "1")

	node := api.Node{Node: "txn-node", Address: "127.0.0.9"}
	done, answer, _, err = client.Txn().Txn(api.TxnOps{
		&api.TxnOp{Node: &api.NodeTxnOp{Verb: api.NodeSet, Node: node}},
		&api.TxnOp{Service: &api.ServiceTxnOp{Verb: api.ServiceSet, Node: "txn-node", Service: api.AgentService{
			ID: "t1", Service: "txn-service", Port: 80,
		}}},
		&api.TxnOp{Check: &api.CheckTxnOp{Verb: api.CheckSet, Check: api.HealthCheck{
			Node: "txn-node", CheckID: "c1", Name: "check", ServiceID: "t1", Status: api.HealthPassing,
			Definition: api.HealthCheckDefinition{IntervalDuration: 10 * time.Second},
		}}},
	}, nil)
	ok(t, err)
	isTrue(t, "the node, its service and check are there", done && len(answer.Errors) == 0)
	entries, _, err := client.Health().Service("txn-service", "", true, nil)
	ok(t, err)
	equal(t, len(entries), 1)
	equal(t, entries[0].Checks[0].Definition.IntervalDuration, 10*time.Second)
}
