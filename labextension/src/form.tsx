/** The form of an action: its fields, Run, Stop, Clear and its examples. */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { isRunning } from './call';
import { Examples } from './examples';
import type { Node } from './protocol';
import { follows } from './results';
import { useScene } from './scene';

const IS_MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

export interface FormProps {
  action: string;
  /** What is on its buttons; "" leaves one out. */
  buttons?: Node['buttons'];
  children?: ComponentChildren;
}

export function Form({ action: id, buttons = {}, children }: FormProps) {
  const { desk, live } = useScene();
  const action = desk.action(id);
  const form = useRef<HTMLFormElement>(null);
  const state = desk.state(id);
  const running = isRunning(state);
  // It runs by itself when something is put in.
  const alone = action !== undefined && follows(action);
  const focus = (component: string | null | undefined): void => {
    const field = [...(form.current?.querySelectorAll<HTMLElement>('[data-component]') ?? [])].find(
      element => element.dataset.component === component
    );
    // It may be folded away.
    for (let at = field?.closest('details'); at; at = at.parentElement?.closest('details')) {
      at.open = true;
    }
    field?.querySelector<HTMLElement>('input, textarea, select, button, [tabindex="0"], [contenteditable="true"]')?.focus();
  };
  // Who sent it is taken to the first field that was refused.
  useEffect(() => {
    if (action && !alone && state.phase === 'failed') {
      focus(action.inputs.find(([, component]) => desk.wrong(action, component) !== null)?.[1]);
    }
  }, [state.phase, state.id]);
  if (!action) {
    return null;
  }
  const run = (): void => {
    if (live && !running) {
      focus(desk.run(action));
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      run();
    }
  };
  return (
    <form
      class="jgm-form"
      ref={form}
      noValidate
      onKeyDownCapture={onKeyDown}
      onSubmit={event => {
        event.preventDefault();
        run();
      }}
    >
      {action.description && <p class="jgm-description">{action.description}</p>}
      {children}
      <div class="jgm-actions">
        {!alone && buttons.run !== '' && (
          <button
            type="submit"
            class="jgm-run"
            aria-disabled={!live || running}
            title={IS_MAC ? '⌘ Enter' : 'Ctrl+Enter'}
            aria-keyshortcuts={IS_MAC ? 'Meta+Enter' : 'Control+Enter'}
          >
            {buttons.run ?? 'Run'}
          </button>
        )}
        <button
          type="button"
          class="jgm-stop"
          aria-disabled={!running || state.phase === 'stopping'}
          onClick={() => desk.stop(id)}
        >
          {state.phase === 'stopping' ? 'Stopping…' : (buttons.stop ?? 'Stop')}
        </button>
        {buttons.clear !== '' && (
          <button type="button" aria-disabled={running} onClick={() => !running && desk.clear(action)}>
            {buttons.clear ?? 'Clear'}
          </button>
        )}
      </div>
      <Examples action={action} />
    </form>
  );
}
