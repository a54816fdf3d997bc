import forge from 'node-forge/lib/forge.js'

// Makes node-forge use the standard `crypto.getRandomValues` everywhere. It must be set before any other module of
// node-forge loads, and holds for the whole process: bundles for browsers fail without it where Node.js' globals exist.
forge.options.usePureJavaScript = true
