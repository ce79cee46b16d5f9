/** A moment, to be read by people: in words of theirs, and as it came. */

import type { ViewProps } from './contract';

export function DateTime({ value }: ViewProps): preact.JSX.Element {
  const text = typeof value === 'number' ? new Date(value * 1000).toISOString() : String(value);
  return (
    <time class="jgmv-number" dateTime={text} title={text}>
      {readable(text)}
    </time>
  );
}

/** ISO 8601 with a blank for its T and without a fraction of nothing; other texts as they are. */
function readable(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)(?:\.0+(?!\d))?/, '$1 $2').replace(/Z$/, ' UTC');
}
