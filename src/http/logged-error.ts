const QUOTED_KEY = /(private key ")(?:[^"\\]|\\.)*/g

/** The text of an answer as it may stand in a log: Consul's own quotes a private key that is none, which may be one but for a letter. */
export const loggedError = (text: string): string => text.replace(QUOTED_KEY, '$1<hidden>')
