import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** A place in a document that shows an example: `<!-- example: SOURCE -->` and the code block behind it. */
const SHOWN = /^<!-- example: (\S+) -->\n\n```(\w+)\n[^]*?\n```$/gm

/** The document with all its examples as they are in their sources. */
export function withExamples(text: string): string {
  return text.replaceAll(SHOWN, (_all, source: string, language: string) => {
    return `<!-- example: ${source} -->\n\n\`\`\`${language}\n${sourceOf(source)}\n\`\`\``
  })
}

/** The code blocks of a document that no source is told of. */
export function blocksWithoutSource(text: string): readonly string[] {
  const rest = text.replaceAll(SHOWN, '')
  return [...rest.matchAll(/^```(?:ts|js|python|go)\n[^]*?\n```$/gm)].map(([block]) => block)
}

/** A whole file, or `FILE#REGION` for a part of it. */
function sourceOf(source: string): string {
  const [file = '', region] = source.split('#')
  const text = readFileSync(join(root, file), 'utf8').trimEnd()
  if (region === undefined) return text
  const lines = text.split('\n')
  const start = lines.findIndex(line => line.trim() === `// #region ${region}`)
  if (start < 0) throw new Error(`${file} has no region ${region}`)
  const length = lines.slice(start).findIndex(line => line.trim() === '// #endregion')
  const indent = (lines[start] ?? '').indexOf('//')
  return lines
    .slice(start + 1, start + length)
    .map(line => line.slice(indent))
    .join('\n')
}
