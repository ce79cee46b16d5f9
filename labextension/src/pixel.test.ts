import { afterEach, expect, test, vi } from 'vitest';

import { pixelAt } from './pixel';

afterEach(() => vi.restoreAllMocks());

function shown(width: number, height: number, fit = 'fill'): HTMLElement {
  const element = document.createElement('div');
  element.style.objectFit = fit;
  document.body.append(element);
  vi.spyOn(element, 'getBoundingClientRect').mockReturnValue({ left: 10, top: 20, width, height } as DOMRect);
  return element;
}

const click = (clientX: number, clientY: number): MouseEvent => new MouseEvent('click', { clientX, clientY, detail: 1 });

test('a click is told in pixels of the picture, however large it is shown', () => {
  const element = shown(100, 50);
  expect(pixelAt(click(10, 20), element, { width: 400, height: 200 })).toEqual([0, 0]);
  expect(pixelAt(click(60, 45), element, { width: 400, height: 200 })).toEqual([200, 100]);
  expect(pixelAt(click(60, 45), element, { width: 10, height: 5 })).toEqual([5, 2]);
});

test('what is beside a picture that keeps its form is none of it', () => {
  const element = shown(200, 50, 'contain');
  const size = { width: 400, height: 200 };
  expect(pixelAt(click(20, 40), element, size)).toBeNull();
  expect(pixelAt(click(60, 20), element, size)).toEqual([0, 0]);
  expect(pixelAt(click(160, 45), element, size)).toBeNull();
});

test('the keyboard chooses the middle', () => {
  expect(pixelAt(new MouseEvent('click', { detail: 0 }), shown(10, 10), { width: 400, height: 300 })).toEqual([200, 150]);
});
