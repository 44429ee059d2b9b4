# pip install pytest && MINICONSUL=miniconsul pytest
import json, os, socket, subprocess, time, urllib.error, urllib.request
import pytest

def request(url, method="GET", body=None):
    data = None if body is None else json.dumps(body).encode() if not isinstance(body, str) else body.encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, method=method), timeout=10) as answer:
        return answer.read().decode()

@pytest.fixture(scope="session")
def agent():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [os.environ.get("MINICONSUL", "miniconsul"), "agent", "-dev", f"-http-port={port}", "-dns-port=-1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            request(f"{url}/v1/status/leader")
            break
        except urllib.error.URLError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait()

@pytest.fixture
def consul(agent):
    yield agent
    request(f"{agent}/_miniconsul/reset", "PUT")

def test_greeting(consul):
    request(f"{consul}/_miniconsul/seed", "PUT", {"kv": {"app/greeting": "hello"}})
    assert request(f"{consul}/v1/kv/app/greeting?raw") == "hello"

def test_lock_is_free_when_its_holder_is_gone(consul):
    session = json.loads(request(f"{consul}/v1/session/create", "PUT", {"TTL": "10s", "Behavior": "delete"}))["ID"]
    assert request(f"{consul}/v1/kv/leader?acquire={session}", "PUT", "me") == "true"
    request(f"{consul}/_miniconsul/clock/advance", "PUT", {"By": "20s"})
    with pytest.raises(urllib.error.HTTPError, match="404"):
        request(f"{consul}/v1/kv/leader")
