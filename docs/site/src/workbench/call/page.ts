import type { Language } from '../diagnosis.ts'
import { element } from '../dom.ts'
import type { Say } from '../texts/index.ts'
export function createCallTool(_say: Say, _language: Language): HTMLElement {
  return element('p', {}, '…')
}
