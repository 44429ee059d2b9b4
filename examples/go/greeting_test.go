// MINICONSUL=miniconsul go test ./...
package greeting

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

var consul string

func request(method, path, body string) (int, string) {
	req, _ := http.NewRequest(method, consul+path, strings.NewReader(body))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(text)
}

func TestMain(m *testing.M) {
	free, _ := net.Listen("tcp", "127.0.0.1:0")
	port := free.Addr().(*net.TCPAddr).Port
	free.Close()
	consul = fmt.Sprintf("http://127.0.0.1:%d", port)
	agent := exec.Command(os.Getenv("MINICONSUL"), "agent", "-dev", fmt.Sprintf("-http-port=%d", port), "-dns-port=-1")
	if err := agent.Start(); err != nil {
		panic(err)
	}
	for status := 0; status != 200; status, _ = request("GET", "/v1/status/leader", "") {
		time.Sleep(50 * time.Millisecond)
	}
	code := m.Run()
	agent.Process.Signal(os.Interrupt)
	agent.Wait()
	os.Exit(code)
}

func TestGreeting(t *testing.T) {
	defer request("PUT", "/_miniconsul/reset", "")
	request("PUT", "/_miniconsul/seed", `{"kv": {"app/greeting": "hello"}}`)
	if _, text := request("GET", "/v1/kv/app/greeting?raw", ""); text != "hello" {
		t.Fatalf("the greeting is %q", text)
	}
}

func TestOutage(t *testing.T) {
	request("PUT", "/_miniconsul/faults", `{"Match": {"Path": "/v1/kv/app/greeting"}, "Fault": {"Status": 500}, "Times": 1}`)
	if status, _ := request("GET", "/v1/kv/app/greeting", ""); status != 500 {
		t.Fatalf("the first answer is %d", status)
	}
	if status, _ := request("GET", "/v1/kv/app/greeting", ""); status != 404 {
		t.Fatalf("the second answer is %d", status)
	}
}
