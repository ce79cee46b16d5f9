/** The words of the user interface, which JupyterLab's translator may put into another language. */

type Translate = (text: string) => string;

export let translate: Translate = text => text;

/** Have all words go through `f` from now on. */
export function setTranslator(f: Translate): void {
  translate = f;
}

/** A text in the reader's language; `{name}` in it stands for a value. */
export function __(text: string, values: { [name: string]: string | number } = {}): string {
  return translate(text).replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
