/** One field of a form: its label, what explains it, its control, and what is wrong with it. */

import { controlFor } from './controls';
import type { Ears } from './environment';
import type { ComponentInfo, Json } from './protocol';
import { useScene } from './scene';

export function Field({ component, action: actionId, ears }: { component: ComponentInfo; action?: string; ears?: Ears }) {
  const { desk, environment, live, prefix } = useScene();
  const action = actionId === undefined ? undefined : desk.action(actionId);
  const control = controlFor(component.type);
  const id = `${prefix}-${component.id}`;
  const { info, label = component.name, show_label = true, interactive = true } = component.props;
  const wrong = action ? desk.wrong(action, component.id) : null;
  const described = [info && `${id}-info`, wrong && `${id}-error`].filter(Boolean).join(' ');
  const name = (
    <>
      {label}
      {component.required && <span class="jgm-required" title="needed" aria-hidden="true" />}
    </>
  );
  const explained = info && (
    <p class="jgm-info" id={`${id}-info`}>
      {info}
    </p>
  );
  const View = control.view;
  const rest = (
    <>
      <View
        component={component}
        id={id}
        value={desk.value(component)}
        onChange={(value: unknown) => desk.set(component.id, value as Json | undefined)}
        disabled={!live || interactive === false}
        invalid={wrong !== null}
        describedBy={described || undefined}
        environment={environment}
        ears={ears}
      />
      {wrong !== null && (
        <p class="jgm-error" id={`${id}-error`}>
          {wrong}
        </p>
      )}
    </>
  );
  const hidden = show_label === false ? 'jgm-hidden' : undefined;
  if (control.group) {
    return (
      <fieldset class="jgm-field" data-component={component.id} aria-describedby={described || undefined}>
        <legend class={hidden}>{name}</legend>
        {explained}
        {rest}
      </fieldset>
    );
  }
  return (
    <div class="jgm-field" data-component={component.id}>
      {!control.ownLabel && (
        <label class={hidden} for={id}>
          {name}
        </label>
      )}
      {!control.ownLabel && explained}
      {rest}
      {control.ownLabel && explained}
    </div>
  );
}
