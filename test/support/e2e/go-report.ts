import type { Outcome } from './programs.ts'

interface GoEvent {
  Action: string
  Test?: string
  Output?: string
}

/** How a run of `go test -json` ended: the tests that passed, and what was said about all that did not. */
export interface GoReport {
  passed: string[]
  failures: string[]
}

function parse(line: string): GoEvent | undefined {
  try {
    return JSON.parse(line) as GoEvent
  } catch {
    return undefined // the compiler speaks as it likes
  }
}

/** Reads what `go test -json` printed. The agent's log is left out. */
export function readGoReport({ code, stdout, stderr }: Outcome): GoReport {
  const events = stdout.split('\n').flatMap(line => parse(line) ?? [])
  const ended = (action: string) => events.filter(e => e.Action === action).flatMap(e => e.Test ?? [])
  const failed = new Set(ended('fail'))
  const place = /^ *\w+_test\.go:\d+/
  const told = events.filter(e => e.Test !== undefined && failed.has(e.Test) && place.test(e.Output ?? ''))
  const failures = told.map(e => `${e.Test}: ${e.Output?.trim()}`)
  if (code !== 0 && failures.length === 0) failures.push(`${stdout.slice(-5000)}${stderr}`)
  return { passed: ended('pass'), failures }
}
