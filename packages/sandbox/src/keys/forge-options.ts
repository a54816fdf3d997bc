import forge from 'node-forge/lib/forge.js'

// As in the crypto package: bundles where Node.js' globals exist fail without it, and whichever loads first decides.
forge.options.usePureJavaScript = true
