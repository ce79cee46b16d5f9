/** What came of an action's call: its views, and how the call is going. */

import { Component, type ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { isUpdate } from './apps/update';
import { Ask } from './ask';
import { isRunning, type CallState } from './call';
import { took } from './desk';
import { seconds } from './duration';
import { Log } from './log';
import { Notices } from './notices';
import { Progress } from './progress';
import { isFileData, type ActionInfo, type ComponentInfo } from './protocol';
import { useScene } from './scene';
import { viewFor } from './views';

export function Results({ action: id, children }: { action: string; children?: ComponentChildren }) {
  const { desk } = useScene();
  const action = desk.action(id);
  if (!action) {
    return null;
  }
  const state = desk.state(id);
  const running = isRunning(state);
  const empty = state.value === undefined;
  return (
    <section class="jgm-results" aria-label="Result" aria-busy={running} data-phase={state.phase}>
      <p class="jgm-status" aria-hidden="true">
        <Status state={state} />
      </p>
      <p class="jgm-hidden" role="status">
        {announcement(state)}
      </p>
      {running && action.progress === 'full' && (state.phase !== 'asking' || state.progress) && <Progress state={state} />}
      <Notices notices={state.notices} dismiss={key => desk.dismiss(id, key)} />
      {state.asked.map(questions => (
        <Ask key={questions[0]?.key} questions={questions} answer={answers => desk.answer(id, answers)} />
      ))}
      {state.phase === 'failed' && state.error && !isStopped(state) && (
        <Failure state={state} summary={desk.isByField(action)} />
      )}
      {!empty && <div class={state.stale ? 'jgm-views jgm-stale' : 'jgm-views'}>{children}</div>}
      {empty && !running && state.phase !== 'failed' && (
        <p class="jgm-empty">{state.phase === 'done' ? 'It gave no result.' : follows(action) ? 'Change a field, and the result shows here.' : 'Run it, and the result shows here.'}</p>
      )}
      <Log lines={state.log} dropped={state.dropped} />
    </section>
  );
}

/** Whether an action with a form runs by itself when something is put in. */
export function follows(action: ActionInfo): boolean {
  return action.triggers.some(([id, event]) => event === 'change' && action.inputs.some(([, input]) => input === id));
}

/** One output of an action. */
export function ResultView({ component, action: id }: { component: ComponentInfo; action: string }) {
  const { desk, environment } = useScene();
  const action = desk.action(id);
  const state = desk.state(id);
  if (!action || state.value === undefined) {
    return null;
  }
  const { outputs } = action;
  const listed = outputs.length > 1;
  const at = outputs.indexOf(component.id);
  const values = listed && Array.isArray(state.value) ? state.value : null;
  if (listed && values === null && at !== 0) {
    return null;
  }
  // An update that has no value leaves the one that there was.
  const told = values ? values[at] : state.value;
  const value = isUpdate(told) ? (told.value ?? desk.value(component)) : told;
  const { label = component.name, show_label = true } = component.props;
  if (value === undefined) {
    return null;
  }
  // One value where several were announced is shown as what it is.
  const View = viewFor(listed && !values ? { ...component, type: '' } : component, value);
  return (
    <div class="jgm-view" data-component={component.id}>
      {/* Of one output that nobody named, the line above says the same. */}
      {label && show_label !== false && (listed || component.name !== 'result' || label !== 'Result') && <p class="jgm-label">{label}</p>}
      <Guard key={state.id ?? ''} value={value}>
        <View component={component} value={value} streaming={state.partial} environment={environment} />
      </Guard>
    </div>
  );
}

/** A view that fails shows the plain value, and takes nothing else with it. */
export class Guard extends Component<{ value: unknown; children: ComponentChildren }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  override componentDidCatch(error: Error): void {
    this.setState({ error });
  }

  render() {
    if (!this.state.error) {
      return this.props.children;
    }
    return (
      <>
        <p class="jgm-error">This cannot be shown as it should: {this.state.error.message}</p>
        <pre class="jgm-pre">{JSON.stringify(this.props.value, null, 2).slice(0, 10_000)}</pre>
      </>
    );
  }
}

export function Failure({ state, summary }: { state: CallState; summary: boolean }) {
  const { message = '' } = state.error ?? {};
  return (
    <div class="jgm-failure" role="alert">
      {/* What is said beside the fields is not said twice. */}
      <p>{summary ? 'Some values cannot be used; see beside their fields.' : message}</p>
      {state.traceback && (
        <details>
          <summary>Traceback</summary>
          <pre class="jgm-pre" tabIndex={0}>
            {state.traceback}
          </pre>
        </details>
      )}
    </div>
  );
}

/** Whether whoever called stopped the call, which is no failure. */
export function isStopped(state: CallState): boolean {
  return state.error?.code === 'cancelled';
}

/** One line on how the call is. */
export function Status({ state }: { state: CallState }) {
  const now = useNow(isRunning(state));
  const since = state.began === null ? 0 : Math.max(0, now - state.began);
  const elapsed = since >= 1000 ? ` · ${seconds(since)}` : '';
  switch (state.phase) {
    case 'sending':
      return <>Result{elapsed}</>;
    case 'queued':
      return (
        <>
          {state.position === 0 ? 'Waiting: next in the queue' : `Waiting: number ${state.position + 1} in the queue`}
          {elapsed}
        </>
      );
    case 'running':
      return <>Running{elapsed}</>;
    case 'asking':
      return <>Waiting for your answer</>;
    case 'stopping':
      return <>Stopping{elapsed}</>;
    case 'done':
      return <>Result · {seconds(took(state) ?? 0)}</>;
    case 'failed':
      return <>{isStopped(state) ? 'Stopped' : 'Failed'} · {seconds(took(state) ?? 0)}</>;
    default:
      return <>Result</>;
  }
}

/** What is said to people who do not see the panel. A short result is said itself. */
export function announcement(state: CallState): string {
  switch (state.phase) {
    case 'queued':
      return 'Waiting in the queue.';
    case 'running':
      return 'Running.';
    case 'asking':
      return 'The function asks you something.';
    case 'stopping':
      return 'Stopping.';
    case 'done': {
      const { value } = state;
      const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
      return text && text.length <= 200 && !isFileData(value) ? `Result: ${text}` : 'Done; the result is there.';
    }
    default:
      // A failure is an alert by itself.
      return state.phase === 'failed' && isStopped(state) ? 'Stopped.' : '';
  }
}

function useNow(ticking: boolean): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!ticking) {
      return;
    }
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
