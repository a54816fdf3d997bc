// Where the repository lives, and what manifests say of it.

/** An address of a repository, as a browser shows it: `https://host/owner/name`. */
const ADDRESS = /^https:\/\/[\w.-]+(?:\/[\w.-]+){2,}$/

/** Throws if this is no address of a repository. @param {string} address @returns {string} without an ending `/` or `.git` */
export function readAddress(address) {
  const plain = address.replace(/(\.git|\/)$/, '')
  if (!ADDRESS.test(plain)) {
    throw new Error(`Found ${address}, wanted the repository's address as https://host/owner/name; pass that one.`)
  }
  return plain
}

/**
 * The fields of a manifest that depend on where the repository lives.
 *
 * @param {string} address
 * @param {string} folder of the package
 */
export function repositoryFields(address, folder) {
  return {
    homepage: `${address}/tree/main/${folder}#readme`,
    bugs: { url: `${address}/issues` },
    repository: { type: 'git', url: `git+${address}.git`, directory: folder },
  }
}
