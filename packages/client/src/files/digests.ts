/** The hashes of published files. Apart, because bundlers drop what is not exported here: a dynamic import takes all. */
export { sha1 } from '@noble/hashes/legacy.js'
export { sha256 } from '@noble/hashes/sha2.js'
