import { acl } from './acl.mjs'
import { bodies } from './bodies.mjs'
import { cluster } from './cluster.mjs'
import { configEntries } from './config-entries.mjs'
import { control } from './control.mjs'
import { dataFolder } from './data-folder.mjs'
import { dnsTcp, dnsUdp } from './dns.mjs'
import { files } from './files.mjs'
import { filters } from './filters.mjs'
import { hostile } from './hostile-servers.mjs'
import { http2 } from './http2.mjs'
import { httpApi } from './http-api.mjs'
import { httpPipelines } from './http-pipelines.mjs'
import { httpRaw } from './http-raw.mjs'
import { peering } from './peering.mjs'
import { recursors } from './recursors.mjs'
import { slowClients } from './slow-clients.mjs'
import { snapshots } from './snapshots.mjs'
import { tls } from './tls.mjs'

/**
 * What is tried. Each makes inputs by chance (`make`) and sends one (`send`), which gives what came back, or throws what is wrong;
 * `count`: units of an input, one by default; `weight`: its part of all units of that kind; `agent`: which of the agents it is for;
 * `config`: how an agent of its own is configured.
 */
export const subjects = [
  httpRaw,
  httpPipelines,
  httpApi,
  bodies,
  configEntries,
  filters,
  acl,
  control,
  snapshots,
  cluster,
  peering,
  tls,
  http2,
  slowClients,
  hostile,
  dnsUdp,
  dnsTcp,
  recursors,
  files,
  dataFolder,
]
