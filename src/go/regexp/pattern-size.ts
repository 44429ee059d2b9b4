/** One element of a pattern: what is quoted, an escape, a class, how a group begins or ends, a counted repetition, or a character. */
const ELEMENT =
  /\\Q.*?(?:\\E|$)|\\[pPx]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\(\?P?<\w+>|\(\?[imsU-]*[:)]|[()|^$*+?]|\{(?<min>\d+)(?:,(?<max>\d*))?\}|./gsu

const MAX_REPEATS = 1000

/**
 * About how many instructions a pattern comes to once its repetitions are written out, found without writing them out: a
 * pattern of 32 kB may come to more than a million, which takes seconds and hundreds of megabytes to compile.
 */
export function patternSize(pattern: string): number {
  const outer: number[] = []
  let sum = 0
  let last = 0
  const add = (size: number): void => {
    sum += size
    last = size
  }
  for (const { 0: element, groups = {} } of pattern.matchAll(ELEMENT)) {
    const { min, max } = groups
    if (min !== undefined) {
      const times = Number(max === undefined || max === '' ? min : max)
      // what is refused as a count multiplies nothing
      const repeated = times > MAX_REPEATS ? last : last * Math.max(times, 1)
      sum += repeated - last
      last = repeated
    } else if (element === ')') {
      last = sum
      sum += outer.pop() ?? 0
    } else if (element.startsWith('(') && !element.endsWith(')')) {
      outer.push(sum)
      sum = 0
    } else if (element.startsWith('\\Q')) add(element.length - 2)
    else if (!element.startsWith('(')) add(1)
  }
  return outer.reduce((total, size) => total + size, sum)
}
