import { expect, it } from 'vitest'
import { violations } from '../../support/json-schema.ts'

const schema = {
  type: 'object',
  properties: {
    Name: { type: 'string' },
    Status: { type: ['integer', 'null'] },
    Kind: { anyOf: [{ const: 'a' }, { type: 'object', additionalProperties: { enum: ['x'] } }] },
    At: { type: 'string', format: 'date-time' },
    List: { type: 'array', items: { type: 'number' } },
  },
  required: ['Name'],
  additionalProperties: false,
}

it.each([
  [{ Name: 'a', Status: null, Kind: 'a', List: [1, 1.5] }, []],
  [{ Name: 'a', Status: 3, Kind: { b: 'x' }, At: '2025-01-01T00:00:00.000Z' }, []],
  [{}, ['$.Name is missing']],
  [[], ['$ is array, not object']],
  [{ Name: 1, Other: 1 }, ['$.Name is integer, not string', '$.Other is not described']],
  [{ Name: '', Status: 1.5 }, ['$.Status is number, not integer or null']],
  [{ Name: '', At: 'today' }, ['$.At is no time']],
  [{ Name: '', List: [1, 'b'] }, ['$.List[1] is string, not number']],
  [{ Name: '', Kind: 'b' }, ['$.Kind: $.Kind is not "a" | $.Kind is string, not object']],
  [{ Name: '', Kind: { c: 'y' } }, ['$.Kind: $.Kind is not "a" | $.Kind.c is "y"']],
])('%j', (value, found) => {
  expect(violations(schema, value)).toEqual(found)
})

it('knows all keywords that it is given', () => {
  expect(() => violations({ minLength: 1 }, '')).toThrow('The keyword minLength is not known.')
})
