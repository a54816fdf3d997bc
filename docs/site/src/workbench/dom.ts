/** A value of an attribute: `true` is one without a value, `false` and `undefined` leave it out; functions are listeners. */
type AttributeValue = string | number | boolean | undefined | ((event: Event) => void)

/** Attributes of an element by name; `onclick` and others that begin with `on` are listeners. */
export type Attributes = Readonly<Record<string, AttributeValue>>

/** A child of an element; what is empty is left out. */
export type Child = Node | string | undefined | false

/** Creates an element. Nothing is ever parsed as HTML, so no text can be more than a text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') created.addEventListener(name.replace(/^on/, ''), value)
    else if (value === true) created.setAttribute(name, '')
    else if (value !== false && value !== undefined) created.setAttribute(name, String(value))
  }
  created.append(...children.filter((child): child is Node | string => child !== undefined && child !== false))
  return created
}

let count = 0

/** An id that no other element of the page has. */
export function createId(): string {
  count += 1
  return `workbench-${count}`
}

/** Runs what an event started, and shows its error where it has one: nothing that happens is silent. */
export function guard(run: () => Promise<void>, show: (error: unknown) => void): void {
  run().catch(show)
}
