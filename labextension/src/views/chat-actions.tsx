/** What can be done with a message of a conversation: an answer is copied; all else there is if something listens for it. */

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Ears } from '../environment';
import type { ComponentInfo, Json } from '../protocol';
import { __ } from '../words';
import { Copy } from './copy';

export interface Message {
  role: string;
  content: unknown;
  metadata?: { [key: string]: unknown } | null;
  options?: { value: unknown; label?: string }[] | null;
}

/** Where a message is in its conversation. */
export interface Spot {
  index: number;
  /** Whether the next one, if there is one, is somebody else's. */
  endsTurn: boolean;
  last: boolean;
}

/** The parts of a message, of which most have one. */
export function partsOf(content: unknown): unknown[] {
  return Array.isArray(content) ? content : [content];
}

/** The text of a message that is nothing but text; null for others. */
export function textOf(content: unknown): string | null {
  const [part, ...more] = partsOf(content);
  const text = typeof part === 'string' ? part : (part as { text?: unknown } | null)?.text;
  return more.length === 0 && typeof text === 'string' ? text : null;
}

/** The message that an answer is to: the last one that is not the assistant's. */
export function asked(messages: Message[]): number {
  let index = messages.length - 1;
  while (index >= 0 && messages[index].role === 'assistant') {
    index--;
  }
  return index;
}

/** The places of the messages of one that go together, up to that one. */
export function turnOf(messages: Message[], last: number): number[] {
  let first = last;
  while (first > 0 && messages[first - 1].role === messages[last].role) {
    first--;
  }
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

interface Props {
  component: ComponentInfo;
  message: Message;
  spot: Spot;
  ears: Ears | undefined;
  /** Whether the message is still being written: all that it has then is its text. */
  growing: boolean;
  /** The conversation as it is when something is done. */
  messages(): Message[];
  onEdit(): void;
}

export function Actions({ component, message, spot, ears, growing, messages, onEdit }: Props): preact.JSX.Element | null {
  const [opinion, setOpinion] = useState<{ said: string; of: string | null } | null>(null);
  const { feedback_options: opinions = ['Like', 'Dislike'], like_user_message: both, editable } = component.props;
  const isUsers = message.role === 'user';
  const text = textOf(message.content);
  const hear = (event: string): boolean => !growing && ears !== undefined && ears.hear(event);
  const buttons: preact.JSX.Element[] = [];
  const add = (name: string, sign: ComponentChildren, act: () => void, pressed?: boolean): void => {
    buttons.push(
      <button key={name} type="button" class="jgmv-action" aria-label={name} title={name} aria-pressed={pressed} onClick={act}>
        <span aria-hidden="true">{sign}</span>
      </button>
    );
  };
  const judge = (said: string): void => {
    const turn = turnOf(messages(), spot.index);
    const value = turn.map(index => messages()[index].content);
    setOpinion({ said, of: text });
    ears?.tell('like', { index: turn[0], value, liked: said === 'Like' ? true : said === 'Dislike' ? false : said } as Json);
  };
  const again = (event: 'retry' | 'undo') => (): void => {
    const index = asked(messages());
    ears?.tell(event, { index, value: messages()[index].content } as Json);
  };
  if (hear('select')) {
    add(__('Select'), '☞', () => select(message, spot, ears!));
  }
  if (hear('like') && spot.endsTurn && (both || !isUsers)) {
    for (const said of opinions as string[]) {
      const sign = said === 'Like' || said === 'Dislike' ? <Thumb down={said === 'Dislike'} /> : said;
      add(SAID[said]?.() ?? said, sign, () => judge(said), opinion?.said === said && opinion.of === text);
    }
  }
  if (spot.last && !isUsers && asked(messages()) >= 0) {
    if (hear('retry')) {
      add(__('Retry'), '↻', again('retry'));
    }
    if (hear('undo')) {
      add(__('Undo'), '↶', again('undo'));
    }
  }
  const mayEdit = editable === 'all' || (isUsers && (editable === 'user' || hear('edit')));
  if (ears && !growing && mayEdit && text !== null) {
    add(__('Edit'), '✎', onEdit);
  }
  const written = partsOf(message.content).map(textOf).filter(Boolean).join('\n\n');
  if (written !== '' && (!isUsers || hear('copy'))) {
    buttons.push(<Copy key="copy" text={() => written} onCopied={value => ears?.tell('copy', { value })} />);
  }
  return buttons.length === 0 ? null : <div class="jgmv-acts">{buttons}</div>;
}

/** Say that a message was selected. */
export function select(message: Message, { index }: Spot, ears: Ears): void {
  ears.tell('select', { index, value: message.content, selected: true } as Json);
}

/** Drawn, for not every system has a letter for it. */
function Thumb({ down }: { down: boolean }): preact.JSX.Element {
  return (
    <svg class="jgmv-thumb" viewBox="0 0 16 16" width="14" height="14" transform={down ? 'rotate(180)' : undefined}>
      <path d="M2 7h2.5v7H2zM6 14V7l3-5.5c1.3 0 1.8 1 1.5 2.2L10 6.2h3c1 0 1.6.8 1.4 1.7l-1.2 4.8c-.2.8-.8 1.3-1.6 1.3z" />
    </svg>
  );
}

const SAID: { [said: string]: () => string } = { Like: () => __('Like'), Dislike: () => __('Dislike') };

/** Answers to choose from, below the last message. */
export function Options({ message, ears }: { message: Message; ears: Ears }): preact.JSX.Element | null {
  const options = message.options ?? [];
  return options.length === 0 ? null : (
    <div class="jgmv-acts">
      {options.map(({ value, label }, index) => (
        <button
          key={index}
          type="button"
          class="jgmv-action jgmv-option"
          disabled={!ears.hear('option_select')}
          onClick={() => ears.tell('option_select', { index, value, selected: true } as Json)}
        >
          {label ?? String(value)}
        </button>
      ))}
    </div>
  );
}

/** A message that is being changed. */
export function Editing({ text, onSave, onCancel }: { text: string; onSave(text: string): void; onCancel(): void }): preact.JSX.Element {
  const [now, setNow] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <div
      class="jgmv-editing"
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onCancel();
        } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          onSave(now);
        }
      }}
    >
      <textarea
        aria-label={__('Message')}
        rows={Math.min(8, now.split('\n').length)}
        value={now}
        ref={field}
        onInput={event => setNow(event.currentTarget.value)}
      />
      <div class="jgmv-acts">
        <button type="button" class="jgmv-action" onClick={() => onSave(now)}>
          {__('Save')}
        </button>
        <button type="button" class="jgmv-action" onClick={onCancel}>
          {__('Cancel')}
        </button>
      </div>
    </div>
  );
}
