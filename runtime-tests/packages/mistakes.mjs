// Wrong settings of a consumer's project: each gives the error that the guide names, and the guide's remedy takes it away.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { start } from '../harness/process.mjs'
import { root } from '../harness/root.mjs'
import { dependency } from '../harness/runtimes.mjs'

const IMPORT = `import { createClient } from '@wechatpay-kit/endpoints'\nexport { createClient }\n`
const COMMONJS = { module: 'commonjs', target: 'ES2022' }
const NODENEXT = { module: 'nodenext', target: 'ES2022' }

/** @typedef {{ compilerOptions: object, source: string, type?: 'module' }} Project */

/** By the error: the version that gives it, the project with the mistake, and what the remedy changes. @type {Record<string, { version: string, wrong: Project, remedy: Partial<Project> }>} */
const MISTAKES = {
  TS2792: {
    version: '5.9',
    wrong: { compilerOptions: { module: 'es2022', target: 'ES2022' }, source: IMPORT },
    remedy: { compilerOptions: NODENEXT },
  },
  TS2304: {
    version: '7.0',
    wrong: { compilerOptions: { module: 'nodenext', target: 'ES2021' }, source: IMPORT },
    remedy: { compilerOptions: { module: 'nodenext', target: 'ES2021', lib: ['ES2022'] } },
  },
  TS1192: {
    version: '5.9',
    wrong: {
      compilerOptions: { module: 'commonjs', target: 'ES2022' },
      source: `import kit from '@wechatpay-kit/endpoints'\nexport { kit }\n`,
    },
    remedy: { source: IMPORT },
  },
  TS1309: {
    version: '7.0',
    wrong: { compilerOptions: NODENEXT, source: `${IMPORT}await createClient\n` },
    remedy: { type: 'module' },
  },
  // Behind an import, the file is one that `module` makes a CommonJS one.
  TS1378: {
    version: '5.9',
    wrong: { compilerOptions: COMMONJS, source: `${IMPORT}await createClient\n` },
    remedy: { compilerOptions: NODENEXT, type: 'module' },
  },
  // Of private names in types of the packages.
  TS18028: {
    version: '5.9',
    wrong: { compilerOptions: { module: 'commonjs', target: 'ES5', lib: ['ES2022'] }, source: IMPORT },
    remedy: { compilerOptions: COMMONJS },
  },
}

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<string[]>} problems */
export async function checkMistakes({ folder }) {
  const problems = []
  for (const language of ['en', 'zh']) {
    const guide = readFileSync(join(root, `docs/${language}/modules.md`), 'utf8')
    const named = [...new Set(guide.match(/TS\d+/g))].sort().join()
    if (named !== Object.keys(MISTAKES).sort().join())
      problems.push(`docs/${language}/modules.md names ${named}, which is not what is provoked`)
  }
  for (const [error, { version, wrong, remedy }] of Object.entries(MISTAKES)) {
    const [before, after] = [await compile(wrong), await compile({ ...wrong, ...remedy })]
    if (before.code === 0 || !before.output.includes(`error ${error}:`))
      problems.push(`TypeScript ${version} gives no ${error}: ${before.output}`)
    if (after.code !== 0) problems.push(`TypeScript ${version}: the remedy for ${error} does not help: ${after.output}`)

    /** @param {Project} project */
    async function compile({ compilerOptions, source, type }) {
      const own = join(folder, 'mistake')
      mkdirSync(own, { recursive: true })
      writeFileSync(join(own, 'package.json'), JSON.stringify({ type: type ?? 'commonjs' }))
      writeFileSync(join(own, 'app.ts'), source)
      const config = { compilerOptions: { types: ['node'], strict: true, noEmit: true, ...compilerOptions } }
      writeFileSync(join(own, 'tsconfig.json'), JSON.stringify(config))
      return start(process.execPath, [dependency(`typescript-${version}/bin/tsc`), '-p', own], folder)
    }
  }
  return problems
}
