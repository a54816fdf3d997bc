// The attacks that need web standards alone, by name: they run in every runtime.
import { attackBills } from './bills.mjs'
import { attackCertificates } from './certificates.mjs'
import { attackDecrypted } from './decrypted.mjs'
import { attackDownloads } from './downloads.mjs'
import { attackEnvironments } from './environments.mjs'
import { attackExchanges } from './exchanges.mjs'
import { attackExhaustion } from './exhaustion.mjs'
import { attackFields } from './fields.mjs'
import { attackNotifications } from './notifications.mjs'
import { attackOperations } from './operations.mjs'
import { attackByPieces } from './pieces.mjs'
import { attackPollution } from './pollution.mjs'
import { attackRepetition } from './repetition.mjs'
import { attackRequests } from './requests.mjs'
import { attackResponses } from './responses.mjs'
import { attackSecrets } from './secrets.mjs'

/** @type {Record<string, (context: import('./context.mjs').Context) => Promise<void>>} */
export const portable = {
  responses: attackResponses,
  exchanges: attackExchanges,
  notifications: attackNotifications,
  pieces: attackByPieces,
  exhaustion: attackExhaustion,
  repetition: attackRepetition,
  fields: attackFields,
  operations: attackOperations,
  decrypted: attackDecrypted,
  secrets: attackSecrets,
  requests: attackRequests,
  pollution: attackPollution,
  certificates: attackCertificates,
  downloads: attackDownloads,
  bills: attackBills,
  environments: attackEnvironments,
}
