import { element } from './dom.ts'
import type { KeySource } from './keys/key-ring.ts'
import { frame } from './texts/frame.ts'
import type { Say } from './texts/index.ts'

/** The most that is read of a file, in bytes: keys have a few thousand, messages seldom more than a million. */
const LIMIT = 8_000_000

/** Reads files of this machine; those that are too large are told to `onError`. */
export async function readFiles(
  files: Iterable<File>,
  say: Say,
  onError: (message: string) => void,
): Promise<KeySource[]> {
  const sources: KeySource[] = []
  for (const file of files) {
    const { name, size } = file
    if (size <= LIMIT) sources.push({ name, bytes: new Uint8Array(await file.arrayBuffer()) })
    else onError(say(frame.tooLarge, { name, size: Math.ceil(size / 1e6), limit: LIMIT / 1e6 }))
  }
  return sources
}

/** Creates a button that opens the dialogue for files. */
export function createFileButton(
  say: Say,
  label: string,
  onFiles: (files: Iterable<File>) => void,
  accept?: string,
): HTMLElement {
  const input = element('input', { type: 'file', multiple: true, class: 'wb-file', accept, 'aria-label': label })
  input.addEventListener('change', () => {
    onFiles([...(input.files ?? [])])
    input.value = ''
  })
  return element('label', { class: 'wb-button wb-secondary wb-file-button' }, say(frame.chooseFile), input)
}

/** Has an element take files that are dropped on it; elsewhere in the page the browser would open them. */
export function takeDrops(target: HTMLElement, onFiles: (files: Iterable<File>) => void): void {
  const mark = (isOver: boolean) => target.classList.toggle('wb-over', isOver)
  target.addEventListener('dragover', (event) => {
    event.preventDefault()
    mark(true)
  })
  target.addEventListener('dragleave', () => mark(false))
  target.addEventListener('drop', (event) => {
    mark(false)
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    onFiles(files)
  })
}
