import { beforeEach, expect, test } from 'vitest';

import { showCard } from './card';
import { greeter, mountOf } from './testing';

const mount = mountOf(greeter());
let host: HTMLElement;

beforeEach(() => {
  host = document.createElement('div');
});

test('a card says what each function was, and what to do', () => {
  showCard(host, mount);
  expect(host.querySelector('h3')?.textContent).toBe('greet(name: str) -> str');
  expect(host.textContent).toContain('Greets.');
  expect(host.textContent).toContain('Run the cell to bring the form back.');
});

test('a card takes the place of what was there', () => {
  showCard(host, mount);
  showCard(host, mount, 'Connecting…');
  expect(host.querySelectorAll('section')).toHaveLength(1);
  expect(host.textContent).toContain('Connecting…');
});

test('what is in an output is shown as text and never as markup', () => {
  const evil = '<img src=x onerror=alert(1)>';
  showCard(host, { ...mount, functions: [{ name: evil, title: evil, signature: evil, description: evil }] });
  expect(host.querySelector('img')).toBeNull();
  expect(host.querySelector('h3')?.textContent).toBe(evil + evil);
});

test('an output that is not of our form does no harm', () => {
  showCard(host, null);
  showCard(host, {});
  expect(host.querySelector('section')).not.toBeNull();
});

test('the card of an API page says what comes back', () => {
  const host = document.createElement('div');
  showCard(host, { view: 'api', functions: [] });
  expect(host.textContent).toContain('Run the cell to bring the API page back.');
});
