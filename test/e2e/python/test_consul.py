import base64
import http.server
import threading
import time
import unittest
from contextlib import ExitStack

import consul
from agent import running_agent, wait_until
from consul.exceptions import ACLPermissionDenied, BadRequest, ClientError, NotFound


class ConsulTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.running = ExitStack()
        cls.client = cls.running.enter_context(running_agent())

    @classmethod
    def tearDownClass(cls):
        cls.running.close()

    def later(self, ask):
        """Asks in a thread of its own; a function that waits for the answer."""
        answers = []
        thread = threading.Thread(target=lambda: answers.append(ask()))
        thread.start()

        def answer():
            thread.join(10)
            self.assertFalse(thread.is_alive(), "still waiting")
            return answers[0]

        return answer


class KeyTest(ConsulTest):
    def test_put_get_delete(self):
        kv = self.client.kv
        self.assertIsNone(kv.get("none")[1])
        self.assertTrue(kv.put("a/b", "value", flags=7))
        row = kv.get("a/b")[1]
        self.assertEqual((row["Key"], row["Value"], row["Flags"]), ("a/b", b"value", 7))
        self.assertTrue(kv.put("a/c", b"\x00\xff"))
        self.assertTrue(kv.put("a/d/\u00fc", "\u00fc".encode()))
        self.assertEqual([row["Value"] for row in kv.get("a/", recurse=True)[1]], [b"value", b"\x00\xff", "\u00fc".encode()])
        self.assertEqual(kv.get("a/", keys=True, separator="/")[1], ["a/b", "a/c", "a/d/"])
        self.assertTrue(kv.put("empty", ""))
        self.assertIsNone(kv.get("empty")[1]["Value"])
        self.assertTrue(kv.delete("a/", recurse=True))
        self.assertIsNone(kv.get("a/", recurse=True)[1])

    def test_check_and_set(self):
        kv = self.client.kv
        self.assertTrue(kv.put("cas", "1", cas=0))
        self.assertFalse(kv.put("cas", "2", cas=0))
        index = kv.get("cas")[1]["ModifyIndex"]
        self.assertFalse(kv.delete("cas", cas=index - 1))
        self.assertTrue(kv.put("cas", "2", cas=index))
        self.assertEqual(kv.get("cas")[1]["Value"], b"2")

    def test_blocking_read(self):
        kv = self.client.kv
        kv.put("watched", "1")
        index, _ = kv.get("watched")
        answer = self.later(lambda: kv.get("watched", index=index, wait="30s"))
        kv.put("watched", "2")
        later_index, row = answer()
        self.assertEqual(row["Value"], b"2")
        self.assertGreater(int(later_index), int(index))

        began = time.monotonic()
        same_index, _ = kv.get("watched", index=later_index, wait="100ms")
        self.assertEqual(same_index, later_index)
        self.assertGreaterEqual(time.monotonic() - began, 0.1)

    def test_transaction(self):
        value = base64.b64encode(b"1").decode()
        done = self.client.txn.put([{"KV": {"Verb": "set", "Key": f"txn/{i}", "Value": value}} for i in range(3)])
        self.assertEqual([one["KV"]["Key"] for one in done["Results"]], ["txn/0", "txn/1", "txn/2"])
        with self.assertRaises(ClientError) as caught:
            self.client.txn.put([{"KV": {"Verb": "get", "Key": "txn/none"}}])
        self.assertIn("409", str(caught.exception))

    def test_mistakes(self):
        with self.assertRaises(BadRequest):
            self.client.kv.get("a", index="x")
        with self.assertRaises(consul.ConsulException) as caught:
            self.client.kv.get("a", dc="nowhere")
        self.assertIn("No path to datacenter", str(caught.exception))


