/** The calls that were made on this page, each of which can be made again. */

import { useLayoutEffect, useReducer } from 'preact/hooks';

import { seconds } from '../duration';
import { short } from '../samples';
import { sizeOf } from '../views/files';
import { __ } from '../words';
import type { History, PastCall } from './history';
import { Outcome } from './try-it';

interface Props {
  history: History;
  /** Names; only calls of these. */
  only?: string[];
  /** Make one again; null where that cannot be done. */
  again(call: PastCall): (() => void) | null;
}

export function HistoryList({ history, only, again }: Props) {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => history.listen(() => draw(0)), [history]);
  const calls = history.calls.filter(({ endpoint }) => !only || only.includes(endpoint));
  if (calls.length === 0) {
    return null;
  }
  return (
    <section class="jgma-history" aria-label={__('History')}>
      <header>
        <h3>{__('History')}</h3>
        <button type="button" class="jgmv-action" onClick={() => history.clear()}>
          {__('Clear history')}
        </button>
      </header>
      <ol>
        {calls.map(call => (
          <Entry key={call.id} call={call} run={again(call)} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ call, run }: { call: PastCall; run: (() => void) | null }) {
  const { endpoint, args, hidden = [], at, outcome, took, size } = call;
  const given = [...Object.entries(args).map(([name, value]) => `${name}=${short(value)}`), ...hidden.map(name => `${name}=•••`)].join(', ');
  const facts = [took === null ? '' : seconds(took), size === null ? '' : sizeOf(size)].filter(Boolean).join(' · ');
  return (
    <li>
      <time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleTimeString()}</time>
      <code class="jgma-call" title={given}>
        <b>{endpoint}</b>({given})
      </code>
      <Outcome outcome={outcome} />
      <span class="jgma-soft jgma-facts">{facts}</span>
      <button
        type="button"
        class="jgma-button"
        aria-disabled={run === null}
        aria-label={__('Run again: {name}', { name: `${endpoint}(${given})` })}
        onClick={() => run?.()}
      >
        {__('Run again')}
      </button>
    </li>
  );
}
