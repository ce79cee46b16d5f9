/** What one client is told: its command, its link, its file with what belongs into it, and what else to know. */

import type { ClientConfiguration } from '../protocol';
import { VARIABLE } from '../snippets/contract';
import { Copy } from '../views/copy';
import { __ } from '../words';

interface Props {
  client: ClientConfiguration;
  /** The access key that was just made, which is shown this once. */
  secret?: string;
}

/** Addresses that an install link may have: whatever a client registered, but nothing that runs script here. */
const RUNS_SCRIPT = /^\s*(javascript|data|vbscript):/i;

export function Configuration({ client, secret }: Props): preact.JSX.Element {
  const { command, link, places, snippet, notes, variables } = client;
  const others = variables.filter(name => name !== VARIABLE);
  // In some clients' files there is no key: they read a variable, or ask.
  const apart = secret !== undefined && !snippet.includes(secret);
  return (
    <div class="jgmc-configuration">
      {secret !== undefined && (
        <p class="jgmc-warned" role="note">
          {apart
            ? __('The access key is shown only now. Whoever has it can call what it opens.')
            : __('This holds the access key, which is shown only now. Whoever has it can call what it opens.')}
        </p>
      )}
      {apart && <Key client={client} secret={secret} />}
      {secret === undefined && variables.includes(VARIABLE) && (
        <p class="jgm-info">{__('The access key is read from the environment variable {name}.', { name: VARIABLE })}</p>
      )}
      {others.length > 0 && (
        <p class="jgm-info">
          {__('Headers that the functions want are read from {names}.', { names: others.join(', ') })}
        </p>
      )}
      {link && !RUNS_SCRIPT.test(link) && (
        <p>
          <a class="jgmc-install" href={link}>
            {__('Install in {client}', { client: client.title })}
          </a>{' '}
          <span class="jgm-info">{__('The link holds no key.')}</span>
        </p>
      )}
      {command && <Text label={__('Run')} text={command} copy={__('Copy the command')} />}
      <Text label={lead(client)} text={snippet} copy={__('Copy the configuration')} />
      {places.length > 0 && (
        <ul class="jgmc-places">
          {places.map(place => (
            <li key={place}>
              <code>{place}</code>
            </li>
          ))}
        </ul>
      )}
      {notes.map(note => (
        <p key={note} class="jgm-info">
          {note}
        </p>
      ))}
    </div>
  );
}

function Key({ client, secret }: { client: ClientConfiguration; secret: string }): preact.JSX.Element {
  if (client.asks || !client.variables.includes(VARIABLE)) {
    const label = client.asks ? __('{client} asks for the access key', { client: client.title }) : __('Access key');
    return <Text label={label} text={secret} copy={__('Copy the key')} />;
  }
  return (
    <Text
      label={__('In the shell, or wherever the client has its environment from')}
      text={`export ${VARIABLE}=${secret}`}
      copy={__('Copy the line with the key')}
    />
  );
}

function lead({ command, places }: ClientConfiguration): string {
  if (places.length === 0) {
    return __('Put into the client’s configuration');
  }
  return command ? __('Or put into its file') : __('Put into its file');
}

/** A text to be copied, under what it is for. */
export function Text({ label, text, copy }: { label: string; text: string; copy: string }): preact.JSX.Element {
  return (
    <figure class="jgmc-text">
      <figcaption>
        <span class="jgm-label">{label}</span>
        <Copy text={() => text} label={copy} />
      </figcaption>
      <pre class="jgm-pre" tabIndex={0} aria-label={label}>
        {text.replace(/\n$/, '')}
      </pre>
    </figure>
  );
}

/** The choice of the client. */
export function ClientChoice(props: {
  id: string;
  clients: ClientConfiguration[];
  chosen: string;
  choose(client: string): void;
}): preact.JSX.Element {
  const { id, clients, chosen, choose } = props;
  return (
    <div class="jgm-field">
      <label for={id}>{__('Client')}</label>
      <select
        id={id}
        class="jgm-input jgm-select"
        value={chosen}
        onChange={event => choose(event.currentTarget.value)}
      >
        {clients.map(client => (
          <option key={client.id} value={client.id}>
            {client.title}
          </option>
        ))}
      </select>
    </div>
  );
}
