import { statfsSync } from 'node:fs'
import * as os from 'node:os'
import type { Agent } from '../../../agent/agent.ts'
import { goOs } from '../../../go/runtime.ts'
import { demand } from '../../../api/acl/permission.ts'
import { action, route } from '../../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/agent#retrieve-host-information */
export const agentHostRoutes = [
  route(
    '/v1/agent/host',
    {
      GET: action(
        (req, agent) => {
          demand(req.authorizer, 'operator', 'read')
          return { json: host(agent) }
        },
        { ownEnterpriseCheck: true },
      ),
    },
    { fidelity: 'partial', note: 'What Node knows of the machine.' },
  ),
]

/** The file system that a path is on. */
function disk(path: string): object {
  const stat = statfsSync(path)
  const [total, free] = [stat.blocks * stat.bsize, stat.bavail * stat.bsize]
  const used = total - stat.bfree * stat.bsize
  const inodesUsed = stat.files - stat.ffree
  return {
    path,
    fstype: '',
    total,
    free,
    used,
    usedPercent: share(used, used + free),
    inodesTotal: stat.files,
    inodesUsed,
    inodesFree: stat.ffree,
    inodesUsedPercent: share(inodesUsed, stat.files),
  }
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : (part / whole) * 100)

function host(agent: Agent): object {
  const [total, free] = [os.totalmem(), os.freemem()]
  const now = agent.clock.now()
  const uptime = Math.floor(os.uptime())
  return {
    Memory: { total, available: free, used: total - free, usedPercent: ((total - free) / total) * 100, free },
    CPU: os.cpus().map(({ model, speed }, cpu) => ({
      cpu,
      vendorId: '',
      family: '',
      model: '',
      stepping: 0,
      physicalId: String(cpu),
      coreId: '0',
      cores: 1,
      modelName: model,
      mhz: speed,
      cacheSize: 0,
      flags: [],
      microcode: '',
    })),
    Host: {
      hostname: os.hostname(),
      uptime,
      bootTime: Math.floor(now / 1000) - uptime,
      procs: 0,
      os: goOs(os.platform()),
      platform: goOs(os.platform()),
      platformFamily: '',
      platformVersion: '',
      kernelVersion: os.release(),
      kernelArch: os.machine(),
      virtualizationSystem: '',
      virtualizationRole: '',
      hostId: '',
    },
    Disk: disk(agent.settings.dataDir ?? '/'),
    CollectionTime: now * 1e6,
    Errors: null,
  }
}
