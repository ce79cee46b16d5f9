/** A function's own form on the API page, with what came of it as people see it and as programs get it. */

import { useMemo, useState } from 'preact/hooks';

import { isRunning, type CallState } from '../call';
import { took, type Desk } from '../desk';
import { seconds } from '../duration';
import type { Environment } from '../environment';
import { Layout } from '../layout';
import type { ActionInfo, Json, Node } from '../protocol';
import { SceneContext, useScene, type Scene } from '../scene';
import { sizeOf } from '../views/files';
import { JsonTree } from '../views/json';
import { __ } from '../words';
import { sizeInJson } from './history';

interface Props {
  desk: Desk;
  action: ActionInfo;
  environment: Environment;
  live: boolean;
  prefix: string;
}

export function TryIt({ desk, action, environment, live, prefix }: Props) {
  const scene: Scene = useMemo(() => ({ desk, environment, live, prefix }), [desk, environment, live, prefix, desk.panel]);
  return (
    <SceneContext.Provider value={scene}>
      <Tried action={action} />
    </SceneContext.Provider>
  );
}

function Tried({ action }: { action: ActionInfo }) {
  const { desk } = useScene();
  const form = find(desk.panel.layout, 'form', action.id) ?? formOf(desk, action);
  const results = find(desk.panel.layout, 'results', action.id) ?? nodeOf('results', action, action.outputs);
  return (
    <>
      <div class="jgm-split">
        <Layout node={form} place={`try.${action.id}.form`} />
        <Layout node={results} place={`try.${action.id}.results`} />
      </div>
      <Response state={desk.state(action.id)} />
    </>
  );
}

/** How the call went, in the terms of programs. */
function Response({ state }: { state: CallState }) {
  const [open, setOpen] = useState(false);
  const running = isRunning(state);
  const body = (running ? undefined : state.error) ?? state.value;
  const size = useMemo(() => (running ? null : sizeInJson(body as Json | undefined)), [body, running]);
  if (state.phase === 'idle') {
    return null;
  }
  // It keeps its place while the next call runs.
  const facts = running ? '' : [size === null ? '' : sizeOf(size), seconds(took(state) ?? 0)].filter(Boolean).join(' · ');
  return (
    <section class="jgma-response" aria-label={__('Response')}>
      <p>
        <b>{__('Response')}</b> <Outcome outcome={running ? null : state.error ? state.error.code : 'ok'} /> <span class="jgma-soft">{facts}</span>
      </p>
      {body !== undefined && (
        <details open={open} onToggle={event => setOpen(event.currentTarget.open)}>
          <summary>{__('Raw JSON')}</summary>
          {open && <JsonTree component={RAW} value={body} streaming={false} environment={NOTHING} />}
        </details>
      )}
    </section>
  );
}

/** `ok`, or the code of an error; null while it runs. */
export function Outcome({ outcome }: { outcome: string | null }) {
  if (outcome === null) {
    return <span class="jgma-badge">{__('running')}</span>;
  }
  return <span class={outcome === 'ok' ? 'jgma-badge jgma-ok' : 'jgma-badge jgma-failed'}>{outcome}</span>;
}

const RAW = { id: '', type: 'JSON', name: 'Raw JSON', required: false, schema: {}, props: {} };

/** A tree of JSON asks nothing of the world around it. */
const NOTHING = {} as Environment;

/** Nobody fills in these. */
const WITHOUT = ['Button', 'ClearButton', 'Timer', 'State'];

/** A plain form of an action that has none of its own, as in an app. */
function formOf(desk: Desk, action: ActionInfo): Node {
  const inputs = action.inputs.map(([, id]) => id);
  return nodeOf('form', action, inputs.filter(id => !WITHOUT.includes(desk.component(id)?.type ?? '')));
}

function nodeOf(type: 'form' | 'results', action: ActionInfo, components: string[]): Node {
  return { type, action: action.id, children: components.map(id => ({ type: 'component', id })) };
}

function find(node: Node, type: Node['type'], action: string): Node | null {
  if (node.type === type && node.action === action) {
    return node;
  }
  for (const child of node.children ?? []) {
    const found = find(child, type, action);
    if (found) {
      return found;
    }
  }
  return null;
}
