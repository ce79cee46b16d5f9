/** The recording, opened: its calls, and the program that repeats them. */

import { useEffect, useState } from 'preact/hooks';

import { asCallError } from '../failure';
import { isFileData, type Json } from '../protocol';
import { Dialog } from '../views/dialog';
import { __ } from '../words';
import { counted } from './announce';
import type { Step } from './contract';
import { gather, type Gathered, type Sources } from './gather';
import { Program } from './program';
import { MAX_STEPS, type Recorder } from './recorder';

interface Props {
  recording: Recorder;
  sources: Sources;
  onClose(): void;
}

export function RecordingDialog({ recording, sources, onClose }: Props) {
  const { steps } = recording;
  const [gathered, setGathered] = useState<Gathered | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    gather(steps, sources).then(
      found => {
        if (!gone) {
          setGathered(found);
          setProblem(null);
        }
      },
      thrown => !gone && setProblem(asCallError(thrown).message)
    );
    return () => {
      gone = true;
    };
  }, [steps, sources]);
  return (
    <Dialog label={__('Recorded API calls')} onClose={onClose}>
      <div class="jgmr-recording">
        <h2>{__('Recorded API calls')}</h2>
        <div class="jgmr-bar">
          <p class="jgmr-state" role="status">
            {recording.on && <span class="jgmr-dot" aria-hidden="true" />}
            {recording.on ? __('Recording: {calls}', { calls: counted(recording) }) : __('Stopped: {calls}', { calls: counted(recording) })}
          </p>
          <button type="button" class="jgmr-button" onClick={() => (recording.on ? recording.stop() : recording.start())}>
            {recording.on ? __('Stop recording') : __('Go on recording')}
          </button>
          <button type="button" class="jgmr-button" aria-disabled={isEmpty(recording)} onClick={() => recording.clear()}>
            {__('Clear')}
          </button>
        </div>
        <Remarks recording={recording} gathered={gathered} />
        {steps.length === 0 ? (
          <p class="jgmr-empty">
            {__('Run a function in any panel of this page: each call is written down here, and becomes a line of a program.')}
          </p>
        ) : (
          <>
            <ol class="jgmr-steps" aria-label={__('Calls')}>
              {steps.map((step, at) => (
                <Call key={step.id} step={step} at={at} left={gathered?.left.get(step.id)} remove={() => recording.remove(step.id)} />
              ))}
            </ol>
            {problem && <p class="jgmr-remark">{problem}</p>}
            {gathered ? <Program steps={gathered.steps} /> : !problem && <p class="jgmr-empty">{__('The program is written…')}</p>}
          </>
        )}
      </div>
    </Dialog>
  );
}

function isEmpty({ steps, running, overfull, homeless }: Recorder): boolean {
  return steps.length + running + overfull + homeless === 0;
}

/** What is not as one might think. */
function Remarks({ recording, gathered }: { recording: Recorder; gathered: Gathered | null }) {
  const { running, overfull, homeless, unsaved, full } = recording;
  const left = gathered?.left.size ?? 0;
  const remarks = [
    running > 0 && __('Still running, and not in it yet: {n}.', { n: running }),
    left > 0 && __('Not in the program: {left} of {all}.', { left, all: recording.steps.length }),
    full && __('It is full: {n} calls are as many as it holds.', { n: MAX_STEPS }),
    overfull > 0 && __('Calls that did not fit in any more: {n}. Remove some, or clear it, to record others.', { n: overfull }),
    homeless > 0 && __('Calls of functions without an address, which no program could make: {n}.', { n: homeless }),
    unsaved && __('The browser has no room to keep it: when the page is loaded anew, it may be gone.')
  ].filter(remark => remark !== false);
  return (
    <div aria-live="polite">
      {remarks.map(remark => (
        <p key={remark} class="jgmr-remark">
          {remark}
        </p>
      ))}
    </div>
  );
}

function Call({ step, at, left, remove }: { step: Step; at: number; left: string | undefined; remove(): void }) {
  const { endpoint, failed, result, cut, answered, secrets = [] } = step;
  const given = [...Object.entries(step.args).map(([name, value]) => `${name}: ${brief(value)}`), ...secrets.map(name => `${name}: •••`)];
  return (
    <li class={left === undefined ? '' : 'jgmr-left'}>
      <div class="jgmr-row">
        <div class="jgmr-call">
          <code>
            {endpoint}({given.join(', ')})
          </code>
          {failed === undefined && <code class="jgmr-result">→ {brief(result ?? null)}</code>}
          {left !== undefined && (
            <p class="jgmr-why">{failed === undefined ? __('Not in the program: {why}', { why: left }) : __('Failed, not in the program: {why}', { why: left })}</p>
          )}
          {cut && left === undefined && (
            <p class="jgmr-why">{__('Its result is too large to be kept in whole. What was used of the rest is in the program as it is.')}</p>
          )}
          {answered && left === undefined && (
            <p class="jgmr-why">{__('It asked a question. A program is not asked: there it gets the error cannot_ask.')}</p>
          )}
        </div>
        <button type="button" class="jgmr-button" aria-label={__('Remove call {n}, {name}', { n: at + 1, name: endpoint })} onClick={remove}>
          {__('Remove')}
        </button>
      </div>
    </li>
  );
}

const BRIEF = 60;

/** A value in a few letters. */
function brief(value: Json): string {
  if (isFileData(value)) {
    return value.orig_name ?? value.path.split(/[\\/]/).pop() ?? value.path;
  }
  const text = JSON.stringify(value, (_, inner) => (isFileData(inner) ? (inner.orig_name ?? inner.path) : inner));
  return text.length > BRIEF ? `${text.slice(0, BRIEF)}…` : text;
}
