import type { ComponentChildren } from 'preact'

/** Names and values, one below the other; what has no value is left out. */
export function Facts({ facts }: { facts: Readonly<Record<string, ComponentChildren>> }) {
  const known = Object.entries(facts).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return (
    <dl class="facts">
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Tags, one beside the other. */
export function Tags({ tags }: { tags: readonly string[] | null | undefined }) {
  if (!tags || tags.length === 0) return null
  return (
    <span class="tags">
      {tags.map(tag => (
        <span key={tag} class="tag">
          {tag}
        </span>
      ))}
    </span>
  )
}

/** Metadata, or nothing. */
export function Meta({ meta }: { meta: Readonly<Record<string, string>> | null | undefined }) {
  if (!meta || Object.keys(meta).length === 0) return null
  return (
    <>
      <h3>Metadata</h3>
      <Facts facts={meta} />
    </>
  )
}
