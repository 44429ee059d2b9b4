import { useEffect, useRef } from 'preact/hooks'
import { go } from './address.ts'
import { leaving, unsaved } from './unsaved.ts'

/** Asks before what was typed is lost. */
export function LeaveDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  const href = leaving.value
  useEffect(() => {
    if (href !== undefined) dialog.current?.showModal()
  }, [href])
  const stay = (): void => void (leaving.value = undefined)
  const leave = (): void => {
    unsaved.value = false
    stay()
    if (href !== undefined) go(href)
  }
  if (href === undefined) return null
  return (
    <dialog ref={dialog} aria-labelledby="leaving" onClose={stay}>
      <h2 id="leaving">Your changes are not saved</h2>
      <div class="bar">
        <button type="button" class="main" onClick={stay}>
          Stay here
        </button>
        <button type="button" class="danger" onClick={leave}>
          Discard the changes
        </button>
      </div>
    </dialog>
  )
}
