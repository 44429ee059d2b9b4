import { wakefulClock } from '../lib/clock.ts'
import type { CommandIo, Output } from './command.ts'
import { processChildren } from './process-children.ts'

/** This process as the world of a command. Its streams are opened when they are asked for. */
export function processIo(process: NodeJS.Process): CommandIo {
  return {
    get stdout() {
      return ignoringErrors(process.stdout)
    },
    get stderr() {
      return ignoringErrors(process.stderr)
    },
    env: process.env,
    cwd: process.cwd(),
    stdin: {
      async read() {
        const chunks: Uint8Array[] = []
        for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
        return Buffer.concat(chunks)
      },
    },
    signals: process,
    // a command that only waits must not end for it
    clock: wakefulClock,
    children: processChildren,
  }
}

/** The reader of our output may close it early, which is no failure. */
function ignoringErrors(stream: NodeJS.WriteStream): Output {
  if (stream.listenerCount('error', ignore) === 0) stream.on('error', ignore)
  return stream
}

const ignore = (): void => undefined
