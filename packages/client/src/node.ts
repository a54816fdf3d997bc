/**
 * The client's part for servers on Node.js, which this entry needs: environment variables that name files.
 *
 * @packageDocumentation
 */
export type { Environment, EnvironmentOptions, EnvironmentParts } from './environment/parts.ts'
export { readEnvironment } from './node/environment.ts'
