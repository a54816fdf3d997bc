import { cpus, totalmem } from 'node:os'

/** By which command, when, and on what figures were measured. @param {string} command */
export function describeOrigin(command) {
  const [{ model = 'unknown' } = {}] = cpus()
  const date = new Date().toISOString().slice(0, 10)
  const machine = `${cpus().length} cores (${model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`
  return `Written by \`${command}\` on ${date}: Node.js ${process.version}, ${machine}.`
}
