import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileErrorText } from '../go/errno.ts'
import { ClientError } from './errors.ts'
import type { TlsOptions } from './options.ts'

/** What Node wants to know for a connection over TLS. */
export interface LoadedTls {
  readonly ca?: string[]
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly servername?: string
  readonly rejectUnauthorized: boolean
}

/** Reads the files that are named. */
export function loadTls({ caFile, caPath, certificate, key, serverName, insecure }: TlsOptions): LoadedTls {
  if ((certificate === undefined) !== (key === undefined)) {
    throw new ClientError('both client cert and client key must be provided')
  }
  const ca = caFile === undefined ? caPath && readFolder(caPath) : [readCa(caFile)]
  return {
    rejectUnauthorized: insecure !== true,
    ...(ca && { ca }),
    ...(certificate !== undefined && { cert: readPart(certificate, 'certificate') }),
    ...(key !== undefined && { key: readPart(key, 'key') }),
    ...(serverName !== undefined && { servername: serverName }),
  }
}

function readCa(path: string): string {
  try {
    return readPem(path)
  } catch (error) {
    throw new ClientError(`Error loading CA File: ${(error as Error).message}`, { cause: error })
  }
}

function readFolder(path: string): string[] {
  try {
    // the official client walks through what is there, be it a file alone
    if (!lstatSync(path).isDirectory()) return [readPem(path)]
    return readdirSync(path)
      .toSorted()
      .map(name => readPem(join(path, name)))
  } catch (error) {
    if (error instanceof ClientError) throw new ClientError(`Error loading CA Path: ${error.message}`, { cause: error })
    throw new ClientError(fileErrorText(error, path).replace(/^open/, 'lstat'), { cause: error })
  }
}

function readPem(path: string): string {
  const text = read(path).toString()
  if (text.includes(`${PEM}CERTIFICATE`)) return text
  throw new ClientError(`Couldn't parse PEM in: ${path}`)
}

function readPart(path: string, part: string): Buffer {
  const bytes = read(path)
  if (bytes.includes(PEM)) return bytes
  throw new ClientError(`tls: failed to find any PEM data in ${part} input`)
}

const PEM = '-----BEGIN '

function read(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new ClientError(fileErrorText(error, path), { cause: error })
  }
}
