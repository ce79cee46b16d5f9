/** The calls: who called what, when, how long it took, how it went; and figures for each function. */

import { useState } from 'preact/hooks';

import { seconds } from '../duration';
import type { RecordedCall } from '../protocol';
import type { Server } from '../server';
import { randomId } from '../session';
import { __ } from '../words';
import { Moment } from './moment';
import { MOST, part, useRecord, type FunctionFigures } from './record';

interface Props {
  server: Server;
  /** Of the notebook; "" for all. */
  kernel: string;
  /** The path of the notebook; none or "" for all. */
  notebook?: string;
  /** The functions of one panel, by name. */
  only?: string[];
}

type Outcome = '' | 'ok' | 'failed';

export function CallsView({ server, kernel, notebook = '', only }: Props): preact.JSX.Element {
  const [prefix] = useState(() => `calls-${randomId()}`);
  const [name, setName] = useState('');
  const [outcome, setOutcome] = useState<Outcome>('');
  const { record, problem } = useRecord(server, kernel);
  const { calls, functions } = part(record ?? { calls: [], functions: [] }, notebook, only);
  const names = [...new Set([...functions.map(one => one.name), ...calls.map(call => call.endpoint)])].sort();
  const shown = calls.filter(
    call => (!name || call.endpoint === name) && (!outcome || (call.outcome === 'ok') === (outcome === 'ok'))
  );
  const called = functions.filter(one => one.calls > 0);
  return (
    <div class="jgmc-calls">
      {problem && (
        <p class="jgm-error" role="alert">
          {problem.message}
        </p>
      )}
      {record === null && !problem && <p class="jgm-empty">{__('Loading…')}</p>}
      {record !== null && calls.length === 0 && (
        <p class="jgm-empty">
          {__('Nothing was called yet. Calls of agents, programs and people appear here by themselves.')}
        </p>
      )}
      {calls.length > 0 && (
        <>
          <div class="jgmc-filters">
            <div class="jgm-field">
              <label for={`${prefix}-function`}>{__('Function')}</label>
              <select
                id={`${prefix}-function`}
                class="jgm-input jgm-select"
                value={name}
                onChange={event => setName(event.currentTarget.value)}
              >
                <option value="">{__('All')}</option>
                {names.map(one => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </select>
            </div>
            <div class="jgm-field">
              <label for={`${prefix}-outcome`}>{__('Outcome')}</label>
              <select
                id={`${prefix}-outcome`}
                class="jgm-input jgm-select"
                value={outcome}
                onChange={event => setOutcome(event.currentTarget.value as Outcome)}
              >
                <option value="">{__('All')}</option>
                <option value="ok">{__('Answered')}</option>
                <option value="failed">{__('Failed')}</option>
              </select>
            </div>
            <p class="jgm-info" role="status">
              {shown.length === calls.length
                ? calls.length === 1
                  ? __('1 call')
                  : __('{n} calls', { n: calls.length })
                : __('{n} of {all} calls', { n: shown.length, all: calls.length })}
            </p>
          </div>
          <CallTable calls={shown} notebooks={!notebook} />
          {calls.length >= MOST && <p class="jgm-info">{__('Only the latest {n} calls are shown.', { n: MOST })}</p>}
          {calls.every(call => call.arguments === null) && (
            <p class="jgm-info">
              {__('The arguments of calls are not kept. The setting GradioMcp.record_arguments keeps them.')}
            </p>
          )}
        </>
      )}
      {called.length > 0 && <FigureTable functions={called} notebooks={!notebook} />}
    </div>
  );
}

function CallTable({ calls, notebooks }: { calls: RecordedCall[]; notebooks: boolean }): preact.JSX.Element {
  // With roles, for a table that is laid out otherwise on narrow pages is none to a screen reader.
  return (
    <table class="jgmc-calltable" role="table" aria-label={__('Calls, the latest first')}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader">{__('When')}</th>
          <th role="columnheader">{__('Function')}</th>
          <th role="columnheader">{__('Who')}</th>
          <th role="columnheader">{__('Took')}</th>
          <th role="columnheader">{__('Outcome')}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {calls.map((call, index) => (
          // Calls have no names of their own; two of the same moment differ in what they called.
          <tr key={`${call.at} ${call.endpoint} ${call.caller} ${calls.length - index}`} role="row">
            <td role="cell">
              <Moment at={call.at} />
            </td>
            <td role="cell">
              <b>{call.endpoint}</b>
              {notebooks && <span class="jgm-info"> {call.notebook}</span>}
            </td>
            <td role="cell">
              {programOf(call)}{' '}
              <span class="jgm-info">
                {call.key === null ? personOf(call) : __('key “{name}”', { name: call.caller })}
              </span>
            </td>
            <td role="cell" class="jgmc-took">
              {seconds(call.seconds * 1000)}
              {call.waited >= WORTH_TELLING && (
                <span class="jgm-info"> {__('after {time} of waiting', { time: seconds(call.waited * 1000) })}</span>
              )}
            </td>
            <td role="cell">
              {call.outcome === 'ok' ? (
                <span class="jgmc-good">{__('answered')}</span>
              ) : (
                <>
                  <span class="jgmc-bad">{call.outcome}</span>
                  {call.message && <span class="jgmc-callmessage"> {call.message}</span>}
                </>
              )}
              {call.arguments !== null && (
                <details>
                  <summary>{__('Arguments')}</summary>
                  <pre class="jgm-pre">{JSON.stringify(call.arguments, null, 2)}</pre>
                </details>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Seconds of waiting that anybody wants to know of. */
const WORTH_TELLING = 0.1;

/** What called; browsers say at great length what they are. */
function programOf({ client, via }: RecordedCall): string {
  return !client || client.startsWith('Mozilla/') ? WAYS[via]() : client;
}

/** Who is logged in, or has the server's token, owns it; where nobody has a name Jupyter makes one up. */
function personOf({ caller }: RecordedCall): string {
  return /^Anonymous /.test(caller) || caller === "the server's token" ? __('the owner') : caller;
}

/** How a call came, where its program does not say what it is. */
const WAYS: { [way in RecordedCall['via']]: () => string } = {
  mcp: () => __('over MCP'),
  rest: () => __('over REST'),
  queue: () => __('a Gradio client'),
  panel: () => __('a form')
};

function FigureTable({ functions, notebooks }: { functions: FunctionFigures[]; notebooks: boolean }): preact.JSX.Element {
  const time = (value: number | null): string => (value === null ? '–' : seconds(value * 1000));
  return (
    <div class="jgmc-figures" tabIndex={0} role="region" aria-label={__('Figures for each function')}>
      <table>
        <caption>{__('Figures for each function')}</caption>
        <thead>
          <tr>
            <th scope="col">{__('Function')}</th>
            <th scope="col">{__('Calls')}</th>
            <th scope="col">{__('Answered')}</th>
            <th scope="col" title={__('Half of the calls were no slower')}>
              p50
            </th>
            <th scope="col" title={__('Nine of ten calls were no slower')}>
              p90
            </th>
            <th scope="col" title={__('99 of 100 calls were no slower')}>
              p99
            </th>
          </tr>
        </thead>
        <tbody>
          {functions.map(one => (
            <tr key={`${one.notebook} ${one.name}`}>
              <th scope="row">
                {one.name}
                {notebooks && <span class="jgm-info"> {one.notebook}</span>}
              </th>
              <td>{one.calls}</td>
              <td>{one.success_rate === null ? '–' : `${Math.floor(one.success_rate * 100)} %`}</td>
              <td>{time(one.p50)}</td>
              <td>{time(one.p90)}</td>
              <td>{time(one.p99)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
