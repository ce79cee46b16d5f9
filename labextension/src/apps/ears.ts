/** Who is told of what happens to a component: what it tells by itself, and what the browser tells of its elements. */

import { useMemo } from 'preact/hooks';

import type { Ears } from '../environment';
import type { ComponentInfo, Json } from '../protocol';
import { useScene } from '../scene';

/** It is the same object each time, so that what is drawn with it need not be drawn again. */
export function useEars(id: string): Ears {
  const { desk } = useScene();
  return useMemo(
    () => ({
      hear: event => desk.listens(id, event),
      tell: (event, data) => {
        if (desk.listens(id, event)) {
          desk.fire([id, event, data]);
        }
      },
      put: value => desk.set(id, value)
    }),
    [desk, id]
  );
}

/** The events of elements that mean something of the component that they are in. */
export function heard({ type }: ComponentInfo, ears: Ears): preact.JSX.HTMLAttributes<HTMLDivElement> {
  return {
    onFocusIn: () => ears.tell('focus'),
    onFocusOut: event => {
      if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) {
        ears.tell('blur');
      }
    },
    ...(OF[type]?.(ears) ?? {})
  };
}

type Handlers = preact.JSX.HTMLAttributes<HTMLDivElement>;

const media = (ears: Ears): Handlers => ({
  // These do not bubble.
  onPlayCapture: () => ears.tell('play'),
  onPauseCapture: ({ target }) => {
    if (!(target as HTMLMediaElement).ended) {
      ears.tell('pause');
    }
  },
  onEndedCapture: () => {
    ears.tell('stop');
    ears.tell('end');
  }
});

const copied = (ears: Ears): Handlers => ({
  onCopy: ({ target }) => {
    const text = selectionIn(target as HTMLElement)?.text;
    if (text) {
      ears.tell('copy', { value: text });
    }
  }
});

/** By the type of component. */
const OF: { [type: string]: (ears: Ears) => Handlers } = {
  Audio: media,
  Video: media,
  Markdown: copied,
  Chatbot: copied,
  Textbox: ears => ({
    ...copied(ears),
    onSelect: ({ target }) => selectedText(target, ears),
    onMouseUp: ({ target }) => target instanceof HTMLElement && !isField(target) && selectedText(target, ears)
  }),
  // Such as a slider that was let go.
  Slider: ears => ({ onChange: () => ears.tell('release') }),
  ColorPicker: ears => ({ onChange: () => ears.tell('release') }),
  HighlightedText: ears => ({ onClick: () => ears.tell('select') }),
  HTML: ears => ({ onClick: () => ears.tell('click'), onDblClick: () => ears.tell('double_click') }),
  Dropdown: ears => ({
    onKeyUp: ({ key, target }) => {
      const text =
        target instanceof HTMLSelectElement
          ? (target.selectedOptions[0]?.text ?? '')
          : target instanceof HTMLInputElement
            ? target.value
            : null;
      if (text !== null) {
        ears.tell('key_up', { key, input_value: text });
      }
    }
  })
};

function selectedText(target: EventTarget | null, ears: Ears): void {
  const found = target instanceof HTMLElement ? selectionIn(target) : null;
  if (found?.text) {
    ears.tell('select', { index: [found.start, found.end], value: found.text } as Json);
  }
}

function isField(target: Element): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** What is selected in a field, or in the text that an element shows, and where. */
function selectionIn(target: HTMLElement): { text: string; start: number; end: number } | null {
  if (isField(target)) {
    const { selectionStart: start, selectionEnd: end } = target;
    return start === null || end === null ? null : { text: target.value.slice(start, end), start, end };
  }
  const root = target.getRootNode() as (Document | ShadowRoot) & { getSelection?(): Selection | null };
  // Not all browsers let a shadow root say it.
  const selection = root.getSelection?.() ?? document.getSelection();
  const text = selection?.toString() ?? '';
  return selection && { text, start: Math.min(selection.anchorOffset, selection.focusOffset), end: Math.max(selection.anchorOffset, selection.focusOffset) };
}
