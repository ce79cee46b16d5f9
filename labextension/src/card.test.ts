import { beforeEach, expect, test } from 'vitest';

import type { EndpointCard } from './protocol';
import { render, type Model } from './widget';

const ENDPOINT: EndpointCard = {
  name: 'letter_counter',
  signature: '(word: str) -> int',
  mcpUrl: 'http://localhost:8888/gradio_api/mcp/',
  restUrl: 'http://localhost:8888/gradio_api/call/v2/letter_counter'
};

class FakeModel implements Model {
  private callbacks = new Set<() => void>();
  constructor(private endpoints: EndpointCard[]) {}
  get(): EndpointCard[] {
    return this.endpoints;
  }
  set(endpoints: EndpointCard[]): void {
    this.endpoints = endpoints;
    this.callbacks.forEach(callback => callback());
  }
  on(_: string, callback: () => void): void {
    this.callbacks.add(callback);
  }
  off(_: string, callback: () => void): void {
    this.callbacks.delete(callback);
  }
}

let host: HTMLElement;

beforeEach(() => {
  host = document.createElement('div');
});

test('a card names each endpoint and where it is reachable', () => {
  render({ model: new FakeModel([ENDPOINT]), el: host });
  expect(host.querySelector('h3')?.textContent).toBe('letter_counter(word: str) -> int');
  expect([...host.querySelectorAll('dd')].map(dd => dd.textContent)).toEqual([
    'http://localhost:8888/gradio_api/mcp/',
    'POST http://localhost:8888/gradio_api/call/v2/letter_counter'
  ]);
});

test('a card without endpoints says what to do', () => {
  render({ model: new FakeModel([]), el: host });
  expect(host.textContent).toContain('Put %%mcp_tool above one and run its cell.');
});

test('a card follows its model until it is taken away', () => {
  const model = new FakeModel([ENDPOINT]);
  const remove = render({ model, el: host });
  model.set([]);
  expect(host.querySelector('h3')).toBeNull();
  remove();
  model.set([ENDPOINT]);
  expect(host.querySelector('h3')).toBeNull();
});

test('a name is shown as text and never as markup', () => {
  render({ model: new FakeModel([{ ...ENDPOINT, name: '<img src=x onerror=alert(1)>' }]), el: host });
  expect(host.querySelector('img')).toBeNull();
});
