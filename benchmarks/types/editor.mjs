// What an editor does while somebody types: the language service of TypeScript, asked at one place of the project.
// Usage: node editor.mjs <folder> <text with ‸ where the cursor is> <text that must be in the response> <edits> [hover]
import { join } from 'node:path'
import ts from 'typescript'

const [folder = '', marked = '', expected = '', edits = '', kind = 'completion'] = process.argv.slice(2)
const file = join(folder, 'edited.ts')
const head = "import { wxpay } from './client.js'\n"
const position = head.length + marked.indexOf('‸')
let version = 0

const config = ts.getParsedCommandLineOfConfigFile(join(folder, 'tsconfig.json'), undefined, {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
    throw new Error(String(messageText))
  },
})
if (!config) throw new Error('The project has no configuration.')

const service = ts.createLanguageService({
  ...ts.sys,
  useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  getCompilationSettings: () => config.options,
  getScriptFileNames: () => [...config.fileNames, file],
  getScriptVersion: (name) => (name === file ? String(version) : '0'),
  getScriptSnapshot: (name) => {
    // Every version is another text, as after a keystroke.
    const edited = `${head}${marked.replace('‸', '')}\n// ${version}\n`
    const text = name === file ? edited : ts.sys.readFile(name)
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
  },
  getCurrentDirectory: () => folder,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
})

function ask() {
  if (kind === 'hover') return ts.displayPartsToString(service.getQuickInfoAtPosition(file, position)?.displayParts)
  return service.getCompletionsAtPosition(file, position, {})?.entries.map(({ name }) => name)
}

/** Milliseconds. @param {() => unknown} task */
function measure(task) {
  const start = performance.now()
  task()
  return performance.now() - start
}

const program = measure(() => service.getProgram())
const first = measure(() => {
  const response = ask()
  if (!response?.includes(expected)) throw new Error(`The editor has no ${expected} at ${marked}`)
})
const afterEdits = Array.from({ length: Number(edits) }, () => {
  version++
  return measure(ask)
})
console.log(JSON.stringify({ program, first, afterEdits }))
