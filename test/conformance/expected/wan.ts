/** Federation over processes. */
export const wan: Readonly<Record<string, string>> = {}
