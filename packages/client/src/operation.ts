/**
 * The definition of endpoints: operations, and the schemas of their fields. For packages of operations, which need no
 * client.
 *
 * @module
 */
export { echo } from './client/echo.ts'
export {
  number,
  type OpenEnumSchema,
  openEnum,
  type SensitiveTextSchema,
  sensitiveText,
  type TextSchema,
  text,
} from './operation/fields.ts'
export {
  type AnyOperation,
  type ApiPath,
  builtinOperation,
  defineOperation,
  describedOperation,
  type HttpMethod,
  type Operation,
  type UploadForm,
} from './operation/operation.ts'
