package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

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

	policies, _, err := admin.ACL().PolicyList(nil)
	ok(t, err)
	equal(t, len(policies), 3) // with those that are always there
	byName, _, err := admin.ACL().PolicyReadByName("app", nil)
	ok(t, err)
	equal(t, byName.Rules, policy.Rules)
	roles, _, err := admin.ACL().RoleList(nil)
	ok(t, err)
	equal(t, roles[0].Name, "operators")
	_, _, err = client.ACL().PolicyList(nil)
	refused(t, err, "acl:read")

	self, _, err := client.ACL().TokenReadSelf(nil)
	ok(t, err)
	equal(t, self.AccessorID, token.AccessorID)
	expanded, _, err := admin.ACL().TokenReadExpanded(token.AccessorID, nil)
	ok(t, err)
	equal(t, expanded.ExpandedRoles[0].Name, "operators")
	clone, _, err := admin.ACL().TokenClone(token.AccessorID, "another", nil)
	ok(t, err)
	equal(t, clone.Description, "another")

	testWithToken(t, client, anonymous)
	testLogin(t, admin, with)

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

// testWithToken asks the catalog and takes sessions with the rights of a service identity, and with none.
func testWithToken(t *testing.T, client, anonymous *api.Client) {
	services, _, err := client.Catalog().Services(nil)
	ok(t, err)
	isTrue(t, "its own service is seen", services["web"] != nil)
	rows, _, err := client.Catalog().Service("web", "", nil)
	ok(t, err)
	equal(t, rows[0].ServicePort, 80)
	_, err = client.Catalog().Register(&api.CatalogRegistration{Node: "elsewhere", Address: "10.0.0.1"}, nil)
	refused(t, err, "node:write")
	nodes, meta, err := anonymous.Catalog().Nodes(nil)
	ok(t, err)
	equal(t, len(nodes), 0)
	isTrue(t, "nobody without a token is told of what was filtered", !meta.ResultsFilteredByACLs)

	_, _, err = client.Session().Create(&api.SessionEntry{Name: "of a test"}, nil)
	refused(t, err, "session:write")
	_, _, err = anonymous.Session().Create(nil, nil)
	refused(t, err, "anonymous token lacks permission 'session:write'")
	sessions, _, err := client.Session().List(nil)
	ok(t, err)
	equal(t, len(sessions), 0)
}

// testLogin trusts bearer tokens that a key of its own signs.
func testLogin(t *testing.T, admin *api.Client, with func(string) *api.Client) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	ok(t, err)
	public := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	method, _, err := admin.ACL().AuthMethodCreate(&api.ACLAuthMethod{
		Name: "jwt", Type: "jwt", MaxTokenTTL: time.Hour,
		Config: map[string]interface{}{
			"JWTValidationPubKeys": []string{public},
			"BoundIssuer":          "us",
			"ClaimMappings":        map[string]string{"team": "team"},
		},
	}, nil)
	ok(t, err)
	equal(t, method.MaxTokenTTL, time.Hour)
	rule, _, err := admin.ACL().BindingRuleCreate(&api.ACLBindingRule{
		AuthMethod: "jwt", BindType: api.BindingRuleBindTypeService, BindName: "svc-${value.team}", Selector: `value.team != ""`,
	}, nil)
	ok(t, err)

	bearer := signed(t, key, map[string]interface{}{"iss": "us", "sub": "someone", "team": "dev", "iat": 1, "nbf": 1, "exp": 4000000000})
	own, _, err := admin.ACL().Login(&api.ACLLoginParams{AuthMethod: "jwt", BearerToken: bearer, Meta: map[string]string{"from": "go"}}, nil)
	ok(t, err)
	equal(t, own.ServiceIdentities[0].ServiceName, "svc-dev")
	isTrue(t, "it expires", own.ExpirationTime != nil)
	_, _, err = admin.ACL().Login(&api.ACLLoginParams{AuthMethod: "jwt", BearerToken: bearer + "x"}, nil)
	refused(t, err, "")

	client := with(own.SecretID)
	ok(t, client.Agent().ServiceRegister(&api.AgentServiceRegistration{Name: "svc-dev"}))
	_, err = client.ACL().Logout(nil)
	ok(t, err)
	_, _, err = client.ACL().TokenReadSelf(nil)
	refused(t, err, "ACL not found")

	_, err = admin.ACL().BindingRuleDelete(rule.ID, nil)
	ok(t, err)
	_, err = admin.ACL().AuthMethodDelete("jwt", nil)
	ok(t, err)
}

// signed is a bearer token with these claims.
func signed(t *testing.T, key *ecdsa.PrivateKey, claims map[string]interface{}) string {
	t.Helper()
	encode := base64.RawURLEncoding.EncodeToString
	text, err := json.Marshal(claims)
	ok(t, err)
	head := encode([]byte(`{"alg":"ES256","typ":"JWT"}`)) + "." + encode(text)
	digest := sha256.Sum256([]byte(head))
	r, s, err := ecdsa.Sign(rand.Reader, key, digest[:])
	ok(t, err)
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return head + "." + encode(signature)
}

func refused(t *testing.T, err error, text string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), text) {
		t.Fatalf("got %v, want an error with %q", err, text)
	}
}
