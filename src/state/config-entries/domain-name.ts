/** Labels of 1 to 63 characters, whatever these are. */
export const isDomainName = (host: string): boolean =>
  host === '.' ||
  (host.length <= 255 &&
    host
      .replace(/\.$/, '')
      .split('.')
      .every(label => /^.{1,63}$/su.test(label)))
