/** The launcher writes the module: see `../harness/vectors.mjs`. */
export const vectors: ReturnType<typeof import('../harness/vectors.mjs').readVectors>
