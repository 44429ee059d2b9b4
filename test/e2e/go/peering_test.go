package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/hashicorp/consul/api"
	"github.com/hashicorp/consul/sdk/testutil"
	"github.com/hashicorp/consul/sdk/testutil/retry"
)

// untilState waits for a peering to be in a state.
func untilState(t *testing.T, client *api.Client, name string, state api.PeeringState) *api.Peering {
	t.Helper()
	var found *api.Peering
	retry.RunWith(&retry.Timer{Timeout: 20 * time.Second, Wait: 50 * time.Millisecond}, t, func(r *retry.R) {
		peering, _, err := client.Peerings().Read(context.Background(), name, nil)
		if err != nil || peering == nil || peering.State != state {
			r.Fatalf("peering %s: %+v, %v", name, peering, err)
		}
		found = peering
	})
	return found
}

func TestPeering(t *testing.T) {
	_, here := startServer(t, nil)
	_, there := startServer(t, func(c *testutil.TestServerConfig) { c.Datacenter = "dc2" })
	ctx := context.Background()

	token, _, err := here.Peerings().GenerateToken(ctx, api.PeeringGenerateTokenRequest{PeerName: "far", Meta: map[string]string{"team": "x"}}, nil)
	ok(t, err)
	_, _, err = there.Peerings().Establish(ctx, api.PeeringEstablishRequest{PeerName: "near", PeeringToken: token.PeeringToken}, nil)
	ok(t, err)
	far := untilState(t, here, "far", api.PeeringStateActive)
	near := untilState(t, there, "near", api.PeeringStateActive)
	equal(t, far.Remote.Datacenter, "dc2")
	equal(t, far.Meta["team"], "x")
	equal(t, near.PeerID, far.ID)

	ok(t, there.Agent().ServiceRegister(&api.AgentServiceRegistration{Name: "db", Port: 5432}))
	_, _, err = there.ConfigEntries().Set(&api.ExportedServicesConfigEntry{
		Name:     "default",
		Services: []api.ExportedService{{Name: "db", Consumers: []api.ServiceConsumer{{Peer: "near"}}}},
	}, nil)
	ok(t, err)
	query := &api.QueryOptions{Peer: "far"}
	retry.RunWith(&retry.Timer{Timeout: 20 * time.Second, Wait: 50 * time.Millisecond}, t, func(r *retry.R) {
		entries, _, err := here.Health().Service("db", "", true, query)
		if err != nil || len(entries) != 1 || entries[0].Service.PeerName != "far" || entries[0].Node.PeerName != "far" {
			r.Fatalf("imported: %+v, %v", entries, err)
		}
	})
	services, _, err := here.Catalog().Service("db", "", query)
	ok(t, err)
	equal(t, services[0].ServicePort, 5432)

	list, _, err := here.Peerings().List(ctx, nil)
	ok(t, err)
	equal(t, len(list), 1)
	_, err = there.Peerings().Delete(ctx, "near", nil)
	ok(t, err)
	untilState(t, here, "far", api.PeeringStateTerminated)
	entries, _, err := here.Health().Service("db", "", false, query)
	ok(t, err)
	equal(t, len(entries), 0)
}
