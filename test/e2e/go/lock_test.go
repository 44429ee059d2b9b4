package e2e

import (
	"testing"
	"time"

	"github.com/hashicorp/consul/api"
	"github.com/hashicorp/consul/sdk/testutil/retry"
)

func testSession(t *testing.T, client *api.Client) {
	sessions := client.Session()
	id, _, err := sessions.Create(&api.SessionEntry{
		Name: "mine", TTL: "10s", Behavior: api.SessionBehaviorDelete, LockDelay: time.Millisecond,
	}, nil)
	ok(t, err)

	entry, _, err := sessions.Info(id, nil)
	ok(t, err)
	equal(t, entry.Name, "mine")
	equal(t, entry.Node, "gopher")
	equal(t, entry.LockDelay, time.Millisecond)
	equal(t, entry.NodeChecks, []string{"serfHealth"})
	entry, _, err = sessions.Renew(id, nil)
	ok(t, err)
	equal(t, entry.TTL, "10s")
	for name, list := range map[string]func() ([]*api.SessionEntry, *api.QueryMeta, error){
		"all":     func() ([]*api.SessionEntry, *api.QueryMeta, error) { return sessions.List(nil) },
		"of node": func() ([]*api.SessionEntry, *api.QueryMeta, error) { return sessions.Node("gopher", nil) },
	} {
		entries, _, err := list()
		ok(t, err)
		isTrue(t, "one session: "+name, len(entries) == 1 && entries[0].ID == id)
	}

	pair := &api.KVPair{Key: "session/held", Value: []byte("x"), Session: id}
	held, _, err := client.KV().Acquire(pair, nil)
	ok(t, err)
	equal(t, held, true)
	stored, _, err := client.KV().Get("session/held", nil)
	ok(t, err)
	equal(t, stored.Session, id)
	equal(t, stored.LockIndex, uint64(1))

	_, err = sessions.Destroy(id, nil)
	ok(t, err)
	stored, _, err = client.KV().Get("session/held", nil)
	ok(t, err)
	isTrue(t, "the key went with the session", stored == nil)
	entry, _, err = sessions.Renew(id, nil)
	ok(t, err)
	isTrue(t, "there is nothing to renew", entry == nil)

	stop, renewed := make(chan struct{}), make(chan error, 1)
	id, _, err = sessions.CreateNoChecks(&api.SessionEntry{TTL: "10s"}, nil)
	ok(t, err)
	go func() { renewed <- sessions.RenewPeriodic("10s", id, nil, stop) }()
	close(stop)
	ok(t, soon(t, "the end of renewing", renewed))
	retry.Run(t, func(r *retry.R) {
		entry, _, err := sessions.Info(id, nil)
		ok(r, err)
		isTrue(r, "the session was destroyed", entry == nil)
	})
}

func testLock(t *testing.T, client *api.Client) {
	first, err := client.LockKey("lock/leader")
	ok(t, err)
	lost, err := first.Lock(nil)
	ok(t, err)
	_, err = first.Lock(nil)
	equal(t, err, api.ErrLockHeld)

	second, err := client.LockOpts(&api.LockOptions{Key: "lock/leader", LockTryOnce: true, LockWaitTime: 50 * time.Millisecond})
	ok(t, err)
	held, err := second.Lock(nil)
	ok(t, err)
	isTrue(t, "one try is not enough", held == nil)

	third, err := client.LockKey("lock/leader")
	ok(t, err)
	acquired := make(chan (<-chan struct{}), 1)
	go func() {
		if held, err := third.Lock(nil); err == nil {
			acquired <- held
		}
	}()
	still(t, "the second leader", acquired)
	ok(t, first.Unlock())
	soon(t, "the end of the first leader", lost)
	taken := soon(t, "the second leader", acquired)
	equal(t, first.Destroy(), api.ErrLockInUse)

	// who holds a lock hears of it when the session goes
	pair, _, err := client.KV().Get("lock/leader", nil)
	ok(t, err)
	equal(t, pair.Flags, uint64(api.LockFlagValue))
	_, err = client.Session().Destroy(pair.Session, nil)
	ok(t, err)
	soon(t, "the end of the second leader", taken)
	ok(t, third.Unlock())
	ok(t, first.Destroy())
	pair, _, err = client.KV().Get("lock/leader", nil)
	ok(t, err)
	isTrue(t, "the key was cleaned up", pair == nil)
}

func testSemaphore(t *testing.T, client *api.Client) {
	semaphore := func(limit int) *api.Semaphore {
		s, err := client.SemaphorePrefix("semaphore/two", limit)
		ok(t, err)
		return s
	}
	a, b, c := semaphore(2), semaphore(2), semaphore(2)
	lost, err := a.Acquire(nil)
	ok(t, err)
	_, err = b.Acquire(nil)
	ok(t, err)
	_, err = semaphore(3).Acquire(nil)
	fails(t, err, "semaphore limit conflict")

	acquired := make(chan error, 1)
	go func() {
		_, err := c.Acquire(nil)
		acquired <- err
	}()
	still(t, "a third slot of two", acquired)
	ok(t, a.Release())
	soon(t, "the end of the first", lost)
	ok(t, soon(t, "a slot that became free", acquired))
	equal(t, a.Destroy(), api.ErrSemaphoreInUse)
	ok(t, b.Release())
	ok(t, c.Release())
	ok(t, c.Destroy())
	keys, _, err := client.KV().Keys("semaphore/", "", nil)
	ok(t, err)
	equal(t, len(keys), 0)
}
