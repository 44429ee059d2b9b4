import { expect, test } from 'vitest'

/** The official command, which cannot be installed from a registry: '' where it is not at hand. */
const official = process.env['CONSUL_BIN'] ?? ''

const ABSENT = 'the official binary is not at hand: set CONSUL_BIN to its path to test with it'

/** For `describe.each`: the command where it is at hand; where it is not, that is said loudly, and is the file's only test. */
export function officialCommands(what: string): readonly string[] {
  if (official !== '') return [official]
  test(`${what} with the official command was not run: ${ABSENT}`, () => expect(official).toBe(''))
  process.stderr.write(`\n!!! NOT RUN: ${what} with the official consul command; ${ABSENT}\n\n`)
  return []
}
