/** A conversation: who said what, to its end, which is followed while it grows. */

import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

import type { ComponentInfo, FileData, Json } from '../protocol';
import { lengthOf } from '../sizes';
import { __ } from '../words';
import { Audio } from './audio';
import { Actions, Editing, Options, partsOf, select, textOf, type Message, type Spot } from './chat-actions';
import type { ViewProps } from './contract';
import { File } from './file';
import { asFile, mediaKind } from './files';
import { Picture } from './image';
import { JsonTree } from './json';
import { MarkdownText } from './markdown';
import { isPlot, Plot } from './plot';
import { Video } from './video';
import { viewFor, VIEWS } from '.';

function isMessage(value: unknown): value is Message {
  const message = value as Message | null;
  return typeof message === 'object' && typeof message?.role === 'string' && 'content' in message;
}

/** Messages with roles, or Gradio's older pairs of what the user and the other said; null if it is neither. */
export function asMessages(value: unknown): Message[] | null {
  if (!Array.isArray(value)) {
    return null;
  }
  if (value.every(isMessage)) {
    return value;
  }
  if (!value.every(pair => Array.isArray(pair) && pair.length === 2)) {
    return null;
  }
  return value.flatMap(([user, other]) =>
    [
      { role: 'user', content: user },
      { role: 'assistant', content: other }
    ].filter(message => message.content !== null)
  );
}

