// The only way to node-forge: its options are set before it loads.
import './forge-options.ts'
import nodeForge from 'node-forge'
import type { Forge } from './node-forge-api.ts'

// By way of `unknown`: where others' types of node-forge are installed, Deno takes those.
const forge: Forge = nodeForge as unknown as Forge

export default forge
