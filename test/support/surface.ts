import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** One thing that the library exports, as its users see it. */
export interface Exported {
  readonly name: string
  /** The comment before it; '' for none. */
  readonly doc: string
  /** Its declaration without comments. */
  readonly text: string
  readonly members: readonly Member[]
}

export interface Member {
  readonly name: string
  readonly doc: string
  readonly text: string
}

/** The declarations that a build would give, read entry by entry. */
export function readSurface(...entries: readonly string[]): readonly Exported[] {
  const folder = mkdtempSync(join(tmpdir(), 'surface-'))
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const args = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--noCheck', '--outDir', folder]
    execFileSync(process.execPath, [tsc, ...args], { cwd: root, stdio: 'pipe' })
    return entries.flatMap(entry => exportsOf(join(folder, entry)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const LIST = /^export (?:type )?\{([^}]*)\} from ['"]([^'"]+)['"]/gm

function exportsOf(file: string): Exported[] {
  const found = declarations(readFileSync(file, 'utf8'))
  for (const [, names = '', from = ''] of readFileSync(file, 'utf8').matchAll(LIST)) {
    const there = declarations(readFileSync(join(dirname(file), from.replace(/\.[jt]s$/, '.d.ts')), 'utf8'))
    for (const name of names.split(',').map(part => part.trim().replace(/^type /, ''))) {
      if (name === '') continue
      const declared = there.find(one => one.name === name)
      if (!declared) throw new Error(`${from} does not declare ${name}`)
      found.push(withInherited(declared, join(dirname(file), from)))
    }
  }
  return found
}

/** A class with the members of the class of ours that it extends, as users see it. */
function withInherited(declared: Exported, file: string): Exported {
  const base = /^export declare class \w+ extends (\w+)/.exec(declared.text)?.[1]
  const text = readFileSync(file.replace(/\.[jt]s$/, '.d.ts'), 'utf8')
  const from = new RegExp(`^import (?:type )?\\{ ${base} \\} from '(.*)\\.[jt]s'`, 'm').exec(text)?.[1]
  if (base === undefined || from === undefined) return declared
  const inherited = declarations(readFileSync(join(dirname(file), `${from}.d.ts`), 'utf8')).find(
    one => one.name === base,
  )
  const members = inherited?.members.filter(({ name }) => name !== 'constructor') ?? []
  const [head = '', ...own] = declared.text.split('\n')
  return {
    ...declared,
    text: [head.replace(` extends ${base}`, ''), ...members.map(member => `    ${member.text}`), ...own].join('\n'),
    members: [...members, ...declared.members],
  }
}

const START = /^export (?:declare |abstract )*(?:class|interface|type|function|const) (\w+)/

/** What a file declares, with the comments that stand before it. */
function declarations(text: string): Exported[] {
  const found: Exported[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const name = START.exec(lines[at] ?? '')?.[1]
    if (name === undefined) continue
    let end = at
    while (end < lines.length - 1 && !/^\S/.test(lines[end + 1] ?? 'x')) end++
    if (lines[end + 1]?.startsWith('}')) end++
    const body = lines.slice(at, end + 1)
    found.push({ name, doc: commentBefore(lines, at), text: plain(body), members: membersOf(body) })
  }
  return found
}

const MEMBER = /^ {4}(?:readonly |get |set |static |async )*(\[?[\w.]+\]?)[?]?[:(<]/

function membersOf(lines: readonly string[]): Member[] {
  if (!/\b(class|interface) /.test(lines[0] ?? '')) return []
  return lines.flatMap((line, at) => {
    const name = MEMBER.exec(line)?.[1]
    return name === undefined || line.includes('#private')
      ? []
      : [{ name, doc: commentBefore(lines, at), text: line.trim() }]
  })
}

function commentBefore(lines: readonly string[], at: number): string {
  if (!lines[at - 1]?.trimEnd().endsWith('*/')) return ''
  let start = at - 1
  while (start > 0 && !lines[start]?.trim().startsWith('/**')) start--
  return lines.slice(start, at).join('\n')
}

function plain(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replaceAll(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '')
    .split('\n')
    .filter(line => line.trim() !== '' && !line.includes('#private'))
    .join('\n')
}
