import { describe, expect, test } from 'vitest'
import { FilterError } from '../../../../src/go/bexpr/error.ts'
import { parse } from '../../../../src/go/bexpr/parse.ts'

const PREFIX = 'Failed to create boolean expression evaluator: '

/** What the real parser says of malformed expressions. */
const MALFORMED: readonly (readonly [string, string])[] = [
  [' ', '1:2 (1): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  ['  \t\n', '2:1 (4): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  ['Service.ID ==', '1:14 (13): no match found, expected: "-", "0", "\\"", "`", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  ['Service.ID == ', '1:15 (14): no match found, expected: "-", "0", "\\"", "`", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  ['Service.ID', '1:11 (10): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]'],
  ['Service', '1:8 (7): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]'],
  [
    'Service.ID = w1',
    '1:12 (11): no match found, expected: "!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]',
  ],
  ['Service.ID === w1', '1:14 (13): no match found, expected: "-", "0", "\\"", "`", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  [
    'Service.ID w1',
    '1:12 (11): no match found, expected: "!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]',
  ],
  ['== w1', '1:1 (0): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  ['(', '1:2 (1): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  [')', '1:1 (0): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  ['()', '1:2 (1): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  ['(Service.ID == w1', '1:18 (17): rule "grouping": Unmatched parentheses'],
  ['Service.ID == w1)', '1:17 (16): no match found, expected: ".", "[", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF'],
  ['((Service.ID == w1)', '1:20 (19): rule "grouping": Unmatched parentheses'],
  ['(Service.ID == w1))', '1:19 (18): no match found, expected: [ \\t\\r\\n] or EOF'],
  ['Service.ID == w1 and', '1:21 (20): no match found, expected: [ \\t\\r\\n]'],
  [
    'Service.ID == w1 and ',
    '1:22 (21): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]',
  ],
  ['Service.ID == w1 or', '1:20 (19): no match found, expected: [ \\t\\r\\n]'],
  ['Service.ID == w1 or or', '1:23 (22): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]'],
  ['Service.ID == w1 And Service.ID == w1', '1:18 (17): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['Service.ID == w1 & Service.ID == w1', '1:18 (17): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['Service.ID == w1 && Service.ID == w1', '1:18 (17): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['not', '1:4 (3): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]'],
  [
    'not ',
    '1:5 (4): no match found, expected: "!=", "(", "-", "0", "==", "\\"", "`", "contains", "in", "is", "matches", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]',
  ],
  [
    '!Service.ID == w1',
    '1:1 (0): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]',
  ],
  ['not(Service.ID == w1)', '1:4 (3): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]'],
  ['Service.ID == "w1', '1:18 (17): rule "string": Unterminated string literal'],
  ['Service.ID == `w1', '1:18 (17): rule "string": Unterminated string literal'],
  ['Service.ID == w1"', '1:17 (16): no match found, expected: ".", "[", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF'],
  ["Service.ID == 'w1'", '1:15 (14): no match found, expected: "-", "0", "\\"", "`", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  ['Service.ID == "w\\"1"', '1:15 (14): rule "string": invalid syntax'],
  ['Service.ID == "w\\x1"', '1:15 (14): rule "string": invalid syntax'],
  ['Service.ID == "w\\q1"', '1:15 (14): rule "string": invalid syntax'],
  ['Service.Port == 80a', '1:19 (18): rule "number": Invalid number literal'],
  ['Service.Port == 08', '1:18 (17): rule "number": Invalid number literal'],
  ['Service.Port == 0x1F90', '1:18 (17): rule "number": Invalid number literal'],
  [
    'Service.Port > 1',
    '1:14 (13): no match found, expected: "!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]',
  ],
  ['Service.Port in [8080]', '1:17 (16): rule "match": Invalid selector'],
  ['Service.ID is', '1:14 (13): no match found, expected: [ \\t\\r\\n]'],
  ['Service.ID is not', '1:18 (17): no match found, expected: [ \\t\\r\\n]'],
  ['Service.ID is full', '1:15 (14): no match found, expected: "empty", "not" or [ \\t\\r\\n]'],
  ['Service.ID is not full', '1:19 (18): no match found, expected: "empty" or [ \\t\\r\\n]'],
  ['Service.ID isempty', '1:14 (13): no match found, expected: [ \\t\\r\\n]'],
  ['Service.ID not', '1:15 (14): no match found, expected: [ \\t\\r\\n]'],
  ['Service.ID not in', '1:18 (17): no match found, expected: [ \\t\\r\\n]'],
  ['w1 not in', '1:10 (9): no match found, expected: [ \\t\\r\\n]'],
  ['w1 in', '1:6 (5): no match found, expected: [ \\t\\r\\n]'],
  ['w1 in 5', '1:7 (6): rule "match": Invalid selector'],
  ['w1 in "x"', '1:7 (6): rule "match": Invalid selector'],
  ['w1 not in "x"', '1:11 (10): rule "match": Invalid selector'],
  ['1w in Service.ID', '1:2 (1): rule "number": Invalid number literal'],
  ['Service.ID contains', '1:20 (19): no match found, expected: [ \\t\\r\\n]'],
  ['Service.ID not contains', '1:24 (23): no match found, expected: [ \\t\\r\\n]'],
  ['Service.ID not contain x', '1:16 (15): no match found, expected: "contains", "in", "matches" or [ \\t\\r\\n]'],
  ['Service.ID matches', '1:19 (18): no match found, expected: [ \\t\\r\\n]'],
  ['Service.ID not matches', '1:23 (22): no match found, expected: [ \\t\\r\\n]'],
  ['Service.Tags.0 == a', '1:14 (13): no match found, expected: [a-zA-Z]'],
  ['Service.Tags[0] == a', '1:14 (13): rule "index": Invalid index'],
  ['Service.Meta[v] == 1', '1:14 (13): rule "index": Invalid index'],
  ['Service.Meta["v" == 1', '1:18 (17): rule "index": Unclosed index expression'],
  ['Service.Meta[] == 1', '1:14 (13): rule "index": Invalid index'],
  ['Service.Meta. == 1', '1:14 (13): no match found, expected: [a-zA-Z]'],
  [
    '.Service == 1',
    '1:1 (0): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]',
  ],
  ['Service..ID == 1', '1:9 (8): no match found, expected: [a-zA-Z]'],
  ['Service.Meta.1 == 1', '1:14 (13): no match found, expected: [a-zA-Z]'],
  ['Service.Meta.a-b == 1', '1:15 (14): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]'],
  ['Service.Meta._x == 1', '1:14 (13): no match found, expected: [a-zA-Z]'],
  ['_x == 1', '1:1 (0): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  [
    'Service.Meta["v == 1',
    '1:21 (20): rule "string": Unterminated string literal\n1:14 (13): rule "index": Invalid index',
  ],
  ['Service.ID == a-b', '1:16 (15): no match found, expected: ".", "[", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF'],
  ['Service.ID == w1.', '1:18 (17): no match found, expected: [a-zA-Z]'],
  ['Service.ID == 1.', '1:16 (15): rule "number": Invalid number literal'],
  ['Service.ID == 1e5', '1:16 (15): rule "number": Invalid number literal'],
  ['Service.ID == -', '1:16 (15): no match found, expected: "0" or [1-9]'],
  ['Service.ID == 01', '1:16 (15): rule "number": Invalid number literal'],
  ['Service.ID == (w1)', '1:15 (14): no match found, expected: "-", "0", "\\"", "`", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  ['(Service.ID) == w1', '1:12 (11): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]'],
  ['"Service.ID" == w1', '1:14 (13): no match found, expected: "in", "not" or [ \\t\\r\\n]'],
  ['"/Service/ID" == w1', '1:15 (14): no match found, expected: "in", "not" or [ \\t\\r\\n]'],
  ['5 == 5', '1:3 (2): no match found, expected: "in", "not" or [ \\t\\r\\n]'],
  [
    'any Checks as c { c.Status == "passing" }',
    '1:5 (4): no match found, expected: "!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]',
  ],
  ['Service.ID == w1 # c', '1:18 (17): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['Service.ID == w1;', '1:17 (16): no match found, expected: ".", "[", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF'],
  ['Service.ID == é', '1:15 (14): no match found, expected: "-", "0", "\\"", "`", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  ['é == 1', '1:1 (0): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  ['Service.ID == "é" x', '1:19 (19): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['Service.ID == w1 x', '1:18 (17): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  [
    'Service.ID == w1, Service.ID == w2',
    '1:17 (16): no match found, expected: ".", "[", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF',
  ],
  ['Node.Meta.uni == "\\ud800"', '1:18 (17): rule "string": invalid syntax'],
  ['Node.Meta.uni == "\\\'"', '1:18 (17): rule "string": invalid syntax'],
  ['Node.Meta.uni == "\\400"', '1:18 (17): rule "string": invalid syntax'],
  ['Node.Meta.bt == "a\nb"', '1:17 (16): rule "string": invalid syntax'],
  ['Service.ID ==\n\n  x y', '3:5 (19): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['\nx', '2:2 (2): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]'],
  ['\n==', '2:1 (1): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]'],
  ['Service.ID == w1\n )', '2:2 (18): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['Service.ID == w1\u00a0', '1:17 (16): no match found, expected: ".", "[", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF'],
  ['Service.ID\u00a0== w1', '1:11 (10): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]'],
  ['Service.ID == w1\u000b', '1:17 (16): no match found, expected: ".", "[", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF'],
  ['Service.EnableTagOverride == 00', '1:31 (30): rule "number": Invalid number literal'],
  [
    'Service.ID == w1 and not',
    '1:25 (24): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]',
  ],
  ['Service.ID==w1and Service.ID==w2', '1:19 (18): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['Service.ID=="w1"and Service.ID=="w1"', '1:17 (16): no match found, expected: [ \\t\\r\\n] or EOF'],
  ['Service.ID=="w1" and(Service.ID=="w1")', '1:21 (20): no match found, expected: [ \\t\\r\\n]'],
  ['(Service.ID=="w1")and Service.ID=="w1"', '1:19 (18): no match found, expected: [ \\t\\r\\n] or EOF'],
  ['(Service.ID=="w1") and(Service.ID=="w1")', '1:23 (22): no match found, expected: [ \\t\\r\\n]'],
  ['Service.Port == 8080)', '1:21 (20): no match found, expected: ".", [ \\t\\r\\n], [0-9] or EOF'],
  ['Service.Port == 8080,', '1:21 (20): rule "number": Invalid number literal'],
  ['5)', '1:2 (1): no match found, expected: ".", [ \\t\\r\\n], [0-9] or EOF'],
  ['5', '1:2 (1): no match found, expected: ".", [ \\t\\r\\n] or [0-9]'],
  ['5 in', '1:5 (4): no match found, expected: [ \\t\\r\\n]'],
  ['"abc"', '1:6 (5): no match found, expected: [ \\t\\r\\n]'],
  ['"abc")', '1:6 (5): no match found, expected: [ \\t\\r\\n]'],
  ['`abc`', '1:6 (5): no match found, expected: [ \\t\\r\\n]'],
  ['"abc" x', '1:7 (6): no match found, expected: "in", "not" or [ \\t\\r\\n]'],
  ['"abc" in', '1:9 (8): no match found, expected: [ \\t\\r\\n]'],
  ['"abc" not', '1:10 (9): no match found, expected: [ \\t\\r\\n]'],
  ['"abc" not x', '1:11 (10): no match found, expected: "in" or [ \\t\\r\\n]'],
  ['"abc" in Service.Tags x', '1:23 (22): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['"abc" in "x', '1:10 (9): rule "match": Invalid selector'],
  ['"abc" in Service.Tags[', '1:23 (22): rule "index": Invalid index'],
  ['"abc" in Service.Tags[1', '1:23 (22): rule "index": Invalid index'],
  ['Service.ID == "a" "b"', '1:19 (18): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['Service.ID == -x', '1:16 (15): no match found, expected: "0" or [1-9]'],
  ['Service.ID == 1.x', '1:16 (15): rule "number": Invalid number literal'],
  ['Service.ID == 1.5.2', '1:18 (17): rule "number": Invalid number literal'],
  ['Service.ID == 1.5"', '1:18 (17): rule "number": Invalid number literal'],
  ['-', '1:2 (1): no match found, expected: "0" or [1-9]'],
  ['-a in Service.Tags', '1:2 (1): no match found, expected: "0" or [1-9]'],
  ['0', '1:2 (1): no match found, expected: "." or [ \\t\\r\\n]'],
  [
    'a.b in Service.Tags and x',
    '1:26 (25): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]',
  ],
  [
    'a in Service.Tags["x',
    '1:21 (20): rule "string": Unterminated string literal\n1:19 (18): rule "index": Invalid index',
  ],
  ['a in Service.Tags["x"', '1:22 (21): rule "index": Unclosed index expression'],
  ['(((Service.ID == w1)) and', '1:23 (22): rule "grouping": Unmatched parentheses'],
  ['(Service.ID == w1) and (Service.ID == w2', '1:41 (40): rule "grouping": Unmatched parentheses'],
  [
    'Service.ID == "\\q" and Service.ID == "\\w"',
    '1:15 (14): rule "string": invalid syntax\n1:38 (37): rule "string": invalid syntax',
  ],
  ['Service.ID == "\\q" and Service.ID == ', '1:15 (14): rule "string": invalid syntax'],
  [
    'Service.ID == "\\q" and (Service.ID == 5x',
    '1:15 (14): rule "string": invalid syntax\n1:40 (39): rule "number": Invalid number literal',
  ],
  ['Service["ID == "x" and Service["x', '1:17 (16): rule "index": Unclosed index expression'],
  ['Service.Meta["v"x] == 1', '1:17 (16): rule "index": Unclosed index expression'],
  ['Service.Meta["v" "x"] == 1', '1:18 (17): rule "index": Unclosed index expression'],
  ['Service.Meta[ == 1', '1:15 (14): rule "index": Invalid index'],
  ['Service.Meta[ v == 1', '1:15 (14): rule "index": Invalid index'],
  [
    'Service.Meta ["v"] == 1',
    '1:14 (13): no match found, expected: "!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]',
  ],
  [
    'Service . ID == 1',
    '1:9 (8): no match found, expected: "!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]',
  ],
]

const problemOf = (text: string): string => {
  try {
    parse(text)
    return 'none'
  } catch (error) {
    return error instanceof FilterError ? error.message : 'crash'
  }
}

describe('errors', () => {
  test.each(MALFORMED)('%j', (text, problem) => {
    expect(problemOf(text)).toBe(PREFIX + problem)
  })

  test('an empty text is malformed', () => {
    expect(problemOf('')).toContain('1:1 (0): no match found, expected: "(", "-", "0"')
  })
})

describe('expressions', () => {
  const is = (name: string, value: string): object => ({ kind: 'match', selector: [name], operator: 'Equal', value })

  test('and binds closer than or, not closest', () => {
    expect(parse('a == 1 or not b == 2 and c == 3 or d == 4')).toEqual({
      kind: 'or',
      terms: [is('a', '1'), { kind: 'and', terms: [{ kind: 'not', term: is('b', '2') }, is('c', '3')] }, is('d', '4')],
    })
  })

  test('parentheses group, also around everything', () => {
    expect(parse('((a == 1 or b == 2) and c == 3)')).toEqual({
      kind: 'and',
      terms: [{ kind: 'or', terms: [is('a', '1'), is('b', '2')] }, is('c', '3')],
    })
  })

  test('two nots cancel out', () => {
    expect(parse('not not not a == 1')).toEqual({ kind: 'not', term: is('a', '1') })
  })

  test.each([
    ['a == b.c["d e"]', 'Equal', 'b.c.d e'],
    ['a != "x\\ty"', 'Not Equal', 'x\ty'],
    ['`x\\ty` in a', 'In', 'x\\ty'],
    ['-1.50 not in a', 'Not In', '-1.50'],
    ['a contains "\\u00e9\\303\\251\\xc3\\xa9"', 'In', 'ééé'],
    ['a not contains x', 'Not In', 'x'],
    ['a is empty', 'Is Empty', ''],
    ['a is not empty', 'Is Not Empty', ''],
    ['a matches `^\\d`', 'Matches', '^\\d'],
    ['a not matches x', 'Not Matches', 'x'],
  ])('%s', (text, operator, value) => {
    expect(parse(text)).toEqual({ kind: 'match', selector: ['a'], operator, value })
  })

  test('words of the language are names and values, too', () => {
    expect(parse('not in is and or == and')).toEqual({
      kind: 'and',
      terms: [{ kind: 'match', selector: ['is'], operator: 'In', value: 'not' }, is('or', 'and')],
    })
  })

  test('are frozen', () => {
    const expression = parse('a.b == 1 and not c == 2')
    expect(Object.isFrozen(expression)).toBe(true)
    expect(expression.kind === 'and' && expression.terms.every(term => Object.isFrozen(term))).toBe(true)
    expect(expression.kind === 'and' && Object.isFrozen(expression.terms)).toBe(true)
  })
})

describe('bounds', () => {
  test.each([
    ['deep parentheses', '('.repeat(60_000) + 'a == 1' + ')'.repeat(60_000), 'expression nests too deeply'],
    ['deep and unclosed', '(a == 1 and '.repeat(10_000), 'expression nests too deeply'],
    ['too long', `a == "${'x'.repeat(200_000)}"`, 'expression is too long'],
  ])('%s', (_what, text, problem) => {
    expect(problemOf(text)).toBe(PREFIX + problem)
  })

  test.each([
    ['nested parentheses', '('.repeat(150) + 'a == 1' + ')'.repeat(150)],
    ['a long chain', `a == 1${' and a == 1'.repeat(10_000)}`],
    ['many nots', `${'not '.repeat(30_000)}a == 1`],
  ])('%s are fine', (_what, text) => {
    expect(problemOf(text)).toBe('none')
  })

  test('many errors in one text are all listed', () => {
    expect(problemOf(`${'a == "\\q" and '.repeat(5000)}a == 1`).split('\n')).toHaveLength(5000)
  })
})
