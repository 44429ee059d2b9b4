import { nodeCrypto } from '../lib/node-crypto.ts'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Settings } from '../model/settings.ts'
import { readState, writeState } from '../state/snapshot.ts'
import type { StateSnapshot } from '../state/store.ts'

/** The file of `consul snapshot`: a gzip tar of these. The official command checks the sums and reads meta.json. */
const META = 'meta.json'
const STATE = 'state.bin'
const SUMS = 'SHA256SUMS'

const sha256 = (bytes: Uint8Array): string => nodeCrypto().createHash('sha256').update(bytes).digest('hex')

/** A state as a snapshot file. */
export async function writeArchive(snapshot: StateSnapshot, settings: Settings, now: number): Promise<Buffer> {
  const state = Buffer.from(writeState(snapshot))
  const meta = Buffer.from(JSON.stringify(raftMeta(snapshot.index, state.length, settings, now)))
  const sums = Buffer.from(`${sha256(meta)}  ${META}\n${sha256(state)}  ${STATE}\n`)
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
  return promisify(gzip)(Buffer.concat(chunks))
}

/** What is in a snapshot file. */
export interface Archive {
  readonly meta: Buffer
  readonly state: Buffer
}

/** Opens a snapshot file. Rejects with Consul's text when it is damaged. */
export async function openArchive(bytes: Uint8Array): Promise<Archive> {
  const files = await unpack(await decompress(bytes)).catch((error: unknown) => {
    if (error instanceof DamagedArchive) throw error
    throw new DamagedArchive('failed to read snapshot file: failed reading snapshot: unexpected EOF', { cause: error })
  })
  const sums = files.get(SUMS)?.toString() ?? ''
  const checked = (name: string): Buffer => {
    const file = files.get(name) ?? Buffer.alloc(0)
    if (!sums.includes(`  ${name}`)) throw new DamagedArchive(`${INTEGRITY}: file missing for "${name}"`)
    if (sums.includes(`${sha256(file)}  ${name}`)) return file
    throw new DamagedArchive(`${INTEGRITY}: hash check failed for "${name}"`)
  }
  return { meta: checked(META), state: checked(STATE) }
}

const INTEGRITY = 'failed to read snapshot file: failed checking integrity of snapshot'

/** No snapshot file, or one that was changed; the message is Consul's. */
export class DamagedArchive extends Error {
  override readonly name = 'DamagedArchive'
}

/** The state in a snapshot file. Rejects when the file is damaged or not ours, before anything was changed. */
export async function readArchive(bytes: Uint8Array): Promise<StateSnapshot> {
  const { state } = await openArchive(bytes)
  try {
    return readState(state)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new DamagedArchive(`failed to read snapshot file: ${why}`, { cause: error })
  }
}

/** A small file can unpack to more than there is memory for. */
const MAX_UNPACKED = 1024 * 1024 * 1024

async function decompress(bytes: Uint8Array): Promise<Buffer> {
  if (bytes.length === 0) throw new DamagedArchive('failed to decompress snapshot: EOF')
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    throw new DamagedArchive('failed to decompress snapshot: gzip: invalid header')
  }
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_UNPACKED })
  } catch (error) {
    const why = 'failed to read snapshot file: failed to read or write snapshot data: unexpected EOF'
    throw new DamagedArchive(why, { cause: error })
  }
}

async function unpack(tar: Buffer): Promise<Map<string, Buffer>> {
  const { extract } = await import('tar-stream')
  const files = new Map<string, Buffer>()
  const reader = extract()
  reader.end(tar)
  for await (const entry of reader) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(chunk as Buffer)
    files.set(entry.header.name, Buffer.concat(chunks))
  }
  return files
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
