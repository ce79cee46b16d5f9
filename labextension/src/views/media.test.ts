import { fireEvent, waitFor } from '@testing-library/preact';
import { expect, test } from 'vitest';

import { component, file, show, surroundings } from './testing';

test('a picture is loaded from its address, decoded beside the page, and named', async () => {
  const { findByAltText } = show(component('Image', { label: 'Photo' }), file('a.png', 'image/png'));
  const image = (await findByAltText('Photo')) as HTMLImageElement;
  expect(image.getAttribute('src')).toBe('/files/a.png');
  expect(image.getAttribute('decoding')).toBe('async');
});

test('a picture is seen large when it is clicked, until that is closed', async () => {
  const { findByTitle, container } = show(component('Image'), file('a.png', 'image/png'));
  fireEvent.click(await findByTitle('Enlarge'));
  expect(container.querySelector('dialog img')!.getAttribute('src')).toBe('/files/a.png');
  fireEvent(container.querySelector('dialog')!, new Event('close'));
  expect(container.querySelector('dialog')).toBeNull();
});

test('a file that the browser cannot show can still be had', async () => {
  const { findByAltText, findByText, container } = show(component('Image', { label: 'Photo' }), file('a.tif'));
  fireEvent.error(await findByAltText('Photo'));
  await findByText('This browser cannot show a.tif.');
  await waitFor(() =>
    expect(container.querySelector('a[download="a.tif"]')!.getAttribute('href')).toBe('/files/a.tif')
  );
});

test('a new picture is tried after one that could not be shown', async () => {
  const { findByAltText, findByText, again } = show(component('Image', { label: 'Photo' }), file('a.tif'));
  fireEvent.error(await findByAltText('Photo'));
  await findByText('This browser cannot show a.tif.');
  again(file('b.png'));
  expect((await findByAltText('Photo')).getAttribute('src')).toBe('/files/b.png');
});

test('why a file has no address is said', async () => {
  const environment = surroundings({ url: () => Promise.reject(new Error('the kernel is gone')) });
  await show(component('Audio'), file('a.wav'), environment).findByText('the kernel is gone');
});

test('sound and film have players with their address', async () => {
  const sound = show(component('Audio', { label: 'Tone' }), file('a.wav', 'audio/wav'));
  await waitFor(() => expect(sound.container.querySelector('audio')!.hasAttribute('src')).toBe(true));
  expect(sound.container.querySelector('audio[controls]')!.getAttribute('src')).toBe('/files/a.wav');
  const film = show(component('Video'), { video: file('a.mp4'), subtitles: file('a.vtt') });
  await waitFor(() => expect(film.container.querySelector('track')).not.toBeNull());
  expect(film.container.querySelector('video[controls]')!.getAttribute('src')).toBe('/files/a.mp4');
  expect(film.container.querySelector('track')!.getAttribute('src')).toBe('/files/a.vtt');
});

test('files are listed with their names and sizes', async () => {
  const { findByLabelText, container } = show(component('File'), [file('a.csv'), file('b.csv', null, { size: null })]);
  expect((await findByLabelText('Download a.csv')).getAttribute('download')).toBe('a.csv');
  expect(container.querySelectorAll('li')[0]!.textContent).toContain('1.2 kB');
  expect(container.querySelectorAll('li')[1]!.textContent).not.toContain('kB');
});

test('a file without an address is fetched when it is asked for, and not before', async () => {
  const asked: string[] = [];
  const environment = surroundings({
    url: async ({ path }) => {
      asked.push(path);
      throw new Error('the store is empty');
    }
  });
  const { getByLabelText, findByText } = show(component('File'), file('a.csv', null, { url: null }), environment);
  expect(asked).toEqual([]);
  fireEvent.click(getByLabelText('Download a.csv'));
  await findByText('the store is empty');
  expect(asked).toEqual(['/store/a.csv']);
});
