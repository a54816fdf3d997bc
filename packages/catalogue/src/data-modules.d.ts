/** The modules of `data/`: JavaScript beside the sources, which is not compiled. */
declare module '*.mjs' {
  const records: readonly never[]
  export default records
}
