import { expect, test } from 'vitest'
import { rulesProblem } from '../../../ui/lib/rules-problem.ts'

test('a parse error has a place', () => {
  expect(rulesProblem('Failed to parse ACL rules: At 3:2: object expected closing RBRACE got: EOF')).toEqual({
    line: 3,
    column: 2,
    message: 'object expected closing RBRACE got: EOF',
  })
})

test('what is said of a rule without a place is shown as it is', () => {
  const message = 'Invalid key policy: &acl.KeyRule{Prefix:"x", Policy:"nope"}'
  expect(rulesProblem(message)).toEqual({ message })
})

test('what is about the policy is no problem of its rules', () => {
  expect(rulesProblem('Invalid Policy: A Policy with Name "ab" already exists')).toBeUndefined()
})
