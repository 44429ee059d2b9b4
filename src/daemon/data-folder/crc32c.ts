/** The polynomial of Castagnoli, bits reversed. */
const POLYNOMIAL = 0x82f63b78

/** Made when it is first needed: most agents have no data folder. */
let table: Uint32Array | undefined

const tableOfBytes = (): Uint32Array =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    return crc
  })

/** The checksum that LevelDB keeps of its records. */
export function crc32c(bytes: Uint8Array): number {
  const remainders = (table ??= tableOfBytes())
  let crc = 0xffffffff
  for (const byte of bytes) crc = (remainders[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
