/** Which functions an agent is to have. */

import type { ComponentChildren } from 'preact';

import { __ } from '../words';

interface Choice {
  name: string;
  title: string;
  kind: 'tool' | 'resource' | 'prompt';
}

interface Props<C extends Choice> {
  functions: C[];
  /** The names of those that are wanted. */
  wanted: string[];
  choose(wanted: string[]): void;
  /** What is said of one below its box. */
  more?(choice: C): ComponentChildren;
  /** What is beside its box. */
  aside?(choice: C): ComponentChildren;
  /** Begins the ids of the boxes. */
  prefix: string;
  /** What is chosen; functions for an agent without it. */
  legend?: string;
}

export function FunctionChoices<C extends Choice>({ functions, wanted, choose, more, aside, prefix, legend }: Props<C>) {
  const all = functions.length > 0 && functions.every(({ name }) => wanted.includes(name));
  const some = !all && functions.some(({ name }) => wanted.includes(name));
  const set = (name: string, on: boolean): void =>
    choose(functions.map(one => one.name).filter(other => (other === name ? on : wanted.includes(other))));
  return (
    <fieldset class="jgmc-choices">
      <legend class="jgm-label">{legend ?? __('Functions for the agent')}</legend>
      {functions.length > 1 && (
        <label class="jgm-check">
          <input
            type="checkbox"
            checked={all}
            ref={box => {
              if (box) {
                box.indeterminate = some;
              }
            }}
            onChange={event => choose(event.currentTarget.checked ? functions.map(({ name }) => name) : [])}
          />
          <span>{__('All')}</span>
        </label>
      )}
      <ul>
        {functions.map(one => (
          <li key={one.name}>
            <div class="jgmc-choice">
              <label class="jgm-check" for={`${prefix}-${one.name}`}>
                <input
                  id={`${prefix}-${one.name}`}
                  type="checkbox"
                  checked={wanted.includes(one.name)}
                  onChange={event => set(one.name, event.currentTarget.checked)}
                />
                <span>
                  <b>{one.name}</b> <KindMark kind={one.kind} />
                </span>
              </label>
              {aside?.(one)}
            </div>
            {more?.(one)}
          </li>
        ))}
      </ul>
      {functions.length > 0 && !all && !some && (
        <p class="jgm-error" role="alert">
          {__('Choose at least one function.')}
        </p>
      )}
    </fieldset>
  );
}

function KindMark({ kind }: { kind: Choice['kind'] }): preact.JSX.Element {
  return <span class="jgmc-kind">{{ tool: __('tool'), resource: __('resource'), prompt: __('prompt') }[kind]}</span>;
}
