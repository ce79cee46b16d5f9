/** How an action without a form is going, told at its outputs: progress, Stop, notices, questions, what went wrong. */

import { useEffect, useRef } from 'preact/hooks';

import { Ask } from '../ask';
import { isRunning } from '../call';
import { Log } from '../log';
import { Notices } from '../notices';
import { Progress } from '../progress';
import type { Desk } from '../desk';
import type { ActionInfo } from '../protocol';
import { announcement, Failure, isStopped, Status } from '../results';
import { useScene } from '../scene';
import { __ } from '../words';
import { telling } from './homes';

const BUTTONS = ['Button', 'ClearButton', 'UploadButton', 'DownloadButton', 'Dataset'];

/** What is told at a component; at "" what has no other place. */
export function Strips({ home }: { home: string }) {
  const { desk } = useScene();
  return (
    <>
      {telling(desk, home).map(action => (
        <Strip key={action.id} action={action} below={!covers(desk, action, home)} />
      ))}
    </>
  );
}

/** Whether progress lies over that component, until the result is there: not over what began it, nor over a button. */
function covers(desk: Desk, action: ActionInfo, home: string): boolean {
  const type = desk.panel.components.find(({ id }) => id === home)?.type;
  return action.outputs.includes(home) && !(type && BUTTONS.includes(type));
}

function Strip({ action, below }: { action: ActionInfo; below: boolean }) {
  const { desk } = useScene();
  const { id, progress } = action;
  const state = desk.state(id);
  const told = isRunning(state) && progress !== 'hidden';
  const place = useRef<HTMLDivElement>(null);
  const failed = state.phase === 'failed' && !isStopped(state);
  // Who began it may look elsewhere: at a button, far from where results are.
  useEffect(() => {
    if ((failed || state.asked.length > 0) && desk.latest === id) {
      place.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [failed, state.asked.length > 0, state.id]);
  return (
    <div class={below ? 'jgm-strip jgm-below' : 'jgm-strip'} ref={place} data-action={id} data-phase={state.phase}>
      {told && (
        <p class="jgm-running">
          <span aria-hidden="true">{state.phase === 'sending' ? __('Running') : <Status state={state} />}</span>
          <button
            type="button"
            class="jgm-halt"
            aria-disabled={state.phase === 'stopping'}
            aria-label={__('Stop {name}', { name: action.title })}
            onClick={() => desk.stop(id)}
          >
            {__('Stop')}
          </button>
        </p>
      )}
      {told && progress === 'full' && state.progress && <Progress state={state} />}
      <Notices notices={state.notices} dismiss={key => desk.dismiss(id, key)} />
      {state.asked.map(questions => (
        <Ask key={questions[0]?.key} questions={questions} answer={answers => desk.answer(id, answers)} />
      ))}
      {failed && state.error && <Failure state={state} summary={false} />}
      {desk.isCircle(id) && (
        <p class="jgm-error" role="alert">
          {__('Stopped: each result of “{name}” begins it anew, without an end.', { name: action.title })}
        </p>
      )}
      {progress !== 'hidden' && <Log lines={state.log} dropped={state.dropped} />}
    </div>
  );
}

/** At the end of an app: what has no other place, and what is said to people who do not see it. */
export function Foot() {
  const { desk } = useScene();
  const latest = desk.latest === null ? undefined : desk.action(desk.latest);
  const said = latest && !desk.hasResults(latest.id) && latest.progress !== 'hidden' ? announcement(desk.state(latest.id)) : '';
  return (
    <>
      <Strips home="" />
      <p class="jgm-hidden" role="status">
        {said}
      </p>
    </>
  );
}
