import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'

/** The width inside of an element, as it is now. */
export function useRoom(element: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(360)
  useLayoutEffect(() => {
    const { current } = element
    if (!current) return
    const observer = new ResizeObserver(([entry]) => entry && setRoom(entry.contentRect.width))
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return room
}
