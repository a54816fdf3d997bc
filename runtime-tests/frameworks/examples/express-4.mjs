// Express 4 takes the same set-ups, and the same mistakes.
export { default } from './express-5.mjs'
