/** A command of an example with the answer that the example shows, if any. */
export interface Example {
  readonly command: string
  readonly answer: string | undefined
}

/** The commands in the shell blocks of a page; `⟶` begins an answer. */
export function examplesIn(markdown: string): Example[] {
  const blocks = Array.from(markdown.matchAll(/^```sh\n([^]*?)^```$/gm), ([, block = '']) => block)
  return blocks.flatMap(block =>
    block
      .split(/^(?=curl )/m)
      .filter(part => part.trim() !== '')
      .map(part => {
        const [command = '', answer] = part.split(/^⟶ /m)
        return { command: command.trim(), answer: answer?.trim() }
      }),
  )
}

/** What a curl command sends, read as a shell would: quotes, and `&` at the end for not waiting. */
export interface CurlRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** File that the answer goes to. */
  readonly output: string | undefined
  readonly inBackground: boolean
}

export function readCurl(command: string): CurlRequest {
  const words = Array.from(command.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? '')
  const inBackground = words.at(-1) === '&'
  if (inBackground) words.pop()
  const options: Record<string, string[]> = { '-X': [], '-H': [], '-d': [], '-o': [] }
  const others: string[] = []
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as string
    const values = options[word]
    if (values) values.push(words[++i] ?? '')
    else others.push(word)
  }
  if (words[0] !== 'curl' || others.length !== 1) throw new Error(`no curl command that is understood: ${command}`)
  const body = options['-d']?.[0]
  return {
    method: options['-X']?.[0] ?? (body === undefined ? 'GET' : 'POST'),
    url: others[0] as string,
    headers: Object.fromEntries((options['-H'] ?? []).map(line => line.split(/:\s*/, 2) as [string, string])),
    body,
    output: options['-o']?.[0],
    inBackground,
  }
}

/** A pattern for an answer: `…` stands for anything; JSON may be laid out in any way. */
export function answerPattern(answer: string): RegExp {
  const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${compact(answer).split('…').map(escape).join('[^]*')}$`)
}

/** JSON without spaces outside of strings. */
export const compact = (text: string): string =>
  text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string: string | undefined) => string ?? '')
