import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FaultEffect } from '../../../src/control/http/fault-schemas.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { answerPattern, compact, examplesIn, readCurl } from '../../support/curl.ts'
import { run } from './support.ts'

const page = readFileSync(new URL('../../../docs/testing-over-http.md', import.meta.url), 'utf8')

it('answers as the page says', async () => {
  const { fetch } = await run({}, { clock: new MovableClock() })
  const files = new Map<string, string>()
  const background: Promise<unknown>[] = []
  const examples = examplesIn(page)
  expect(examples.length).toBeGreaterThan(20)
  for (const { command, answer } of examples) {
    const { method, url, headers, body, output, inBackground } = readCurl(command)
    const sent = body?.startsWith('@') ? files.get(body.slice(1)) : body
    const path = url.replace(/^localhost:8500/, '')
    const asking = fetch(path, { method, headers, ...(sent !== undefined && { body: sent }) }).then(got => got.text())
    if (inBackground) {
      background.push(asking)
      continue
    }
    const text = await asking
    if (output !== undefined) files.set(output, text)
    if (answer !== undefined) {
      const said = expect.stringMatching(answerPattern(answer)) as string
      expect({ command, text: compact(text) }).toEqual({ command, text: said })
    }
  }
  await Promise.all(background)
})

it('shows every kind of fault that there is', () => {
  const names = Object.keys(FaultEffect.properties)
  expect(names.length).toBeGreaterThan(10)
  expect(names.filter(name => !page.includes(name))).toEqual([])
})
