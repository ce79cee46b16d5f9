import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';

import type { EditorOptions } from '../lazy/contract';
import { environment, show } from './stage';

afterEach(cleanup);

test('what is typed before the editor has come is in it, and it is never given an older text', async () => {
  const editor = { update: vi.fn(), setReadOnly: vi.fn(), destroy: vi.fn() };
  let options: EditorOptions | null = null;
  let arrive: (module: unknown) => void = () => undefined;
  const assets = { ...environment.assets, module: () => new Promise<any>(resolve => (arrive = resolve)) };
  const stage = show('Code', { props: { language: 'python' } }, 'a', { environment: { assets } });
  fireEvent.input(screen.getByLabelText('Field', { selector: 'textarea' }), { target: { value: 'ab' } });
  await act(async () => arrive({ mount: (_: HTMLElement, given: EditorOptions) => ((options = given), editor) }));
  await waitFor(() => expect(options?.value).toBe('ab'));
  expect(options!.language).toBe('python');
  expect(screen.queryByRole('textbox')).toBeNull();

  options!.onChange!('abc');
  options!.onChange!('abcd');
  await waitFor(() => expect(stage.value()).toBe('abcd'));
  expect(editor.update).not.toHaveBeenCalled();
  await act(() => stage.set('new'));
  expect(editor.update).toHaveBeenCalledWith('new');
});

test('without the editor a plain field does', async () => {
  const stage = show('Markdown', {}, '# a');
  fireEvent.input(screen.getByLabelText('Field', { selector: 'textarea' }), { target: { value: '# b' } });
  expect(stage.value()).toBe('# b');
});
