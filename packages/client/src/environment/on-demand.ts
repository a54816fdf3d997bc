/**
 * The parts of `readEnvironment` that few need, in one piece: certificates, and the explanation of what is missing or wrong.
 */
export { createCertificateKeys } from '../certificates/certificate-keys.ts'
export { readSerialNumber } from './certificate.ts'
export { explainFaults } from './explain-faults.ts'
