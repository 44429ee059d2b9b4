/** The limits of Go's 64-bit integers. */
export const MIN_INT64 = -(2n ** 63n)
export const MAX_INT64 = 2n ** 63n - 1n
export const MAX_UINT64 = 2n ** 64n - 1n

/** Whether a text is digits of a uint64, and nothing else. */
export const isUint64 = (text: string): boolean => /^[0-9]{1,40}$/.test(text) && BigInt(text) <= MAX_UINT64

/** As rows hold integers: a bigint only where a double would lose digits. */
export const exactNumber = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value

/** As Go on amd64 converts a float64: without its fraction, and what is out of range becomes the smallest number. */
export const toInt64 = (value: number): number => (Math.abs(value) < 2 ** 63 ? Math.trunc(value) + 0 : -(2 ** 63))
