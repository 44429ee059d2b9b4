import type { ComponentChildren } from 'preact'

/** A list, and beside it what was chosen in it. */
export function Split({ children, detail }: { children: ComponentChildren; detail: ComponentChildren }) {
  const open = detail !== undefined && detail !== null && detail !== false
  return (
    <div class={`split ${open ? 'open' : ''}`}>
      <section class="list">{children}</section>
      {open && detail}
    </div>
  )
}

/** What was chosen: its name, a way back, and all about it. */
export function Detail(props: {
  title: string
  closeHref: string
  actions?: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <section class="detail" aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
        <span class="group">{props.actions}</span>
        <a class="close" href={props.closeHref} aria-label="Close" title="Close (Esc)" data-close>
          ✕
        </a>
      </header>
      <div class="body">{props.children}</div>
    </section>
  )
}
