import { expect, test } from 'vitest';

import { isPlot } from './plot';
import { component, file, show } from './testing';

test('a picture of a figure is shown as one', async () => {
  const { findByAltText } = show(component('Plot'), { type: 'matplotlib', plot: file('p.png', 'image/png') });
  expect((await findByAltText('result')).getAttribute('src')).toBe('/files/p.png');
});

test('a figure is drawn in a frame that has no origin of ours', async () => {
  const { container } = show(component('Plot'), { type: 'altair', plot: '{}' });
  await expect.poll(() => container.querySelector('iframe')?.getAttribute('sandbox')).toBe('allow-scripts');
  expect(container.querySelector('iframe')!.getAttribute('srcdoc')).toBe('text of frame.html');
});

test('a figure without its library is shown as data, and why is said', async () => {
  const { findByText } = show(component('Plot'), { type: 'bokeh', plot: '{"a": 1}' });
  await findByText('The figure could not be drawn: the kernel sent no library for bokeh');
  await findByText('a:', { exact: false });
});

test('data that has a type is no figure', () => {
  expect(isPlot({ type: 'bar', plot: 'x' })).toBe(false);
  expect(isPlot({ type: 'plotly' })).toBe(false);
  expect(isPlot(null)).toBe(false);
});
