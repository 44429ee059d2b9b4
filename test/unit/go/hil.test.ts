import { expect, test } from 'vitest'
import { renderTemplate, TemplateEvaluationError, TemplateSyntaxError } from '../../../src/go/hil.ts'

const scope = {
  variables: { 'name.full': 'geo-web', 'name.suffix': 'web' },
  functions: { match: (n: number) => ['geo-web', 'geo'][n] ?? '' },
}
const render = (text: string): string => renderTemplate(text, scope)

test.each([
  ['plain', 'plain'],
  ['', ''],
  ['${name.full}', 'geo-web'],
  ['a${ name.suffix }b${name.suffix}', 'awebbweb'],
  ['${match(1)}-${match( 0 )}-${match(9)}', 'geo-geo-web-'],
  ['${match("1")}', 'geo'],
  ['${match(1.9)}', 'geo'],
  ['${"lit"}${1}${1.5}${-1}${true}', 'lit11.5-1true'],
  ['${"a\\n\\"b"}', 'a\n"b'],
  ['${"<${name.full}>"}', '<geo-web>'],
  ['a$${b} $x } w$', 'a${b} $x } w$'],
  ['w$$', 'w$'],
])('%s gives %s', (text, result) => {
  expect(render(text)).toBe(result)
})

test.each([
  ['${name.full', '1:12: expected "}" but found end of string'],
  ['w${name.full}${', '1:16: expected expression but found end of string'],
  ['${}', '1:3: expected expression but found "}"'],
  ["w${'a'}", '1:4: expected expression but found invalid sequence "\'"'],
  ['w${1 2}', '1:6: expected "}" but found integer 2'],
  ['w${x y}', '1:6: expected "}" but found "y"'],
  ['w${"a" "b"}', '1:8: expected "}" but found opening quote'],
  ['w${[1]}', '1:4: expected expression but found "["'],
  ['w${match(}', '1:10: expected expression but found "}"'],
  ['w${"abc', '1:5: expected "${" but found invalid sequence "abc"'],
  ['\n w${@}', '2:5: expected expression but found invalid sequence "@"'],
  ['${1+2}', '1:4: expected "}" but found "+"'],
])('%s is malformed', (text, problem) => {
  expect(() => render(text)).toThrow(new TemplateSyntaxError(`parse error at ${problem}`))
})

test.each([
  ['${bogus}', '1:3: unknown variable accessed: bogus'],
  ['w${name.}', '1:4: unknown variable accessed: name.'],
  ['${constructor}', '1:3: unknown variable accessed: constructor'],
  ['${match()}', '1:3: match: expected 1 arguments, got 0'],
  ['w${match(1,2)}', '1:4: match: expected 1 arguments, got 2'],
  ['${upper("a")}', '1:3: unknown function called: upper'],
  ['${toString(1)}', '1:3: unknown function called: toString'],
  ['${match("a")}', '__builtin_StringToInt: strconv.ParseInt: parsing "a": invalid syntax'],
])('%s cannot be filled in', (text, problem) => {
  expect(() => render(text)).toThrow(new TemplateEvaluationError(problem))
})

test('refuses to nest without end', () => {
  expect(() => render('${"'.repeat(5000))).toThrow('nested too deeply')
  expect(() => render(`\${${'match('.repeat(5000)}1`)).toThrow('nested too deeply')
})
