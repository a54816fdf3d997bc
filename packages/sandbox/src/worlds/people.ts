import type { State } from '../state/state.ts'

/** A user of WeChat whom the sandbox knows by name. */
export interface Person {
  readonly openid: string
  /** The name that the user verified (实名). */
  readonly name: string
}

/** Tells the sandbox whom an openid belongs to; a name that it has is replaced. */
export function introducePerson(state: State, person: Person): void {
  state.table<Person>('people').set(person.openid, { openid: person.openid, name: person.name })
}

/** Whether a name is another than the one that the sandbox knows for an openid. Of a stranger every name is right. */
export function isWrongName(state: State, openid: string, name: string): boolean {
  const person = state.table<Person>('people').get(openid)
  return person !== undefined && person.name !== name
}
