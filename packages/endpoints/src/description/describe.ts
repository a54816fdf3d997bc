import { type AnyOperation, describedOperation, type Operation } from '@wechatpay-kit/client/operation'
import type * as v from 'valibot'
import { readSections, type Sections } from './read.ts'

/** A schema whose values have a type that is written out, so that nobody has to infer it. */
export type Described<Value> = v.GenericSchema<Value>

/** The parts of an operation that few have; `file` is the name of an upload's part that is the file. */
type Extras = Pick<Operation, 'headers' | 'transfer' | 'idempotencyField'> & { readonly file?: string | undefined }

/**
 * Makes a generated operation. Its schemas are made when somebody first asks for one of them: who has a thousand
 * operations calls few.
 *
 * @param text - its query, request and response, in the form that `description.md` defines.
 * @param extras - needed headers, kind of file transfer and name of its file, the field that makes a repetition harmless.
 */
export function describe<Known extends AnyOperation>(
  method: Known['method'],
  path: Known['path'],
  text: string,
  { file, ...extras }: Extras = {},
): Known {
  let sections: Sections | undefined
  const read = () => {
    sections ??= readSections(text)
    return sections
  }
  return describedOperation({
    method,
    path,
    ...extras,
    get params() {
      return read().params
    },
    get query() {
      return read().query
    },
    get request() {
      return read().request
    },
    get form() {
      const fields = read().form
      return fields || file ? { file, fields } : undefined
    },
    get response() {
      return read().response
    },
  }) as Operation as Known
}