class ServiceTest(ConsulTest):
    def passing(self, name):
        return self.client.health.service(name, passing=True)[1]

    def test_ttl_check(self):
        client = self.client
        client.agent.service.register("web", service_id="web1", port=8080, tags=["v1"], meta={"a": "b"}, check=consul.Check.ttl("1s"))
        self.assertEqual(self.passing("web"), [])
        client.agent.check.ttl_pass("service:web1", "fine")
        [entry] = wait_until(lambda: self.passing("web"), "the instance")
        self.assertEqual((entry["Service"]["Port"], entry["Service"]["Meta"]), (8080, {"a": "b"}))

        index, entries = client.health.service("web", passing=True)
        while entries:
            index, entries = client.health.service("web", passing=True, index=index, wait="10s")
        self.assertEqual(client.health.checks("web")[1][0]["Status"], "critical")
        client.agent.check.ttl_warn("service:web1", "hm")
        wait_until(lambda: client.health.state("warning")[1], "the warning")
        client.agent.check.ttl_pass("service:web1")
        while not entries:
            index, entries = client.health.service("web", passing=True, index=index, wait="10s")

        self.assertEqual(client.agent.services()["web1"]["Tags"], ["v1"])
        client.agent.service.deregister("web1")
        wait_until(lambda: not client.catalog.service("web")[1], "the end of the service")

    def test_http_check(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            status = 200

            def do_GET(self):
                self.send_response(Handler.status)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever).start()
        try:
            check = consul.Check.http(f"http://127.0.0.1:{server.server_port}/", "100ms", timeout="1s")
            self.client.agent.service.register("checked", check=check)
            wait_until(lambda: self.passing("checked"), "the service that answers")
            Handler.status = 500
            wait_until(lambda: not self.passing("checked"), "the service that fails")
            Handler.status = 204
            wait_until(lambda: self.passing("checked"), "the service that answers again")
            self.client.agent.service.deregister("checked")
        finally:
            server.shutdown()
            server.server_close()

    def test_script_and_tcp_checks(self):
        agent = self.client.agent
        agent.check.register("script", consul.Check.script(["sh", "-c", "echo hello; exit 1"], "100ms"))
        check = wait_until(lambda: self.client.health.state("warning")[1], "the script")[0]
        self.assertEqual((check["CheckID"], check["Output"]), ("script", "hello\n"))
        agent.check.deregister("script")
        agent.check.register("tcp", consul.Check.tcp("127.0.0.1", self.client.http.port, "100ms"), check_id="port")
        wait_until(lambda: agent.checks()["port"]["Status"] == "passing", "the open port")
        agent.check.deregister("port")

    def test_maintenance(self):
        client = self.client
        client.agent.service.register("tired")
        wait_until(lambda: self.passing("tired"), "the service")
        client.agent.service.maintenance("tired", True, "sleeping")
        wait_until(lambda: not self.passing("tired"), "its maintenance")
        client.agent.service.maintenance("tired", False)
        wait_until(lambda: self.passing("tired"), "the end of its maintenance")
        client.agent.maintenance(True, "all of it")
        wait_until(lambda: not self.passing("tired"), "the node's maintenance")
        client.agent.maintenance(False)
        wait_until(lambda: self.passing("tired"), "the end of the node's maintenance")
        client.agent.service.deregister("tired")

    def test_catalog(self):
        catalog = self.client.catalog
        service = {"Service": "db", "ID": "db1", "Port": 5432, "Tags": ["primary"]}
        self.assertTrue(catalog.register("outside", "127.0.0.9", service=service))
        self.assertEqual(catalog.services()[1]["db"], ["primary"])
        self.assertEqual(catalog.service("db", tag="primary")[1][0]["Address"], "127.0.0.9")
        self.assertEqual(catalog.node("outside")[1]["Services"]["db1"]["Port"], 5432)
        self.assertEqual(catalog.datacenters(), ["dc1"])
        self.assertEqual([node["Node"] for node in catalog.nodes()[1]], ["outside", "snake"])
        self.assertTrue(catalog.deregister("outside"))
        self.assertIsNone(catalog.node("outside")[1])


class ElectionTest(ConsulTest):
    def test_election(self):
        kv, session = self.client.kv, self.client.session
        first, second = (session.create(name, ttl=10, lock_delay=0) for name in ("first", "second"))
        self.assertTrue(kv.put("leader", "first", acquire=first))
        self.assertFalse(kv.put("leader", "second", acquire=second))
        index, row = kv.get("leader")
        self.assertEqual((row["Session"], row["Value"]), (first, b"first"))
        self.assertEqual(session.info(first)[1]["Name"], "first")
        self.assertEqual(session.renew(first)["ID"], first)
        self.assertEqual({one["ID"] for one in session.list()[1]}, {first, second})

        answer = self.later(lambda: kv.get("leader", index=index, wait="30s"))
        self.assertTrue(session.destroy(first))
        self.assertNotIn("Session", answer()[1])
        wait_until(lambda: kv.put("leader", "second", acquire=second), "the second leader")
        self.assertTrue(kv.put("leader", "", release=second))
        with self.assertRaises(NotFound):
            session.renew(first)

    def test_event(self):
        event = self.client.event
        self.assertEqual(event.fire("deploy", "v1")["Name"], "deploy")
        [fired] = wait_until(lambda: event.list("deploy")[1], "the event")
        self.assertEqual(fired["Payload"], b"v1")

    def test_query(self):
        query = self.client.query
        self.client.agent.service.register("queried", port=81)
        made = query.create("queried", name="find", tags=[])
        found = wait_until(lambda: query.execute("find")["Nodes"], "the instance")
        self.assertEqual(found[0]["Service"]["Port"], 81)
        self.assertEqual([one["ID"] for one in query.list()], [made["ID"]])
        self.assertTrue(query.delete(made["ID"]))

    def test_self(self):
        agent = self.client.agent
        self.assertEqual(agent.self()["Config"]["NodeName"], "snake")
        self.assertEqual([member["Name"] for member in agent.members()], ["snake"])
        self.assertEqual(self.client.status.peers(), [self.client.status.leader()])


