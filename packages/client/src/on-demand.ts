/**
 * The parts of a client that few need, in one piece: the steps of uploads and downloads, and the check of its set-up. Whoever
 * has no file and looks for no fault does not load it. One piece, because bundlers cut what is at the start wherever another
 * piece has a share in it.
 */
export { checkSetup } from './client/check-setup.ts'
export { attemptDownload } from './files/attempt-download.ts'
export { completeMeta } from './files/complete-meta.ts'
export { prepareFile } from './files/file.ts'
export { writeForm } from './files/form.ts'
