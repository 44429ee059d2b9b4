import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClassicLevel } from 'classic-level'
import { hasData, refuseForeignFolder, STORE } from '../../config/data-folder.ts'
import { ContentDigest, type RecordChange } from './digest.ts'
import { folderError } from '../../config/data-folder-error.ts'
import { isDamagedLog } from './level-log.ts'
import { errorText } from '../../lib/error-text.ts'
import { makeFolders } from '../../lib/make-folders.ts'

/** The record that says what the folder is and what the checksum over all others is. */
const HEAD = 'miniconsul'
const FORMAT = 'data 1'

const DAMAGED = 'it is damaged; nothing in it was changed. Put a copy of it in its place, or choose an empty folder.'

/**
 * The records of a data folder: texts by key, in a LevelDB. LevelDB locks its folder against other processes, keeps what was synced,
 * and drops the torn end of an interrupted write.
 */
export class RecordStore {
  readonly #folder: string
  readonly #db: ClassicLevel
  readonly #digest = new ContentDigest()

  private constructor(folder: string, db: ClassicLevel) {
    this.#folder = folder
    this.#db = db
  }

  /** Opens the folder, which is made when there is none. Rejects with the reason, and without a change, when it cannot be used. */
  static async open(folder: string): Promise<RecordStore> {
    refuseForeignFolder(folder)
    const path = join(folder, STORE)
    const { ClassicLevel } = await import('classic-level')
    if (hasDamagedLog(path)) throw folderError(folder, DAMAGED)
    try {
      // LevelDB's would not end below /proc
      makeFolders(path)
    } catch (error) {
      throw folderError(folder, errorText(error), error)
    }
    // it begins to open by itself, hence all that is said of that is said here
    const db = new ClassicLevel(path, { createIfMissing: !hasData(folder) })
    try {
      await db.open()
    } catch (error) {
      throw folderError(folder, reasonOf(error), error)
    }
    return new RecordStore(folder, db)
  }

  /** All records. Rejects when they are not those that were written. */
  async read(): Promise<ReadonlyMap<string, string>> {
    let records: Map<string, string>
    try {
      records = new Map(await this.#db.iterator().all())
    } catch (error) {
      throw folderError(this.#folder, DAMAGED, error)
    }
    const head = records.get(HEAD)
    records.delete(HEAD)
    this.#digest.after([...records]).apply()
    if (head === undefined && records.size === 0) return records
    const [format, digest] = (head ?? '').split(': ')
    if (head !== undefined && format !== FORMAT) {
      throw folderError(this.#folder, `it was written by another version of miniconsul (${format ?? ''}).`)
    }
    if (digest !== this.#digest.text) throw folderError(this.#folder, DAMAGED)
    return records
  }

  /** The keys of all records. */
  keys(): Iterable<string> {
    return this.#digest.keys()
  }

  /** Makes these changes, all or none; resolves when they are on the disk. */
  async write(changes: readonly RecordChange[]): Promise<void> {
    const { text, apply } = this.#digest.after(changes)
    const batch = changes.map(([key, value]) =>
      value === undefined ? ({ type: 'del', key } as const) : ({ type: 'put', key, value } as const),
    )
    await this.#db.batch([...batch, { type: 'put', key: HEAD, value: `${FORMAT}: ${text}` }], { sync: true })
    apply()
  }

  async close(): Promise<void> {
    await this.#db.close()
  }
}

function hasDamagedLog(path: string): boolean {
  let names: string[]
  try {
    names = readdirSync(path).filter(name => name.endsWith('.log'))
  } catch {
    return false // there is no store yet, or it says itself why it cannot be read
  }
  return names.some(name => isDamagedLog(readFileSync(join(path, name))))
}

/** LevelDB's reason in words that tell what to do. */
function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause
  if (cause?.code === 'LEVEL_LOCKED') return 'another process is using it.'
  if (cause?.code === 'LEVEL_CORRUPTION' || cause?.message?.includes('does not exist')) return DAMAGED
  return cause?.message ?? errorText(error)
}
