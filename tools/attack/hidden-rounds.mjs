// A PKCS#12 file whose number of rounds of key derivation can be seen only after its outer layer was decrypted.

const OID = {
  data: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01],
  encryptedData: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x06],
  shroudedKeyBag: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x02],
  tripleDes: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01, 0x03],
  pbes2: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d],
  pbkdf2: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0c],
  hmacSha256: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x09],
  aes256: [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a],
}
const OUTER_ROUNDS = 2_048

/**
 * Makes the file.
 *
 * @param {string} password @param {number} rounds - of the layer that is hidden.
 */
export async function hideRounds(password, rounds) {
  const salt = crypto.getRandomValues(new Uint8Array(8))
  const parameters = sequence(octets(salt), integer(rounds))
  const bag = sequence(sequence(oid('tripleDes'), parameters), octets(new Uint8Array(64)))
  const contents = sequence(sequence(oid('shroudedKeyBag'), element(0xa0, bag)))
  const safe = sequence(sequence(oid('encryptedData'), element(0xa0, await encrypt(contents, password))))
  return sequence(integer(3), sequence(oid('data'), element(0xa0, octets(safe))))
}

/** @param {Uint8Array<ArrayBuffer>} contents @param {string} password */
async function encrypt(contents, password) {
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(16))]
  const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, [
    'deriveKey',
  ])
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: OUTER_ROUNDS }
  const key = await crypto.subtle.deriveKey(derivation, secret, { name: 'AES-CBC', length: 256 }, false, ['encrypt'])
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, contents))
  const pbkdf2 = sequence(
    oid('pbkdf2'),
    sequence(octets(salt), integer(OUTER_ROUNDS), sequence(oid('hmacSha256'), element(0x05))),
  )
  const algorithm = sequence(oid('pbes2'), sequence(pbkdf2, sequence(oid('aes256'), octets(iv))))
  return sequence(integer(0), sequence(oid('data'), algorithm, element(0x80, ciphertext)))
}

/** @param {number} tag @param {readonly Uint8Array[]} contents */
function element(tag, ...contents) {
  const content = contents.flatMap((bytes) => [...bytes])
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Uint8Array.from([tag, ...size, ...content])
}

/** @param {readonly Uint8Array[]} contents */
const sequence = (...contents) => element(0x30, ...contents)
/** @param {Uint8Array} bytes */
const octets = (bytes) => element(0x04, bytes)
/** @param {keyof typeof OID} name */
const oid = (name) => element(0x06, Uint8Array.from(OID[name]))
/** @param {number} number */
function integer(number) {
  const bytes = [0, number >> 24, number >> 16, number >> 8, number].map((byte) => byte & 0xff)
  // As few bytes as hold the number and a first bit of 0.
  while (bytes.length > 1 && bytes[0] === 0 && (bytes[1] ?? 0) < 0x80) bytes.shift()
  return element(0x02, Uint8Array.from(bytes))
}
