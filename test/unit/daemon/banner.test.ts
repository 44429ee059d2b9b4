import { expect, test } from 'vitest'
import { banner } from '../../../src/daemon/banner.ts'
import { defaultSettings } from '../../../src/model/settings.ts'

const standard = { ...defaultSettings, ui: { ...defaultSettings.ui, enabled: true } }

test('the banner has the rows of the real one, and the address of the page', () => {
  const text = banner({ ...standard, ports: { ...standard.ports, grpc: -1, grpcTls: -1 } })
  expect(text.replace(/\(miniconsul .*\)/, '(…)')).toBe(`==> Starting Consul agent...
               Version: '1.21.4' (…)
            Build Date: '1970-01-01 00:00:01 +0000 UTC'
               Node ID: '11111111-2222-3333-4444-555555555555'
             Node name: 'node1'
            Datacenter: 'dc1' (Segment: '<all>')
                Server: true (Bootstrap: false)
           Client Addr: [127.0.0.1] (HTTP: 8500, HTTPS: -1, gRPC: -1, gRPC-TLS: -1, DNS: 8600)
          Cluster Addr: 127.0.0.1 (LAN: 8301, WAN: 8302)
     Gossip Encryption: false
      Auto-Encrypt-TLS: false
           ACL Enabled: false
     Reporting Enabled: false
    ACL Default Policy: allow
             HTTPS TLS: Verify Incoming: false, Verify Outgoing: false, Min Version: TLSv1_2
              gRPC TLS: Verify Incoming: false, Min Version: TLSv1_2
      Internal RPC TLS: Verify Incoming: false, Verify Outgoing: false (Verify Hostname: false), Min Version: TLSv1_2
                Web UI: http://127.0.0.1:8500/ui/

==> Log data will now stream in as it occurs:

`)
})

test.each([
  [{ clientAddresses: ['0.0.0.0'] }, 'http://127.0.0.1:8500/ui/'],
  [{ clientAddresses: ['::1'] }, 'http://[::1]:8500/ui/'],
  [{ addresses: { ...standard.addresses, http: ['unix:///a', '10.0.0.1'] } }, 'http://10.0.0.1:8500/ui/'],
])('with %j the page is said to be at %s', (changed, url) => {
  expect(banner({ ...standard, ...changed })).toContain(`Web UI: ${url}\n`)
})

test.each([
  { ui: { ...standard.ui, enabled: false } },
  { ports: { ...standard.ports, http: 0 } },
  { ports: { ...standard.ports, http: -1 } },
  { clientAddresses: [] },
])('with %j no address of a page is told', changed => {
  expect(banner({ ...standard, ...changed })).not.toContain('Web UI')
})
