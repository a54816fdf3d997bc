// The only way to node-forge: its options are set before it loads.
import './forge-options.ts'
import forge from 'node-forge'

export default forge
