// The examples that are checked: each has a folder in examples/frameworks, and a description in examples/ beside this file.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../harness/root.mjs'

/** Texts to replace, by file; each stands there once. @typedef {Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>} Edits */

/**
 * Another set-up that works, made in the files of an example.
 *
 * @typedef {object} Variant
 * @property {string} name such as `express.raw`
 * @property {Edits} edits
 */

/**
 * A mistake in a set-up, made in the files of an example.
 *
 * @typedef {object} Mistake
 * @property {string} name such as `parsed body`
 * @property {Edits} edits
 * @property {RegExp} remedy names what to do, and stands in the response or in what the example prints
 * @property {number} [status] of the response. Default: 500; 401 where a body was changed, so that its signature is wrong
 * @property {string} [event] the one kind of events that it is made with
 */

/**
 * What is to be known of an example, besides its files.
 *
 * @typedef {object} Description
 * @property {string} framework package whose version is shown; or the name of a cloud's functions, which do not run here
 * @property {readonly string[]} [events] kinds of events that the cloud documents, and the example's own server makes of requests when `EVENT` names one
 * @property {number} [node] version of Node.js that it is run with, where the framework needs a newer one than this process
 * @property {{ orders: string, notifications: string }} [paths] of its routes; default: `/orders`, `/notifications`
 * @property {readonly Variant[]} [variants] other set-ups that a guide speaks of
 * @property {readonly Mistake[]} mistakes mistakes that this framework makes easy
 */

/** @typedef {Description & Required<Pick<Description, 'paths' | 'variants'>> & { name: string }} Example its name is that of its folder */

/** Lists the examples, or those of them that are wanted. @param {readonly string[]} wanted @returns {Promise<Example[]>} */
export async function listExamples(wanted) {
  const names = readdirSync(join(import.meta.dirname, 'examples')).map((file) => file.replace(/\.mjs$/, ''))
  const folders = readdirSync(join(root, 'examples/frameworks')).filter((name) => isProject(name))
  const lonely = [
    ...folders.filter((name) => !names.includes(name)),
    ...names.filter((name) => !folders.includes(name)),
  ]
  if (lonely.length > 0) throw new Error(`${lonely.join(', ')}: an example needs a folder and a description.`)
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown) throw new Error(`There is no example ${unknown}; there are ${names.join(', ')}.`)
  const chosen = names.filter((name) => wanted.length === 0 || wanted.includes(name))
  return Promise.all(
    chosen.map(async (name) => {
      /** @type {{ default: Description }} */
      const { default: description } = await import(`./examples/${name}.mjs`)
      const paths = { orders: '/orders', notifications: '/notifications' }
      return { paths, variants: [], ...description, name }
    }),
  )
}

/** @param {string} name */
function isProject(name) {
  return existsSync(join(root, 'examples/frameworks', name, 'package.json'))
}
