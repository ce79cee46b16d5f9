/** A component that stands by itself in the layout of an app: a field, a view of its value, a button, a timer. */

import type { FunctionComponent } from 'preact';

import { isRunning } from '../call';
import type { Ears } from '../environment';
import { Field } from '../field';
import type { ComponentInfo, Json } from '../protocol';
import { Guard } from '../results';
import { useScene } from '../scene';
import { boxOf } from '../sizes';
import { viewFor } from '../views';
import { Button } from './button';
import { Dataset } from './dataset';
import { DownloadButton, UploadButton } from './file-buttons';
import { isAnswering, Sender } from './sender';
import { heard, useEars } from './ears';
import { Strips } from './strip';
import { Ticking } from './timer';
import { Welcome } from './welcome';

/** Components whose label is no more than their kind. */
const UNNAMED = ['Markdown', 'HTML'];

/** What is neither a field nor a view of a value. */
const OWN: Record<string, FunctionComponent<{ component: ComponentInfo }>> = { Button, ClearButton: Button, Dataset, DownloadButton, UploadButton };

/** As much room as what comes. */
const BLANKS: Record<string, string> = { Plot: 'jgm-tall', LinePlot: 'jgm-tall', ScatterPlot: 'jgm-tall', BarPlot: 'jgm-tall', Image: 'jgm-tall', Textbox: 'jgm-lines' };

export function Placed({ component }: { component: ComponentInfo }) {
  const { desk } = useScene();
  const { id, type, props } = component;
  const ears = useEars(id);
  if (type === 'Timer') {
    return <Ticking component={component} />;
  }
  if (props.visible === false) {
    return null;
  }
  const filling = desk.panel.actions.filter(
    action => action.outputs.includes(id) && action.progress !== 'hidden' && isRunning(desk.state(action.id)) && !desk.hasResults(action.id)
  );
  const full = filling.some(action => action.progress === 'full');
  const Own = Object.hasOwn(OWN, type) ? OWN[type] : null;
  const isView = props.interactive === false && !Own;
  const sends = Boolean(props.submit_btn || props.stop_btn);
  return (
    <div
      class={full ? 'jgm-placed jgm-filling' : 'jgm-placed'}
      style={boxOf(props)}
      aria-busy={filling.length > 0}
      data-placed={id}
      onKeyDown={event => isSubmit(event, component) && !isAnswering(desk, component) && ears.tell('submit')}
      {...heard(component, ears)}
    >
      {Own ? <Own component={component} /> : isView ? <Shown component={component} ears={ears} /> : sends ? (
        <Sender component={component}>
          <Field component={component} ears={ears} />
        </Sender>
      ) : (
        <Field component={component} ears={ears} />
      )}
      <Strips home={id} />
    </div>
  );
}

/** A component that nobody fills in here. */
function Shown({ component, ears }: { component: ComponentInfo; ears: Ears }) {
  const { desk, environment } = useScene();
  const value = desk.value(component) ?? null;
  const { label, show_label = true, info } = component.props;
  const named = show_label !== false && label && !(UNNAMED.includes(component.type) && label === component.type);
  if (value === null && UNNAMED.includes(component.type)) {
    return null;
  }
  const streaming = desk.panel.actions.some(({ id, outputs }) => outputs.includes(component.id) && desk.state(id).partial);
  const View = viewFor(component, value);
  return (
    <div class="jgm-view" data-component={component.id} role={label ? 'group' : undefined} aria-label={label}>
      {named && <p class="jgm-label">{label}</p>}
      {info && <p class="jgm-info">{info}</p>}
      {value === null || value === '' || (Array.isArray(value) && value.length === 0) ? (
        component.type === 'Chatbot' ? (
          <Welcome component={component} />
        ) : (
        <p class={`jgm-blank ${BLANKS[component.type] ?? ''}`}>{component.props.placeholder ?? ''}</p>
        )
      ) : (
        <Guard key={typeof value} value={value}>
          <View component={component} value={value as Json} streaming={streaming} environment={environment} ears={ears} />
        </Guard>
      )}
    </div>
  );
}

/** Whether a key means that a text is ready: Enter in one line, with Shift in several. */
function isSubmit(event: KeyboardEvent, { props }: ComponentInfo): boolean {
  if (event.key !== 'Enter' || event.isComposing || event.altKey) {
    return false;
  }
  const { target } = event;
  if (target instanceof HTMLInputElement) {
    return !['checkbox', 'radio', 'button', 'file'].includes(target.type);
  }
  if (!(target instanceof HTMLTextAreaElement)) {
    return false;
  }
  const submits = (props.lines ?? 1) > 1 ? event.shiftKey || event.ctrlKey || event.metaKey : !event.shiftKey;
  if (submits) {
    event.preventDefault();
  }
  return submits;
}
