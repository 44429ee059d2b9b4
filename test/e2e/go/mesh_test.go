package e2e

import (
	"testing"

	"github.com/hashicorp/consul/api"
)

// entries is one config entry of each kind, in an order in which each may be written.
var entries = []api.ConfigEntry{
	&api.ProxyConfigEntry{Kind: api.ProxyDefaults, Name: api.ProxyConfigGlobal, Config: map[string]interface{}{"protocol": "http"}},
	&api.MeshConfigEntry{TransparentProxy: api.TransparentProxyMeshConfig{MeshDestinationsOnly: true}},
	&api.ServiceConfigEntry{Kind: api.ServiceDefaults, Name: "go-web", Protocol: "http"},
	&api.ServiceResolverConfigEntry{
		Kind: api.ServiceResolver, Name: "go-web",
		Subsets: map[string]api.ServiceResolverSubset{"v1": {Filter: "Service.Meta.v == 1"}},
	},
	&api.ServiceSplitterConfigEntry{
		Kind: api.ServiceSplitter, Name: "go-web",
		Splits: []api.ServiceSplit{{Weight: 90}, {Weight: 10, ServiceSubset: "v1"}},
	},
	&api.ServiceRouterConfigEntry{
		Kind: api.ServiceRouter, Name: "go-web",
		Routes: []api.ServiceRoute{{
			Match:       &api.ServiceRouteMatch{HTTP: &api.ServiceRouteHTTPMatch{PathPrefix: "/v1"}},
			Destination: &api.ServiceRouteDestination{ServiceSubset: "v1"},
		}},
	},
	&api.ServiceIntentionsConfigEntry{
		Kind: api.ServiceIntentions, Name: "go-web",
		Sources: []*api.SourceIntention{{Name: "go-api", Action: api.IntentionActionAllow}},
	},
	&api.IngressGatewayConfigEntry{
		Kind: api.IngressGateway, Name: "go-ingress",
		Listeners: []api.IngressListener{{Port: 80, Protocol: "http", Services: []api.IngressService{{Name: "go-web"}}}},
	},
	&api.TerminatingGatewayConfigEntry{
		Kind: api.TerminatingGateway, Name: "go-egress", Services: []api.LinkedService{{Name: "go-legacy"}},
	},
	&api.ExportedServicesConfigEntry{
		Name:     "default",
		Services: []api.ExportedService{{Name: "go-web", Consumers: []api.ServiceConsumer{{Peer: "east"}}}},
	},
	&api.APIGatewayConfigEntry{
		Kind: api.APIGateway, Name: "go-gateway",
		Listeners: []api.APIGatewayListener{{Name: "l", Port: 81, Protocol: "http"}},
	},
	&api.HTTPRouteConfigEntry{
		Kind: api.HTTPRoute, Name: "go-http",
		Parents: []api.ResourceReference{{Kind: api.APIGateway, Name: "go-gateway"}},
		Rules:   []api.HTTPRouteRule{{Services: []api.HTTPService{{Name: "go-web"}}}},
	},
	&api.TCPRouteConfigEntry{Kind: api.TCPRoute, Name: "go-tcp", Services: []api.TCPService{{Name: "go-legacy"}}},
	&api.JWTProviderConfigEntry{
		Kind: api.JWTProvider, Name: "go-jwt", Issuer: "me",
		JSONWebKeySet: &api.JSONWebKeySet{Remote: &api.RemoteJWKS{URI: "https://127.0.0.1/keys", FetchAsynchronously: true}},
	},
}

func testConfigEntries(t *testing.T, client *api.Client) {
	config := client.ConfigEntries()
	for _, entry := range entries {
		written, _, err := config.Set(entry, nil)
		ok(t, err)
		isTrue(t, entry.GetKind()+" is written", written)
		read, _, err := config.Get(entry.GetKind(), entry.GetName(), nil)
		ok(t, err)
		equal(t, read.GetKind(), entry.GetKind())
		equal(t, read.GetName(), entry.GetName())
		list, _, err := config.List(entry.GetKind(), nil)
		ok(t, err)
		isTrue(t, entry.GetKind()+" is listed", len(list) > 0)
		missed, _, err := config.CAS(change(read), read.GetModifyIndex()+1000, nil)
		ok(t, err)
		isTrue(t, "another index is not written", !missed)
	}

	chain, _, err := client.DiscoveryChain().Get("go-web", nil, nil)
	ok(t, err)
	equal(t, chain.Chain.Protocol, "http")
	equal(t, chain.Chain.Nodes[chain.Chain.StartNode].Type, api.DiscoveryGraphNodeTypeRouter)
	isTrue(t, "the subset is a target", chain.Chain.Targets["v1.go-web.default.default.dc1"] != nil)

	for i := len(entries) - 1; i >= 0; i-- {
		_, err := config.Delete(entries[i].GetKind(), entries[i].GetName(), nil)
		ok(t, err)
		_, _, err = config.Get(entries[i].GetKind(), entries[i].GetName(), nil)
		fails(t, err, "404")
	}
}

// change makes another entry of one that was read.
func change(entry api.ConfigEntry) api.ConfigEntry {
	if defaults, is := entry.(*api.ServiceConfigEntry); is {
		defaults.MaxInboundConnections++
		return defaults
	}
	return &api.ServiceConfigEntry{Kind: api.ServiceDefaults, Name: entry.GetName(), Protocol: "tcp"}
}

func testIntentions(t *testing.T, client *api.Client) {
	connect := client.Connect()
	_, err := connect.IntentionUpsert(&api.Intention{
		SourceName: "go-a", DestinationName: "go-b", Action: api.IntentionActionDeny,
	}, nil)
	ok(t, err)
	allowed, _, err := connect.IntentionCheck(&api.IntentionCheck{Source: "go-a", Destination: "go-b"}, nil)
	ok(t, err)
	isTrue(t, "it is denied", !allowed)
	matches, _, err := connect.IntentionMatch(&api.IntentionMatch{By: api.IntentionMatchDestination, Names: []string{"go-b"}}, nil)
	ok(t, err)
	equal(t, len(matches["go-b"]), 1)
	found, _, err := connect.IntentionGetExact("go-a", "go-b", nil)
	ok(t, err)
	equal(t, found.Action, api.IntentionActionDeny)
	_, err = connect.IntentionDeleteExact("go-a", "go-b", nil)
	ok(t, err)
	found, _, err = connect.IntentionGetExact("go-a", "go-b", nil)
	ok(t, err)
	isTrue(t, "it is gone", found == nil)
}

func testRotation(t *testing.T, client *api.Client) {
	roots := startWatch[*api.CARootList](t, client, map[string]interface{}{"type": "connect_roots"})
	leaves := startWatch[*api.LeafCert](t, client, map[string]interface{}{"type": "connect_leaf", "service": "go-web"})
	before := soon(t, "the roots", roots)
	leaf := soon(t, "the certificate", leaves)
	config, _, err := client.Connect().CAGetConfig(nil)
	ok(t, err)
	equal(t, config.Provider, "consul")

	_, err = client.Connect().CASetConfig(&api.CAConfig{
		Provider: "consul", Config: map[string]interface{}{"PrivateKeyType": "ec", "PrivateKeyBits": 384},
	}, nil)
	ok(t, err)
	after := soon(t, "the new root", roots)
	equal(t, len(after.Roots), len(before.Roots)+1)
	isTrue(t, "another one is active", after.ActiveRootID != before.ActiveRootID)
	isTrue(t, "the certificate is another", soon(t, "the new certificate", leaves).SerialNumber != leaf.SerialNumber)
}
