import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../run.ts'

/** The files of this repository as they are now, in a repository of their own: nothing is installed or built there. */
export function copyRepository(): string {
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
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: folder })
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-q', '-m', 'All')
  return folder
}

/** Removes a copy. */
export const removeCopy = (folder: string): void => rmSync(folder, { recursive: true, force: true })
