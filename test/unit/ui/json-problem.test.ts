import { describe, expect, test } from 'vitest'
import { jsonProblem } from '../../../ui/lib/json-problem.ts'

const placeIn = (text: string) => {
  const problem = jsonProblem(text)
  return problem && [problem.line, problem.column]
}

const VALID = ['{}', '[]', ' [1, -0.5e+3, "a\\u00e9\\n", true, false, null] ', '{"a":{"b":[{}]},"c":""}', '0', '"x"']

test.each(VALID)('%s has no problem', text => {
  expect(jsonProblem(text)).toBeUndefined()
})

describe('broken JSON is pointed at', () => {
  test.each<[string, number, number, RegExp]>([
    ['', 1, 1, /missing at the end/],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, /comma or }/],
    ['{\n  "a": 1,\n}', 3, 1, /No comma may stand before }/],
    ['[1, 2,]', 1, 7, /No comma may stand before ]/],
    ['{"a" 1}', 1, 6, /colon/],
    ["{'a': 1}", 1, 2, /double quotes/],
    ['{"a": tru}', 1, 7, /value is expected/],
    ['{"a": "x\ny"}', 1, 7, /text begins here/],
    ['{"a": "\\q"}', 1, 7, /escape/],
    ['{\n "a": [1, 2\n', 2, 7, /no end: a ]/],
    ['{} x', 1, 4, /after the end/],
    ['{"a": 01}', 1, 8, /comma or }/],
  ])('%j', (text, line, column, message) => {
    expect(placeIn(text)).toEqual([line, column])
    expect(jsonProblem(text)?.message).toMatch(message)
  })
})

test('it agrees with JSON.parse on texts that lack one character', () => {
  const whole = '{"a": [1, {"b": "c\\n"}, null], "d": -2.5e10, "e": {}}'
  for (let at = 0; at < whole.length; at += 1) {
    const text = whole.slice(0, at) + whole.slice(at + 1)
    let valid = true
    try {
      JSON.parse(text)
    } catch {
      valid = false
    }
    expect([text, jsonProblem(text) === undefined]).toEqual([text, valid])
  }
})

test('what is nested too deep is left to the agent', () => {
  expect(jsonProblem('['.repeat(100_000))?.message).toMatch(/levels deep/)
})
