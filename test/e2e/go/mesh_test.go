package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"reflect"
	"testing"
	"time"

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
	all := append(append([]api.ConfigEntry{}, entries...), certificates(t)...)
	for _, entry := range all {
		kind, name := entry.GetKind(), entry.GetName()
		written, _, err := config.Set(entry, nil)
		ok(t, err)
		isTrue(t, kind+" is written", written)
		list, _, err := config.List(kind, nil)
		ok(t, err)
		isTrue(t, kind+" is listed", len(list) > 0)
		_, err = tryAgain(t, client, entry, func(read api.ConfigEntry) (bool, error) {
			missed, _, err := config.CAS(withMeta(read), read.GetModifyIndex()+1000, nil)
			isTrue(t, "another index is not written", !missed)
			if err != nil {
				return false, err
			}
			written, _, err := config.CAS(withMeta(read), read.GetModifyIndex(), nil)
			return written, err
		})
		ok(t, err)
		read, meta, err := config.Get(kind, name, nil)
		ok(t, err)
		equal(t, read.GetKind(), kind)
		equal(t, read.GetName(), name)
		equal(t, read.GetMeta(), map[string]string{"written": "by-cas"})
		isTrue(t, "the answer bears an index", meta.LastIndex >= read.GetModifyIndex())
	}

	chain, _, err := client.DiscoveryChain().Get("go-web", nil, nil)
	ok(t, err)
	equal(t, chain.Chain.Protocol, "http")
	equal(t, chain.Chain.Nodes[chain.Chain.StartNode].Type, api.DiscoveryGraphNodeTypeRouter)
	isTrue(t, "the subset is a target", chain.Chain.Targets["v1.go-web.default.default.dc1"] != nil)
	other, _, err := client.DiscoveryChain().Get("go-web", &api.DiscoveryChainOptions{OverrideConnectTimeout: 7 * time.Second}, nil)
	ok(t, err)
	isTrue(t, "what is asked for is in the chain", other.Chain.CustomizationHash != "")

	testBoundGateway(t, client)
	testRefusedKinds(t, client)

	for i := len(all) - 1; i >= 0; i-- {
		kind, name := all[i].GetKind(), all[i].GetName()
		deleted, err := tryAgain(t, client, all[i], func(read api.ConfigEntry) (bool, error) {
			missed, _, err := config.DeleteCAS(kind, name, read.GetModifyIndex()+1000, nil)
			isTrue(t, "another index is not deleted", !missed)
			if err != nil {
				return false, err
			}
			deleted, _, err := config.DeleteCAS(kind, name, read.GetModifyIndex(), nil)
			return deleted, err
		})
		ok(t, err)
		isTrue(t, kind+" is deleted", deleted)
		_, _, err = config.Get(kind, name, nil)
		fails(t, err, "404")
		_, err = config.Delete(kind, name, nil)
		ok(t, err)
	}
}

// tryAgain hands an entry as it is now to act until that is done: controllers write the status of gateways and routes meanwhile.
func tryAgain(t *testing.T, client *api.Client, entry api.ConfigEntry, act func(api.ConfigEntry) (bool, error)) (bool, error) {
	t.Helper()
	for began := time.Now(); ; {
		read, _, err := client.ConfigEntries().Get(entry.GetKind(), entry.GetName(), nil)
		ok(t, err)
		done, err := act(read)
		if done || err != nil || time.Since(began) > patience {
			return done, err
		}
	}
}

// withMeta gives an entry that was read other metadata.
func withMeta(entry api.ConfigEntry) api.ConfigEntry {
	meta := reflect.ValueOf(map[string]string{"written": "by-cas"})
	reflect.ValueOf(entry).Elem().FieldByName("Meta").Set(meta)
	return entry
}

// certificates are the two kinds that need a certificate.
func certificates(t *testing.T) []api.ConfigEntry {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "go.example"}, NotAfter: time.Now().Add(24 * time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	ok(t, err)
	private, err := x509.MarshalECPrivateKey(key)
	ok(t, err)
	encode := func(kind string, bytes []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}))
	}
	return []api.ConfigEntry{
		&api.InlineCertificateConfigEntry{
			Kind: api.InlineCertificate, Name: "go-inline",
			Certificate: encode("CERTIFICATE", der), PrivateKey: encode("EC PRIVATE KEY", private),
		},
		&api.FileSystemCertificateConfigEntry{
			Kind: api.FileSystemCertificate, Name: "go-file", Certificate: "/etc/cert.pem", PrivateKey: "/etc/key.pem",
		},
	}
}

// testBoundGateway reads the kind that the servers alone write, which the client has no type for.
func testBoundGateway(t *testing.T, client *api.Client) {
	type bound struct {
		Name      string
		Listeners []struct {
			Name   string
			Routes []struct{ Kind, Name string }
		}
	}
	for began := time.Now(); ; {
		var found bound
		_, err := client.Raw().Query("/v1/config/bound-api-gateway/go-gateway", &found, nil)
		ok(t, err)
		if len(found.Listeners) == 1 && len(found.Listeners[0].Routes) == 1 {
			equal(t, found.Listeners[0].Routes[0].Name, "go-http")
			break
		}
		isTrue(t, "the route is bound in time", time.Since(began) < patience)
	}
	_, err := client.Raw().Write("/v1/config", map[string]string{"Kind": "bound-api-gateway", "Name": "mine"}, nil, nil)
	fails(t, err, "only writeable by controller")
}

// testRefusedKinds writes what the community edition does not have.
func testRefusedKinds(t *testing.T, client *api.Client) {
	config := client.ConfigEntries()
	_, _, err := config.Set(&api.SamenessGroupConfigEntry{Kind: api.SamenessGroup, Name: "go-group"}, nil)
	fails(t, err, "sameness-groups are an enterprise-only feature")
	groups, _, err := config.List(api.SamenessGroup, nil)
	ok(t, err)
	equal(t, len(groups), 0)
	_, _, err = config.Set(&api.RateLimitIPConfigEntry{Kind: api.RateLimitIPConfig, Name: "go-limit"}, nil)
	fails(t, err, "invalid config entry kind: control-plane-request-limit")
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
