/** What a refusal of the agent says is missing. */
export interface MissingPermission {
  /** As in `service:read`. */
  readonly permission: string
  /** What it is needed for; undefined where it is not said, or for everything of its kind. */
  readonly resource: string | undefined
}

const LACKS = /lacks permission '([^']+)'(?: on "((?:[^"\\]|\\.)*)")?/

/** Reads "token … lacks permission 'key:write' on "a/b"". Undefined for other texts. */
export function missingPermission(text: string): MissingPermission | undefined {
  const [, permission, resource] = LACKS.exec(text) ?? []
  return permission === undefined ? undefined : { permission, resource }
}

/** Whether the token that was sent is none, or is not there any more. */
export const isUnknownToken = (text: string): boolean => text.includes('ACL not found')
