// The code of a page in tabs: one body for all of them, of which the style sheet shows the chosen variant. No script is needed.
/** @import { SiteOperation } from '../catalogue/operations.mjs' */
/** @import { Language, WORDS } from '../words.mjs' */
import { toAddress } from '../addresses.mjs'
import { hasSensitive, writeCall, writeSetup } from '../samples/code.mjs'
import { hasCommand, writeCommand } from '../samples/command.mjs'
import { makeSample } from '../samples/request.mjs'
import { toHtml } from '../samples/segments.mjs'
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
export function writeSample(operation, language) {
  const sample = makeSample(operation.facts)
  const isFile = operation.facts.upload || operation.facts.download
  const tabs = [...(isFile ? STYLES : NOTATIONS)]
  const command = hasCommand(operation) ? writeCommand(operation, sample) : undefined
  if (command) tabs.push(['command', 'command'])
  const choices = [writeChoice('style', 'style', tabs, language)]
  if (hasSensitive(sample)) choices.push(writeChoice('values', 'values', VALUES, language))
  const keys = link(toAddress('guides/keys', language), say('keysGuide', language))
  return `<p>${say('setup', language)}${keys}${language === 'zh' ? '。' : '.'}</p>
${writeBlock(toHtml(writeSetup(operation)).trimEnd())}
<p>${say('call', language)}</p>
<div class="sample">
${choices.join('\n')}
${writeCode(toHtml(writeCall(operation, sample)), 'code')}
${command ? writeCode(highlight(command, 'sh'), 'command') : ''}</div>`
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
