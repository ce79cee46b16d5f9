import { expect, test } from 'vitest';

import { asParts, coloursOf } from './highlighted';
import { component, show } from './testing';

const part = (token: string, said: string | number | null) => ({ token, class_or_confidence: said });
const TEXT = [part('Ada', 'NOUN'), part(' writes ', 'VERB'), part('well', null)];

test('parts say their category beside them, or a legend does above', () => {
  const inline = show(component('HighlightedText'), TEXT).container;
  expect(inline.querySelector('p')!.textContent).toBe('Ada NOUN writes  VERBwell');
  const legend = show(component('HighlightedText', { show_legend: true }), TEXT).container;
  expect([...legend.querySelectorAll('li')].map(item => item.textContent)).toEqual(['NOUN', 'VERB']);
  expect(legend.querySelectorAll('small')).toHaveLength(0);
  const bare = show(component('HighlightedText', { show_inline_category: false, show_whitespaces: false }), TEXT).container;
  expect(bare.querySelector('p')!.textContent).toBe('Ada (NOUN) writes (VERB) well');
});

test('numbers are colours from one end to the other', () => {
  const { container } = show(component('HighlightedText', { show_legend: true }), [part('bad', -1), part('good', 0.5)]);
  expect([...container.querySelectorAll('mark')].map(mark => mark.title)).toEqual(['-1', '0.5']);
  expect(container.querySelector('li')!.textContent).toBe('-10+1');
});

test('colours are those that the author names, if they are some', () => {
  const parts = asParts(TEXT)!;
  const own = coloursOf(parts, { noun: 'red', VERB: 'url(https://example.com/x)' });
  expect(own.get('NOUN')).toBe('red');
  expect(own.get('VERB')).toMatch(/^hsl/);
  expect(new Set(coloursOf(parts).values()).size).toBe(2);
  expect(coloursOf(asParts([part('x', 'constructor')])!, {}).get('constructor')).toMatch(/^hsl/);
});

test('other data is no marked text', () => {
  expect(asParts('text')).toBeNull();
  expect(asParts([{ token: 1 }])).toBeNull();
  expect(asParts([{ token: 'a', class_or_confidence: {} }])).toBeNull();
  expect(asParts([null])).toBeNull();
  expect(asParts([])).toEqual([]);
});
