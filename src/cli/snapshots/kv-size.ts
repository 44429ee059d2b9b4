/** How many bytes a whole number takes in MessagePack. */
function numberSize(value: number | bigint): number {
  if (value < 0x80) return 1
  if (value < 0x100) return 2
  if (value < 0x10000) return 3
  return value < 0x1_0000_0000 ? 5 : 9
}

/** The same of a text, in the old form of MessagePack that Consul writes. */
function textSize(length: number): number {
  if (length < 0x20) return 1 + length
  return (length < 0x10000 ? 3 : 5) + length
}

export interface KvRow {
  readonly Key: string
  readonly Value: string
  readonly Session: string
  readonly Flags: number | bigint
  readonly LockIndex: number
  readonly CreateIndex: number
  readonly ModifyIndex: number
}

const TEXTS = ['Key', 'Value', 'Session'] as const
const NUMBERS = ['Flags', 'LockIndex', 'CreateIndex', 'ModifyIndex'] as const

/** What an entry of the key-value store takes in a snapshot of Consul: a byte for its kind, one for the map, names and values. */
export function kvSize(row: KvRow): number {
  const names = [...TEXTS, ...NUMBERS].reduce((sum, name) => sum + textSize(name.length), 0)
  const texts = TEXTS.reduce((sum, name) => sum + textSize(row[name].length), 0)
  const numbers = NUMBERS.reduce((sum, name) => sum + numberSize(row[name]), 0)
  return 2 + names + texts + numbers
}
