/** The steps of uploads and downloads, in one piece: whoever transfers no file does not load it. */
export { attemptDownload } from './attempt-download.ts'
export { prepareFile } from './file.ts'
export { writeForm } from './form.ts'
export { writeHashes } from './meta-hashes.ts'
