/** A host for a module that is loaded when it is first needed; until then, and where that fails, something simpler. */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { AssetName, Environment } from '../environment';
import { messageOf } from './files';

interface Props<V> {
  module: AssetName;
  value: V;
  /** What `mount` gets beside `value` and `root`; what it held at first counts. */
  options?: { [name: string]: unknown };
  environment: Environment;
  /** What is shown until the module is there, and if it does not come. */
  children?: ComponentChildren;
  class?: string;
}

interface Mounted<V> {
  update(value: V): void;
  destroy(): void;
}

export function Lazily<V>({ module, value, options, environment, children, ...rest }: Props<V>): preact.JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const mounted = useRef<Mounted<V> | null>(null);
  const latest = useRef(value);
  latest.current = value;
  const [state, setState] = useState<'loading' | 'shown' | { error: string }>('loading');
  useEffect(() => {
    let current = true;
    environment.assets.module(module).then(
      loaded => {
        if (current) {
          mounted.current = loaded.mount(host.current, { ...options, value: latest.current, root: environment.root });
          setState('shown');
        }
      }
    ).catch((error: unknown) => current && setState({ error: messageOf(error) }));
    return () => {
      current = false;
      mounted.current?.destroy();
      mounted.current = null;
    };
  }, [module, environment]);
  useEffect(() => mounted.current?.update(value), [value]);
  return (
    <>
      {state !== 'shown' && children}
      {typeof state === 'object' && (
        <p class="jgmv-problem" role="alert">
          This can only be shown simply: {state.error}
        </p>
      )}
      {/* Empty rather than hidden until then: what is mounted may measure itself. */}
      <div ref={host} class={rest.class} />
    </>
  );
}
