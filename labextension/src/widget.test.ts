import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Model } from './comm';
import type { Load } from './load';
import { forgetAll } from './once';
import { greeter, mountOf } from './testing';

const mount = mountOf(greeter());

class FakeModel implements Model {
  sent: any[] = [];
  private callbacks = new Set<(...args: any[]) => void>();
  get(): unknown {
    return mount;
  }
  on(_: string, callback: (...args: any[]) => void): void {
    this.callbacks.add(callback);
  }
  off(_: string, callback: (...args: any[]) => void): void {
    this.callbacks.delete(callback);
  }
  send(content: unknown): void {
    this.sent.push(content);
  }
  say(message: object): void {
    this.callbacks.forEach(callback => callback(message, []));
  }
}

const destroy = vi.fn();
const mountPanel = vi.fn(() => ({ destroy }));
const loader = vi.fn<Load>();
let host: HTMLElement;
let model: FakeModel;
let render: (typeof import('./widget'))['default']['render'];

beforeEach(async () => {
  // What it has loaded over the comm it keeps for the page.
  forgetAll();
  ({ render } = (await import('./widget')).default);
  vi.clearAllMocks();
  loader.mockReset();
  host = document.createElement('div');
  model = new FakeModel();
});

afterEach(() => document.body.replaceChildren());

function onJupyterPage(baseUrl: string): void {
  const data = document.createElement('script');
  data.id = 'jupyter-config-data';
  data.type = 'application/json';
  data.textContent = JSON.stringify({ baseUrl });
  document.body.append(data);
}

test('on a page of Jupyter the panel comes from its server', async () => {
  onJupyterPage('/user/ada');
  loader.mockResolvedValue({ mountPanel });
  render({ model, el: host }, loader);
  expect(host.textContent).toContain('Connecting…');
  await vi.waitFor(() => expect(mountPanel).toHaveBeenCalled());
  const base = `${location.origin}/user/ada/`;
  expect(loader).toHaveBeenCalledExactlyOnceWith(`${base}gradio_api/static/panel.js`);
  expect(mountPanel).toHaveBeenCalledWith(host, { mount, base, model });
  expect(model.sent).toEqual([]);
});

test('elsewhere the panel comes from the kernel, once for all widgets', async () => {
  loader.mockResolvedValue({ mountPanel });
  render({ model, el: host }, loader);
  render({ model, el: document.createElement('div') }, loader);
  expect(model.sent).toMatchObject([{ op: 'asset', name: 'panel.js' }]);
  model.say({ op: 'reply', id: 'of another', text: 'no' });
  model.say({ op: 'reply', id: model.sent[0].id, text: 'export const x = 1' });
  await vi.waitFor(() => expect(mountPanel).toHaveBeenCalledTimes(2));
  expect(loader).toHaveBeenCalledTimes(1);
  expect(loader.mock.calls[0][0]).toMatch(/^blob:/);
  expect(mountPanel).toHaveBeenCalledWith(host, { mount, base: null, model });
});

test('where the server has it not, the kernel is asked', async () => {
  onJupyterPage('/');
  loader.mockRejectedValueOnce(new TypeError('404')).mockResolvedValue({ mountPanel });
  render({ model, el: host }, loader);
  await vi.waitFor(() => expect(model.sent).toHaveLength(1));
  model.say({ op: 'reply', id: model.sent[0].id, text: '' });
  await vi.waitFor(() => expect(mountPanel).toHaveBeenCalled());
});

test('where the kernel has it not either, the card stays', async () => {
  render({ model, el: host }, loader);
  model.say({ op: 'reply', id: model.sent[0].id, error: { code: 'x', message: 'none' } });
  await vi.waitFor(() => expect(host.textContent).toContain('Run the cell to bring the form back.'));
  expect(host.querySelector('h3')?.textContent).toBe('greet(name: str) -> str');
});

test('a view that was taken away shows nothing any more', async () => {
  onJupyterPage('/');
  loader.mockResolvedValue({ mountPanel });
  render({ model, el: host }, loader)();
  await Promise.resolve();
  expect(mountPanel).not.toHaveBeenCalled();
  const remove = render({ model, el: host }, loader);
  await vi.waitFor(() => expect(mountPanel).toHaveBeenCalled());
  remove();
  expect(destroy).toHaveBeenCalledTimes(1);
});
