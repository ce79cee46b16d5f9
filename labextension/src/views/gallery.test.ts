import { fireEvent } from '@testing-library/preact';
import { expect, test } from 'vitest';

import { component, file, show } from './testing';

const THREE = ['a', 'b', 'c'].map(name => ({ image: file(`${name}.png`, 'image/png'), caption: `picture ${name}` }));

test('pictures have their captions', async () => {
  const { findByAltText, getByText } = show(component('Gallery'), THREE);
  expect((await findByAltText('picture b')).getAttribute('src')).toBe('/files/b.png');
  expect(getByText('picture c').className).toBe('jgmv-caption');
});

test('the arrow keys lead to the next picture, and stop at the last', async () => {
  const { findByLabelText, container, findByText } = show(component('Gallery'), THREE);
  fireEvent.click(await findByLabelText('Enlarge picture a'));
  const dialog = container.querySelector('dialog')!;
  for (const [key, said] of [
    ['ArrowRight', '2 of 3 · picture b'],
    ['End', '3 of 3 · picture c'],
    ['ArrowRight', '3 of 3 · picture c'],
    ['Home', '1 of 3 · picture a'],
    ['ArrowLeft', '1 of 3 · picture a']
  ] as const) {
    fireEvent.keyDown(dialog, { key });
    await findByText(said);
  }
});

test('a picture that is gone with the next results is looked at no longer', async () => {
  const { findByLabelText, container, again } = show(component('Gallery'), THREE);
  fireEvent.click(await findByLabelText('Enlarge picture c'));
  again(THREE.slice(0, 1));
  expect(container.querySelector('dialog')).toBeNull();
});

test('pairs and plain files are pictures, too', async () => {
  const { findByAltText } = show(component('Gallery'), [[file('a.png'), 'pair'], file('b.png')]);
  await findByAltText('pair');
  await findByAltText('b.png');
});

test('no pictures at all is said', () => {
  expect(show(component('Gallery'), []).container.textContent).toBe('No pictures');
});
