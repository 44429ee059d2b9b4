/** What `PUT /v1/catalog/register` takes for instance `i` of a service, on a node of its own and with its own check. */
export function instance(service, i, { status = 'passing', output = 'ok' } = {}) {
  const node = `${service}-node-${i}`
  const address = `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`
  const id = `${service}-${i}`
  return {
    Node: node,
    Address: address,
    Service: {
      ID: id,
      Service: service,
      Tags: ['v1', i % 2 ? 'blue' : 'green'],
      Meta: { version: '1.2.3' },
      Address: address,
      Port: 8000 + (i % 1000),
    },
    Checks: [
      // not serfHealth: a real agent takes nodes that bear it and are no members out of the catalog within a minute
      { CheckID: 'alive', Name: 'Node alive', Status: 'passing', Output: 'alive and reachable' },
      { CheckID: `service:${id}`, Name: `Service '${service}' check`, ServiceID: id, Status: status, Output: output },
    ],
  }
}

/** Requests that register so many instances. */
export function instances(service, count) {
  return Array.from({ length: count }, (_, i) => ['PUT', '/v1/catalog/register', instance(service, i + 1)])
}

const BATCH = 64

/** Requests that store so many values, by transactions; `key(i)` names them. */
export function keys(count, key, value) {
  const base64 = Buffer.from(value).toString('base64')
  const requests = []
  for (let from = 0; from < count; from += BATCH) {
    const size = Math.min(BATCH, count - from)
    const sets = Array.from({ length: size }, (_, i) => ({ KV: { Verb: 'set', Key: key(from + i), Value: base64 } }))
    requests.push(['PUT', '/v1/txn', sets])
  }
  return requests
}
