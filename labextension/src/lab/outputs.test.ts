import { expect, test, vi } from 'vitest';

import { PANEL_MIME } from '../protocol';
import { outputs } from './outputs';

vi.mock('@jupyterlab/rendermime', () => ({ IRenderMimeRegistry: 'the renderers' }));

test('outputs of ours are shown ahead of everything else in them, also untrusted ones', () => {
  const addFactory = vi.fn();
  void outputs.activate({} as never, { addFactory });
  const [factory, rank] = addFactory.mock.calls[0];
  expect(factory).toMatchObject({ safe: true, mimeTypes: [PANEL_MIME] });
  expect(rank).toBeLessThan(0);
  expect(factory.createRenderer({ mimeType: PANEL_MIME }).node).toBeInstanceOf(HTMLElement);
});

test('without renderers there is nothing to do', () => {
  expect(() => outputs.activate({} as never, null)).not.toThrow();
  expect(outputs.requires ?? []).toEqual([]);
});
