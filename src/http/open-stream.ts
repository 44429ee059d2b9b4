import type { Writable } from 'node:stream'
import type { FlatHeaders } from './reply.ts'
import type { Responder } from './responder.ts'
import type { Stream } from './route.ts'

/** An answer that is written as it comes; `headers` are asked for when it begins. */
export function openStream(res: Responder, headers: () => FlatHeaders): Stream {
  let out: Writable | undefined
  return {
    begin: contentType => {
      const type = contentType === null ? [] : ['Content-Type', contentType]
      out = res.stream({ status: 200, headers: [...headers(), ...type] })
    },
    write: text => {
      // a client that does not read loses lines rather than making the agent keep them
      if (out && !out.writableNeedDrain) out.write(text)
    },
    end: () => out?.end(),
    onClose: fn => res.onGone(fn),
  }
}
