import { readFileSync } from 'node:fs'
import type { CatalogueOperation } from '@wechatpay-kit/catalogue'
import { operations } from '@wechatpay-kit/endpoints/areas/all'
import { describe, expect, it } from 'vitest'
import { listParts, nameOperation, readOperations } from '../tools/prove/facts.mjs'
import { type CallProof, proveOperations } from '../tools/prove/operations.mjs'
import { writeReport } from '../tools/prove/report.mjs'
import { listFormFields, readMeta, WRITTEN } from '../tools/prove/requests.mjs'
import { root } from './run.ts'

const documented = await readOperations()
const known = documented.filter(({ decision }) => decision.kind !== 'left out')
const areas = [...new Set(known.map(({ area }) => area))]
const proofs: CallProof[] = []

/** All that the proofs of the areas hold under a name. */
const collect = (select: (proof: CallProof) => Iterable<string>) => proofs.flatMap((proof) => [...select(proof)]).sort()

describe('every operation is called with what its facts say, and what arrives is compared on both sides', () => {
  it.each(areas)('%s', async (area) => {
    const own = known.filter((one) => one.area === area)
    const proof = await proveOperations(own, operations)
    proofs.push(proof)
    expect(proof.faults).toEqual([])
    const names = own.map(({ name }) => name).sort()
    expect([...proof.called].sort()).toEqual(names)
    // With an unknown field, once nothing is validated; a download has no such option, and the meta of an upload that no
    // document describes has no unknown field.
    const isValidated = (facts: CatalogueOperation) =>
      !facts.download && (!facts.upload || readMeta(facts) !== undefined)
    const validated = own.filter(({ facts }) => isValidated(facts)).map(({ name }) => name)
    expect([...proof.passed].sort()).toEqual(validated.sort())
  })

  it('no field is left out', () => {
    const list = (select: (parts: ReturnType<typeof listParts>) => { place: string }[]) =>
      known.flatMap(({ name, facts }) => select(listParts(facts)).map(({ place }) => `${name} ${place}`)).sort()
    const isNamed = (place: string) => !place.endsWith(']')
    expect(collect(({ fields }) => fields.request).filter(isNamed)).toEqual(
      list(({ params, query, json }) => [...params, ...query, ...json]),
    )
    expect(collect(({ fields }) => fields.response).filter(isNamed)).toEqual(list(({ response }) => response))
  })

  it('every text that is documented as encrypted was a ciphertext on the wire, and no other', () => {
    const list = (direction: 'request' | 'response') =>
      known.flatMap(({ name, facts }) => (facts.encrypted?.[direction] ?? []).map((place) => `${name} ${place}`)).sort()
    expect(collect(({ ciphertexts }) => ciphertexts.request)).toEqual(list('request'))
    expect(collect(({ ciphertexts }) => ciphertexts.response)).toEqual(list('response'))
    expect(list('request')).toHaveLength(301)
    expect(list('response')).toHaveLength(94)
  })

  it('the page about it says what is so: npm run catalogue:report -- --write', () => {
    // That all types are those of the facts is for the test of types.
    const typed = new Set(operations.map(nameOperation))
    const called = new Set(collect((proof) => proof.called))
    const page = readFileSync(`${root}docs/evidence/catalogue.md`, 'utf8')
    expect(page).toContain(writeReport(documented, { typed, called }))
    const numbers = [
      collect(({ fields }) => fields.request).length,
      collect(({ fields }) => fields.response).length,
      sum(proofs.map(({ refused }) => refused.incomplete)),
      sum(proofs.map(({ refused }) => refused.overfull)),
      sum(proofs.map(({ refused }) => refused.wrong)),
    ]
    for (const number of numbers) expect(page).toContain(number.toLocaleString('en'))
  })

  it('without any field that is demanded, a request is refused', () => {
    const demanded = known.map(({ facts }) => {
      const { params, query, json } = listParts(facts)
      const fields = [...query, ...json].filter(
        ({ field, isOpen }) => field.required && !field.requiredDisputed && !isOpen,
      )
      const headers = (facts.headers ?? []).filter(({ name }) => name !== 'Wechatpay-Serial')
      // The client writes name and hash of an upload's file by itself.
      const written = facts.upload ? fields.filter(({ place }) => WRITTEN.includes(place.replace('json.', ''))) : []
      const needed = headers.filter(({ required, requiredDisputed }) => required && !requiredDisputed)
      const parts = listFormFields(facts).filter(({ required, requiredDisputed }) => required && !requiredDisputed)
      return params.length + fields.length - written.length + needed.length + parts.length
    })
    const refused = proofs.map((proof) => proof.refused.incomplete)
    expect(sum(refused)).toBe(sum(demanded))
  })
})

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
