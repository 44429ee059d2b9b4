import { ClientError, StatusError } from '../../client/errors.ts'
import { agentClientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { onEndingSignal } from '../../daemon/signals.ts'

/** `miniconsul monitor`. */
export const command = clientCommand({
  call: 'monitor [options]',
  about: 'Prints what the agent logs, until it is interrupted.',
  flags: [
    ...agentClientFlags,
    { name: 'log-json', kind: 'switch', usage: 'As JSON lines.' },
    { name: 'log-level', kind: 'string', usage: 'trace, debug, info, warn or error. Default: info.' },
  ],
  async run({ flags, io, client, print, complain }) {
    const starting = `Error starting ${flags.bool('log-json') ? 'JSON ' : ''}monitor`
    const over = new AbortController()
    const release = onEndingSignal(io.signals, () => over.abort())
    const query = {
      loglevel: flags.string('log-level') ?? 'INFO',
      ...(flags.bool('log-json') && { logjson: 'true' }),
    }
    try {
      const { body, status } = await explain(starting, client().stream('GET', PATH, { query, signal: over.signal }))
      const lines = linesOf(body)
      if (status !== 200) {
        const text: string[] = []
        for await (const line of lines) text.push(line)
        return await explain(starting, Promise.reject(new StatusError(status, text.join('\n').trim())))
      }
      for await (const line of lines) print(line)
      if (!over.signal.aborted)
        complain('Remote side ended the monitor! This usually means that the\nremote side has exited or crashed.')
    } catch (error) {
      if (!over.signal.aborted) throw error
    } finally {
      release()
    }
    return 0
  },
})

const PATH = '/v1/agent/monitor'

/** Whole lines of what comes; an agent that breaks off ends them. */
async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
  }
  if (rest !== '') yield rest
}
