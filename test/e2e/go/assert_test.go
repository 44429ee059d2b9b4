package e2e

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/consul/sdk/testutil"
)

// patience is how long anything may take that should be at once.
const patience = 10 * time.Second

// failer is a test, or one try of a test that is tried again.
type failer interface {
	Helper()
	Fatal(args ...interface{})
}

var (
	_ failer             = (*testing.T)(nil)
	_ testutil.TestingTB = (*testing.T)(nil)
)

func ok(t failer, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal(t failer, got, want interface{}) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatal(fmt.Sprintf("got %#v, want %#v", got, want))
	}
}

func isTrue(t failer, what string, is bool) {
	t.Helper()
	if !is {
		t.Fatal("not so: " + what)
	}
}

func fails(t failer, err error, with string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), with) {
		t.Fatal(fmt.Sprintf("got the error %v, want one with %q", err, with))
	}
}

// soon is what comes through a channel in time.
func soon[T any](t failer, what string, from <-chan T) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(patience):
		t.Fatal("waited in vain for: " + what)
		panic("unreachable")
	}
}

// still makes sure that nothing has come through a channel yet.
func still[T any](t failer, what string, from <-chan T) {
	t.Helper()
	select {
	case <-from:
		t.Fatal("came too early: " + what)
	case <-time.After(100 * time.Millisecond):
	}
}
