/** What the sidebar's buttons and commands open: the API page of a notebook, access keys, calls, the dialog for agents. */

import { useEffect, useState } from 'preact/hooks';

import { ApiAt } from '../api/mounted';
import { CallsView, ConnectDialog, KeysView } from '../connect/index';
import { mount as mountAt, type Mounted } from '../host';
import type { ListedNotebook } from '../protocol';
import { Server } from '../server';
import { __ } from '../words';
import type { ViewOptions } from './contract';
import { useList } from './list';

/** Show a view in `host`; what is returned takes it away. */
export function mountView(host: HTMLElement, options: ViewOptions): Mounted {
  const server = Server.at(options.base);
  return mountAt(host, root => {
    switch (options.kind) {
      case 'keys':
        return <KeysView server={server} />;
      case 'calls':
        return <CallsView server={server} kernel="" />;
      case 'connect':
        return <Connect server={server} {...options} />;
      case 'api':
        return <ApiOf server={server} root={root} {...options} />;
    }
  });
}

interface Props extends ViewOptions {
  server: Server;
}

function Connect({ server, notebook, onClose = () => {} }: Props) {
  const { list, problem } = useList(server);
  // What is listed when it opens: nothing is taken away from under somebody who chooses.
  const [notebooks, keep] = useState<ListedNotebook[] | null>(null);
  useEffect(() => {
    if (!notebooks && (list || problem)) {
      keep(list?.notebooks ?? []);
    }
  }, [list, problem]);
  const named = notebooks?.some(listed => listed.notebook === notebook) ? notebook : undefined;
  return notebooks && <ConnectDialog server={server} notebooks={notebooks} notebook={named} onClose={onClose} />;
}

/** The API page of a notebook, whatever kernel it has by now; of all notebooks with a choice among them. */
function ApiOf({ server, root, base, notebook, kernel, endpoint }: Props & { root: ShadowRoot }) {
  const { list, problem } = useList(server);
  const [chosen, choose] = useState('');
  const [last, keep] = useState(kernel);
  const notebooks = list?.notebooks ?? [];
  const path = notebook || chosen;
  // The kernel stays when the notebook is renamed, and the path when the kernel is another.
  const found =
    notebooks.find(listed => listed.kernel === last) ??
    notebooks.find(listed => listed.notebook === path) ??
    (notebook ? undefined : notebooks[0]);
  const now = found?.kernel ?? last;
  useEffect(() => {
    if (now !== last) {
      keep(now);
    }
  }, [now]);
  if (!list && !now) {
    return <p class="jgm-empty">{problem?.message ?? __('Connecting…')}</p>;
  }
  return (
    <>
      {!notebook && notebooks.length > 1 && (
        <label class="jgm-choose">
          {__('Notebook')}
          <select
            value={now}
            onChange={event => {
              const { value } = event.currentTarget;
              keep(value);
              choose(notebooks.find(listed => listed.kernel === value)?.notebook ?? '');
            }}
          >
            {notebooks.map(listed => (
              <option key={listed.kernel} value={listed.kernel}>
                {listed.notebook}
              </option>
            ))}
          </select>
        </label>
      )}
      {now ? (
        <ApiAt key={now} base={base} kernel={now} root={root} endpoint={endpoint || null} />
      ) : (
        <p class="jgm-empty">{__('No notebook offers functions now.')}</p>
      )}
    </>
  );
}
