/** Rows of values of which a person picks one: in a table, or beside each other where each is one value. */

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { isFileData, type FileData, type Json } from './protocol';
import { useScene } from './scene';
import { mediaKind, useAddress } from './views/files';
import { __ } from './words';

/** Characters of one value. */
const LONGEST = 60;

interface SamplesProps {
  /** What is above them; "" if nothing is seen there. */
  caption: string;
  /** What they are called, for people who do not see them. */
  name: string;
  /** What is above the columns; null where nothing is. */
  headers: string[] | null;
  rows: (Json | undefined)[][];
  /** What is written of each in place of its values. */
  labels?: string[] | null;
  /** Beside each other rather than below. */
  gallery?: boolean;
  perPage?: number;
  disabled: boolean;
  /** What picking one does, with `{n}` for its number and `{values}`. */
  says: string;
  onPick(row: number): void;
}

export function Samples({ caption, name, headers, rows, labels = null, gallery = false, perPage = 10, disabled, says, onPick }: SamplesProps) {
  const [chosen, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(rows.length / perPage));
  const page = Math.min(chosen, pages - 1);
  const first = page * perPage;
  const seen = rows.slice(first, first + perPage);
  const label = (at: number): string => __(says, { n: at + 1, values: labels?.[at] ?? rows[at].map(short).join(', ') });
  const pick = (at: number) => () => !disabled && onPick(at);
  return (
    <section class="jgm-examples" aria-label={name}>
      {gallery || labels ? (
        <>
          {caption && <p class="jgm-label">{caption}</p>}
          <ul class="jgm-samples">
            {seen.map((row, index) => (
              <li key={first + index}>
                <button type="button" class="jgm-sample" disabled={disabled} aria-label={label(first + index)} onClick={pick(first + index)}>
                  {labels?.[first + index] ?? row.map((value, at) => <Sample key={at} value={value} />)}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <div class="jgm-sample-table">
          <table>
            {caption && <caption>{caption}</caption>}
            {headers && (
              <thead>
                <tr>
                  {headers.map((header, at) => (
                    <th key={at} scope="col">
                      {header}
                    </th>
                  ))}
                </tr>
              </thead>
            )}
            <tbody>
              {seen.map((row, index) => (
                <tr key={first + index} onClick={pick(first + index)}>
                  {row.map((value, at) => (
                    <td key={at}>
                      {at === 0 ? (
                        <button type="button" class="jgm-plain" disabled={disabled} aria-label={label(first + index)}>
                          <Sample value={value} />
                        </button>
                      ) : (
                        <Sample value={value} />
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {pages > 1 && (
        <p class="jgm-pages">
          <Turn name={__('Previous page')} to={page - 1} there={page > 0} turn={setPage}>
            ‹
          </Turn>
          <span role="status">{__('Page {page} of {pages}', { page: page + 1, pages })}</span>
          <Turn name={__('Next page')} to={page + 1} there={page < pages - 1} turn={setPage}>
            ›
          </Turn>
        </p>
      )}
    </section>
  );
}

interface TurnProps {
  name: string;
  to: number;
  there: boolean;
  turn(page: number): void;
  children: ComponentChildren;
}

/** It stays where it is at both ends, so that the focus does. */
function Turn({ name, to, there, turn, children }: TurnProps) {
  return (
    <button type="button" class="jgm-turn" aria-label={name} aria-disabled={!there} onClick={() => there && turn(to)}>
      {children}
    </button>
  );
}

/** One value: a picture is seen, anything else is said in a few words. */
function Sample({ value }: { value: Json | undefined }) {
  return isFileData(value) && mediaKind(value) === 'image' ? <Picture file={value} /> : <>{short(value)}</>;
}

function Picture({ file }: { file: FileData }) {
  const { environment } = useScene();
  const { address } = useAddress(file, environment);
  return address === null ? <>{short(file as unknown as Json)}</> : <img class="jgm-thumb" src={address} alt={short(file as unknown as Json)} />;
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
