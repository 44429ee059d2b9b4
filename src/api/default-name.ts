/** Whether a partition or a namespace is the one that there is without Enterprise, named in any case or not at all. */
export const isDefaultName = (name = ''): boolean => name === '' || name.toLowerCase() === 'default'
