import { describe, expect, test } from 'vitest'
import { decodeConfig } from '../../../src/config/decode.ts'
import { ConfigError } from '../../../src/config/errors.ts'
import { gatherDefinitions } from '../../../src/config/merge.ts'
import { configuredSettings } from '../../../src/daemon/configured-settings.ts'

const settings = (config: object) =>
  configuredSettings(gatherDefinitions(decodeConfig({ ...config })), { dev: false, validateOnly: true })

const web = { kind: 'service-defaults', name: 'web' }

describe('entries to begin with are refused before all else', () => {
  test.each([
    [[{ kind: 'nope' }], '[0]: invalid config entry kind: nope'],
    [[web, { name: 'web' }], '[1]: Payload does not contain a kind/Kind key at the top level'],
    [[{ kind: 'service-defaults' }], '[0]: Name is required'],
    [[{ ...web, bogus: 1 }], '[0]: 1 error occurred:\n\t* invalid config key "bogus"\n\n'],
    [
      [{ ...web, max_inbound_connections: 'x' }],
      `[0]: 1 error(s) decoding:\n\n* cannot parse 'MaxInboundConnections' as int: strconv.ParseInt: parsing "x": invalid syntax`,
    ],
    [
      [{ kind: 'service-splitter', name: 'web', splits: [{ weight: 50 }] }],
      '[0]: the sum of all split weights must be 100, not 50.000000',
    ],
  ])('%j', (bootstrap, text) => {
    // neither a data folder nor a good datacenter
    const config = { datacenter: 'A!', config_entries: { bootstrap } }
    expect(() => settings(config)).toThrow(new ConfigError(`config_entries.bootstrap${text}`))
  })

  test('then the name of the datacenter, then the data folder', () => {
    const config_entries = { bootstrap: [web] }
    expect(() => settings({ config_entries, datacenter: 'A!' })).toThrow('datacenter can only contain lowercase')
    expect(() => settings({ config_entries })).toThrow('data_dir cannot be empty')
    expect(settings({ config_entries, data_dir: '/d' }).configEntries).toEqual([web])
  })
})

describe('the configuration of a certificate authority that is named', () => {
  test.each([
    ['consul', { leaf_cert_ttl: '1s' }, 'leaf cert TTL must be greater or equal than 1h0m0s'],
    ['consul', { private_key_type: ['rsa'], private_key_bits: [1] }, 'RSA key length must be 2048 or 4096 bits'],
    ['consul', { root_cert: 'x' }, 'must provide a private key when providing a root cert'],
    ['vault', {}, 'must provide a Vault token or configure a Vault auth method'],
    ['vault', { token: 'x', intermediate_pki_path: 'i' }, 'must provide a valid path to a root PKI backend'],
    ['vault', { token: 'x', root_pki_path: 'r' }, 'must provide a valid path for the intermediate PKI backend'],
    [
      'aws-pca',
      { leaf_cert_ttl: '1h' },
      "AWS PCA doesn't support certificates that are valid for less than 24 hours, LeafTTL of 1h0m0s configured",
    ],
  ])('%s %j', (ca_provider, ca_config, text) => {
    expect(() => settings({ data_dir: '/d', connect: { ca_provider, ca_config } })).toThrow(new ConfigError(text))
  })

  test('one that is not named is not looked at', () => {
    expect(settings({ data_dir: '/d', connect: { ca_config: { leaf_cert_ttl: '1s' } } }).connect).toMatchObject({
      caProvider: '',
      caConfig: { LeafCertTTL: '1s' },
    })
  })
})
