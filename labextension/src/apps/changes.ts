/** The events of a change that a person made, and what each of them tells. */

import { choicesOf, sameJson } from '../controls/choices';
import { isFileData, type ComponentInfo, type Json } from '../protocol';

export type Happened = readonly [event: string, data?: Json];

const PICKED = ['Checkbox', 'CheckboxGroup', 'Radio', 'Dropdown'];

const FILED = ['Image', 'Audio', 'Video', 'File', 'Gallery', 'UploadButton'];

/** Components that tell of each file that is taken away. */
const LISTS = ['File', 'Gallery'];

export function eventsOf(component: ComponentInfo, before: Json | undefined, value: Json | undefined): Happened[] {
  const { type } = component;
  const happened: Happened[] = [['input'], ['change']];
  if (PICKED.includes(type)) {
    happened.push(...selected(component, before, value));
  }
  if (FILED.includes(type)) {
    const gone = LISTS.includes(type) ? without(listed(before), listed(value)) : [];
    happened.push(...gone.map(item => ['delete', fileOf(item)] as const));
    if (listed(value).length === 0) {
      happened.push(['clear']);
    } else if (gone.length === 0) {
      happened.push(['upload']);
    }
  }
  return happened;
}

/** What was chosen, and what is not chosen any more. */
function selected(component: ComponentInfo, before: Json | undefined, value: Json | undefined): Happened[] {
  if (component.type === 'Checkbox') {
    return [['select', { index: 0, value: component.props.label ?? component.name, selected: value === true }]];
  }
  const choices = choicesOf(component);
  const told = (one: Json, chosen: boolean): Happened => {
    const index = choices.findIndex(choice => sameJson(choice.value, one));
    return ['select', { index: index < 0 ? null : index, value: one, selected: chosen }];
  };
  const several = component.type === 'CheckboxGroup' || component.props.multiselect;
  if (!several) {
    return (value ?? null) === null ? [] : [told(value as Json, true)];
  }
  const [former, now] = [listed(before), listed(value)];
  return [...without(now, former).map(one => told(one, true)), ...without(former, now).map(one => told(one, false))];
}

function listed(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : (value ?? null) === null ? [] : [value as Json];
}

function without(all: Json[], others: Json[]): Json[] {
  return all.filter(one => !others.some(other => sameJson(one, other)));
}

/** The file itself, of one with a caption. */
function fileOf(item: Json): Json {
  const { image, video } = (item ?? {}) as { image?: Json; video?: Json };
  return [image, video].find(isFileData) ?? item;
}
