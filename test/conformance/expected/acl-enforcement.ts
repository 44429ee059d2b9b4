export const aclEnforcement: Readonly<Record<string, string>> = {}
