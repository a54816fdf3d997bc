// Small pieces of HTML. What comes of the catalogue is escaped here and nowhere else.
/** @import { Language } from '../words.mjs' */

/** Escapes a text for HTML, attributes included. @param {string | number | boolean} text */
export function escapeHtml(text) {
  return String(text).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** @param {string | number | boolean} text */
export function code(text) {
  return `<code>${escapeHtml(text)}</code>`
}

/** @param {string} address @param {string} html */
export function link(address, html) {
  return `<a href="${escapeHtml(address)}">${html}</a>`
}

/**
 * A Chinese text on a page of either language; screen readers are told on an English one.
 *
 * @param {string} text
 * @param {Language} language
 */
export function chinese(text, language) {
  return language === 'zh' ? escapeHtml(text) : `<span lang="zh-CN">${escapeHtml(text)}</span>`
}

/** @typedef {{ depth: 2 | 3, slug: string, text: string }} Heading */

/** A heading with the anchor that the list of contents leads to. @param {Heading} heading */
export function heading({ depth, slug, text }) {
  return `<h${depth} id="${slug}">${escapeHtml(text)}</h${depth}>`
}
