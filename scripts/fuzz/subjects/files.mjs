import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importTypeScript } from '../../lib/import-typescript.mjs'
import { hostileJson, mutated } from '../lib/mutate.mjs'

const sources = () =>
  importTypeScript(
    '../../src/config/load.ts',
    '../../src/config/settings.ts',
    '../../src/config/errors.ts',
    '../../src/seed/read.ts',
    '../../src/model/errors.ts',
  )

const CONFIG = {
  node_name: 'n',
  datacenter: 'dc1',
  server: true,
  bind_addr: '127.0.0.1',
  client_addr: '127.0.0.1 ::1',
  ports: { http: 8500, dns: 8600 },
  log_level: 'warn',
  encrypt: 'pUqJrVyVRj5jsiYEkM/tFQYfWyJIv4s3XkvDwy7Cu5s=',
  acl: { enabled: true, default_policy: 'deny', tokens: { agent: 'x' } },
  dns_config: { service_ttl: { '*': '5s' }, udp_answer_limit: 3, soa: { refresh: 3600 } },
  limits: { http_max_conns_per_client: 5, rpc_rate: 1.5 },
  services: [{ name: 'web', port: 80, tags: ['a'], check: { ttl: '10s' }, connect: { sidecar_service: {} } }],
  watches: [{ type: 'key', key: 'a', args: ['true'] }],
  config_entries: { bootstrap: [{ kind: 'proxy-defaults', name: 'global' }] },
  telemetry: { prometheus_retention_time: '1h' },
}
const HCL =
  'node_name = "n"\nports { http = 8500 }\nservices = [{ name = "web", port = 80 }]\nservice { name = "x" checks = [{ ttl = "1s" }] }\ndns_config { service_ttl = { "*" = "5s" } }\nbind_addr = "{{ GetPrivateIP }}"\nencrypt = <<EOF\nx\nEOF\n// c\n# d\n/* e */\n'
const YAML =
  'kv:\n  a: "1"\n  b: {value: x, flags: 3}\nservices:\n  - name: web\n    check: {ttl: 10s}\nnodes: &n\n  - {name: n, address: 1.2.3.4}\nmore: *n\n'

/** Files that an agent or a seed is read from: they are taken, or refused by an error of ours. */
export const files = {
  name: 'files',
  unit: 'files',
  weight: 100,
  async prepare() {
    this.ours ??= await sources()
    this.folder = mkdtempSync(join(tmpdir(), 'fuzz-files-'))
    process.once('exit', () => rmSync(this.folder, { recursive: true, force: true }))
  },
  make: random =>
    random.pick([
      () => ({ name: 'c.json', text: hostileJson(CONFIG, random) }),
      () => ({ name: 'c.hcl', text: mutated(HCL, random, 6) }),
      () => ({ name: 's.yaml', text: mutated(YAML, random, 6) }),
      () => ({ name: 's.hcl', text: mutated('kv { a = "1" }\nservices = [{ name = "web" }]', random) }),
      () => ({ name: 's.json', text: hostileJson({ kv: { a: '1' }, services: [{ name: 'web' }], nodes: [] }, random) }),
    ])(),
  async send(_agent, { name, text }) {
    const { loadConfig, settingsFromDecoded, ConfigError, parseSeed, ConsulError } = this.ours
    try {
      if (name.startsWith('s.')) await parseSeed(text, name.slice(2))
      else {
        const path = join(this.folder, name)
        writeFileSync(path, text)
        settingsFromDecoded(await loadConfig({ paths: [path], format: undefined, flags: {} }), {
          dev: true,
          validateOnly: true,
          interfaces: () => [],
        })
      }
    } catch (error) {
      if (!(error instanceof ConfigError) && !(error instanceof ConsulError)) throw error
      return error.message
    }
    return ''
  },
}
