import { escaped, requestsText } from '../lib/http.mjs'
import { mutated } from '../lib/mutate.mjs'
import { talk } from '../lib/talk.mjs'

const LISTS = [
  '/v1/catalog/nodes',
  '/v1/catalog/service/web',
  '/v1/health/service/web',
  '/v1/health/state/any',
  '/v1/health/checks/web',
  '/v1/agent/services',
  '/v1/agent/checks',
  '/v1/agent/members',
  '/v1/internal/ui/services',
  '/v1/connect/intentions',
  '/v1/config/service-resolver',
  '/v1/event/list',
  '/v1/acl/tokens',
  '/v1/acl/policies',
]
const FILTERS = [
  'Node == "n1"',
  'Meta.env is empty',
  'not (Service == web and Tags contains "a") or Output matches "(.?){1000}x"',
  '"a" in Service.Tags',
  'Node.Meta["a"] != b',
  'Output matches "^(a+)+$"',
  'Status not matches "(x|y|z|[a-z]{1,400}){20}"',
  'Meta matches `x`',
  'any Tags as t { t == "a" }',
  'ServicePort > 3',
]
const PARTS = [
  '(',
  ')',
  ' and ',
  ' or ',
  'not ',
  ' in ',
  ' matches ',
  ' is empty',
  '"',
  '`',
  '==',
  '!=',
  '.',
  '[',
  ']',
  '{1,1000}',
  '(?i)',
  '\\p{Greek}',
  '[^\\x00-\\x{10FFFF}]',
  '(?:',
  '*',
  '+?',
  '|',
  '^',
  '$',
]

function filterOf(random) {
  if (random.chance(1, 300)) return `${'('.repeat(20_000)}a == b`
  if (random.chance(1, 300)) return Array.from({ length: 2000 }, () => 'Node == a').join(' and ')
  let text = random.pick(FILTERS)
  for (let more = random.int(4); more > 0; more--)
    text = random.chance(1, 2)
      ? `${text} ${random.pick(['and', 'or'])} ${random.pick(FILTERS)}`
      : text + random.pick(PARTS)
  return random.chance(1, 3) ? text : mutated(text, random)
}

/** Filters, of which some compute, over rows with long texts. */
export const filters = {
  name: 'filters',
  unit: 'requests',
  weight: 1,
  async prepare(agent) {
    for (let i = 0; i < 20; i++) {
      await agent.request('PUT', '/v1/agent/check/register', JSON.stringify({ Name: `long${i}`, TTL: '60m' }))
      await agent.request(
        'PUT',
        `/v1/agent/check/update/long${i}`,
        JSON.stringify({ Status: 'passing', Output: 'ab'.repeat(2000) }),
      )
    }
  },
  make: random =>
    Array.from({ length: 3 }, () => ({
      method: 'GET',
      path: `${random.pick(LISTS)}?filter=${escaped(filterOf(random))}`,
    })),
  count: requests => requests.length,
  send: ({ ports }, requests) => talk(ports.http, [requestsText(requests)], { quiet: 20_000 }),
}
