import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { expect, test, vi } from 'vitest';

import type { Load } from './load';
import { PanelOutput } from './output';
import { PANEL_MIME } from './protocol';
import { greeter, mountOf } from './testing';

const mount = mountOf(greeter());
const destroy = vi.fn();
const mountPanel = vi.fn(() => ({ destroy }));

function make(loader: Load = async () => ({ mountPanel })): PanelOutput {
  vi.clearAllMocks();
  return new PanelOutput(PANEL_MIME, 'http://here/', loader);
}

function model(data: unknown, metadata: object = {}): IRenderMime.IMimeModel {
  return { data: { [PANEL_MIME]: data }, metadata } as unknown as IRenderMime.IMimeModel;
}

test('an output shows its panel from the server that the page came from', async () => {
  const loader = vi.fn<Load>().mockResolvedValue({ mountPanel });
  const output = make(loader);
  await output.renderModel(model(mount));
  await vi.waitFor(() => expect(mountPanel).toHaveBeenCalledWith(output.node, { mount, base: 'http://here/' }));
  expect(loader).toHaveBeenCalledWith('http://here/gradio_api/static/panel.js');
});

test('which kernel and panel it is of may be in the metadata', async () => {
  const output = make();
  const { kernel, panel, ...rest } = mount;
  await output.renderModel(model(rest, { [PANEL_MIME]: { kernel, panel } }));
  await vi.waitFor(() => expect(mountPanel).toHaveBeenCalledWith(output.node, { mount, base: 'http://here/' }));
});

test('an output that tells of no kernel is a card', async () => {
  const output = make();
  const { kernel: _, ...rest } = mount;
  await output.renderModel(model(rest));
  expect(output.node.textContent).toContain('Run the cell to bring the form back.');
  expect(mountPanel).not.toHaveBeenCalled();
});

test('the same output again changes nothing, another one takes its place', async () => {
  const output = make();
  await output.renderModel(model(mount));
  await vi.waitFor(() => expect(mountPanel).toHaveBeenCalledTimes(1));
  await output.renderModel(model({ ...mount }));
  expect(destroy).not.toHaveBeenCalled();
  await output.renderModel(model({ ...mount, panel: 'other' }));
  expect(destroy).toHaveBeenCalledTimes(1);
  await vi.waitFor(() => expect(mountPanel).toHaveBeenCalledTimes(2));
});

test('without our server the card is shown', async () => {
  const output = make(() => Promise.reject(new TypeError('404')));
  await output.renderModel(model(mount));
  await vi.waitFor(() => expect(output.node.textContent).toContain('Nothing runs here now.'));
  expect(output.node.textContent).toContain('greet(name: str) -> str');
});

test.each([undefined, null, 'text', { version: 2, functions: [] }])('of %o nothing is run', async data => {
  const output = make();
  await output.renderModel(model(data));
  expect(output.node.textContent).toContain('another version');
  expect(mountPanel).not.toHaveBeenCalled();
});

test('an output that goes takes its panel with it', async () => {
  const output = make();
  await output.renderModel(model(mount));
  await vi.waitFor(() => expect(mountPanel).toHaveBeenCalled());
  output.dispose();
  expect(destroy).toHaveBeenCalledTimes(1);
});

test('an API page has no panel, and is shown all the same', async () => {
  const output = make();
  const page = { ...mount, panel: '', view: 'api' as const, endpoint: 'greet' };
  await output.renderModel(model(page));
  await vi.waitFor(() => expect(mountPanel).toHaveBeenCalledWith(output.node, { mount: page, base: 'http://here/' }));
});
