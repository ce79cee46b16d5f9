import { expect, test, vi } from 'vitest';

import type { Item } from './item';
import { remove } from './removal';

const accept = vi.hoisted(() => ({ value: true }));
vi.mock('@jupyterlab/apputils', () => ({
  Dialog: { cancelButton: () => ({}), warnButton: () => ({}) },
  showDialog: async () => ({ button: { accept: accept.value } })
}));

const ITEM = { kernel: 'k', notebook: 'a.ipynb', name: 'greet' } as Item;
const TRANS = { __: (text: string, ...values: string[]) => text.replace('%1', values[0]) };

function services(content: object, model: object | null = { id: 'k' }) {
  const kernel = { requestExecute: vi.fn(() => ({ done: Promise.resolve({ content }) })), dispose: vi.fn() };
  const manager = { kernels: { ready: Promise.resolve(), findById: async () => model ?? undefined, connectTo: () => kernel } };
  return { kernel, manager: manager as never };
}

test('the kernel of the notebook is asked to, beside its history', async () => {
  accept.value = true;
  const { kernel, manager } = services({ status: 'ok' });
  await remove(ITEM, manager, TRANS as never);
  expect(kernel.requestExecute).toHaveBeenCalledWith({ code: '%mcp_remove greet', silent: true, store_history: false, allow_stdin: false });
  expect(kernel.dispose).toHaveBeenCalled();
});

test('who does not mean it removes nothing', async () => {
  accept.value = false;
  const { kernel, manager } = services({ status: 'ok' });
  await remove(ITEM, manager, TRANS as never);
  expect(kernel.requestExecute).not.toHaveBeenCalled();
});

test('a kernel that refuses or is gone is told of', async () => {
  accept.value = true;
  const { kernel, manager } = services({ status: 'error', ename: 'UsageError', evalue: "No function 'greet' is offered." });
  await expect(remove(ITEM, manager, TRANS as never)).rejects.toThrow("No function 'greet' is offered.");
  expect(kernel.dispose).toHaveBeenCalled();
  await expect(remove(ITEM, services({}, null).manager, TRANS as never)).rejects.toThrow('The kernel of a.ipynb does not run.');
});
