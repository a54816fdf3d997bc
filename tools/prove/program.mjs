// Programs of the TypeScript compiler, for looking at types.
import ts from 'typescript'

/**
 * Makes a program of texts and files.
 *
 * @param {readonly string[]} roots - paths of files.
 * @param {Readonly<Record<string, string>>} [texts] - by path; where one is given, no file is read.
 * @returns {ts.Program}
 */
export function createProgram(roots, texts = {}) {
  /** @type {ts.CompilerOptions} */
  const options = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, getSourceFile } = host
  host.fileExists = (name) => name in texts || fileExists(name)
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts[name]
    return text === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version)
  }
  return ts.createProgram([...roots, ...Object.keys(texts)], options, host)
}

/** Finds the type that a file exports under a name. @param {ts.Program} program @param {string} file @param {string} name @returns {ts.Type} */
export function findType(program, file, name) {
  return program.getTypeChecker().getDeclaredTypeOfSymbol(findExport(program, file, name))
}

/** Finds the symbol that a file exports under a name. @param {ts.Program} program @param {string} file @param {string} name @returns {ts.Symbol} */
export function findExport(program, file, name) {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const symbol = source && checker.getSymbolAtLocation(source)
  const found = symbol && checker.getExportsOfModule(symbol).find((exported) => exported.name === name)
  if (!found) throw new Error(`${file} exports no ${name}; is everything built?`)
  return found
}
