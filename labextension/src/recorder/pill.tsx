/** The recorder as a person meets it: a button that begins a recording, and then says how far it is and opens it. */

import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';

import { __ } from '../words';
import { announce, counted } from './announce';
import { RecordingDialog } from './dialog';
import type { Sources } from './gather';
import { recorder, type Recorder } from './recorder';
import { pageSources } from './sources';

export interface RecordingPillProps {
  /** Only there while it records: for a place of which a page has many. */
  compact?: boolean;
  /** What is known elsewhere of the functions; others in tests. */
  sources?: Sources;
}

export function RecordingPill({ compact = false, sources = pageSources }: RecordingPillProps) {
  const recording = useRecorder();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const empty = recording.steps.length + recording.running + recording.overfull + recording.homeless === 0;
  if (compact && !recording.on && !open) {
    return null;
  }
  const press = (): void => {
    if (!recording.on && empty) {
      recording.start();
    } else {
      setOpen(true);
    }
  };
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const calls = counted(recording);
  const label = recording.on ? __('Recording: {calls}', { calls }) : empty ? __('Record API calls') : __('Recorded: {calls}', { calls });
  return (
    <>
      <button
        ref={button}
        type="button"
        class={recording.on ? 'jgmr-pill jgmr-on' : 'jgmr-pill'}
        aria-haspopup={recording.on || !empty ? 'dialog' : undefined}
        title={recording.on ? __('Show the recorded calls as a program') : undefined}
        onClick={press}
      >
        {(recording.on || empty) && <span class="jgmr-dot" aria-hidden="true" />}
        {label}
      </button>
      {open && <RecordingDialog recording={recording} sources={sources} onClose={close} />}
    </>
  );
}

/** The recorder of this page; what uses it is drawn again when something is otherwise. */
export function useRecorder(): Recorder {
  const recording = recorder();
  const [, again] = useReducer((times: number) => times + 1, 0);
  useLayoutEffect(() => {
    announce(recording);
    return recording.listen(() => again(0));
  }, [recording]);
  return recording;
}
