/** Rows of values that fill a form. */

import { own } from './names';
import { isFileData, type ActionInfo, type Json } from './protocol';
import { useScene } from './scene';

/** Characters of one value. */
const LONGEST = 60;

export function Examples({ action }: { action: ActionInfo }) {
  const { desk, live } = useScene();
  const { examples } = action;
  if (examples.length === 0) {
    return null;
  }
  const columns = action.inputs.map(([, id]) => id).filter(id => examples.some(row => Object.hasOwn(row, id)));
  const label = (id: string): string => desk.component(id)?.props.label ?? desk.component(id)?.name ?? id;
  return (
    <section class="jgm-examples" aria-label="Examples">
      <table>
        <caption>Examples</caption>
        <thead>
          <tr>
            {columns.map(id => (
              <th key={id} scope="col">
                {label(id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {examples.map((row, index) => (
            <tr key={index} onClick={() => live && desk.fill(action, row)}>
              {columns.map((id, at) => (
                <td key={id}>
                  {at === 0 ? (
                    <button
                      type="button"
                      class="jgm-plain"
                      disabled={!live}
                      aria-label={`Fill in example ${index + 1}: ${columns.map(name => short(own(row, name))).join(', ')}`}
                    >
                      {short(own(row, id))}
                    </button>
                  ) : (
                    short(own(row, id))
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A value in a few words. */
export function short(value: Json | undefined): string {
  if (value === undefined || value === null) {
    return '—';
  }
  if (isFileData(value)) {
    return value.orig_name ?? value.path.split(/[\\/]/).pop() ?? '';
  }
  const files = Array.isArray(value) && value.length > 0 && value.every(isFileData);
  const text = files ? (value as Json[]).map(short).join(', ') : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text || '“”';
}
