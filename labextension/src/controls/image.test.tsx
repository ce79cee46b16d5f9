import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';

import { environment, fileNamed, show } from './stage';

afterEach(cleanup);

const picture = () => new File(['png'], 'a.png', { type: 'image/png' });

test('a picture that was there before is shown from where the notebook says', async () => {
  show('Image', {}, fileNamed('sunset.png'));
  const shown = (await screen.findByAltText('sunset.png')) as HTMLImageElement;
  expect(shown.src).toBe('https://notebook.example/sunset.png');
});

test('a picture that is pasted is sent and shown', async () => {
  const stage = show('Image');
  const paste = new Event('paste', { bubbles: true, cancelable: true });
  Object.defineProperty(paste, 'clipboardData', { value: { files: [picture()] } });
  fireEvent(screen.getByLabelText('Field'), paste);
  await waitFor(() => expect(stage.value()).toEqual(fileNamed('a.png')));
  expect(((await screen.findByAltText('a.png')) as HTMLImageElement).src).toMatch(/^blob:/);
});

test('a picture that cannot be had keeps its name, and says why', async () => {
  const files = { ...environment.files, url: () => Promise.reject(new Error('the file is gone')) };
  show('Image', {}, fileNamed('sunset.png'), { environment: { files } });
  await waitFor(() => expect(screen.getByText('No preview: the file is gone')).toBeTruthy());
  expect(screen.getByText('sunset.png')).toBeTruthy();
});

test('pictures of a gallery are removed one by one', async () => {
  const stage = show('Gallery', {}, [fileNamed('1.png'), { image: fileNamed('2.png'), caption: 'two' }]);
  fireEvent.click(screen.getByLabelText('Remove 1.png'));
  expect(stage.value()).toEqual([{ image: fileNamed('2.png'), caption: 'two' }]);
  fireEvent.click(screen.getByLabelText('Remove 2.png'));
  expect(stage.value()).toBeUndefined();
});

test('a sound and a video that were there before can be played', async () => {
  const { container } = show('Audio', {}, fileNamed('a.wav'));
  await waitFor(() => expect(container.querySelector('audio')?.src).toBe('https://notebook.example/a.wav'));
  cleanup();
  const video = show('Video', {}, fileNamed('a.mp4')).container;
  await waitFor(() => expect(video.querySelector('video')?.src).toBe('https://notebook.example/a.mp4'));
});
