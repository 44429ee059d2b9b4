import type { Settings } from '../settings.ts'

/** The settings after a reload: who the agent is and where it listens stays as it was at its start. */
export function reloadedSettings(now: Settings, next: Settings): Settings {
  return {
    ...next,
    nodeName: now.nodeName,
    nodeId: now.nodeId,
    datacenter: now.datacenter,
    primaryDatacenter: now.primaryDatacenter,
    domain: now.domain,
    altDomain: now.altDomain,
    server: now.server,
    dev: now.dev,
    bindAddress: now.bindAddress,
    advertiseAddress: now.advertiseAddress,
    clientAddresses: now.clientAddresses,
    addresses: now.addresses,
    taggedAddresses: now.taggedAddresses,
    ports: now.ports,
    connect: now.connect,
    pidFile: now.pidFile,
    dataDir: now.dataDir,
  }
}
