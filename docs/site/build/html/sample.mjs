// The code of a page in tabs: one body for all of them, of which the style sheet shows the chosen variant. No script is needed.
/** @import { SiteOperation } from '../catalogue/operations.mjs' */
/** @import { Segment } from '../../src/samples/segments.mjs' */
/** @import { Language, WORDS } from '../words.mjs' */

import { isOfFiles, writeCall, writeSetup } from '../../src/samples/code.mjs'
import { writeCommand } from '../../src/samples/command.mjs'
import { makeSample } from '../../src/samples/request.mjs'
import { hasVariant } from '../../src/samples/segments.mjs'
import { toAddress } from '../addresses.mjs'
import { say } from '../words.mjs'
import { highlight } from './highlight.mjs'
import { escapeHtml, link } from './html.mjs'

/** The tabs, by the variants that they choose. @type {readonly (readonly [string, keyof typeof WORDS])[]} */
const NOTATIONS = [
  ['await-chain', 'awaitChain'],
  ['await-declarative', 'awaitDeclarative'],
  ['await-property', 'awaitProperty'],
  ['then-chain', 'thenChain'],
  ['then-declarative', 'thenDeclarative'],
  ['then-property', 'thenProperty'],
]
/** @type {typeof NOTATIONS} */
const STYLES = [
  ['await', 'awaitOnly'],
  ['then', 'thenOnly'],
]
/** @type {typeof NOTATIONS} */
const VALUES = [
  ['plain', 'plain'],
  ['ciphertext', 'ciphertext'],
]

/** Writes the code of an operation. @param {SiteOperation} operation @param {Language} language */
export function writeSample({ facts }, language) {
  const sample = makeSample(facts)
  const call = writeCall(facts, sample)
  /** @type {typeof NOTATIONS} */
  const tabs = [...(isOfFiles(facts) ? STYLES : NOTATIONS), ['command', 'command']]
  const choices = [writeChoice('style', 'style', tabs, language)]
  if (hasVariant(call, 'ciphertext')) choices.push(writeChoice('values', 'values', VALUES, language))
  const keys = link(toAddress('guides/keys', language), say('keysGuide', language))
  return `<p>${say('setup', language)}${keys}${language === 'zh' ? '。' : '.'}</p>
${writeBlock(highlight(writeSetup(facts)).trimEnd())}
<p>${say('call', language)}</p>
<div class="sample">
${choices.join('\n')}
${writeCode(toHtml(call), 'code')}
${writeCode(highlight(writeCommand(facts, sample), 'sh'), 'command')}</div>`
}

/** The highlighted HTML of code with all variants; the style sheet hides those that are not chosen. @param {readonly Segment[]} code */
function toHtml(code) {
  return code
    .map(({ text, only }) => {
      const html = highlight(text)
      return only.length > 0 ? `<span class="${only.map((variant) => `in-${variant}`).join(' ')}">${html}</span>` : html
    })
    .join('')
}

/** A block of code, which a keyboard can scroll; a script adds a button that copies it. @param {string} html */
export function writeBlock(html) {
  return `<div class="copyable">${writeCode(html)}</div>`
}

/** @param {string} html @param {string} [name] - where one button copies what the tabs show of several. */
function writeCode(html, name) {
  return `<pre${name ? ` class="${name}"` : ''} tabindex="0"><code>${html}</code></pre>`
}

/** @param {string} group @param {keyof typeof WORDS} title @param {typeof NOTATIONS} options @param {Language} language */
function writeChoice(group, title, options, language) {
  const labels = options.map(
    ([value, word], index) =>
      `<label><input type="radio" name="${group}" value="${value}"${index === 0 ? ' checked' : ''}>${escapeHtml(say(word, language))}</label>`,
  )
  return `<fieldset class="tabs"><legend class="sr-only">${escapeHtml(say(title, language))}</legend>${labels.join('')}</fieldset>`
}
