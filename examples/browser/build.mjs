// Bundles the page into dist/, with WeChat Pay's public key of the build's environment.
import { copyFile } from 'node:fs/promises'
import { build } from 'esbuild'

const outdir = process.argv[2] ?? 'dist'
const define = Object.fromEntries(
  ['WECHATPAY_PUBLIC_KEY_ID', 'WECHATPAY_PUBLIC_KEY'].map((name) => {
    const value = process.env[name]
    if (!value) throw new Error(`The environment variable ${name} is missing; README.md says what it holds.`)
    return [name, JSON.stringify(value)]
  }),
)
await build({ entryPoints: ['main.ts'], outdir, define, bundle: true, minify: true, format: 'esm', target: 'es2022' })
await copyFile('index.html', `${outdir}/index.html`)
