/**
 * Everything that an attack is made with; `scale` is the share of its usual number of tries.
 *
 * @typedef {{
 *   scene: import('./scene.mjs').Scene,
 *   random: import('./random.mjs').Random,
 *   tally: import('./tally.mjs').Tally,
 *   scale: number,
 * }} Context
 */
export {}
