import { expect, test } from 'vitest'
import { isUnknownToken, missingPermission } from '../../../ui/lib/permission.ts'

test('a refusal names the permission that is missing, and what it is needed for', () => {
  const text = `Permission denied: token with AccessorID 'a-b' lacks permission 'key:write' on "app/x"`
  expect(missingPermission(text)).toEqual({ permission: 'key:write', resource: 'app/x' })
})

test('a refusal may be about everything of a kind', () => {
  const text = "Permission denied: anonymous token lacks permission 'acl:read'. The anonymous token is used implicitly"
  expect(missingPermission(text)).toEqual({ permission: 'acl:read', resource: undefined })
})

test('other refusals name none', () => {
  expect(missingPermission('Permission denied')).toBeUndefined()
})

test('a token that is not there is told apart', () => {
  expect(isUnknownToken('token does not exist: ACL not found')).toBe(true)
  expect(isUnknownToken('Permission denied')).toBe(false)
})
