package e2e

import (
	"strings"
	"testing"

	"github.com/hashicorp/consul/api"
	"github.com/hashicorp/consul/sdk/testutil"
)

const root = "aaaaaaaa-0000-0000-0000-000000000001"

// TestACL has tokens, policies and roles made by the official client, and clients with little rights.
func TestACL(t *testing.T) {
	server, anonymous := startServer(t, func(c *testutil.TestServerConfig) {
		c.ACL.Enabled = true
		c.ACL.DefaultPolicy = "deny"
		c.ACL.Tokens.InitialManagement = root
		c.ACL.Tokens.Agent = root
	})
	with := func(token string) *api.Client {
		client, err := api.NewClient(&api.Config{Address: server.HTTPAddr, Token: token})
		ok(t, err)
		return client
	}
	admin := with(root)

	policy, _, err := admin.ACL().PolicyCreate(&api.ACLPolicy{Name: "app", Rules: `key_prefix "app/" { policy = "write" }`}, nil)
	ok(t, err)
	role, _, err := admin.ACL().RoleCreate(&api.ACLRole{
		Name:              "operators",
		Policies:          []*api.ACLLink{{ID: policy.ID}},
		ServiceIdentities: []*api.ACLServiceIdentity{{ServiceName: "web"}},
	}, nil)
	ok(t, err)
	token, _, err := admin.ACL().TokenCreate(&api.ACLToken{Description: "of a test", Roles: []*api.ACLLink{{Name: "operators"}}}, nil)
	ok(t, err)
	equal(t, token.Roles[0].ID, role.ID)

	client := with(token.SecretID)
	_, err = client.KV().Put(&api.KVPair{Key: "app/x", Value: []byte("1")}, nil)
	ok(t, err)
	_, err = client.KV().Put(&api.KVPair{Key: "other", Value: []byte("1")}, nil)
	refused(t, err, "lacks permission 'key:write' on \"other\"")
	_, _, err = anonymous.KV().Get("app/x", nil)
	refused(t, err, "anonymous token lacks permission 'key:read'")
	ok(t, client.Agent().ServiceRegister(&api.AgentServiceRegistration{Name: "web", Port: 80}))
	refused(t, client.Agent().ServiceRegister(&api.AgentServiceRegistration{Name: "db"}), "service:write")

	keys, meta, err := client.KV().Keys("", "", nil)
	ok(t, err)
	equal(t, keys, []string{"app/x"})
	equal(t, meta.LastIndex > 0, true)

	self, _, err := client.ACL().TokenReadSelf(nil)
	ok(t, err)
	equal(t, self.AccessorID, token.AccessorID)
	expanded, _, err := admin.ACL().TokenReadExpanded(token.AccessorID, nil)
	ok(t, err)
	equal(t, expanded.ExpandedRoles[0].Name, "operators")
	clone, _, err := admin.ACL().TokenClone(token.AccessorID, "another", nil)
	ok(t, err)
	equal(t, clone.Description, "another")

	policy.Rules = `key_prefix "app/" { policy = "read" }`
	_, _, err = admin.ACL().PolicyUpdate(policy, nil)
	ok(t, err)
	_, err = client.KV().Put(&api.KVPair{Key: "app/x"}, nil)
	refused(t, err, "key:write")
	_, err = admin.ACL().TokenDelete(token.AccessorID, nil)
	ok(t, err)
	_, _, err = client.KV().Get("app/x", nil)
	refused(t, err, "ACL not found")
}

func refused(t *testing.T, err error, text string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), text) {
		t.Fatalf("got %v, want an error with %q", err, text)
	}
}
