import { describe, expect, test } from 'vitest'

/** The official command, which cannot be installed from a registry: '' where it is not at hand. */
export const official = process.env['CONSUL_BIN'] ?? ''

const ABSENT = 'the official binary is not at hand: set CONSUL_BIN to its path to test with it'

/** Tests that run the official command; where it is not at hand, that is said loudly. */
export function withOfficialCommand(what: string, tests: () => void): void {
  if (official !== '') {
    describe(`the official command: ${what}`, tests)
    return
  }
  test(`the official command: ${what}: ${ABSENT}`, () => {
    process.stderr.write(`\n!!! NOT RUN: the tests of ${what} with the official consul command; ${ABSENT}\n\n`)
    expect(official).toBe('')
  })
}
