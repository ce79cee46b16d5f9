/** Any JSON: a form where its schema is a simple one, otherwise an editor; who has a form can have the editor too. */

import { useRef, useState } from 'preact/hooks';

import { CodeField } from './code-field';
import type { Control, ControlProps } from './contract';
import { sameJson } from './choices';
import { readJson, writeJson } from './json-text';
import { admitsText, labelOf } from './label';
import { NestedForm } from './nested-form';
import { shapeOf, type Shape } from './shape';

export function JsonEditor(props: ControlProps) {
  const { component, id, value, onChange, disabled, invalid, describedBy, environment } = props;
  const text = useRef<string | null>(null);
  // What was typed stays, blanks and all, until the value is another one.
  if (text.current === null || !sameJson(readJson(text.current, component.schema).value, value)) {
    text.current = writeJson(value);
  }
  const { problem } = readJson(text.current, component.schema);
  const problemId = `${id}-problem`;
  return (
    <div class="jgm-json">
      <CodeField
        id={id}
        label={labelOf(component)}
        text={text.current}
        onText={now => {
          text.current = now;
          onChange(readJson(now, component.schema).value);
        }}
        language="json"
        lint={!admitsText(component.schema)}
        lines={3}
        maxLines={component.props.max_height ? undefined : 20}
        placeholder={component.props.placeholder ?? exampleOf(component.schema)}
        disabled={disabled}
        invalid={invalid || problem !== null}
        describedBy={[describedBy, problem && problemId].filter(Boolean).join(' ') || undefined}
        environment={environment}
      />
      {problem && (
        <p class="jgm-problem" id={problemId} role="status">
          Not JSON yet: {problem}
        </p>
      )}
    </div>
  );
}

function exampleOf(schema: Record<string, any>): string | undefined {
  return { object: '{ "key": "value" }', array: '[1, 2, 3]' }[schema.type as string];
}

function Json(props: ControlProps) {
  const { component, value, id } = props;
  const shape = shapeOf(component.schema);
  const [written, setWritten] = useState(() => !fits(shape, value));
  if (shape === null) {
    return <JsonEditor {...props} />;
  }
  const asForm = !written && fits(shape, value);
  return (
    <div class="jgm-json">
      {asForm ? <NestedForm {...props} shape={shape} /> : <JsonEditor {...props} id={`${id}-text`} />}
      <button
        type="button"
        class="jgm-link"
        disabled={!asForm && !fits(shape, value)}
        title={!asForm && !fits(shape, value) ? 'What is written does not fit into the form.' : undefined}
        onClick={() => setWritten(asForm)}
      >
        {asForm ? 'Edit as JSON' : 'Edit as a form'}
      </button>
    </div>
  );
}

/** Whether a form can show a value: whatever it has no field for would be lost from sight. */
function fits(shape: Shape | null, value: unknown): boolean {
  if (shape === null || value === undefined || value === null) {
    return shape !== null;
  }
  if (shape.kind === 'list') {
    return Array.isArray(value) && value.every(item => fits(shape.item, item));
  }
  if (shape.kind === 'object') {
    const isObject = typeof value === 'object' && !Array.isArray(value);
    return (
      isObject &&
      Object.entries(value as object).every(([key, inner]) => {
        const field = shape.fields.find(field => field.name === key);
        return field !== undefined && fits(field.shape, inner);
      })
    );
  }
  return typeof value !== 'object';
}

export const JSON_CONTROL: Control = { view: Json, group: true };
