/** A form within a field, for a value that is an object or a list of plain values or of objects. */

import type { FunctionComponent } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

import { CHECKBOX } from './checkbox';
import type { Control, ControlProps } from './contract';
import { DATE_TIME } from './date-time';
import { DROPDOWN } from './dropdown';
import { emptied, spelled } from './label';
import { NUMBER } from './number';
import type { Field, Shape } from './shape';
import { TEXTBOX } from './textbox';
import type { ComponentInfo } from '../protocol';

const PLAIN: Record<Extract<Shape, { kind: 'plain' }>['control'], Control> = {
  Textbox: TEXTBOX,
  Number: NUMBER,
  Checkbox: CHECKBOX,
  Dropdown: DROPDOWN,
  DateTime: DATE_TIME
};

type NestedProps = ControlProps & { shape: Shape };

export const NestedForm: FunctionComponent<NestedProps> = props =>
  props.shape.kind === 'list' ? (
    <ListForm {...props} shape={props.shape} />
  ) : props.shape.kind === 'object' ? (
    <ObjectForm {...props} shape={props.shape} />
  ) : null;

type ObjectProps = ControlProps & { shape: Extract<Shape, { kind: 'object' }> };
type ListProps = ControlProps & { shape: Extract<Shape, { kind: 'list' }> };

function ObjectForm({ shape, value, onChange, ...others }: ObjectProps) {
  const object = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  // Two fields may change before the next drawing.
  const latest = useRef(object);
  latest.current = object;
  const change = (name: string, now: unknown) => {
    const { [name]: _, ...rest } = latest.current;
    const changed: Record<string, unknown> = now === undefined ? rest : { ...rest, [name]: now };
    // In the order of the fields, whichever is filled in first.
    const order = shape.fields.map(field => field.name).filter(key => Object.hasOwn(changed, key));
    latest.current = Object.fromEntries(order.map(key => [key, changed[key]]));
    onChange(order.length === 0 && !others.component.required ? emptied(others.component) : latest.current);
  };
  return (
    <div class="jgm-nested">
      {shape.fields.map(field => (
        <NestedField
          key={field.name}
          {...others}
          field={field}
          value={Object.hasOwn(object, field.name) ? object[field.name] : undefined}
          onChange={now => change(field.name, now)}
        />
      ))}
    </div>
  );
}

function NestedField({ field, id, component, describedBy: _, ...others }: ControlProps & { field: Field }) {
  const { shape, name, required } = field;
  const own = `${id}-${name}`;
  const inner = componentOf(name, required, shape, component);
  const help: string | undefined = shape.schema.description;
  const helpId = help && `${own}-help`;
  const props = { ...others, id: own, component: inner, describedBy: helpId, invalid: false };
  const title = (
    <>
      {inner.props.label}
      {required && <span class="jgm-required" title="needed" aria-hidden="true" />}
    </>
  );
  const explained = help && (
    <p class="jgm-note" id={helpId}>
      {help}
    </p>
  );
  if (shape.kind !== 'plain') {
    return (
      <fieldset class="jgm-nested-field" disabled={others.disabled}>
        <legend>{title}</legend>
        {explained}
        <NestedForm {...props} shape={shape} />
      </fieldset>
    );
  }
  const { view: View, ownLabel } = PLAIN[shape.control];
  return (
    <div class="jgm-nested-field">
      {!ownLabel && <label for={own}>{title}</label>}
      <View {...props} />
      {explained}
    </div>
  );
}

function ListForm({ shape, value, onChange, ...others }: ListProps) {
  const items: unknown[] = Array.isArray(value) ? value : [];
  const { item: inner } = shape;
  const label: string = others.component.props.label ?? others.component.name;
  const list = useRef<HTMLDivElement>(null);
  const added = useRef(false);
  // Who adds an item wants to fill it in.
  useLayoutEffect(() => {
    if (added.current) {
      added.current = false;
      const last = [...(list.current?.children ?? [])].filter(child => child.matches('.jgm-item')).pop();
      last?.querySelector<HTMLElement>('input, textarea, select')?.focus();
    }
  }, [items.length]);
  // An item that is empty is null in JSON, and empty again on the way to its control.
  const set = (index: number, now: unknown) => onChange(items.map((item, i) => (i === index ? (now ?? null) : item)));
  const field = (item: unknown, index: number) => {
    const name = `${label} ${index + 1}`;
    const props = {
      ...others,
      describedBy: undefined,
      id: `${others.id}-${index}`,
      component: componentOf(name, true, inner, others.component, name),
      value: item ?? undefined,
      onChange: (now: unknown) => set(index, now)
    };
    if (inner.kind === 'object') {
      return (
        <fieldset class="jgm-nested-field" disabled={others.disabled}>
          <legend>{name}</legend>
          <ObjectForm {...props} shape={inner} />
        </fieldset>
      );
    }
    const { view: View } = PLAIN[inner.control];
    return (
      <>
        <label class="jgm-unseen" for={props.id}>
          {name}
        </label>
        <View {...props} />
      </>
    );
  };
  return (
    <div class="jgm-nested jgm-items" ref={list}>
      {items.map((item, index) => (
        <div class={inner.kind === 'object' ? 'jgm-item jgm-record' : 'jgm-item'} key={index}>
          {field(item, index)}
          <button
            type="button"
            class="jgm-icon"
            disabled={others.disabled}
            aria-label={`Remove item ${index + 1} of ${label}`}
            onClick={() => onChange(items.filter((_, i) => i !== index))}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        class="jgm-button"
        disabled={others.disabled}
        onClick={() => {
          added.current = true;
          onChange([...items, beginning(inner)]);
        }}
      >
        Add an item
      </button>
    </div>
  );
}

/** What a new item begins with. */
function beginning({ kind, schema }: Shape): unknown {
  if (kind === 'object') {
    return {};
  }
  return schema.default ?? { string: '', boolean: false }[schema.type as string] ?? schema.enum?.[0] ?? null;
}

/** A property as a component, so that our own controls can show it. */
function componentOf(
  name: string,
  required: boolean,
  shape: Shape,
  outer: ComponentInfo,
  label: string = shape.schema.title ?? spelled(name)
): ComponentInfo {
  const { schema } = shape;
  const choices = schema.enum?.map((value: unknown) => [
    value === null ? 'none' : value === true ? 'yes' : value === false ? 'no' : String(value),
    value
  ]);
  const props: Record<string, unknown> = {
    label,
    value: schema.default,
    placeholder: schema.default === undefined || schema.default === null ? undefined : String(schema.default),
    choices,
    minimum: schema.minimum,
    maximum: schema.maximum,
    max_length: schema.maxLength,
    step: schema.multipleOf
  };
  return { id: `${outer.id}.${name}`, name, required, schema, type: shape.kind, props };
}
