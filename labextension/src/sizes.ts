/** How much room things take, of what an author says in Gradio's words: `scale`, `min_width`, `height` …. */

import type { ComponentInfo } from './protocol';

type Props = ComponentInfo['props'];

const LENGTH = /^(\d+(\.\d+)?(px|%|vh|vw|dvh|em|rem|cm)|(calc|min|max|clamp)\([\w\s.,%()+*/-]+\))$/;

/** A number of pixels, or a length as style sheets have it; `undefined` for anything else. */
export function lengthOf(said: unknown): string | undefined {
  if (typeof said === 'number' && Number.isFinite(said) && said >= 0) {
    return `${said}px`;
  }
  return typeof said === 'string' && LENGTH.test(said) ? said : undefined;
}

/** How much it takes of its row: as much as its `scale` is of all, but `min_width` at least, as far as there is room. */
export function widthOf({ scale, min_width }: Props): preact.JSX.CSSProperties {
  const least = lengthOf(min_width);
  return {
    ...(typeof scale === 'number' && scale >= 0 ? { flex: scale === 0 ? '0 0 auto' : `${scale} 1 0` } : {}),
    ...(least ? { minWidth: `min(${least}, 100%)` } : {})
  };
}

/** What holds others: its width, and how high it is. */
export function roomOf(props: Props): preact.JSX.CSSProperties {
  const most = lengthOf(props.height) ?? lengthOf(props.max_height);
  return {
    ...widthOf(props),
    ...(most ? { maxHeight: most, overflowY: 'auto' } : {}),
    ...(lengthOf(props.height) ? { height: most } : {}),
    ...(lengthOf(props.min_height) ? { minHeight: lengthOf(props.min_height) } : {})
  };
}

/** What shows or takes a value: its width, and what its insides may read of its height. */
export function boxOf(props: Props): preact.JSX.CSSProperties {
  const { height, min_height, max_height, lines } = props;
  const own = {
    '--jgm-height': lengthOf(height),
    '--jgm-least': lengthOf(min_height),
    '--jgm-most': lengthOf(max_height) ?? lengthOf(height),
    '--jgm-lines': typeof lines === 'number' && lines > 1 ? String(lines) : undefined
  };
  return { ...widthOf(props), ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)) };
}
