const BIG_FLAGS = /"Flags":\s*(\d{16,})/g

/**
 * Reads an answer. Flags are unsigned 64-bit numbers, which a double cannot hold: big ones become texts. A quote inside of a
 * JSON string is escaped, so that nothing but the field itself looks like this.
 */
export const readJson = (text: string): unknown => JSON.parse(text.replace(BIG_FLAGS, '"Flags":"$1"'))

/** A value as JSON for people. */
export const indented = (value: unknown): string => JSON.stringify(value, undefined, 2)

/** Whether a text is JSON, and how it looks indented. */
export function prettyJson(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? JSON.stringify(value, undefined, 2) : undefined
  } catch {
    return undefined
  }
}
