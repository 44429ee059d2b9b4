import { expect, test } from 'vitest'
import recorded from '../../../../fixtures/conformance/config/hcl-documents.json' with { type: 'json' }
import { decodeConfig } from '../../../../src/config/decode.ts'
import { ConfigError } from '../../../../src/config/errors.ts'
import { HclError } from '../../../../src/go/hcl/error.ts'
import { parseHcl } from '../../../../src/go/hcl/parse.ts'

/** What is wrong with a document; null when it can be decoded. */
function problemOf(document: Uint8Array): string | null {
  try {
    decodeConfig(parseHcl(document), 'hcl')
    return null
  } catch (error) {
    if (error instanceof HclError || error instanceof ConfigError) return error.message.trimEnd()
    throw error
  }
}

const rows: readonly { document?: string; base64?: string; problem: string | null }[] = recorded

test('there are recorded documents of either outcome', () => {
  expect(rows.filter(({ problem }) => problem === null).length).toBeGreaterThan(40)
  expect(rows.filter(({ problem }) => problem !== null).length).toBeGreaterThan(500)
})

// Most were made to be refused for a value that the message shows: so it tells what the document means, too.
test.each(
  rows.map(({ document, base64, problem }) => [document ?? base64 ?? '', base64 !== undefined, problem] as const),
)('%j is read as by Consul', (text, encoded, problem) => {
  expect(problemOf(Buffer.from(text, encoded ? 'base64' : 'utf8'))).toBe(problem)
})
