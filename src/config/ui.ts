import { defaultSettings, type UiSettings } from '../model/settings.ts'
import { quoteGo } from '../go/quote.ts'
import { ConfigError } from './errors.ts'
import { isCidr } from './node.ts'
import type { ConfigReader } from './reader.ts'

/** Consul's `ui_config`, and the older keys that mean the same. */
export function readUi(reader: ConfigReader, dev: boolean): UiSettings {
  const standard = defaultSettings.ui
  const path = reader.string('ui_config.content_path') || reader.string('ui_content_path') || standard.contentPath
  return {
    enabled: reader.bool('ui_config.enabled') ?? reader.bool('ui') ?? dev,
    dir: reader.string('ui_config.dir') || reader.string('ui_dir') || undefined,
    contentPath: withSlashes(path),
    testBench: reader.bool('ui_config.test_bench') ?? dev,
    testBenchAllow: readNetworks(reader),
    history: Math.max(0, reader.int('ui_config.history') ?? standard.history),
    readOnly: reader.bool('ui_config.read_only') ?? standard.readOnly,
    metricsProvider: reader.string('ui_config.metrics_provider') ?? standard.metricsProvider,
    metricsProviderFiles: reader.strings('ui_config.metrics_provider_files'),
    metricsProviderOptionsJson:
      reader.string('ui_config.metrics_provider_options_json') ?? standard.metricsProviderOptionsJson,
    dashboardUrlTemplates: reader.map('ui_config.dashboard_url_templates'),
    metricsProxy: {
      baseUrl: reader.string('ui_config.metrics_proxy.base_url') ?? '',
      pathAllowlist: reader.strings('ui_config.metrics_proxy.path_allowlist'),
      addHeaders: reader.blocks('ui_config.metrics_proxy.add_headers').map(({ name, value }) => ({
        name: String(name ?? ''),
        value: String(value ?? ''),
      })),
    },
  }
}

function readNetworks(reader: ConfigReader): readonly string[] {
  const networks = reader.strings('ui_config.test_bench_allow')
  for (const cidr of networks) {
    if (!isCidr(cidr)) reader.problems.push(`ui_config.test_bench_allow: invalid cidr: ${cidr}`)
  }
  return networks
}

const CONTENT_PATH = /^[A-Za-z0-9\-_/]*$/
const NAME = /^[a-z0-9_-]*$/

export function checkUi(ui: UiSettings): void {
  const fail = (key: string, rule: string, received: string): never => {
    throw new ConfigError(`${key} ${rule}. received: ${quoteGo(received)}`)
  }
  if (!CONTENT_PATH.test(ui.contentPath)) {
    fail('ui-content-path', 'can only contain alphanumeric, -, _, or /', ui.contentPath)
  }
  if (!NAME.test(ui.metricsProvider)) fail('ui_config.metrics_provider', ONLY_NAMES, ui.metricsProvider)
  const json = ui.metricsProviderOptionsJson
  if (json !== '' && !isJsonObject(json)) {
    fail('ui_config.metrics_provider_options_json', 'must be empty or a string containing a valid JSON object', json)
  }
  const proxy = ui.metricsProxy.baseUrl
  if (proxy !== '' && !isUrl(proxy)) fail('ui_config.metrics_proxy.base_url', A_URL, proxy)
  for (const [name, url] of Object.entries(ui.dashboardUrlTemplates)) {
    if (!NAME.test(name)) fail('ui_config.dashboard_url_templates key names', ONLY_NAMES, name)
    // Consul shows the address of the proxy here.
    if (!isUrl(url)) fail('ui_config.dashboard_url_templates values', A_URL, proxy)
  }
}

/** A page of one's own takes the place of ours. */
export function checkUiDir({ dir }: UiSettings, reader: ConfigReader): void {
  if (dir !== undefined && (reader.bool('ui_config.enabled') ?? reader.bool('ui'))) throw new ConfigError(BOTH)
}

const ONLY_NAMES = 'can only contain lowercase alphanumeric, - or _ characters'
const A_URL = 'must be a valid http or https URL'
const BOTH = `Both the ui_config.enabled and ui_config.dir (or -ui and -ui-dir) were specified, please provide only one.
If trying to use your own web UI resources, use ui_config.dir or the -ui-dir flag.
The web UI is included in the binary so use ui_config.enabled or the -ui flag to enable it`

const isUrl = (text: string): boolean => /^https?:\/\//.test(text)

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** A path with one slash at both ends, however it was written. */
const withSlashes = (path: string): string => {
  const inner = path.replace(/^\/+|\/+$/g, '')
  return inner === '' ? '/' : `/${inner}/`
}
