import { Writable } from 'node:stream'
import type { Prepared } from '../../src/http/reply.ts'
import type { Responder } from '../../src/http/responder.ts'

/** A responder that hands answers on, and tells when its client is gone. */
export function fakeResponder(
  send: (prepared: Prepared) => void,
  onGone: (fn: () => void) => void = () => undefined,
): Responder {
  let answered: Prepared | undefined
  return {
    get status() {
      return answered?.status
    },
    get answered() {
      return answered
    },
    gone: false,
    send: prepared => {
      answered = prepared
      send(prepared)
    },
    sendPart: send,
    stream: () => new Writable({ write: (_chunk, _encoding, done) => done() }),
    onClose: () => undefined,
    onGone,
    cut: () => undefined,
    reset: () => undefined,
  }
}
