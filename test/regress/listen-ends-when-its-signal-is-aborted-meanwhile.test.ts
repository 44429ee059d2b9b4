import { expect, it } from 'vitest'
import { createConsul } from '../../src/index.ts'

it('rejects, and does not listen, when the signal is aborted while ports are bound', async () => {
  const controller = new AbortController()
  const consul = createConsul({ signal: controller.signal })
  const begun = consul.listen()
  // the ports are being bound in the turns that follow
  await Promise.resolve()
  controller.abort(new Error('enough'))
  await expect(begun).rejects.toThrow('enough')
  expect(consul.listening).toBe(false)
})
