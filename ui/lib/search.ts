/** Whether something holds all words of a search, whatever their case. */
export function matcher(search: string): (...texts: readonly (string | undefined)[]) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return () => true
  return (...texts) => {
    const text = texts.join('\n').toLowerCase()
    return words.every(word => text.includes(word))
  }
}
