import type { Writable } from 'node:stream'
import { nodeZlib } from '../lib/node-zlib.ts'
import { hasType, sortHeaders } from './header-order.ts'
import { type FlatHeaders, GZIP_OPTIONS, TEXT_TYPE } from './reply.ts'
import type { Responder } from './responder.ts'
import type { Stream } from './route.ts'

/** An answer that is written as it comes; `headers` are asked for when it begins. `gzip`: its client takes it compressed. */
export function openStream(res: Responder, gzip: boolean, headers: () => FlatHeaders): Stream {
  let out: Writable | undefined
  return {
    begin: contentType => {
      // the writer for gzip looks for a type where the handler names none, and has nothing to find it in yet
      const base = headers()
      const type = contentType ?? (gzip && !hasType(base) ? TEXT_TYPE : undefined)
      const own = [...(gzip ? ['Content-Encoding', 'gzip'] : []), ...(type === undefined ? [] : ['Content-Type', type])]
      const sent = res.stream({ status: 200, headers: sortHeaders([...base, ...own]) })
      out = gzip ? gzippedTo(sent) : sent
    },
    write: text => {
      // a client that does not read loses lines rather than making the agent keep them
      if (out && !out.writableNeedDrain) out.write(text)
    },
    end: () => out?.end(),
    onClose: fn => res.onGone(fn),
  }
}

/** Compresses what is written, and sends it at once. */
function gzippedTo(out: Writable): Writable {
  const { createGzip, constants } = nodeZlib()
  const packer = createGzip({ ...GZIP_OPTIONS, flush: constants.Z_SYNC_FLUSH })
  packer.pipe(out)
  out.once('close', () => packer.destroy())
  // the client learns that it begins
  packer.flush()
  return packer
}
