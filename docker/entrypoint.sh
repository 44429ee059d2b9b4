#!/bin/sh
# What the image runs: `agent …`, any other command, or a program, as the official image takes them.
#   CONSUL_LOCAL_CONFIG      configuration (JSON or HCL is told by its first character), read with what is in /consul/config
#   CONSUL_BIND_INTERFACE    network interface whose address the agent binds, and CONSUL_CLIENT_INTERFACE the one for clients
#   CONSUL_DATA_DIR, CONSUL_CONFIG_DIR   folders; default /consul/data and /consul/config
set -eu

data=${CONSUL_DATA_DIR:-/consul/data}
config=${CONSUL_CONFIG_DIR:-/consul/config}

# the first IPv4 address of an interface
address_of() {
  found=$(ip -o -4 addr list "$1" 2>/dev/null | head -n 1 | awk '{ print $4 }' | cut -d/ -f1)
  if [ -z "$found" ]; then
    echo "Could not find an address of the network interface '$1'" >&2
    exit 1
  fi
  echo "$found"
}

case "${1:-}" in
  -*) set -- agent "$@" ;;
  consul | miniconsul) shift ;;
esac

if [ "${1:-}" = agent ]; then
  shift
  if [ -n "${CONSUL_LOCAL_CONFIG:-}" ]; then
    case "$CONSUL_LOCAL_CONFIG" in
      [[:space:]]*\{* | \{*) name=local.json ;;
      *) name=local.hcl ;;
    esac
    printf '%s\n' "$CONSUL_LOCAL_CONFIG" > "$config/$name"
  fi
  if [ -n "${CONSUL_CLIENT_INTERFACE:-}" ]; then
    client=$(address_of "$CONSUL_CLIENT_INTERFACE")
    echo "==> Found address '$client' for interface '$CONSUL_CLIENT_INTERFACE', setting client option..."
    set -- "-client=$client" "$@"
  fi
  if [ -n "${CONSUL_BIND_INTERFACE:-}" ]; then
    bind=$(address_of "$CONSUL_BIND_INTERFACE")
    echo "==> Found address '$bind' for interface '$CONSUL_BIND_INTERFACE', setting bind option..."
    set -- "-bind=$bind" "$@"
  fi
  exec consul agent "-data-dir=$data" "-config-dir=$config" "$@"
fi

# a shell or another program of the image; all else is a command of consul
if [ $# -gt 0 ] && command -v "$1" > /dev/null; then exec "$@"; fi
exec consul "$@"
