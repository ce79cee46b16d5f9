/** Where the access key comes from that a snippet reads: the owner makes one, others ask for it. */

import { useState } from 'preact/hooks';

import { KeyDialog } from '../connect/index';
import type { ApiInfo } from '../protocol';
import type { Server } from '../server';
import { keyCommand, keyLine, VARIABLE, type Language } from '../snippets/index';
import { Copy } from '../views/copy';
import { __ } from '../words';

export interface KeySource {
  server: Server;
  info: ApiInfo;
}

export function KeyHelp({ server, info, language }: KeySource & { language: Language }): preact.JSX.Element {
  const [making, setMaking] = useState(false);
  if (!info.owner) {
    return <p class="jgma-soft jgma-key">{__('Ask the notebook’s owner for an access key.')}</p>;
  }
  const line = keyCommand(language);
  return (
    <div class="jgma-key">
      <p class="jgma-soft">{__('This makes a key where Jupyter runs, and puts it into {variable}:', { variable: VARIABLE })}</p>
      <div class="jgma-line">
        <code>{line}</code>
        <Copy text={() => line} label={__('Copy the line')} />
      </div>
      <button type="button" class="jgm-button" onClick={() => setMaking(true)}>
        {__('Make an access key…')}
      </button>
      {making && <KeyDialog server={server} here={info} line={key => keyLine(language, key)} onClose={() => setMaking(false)} />}
    </div>
  );
}
