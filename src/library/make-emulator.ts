import { Emulator } from '../emulator.ts'
import { arbitrarySeed, seededRandom } from '../lib/random.ts'
import { Log } from '../logging/log.ts'
import { type ConsulOptions, mirrorSource, settingsFromOptions } from '../options.ts'
import { applySeed } from '../seed/apply.ts'
import type { ConsulClock } from './clock.ts'
import { OwnCertificate } from './own-certificate.ts'
import { isSnapshot, readSnapshot } from './snapshot.ts'

/** What the option `https` adds: a certificate of the emulator's own. */
type Made = { readonly emulator: Emulator; readonly certificate: OwnCertificate | undefined }

/** The emulator that options, which were checked, ask for. */
export function makeEmulator(options: ConsulOptions, clock: ConsulClock): Made {
  const random = seededRandom(options.random ?? arbitrarySeed())
  const settings = settingsFromOptions(options, random.uuid())
  const [host = '127.0.0.1'] = settings.addresses.https ?? settings.clientAddresses
  const certificate =
    options.https === undefined || options.https === false
      ? undefined
      : new OwnCertificate(host, `server.${settings.datacenter}.${settings.domain}`)
  const emulator = new Emulator(settings, {
    ...(certificate && { certificate: () => certificate.certificate() }),
    clock,
    random,
    log: new Log({ now: () => clock.now(), logger: options.logger }),
    ...(options.syncDelay !== undefined && { syncDelay: options.syncDelay }),
    ...(options.runChecks !== undefined && { runChecks: options.runChecks }),
    ...(options.mirror && { mirror: mirrorSource(options.mirror) }),
    ...(options.plugins && { plugins: options.plugins }),
    ...(options.fastPath !== undefined && { fastPath: options.fastPath }),
  })
  return { emulator, certificate }
}

/** Gives an emulator the state that it begins with, and that `reset` goes back to. */
export function beginWith(emulator: Emulator, seed: NonNullable<ConsulOptions['seed']>): void {
  try {
    if (isSnapshot(seed)) emulator.state.restore(readSnapshot(seed, 'start from a snapshot'))
    else applySeed(emulator.agent, seed)
  } catch (err) {
    // the caller never gets the emulator, so it is closed here
    void emulator.close()
    throw err
  }
  emulator.state.keepAsOrigin()
}
