import { nodeCrypto } from '../lib/node-crypto.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of the web page, ready to be sent. */
export interface PageFile {
  readonly bytes: Buffer
  readonly contentType: string
  readonly etag: string
  /** Its name carries a hash of what it holds. */
  readonly immutable: boolean
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** The files of the web page as they were built, by their names below `/ui/`. Empty where there was no build. */
export function readPage(folder: URL): ReadonlyMap<string, PageFile> {
  const root = fileURLToPath(folder)
  return new Map(namesIn(root).map(name => [name, readPageFile(`${root}${name}`, name)]))
}

/** Beside what was bundled; two folders up from the module of the route otherwise. */
export const pageFolder = (module: string): URL =>
  new URL(/\/http\/routes\/[^/]+$/.test(module) ? '../../ui/' : './ui/', module)

function namesIn(root: string): string[] {
  try {
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter(file => file.isFile() && extname(file.name) in TYPES)
      .map(file => `${file.parentPath}/${file.name}`.slice(root.length).replaceAll('\\', '/').replace(/^\/+/, ''))
  } catch {
    return []
  }
}

function readPageFile(path: string, name: string): PageFile {
  const bytes = readFileSync(path)
  return {
    bytes,
    contentType: TYPES[extname(name)] ?? 'application/octet-stream',
    // weak: the same file may be sent compressed
    etag: `W/"${nodeCrypto().createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    immutable: name.startsWith('assets/'),
  }
}
