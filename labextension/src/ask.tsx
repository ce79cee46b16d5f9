/** What a running function asks whoever called it (gr.ask): a form made of a flat JSON schema. */

import { useEffect, useRef, useState } from 'preact/hooks';

import { isForPeople } from './call';
import { own } from './names';
import type { Json, Question, Schema } from './protocol';
import { useScene } from './scene';

type Answer = { [key: string]: Json };
type Answers = { [key: string]: Answer | null };

const DECLINE = 'Answer that you will not say';
const CANCEL = 'Close the question without an answer';

export function Ask({ questions, answer }: { questions: Question[]; answer(answers: Answers): void }) {
  const asked = questions.filter(isForPeople);
  const [given, setGiven] = useState<Answers>({});
  // What was asked together is answered together, and what no person can answer with it.
  const give = (key: string, one: Answer): void => {
    const all = { ...given, [key]: one };
    setGiven(all);
    if (asked.every(question => Object.hasOwn(all, question.key))) {
      answer(Object.fromEntries(questions.map(question => [question.key, all[question.key] ?? null])));
    }
  };
  const open = asked.filter(question => !Object.hasOwn(given, question.key));
  return (
    <>
      {open.map((question, index) => (
        <QuestionForm
          key={question.key}
          question={question}
          first={index === 0}
          answer={one => give(question.key, one)}
        />
      ))}
    </>
  );
}

