import type { CheckTls } from '../agent/checks/context.ts'
import { type AllTlsFiles, readTlsFiles } from '../config/tls-files.ts'
import type { CertificatePair } from '../lib/certificates.ts'
import type { TlsParameters } from '../http/tls-gate.ts'
import type { Settings } from '../model/settings.ts'

/** Versions as Node names them; undefined where its own default is meant. */
const VERSIONS: Readonly<Record<string, TlsParameters['minVersion']>> = {
  TLSv1_0: 'TLSv1',
  TLSv1_1: 'TLSv1.1',
  TLSv1_2: 'TLSv1.2',
  TLSv1_3: 'TLSv1.3',
}

/** What an agent's files say about TLS, as it is at the moment: a reload brings other ones. */
export class AgentTls {
  #parameters: TlsParameters = {}
  #checks: CheckTls | undefined

  /** For the HTTPS port; never a new object for the same. */
  readonly parameters = (): TlsParameters => this.#parameters

  /** What checks show and trust; undefined where they use nothing of the agent's. */
  readonly checks = (): CheckTls | undefined => this.#checks

  /** Reads the files; `makeOwn` makes the certificate of an HTTPS port that has none. Rejects with a ConfigError. */
  async load({ tls, ports }: Settings, makeOwn: () => Promise<CertificatePair>): Promise<void> {
    const files = readTlsFiles(tls)
    const own = ports.https >= 0 && files.https.cert === undefined ? await makeOwn() : undefined
    this.#take(tls, files, own)
  }

  /** Reads the files again; gives the function that takes them over. Throws with Consul's text, and the old ones stay. */
  prepareReload(tls: Settings['tls']): () => void {
    let files: AllTlsFiles
    try {
      files = readTlsFiles(tls)
    } catch (error) {
      throw new Error(`Failed reloading tls configuration: ${(error as Error).message}`, { cause: error })
    }
    return () => this.#take(tls, files)
  }

  #take(tls: Settings['tls'], { https, internalRpc }: AllTlsFiles, own?: CertificatePair): void {
    const { minVersion, cipherSuites, verifyIncoming } = tls.https
    const version = VERSIONS[minVersion]
    this.#parameters = {
      cert: https.cert ?? own?.pem ?? this.#parameters.cert,
      key: https.key ?? own?.keyPem ?? this.#parameters.key,
      requestCert: verifyIncoming,
      handshakeTimeout: tls.handshakeTimeout,
      ...(https.ca.length > 0 && { ca: [...https.ca] }),
      ...(version && { minVersion: version }),
      ...(cipherSuites.length > 0 && { ciphers: cipherSuites.map(opensslName).join(':') }),
    }
    const { ca, cert, key } = internalRpc
    this.#checks = tls.agentTlsForChecks
      ? { ...(ca.length > 0 && { ca }), ...(cert !== undefined && key !== undefined && { cert, key }) }
      : undefined
  }
}

/** `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256` is `ECDHE-RSA-AES128-GCM-SHA256` there. */
const opensslName = (suite: string): string =>
  suite
    .replace(/^TLS_/, '')
    .replace('_WITH_', '_')
    .replace(/AES_(\d+)_(CBC_)?/, 'AES$1_')
    .replace('POLY1305_SHA256', 'POLY1305')
    .replaceAll('_', '-')
