import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HclError } from '../../../../src/go/hcl/error.ts'
import { parseHcl } from '../../../../src/go/hcl/parse.ts'

const PIECES = [
  ...'{}[]=,"\\<>-+.:/#@\n\r\t \0é1a$',
  ...[
    '<<E\n',
    '<<-E\n',
    '\nE\n',
    '${',
    '/*',
    '*/',
    '//',
    'true',
    '0x',
    '1e',
    '08',
    '"x"',
    'a = 1\n',
    'b {',
    '"k":',
    'null',
  ],
]

/** Whatever a document is, it is read or refused. */
function readOrRefuse(document: Uint8Array): void {
  try {
    parseHcl(document)
  } catch (error) {
    if (!(error instanceof HclError)) throw error
  }
}

describe('no document breaks the parser', () => {
  test('of pieces of HCL', () => {
    const documents = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 })
    const property = fc.property(documents, pieces => readOrRefuse(Buffer.from(pieces.join(''))))
    expect(fc.check(property, { numRuns: 5_000, seed: 7 })).toMatchObject({ failed: false, numRuns: 5_000 })
  })

  test('of any bytes', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 80 }), readOrRefuse)
    expect(fc.check(property, { numRuns: 3_000, seed: 7 })).toMatchObject({ failed: false, numRuns: 3_000 })
  })
})

describe('time grows with the document, not faster', () => {
  const time = (text: string): number => {
    const document = Buffer.from(text)
    // of this process, whatever else the machine does
    const start = process.cpuUsage()
    readOrRefuse(document)
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  }

  test.each([
    ['members', 'a = 1\n'],
    ['blocks', 'a { b = 1 }\n'],
    ['lists of one key', 'a = [1]\n'],
    ['different keys', 'a_% = "x"\n'],
    ['strings', '"\\n${x}'],
    ['lines of a heredoc', 'a = <<E\n  E x\n'],
    ['comments', '/* * / */ # x\n'],
    ['open quotes', 'a = "${'],
    ['minus signs', '-'],
    ['digits', '9'],
    ['JSON', '"a":{"b":[1]},'],
    ['bad bytes', '\0'],
  ])('%s', { timeout: 60_000 }, (name, piece) => {
    const text = (count: number): string =>
      (name === 'JSON' ? '{' : name === 'digits' ? 'a = ' : '') +
      Array.from({ length: count }, (_, i) => piece.replace('%', String(i))).join('')
    const best = (count: number): number => Math.min(...[1, 2, 3].map(() => time(text(count))))
    time(text(2000))
    const small = best(4000)
    // eight times as long; were it quadratic, sixty-four times
    expect(best(32_000)).toBeLessThan(Math.max(small, 8) * 32)
  })
})
