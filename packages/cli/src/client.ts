import {
  type Client,
  type ClientOptions,
  createClient,
  type Environment,
  type EnvironmentParts,
} from '@wechatpay-kit/client'
import type { CommandContext } from './command.ts'
import { readConfig, readVariables } from './config.ts'
import { UsageError } from './errors.ts'

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
    brandId,
  }: {
    readonly operations?: ClientOptions['operations']
    readonly required?: readonly Part[]
    /** A brand that calls in place of the merchant, by the keys that are set. */
    readonly brandId?: string | undefined
  } = {},
): Promise<OpenClient<Part | 'merchant' | 'platformKeys'>> {
  if (brandId !== undefined && !/^\d{1,32}$/.test(brandId))
    throw new UsageError('--brand-id takes the brand id (品牌ID), a string of digits.')
  const variables = await readVariables(context)
  // A brand has no merchant number, and stands in the place of one.
  const named = brandId === undefined ? variables : { ...variables, WECHATPAY_MCHID: brandId }
  const environment = await readConfig(named, ['merchant', 'platformKeys', ...required])
  const { serialNumber, privateKey } = environment.merchant
  const merchant = brandId === undefined ? environment.merchant : { brandId, serialNumber, privateKey }
  // The operations are known at run time alone.
  const wxpay = createClient({ ...environment, merchant, operations: operations ?? [] }) as unknown as Client
  return { wxpay, environment }
}
