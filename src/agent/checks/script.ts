import { formatDuration, MILLISECOND } from '../../go/duration.ts'
import { runProgram } from '../../go/run-program.ts'
import type { CheckStatus } from '../../model/rows.ts'
import { outputLimit } from './definition.ts'
import { TailBuffer } from './output.ts'
import type { Probe } from './periodic.ts'

const STATUS_OF_EXIT: ReadonlyMap<number | null, CheckStatus> = new Map([
  [0, 'passing'],
  [1, 'warning'],
])

/** Runs a program: exit code 0 passes, 1 warns, all else is critical. */
export const probeScript: Probe = async (definition, signal, timeout) => {
  const output = new TailBuffer(outputLimit(definition))
  const { code } = await runProgram(definition.args, { onOutput: chunk => output.write(chunk), signal })
  const captured = output.captured()
  if (signal.aborted) {
    const limit = formatDuration(timeout * MILLISECOND)
    return { status: 'critical', output: `Timed out (${limit}) running check${captured && `\n\n${captured}`}` }
  }
  return { status: STATUS_OF_EXIT.get(code) ?? 'critical', output: captured }
}
