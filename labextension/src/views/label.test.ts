import { expect, test } from 'vitest';

import { asLabel } from './label';
import { component, show } from './testing';

test('the likeliest comes first, with how sure it is', () => {
  const { container } = show(component('Label'), { dog: 0.155, cat: 0.83, fish: 0.015 });
  expect(container.querySelector('strong')!.textContent).toBe('cat');
  expect([...container.querySelectorAll('li')].map(item => item.textContent)).toEqual([
    'cat83 %',
    'dog15.5 %',
    'fish1.5 %'
  ]);
});

test('no more classes are shown than the component says', () => {
  const { container } = show(component('Label', { num_top_classes: 1 }), { a: 0.4, b: 0.6 });
  expect([...container.querySelectorAll('li')].map(item => item.textContent)).toEqual(['b60 %']);
});

test('a name alone is a label, and other data is none', () => {
  expect(asLabel('cat')).toEqual({ label: 'cat', confidences: [] });
  expect(asLabel({})).toBeNull();
  expect(asLabel({ a: 'x' })).toBeNull();
});
