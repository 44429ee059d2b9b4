import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TlsSettings } from '../model/settings.ts'
import { errnoText } from '../go/errno.ts'
import { ConfigError } from './errors.ts'
import { checkTls } from './tls.ts'
import type { Settings } from '../model/settings.ts'

/** What the files of a listener hold: texts in PEM. */
export interface TlsFiles {
  readonly ca: readonly string[]
  readonly cert: string | undefined
  readonly key: string | undefined
}

/** The files of each listener. */
export type AllTlsFiles = Readonly<Record<'https' | 'internalRpc' | 'grpc', TlsFiles>>

/** Reads all files that the settings name, and throws ConfigError in Consul's words when one cannot be used. */
export function readTlsFiles(tls: Settings['tls']): AllTlsFiles {
  const files = { internalRpc: filesOf(tls.internalRpc), grpc: filesOf(tls.grpc), https: filesOf(tls.https) }
  checkTls(tls)
  return files
}

function filesOf({ caFile, caPath, certFile, keyFile }: TlsSettings): TlsFiles {
  const hasPair = certFile !== '' && keyFile !== ''
  const pair = hasPair ? readPair(certFile, keyFile) : undefined
  return { ca: readCas(caFile, caPath), cert: pair?.cert, key: pair?.key }
}

function readPair(certFile: string, keyFile: string): { cert: string; key: string } {
  const fail = (reason: string): never => {
    throw new ConfigError(`Failed to load cert/key pair: ${reason}`)
  }
  const [cert, key] = [certFile, keyFile].map(file => readText(file, fail)) as [string, string]
  const { createPrivateKey, X509Certificate } = process.getBuiltinModule('node:crypto')
  if (!cert.includes('-----BEGIN CERTIFICATE-----')) fail('tls: failed to find any PEM data in certificate input')
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)) fail('tls: failed to find any PEM data in key input')
  let certificate
  let privateKey
  try {
    certificate = new X509Certificate(cert)
  } catch {
    return fail('x509: malformed certificate')
  }
  try {
    privateKey = createPrivateKey(key)
  } catch {
    return fail('tls: failed to parse private key')
  }
  if (!certificate.checkPrivateKey(privateKey)) fail('tls: private key does not match public key')
  return { cert, key }
}

function readCas(file: string, folder: string): string[] {
  if (file !== '') return [readCa(file)]
  if (folder === '') return []
  const fail = (reason: string): never => {
    throw new ConfigError(`Error loading from CA path ${folder}: ${reason}`)
  }
  let names: string[] = []
  try {
    names = readdirSync(folder).sort()
  } catch (error) {
    fail(openError(folder, error))
  }
  return names.map(name => readCa(join(folder, name)))
}

function readCa(file: string): string {
  const fail = (reason: string): never => {
    throw new ConfigError(`Error loading from ${file}: ${reason}`)
  }
  const text = readText(file, fail)
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new ConfigError(`failed to parse PEM ${text}`)
  return text
}

function readText(file: string, fail: (reason: string) => never): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    return fail(openError(file, error))
  }
}

const openError = (file: string, error: unknown): string => `open ${file}: ${errnoText(error)}`
