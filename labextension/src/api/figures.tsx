/** How often a function was called, and how that went. */

import { seconds } from '../duration';
import type { Figures } from '../protocol';
import { __ } from '../words';

/** In a few words, for the line of the function; "" before its first call. */
export function inShort({ calls, success_rate: rate, p50 }: Figures): string {
  if (calls === 0) {
    return '';
  }
  const parts = [calls === 1 ? __('1 call') : __('{count} calls', { count: calls.toLocaleString('en') })];
  if (rate !== null && rate < 1) {
    parts.push(__('{share} succeeded', { share: percent(rate) }));
  }
  if (p50 !== null) {
    parts.push(seconds(p50 * 1000));
  }
  return parts.join(' · ');
}

export function FigureTable({ figures }: { figures: Figures }) {
  const { calls, success_rate: rate, p50, p90, p99 } = figures;
  if (calls === 0) {
    return null;
  }
  const time = (value: number | null): string => (value === null ? '—' : seconds(value * 1000));
  const entries: [string, string, string?][] = [
    [__('Calls'), calls.toLocaleString('en')],
    [__('Success'), rate === null ? '—' : percent(rate)],
    ['p50', time(p50), __('Half of the calls took no longer.')],
    ['p90', time(p90), __('Nine of ten calls took no longer.')],
    ['p99', time(p99), __('99 of 100 calls took no longer.')]
  ];
  return (
    <section class="jgma-part">
      <h4>{__('Statistics')}</h4>
      <dl class="jgma-figures">
        {entries.map(([name, value, meaning]) => (
          <div key={name} title={meaning}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Not 100 % before it is. */
function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10}%`;
}
