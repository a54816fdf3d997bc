import type * as v from 'valibot'
import type { CallOptions, KnownOptions, Nothing, OperationOptions } from '../call/options.ts'
import type { AnyOperation } from '../operation/operation.ts'
import type { FileEncryption } from './encryption.ts'
import type { FileHash } from './hash.ts'

/** Options of an upload to a path that no operation describes. */
export interface UploadOptions extends CallOptions {
  /** The file; a `File` brings its name along. */
  readonly file: Blob
  /**
   * The JSON that is signed in place of the file, as the endpoint documents it. Default: `{ filename, sha256 }` of the
   * file. A hash given here must be the file's; each field must have a value, and a name as WeChat Pay writes it.
   */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/** Options of a download. */
export interface DownloadOptions {
  /**
   * The published hash; or `'unchecked'` where WeChat Pay publishes none, as for the pictures under
   * `v3/merchant-service/images`: then TLS alone vouches for the file.
   */
  readonly hash: FileHash | 'unchecked'
  /** Values of the path's `{name}` variables, percent-encoded; of a path alone. */
  readonly params?: CallOptions['params']
  /** Query parameters, percent-encoded; of a path alone: a URL is called as it is. */
  readonly query?: CallOptions['query']
  /** Headers beside those that the protocol sets, as of every call; of a path alone. */
  readonly headers?: CallOptions['headers']
  /** Names of fields of the query that are to leave as plain text, as of every call; of a path alone. */
  readonly plainFields?: CallOptions['plainFields']
  /**
   * The encryption of the file: `encrypt_key` and `nonce` of the response, where they stand beside `download_url`. Its tag
   * is checked before anything is handed over, so the file stands in memory.
   */
  readonly encryption?: FileEncryption | undefined
  /** Whether the file was asked for with `tar_type=GZIP`: the hash is that of the file inside. Default: `false`. */
  readonly gunzip?: boolean | undefined
  /** Largest file in bytes as it travels. Default: 1 073 741 824 (1 GiB), with `encryption` 134 217 728 (128 MiB). */
  readonly maxBytes?: number | undefined
  /** With `gunzip`: largest file in bytes once it is unpacked. Default: 16 times `maxBytes`. */
  readonly maxUnpackedBytes?: number | undefined
  /** Aborts the download. */
  readonly signal?: AbortSignal | undefined
  /** Deadline of the whole download in milliseconds, reading included. Default: 300 000. */
  readonly timeout?: number | undefined
}

/** Fields of a `meta` that the client writes itself where the caller leaves them out. */
type WrittenField = 'filename' | 'file_name' | 'sha256' | 'file_digest' | 'digest'

type Meta<Json> = Omit<Json, WrittenField> & { readonly [Name in WrittenField & keyof Json]?: Json[Name] | undefined }

/** The option `name`, which may be left out where all its members may. */
type Option<Name extends string, Values> = Nothing extends Values
  ? { readonly [One in Name]?: Values | undefined }
  : { readonly [One in Name]: Values }

/** The `meta` of a known upload without the fields that the client writes, and the further parts of its form. */
type UploadParts<Known extends AnyOperation> = (Known extends {
  readonly request: infer Request extends v.GenericSchema
}
  ? Option<'meta', Meta<v.InferInput<Request>>>
  : Pick<UploadOptions, 'meta'>) &
  (Known extends { readonly form: { readonly fields: infer Fields extends v.GenericSchema } }
    ? Option<'fields', v.InferInput<Fields>>
    : { readonly fields?: undefined })

/** The same of an upload that is not to be validated: `meta` holds anything that can be sent, `fields` any texts. */
type UnvalidatedParts = Pick<UploadOptions, 'meta'> & {
  readonly fields?: Readonly<Record<string, string | number | boolean | undefined>> | undefined
}

/** Options of a known upload, by whether they say `validation: 'off'`: file, `meta`, path variables and further parts. */
export type UploadOperationOptions<Known extends AnyOperation, Validation extends 'off' | undefined = undefined> = Omit<
  KnownOptions<Known, Validation>,
  'json'
> &
  Pick<UploadOptions, 'file'> &
  ([Validation] extends ['off'] ? UnvalidatedParts : UploadParts<Known>)

/** The paths of the statements (对账单), whose responses are signed with the hash of the file. */
export type StatementPath = 'v3/global/statements' | 'hk/v3/statements'

/** Options of a known download: path variables and query as it defines them; a statement brings its own hash along. */
export type DownloadOperationOptions<Known extends AnyOperation> = Omit<
  DownloadOptions,
  'hash' | 'params' | 'query' | 'headers'
> &
  Pick<OperationOptions<Known>, 'params' | 'query' | 'headers'> &
  (Known['path'] extends StatementPath ? Partial<Pick<DownloadOptions, 'hash'>> : Pick<DownloadOptions, 'hash'>)
