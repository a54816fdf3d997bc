// Builds the workbench as a page that stands alone, for its tests: node build.mjs FOLDER.
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const own = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))

/** Builds the page into a folder; gives what each file is made of. @param {string} folder */
export async function buildWorkbench(folder) {
  await mkdir(folder, { recursive: true })
  const { metafile } = await build({
    entryPoints: [own('standalone.ts')],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    metafile: true,
    logLevel: 'warning',
  })
  for (const name of ['standalone.html', 'standalone.css', 'workbench.css'])
    await copyFile(own(name), join(folder, name))
  return metafile
}

const [, program, folder] = process.argv
if (program === fileURLToPath(import.meta.url) && folder) await buildWorkbench(folder)
