import { readdirSync, readFileSync } from 'node:fs'
import { nodeCrypto } from '../lib/node-crypto.ts'

/** A file of the page, whole: they are few and small. */
export interface PageFile {
  readonly bytes: Uint8Array
  readonly contentType: string
  /** Of its content: in a package all files are of the same date. */
  readonly etag: string
  /** Its name tells its content. */
  readonly immutable: boolean
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** The path that the page is built for. */
const BUILT_FOR = '/ui/'

/** The files of the page as it was built, read when they are first asked for. */
export class PageFiles {
  readonly #root: string
  readonly #path: string
  readonly #read = new Map<string, PageFile>()
  #assets: ReadonlySet<string> | undefined

  /** `path`: where the page is. */
  constructor(root: string, path: string) {
    this.#root = root
    this.#path = path
  }

  /** The page itself, with its paths as they are here. undefined where there was no build. */
  get index(): PageFile | undefined {
    return this.#file('index.html', bytes =>
      this.#path === BUILT_FOR ? bytes : Buffer.from(movedTo(this.#path, bytes.toString('utf8'))),
    )
  }

  /** The asset of that name. */
  asset(name: string): PageFile | undefined {
    this.#assets ??= new Set(namesIn(`${this.#root}assets`))
    return this.#assets.has(name) ? this.#file(`assets/${name}`) : undefined
  }

  #file(name: string, adapted: (bytes: Buffer) => Buffer = bytes => bytes): PageFile | undefined {
    const known = this.#read.get(name)
    if (known) return known
    let bytes: Buffer
    try {
      bytes = adapted(readFileSync(`${this.#root}${name}`))
    } catch {
      return undefined
    }
    const hash = nodeCrypto().createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
    const contentType = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
    const file = { bytes, contentType, etag: `W/"${hash}"`, immutable: name !== 'index.html' }
    this.#read.set(name, file)
    return file
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const movedTo = (path: string, html: string): string =>
  html.replaceAll(`"${BUILT_FOR}`, `"${path}`).replace('<title>', `<meta name="content-path" content="${path}" />$&`)
