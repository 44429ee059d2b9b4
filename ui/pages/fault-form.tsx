import { Strip } from '../components/form.tsx'
import { Choice } from '../components/toolbar.tsx'
import { addFault } from '../lib/control-api.ts'
import { FAULT_KINDS, faultBody } from '../lib/fault-kinds.ts'
import { go, param, withParams } from '../shell/address.ts'

const METHODS = ['GET', 'PUT', 'POST', 'DELETE']

/** Adds a fault. The choices are in the address, which decides which fields are shown. */
export function FaultForm() {
  const about = param('about') === 'dns' ? 'dns' : 'http'
  const kinds = Object.entries(FAULT_KINDS).filter(([, kind]) => kind.about === about)
  const [kind, { value }] = kinds.find(([name]) => name === param('fault')) ?? kinds[0] ?? ['', { value: undefined }]
  const add = async (field: (name: string) => string): Promise<void> => {
    const fields = {
      kind,
      value: field('value'),
      method: field('method'),
      path: field('path'),
      name: field('name'),
      times: field('times'),
      chance: field('chance'),
    }
    await addFault(faultBody(fields))
  }
  return (
    <Strip label="Add a fault" done="The fault is set up." run={add}>
      <Choice name="about" label="Applies to" values={{ '': 'HTTP', dns: 'DNS' }} />
      {about === 'http' ? (
        <>
          <select name="method" aria-label="Method">
            <option value="">Any method</option>
            {METHODS.map(method => (
              <option key={method}>{method}</option>
            ))}
          </select>
          <input
            name="path"
            class="wide"
            aria-label="Path"
            placeholder="Path, or /expression/ (all)"
            spellcheck={false}
          />
        </>
      ) : (
        <input
          name="name"
          class="wide"
          aria-label="Name"
          placeholder="Name, or /expression/ (all)"
          spellcheck={false}
        />
      )}
      <select
        name="kind"
        aria-label="Fault"
        onChange={event => go(withParams({ fault: event.currentTarget.value }), { replace: true })}
      >
        {kinds.map(([name, { name: text }]) => (
          <option key={name} value={name} selected={name === kind}>
            {text}
          </option>
        ))}
      </select>
      {value !== undefined && <input key={kind} class="small" name="value" aria-label="Value" defaultValue={value} />}
      <input class="small" name="times" inputMode="numeric" aria-label="Times" placeholder="Always" />
      <label class="small">
        <input name="chance" inputMode="numeric" aria-label="Probability in percent" placeholder="100" /> %
      </label>
      <button type="submit" class="main">
        Add
      </button>
    </Strip>
  )
}
