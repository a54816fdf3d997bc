import { decryptResource, type EncryptedResource, encryptResource } from '@wechatpay-kit/crypto'
import type { CommandContext } from './command.ts'
import { readVariables } from './config.ts'
import { CommandError, UsageError } from './errors.ts'
import { noteLineFeed } from './input.ts'
import { importMerchantKey, importPlatformKey, readApiV3Key } from './keys.ts'

/** Encrypts standard input for the command `encrypt`. */
export async function encryptInput(
  { resource, associatedData }: { readonly resource?: true; readonly associatedData?: string },
  context: CommandContext,
): Promise<void> {
  if (!resource && associatedData !== undefined)
    throw new UsageError('--associated-data belongs to a resource. Give --resource too.')
  const variables = await readVariables(context)
  if (resource) {
    const apiV3Key = await readApiV3Key(variables)
    const encrypted = await encryptResource(await readPlaintext(context), { apiV3Key, associatedData })
    context.print(encrypted, () => JSON.stringify(encrypted))
    return
  }
  const { id, key } = await importPlatformKey(variables)
  const ciphertext = await key.encrypt(await readPlaintext(context))
  context.print({ ciphertext, keyId: id }, () => ciphertext)
}

async function readPlaintext(context: CommandContext): Promise<Buffer> {
  const plaintext = await context.readInput()
  if (plaintext.length === 0)
    throw new CommandError('INPUT_EMPTY', 'Standard input is empty. Pipe the plaintext into it.')
  noteLineFeed(plaintext, context, { en: 'encrypted', zh: '加密' })
  return plaintext
}

/** Decrypts standard input for the command `decrypt`. */
export async function decryptInput(context: CommandContext): Promise<void> {
  const variables = await readVariables(context)
  const input = (await context.readInput()).toString('utf8').trim()
  if (input === '')
    throw new CommandError(
      'INPUT_EMPTY',
      'Standard input is empty. Pipe a ciphertext, a resource or a notification into it.',
    )
  const plaintext = input.startsWith('{')
    ? await decryptResource(readResource(input), { apiV3Key: await readApiV3Key(variables) })
    : await (await importMerchantKey(variables)).decrypt(input.replace(/\s/g, '').replace(/^"(.*)"$/, '$1'))
  context.print({ plaintext: new TextDecoder().decode(plaintext) }, () =>
    process.stdout.isTTY ? new TextDecoder().decode(plaintext) : plaintext,
  )
}

/** Finds the encrypted resource: the object itself, that of a notification, or the one of a certificate's entry. */
function readResource(input: string): EncryptedResource {
  const json = parse(input)
  for (const object of [json, Object(json).resource, Object(json).encrypt_certificate]) {
    if (typeof Object(object).ciphertext === 'string') return object as EncryptedResource
  }
  throw new CommandError(
    'INPUT_INVALID',
    'The JSON holds no ciphertext. Pipe a resource, a notification or an entry of the certificate list into it.',
  )
}

function parse(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch {
    throw new CommandError('INPUT_INVALID', 'Standard input begins as JSON and is none. Pipe the whole body into it.')
  }
}
