import { spawn, type ChildProcess } from 'node:child_process'

/** Where and how a program runs. */
export interface ProgramOptions {
  cwd?: string | undefined
  /** Added to our own environment. */
  env?: Readonly<Record<string, string>> | undefined
  input?: string | Uint8Array | undefined
  /** Milliseconds until it is killed. */
  within?: number
}

/** What a program came to. */
export interface Outcome {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** A program that runs, with all that it starts in a process group of its own. */
export interface Program {
  readonly pid: number
  readonly exited: Promise<Outcome>
  /** What it has printed up to now, on both streams. */
  output(): string
  /** To the program alone. */
  signal(signal: NodeJS.Signals): void
  /** Ends the whole group, at once, and waits for it. */
  kill(): Promise<void>
}

const groups = new Set<number>()

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // it has ended by itself
  }
  groups.delete(pid)
}

// A run that is cut short leaves nothing behind either.
process.once('exit', () => groups.forEach(killGroup))

function outcome(child: ChildProcess, chunks: { stdout: Buffer[]; stderr: Buffer[] }): Promise<Outcome> {
  const text = (parts: Buffer[]) => Buffer.concat(parts).toString()
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout: text(chunks.stdout), stderr: text(chunks.stderr) })
    })
  })
}

/** Starts a program in its own process group. */
export function start(file: string, args: readonly string[], options: ProgramOptions = {}): Program {
  const env = { ...process.env, ...options.env }
  const child = spawn(file, args, { cwd: options.cwd, env, detached: true, stdio: 'pipe' })
  const pid = child.pid ?? 0
  if (pid > 0) groups.add(pid)

  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[], both: [] as Buffer[] }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => {
      chunks[name].push(chunk)
      chunks.both.push(chunk)
    })
  }
  child.stdin.on('error', () => undefined) // it may not care to read
  child.stdin.end(options.input)

  const exited = outcome(child, chunks)
  exited.catch(() => undefined) // the caller that awaits it gets the error
  return {
    pid,
    exited,
    output: () => Buffer.concat(chunks.both).toString(),
    signal: name => void child.kill(name),
    async kill() {
      if (pid > 0) killGroup(pid)
      await exited.catch(() => undefined)
    },
  }
}

/** Runs a program to its end. */
export async function run(file: string, args: readonly string[], options: ProgramOptions = {}): Promise<Outcome> {
  const { within = 30_000 } = options
  const program = start(file, args, options)
  let late = false
  const timer = setTimeout(() => {
    late = true
    killGroup(program.pid)
  }, within)
  try {
    const ended = await program.exited
    if (late) throw new Error(`${file} ${args.join(' ')} did not end within ${within} ms:\n${program.output()}`)
    return ended
  } finally {
    clearTimeout(timer)
    if (program.pid > 0) killGroup(program.pid)
  }
}

/** Runs a program that must succeed; its standard output. */
export async function succeed(file: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  const { code, signal, stdout, stderr } = await run(file, args, options)
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code ?? signal}:\n${stdout}${stderr}`)
  return stdout
}
