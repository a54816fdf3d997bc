// Writes the types of all notifications from the catalogue. Usage: node tools/generate-notifications.mjs
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dataFolder } from './catalogue/write.mjs'
import { writeNotifications } from './generate/notifications.mjs'

const file = fileURLToPath(new URL('../packages/client/src/notifications/events.ts', import.meta.url))

writeFileSync(file, writeNotifications(dataFolder))
