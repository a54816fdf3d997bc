// The few functions of gmsm-sm3js that are used here; it brings no types.
declare module 'gmsm-sm3js' {
  interface RunningSm3 {
    update(bytes: Uint8Array): void
    finalize(): Uint8Array
  }
  const sm3: { create(): RunningSm3 }
  export default sm3
}
