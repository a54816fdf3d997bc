import type { Finding, Text } from '../diagnosis.ts'
import { element } from '../dom.ts'
import type { Say } from '../texts/index.ts'
import { LINE_NAMES, signature as texts } from '../texts/signature.ts'
import { showMarked } from './invisible.ts'

const STATUS: Readonly<Record<Finding['status'], readonly [mark: string, text: Text, order: number]>> = {
  problem: ['✗', texts.statusProblem, 0],
  note: ['·', texts.statusNote, 1],
  passed: ['✓', texts.statusPassed, 2],
}

/** Shows findings as a list: problems first. */
export function createFindingList(findings: readonly Finding[], say: Say): HTMLElement {
  const sorted = [...findings].sort((one, other) => STATUS[one.status][2] - STATUS[other.status][2])
  return element('ul', { class: 'wb-findings' }, ...sorted.map((finding) => createFinding(finding, say)))
}

function createFinding({ status, text, remedy, difference }: Finding, say: Say): HTMLElement {
  const [mark, name] = STATUS[status]
  return element(
    'li',
    { class: `wb-finding wb-is-${status}` },
    element('span', { class: 'wb-mark', role: 'img', 'aria-label': say(name) }, mark),
    element(
      'div',
      {},
      element('p', {}, say(text)),
      difference && createDifference(difference, say),
      remedy && element('p', { class: 'wb-remedy' }, `→ ${say(remedy)}`),
    ),
  )
}

function createDifference(difference: NonNullable<Finding['difference']>, say: Say): HTMLElement {
  const { line, character, one, oneIs, other, otherIs } = difference
  const name = LINE_NAMES[line]
  return element(
    'div',
    { class: 'wb-difference' },
    element('p', { class: 'wb-hint' }, say(texts.place, { line: name ? say(name) : line, character })),
    element(
      'dl',
      { class: 'wb-list' },
      element('dt', {}, say(oneIs)),
      element('dd', { class: 'wb-code wb-wrong' }, ...showMarked(one)),
      element('dt', {}, say(otherIs)),
      element('dd', { class: 'wb-code wb-right' }, ...showMarked(other)),
    ),
  )
}
