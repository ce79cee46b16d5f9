/** Which view shows which value: the component's own if the value is one of its kind, else one that fits the value. */

import type { ComponentInfo } from '../protocol';
import { Audio } from './audio';
import { asMessages, Chatbot } from './chatbot';
import { Chart } from './chart';
import { isChart } from './chart-spec';
import { Checkbox } from './checkbox';
import { Choice } from './choice';
import { Code } from './code';
import { ColorPicker } from './color';
import type { View } from './contract';
import { asTable, Dataframe, isRecords, isTable } from './dataframe';
import { DateTime } from './datetime';
import { File } from './file';
import { asFile, mediaKind } from './files';
import { asItem, Gallery } from './gallery';
import { HighlightedText, asParts } from './highlighted';
import { Html } from './html';
import { Image } from './image';
import { JsonTree } from './json';
import { asLabel, Label } from './label';
import { Markdown } from './markdown';
import { asBundle, Mime } from './mime';
import { isSaid, MultimodalTextbox } from './multimodal';
import { None } from './none';
import { NumberView } from './number';
import { isPlot, Plot } from './plot';
import { Slider } from './slider';
import { Textbox } from './textbox';
import { asVideo, Video } from './video';

export type { View, ViewProps } from './contract';
export { VIEW_STYLE } from './style';

/** The views by Gradio's names of the components. */
export const VIEWS: Record<string, View> = {
  Textbox,
  Number: NumberView,
  Slider,
  Checkbox,
  CheckboxGroup: Choice,
  Radio: Choice,
  Dropdown: Choice,
  DateTime,
  ColorPicker,
  Image,
  Audio,
  Video,
  File,
  Gallery,
  Dataframe,
  JSON: JsonTree,
  Code,
  Markdown,
  HTML: Html,
  Plot,
  LinePlot: Chart,
  ScatterPlot: Chart,
  BarPlot: Chart,
  MultimodalTextbox,
  Label,
  HighlightedText,
  Chatbot
};

type Test = (value: unknown) => boolean;

const isText: Test = value => typeof value === 'string';
const isScalar: Test = value => ['string', 'number', 'boolean'].includes(typeof value);
const isFile: Test = value => asFile(value) !== null;
const isFiles: Test = value => Array.isArray(value) && value.every(isFile);

/** What a value must be for a component's own view of it. */
const FITS: Record<string, Test> = {
  Textbox: isScalar,
  Number: value => typeof value === 'number',
  Slider: value => typeof value === 'number',
  Checkbox: value => typeof value === 'boolean',
  CheckboxGroup: value => Array.isArray(value) && value.every(isScalar),
  Radio: isScalar,
  Dropdown: value => isScalar(value) || (Array.isArray(value) && value.every(isScalar)),
  DateTime: value => typeof value === 'string' || typeof value === 'number',
  ColorPicker: isText,
  Image: isFile,
  Audio: isFile,
  Video: value => asVideo(value) !== null,
  File: value => isFile(value) || isFiles(value),
  Gallery: value => Array.isArray(value) && value.every(item => asItem(item) !== null),
  Dataframe: value => asTable(value) !== null,
  JSON: value => !hasForm(value),
  Code: isText,
  Markdown: isText,
  HTML: isText,
  Plot: isPlot,
  LinePlot: isChart,
  ScatterPlot: isChart,
  BarPlot: isChart,
  MultimodalTextbox: isSaid,
  Label: value => asLabel(value) !== null,
  HighlightedText: value => asParts(value) !== null,
  Chatbot: value => asMessages(value) !== null
};

/** Values that say by themselves what they are, and that nobody can read as data. */
function hasForm(value: unknown): boolean {
  const table = value as { view?: unknown } | null;
  const isView = isTable(value) && typeof table?.view === 'string';
  const isFigure = isPlot(value) && ('library' in value || isFile(value.plot));
  const files = isFile(value) || (Array.isArray(value) && value.length > 0 && isFiles(value));
  return isView || files || isFigure || asBundle(value) !== null;
}

/** The view for a value of a component's. */
export function viewFor(component: ComponentInfo, value: unknown): View {
  if (value === null || value === undefined) {
    return None;
  }
  // Where no hint says what it is, a text is no JSON.
  const open = component.type === 'JSON' && typeof value === 'string' && Object.keys(component.schema).length === 0;
  const own = !open && Object.hasOwn(VIEWS, component.type) && FITS[component.type]!(value);
  return own ? VIEWS[component.type]! : viewForValue(value);
}

const MEDIA: { [kind: string]: View } = { image: Image, audio: Audio, video: Video, other: File };

function viewForValue(value: unknown): View {
  switch (typeof value) {
    case 'string':
      return Textbox;
    case 'number':
      return NumberView;
    case 'boolean':
      return Checkbox;
  }
  const file = asFile(value);
  if (file !== null) {
    return MEDIA[mediaKind(file)]!;
  }
  if (Array.isArray(value) && value.length > 0 && isFiles(value)) {
    return value.every(one => mediaKind(asFile(one)!) === 'image') ? Gallery : File;
  }
  if (asBundle(value) !== null) {
    return Mime;
  }
  if (isPlot(value)) {
    return Plot;
  }
  return isTable(value) || isRecords(value) ? Dataframe : JsonTree;
}
