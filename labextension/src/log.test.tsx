import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';

import type { LogLine } from './call';
import { Log, runs } from './log';

afterEach(cleanup);

const line = (text: string, stream: LogLine['stream'] = 'stdout'): LogLine => ({ text, stream, level: 'info' });

test('neighbours of one stream are one text, and each entry ends its line', () => {
  expect(runs([line('a'), line('b\n'), line('c', 'stderr'), line('d')])).toEqual([
    { stream: 'stdout', text: 'a\nb\n' },
    { stream: 'stderr', text: 'c\n' },
    { stream: 'stdout', text: 'd\n' }
  ]);
});

test('without entries there is no log', () => {
  render(<Log lines={[]} dropped={0} />);
  expect(screen.queryByText(/Log/)).toBeNull();
});

test('it is folded, with its count; what went to stderr is marked', async () => {
  const { container } = render(<Log lines={[line('fine'), line('oops', 'stderr')]} dropped={3} />);
  expect(screen.getByText('5 entries')).toBeTruthy();
  expect(container.querySelector('pre')).toBeNull();
  const details = container.querySelector('details')!;
  details.open = true;
  fireEvent(details, new Event('toggle'));
  expect((await screen.findByRole('log')).textContent).toBe('3 earlier entries are not kept.\nfine\noops\n');
  expect(container.querySelector('.jgm-stderr')?.textContent).toBe('oops\n');
});
