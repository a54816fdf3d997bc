// node-forge has no types of its own: `node-forge-api.ts` has those of its functions, `node-forge.ts` gives them to it.
declare module 'node-forge/lib/forge.js' {
  const forge: { options: { usePureJavaScript: boolean } }
  export default forge
}

declare module 'node-forge' {
  const forge: unknown
  export default forge
}
