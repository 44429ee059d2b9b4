import { clientFlags, namespaceFlags } from '../client-flags.ts'
import type { Flag } from '../../go/flag.ts'

/** Flags of every command about keys. */
export const kvFlags: readonly Flag[] = [...clientFlags, ...namespaceFlags]

/** A key as it is typed: a leading slash is for the eye only. */
export const keyOf = (argument: string): string => (argument.startsWith('/') ? argument.slice(1) : argument)

/** The path of a key. */
export const keyPath = (key: string): string => `/v1/kv/${key}`
