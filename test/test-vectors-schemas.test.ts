import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { root, run } from './run.ts'

// The schemas of test-vectors, by a validator that knows JSON Schema, and the files by the schemas.

const folder = `${root}test-vectors/`
const readJson = (path: string) => JSON.parse(readFileSync(folder + path, 'utf8'))
const schemas = readdirSync(`${folder}schemas`)
const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true })
for (const file of schemas) ajv.addSchema(readJson(`schemas/${file}`), file)

const validate = (name: string) => ajv.getSchema(`${name}.schema.json`) ?? expect.fail(`no schema ${name}`)
const kinds = readdirSync(`${folder}vectors`)
const files = kinds.flatMap((kind) => readdirSync(`${folder}vectors/${kind}`).map((name) => `${kind}/${name}`))

/** Every string within a value. */
const stringsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(stringsOf)
      : []

describe('the vectors', () => {
  it('have a schema for each kind, and each schema a use', () => {
    const names = [...kinds, 'common', 'question', 'response'].map((name) => `${name}.schema.json`)
    expect(schemas.sort()).toEqual(names.sort())
    expect(kinds.length).toBe(10)
  })

  it.each(files)('%s is as its schema says', (path) => {
    const check = validate(path.split('/')[0] ?? '')
    check(readJson(`vectors/${path}`))
    expect(check.errors ?? []).toEqual([])
  })

  it('have ids of their own', () => {
    const ids = files.flatMap((path) => readJson(`vectors/${path}`).vectors.map(({ id }: { id: string }) => id))
    expect(ids.length).toBeGreaterThan(250)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('name files that are there, and leave no file unused', () => {
    const values = files.flatMap(
      (path) => readJson(`vectors/${path}`).vectors as { input: unknown; output?: unknown }[],
    )
    const texts = values.flatMap(({ input, output }) => stringsOf([input, output]))
    const named = new Set(texts.filter((text) => /^(keys|certificates|forms)\//.test(text)))
    expect([...named].filter((path) => !existsSync(folder + path))).toEqual([])
    const there = ['keys', 'certificates', 'forms'].flatMap((name) =>
      readdirSync(folder + name).map((file) => `${name}/${file}`),
    )
    // These sign and encrypt in generate.sh, and nothing is asked of them.
    const makers = ['keys/platform.private.pem', 'keys/stranger.private.pem', 'keys/stranger.public.pem']
    expect(there.filter((path) => !named.has(path))).toEqual(makers)
  })
})

describe('the schemas', () => {
  // Each takes the first vector of its kind, and refuses it with any member away, of another type, or one more.
  it.each(files)('refuse what is changed in %s', (path) => {
    const check = validate(path.split('/')[0] ?? '')
    const file = readJson(`vectors/${path}`)
    const changed = (change: (vector: Record<string, unknown>) => unknown) => {
      const copy = structuredClone(file)
      change(copy.vectors[0])
      return check(copy)
    }
    expect(changed(() => {})).toBe(true)
    for (const name of ['id', 'comment', 'input', 'result']) {
      expect(
        changed((vector) => delete vector[name]),
        `without ${name}`,
      ).toBe(false)
      expect(
        changed((vector) => Object.assign(vector, { [name]: 1 })),
        `${name}: 1`,
      ).toBe(false)
    }
    expect(changed((vector) => Object.assign(vector, { more: 1 }))).toBe(false)
    expect(changed((vector) => Object.assign(vector, { id: 'others/one' }))).toBe(false)
    expect(
      changed((vector) => Object.assign(vector, { result: 'invalid' })),
      'without reason',
    ).toBe(false)
    expect(
      changed((vector) => Object.assign(vector, { reason: 'INPUT_INVALID' })),
      'valid with a reason',
    ).toBe(false)
    expect(
      changed(({ input }) => Object.assign(input as object, { more: 1 })),
      'one more in input',
    ).toBe(false)
  })

  it('describe the lines of the runner and of an implementation', async () => {
    const { stdout } = await run('node', ['test-vectors/main.mjs', '--lines'])
    const lines = stdout.trim().split('\n')
    expect(lines.length).toBeGreaterThan(300)
    const check = validate('question')
    for (const line of lines) expect(check(JSON.parse(line)) ? [] : check.errors).toEqual([])
    const { stdout: responses } = await run('node', ['test/programs/vectors-webcrypto.mjs'], { input: stdout })
    const response = validate('response')
    expect(responses.trim().split('\n').length).toBe(lines.length)
    for (const line of responses.trim().split('\n'))
      expect(response(JSON.parse(line)) ? [] : response.errors).toEqual([])
    for (const bad of [
      { id: 'a' },
      { id: 'a', result: {}, error: 'b' },
      { id: 'a', unsupported: false },
      { result: {} },
    ])
      expect(response(bad)).toBe(false)
  })
})
