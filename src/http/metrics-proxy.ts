import { posix } from 'node:path'
import type { UiSettings } from '../model/settings.ts'
import { Refusal } from '../api/refusals.ts'
import type { Reply } from './reply.ts'
import type { Request } from './request.ts'

/** What belongs to one connection, or is made anew for the answer. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'transfer-encoding',
])

/** Passes a read of the page on to where metrics are: Consul's `ui_config.metrics_proxy`. */
export async function proxyMetrics(req: Request, ui: UiSettings): Promise<Reply> {
  const { baseUrl, pathAllowlist, addHeaders } = ui.metricsProxy
  if (baseUrl === '') throw new Refusal(404, ui.enabled ? 'Metrics proxy is not enabled' : 'UI is not enabled')
  const url = new URL(baseUrl)
  const base = url.pathname
  const path = posix.join(base, req.param)
  if (!path.startsWith(base) || (pathAllowlist.length > 0 && !pathAllowlist.includes(path))) return FORBIDDEN
  url.pathname = path
  url.search = req.query.encode()
  const headers = new Headers({ accept: req.header('accept') || '*/*' })
  for (const { name, value } of addHeaders) headers.set(name, value)
  const response = await fetch(url, { headers, redirect: 'manual' }).catch(() => undefined)
  if (!response) return BAD_GATEWAY
  return {
    status: response.status,
    bytes: new Uint8Array(await response.arrayBuffer()),
    contentType: response.headers.get('content-type'),
    headers: [...response.headers].filter(([name]) => !HOP_BY_HOP.has(name)),
  }
}

const FORBIDDEN: Reply = { status: 403, bytes: '', contentType: null }
const BAD_GATEWAY: Reply = { status: 502, bytes: '', contentType: null }
