/** How far a call is: a bar with text, count and remaining time; of bars within bars, each. */

import type { CallState, Progress as Told } from './call';
import { seconds } from './duration';
import type { BarInfo } from './protocol';

/** What is counted, where nothing is said. */
const STEPS = 'steps';

export function Progress({ state }: { state: CallState }) {
  const { progress } = state;
  if (!progress) {
    return (
      <div class="jgm-progress">
        <Bar label="Running" share={null} />
      </div>
    );
  }
  const bars: BarInfo[] = progress.bars.length > 0 ? progress.bars : [asBar(progress)];
  const remaining = remainingOf(progress);
  return (
    <div class="jgm-progress">
      {bars.map((bar, index) => {
        const share = shareOf(bar);
        const text = bar.desc || (index === 0 && progress.message) || '';
        const about = [countOf(bar, share), index === 0 && remaining !== null ? `${seconds(remaining)} left` : ''];
        return (
          <div key={index} class="jgm-meter-row">
            <p>
              <span>{text}</span>
              <span class="jgm-count">{about.filter(Boolean).join(' · ')}</span>
            </p>
            <Bar label={text || 'Progress'} share={share} />
          </div>
        );
      })}
    </div>
  );
}

function Bar({ label, share }: { label: string; share: number | null }) {
  const percent = share === null ? undefined : Math.round(share * 100);
  return (
    <div
      class={share === null ? 'jgm-meter jgm-unknown' : 'jgm-meter'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div style={share === null ? undefined : { width: `${share * 100}%` }} />
    </div>
  );
}

function asBar({ progress, total, unit, message }: Told): BarInfo {
  return { index: progress, length: total, unit, progress: null, desc: message };
}

/** From 0 to 1; null when it is not known. */
export function shareOf({ index, length, progress }: BarInfo): number | null {
  const share = progress ?? (index !== null && length ? index / length : null);
  return share === null || !Number.isFinite(share) ? null : Math.min(1, Math.max(0, share));
}

function countOf({ index, length, unit }: BarInfo, share: number | null): string {
  const of = unit || STEPS;
  if (index !== null && length) {
    return length === 1 ? `${Math.round((share ?? 0) * 100)} %` : `${short(index)} of ${short(length)} ${of}`;
  }
  return index !== null && index > 0 ? `${short(index)} ${of}` : share === null ? '' : `${Math.round(share * 100)} %`;
}

function short(number: number): string {
  return Number.isInteger(number) ? number.toLocaleString('en') : number.toFixed(1);
}

/** Milliseconds that remain at the pace so far; null while there is none to go by. */
export function remainingOf({ progress, total, since, from, at }: Told): number | null {
  const done = progress - from;
  return total === null || done <= 0 || at - since < 1000 ? null : Math.max(0, ((total - progress) * (at - since)) / done);
}
