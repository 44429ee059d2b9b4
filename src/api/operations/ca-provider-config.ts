import { HOUR } from '../../go/duration.ts'
import { camelStruct, pointer, struct, type StructOf } from '../../go/mapstructure/containers.ts'
import { bool, duration, float32, int, string } from '../../go/mapstructure/scalars.ts'
import { type Type, type ValueOf } from '../../go/mapstructure/type.ts'

const DAY = 24 * HOUR

/** What all providers of certificates are configured with; null where it is left open. */
const common = {
  LeafCertTTL: pointer(duration),
  IntermediateCertTTL: pointer(duration),
  RootCertTTL: pointer(duration),
  SkipValidate: bool,
  CSRMaxPerSecond: float32,
  CSRMaxConcurrent: int,
  PrivateKeyType: pointer(string),
  PrivateKeyBits: pointer(int),
}

const provider = <const F extends Readonly<Record<string, Type<unknown>>>>(
  fields: F,
): Type<StructOf<F & typeof common>> => camelStruct({ ...common, ...fields }) as never

export const consulProvider = provider({ PrivateKey: string, RootCert: string, DisableCrossSigning: bool })

export const vaultProvider = provider({
  Address: string,
  Token: string,
  RootPKIPath: string,
  RootPKINamespace: string,
  IntermediatePKIPath: string,
  IntermediatePKINamespace: string,
  Namespace: string,
  CAFile: string,
  CAPath: string,
  CertFile: string,
  KeyFile: string,
  TLSServerName: string,
  TLSSkipVerify: bool,
  AuthMethod: pointer(struct({ Type: string, MountPath: string })),
})

export const awsProvider = provider({ ExistingARN: string, DeleteOnExit: bool })

export type CommonConfig = Pick<ValueOf<typeof consulProvider>, keyof typeof common>

/** What holds where nothing is said. */
export const withDefaults = (
  config: CommonConfig,
): { readonly leaf: number; readonly intermediate: number; readonly root: number; type: string; bits: number } => ({
  leaf: config.LeafCertTTL ?? 3 * DAY,
  intermediate: config.IntermediateCertTTL ?? 365 * DAY,
  root: config.RootCertTTL ?? 3650 * DAY,
  type: config.PrivateKeyType ?? 'ec',
  bits: config.PrivateKeyBits ?? 256,
})