function QuestionForm({ question, first, answer }: { question: Question; first: boolean; answer(one: Answer): void }) {
  const { prefix } = useScene();
  const { message = '', requestedSchema = {} } = question.params;
  const fields = Object.entries((requestedSchema.properties ?? {}) as { [name: string]: Schema });
  const needed: string[] = requestedSchema.required ?? [];
  const [values, setValues] = useState<{ [name: string]: Json | undefined }>(() =>
    Object.fromEntries(fields.map(([name, field]) => [name, field.default ?? (field.type === 'boolean' ? false : undefined)]))
  );
  const [wrong, setWrong] = useState<{ [name: string]: string }>({});
  const form = useRef<HTMLFormElement>(null);
  const focus = (name?: string): void => {
    const all = [...(form.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
    const field = name === undefined ? all[0] : all.find(element => element.dataset.field === name);
    (field?.querySelector<HTMLElement>('input, select') ?? form.current?.querySelector('button'))?.focus();
  };
  useEffect(() => {
    if (first) {
      focus();
    }
  }, []);
  const send = (event: Event): void => {
    event.preventDefault();
    const found = Object.fromEntries(
      fields
        .map(([name, field]) => [name, problem(field, own(values, name), needed.includes(name))] as const)
        .filter(([, text]) => text !== null)
    ) as { [name: string]: string };
    setWrong(found);
    const [name] = Object.keys(found);
    if (name !== undefined) {
      focus(name);
      return;
    }
    const content = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    answer({ action: 'accept', content: content as Answer });
  };
  const id = `${prefix}-ask-${question.key}`;
  const [[name, field] = []] = fields;
  if (name !== undefined && field?.type === 'boolean' && fields.length === 1) {
    // An empty box would say no for who has not looked at it.
    const say = (value: boolean): void => answer({ action: 'accept', content: { [name]: value } });
    const explained = [field.title, field.description].filter(Boolean).join(': ');
    return (
      <form class="jgm-ask" ref={form} aria-labelledby={`${id}-message`} onSubmit={event => event.preventDefault()}>
        <p class="jgm-message" id={`${id}-message`}>
          {message}
        </p>
        <p class="jgm-info" id={`${id}-info`} hidden={!explained}>
          {explained}
        </p>
        <div class="jgm-actions">
          <button type="button" aria-describedby={`${id}-info`} onClick={() => say(true)}>
            Yes
          </button>
          <button type="button" aria-describedby={`${id}-info`} onClick={() => say(false)}>
            No
          </button>
          <button type="button" class="jgm-quiet" title={CANCEL} onClick={() => answer({ action: 'cancel' })}>
            Cancel
          </button>
        </div>
      </form>
    );
  }
  return (
    <form class="jgm-ask" ref={form} noValidate aria-labelledby={`${id}-message`} onSubmit={send}>
      <p class="jgm-message" id={`${id}-message`}>
        {message}
      </p>
      {fields.map(([name, field]) => (
        <AskField
          key={name}
          id={`${id}-${name}`}
          name={name}
          field={field}
          required={needed.includes(name)}
          value={own(values, name)}
          wrong={own(wrong, name)}
          alone={fields.length === 1}
          onChange={value => setValues({ ...values, [name]: value })}
        />
      ))}
      <div class="jgm-actions">
        <button type="submit" class="jgm-run">
          Answer
        </button>
        <button type="button" title={DECLINE} onClick={() => answer({ action: 'decline' })}>
          Decline
        </button>
        <button type="button" title={CANCEL} onClick={() => answer({ action: 'cancel' })}>
          Cancel
        </button>
      </div>
    </form>
  );
}

interface AskFieldProps {
  id: string;
  name: string;
  field: Schema;
  required: boolean;
  value: Json | undefined;
  wrong?: string;
  alone: boolean;
  onChange(value: Json | undefined): void;
}

function AskField({ id, name, field, required, value, wrong, alone, onChange }: AskFieldProps) {
  // The only field of a question needs no name if it was given none.
  const label = field.title ?? (alone && ['value', 'answer'].includes(name) ? 'Answer' : name);
  const described = [field.description && `${id}-info`, wrong && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const common = { id, 'aria-describedby': described, 'aria-invalid': wrong !== undefined, 'aria-required': required };
  const several = field.type === 'array';
  const choices = choicesOf(several ? (field.items ?? {}) : field);
  const explained = field.description && (
    <p class="jgm-info" id={`${id}-info`}>
      {field.description}
    </p>
  );
  const refused = wrong !== undefined && (
    <p class="jgm-error" id={`${id}-error`}>
      {wrong}
    </p>
  );
  if (field.type === 'boolean') {
    return (
      <div class="jgm-field" data-field={name}>
        <label class="jgm-check">
          <input {...common} type="checkbox" checked={value === true} onChange={e => onChange(e.currentTarget.checked)} />
          <span>{label}</span>
        </label>
        {explained}
        {refused}
      </div>
    );
  }
  if (several) {
    const chosen = Array.isArray(value) ? value : [];
    return (
      <fieldset class="jgm-field" data-field={name} aria-describedby={described}>
        <legend>{label}</legend>
        {explained}
        <div class="jgm-choices">
          {choices.map(([text, choice], index) => (
            <label class="jgm-check" key={index}>
              <input
                type="checkbox"
                checked={chosen.includes(choice)}
                onChange={event =>
                  onChange(
                    event.currentTarget.checked ? [...chosen, choice] : chosen.filter(other => other !== choice)
                  )
                }
              />
              <span>{text}</span>
            </label>
          ))}
        </div>
        {refused}
      </fieldset>
    );
  }
  const number = field.type === 'number' || field.type === 'integer';
  return (
    <div class="jgm-field" data-field={name}>
      <label for={id}>
        {label}
        {required && <span class="jgm-required" title="needed" aria-hidden="true" />}
      </label>
      {explained}
      {choices.length > 0 ? (
        <select
          {...common}
          class="jgm-input jgm-select"
          value={String(choices.findIndex(([, choice]) => choice === value))}
          onChange={event => onChange(choices[Number(event.currentTarget.value)]?.[1])}
        >
          <option value="-1">Choose…</option>
          {choices.map(([text], index) => (
            <option key={index} value={String(index)}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          class="jgm-input"
          type={number ? 'number' : (TYPES[field.format] ?? 'text')}
          step={field.type === 'integer' ? 1 : 'any'}
          min={field.minimum}
          max={field.maximum}
          value={value === undefined || value === null ? '' : String(value)}
          onInput={({ currentTarget: { value: text } }) =>
            onChange(text === '' ? undefined : number ? Number(text) : text)
          }
        />
      )}
      {refused}
    </div>
  );
}

const TYPES: { [format: string]: string } = { email: 'email', uri: 'url', date: 'date' };

/** Text and value of each choice; empty where any value will do. */
function choicesOf(field: Schema): [string, Json][] {
  const titled: Schema[] | undefined = field.oneOf ?? field.anyOf;
  if (titled) {
    return titled.filter(choice => 'const' in choice).map(choice => [choice.title ?? String(choice.const), choice.const]);
  }
  return ((field.enum ?? []) as Json[]).map((choice, index) => [field.enumNames?.[index] ?? String(choice), choice]);
}

/** What is wrong with an answer; null if nothing is. The function looks again. */
export function problem(field: Schema, value: Json | undefined, required: boolean): string | null {
  if (value === undefined) {
    return required ? 'This is needed.' : null;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) {
      return 'This is no number.';
    }
    if (field.type === 'integer' && !Number.isInteger(value)) {
      return 'This is no whole number.';
    }
    if (field.minimum !== undefined && value < field.minimum) {
      return `The least is ${field.minimum}.`;
    }
    if (field.maximum !== undefined && value > field.maximum) {
      return `The most is ${field.maximum}.`;
    }
  }
  if (typeof value === 'string') {
    if (field.minLength !== undefined && value.length < field.minLength) {
      return `At least ${field.minLength} characters.`;
    }
    if (field.maxLength !== undefined && value.length > field.maxLength) {
      return `At most ${field.maxLength} characters.`;
    }
  }
  if (Array.isArray(value)) {
    if (field.minItems !== undefined && value.length < field.minItems) {
      return `Choose at least ${field.minItems}.`;
    }
    if (field.maxItems !== undefined && value.length > field.maxItems) {
      return `Choose at most ${field.maxItems}.`;
    }
  }
  return null;
}
