import { useRef } from 'preact/hooks'

/** A value as it last was, as long as that `fits`: what is being edited stays when it is taken away meanwhile. */
export function useLast<T>(value: T | undefined, fits: (last: T) => boolean): T | undefined {
  const last = useRef<T | undefined>(undefined)
  if (value !== undefined) last.current = value
  return last.current !== undefined && fits(last.current) ? last.current : undefined
}