export function Chatbot(props: ViewProps): preact.JSX.Element {
  const { component, value } = props;
  const messages = asMessages(value)!;
  const bubbles = useBubbles(messages, props);
  const { height, min_height, max_height } = component.props;
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const top = useRef(0);
  const end = (): void => {
    if (atEnd.current && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  };
  useLayoutEffect(() => {
    // What is in it is drawn later than it is, Markdown and pictures above all.
    const observer = new ResizeObserver(end);
    observer.observe(box.current!.firstElementChild!);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(end, [value]);
  const { ears } = props;
  const log = (
    <div
      ref={box}
      class="jgmv-chat"
      role="log"
      aria-label={component.props.label ?? component.name}
      tabIndex={0}
      style={{ height: lengthOf(height), minHeight: lengthOf(min_height), maxHeight: lengthOf(max_height ?? height) }}
      onScroll={({ currentTarget: at }) => {
        // Told late, when more may have come below: only who scrolled up has left the end.
        const isEnd = at.scrollHeight - at.scrollTop - at.clientHeight < 24;
        atEnd.current = isEnd || (atEnd.current && at.scrollTop >= top.current);
        top.current = at.scrollTop;
      }}
    >
      <div class="jgmv-messages">
        {messages.length === 0 && <p class="jgmv-none">No messages</p>}
        {bubbles}
      </div>
    </div>
  );
  if (!ears?.hear('clear') || messages.length === 0) {
    return log;
  }
  const clear = (): void => {
    ears.put([]);
    ears.tell('clear');
  };
  return (
    <div>
      {log}
      <div class="jgmv-actions">
        <button type="button" class="jgmv-action" onClick={clear}>
          {__('Clear')}
        </button>
      </div>
    </div>
  );
}

/** The messages as they are drawn; one that is as it was keeps its element, and is not looked at again. */
function useBubbles(messages: Message[], view: ViewProps): preact.JSX.Element[] {
  const { component, environment, streaming, ears } = view;
  const latest = useRef(messages);
  latest.current = messages;
  const drawn = useRef<{ text: string; bubble: preact.JSX.Element }[]>([]);
  useMemo(() => {
    drawn.current = [];
  }, [component, environment, streaming, ears]);
  drawn.current = messages.map((message, index) => {
    const before = drawn.current[index];
    const next = messages[index + 1];
    const spot: Spot = { index, endsTurn: next?.role !== message.role, last: next === undefined };
    const text = JSON.stringify(ears ? [message, spot] : message);
    const bubble = (): preact.JSX.Element => (
      <Bubble key={index} message={message} spot={spot} messages={() => latest.current} view={view} />
    );
    return before?.text === text ? before : { text, bubble: bubble() };
  });
  return drawn.current.map(({ bubble }) => bubble);
}

interface BubbleProps {
  message: Message;
  spot: Spot;
  messages(): Message[];
  view: ViewProps;
}

function Bubble({ message, spot, messages, view }: BubbleProps): preact.JSX.Element {
  const { component, ears, streaming } = view;
  const [editing, setEditing] = useState(false);
  const { title, log, duration, status } = message.metadata ?? {};
  const growing = streaming && spot.last;
  const content = partsOf(message.content).map((part, index) => <Part key={index} part={part} view={view} />);
  const said =
    typeof title === 'string' ? (
      <details open={status === 'pending'}>
        <summary>
          {title}
          {typeof log === 'string' && <span class="jgmv-soft"> – {log}</span>}
          {typeof duration === 'number' && <span class="jgmv-soft"> ({seconds(duration)})</span>}
          {status === 'pending' && <span class="jgmv-soft"> …</span>}
        </summary>
        {content}
      </details>
    ) : (
      content
    );
  const save = (text: string): void => {
    const value = messages().map((one, index) => (index === spot.index ? { ...one, content: text } : one));
    setEditing(false);
    ears?.put(value as unknown as Json);
    ears?.tell('edit', { index: spot.index, value: text, previous_value: textOf(message.content) });
  };
  return (
    <div class={message.role === 'user' ? 'jgmv-bubble jgmv-user' : 'jgmv-bubble'} data-role={message.role}>
      <span class="jgmv-role">{message.role}</span>
      {editing ? (
        <Editing text={textOf(message.content) ?? ''} onSave={save} onCancel={() => setEditing(false)} />
      ) : ears?.hear('select') ? (
        // By the keyboard it is a button's below.
        <div class="jgmv-choosable" onClick={() => select(message, spot, ears)}>
          {said}
        </div>
      ) : (
        said
      )}
      {ears && !editing && !growing && spot.last && message.role === 'assistant' && <Options message={message} ears={ears} />}
      {!editing && <Actions {...{ component, message, spot, ears, growing, messages }} onEdit={() => setEditing(true)} />}
    </div>
  );
}

function seconds(duration: number): string {
  return duration < 0.1 ? `${Math.round(duration * 1000)} ms` : `${duration.toFixed(1)} s`;
}

function Part({ part, view }: { part: unknown; view: ViewProps }): preact.JSX.Element | null {
  const { environment } = view;
  const { text, file: inner, alt_text: alt, value, component, props } = (part ?? {}) as { [key: string]: unknown };
  if (typeof part === 'string' || typeof text === 'string') {
    return <MarkdownText text={(typeof part === 'string' ? part : text) as string} environment={environment} delimiters={view.component.props.latex_delimiters} />;
  }
  if (part === null) {
    return null;
  }
  const file = asFile(part) ?? asFile(inner);
  if (file !== null) {
    return <Attached file={file} label={typeof alt === 'string' ? alt : 'picture'} view={view} />;
  }
  if (typeof component === 'string') {
    // A component as a message.
    const type = Object.keys(VIEWS).find(name => name.toLowerCase() === component.toLowerCase()) ?? '';
    const info: ComponentInfo = { ...view.component, type, name: '', props: (props ?? {}) as ComponentInfo['props'] };
    const View = viewFor(info, value ?? null);
    return <View {...view} component={info} value={value ?? null} />;
  }
  const shown = [part, value].find(isPlot);
  if (shown !== undefined) {
    return <Plot {...view} value={shown} />;
  }
  return <JsonTree {...view} value={part} />;
}

function Attached({ file, label, view }: { file: FileData; label: string; view: ViewProps }): preact.JSX.Element {
  const component: ComponentInfo = { ...view.component, props: { label } };
  switch (mediaKind(file)) {
    case 'image':
      return <Picture file={file} label={label} environment={view.environment} />;
    case 'audio':
      return <Audio {...view} component={component} value={file} />;
    case 'video':
      return <Video {...view} component={component} value={file} />;
    default:
      return <File {...view} component={component} value={file} />;
  }
}
