import { expect, test } from 'vitest'

interface Limits {
  readonly most?: number
  readonly standstill?: number
  readonly between?: number
}
type Run<T> = (signal: AbortSignal) => Promise<T>
const path = new URL('../../../scripts/lib/patience.mjs', import.meta.url).href
const { inTurns } = (await import(path)) as {
  inTurns<T>(turns: () => Promise<number>, run: Run<T>, limits: Limits): Promise<T>
}

const whenAborted: Run<never> = signal =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))

test('A process whose loop hardly turns is waited for, however often it is asked.', async () => {
  let asked = 0
  let answer: ((text: string) => void) | undefined
  const turns = (): Promise<number> => {
    if (++asked === 50) answer?.('late')
    return Promise.resolve(Math.floor(asked / 10))
  }
  const got = await inTurns(turns, () => new Promise<string>(resolve => (answer = resolve)), { most: 10, between: 1 })
  expect(got).toBe('late')
})

test('A process whose loop turns and turns without an answer is given up.', async () => {
  let asked = 0
  const given = inTurns(() => Promise.resolve(100 * ++asked), whenAborted, { most: 1000, between: 1 })
  await expect(given).rejects.toThrow('no answer in 1000 turns of its loop')
})

test('A process whose loop stands still is given up.', async () => {
  const given = inTurns(() => new Promise(() => undefined), whenAborted, { standstill: 20, between: 1 })
  await expect(given).rejects.toThrow('its loop made no turn in 0.02 s')
})
