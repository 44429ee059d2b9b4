"""Starts `consul`, as found on the PATH, in the way the suites of Python clients do."""

import json
import os
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager

import consul


def free_ports(count):
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def wait_until(ask, what, within=10):
    deadline = time.monotonic() + within
    last = None
    while time.monotonic() < deadline:
        try:
            last = ask()
            if last:
                return last
        except (consul.ConsulException, OSError) as error:
            last = error
        time.sleep(0.025)
    raise AssertionError(f"waited in vain for {what}, last: {last!r}")


@contextmanager
def running_agent(token=None, **config):
    """An agent with a client for it; ends as a terminal ends it."""
    http, dns, server, serf_lan, serf_wan = free_ports(5)
    with tempfile.TemporaryDirectory() as folder:
        ports = dict(http=http, dns=dns, server=server, serf_lan=serf_lan, serf_wan=serf_wan, grpc=-1, grpc_tls=-1, https=-1)
        with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
            json.dump({"ports": ports, "node_name": "snake", "enable_script_checks": True, **config}, file)
        with tempfile.TemporaryFile() as log:
            command = ["consul", "agent", "-dev", "-bind=127.0.0.1", "-config-dir=."]
            process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
            try:
                client = consul.Consul(port=http, token=token)
                wait_until(client.status.leader, "a leader")
                wait_until(lambda: client.health.node("snake")[1], "the node's health")
                yield client
            except BaseException:
                log.seek(0)
                print(log.read().decode(errors="replace")[-4000:])
                raise
            finally:
                process.terminate()
                try:
                    process.wait(5)
                finally:
                    process.kill()
