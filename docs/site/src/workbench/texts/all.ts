import { call } from './call.ts'
import { file } from './file.ts'
import { frame } from './frame.ts'
import { keys } from './keys.ts'
import { secrets } from './secrets.ts'
import { signature } from './signature.ts'

/** All texts of the workbench, by the tool that shows them. */
export const texts = { frame, keys, signature, file, secrets, call } as const
