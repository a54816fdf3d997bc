// Exactly the files that belong into a package: what each source compiles to, as ES module and as CommonJS; the sources;
// three papers; and what else is there: modules of data, a NOTICE, the definition of a form beside what reads it.
import { execFileSync } from 'node:child_process'
import { root } from '../harness/project.mjs'
import { VECTORS } from './vectors.mjs'

const PAPERS = ['LICENSE', 'README.md', 'package.json']

/** @param {import('../harness/project.mjs').Project} project @returns {string[]} problems */
export function checkFiles({ tarballs }) {
  return [...tarballs].flatMap(([name, { files }]) => {
    // Nothing of it is compiled; checkVectors looks at it.
    if (name === VECTORS) return []
    const folder = `packages/${name === 'wechatpay-kit' ? 'cli' : name.replace('@wechatpay-kit/', '')}/`
    const all = execFileSync('git', ['ls-files', '-co', '--exclude-standard', folder], {
      cwd: root,
      encoding: 'utf8',
    })
      .split('\n')
      .map((path) => path.slice(folder.length))
    const sources = all.filter((path) => /^(src|conformance)\/.*\.ts$/.test(path))
    const isCommand = name === 'wechatpay-kit'
    // Data are modules of JavaScript, which the CommonJS of the catalogue has in that form too: its folder has both.
    const data = all.filter((path) => /^data\/.*\.js$/.test(path))
    const commonJs = data.length > 0 ? 'cjs/src/' : 'cjs/'
    const expected = new Set([
      ...PAPERS,
      ...(isCommand ? [] : ['cjs/package.json', ...data.map((path) => `cjs/${path}`)]),
      ...all.filter((path) => /^(NOTICE|README\.zh-CN\.md|data\/.*\.js|src\/.*\.md)$/.test(path)),
    ])
    for (const path of sources) {
      expected.add(path)
      const base = path.replace(/^src\//, '').replace(/\.ts$/, '')
      if (base.endsWith('.d')) continue
      for (const ending of ['.js', '.js.map', '.d.ts', '.d.ts.map']) expected.add(`dist/${base}${ending}`)
      if (!isCommand) for (const ending of ['.js', '.d.ts']) expected.add(commonJs + base + ending)
    }
    const packed = new Set(files.map((path) => path.replace(/^package\//, '')))
    return [
      ...[...expected].filter((path) => !packed.has(path)).map((path) => `${name}: ${path} is missing in the tarball`),
      ...[...packed]
        .filter((path) => !expected.has(path))
        .map(
          (path) => `${name}: ${path} should not be in the tarball (left over of a build? npm run build -- --clean)`,
        ),
    ]
  })
}
