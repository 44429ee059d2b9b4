import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

export interface FieldProps {
  readonly label: string
  readonly hint?: ComponentChildren
  /** Draws the control, with the `id` and what describes it. */
  readonly children: (control: {
    readonly id: string
    readonly 'aria-describedby': string | undefined
  }) => ComponentChildren
}

/** A control with its label above and a hint below. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId()
  const hintId = hint === undefined ? undefined : `${id}-hint`
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': hintId })}
      {hint !== undefined && (
        <p class="faint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  )
}

export interface TextFieldProps {
  readonly label: string
  readonly name: string
  readonly value?: string
  readonly hint?: ComponentChildren
  readonly required?: boolean
  readonly placeholder?: string
  readonly secret?: boolean
  /** Phones show their digits. */
  readonly numeric?: boolean
  /** ID of a list of values that are offered. */
  readonly list?: string
}

/** A field for one line of text. */
export function TextField(props: TextFieldProps) {
  const { label, name, value = '', hint, required, placeholder, secret, numeric, list } = props
  return (
    <Field label={label} hint={hint}>
      {control => {
        const input = { ...control, name, defaultValue: value, required, placeholder, autocomplete: 'off' }
        if (secret) return <input type="password" {...input} />
        return <input spellcheck={false} list={list} inputMode={numeric ? 'numeric' : undefined} {...input} />
      }}
    </Field>
  )
}

/** A choice of a few values. */
export function SelectField(props: {
  readonly label: string
  readonly name: string
  readonly value?: string
  readonly values: Readonly<Record<string, string>>
  readonly onChange?: (value: string) => void
}) {
  return (
    <Field label={props.label}>
      {control => (
        <select
          {...control}
          name={props.name}
          defaultValue={props.value}
          onChange={event => props.onChange?.(event.currentTarget.value)}
        >
          {Object.entries(props.values).map(([value, text]) => (
            <option key={value} value={value} selected={value === props.value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** Any number of things that are there to choose from. Each that is chosen is a value of the field. */
export function PickField(props: {
  readonly label: string
  readonly name: string
  readonly chosen: readonly string[]
  readonly names: readonly string[]
  readonly empty: string
}) {
  const names = [...new Set([...props.names, ...props.chosen])]
  return (
    <fieldset class="picks">
      <legend>{props.label}</legend>
      {names.length === 0 && <p class="faint">{props.empty}</p>}
      {names.map(name => (
        <label key={name}>
          <input type="checkbox" name={props.name} value={name} defaultChecked={props.chosen.includes(name)} /> {name}
        </label>
      ))}
    </fieldset>
  )
}

/** Yes or no. */
export function CheckField({ label, name, value = false }: { label: string; name: string; value?: boolean }) {
  return (
    <label class="check">
      <input type="checkbox" name={name} value="true" defaultChecked={value} /> {label}
    </label>
  )
}
