import type { AgentTokenSettings } from '../../model/settings.ts'

export type AgentTokenName = keyof AgentTokenSettings

/** The tokens that an agent uses itself: those of its configuration, until others are set while it runs; a reload takes those back. */
export class AgentTokens {
  readonly #set = new Map<AgentTokenName, string>()
  readonly #configured: () => AgentTokenSettings

  constructor(configured: () => AgentTokenSettings) {
    this.#configured = configured
  }

  get(name: AgentTokenName): string {
    return this.#set.get(name) ?? this.#configured()[name]
  }

  /** `''` takes the token away, be there one in the configuration. */
  set(name: AgentTokenName, secret: string): void {
    this.#set.set(name, secret)
  }

  /** Those of the configuration count again, but for tokens that are `kept` and not taken away. */
  reload(kept: boolean): void {
    for (const [name, secret] of this.#set) if (!kept || secret === '') this.#set.delete(name)
  }

  /** What was set while it ran. */
  entries(): Iterable<readonly [AgentTokenName, string]> {
    return this.#set
  }
}
