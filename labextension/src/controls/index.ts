/** The controls by Gradio's names of components. */

import { AUDIO, VIDEO } from './media';
import { CHECKBOX } from './checkbox';
import { CHECKBOX_GROUP } from './checkbox-group';
import { CODE, HTML, MARKDOWN } from './code';
import { COLOR_PICKER } from './color-picker';
import type { Control } from './contract';
import { DATAFRAME } from './dataframe';
import { DATE_TIME } from './date-time';
import { DROPDOWN } from './dropdown';
import { FILE } from './file';
import { GALLERY } from './gallery';
import { IMAGE } from './image';
import { JSON_CONTROL } from './json';
import { MULTIMODAL } from './multimodal';
import { NUMBER } from './number';
import { RADIO } from './radio';
import { SLIDER } from './slider';
import { TEXTBOX } from './textbox';

export const CONTROLS: Record<string, Control> = {
  Audio: AUDIO,
  Chatbot: JSON_CONTROL,
  Checkbox: CHECKBOX,
  CheckboxGroup: CHECKBOX_GROUP,
  Code: CODE,
  ColorPicker: COLOR_PICKER,
  Dataframe: DATAFRAME,
  DateTime: DATE_TIME,
  Dropdown: DROPDOWN,
  File: FILE,
  Gallery: GALLERY,
  HTML,
  Image: IMAGE,
  JSON: JSON_CONTROL,
  Label: JSON_CONTROL,
  Markdown: MARKDOWN,
  MultimodalTextbox: MULTIMODAL,
  Number: NUMBER,
  Plot: JSON_CONTROL,
  Radio: RADIO,
  Slider: SLIDER,
  Textbox: TEXTBOX,
  UploadButton: FILE,
  Video: VIDEO
};

/** The control for a type; any that nobody knows is written as JSON. */
export function controlFor(type: string): Control {
  return Object.hasOwn(CONTROLS, type) ? CONTROLS[type] : JSON_CONTROL;
}
