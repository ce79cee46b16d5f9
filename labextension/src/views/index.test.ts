import { expect, test } from 'vitest';

import { Audio } from './audio';
import { Dataframe } from './dataframe';
import { File } from './file';
import { Gallery } from './gallery';
import { Image } from './image';
import { VIEWS, viewFor } from './index';
import { JsonTree } from './json';
import { Mime } from './mime';
import { None } from './none';
import { NumberView } from './number';
import { Plot } from './plot';
import { component, file } from './testing';
import { Textbox } from './textbox';
import { Video } from './video';

test.each(Object.keys(VIEWS))('%s shows None where a function gave nothing', type => {
  expect(viewFor(component(type), null)).toBe(None);
});

test.each([
  ['Textbox', 'text'],
  ['Number', 0],
  ['Checkbox', false],
  ['Slider', 3],
  ['Radio', 'a'],
  ['CheckboxGroup', ['a']],
  ['Dropdown', ['a', 'b']],
  ['DateTime', '2026-01-02 03:04:05'],
  ['ColorPicker', '#fff'],
  ['Image', file('a.png', 'image/png')],
  ['Audio', file('a.wav', 'audio/wav')],
  ['Video', { video: file('a.mp4'), subtitles: null }],
  ['File', [file('a.csv')]],
  ['Gallery', [{ image: file('a.png'), caption: null }]],
  ['Dataframe', [[1, 2]]],
  ['JSON', [{ a: 1 }]],
  ['Code', 'x = 1'],
  ['Markdown', '# x'],
  ['HTML', '<p>'],
  ['Plot', { type: 'plotly', plot: '{}' }],
  ['Label', { label: 'cat' }],
  ['Chatbot', [{ role: 'user', content: 'hi' }]]
])('%s shows a value of its own kind', (type, value) => {
  expect(viewFor(component(type), value)).toBe(VIEWS[type]);
});

test.each([
  ['a text', 'text', Textbox],
  ['a number', 4.5, NumberView],
  ['a picture', file('a.png', 'image/png'), Image],
  ['a picture by its name alone', file('a.JPG'), Image],
  ['sound', file('a.wav', 'audio/wav'), Audio],
  ['a film', file('a.mp4', 'video/mp4'), Video],
  ['another file', file('a.csv', 'text/csv'), File],
  ['pictures', [file('a.png', 'image/png'), file('b.png', 'image/png')], Gallery],
  ['files', [file('a.png', 'image/png'), file('b.csv', 'text/csv')], File],
  ['a table', { headers: ['a'], data: [[1]] }, Dataframe],
  ['records', [{ a: 1 }, { a: 2, b: 3 }], Dataframe],
  ['a figure', { type: 'altair', plot: '{}' }, Plot],
  ['a bundle', { mime: { 'text/plain': 'x' } }, Mime],
  ['other data', { a: [1, 2] }, JsonTree],
  ['an empty list', [], JsonTree],
  ['a list of numbers', [1, 2], JsonTree]
])('%s of a component that is not known is shown as what it is', (_, value, view) => {
  expect(viewFor(component('Unheard'), value)).toBe(view);
});

test.each(['Number', 'Image', 'Markdown', 'Label', 'Chatbot', 'Plot', 'Video'])(
  '%s leaves a list of numbers, which is none of its values, to the tree of data',
  type => expect(viewFor(component(type), [1, 2])).toBe(JsonTree)
);

test('data that has a path is no file', () => {
  expect(viewFor(component('JSON'), { path: '/etc', url: 'x' })).toBe(JsonTree);
});

test('a table that stayed with the kernel is a table, also as data', () => {
  expect(viewFor(component('JSON'), { headers: ['a'], data: [[1]], view: 'v', rows: 500 })).toBe(Dataframe);
});

test('a name that every object has is no component', () => {
  expect(viewFor(component('constructor'), 'text')).toBe(Textbox);
});

test('what a function without a hint gave is shown by what it is', () => {
  const open = component('JSON');
  const figure = { type: 'matplotlib', plot: { path: '/f.png', meta: { _type: 'gradio.FileData' }, mime_type: 'image/png' } };
  expect(viewFor(open, 'some text')).toBe(VIEWS.Textbox);
  expect(viewFor(open, figure)).toBe(VIEWS.Plot);
  expect(viewFor(open, figure.plot)).toBe(VIEWS.Image);
  expect(viewFor(open, [figure.plot, figure.plot])).toBe(VIEWS.Gallery);
  expect(viewFor(open, [{ a: 1 }])).toBe(JsonTree);
  expect(viewFor({ ...open, schema: { type: 'string' } }, 'some text')).toBe(JsonTree);
});
