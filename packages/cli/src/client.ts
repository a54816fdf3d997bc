import { type Client, type ClientOptions, createClient, type Environment, type EnvironmentParts, ValidationError } from '@wechatpay-kit/client'
import { readEnvironment } from '@wechatpay-kit/client/node'
import type { CommandContext } from './command.ts'
import { readVariables } from './config.ts'
import { UsageError } from './errors.ts'

/** A client, and the environment that it was made of. */
export interface OpenClient<Part extends keyof EnvironmentParts> {
  readonly wxpay: Client
  readonly environment: Environment<Part>
}

/** Reads the keys and numbers of the `WECHATPAY_*` variables that are in force. Those that are missing are wrong usage. */
export async function openEnvironment<const Part extends keyof EnvironmentParts>(
  context: CommandContext,
  required: readonly Part[],
): Promise<Environment<Part>> {
  try {
    return await readEnvironment(await readVariables(context), { required })
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    throw new UsageError(error.message, 'CONFIG_INVALID')
  }
}

/** Makes the client of the variables that are in force, with the operations that the command needs. */
export async function openClient<const Part extends keyof EnvironmentParts = never>(
  context: CommandContext,
  { operations = [], required = [] }: { readonly operations?: ClientOptions['operations']; readonly required?: readonly Part[] } = {},
): Promise<OpenClient<Part | 'merchant' | 'platformKeys'>> {
  const environment = await openEnvironment(context, ['merchant', 'platformKeys', ...required])
  // The operations are known at run time alone.
  const wxpay = createClient({ ...environment, operations: operations ?? [] }) as unknown as Client
  return { wxpay, environment }
}
