/** What Go calls the processors and systems that Node has another name for. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  ppc64: 'ppc64le',
  mipsel: 'mipsle',
}
const SYSTEMS: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' }

/** The version that Consul 1.21.4 was built with. */
export const GO_VERSION = 'go1.23.12'

/** A processor of Node's `os.arch()` as Go's `runtime.GOARCH` names it. */
export const goArch = (arch: string): string => ARCHITECTURES[arch] ?? arch

/** A system of Node's `os.platform()` as Go's `runtime.GOOS` names it. */
export const goOs = (platform: string): string => SYSTEMS[platform] ?? platform
