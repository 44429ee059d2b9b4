import { exitText } from '../go/exit-text.ts'
import { runProgram } from '../go/run-program.ts'
import type { Logger } from '../logging/logger.ts'

/** What a handler is given: the value as a line of JSON, and its index. */
export interface Notice {
  readonly json: string
  readonly index: bigint
}

/** Bytes of output that are logged at most. */
const MAX_OUTPUT = 4096

type Env = Readonly<Record<string, string | undefined>>

/** Runs a program for each notice. */
export function scriptHandler(script: readonly string[] | string, env: Env, logger: Logger) {
  const args = typeof script === 'string' ? [env['SHELL'] || '/bin/sh', '-c', script] : script
  const shown = typeof script === 'string' ? script : `[${script.map(part => JSON.stringify(part)).join(', ')}]`
  return async ({ json, index }: Notice, signal: AbortSignal): Promise<void> => {
    if (args.length === 0) return
    const chunks: Buffer[] = []
    let size = 0
    const onOutput = (chunk: Buffer): void => {
      const part = Buffer.from(chunk.subarray(0, MAX_OUTPUT - size))
      size += part.length
      if (part.length > 0) chunks.push(part)
    }
    try {
      const stdin = Buffer.from(json)
      const exit = await runProgram(args, { onOutput, signal, stdin, env: { ...env, CONSUL_INDEX: String(index) } })
      const failure = exitText(exit)
      if (failure !== undefined && !signal.aborted) throw new Error(failure)
    } catch (error) {
      logger.error('Failed to run watch handler', { watch_handler: shown, error })
    }
    logger.debug('watch handler output', { watch_handler: shown, output: Buffer.concat(chunks).toString() })
  }
}
