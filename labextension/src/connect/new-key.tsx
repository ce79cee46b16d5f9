/** A new access key: its name, how long it is good, and what it opens; then itself, this once. */

import { useEffect, useRef, useState } from 'preact/hooks';

import type { ListedFunction, NotebookList } from '../protocol';
import type { Server } from '../server';
import { randomId } from '../session';
import { Dialog } from '../views/dialog';
import { __ } from '../words';
import { limit } from './address';
import { FunctionChoices } from './choices';
import { Text } from './configuration';
import { KeyFields, makeKey, mistakeIn, NEW_KEY, problemOf, type KeyProblem, type MadeKey } from './key-fields';

/** A notebook as far as a key is limited to it. */
export interface Opened {
  notebook: string;
  functions: Pick<ListedFunction, 'name' | 'title' | 'kind' | 'visibility'>[];
}

interface Props {
  server: Server;
  /** The notebook that this is on the page of, which is chosen at first. */
  here?: Opened;
  cancel(): void;
  done(key: MadeKey): void;
}

export function NewKey({ server, here, cancel, done }: Props): preact.JSX.Element {
  const [prefix] = useState(() => `key-${randomId()}`);
  const [wish, setWish] = useState(NEW_KEY);
  const [wrong, setWrong] = useState<KeyProblem | null>(null);
  const [notebooks, setNotebooks] = useState<Opened[]>(here ? [here] : []);
  const [path, setPath] = useState(here?.notebook ?? '');
  // Kept is what is not wanted: at first nothing is left out.
  const [left, setLeft] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector('input')?.focus();
    server.get('panel').then(
      // At a notebook's own address there is that one, if it is still there.
      (found: Partial<NotebookList> | null) => found?.notebooks && setNotebooks(found.notebooks),
      () => undefined
    );
  }, [server]);
  const there = notebooks.find(({ notebook }) => notebook === path)?.functions ?? [];
  // For programs as well as for agents.
  const functions = there.filter(({ visibility }) => visibility === 'public');
  const names = functions.map(({ name }) => name);
  const wanted = names.filter(name => !left.includes(name));
  const make = async (): Promise<void> => {
    const mistake = mistakeIn(wish);
    setWrong(mistake);
    if (mistake || busy || (names.length > 0 && wanted.length === 0)) {
      return;
    }
    setBusy(true);
    try {
      const endpoints = limit(wanted, names);
      done(await makeKey(server, wish, { ...(path ? { notebooks: [path] } : {}), ...(endpoints ? { endpoints } : {}) }));
    } catch (thrown) {
      setWrong(problemOf(thrown));
      setBusy(false);
    }
  };
  return (
    <form
      ref={form}
      class="jgm-column jgmc-made"
      noValidate
      aria-label={__('New access key')}
      onSubmit={event => {
        event.preventDefault();
        void make();
      }}
    >
      <KeyFields prefix={prefix} wish={wish} problem={wrong} change={setWish} />
      <div class="jgm-field">
        <label for={`${prefix}-opens`}>{__('Opens')}</label>
        <select
          id={`${prefix}-opens`}
          class="jgm-input jgm-select"
          value={path}
          onChange={event => {
            setPath(event.currentTarget.value);
            setLeft([]);
          }}
        >
          <option value="">{__('All notebooks')}</option>
          {notebooks.map(({ notebook }) => (
            <option key={notebook} value={notebook}>
              {notebook}
            </option>
          ))}
        </select>
      </div>
      {functions.length > 1 && (
        <details class="jgm-more">
          <summary>
            {left.length > 0
              ? __('{n} of {all} functions', { n: wanted.length, all: names.length })
              : __('All {all} functions, also those that come later', { all: names.length })}
          </summary>
          <FunctionChoices
            legend={__('Functions that it opens')}
            functions={functions}
            wanted={wanted}
            choose={chosen => setLeft(names.filter(name => !chosen.includes(name)))}
            prefix={`${prefix}-function`}
          />
        </details>
      )}
      {wrong?.field === '' && (
        <p class="jgm-error" role="alert">
          {wrong.message}
        </p>
      )}
      <div class="jgm-actions">
        <button type="submit" class="jgm-run" aria-disabled={busy || (names.length > 0 && wanted.length === 0)}>
          {__('Make the key')}
        </button>
        <button type="button" onClick={cancel}>
          {__('Cancel')}
        </button>
      </div>
    </form>
  );
}

/** A key that was just made. */
export function ShownKey({ made }: { made: MadeKey }): preact.JSX.Element {
  return (
    <div class="jgmc-made">
      <p class="jgmc-warned" role="note">
        {__('The access key is shown only now. Whoever has it can call what it opens.')}
      </p>
      <Text label={made.name} text={made.key} copy={__('Copy the key')} />
    </div>
  );
}

/** The form, and then the key, above the page. `line` puts the key where a program reads it. */
export function KeyDialog(props: {
  server: Server;
  here: Opened;
  line(key: string): string;
  onClose(): void;
}): preact.JSX.Element {
  const { server, here, line, onClose } = props;
  const [made, setMade] = useState<MadeKey | null>(null);
  const content = useRef<HTMLDivElement>(null);
  return (
    <Dialog label={__('New access key')} onClose={onClose} firm>
      <div class="jgmc-connecting" ref={content}>
        <h2>{__('New access key')}</h2>
        {made ? (
          <>
            <ShownKey made={made} />
            <Text label={__('In the shell that the program is started in')} text={line(made.key)} copy={__('Copy the line with the key')} />
          </>
        ) : (
          <NewKey server={server} here={here} cancel={() => content.current?.closest('dialog')?.close()} done={setMade} />
        )}
      </div>
    </Dialog>
  );
}
