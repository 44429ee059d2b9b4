import { pairsText } from '../lib/pairs.ts'
import { CodeField } from './code-field.tsx'

export interface PairsFieldProps {
  readonly label: string
  readonly name: string
  readonly value?: Parameters<typeof pairsText>[0]
  readonly rows?: number
}

/** A field for names with values. */
export const PairsField = ({ value, rows = 2, ...field }: PairsFieldProps) => (
  <CodeField {...field} value={pairsText(value)} rows={rows} hint="name=value, one on each line." />
)
