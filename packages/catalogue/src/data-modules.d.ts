/** The modules of `data/`: JavaScript beside the sources, which is not compiled. */
declare module '*.js' {
  const records: readonly never[]
  export default records
}
