/** A moment, told from now; exactly in its title. */

import { useEffect, useState } from 'preact/hooks';

import { absolute, relative } from './times';

/** How often what is told from now is told anew. */
const AGAIN_MS = 30_000;

export function Moment({ at }: { at: number }): preact.JSX.Element {
  const [, again] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => again(count => count + 1), AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={absolute(at)}>
      {relative(at)}
    </time>
  );
}
