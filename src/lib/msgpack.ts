/** Bytes that are no MessagePack. */
export class MsgpackError extends Error {
  override readonly name = 'MsgpackError'
}

const MAX_DEPTH = 200

/** Reads values of MessagePack one after the other. Texts and bytes are both texts, extensions nothing. */
export class MsgpackReader {
  readonly #bytes: Buffer
  at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get ended(): boolean {
    return this.at >= this.#bytes.length
  }

  byte(): number {
    return this.#uint(1)
  }

  /** The next value. */
  value(depth = 0): unknown {
    if (depth > MAX_DEPTH) throw new MsgpackError('too deep')
    const code = this.byte()
    if (code < 0x80) return code
    if (code >= 0xe0) return code - 0x100
    if (code < 0x90) return this.#map(code & 0x0f, depth)
    if (code < 0xa0) return this.#array(code & 0x0f, depth)
    if (code < 0xc0) return this.#text(code & 0x1f)
    const read = READERS[code]
    if (!read) throw new MsgpackError(`no value begins with ${code}`)
    return read(this, depth)
  }

  static readonly readers: Readonly<Record<number, (reader: MsgpackReader, depth: number) => unknown>> = {
    0xc0: () => null,
    0xc2: () => false,
    0xc3: () => true,
    0xc4: reader => reader.#text(reader.#uint(1)),
    0xc5: reader => reader.#text(reader.#uint(2)),
    0xc6: reader => reader.#text(reader.#uint(4)),
    0xc7: reader => reader.#skip(reader.#uint(1) + 1),
    0xc8: reader => reader.#skip(reader.#uint(2) + 1),
    0xc9: reader => reader.#skip(reader.#uint(4) + 1),
    0xca: reader => reader.#take(4).readFloatBE(),
    0xcb: reader => reader.#take(8).readDoubleBE(),
    0xcc: reader => reader.#uint(1),
    0xcd: reader => reader.#uint(2),
    0xce: reader => reader.#uint(4),
    0xcf: reader => reader.#take(8).readBigUInt64BE(),
    0xd0: reader => reader.#take(1).readInt8(),
    0xd1: reader => reader.#take(2).readInt16BE(),
    0xd2: reader => reader.#take(4).readInt32BE(),
    0xd3: reader => reader.#take(8).readBigInt64BE(),
    0xd4: reader => reader.#skip(2),
    0xd5: reader => reader.#skip(3),
    0xd6: reader => reader.#skip(5),
    0xd7: reader => reader.#skip(9),
    0xd8: reader => reader.#skip(17),
    0xd9: reader => reader.#text(reader.#uint(1)),
    0xda: reader => reader.#text(reader.#uint(2)),
    0xdb: reader => reader.#text(reader.#uint(4)),
    0xdc: (reader, depth) => reader.#array(reader.#uint(2), depth),
    0xdd: (reader, depth) => reader.#array(reader.#uint(4), depth),
    0xde: (reader, depth) => reader.#map(reader.#uint(2), depth),
    0xdf: (reader, depth) => reader.#map(reader.#uint(4), depth),
  }

  #take(length: number): Buffer {
    const end = this.at + length
    if (end > this.#bytes.length) throw new MsgpackError('unexpected EOF')
    const taken = this.#bytes.subarray(this.at, end)
    this.at = end
    return taken
  }

  #skip(length: number): undefined {
    this.#take(length)
  }

  #uint(size: 1 | 2 | 4): number {
    return this.#take(size).readUIntBE(0, size)
  }

  #text(length: number): string {
    return this.#take(length).toString()
  }

  #array(length: number, depth: number): unknown[] {
    const items: unknown[] = []
    for (let i = 0; i < length; i++) items.push(this.value(depth + 1))
    return items
  }

  /** Keys that are no texts are written as such. */
  #map(length: number, depth: number): ReadonlyMap<string, unknown> {
    const members = new Map<string, unknown>()
    for (let i = 0; i < length; i++) {
      const key = this.value(depth + 1)
      members.set(typeof key === 'string' ? key : (JSON.stringify(key) ?? ''), this.value(depth + 1))
    }
    return members
  }
}

const READERS = MsgpackReader.readers
