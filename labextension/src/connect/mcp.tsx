/** The MCP tab of the API page: what an agent finds at which address, and what its client has to be told. */

import { useMemo, useState } from 'preact/hooks';

import type { ApiFunction, ApiInfo } from '../protocol';
import { withoutAddresses } from '../plain-address';
import type { Server } from '../server';
import { randomId } from '../session';
import { __ } from '../words';
import { limit, offered, wholeAddress, type Goal, type Transport } from './address';
import { FunctionChoices } from './choices';
import { useClients } from './clients';
import { ClientChoice, Configuration, Text } from './configuration';
import { ConnectDialog } from './dialog';
import { KeysView } from './keys';
import { PauseSwitch, usePaused } from './pause';

interface Props {
  server: Server;
  api: ApiInfo;
  /** The address of the notebook's app, ending in `/`. */
  base: string;
  /** The functions of one panel, by name; all of the notebook without it. */
  only?: string[];
}

export function McpView({ server, api, base, only }: Props): preact.JSX.Element {
  const [prefix] = useState(() => `mcp-${randomId()}`);
  const [transport, setTransport] = useState<Transport>('http');
  const [left, setLeft] = useState<string[]>([]);
  const [client, setClient] = useState('');
  const [keys, setKeys] = useState(false);
  const [connecting, setConnecting] = useState(false);
  const app = useMemo(() => new URL(base, document.baseURI).href, [base]);

  const all = offered(api.functions);
  const among = (functions: ApiFunction[]): ApiFunction[] => (only ? functions.filter(({ name }) => only.includes(name)) : functions);
  const here = among(all);
  const unasked = among(api.functions).some(({ visibility, mcp }) => visibility === 'public' && !mcp);
  // Kept is what is not wanted, so that a function that comes later is wanted.
  const wanted = here.map(({ name }) => name).filter(name => !left.includes(name));
  const goal: Goal = { base: app, transport, tools: limit(wanted, all.map(({ name }) => name)) };
  const usable = api.mcp && wanted.length > 0;
  const paused = usePaused(server, api);
  const { clients, problem, fresh } = useClients(server, usable ? goal : null);
  const chosen = clients.find(({ id }) => id === client) ?? clients[0];

  if (!api.mcp) {
    return <p class="jgm-empty">{__('MCP is switched off here. The setting GradioMcp.mcp_enabled switches it on.')}</p>;
  }
  if (here.length === 0) {
    return <p class="jgm-empty">{unasked ? UNASKED() : __('There is nothing here that agents may see: no function is public.')}</p>;
  }
  return (
    <div class="jgmc-connect">
      <section class="jgm-column" aria-label={__('Address')}>
        <fieldset class="jgmc-transports">
          <legend class="jgm-label">{__('Transport')}</legend>
          {(['http', 'sse'] as const).map(one => (
            <label key={one} class="jgm-check">
              <input
                type="radio"
                name={`${prefix}-transport`}
                checked={transport === one}
                onChange={() => setTransport(one)}
              />
              <span>{one === 'http' ? __('Streamable HTTP') : __('SSE')}</span>
            </label>
          ))}
        </fieldset>
        <Text label={__('MCP address')} text={wholeAddress(goal)} copy={__('Copy the address')} />
        {api.open && <p class="jgm-info">{__('This server asks for no access key.')}</p>}
        {api.owner && (
          <div class="jgm-actions">
            <button type="button" class="jgm-run" onClick={() => setConnecting(true)}>
              {__('Make an access key…')}
            </button>
            <PauseSwitch server={server} notebook={api.notebook} {...paused()} />
          </div>
        )}
      </section>
      <div class="jgmc-sides">
        <FunctionChoices
          functions={here}
          wanted={wanted}
          choose={names => setLeft(here.map(({ name }) => name).filter(name => !names.includes(name)))}
          prefix={prefix}
          more={fn => <Told fn={fn} />}
          aside={fn =>
            api.owner && (
              <PauseSwitch server={server} notebook={api.notebook} endpoint={fn.name} {...paused(fn)} />
            )
          }
        />
        <section class="jgm-column" aria-label={__('Configuration')} aria-busy={usable && !fresh}>
          {problem && (
            <p class="jgm-error" role="alert">
              {problem.message}
            </p>
          )}
          {usable && chosen && (
            <>
              <ClientChoice id={`${prefix}-client`} clients={clients} chosen={chosen.id} choose={setClient} />
              <Configuration client={chosen} />
            </>
          )}
        </section>
      </div>
      {unasked && <p class="jgm-info">{UNASKED()}</p>}
      {api.owner && (
        <details class="jgm-more" onToggle={event => setKeys(event.currentTarget.open)}>
          <summary>{__('Access keys')}</summary>
          {/* Anew after the dialog, which may have made one. */}
          {keys && <KeysView key={String(connecting)} server={server} here={api} />}
        </details>
      )}
      {connecting && (
        <ConnectDialog
          server={server}
          notebooks={[{ ...api, address: app }]}
          notebook={api.notebook}
          functions={goal.tools}
          transport={transport}
          client={chosen?.id}
          onClose={() => setConnecting(false)}
        />
      )}
    </div>
  );
}

/** Of apps that were launched without it, as `launch()` means it. */
function UNASKED(): string {
  return __('Functions of apps that were launched without mcp_server=True are for programs and not for agents. To offer them, call launch(mcp_server=True), or set the environment variable GRADIO_MCP_SERVER=True.');
}

/** What is told of one function: what it is for, its parameters, the headers that it reads. */
function Told({ fn }: { fn: ApiFunction }): preact.JSX.Element {
  const needed = fn.headers.map(header =>
    header.required ? header.name : __('{name} (optional)', { name: header.name })
  );
  return (
    <div class="jgmc-told">
      {fn.paused && <p class="jgmc-warned">{__('Paused: agents are refused for now.')}</p>}
      {fn.description && <p class="jgm-description">{fn.description}</p>}
      {fn.uri && (
        <p class="jgm-info">
          <code>{fn.uri}</code> {fn.mime_type}
        </p>
      )}
      {needed.length > 0 && <p class="jgm-info">{__('Reads the headers {names}.', { names: needed.join(', ') })}</p>}
      {fn.parameters.length > 0 && (
        <details>
          <summary>{__('Parameters ({n})', { n: fn.parameters.length })}</summary>
          <dl class="jgmc-parameters">
            {fn.parameters.map(parameter => (
              <div key={parameter.name}>
                <dt>
                  <code>{parameter.name}</code>{' '}
                  <span class="jgm-info">
                    {parameter.type}
                    {parameter.required && `, ${__('required')}`}
                    {'default' in parameter &&
                      `, ${__('default {value}', { value: JSON.stringify(withoutAddresses(parameter.default ?? null)) })}`}
                  </span>
                </dt>
                {parameter.description && <dd>{parameter.description}</dd>}
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
