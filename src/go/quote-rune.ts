/** A character of Latin-1 as Go's `%#U` writes it: `U+007A 'z'`, without the quotes when it can't be printed. */
export function quoteRune(char: string): string {
  const code = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return /[ -~\xa1-\xac\xae-\xff]/.test(char) ? `${code} '${char}'` : code
}
