/**
 * One HTTP attempt over undici, for Node.js servers. Knows no cryptography.
 *
 * @packageDocumentation
 */
import { request } from 'undici'

export const undiciRequest: unknown = request
