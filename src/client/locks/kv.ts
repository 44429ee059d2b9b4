import type { ConsulClient } from '../client.ts'
import { ClientError, StatusError } from '../errors.ts'

/** A key as the agent answers it. */
export interface Pair {
  readonly Key: string
  readonly Flags: number | bigint
  /** Base64. */
  readonly Value: string | null
  readonly Session?: string
  readonly ModifyIndex: number
}

/** How to read: after which index, for how long at most. */
export interface ReadOptions {
  readonly index?: bigint | undefined
  /** Milliseconds. */
  readonly wait?: number | undefined
  readonly consistent?: boolean
  readonly signal?: AbortSignal | undefined
}

/** What was read, and the index to wait after. */
export interface PairsRead {
  readonly pairs: readonly Pair[]
  readonly index: bigint
}

/** Reads one key; no pair when there is none. */
export const readKey = (client: ConsulClient, key: string, options: ReadOptions = {}): Promise<PairsRead> =>
  read(client, key, false, options)

/** Reads all keys below a prefix. */
export const readPrefix = (client: ConsulClient, prefix: string, options: ReadOptions = {}): Promise<PairsRead> =>
  read(client, prefix, true, options)

async function read(
  client: ConsulClient,
  key: string,
  recurse: boolean,
  { index = 0n, wait, consistent, signal }: ReadOptions,
): Promise<PairsRead> {
  const query = {
    ...(recurse && ({ recurse: true } as const)),
    ...(consistent && ({ consistent: true } as const)),
    ...(index > 0n && { index: String(index) }),
    ...(wait !== undefined && { wait: `${Math.max(Math.round(wait), 1)}ms` }),
  }
  const response = await client.find(`/v1/kv/${key.replace(/^\//, '')}`, query, signal)
  return { pairs: response?.json<readonly Pair[]>() ?? [], index: response?.index ?? 0n }
}

/** Writes a key under a condition; resolves to whether that was met. */
export async function writeKey(
  client: ConsulClient,
  key: string,
  query: Readonly<Record<string, string>>,
  value: string | Uint8Array = '',
): Promise<boolean> {
  if (key.startsWith('/')) throw new ClientError(`Invalid key. Key must not begin with a '/': ${key}`)
  return (await client.put(`/v1/kv/${key}`, Buffer.from(value), query)).text().includes('true')
}

/** Deletes a key; resolves to whether it was deleted. */
export async function deleteKey(
  client: ConsulClient,
  key: string,
  query: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  return (await client.delete(`/v1/kv/${key.replace(/^\//, '')}`, query)).text().includes('true')
}

/** Whether asking again may help: the agent could not be reached, or failed. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof StatusError ? error.status === 500 : error instanceof ClientError

/** Whether flags are those; small ones come as numbers, large ones as bigints. */
export const hasFlags = ({ Flags }: Pair, flags: bigint): boolean => BigInt(Flags) === flags
