import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileErrorText } from '../go/errno.ts'
import type { CertificatePair } from '../lib/certificates.ts'
import { CommandError, type CommandIo } from './command.ts'

/** Names of a certificate's file and that of its key. */
export interface CertificateNames {
  readonly certificate: string
  readonly key: string
}

export const namesOf = (base: string): CertificateNames => ({ certificate: `${base}.pem`, key: `${base}-key.pem` })

/** The one of the two that exists. */
export const existing = ({ certificate, key }: CertificateNames, { cwd }: Pick<CommandIo, 'cwd'>): string | undefined =>
  [certificate, key].find(name => existsSync(resolve(cwd, name)))

/** Writes both, the key for its owner only, and tells of each. */
export function save({ certificate, key }: CertificateNames, pair: CertificatePair, io: CommandIo): void {
  const files = [
    [certificate, pair.pem, 0o644],
    [key, pair.keyPem, 0o600],
  ] as const
  for (const [name, content, mode] of files) {
    try {
      writeFileSync(resolve(io.cwd, name), content, { mode })
    } catch (error) {
      throw new CommandError(fileErrorText(error, name), { cause: error })
    }
    io.stdout.write(`==> Saved ${name}\n`)
  }
}

/** Reads a file; `problem` begins the message if that fails. */
export function read(name: string, problem: string, { cwd }: Pick<CommandIo, 'cwd'>): string {
  try {
    return readFileSync(resolve(cwd, name), 'utf8')
  } catch (error) {
    throw new CommandError(`${problem}: ${fileErrorText(error, name)}`, { cause: error })
  }
}
