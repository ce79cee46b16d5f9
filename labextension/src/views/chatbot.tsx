/** A conversation: who said what, to its end, which is followed while it grows. */

import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';

import type { ComponentInfo, FileData } from '../protocol';
import { Audio } from './audio';
import type { ViewProps } from './contract';
import { Copy } from './copy';
import { File } from './file';
import { asFile, mediaKind } from './files';
import { Picture } from './image';
import { JsonTree } from './json';
import { MarkdownText } from './markdown';
import { isPlot, Plot } from './plot';
import { Video } from './video';
import { viewFor, VIEWS } from '.';

interface Message {
  role: string;
  content: unknown;
  metadata?: { title?: unknown; status?: unknown } | null;
}

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
  return (
    <div
      ref={box}
      class="jgmv-chat"
      role="log"
      aria-label={component.props.label ?? component.name}
      tabIndex={0}
      style={{ height: sizeOf(height), minHeight: sizeOf(min_height), maxHeight: sizeOf(max_height ?? height) }}
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
}

/** The messages as they are drawn; one that is as it was keeps its element, and is not looked at again. */
function useBubbles(messages: Message[], view: ViewProps): preact.JSX.Element[] {
  const { component, environment, streaming } = view;
  const drawn = useRef<{ text: string; bubble: preact.JSX.Element }[]>([]);
  useMemo(() => {
    drawn.current = [];
  }, [component, environment, streaming]);
  drawn.current = messages.map((message, index) => {
    const before = drawn.current[index];
    const text = JSON.stringify(message);
    return before?.text === text ? before : { text, bubble: <Bubble key={index} message={message} view={view} /> };
  });
  return drawn.current.map(({ bubble }) => bubble);
}

function Bubble({ message, view }: { message: Message; view: ViewProps }): preact.JSX.Element {
  const title = message.metadata?.title;
  const parts = Array.isArray(message.content) ? message.content : [message.content];
  const text = parts.map(textOf).filter(Boolean).join('\n\n');
  const content = parts.map((part, index) => <Part key={index} part={part} view={view} />);
  return (
    <div class={message.role === 'user' ? 'jgmv-bubble jgmv-user' : 'jgmv-bubble'} data-role={message.role}>
      <span class="jgmv-role">{message.role}</span>
      {typeof title === 'string' ? (
        <details open={message.metadata?.status === 'pending'}>
          <summary>{title}</summary>
          {content}
        </details>
      ) : (
        content
      )}
      {text !== '' && message.role !== 'user' && (
        <span class="jgmv-said">
          <Copy text={() => text} />
        </span>
      )}
    </div>
  );
}

/** The text of a part of a message, as it was written; of anything else "". */
function textOf(part: unknown): string {
  const text = typeof part === 'string' ? part : (part as { text?: unknown } | null)?.text;
  return typeof text === 'string' ? text : '';
}

/** A size in pixels, or in CSS. */
function sizeOf(size: unknown): string | undefined {
  return typeof size === 'number' ? `${size}px` : typeof size === 'string' ? size : undefined;
}

function Part({ part, view }: { part: unknown; view: ViewProps }): preact.JSX.Element | null {
  const { environment } = view;
  const { text, file: inner, alt_text: alt, value, component, props } = (part ?? {}) as { [key: string]: unknown };
  if (typeof part === 'string' || typeof text === 'string') {
    return <MarkdownText text={(typeof part === 'string' ? part : text) as string} environment={environment} />;
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