class SnapshotTest(ConsulTest):
    def test_snapshot(self):
        kv = self.client.kv
        kv.put("kept", "before")
        _, before = kv.get("kept")
        archive = self.client.snapshot.save()
        kv.put("kept", "after")
        self.assertTrue(self.client.snapshot.restore(archive))
        self.assertEqual(kv.get("kept")[1], before)


ROOT = "aaaaaaaa-0000-0000-0000-000000000001"
SECRET = "bbbbbbbb-0000-0000-0000-000000000001"


RULES = {
    "key_prefix": {"app/": {"policy": "write"}},
    "service": {"web": {"policy": "write"}},
    "node_prefix": {"": {"policy": "read"}},
    "session_prefix": {"": {"policy": "write"}},
}


class AclTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        acl = {"enabled": True, "default_policy": "deny", "tokens": {"initial_management": ROOT, "agent": ROOT}}
        cls.running = ExitStack()
        cls.admin = cls.running.enter_context(running_agent(token=ROOT, acl=acl))
        cls.policy = cls.admin.acl.policy.create(name="app", rules=RULES)

    @classmethod
    def tearDownClass(cls):
        cls.running.close()

    def client(self, token):
        return consul.Consul(port=int(self.admin.http.base_uri.rsplit(":", 1)[1]), token=token)

    def test_tokens_do_what_their_policies_allow(self):
        made = self.admin.acl.token.create(secret_id=SECRET, policies_name=["app"], description="of a test")
        self.assertEqual(made["SecretID"], SECRET)
        client = self.client(SECRET)
        self.assertTrue(client.kv.put("app/x", "1"))
        with self.assertRaises(ACLPermissionDenied):
            client.kv.put("other", "1")
        self.assertEqual(client.kv.get("", keys=True)[1], client.kv.get("app/", keys=True)[1])
        self.assertIn(made["AccessorID"], [token["AccessorID"] for token in self.admin.acl.token.list()])

        self.assertTrue(client.agent.service.register("web", port=80))
        with self.assertRaises(ACLPermissionDenied):
            client.agent.service.register("db")
        self.assertEqual(list(client.catalog.services()[1]), ["web"])
        self.assertEqual([row["ServicePort"] for row in client.catalog.service("web")[1]], [80])
        self.assertEqual(len(client.health.service("web", passing=True)[1]), 1)
        self.assertEqual(self.client(None).catalog.nodes()[1], [])

        session = client.session.create(name="of a test", lock_delay=0)
        self.assertTrue(client.kv.put("app/lock", "held", acquire=session))
        self.assertEqual([row["ID"] for row in client.session.list()[1]], [session])
        with self.assertRaises(ACLPermissionDenied):
            self.client(None).session.create()
        self.assertTrue(client.session.destroy(session))

        self.admin.acl.token.delete(made["AccessorID"])
        with self.assertRaises(ACLPermissionDenied):
            client.kv.get("app/x")

    def test_policies_roles_and_tokens(self):
        acl = self.admin.acl
        role = acl.role.create(name="operators", policies_name=["app"])
        self.assertEqual(acl.role.read_by_name("operators")["ID"], role["ID"])
        token = acl.token.create(roles_name=["operators"])
        clone = acl.token.clone(token["AccessorID"], description="another")
        self.assertEqual([one["Name"] for one in clone["Roles"]], ["operators"])
        self.assertEqual(self.client(clone["SecretID"]).acl.token.read_self()["Description"], "another")
        client = self.client(token["SecretID"])
        self.assertTrue(client.kv.put("app/y", "1"))
        with self.assertRaises(ACLPermissionDenied):
            client.acl.policy.list()

        made = acl.policy.create(name="readers", rules={"key_prefix": {"": {"policy": "read"}}})
        acl.role.update(role["ID"], name="operators", policies_id=[made["ID"]])
        with self.assertRaises(ACLPermissionDenied):
            client.kv.put("app/y", "2")
        self.assertEqual(client.kv.get("app/y")[1]["Value"], b"1")
        acl.policy.update(made["ID"], name="readers", rules={})
        with self.assertRaises(ACLPermissionDenied):
            client.kv.get("app/y")
        self.assertIn("readers", [policy["Name"] for policy in acl.policy.list()])
        self.assertTrue(acl.policy.delete(made["ID"]))
        self.assertTrue(acl.role.delete(role["ID"]))
        self.assertNotIn("operators", [role["Name"] for role in acl.role.list()])


if __name__ == "__main__":
    unittest.main()
