/** What was chosen of some choices, by the names that people know them by. */

import type { ViewProps } from './contract';

export function Choice({ component, value }: ViewProps): preact.JSX.Element {
  const chosen = Array.isArray(value) ? value : [value];
  if (chosen.length === 0) {
    return <p class="jgmv-none">Nothing chosen</p>;
  }
  return (
    <ul class="jgmv-chips">
      {chosen.map((one, index) => (
        <li key={index}>{nameOfChoice(component.props.choices, one)}</li>
      ))}
    </ul>
  );
}

function nameOfChoice(choices: unknown, value: unknown): string {
  const known: unknown[] = Array.isArray(choices) ? choices : [];
  const found = known.find((choice): choice is unknown[] => Array.isArray(choice) && choice[1] === value);
  return String(found === undefined ? value : found[0]);
}
