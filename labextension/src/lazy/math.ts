/** Formulas in TeX as MathML, which browsers set by themselves: without fonts, style or script of ours. */

import katex from 'katex';

/** Formulas that are remembered: a text that grows has the same ones again and again. */
const REMEMBERED = 200;

const known = new Map<string, string>();

/** MathML of a formula; what is wrong in it is shown as it was written. */
export function render(tex: string, display: boolean): string {
  const key = `${display}${tex}`;
  let made = known.get(key);
  if (made === undefined) {
    made = katex
      // A size in em that no formula needs more of: it is not to reach over what is around it.
      .renderToString(tex, { output: 'mathml', displayMode: display, trust: false, throwOnError: false, strict: 'ignore', maxSize: 20 })
      // The source beside it is for programs.
      .replace(/<annotation[^>]*>[^<]*<\/annotation>/g, '');
    if (known.size >= REMEMBERED) {
      known.clear();
    }
    known.set(key, made);
  }
  return made;
}
