/** One command of a page and what it is shown to print. */
export interface Shown {
  readonly command: string
  readonly output: string
}

const FENCE = /^```console\n([\s\S]*?)^```$/gm

/** The commands in the `console` blocks of a page: `$ ` begins one, `> ` goes on with it, all else is what it prints. */
export function consoleBlocks(markdown: string): Shown[] {
  return [...markdown.matchAll(FENCE)].flatMap(([, body = '']) => commandsOf(body.split('\n').slice(0, -1)))
}

function commandsOf(lines: readonly string[]): Shown[] {
  const shown: { command: string; output: string[] }[] = []
  for (const line of lines) {
    const last = shown.at(-1)
    if (line.startsWith('$ ')) shown.push({ command: line.slice(2), output: [] })
    else if (line.startsWith('> ') && last && last.output.length === 0) last.command += `\n${line.slice(2)}`
    else if (last) last.output.push(line)
    else throw new Error(`A console block begins with something that is no command: ${line}`)
  }
  return shown.map(({ command, output }) => ({ command, output: output.join('\n') }))
}

/** What differs from run to run, under one name. */
export function withoutChance(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .trim()
}
