/** What one call looks like while it runs: a pure function of the frames that came. */

import type { BarInfo, CallError, Frame, Json, Question } from './protocol';

export type Phase = 'idle' | 'sending' | 'queued' | 'running' | 'asking' | 'stopping' | 'done' | 'failed';

export interface Progress {
  progress: number;
  total: number | null;
  message: string | null;
  unit: string;
  bars: BarInfo[];
  /** When the first of these came in which the count began anew, in milliseconds; and how far it was then. */
  since: number;
  from: number;
  /** When this one came. */
  at: number;
}

export interface LogLine {
  stream: 'stdout' | 'stderr' | 'display' | 'notice';
  level: string;
  text: string;
}

export interface Notice {
  key: number;
  kind: 'info' | 'success' | 'warning';
  title: string;
  text: string;
  /** Seconds that it is shown for; null until it is closed. */
  duration: number | null;
}

export interface CallState {
  phase: Phase;
  id: string | null;
  /** Where it waits; 0 is next. */
  position: number;
  waiting: number;
  /** When it was sent and when it ended, in milliseconds. */
  began: number | null;
  ended: number | null;
  progress: Progress | null;
  log: LogLine[];
  /** Lines that came before those of `log`, and are not kept. */
  dropped: number;
  notices: Notice[];
  noticed: number;
  /** What the function asks; what was asked together is answered together. */
  asked: Question[][];
  /** The latest result or part of one. It stays while the next call runs. */
  value?: Json;
  /** Whether more of `value` is to come. */
  partial: boolean;
  /** Whether `value` is of a former call, or of one that did not end well. */
  stale: boolean;
  error: CallError | null;
  traceback: string | null;
}

export type Happening =
  | { type: 'send'; id: string; at: number }
  | { type: 'frame'; frame: Frame; at: number }
  | { type: 'stop' }
  | { type: 'answered'; keys: string[] }
  | { type: 'dismiss'; key: number }
  | { type: 'clear' };

export const IDLE: CallState = {
  phase: 'idle',
  id: null,
  position: 0,
  waiting: 0,
  began: null,
  ended: null,
  progress: null,
  log: [],
  dropped: 0,
  notices: [],
  noticed: 0,
  asked: [],
  partial: false,
  stale: false,
  error: null,
  traceback: null
};

/** Entries of the log that are kept; a function may print for hours. */
export const LOG_LENGTH = 1000;

const NOTICES = 8;

/** Whether a call is under way. */
export function isRunning(state: CallState): boolean {
  return !['idle', 'done', 'failed'].includes(state.phase);
}

/** Whether a function asks something that a person can answer. */
export function isForPeople(question: Question): boolean {
  return question.method === 'elicitation/create';
}

/** What becomes of a call by what happens. What does not fit changes nothing. */
export function reduce(state: CallState, happening: Happening): CallState {
  switch (happening.type) {
    case 'send': {
      const { value, noticed } = state;
      const former = value === undefined ? {} : { value, stale: true };
      return { ...IDLE, ...former, noticed, phase: 'sending', id: happening.id, began: happening.at };
    }
    case 'clear':
      return isRunning(state) ? state : { ...IDLE, noticed: state.noticed };
    case 'stop':
      return isRunning(state) ? { ...state, phase: 'stopping', asked: [] } : state;
    case 'dismiss':
      return { ...state, notices: state.notices.filter(notice => notice.key !== happening.key) };
    case 'answered': {
      const asked = state.asked.filter(questions => !questions.some(({ key }) => happening.keys.includes(key)));
      return { ...state, asked, phase: state.phase === 'asking' && asked.length === 0 ? 'running' : state.phase };
    }
    case 'frame':
      return isRunning(state) ? told(state, happening.frame, happening.at) : state;
  }
}

function told(state: CallState, frame: Frame, at: number): CallState {
  // A call that is being stopped may still tell of itself until it ends.
  const phase = state.phase === 'stopping' || state.phase === 'asking' ? state.phase : 'running';
  switch (frame.op) {
    case 'queued':
      return {
        ...state,
        phase: state.phase === 'stopping' ? 'stopping' : 'queued',
        position: frame.position,
        waiting: frame.size
      };
    case 'started':
      return { ...state, phase };
    case 'progress':
      return { ...state, phase, progress: further(state.progress, frame, at) };
    case 'partial':
      return { ...state, phase, value: frame.value, partial: true, stale: false };
    case 'log':
      return logged({ ...state, phase }, frame);
    case 'ask': {
      // One that nobody here can answer is answered by whoever follows the call.
      const forPeople = frame.questions.filter(isForPeople);
      if (state.phase === 'stopping' || forPeople.length === 0) {
        return state;
      }
      return { ...state, phase: 'asking', asked: [...state.asked, frame.questions] };
    }
    case 'result':
      return { ...over(state, at), phase: 'done', value: frame.value, stale: false };
    case 'error':
      return {
        ...over(state, at),
        phase: 'failed',
        stale: state.value !== undefined,
        error: frame.error,
        traceback: frame.traceback ?? null
      };
    default:
      // A kernel of a later version may tell more.
      return state;
  }
}

function over(state: CallState, at: number): CallState {
  return { ...state, ended: at, progress: null, partial: false, asked: [] };
}

function further(before: Progress | null, frame: Frame & { op: 'progress' }, at: number): Progress {
  const { progress, total, message, unit, bars } = frame;
  const anew = before === null || progress < before.progress || total !== before.total;
  const { since, from } = anew ? { since: at, from: progress } : before;
  return { progress, total, message, unit, bars: bars ?? [], since, from, at };
}

function logged(state: CallState, frame: Frame & { op: 'log' }): CallState {
  const { stream, level, text } = frame;
  if (stream === 'notice' && frame.visible !== false) {
    const notice: Notice = {
      key: state.noticed,
      kind: frame.kind ?? 'info',
      title: frame.title ?? '',
      text,
      duration: frame.duration === undefined ? 10 : frame.duration
    };
    state = { ...state, noticed: state.noticed + 1, notices: [...state.notices, notice].slice(-NOTICES) };
  }
  const log = [...state.log, { stream, level, text: stream === 'notice' && frame.title ? `${frame.title}: ${text}` : text }];
  const excess = Math.max(0, log.length - LOG_LENGTH);
  return { ...state, log: excess ? log.slice(excess) : log, dropped: state.dropped + excess };
}
