interface Page {
  querySelector(selector: string): { getAttribute(name: string): string | null } | null
}

/** Undefined where no browser is, as in tests. */
const { document: page } = globalThis as { readonly document?: Page }

/** Path of the page: Consul's `ui_config.content_path`, which the agent writes into the page where it is another one. */
export const BASE = page?.querySelector('meta[name="content-path"]')?.getAttribute('content') ?? '/ui/'
