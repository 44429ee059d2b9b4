export const aclObjects: Readonly<Record<string, string>> = {}
