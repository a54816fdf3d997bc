// What a program without the kit writes for itself, as short as it gets: no key is checked, no error explained.

/** @param {string} base64 */
export const fromBase64 = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

/** @param {ArrayBuffer} bytes */
export const toBase64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))

/** @param {'pkcs8' | 'spki'} format @param {string} pem @param {string} name @param {string} hash @param {KeyUsage} usage */
export function importKey(format, pem, name, hash, usage) {
  const der = fromBase64(pem.replace(/-----[^-]+-----|\s/g, ''))
  return crypto.subtle.importKey(format, der, { name, hash }, false, [usage])
}
