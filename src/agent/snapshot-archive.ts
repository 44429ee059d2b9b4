import { nodeCrypto } from '../lib/node-crypto.ts'
import { promisify } from 'node:util'
import { nodeZlib } from '../lib/node-zlib.ts'
import { turns } from '../lib/defer.ts'
import { joinBuffers } from '../lib/join-buffers.ts'
import { slicesOf } from '../lib/slices.ts'
import type { Settings } from '../model/settings.ts'
import type { StateDraft } from '../state/draft.ts'
import { StateReader, writeState } from '../state/snapshot.ts'
import type { StateSnapshot } from '../state/store.ts'
import { DamagedArchive, unpackArchive, type Unpacked } from './unpack-archive.ts'
import { errorText } from '../lib/error-text.ts'

/** The file of `consul snapshot`: a gzip tar of these. The official command checks the sums and reads meta.json. */
const META = 'meta.json'
const STATE = 'state.bin'
const SUMS = 'SHA256SUMS'

const sha256 = (bytes: Uint8Array): string => nodeCrypto().createHash('sha256').update(bytes).digest('hex')

/** Bytes that the state of a snapshot takes as text, and so what a snapshot unpacks to at most. */
const MAX_STATE = 256 * 1024 * 1024
const MAX_UNPACKED = MAX_STATE + 1024 * 1024
/** The same for a file that a person looks into, which may be of a real Consul. */
const MAX_OPENED = 1024 * 1024 * 1024

/** A state as a snapshot file. */
export async function writeArchive(snapshot: StateSnapshot, settings: Settings, now: number): Promise<Buffer> {
  const { bytes: state, sum } = await stateOf(snapshot)
  const meta = Buffer.from(JSON.stringify(raftMeta(snapshot.index, state.length, settings, now)))
  const sums = Buffer.from(`${sha256(meta)}  ${META}\n${sum}  ${STATE}\n`)
  const { pack } = await import('tar-stream')
  const tar = pack()
  const options = { mode: 0o600, mtime: new Date(now) }
  for (const [name, bytes] of [
    [META, meta],
    [STATE, state],
    [SUMS, sums],
  ] as const)
    tar.entry({ name, ...options }, bytes)
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return promisify(nodeZlib().gzip)(await slicesOf(joinBuffers(chunks)))
}

async function stateOf(snapshot: StateSnapshot): Promise<{ readonly bytes: Buffer; readonly sum: string }> {
  const hash = nodeCrypto().createHash('sha256')
  const parts: Buffer[] = []
  let size = 0
  for (const part of writeState(snapshot)) {
    const bytes = Buffer.from(part)
    size += bytes.length
    if (size > MAX_STATE)
      throw new Error(`the state takes more than ${MAX_STATE} bytes, which is the limit of a snapshot`)
    parts.push(bytes)
    hash.update(bytes)
    await turns(1)
  }
  return { bytes: await slicesOf(joinBuffers(parts)), sum: hash.digest('hex') }
}

/** What is in a snapshot file. */
export interface Archive {
  readonly meta: Buffer
  readonly state: Buffer
}

/** Opens a snapshot file. Rejects with Consul's text when it is damaged. */
export async function openArchive(bytes: Uint8Array): Promise<Archive> {
  const state: Buffer[] = []
  const take = { [STATE]: (part: Buffer) => void state.push(part) }
  const meta = checked(await unpackArchive(bytes, { max: MAX_OPENED, take }))
  return { meta, state: Buffer.concat(state) }
}

/** The state in a snapshot file. Rejects when the file is damaged or not ours, before anything was changed. */
export async function readArchive(bytes: Uint8Array): Promise<StateDraft> {
  const reader = new StateReader()
  let problem: unknown
  const push = (part: Buffer): void => {
    if (problem !== undefined) return
    try {
      reader.push(part)
    } catch (error) {
      problem = error
    }
  }
  // that a file was damaged comes before what is wrong in it
  checked(await unpackArchive(bytes, { max: MAX_UNPACKED, take: { [STATE]: push } }))
  try {
    if (problem !== undefined) throw problem
    const walk = reader.end()
    for (let step = walk.next(); ; step = walk.next()) {
      if (step.done === true) return step.value
      await turns(1)
    }
  } catch (error) {
    const why = errorText(error)
    throw new DamagedArchive(`failed to read snapshot file: ${why}`, { cause: error })
  }
}

const INTEGRITY = 'failed to read snapshot file: failed checking integrity of snapshot'

/** Holds the files against their sums; gives what meta.json says. */
function checked(files: ReadonlyMap<string, Unpacked>): Buffer {
  const sums = files.get(SUMS)?.bytes.toString() ?? ''
  for (const name of [META, STATE]) {
    const sum = files.get(name)?.sha256 ?? sha256(Buffer.alloc(0))
    if (!sums.includes(`  ${name}`)) throw new DamagedArchive(`${INTEGRITY}: file missing for "${name}"`)
    if (!sums.includes(`${sum}  ${name}`)) throw new DamagedArchive(`${INTEGRITY}: hash check failed for "${name}"`)
  }
  return files.get(META)?.bytes ?? Buffer.alloc(0)
}

function raftMeta(index: number, size: number, settings: Settings, now: number): object {
  const address = `${settings.advertiseAddress}:${settings.ports.server}`
  return {
    Version: 1,
    ID: `2-${index}-${Math.trunc(now)}`,
    Index: index,
    Term: 2,
    Peers: Buffer.concat([Buffer.from([0x91, 0xa0 + address.length]), Buffer.from(address)]).toString('base64'),
    Configuration: { Servers: [{ Suffrage: 0, ID: settings.nodeId, Address: address }] },
    ConfigurationIndex: 1,
    Size: size,
  }
}
