import type { CommandIo } from '../../../src/cli/command.ts'

/** An io that keeps what is written. */
export function recordedIo({ isTTY = true } = {}) {
  const written = { stdout: '', stderr: '' }
  const output = (name: keyof typeof written) => ({ isTTY, write: (text: string) => (written[name] += text) })
  const io: CommandIo = { stdout: output('stdout'), stderr: output('stderr'), env: {} }
  return { io, written }
}
