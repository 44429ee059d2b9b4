import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CertificatePair, makeAuthority, makeCertificate } from '../lib/certificates.ts'
import { systemClock } from '../lib/clock.ts'

const DAYS = 30

/** The authority of one emulator, and the certificate that it serves HTTPS with. Both are made when it first listens. */
export class OwnCertificate {
  readonly #host: string
  readonly #name: string
  #made: Promise<CertificatePair> | undefined
  #ca: string | undefined
  #folder: string | undefined

  /** `host`: the address that is listened on; `name`: a DNS name, besides `localhost`. */
  constructor(host: string, name: string) {
    this.#host = host
    this.#name = name
  }

  /** The certificate of the authority as PEM; undefined before it was made. */
  get ca(): string | undefined {
    return this.#ca
  }

  certificate(): Promise<CertificatePair> {
    return (this.#made ??= this.#make())
  }

  /** The path of a file with the authority's certificate, which `removeFile` removes. */
  caFile(): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'miniconsul-'))
    const path = join(this.#folder, 'ca.pem')
    writeFileSync(path, this.#ca ?? '')
    return path
  }

  removeFile(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true })
    this.#folder = undefined
  }

  /** By the machine's time, which is what clients judge certificates by. */
  async #make(): Promise<CertificatePair> {
    const now = systemClock.now()
    const authority = await makeAuthority({ subject: () => 'CN=miniconsul test authority', now, days: DAYS })
    this.#ca = authority.pem
    return makeCertificate(authority, {
      commonName: this.#name,
      dnsNames: [this.#name, 'localhost'],
      ipAddresses: [...new Set(['127.0.0.1', '::1', this.#host])],
      usages: ['server', 'client'],
      now,
      days: DAYS,
    })
  }
}
