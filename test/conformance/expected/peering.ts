/** Clusters that are peers. */
export const peering: Readonly<Record<string, string>> = {}
