// The attacks, by name.
import { attackCertificates } from './certificates.mjs'
import { attackDownloads } from './downloads.mjs'
import { attackExchanges } from './exchanges.mjs'
import { attackExhaustion } from './exhaustion.mjs'
import { attackFields } from './fields.mjs'
import { attackKeyFiles } from './key-files.mjs'
import { attackNotifications } from './notifications.mjs'
import { attackByPieces } from './pieces.mjs'
import { attackPollution } from './pollution.mjs'
import { attackRepetition } from './repetition.mjs'
import { isNode } from './report.mjs'
import { attackRequests } from './requests.mjs'
import { attackResponses } from './responses.mjs'
import { attackSecrets } from './secrets.mjs'

/** @type {Record<string, (context: import('./context.mjs').Context) => Promise<void>>} */
export const groups = {
  responses: attackResponses,
  exchanges: attackExchanges,
  notifications: attackNotifications,
  pieces: attackByPieces,
  exhaustion: attackExhaustion,
  repetition: attackRepetition,
  fields: attackFields,
  secrets: attackSecrets,
  requests: attackRequests,
  pollution: attackPollution,
  certificates: attackCertificates,
  downloads: attackDownloads,
  'key-files': attackKeyFiles,
  // Raw sockets, and the transport of undici, are for Node.js alone.
  ...(isNode ? { sockets: (await import('./sockets.mjs')).attackSockets } : {}),
}
