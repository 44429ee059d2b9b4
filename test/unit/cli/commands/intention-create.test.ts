import { expect, test } from 'vitest'
import { dispatch } from '../../../../src/cli/dispatch.ts'
import { recordedIo } from '../io.ts'

test.each([
  ['default/web', 'default/web'],
  ['default/default/web', 'default/web'],
  ['web', 'web'],
])(
  'the intention to replace is looked for by the name that is given, behind its namespace: %s',
  async (given, name) => {
    const { io, written } = recordedIo({ env: { CONSUL_HTTP_ADDR: '127.0.0.1:1' } })
    expect(await dispatch(['intention', 'create', '-replace', given, 'db'], io)).toBe(1)
    expect(written.stderr).toContain(
      `Error looking up intention for replacement with source "${name}" and destination "db": Get "http://127.0.0.1:1/v1/connect/intentions/exact?destination=db&source=${encodeURIComponent(name)}": `,
    )
  },
)
