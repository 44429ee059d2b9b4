/** The views of one thing, by their names. */
export function Tabs(props: {
  readonly label: string
  readonly tabs: Readonly<Record<string, string>>
  readonly current: string
}) {
  return (
    <nav class="choice tabs" aria-label={props.label}>
      {Object.entries(props.tabs).map(([name, href]) => (
        <a key={name} href={href} aria-current={name === props.current ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  )
}
