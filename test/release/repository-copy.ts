import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { listPublished } from '../../tools/release/packages.mjs'
import { root } from '../run.ts'

/** The files of this repository as they are now, in a repository of their own; with what was built, a release can be made there. */
export function copyRepository({ withBuild = false } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'repository-'))
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
  const files = listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file)))
  execFileSync('tar', ['-xf', '-', '-C', folder], {
    input: execFileSync('tar', ['-cf', '-', '--null', '-T', '-'], {
      cwd: root,
      input: files.join('\0'),
      maxBuffer: 256 * 1024 * 1024,
    }),
  })
  for (const name of withBuild ? readdirSync(join(root, 'packages')) : []) {
    for (const output of ['dist', 'cjs']) {
      const from = join(root, 'packages', name, output)
      if (existsSync(from)) cpSync(from, join(folder, 'packages', name, output), { recursive: true })
    }
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: folder })
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-q', '-m', 'All')
  return folder
}

/** Links the dependencies of the copy: packages of this repository are the copy's, all others are where they were installed. */
export function linkDependencies(folder: string): void {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const { folder: path, manifest } of listPublished(folder)) {
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const own = listPublished(folder).find((one) => one.manifest.name === name)
      const link = join(folder, path, 'node_modules', name)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(own ? join(folder, own.folder) : realpathSync(join(root, path, 'node_modules', name)), link)
    }
  }
}

/** Removes a copy. */
export const removeCopy = (folder: string): void => rmSync(folder, { recursive: true, force: true })
