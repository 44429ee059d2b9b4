export const connect: Readonly<Record<string, string>> = {}
