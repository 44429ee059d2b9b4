import type { Words } from './words.ts'

/** The shells that scripts can be made for. */
export const scripts: Readonly<Record<string, (program: string, words: Words) => string>> = { bash, zsh, fish }

const cases = (words: Words, row: (after: string, words: string) => string): string =>
  [...words].map(([after, list]) => row(after, list.join(' '))).join('\n')

/** A name for functions of the shell. */
const identifier = (program: string): string => `_${program.replaceAll(/\W/g, '_')}`

/** What bash and zsh have in common: the words after a beginning. */
function posixWords(name: string, words: Words): string {
  const rows = cases(words, (after, list) => `    '${after}') echo '${list}' ;;`)
  return `${name}_words() {\n  case "$1" in\n${rows}\n  esac\n}\n`
}

/** Goes through the words before the cursor to the name of the command that they are. */
const posixStep = (name: string): string => `case "$word" in
      -*) ;;
      *) case " $(${name}_words "$at") " in *" $word "*) at="\${at:+$at }$word" ;; esac ;;
    esac`

function bash(program: string, words: Words): string {
  const name = identifier(program)
  return `# Completion of ${program} for bash: source <(${program} completion bash)
${posixWords(name, words)}
${name}() {
  local at= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    ${posixStep(name)}
  done
  COMPREPLY=($(compgen -W "$(${name}_words "$at")" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [[ \${COMPREPLY[0]} == *= ]] && compopt -o nospace
  return 0
}

complete -o default -F ${name} ${program}
`
}

function zsh(program: string, words: Words): string {
  const name = identifier(program)
  return `#compdef ${program}
# Completion of ${program} for zsh: source <(${program} completion zsh)
${posixWords(name, words)}
${name}() {
  local at= word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    ${posixStep(name)}
  done
  local -a found
  found=(\${=$(${name}_words "$at")})
  compadd -S '' -- \${(M)found:#*=}
  compadd -- \${found:#*=}
  [[ "$PREFIX" == -* ]] || _files
}

compdef ${name} ${program}
`
}

function fish(program: string, words: Words): string {
  const name = `_${identifier(program)}`
  const rows = cases(words, (after, list) => `    case '${after}'\n      string split ' ' -- '${list}'`)
  return `# Completion of ${program} for fish: ${program} completion fish | source
function ${name}_words
  switch "$argv[1]"
${rows}
  end
end

function ${name}
  set -l at
  for word in (commandline -opc)[2..-1]
    if contains -- $word (${name}_words "$at")
      set at (string trim -- "$at $word")
    end
  end
  ${name}_words "$at"
end

complete -c ${program} -a '(${name})'
`
}
