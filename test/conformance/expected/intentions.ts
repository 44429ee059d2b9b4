export const intentions: Readonly<Record<string, string>> = {}
