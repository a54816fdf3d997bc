import {
  type Client,
  type ClientOptions,
  createClient,
  type Environment,
  type EnvironmentParts,
} from '@wechatpay-kit/client'
import type { CommandContext } from './command.ts'
import { readConfig, readVariables } from './config.ts'

/** A client, and the environment that it was made of. */
export interface OpenClient<Part extends keyof EnvironmentParts> {
  readonly wxpay: Client
  readonly environment: Environment<Part>
}

/** Makes the client of the variables that are in force, with the operations that the command needs. */
export async function openClient<const Part extends keyof EnvironmentParts = never>(
  context: CommandContext,
  {
    operations = [],
    required = [],
  }: { readonly operations?: ClientOptions['operations']; readonly required?: readonly Part[] } = {},
): Promise<OpenClient<Part | 'merchant' | 'platformKeys'>> {
  const environment = await readConfig(await readVariables(context), ['merchant', 'platformKeys', ...required])
  // The operations are known at run time alone.
  const wxpay = createClient({ ...environment, operations: operations ?? [] }) as unknown as Client
  return { wxpay, environment }
}
