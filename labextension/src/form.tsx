/** The form of an action: its fields, Run, Stop, Clear and its examples. */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { isRunning } from './call';
import { Examples } from './examples';
import { useScene } from './scene';

const IS_MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

export function Form({ action: id, children }: { action: string; children?: ComponentChildren }) {
  const { desk, live } = useScene();
  const action = desk.action(id);
  const form = useRef<HTMLFormElement>(null);
  const state = desk.state(id);
  const running = isRunning(state);
  // It runs by itself when something is put in.
  const follows = action?.triggers.some(([id, event]) => event === 'change' && action.inputs.some(([, input]) => input === id)) ?? false;
  const focus = (component: string | null | undefined): void => {
    const field = [...(form.current?.querySelectorAll<HTMLElement>('[data-component]') ?? [])].find(
      element => element.dataset.component === component
    );
    field?.querySelector<HTMLElement>('input, textarea, select, button, [tabindex="0"], [contenteditable="true"]')?.focus();
  };
  // Who sent it is taken to the first field that was refused.
  useEffect(() => {
    if (action && !follows && state.phase === 'failed') {
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
        {!follows && (
          <button
            type="submit"
            class="jgm-run"
            aria-disabled={!live || running}
            title={IS_MAC ? '⌘ Enter' : 'Ctrl+Enter'}
            aria-keyshortcuts={IS_MAC ? 'Meta+Enter' : 'Control+Enter'}
          >
            Run
          </button>
        )}
        <button
          type="button"
          class="jgm-stop"
          aria-disabled={!running || state.phase === 'stopping'}
          onClick={() => desk.stop(id)}
        >
          {state.phase === 'stopping' ? 'Stopping…' : 'Stop'}
        </button>
        <button type="button" aria-disabled={running} onClick={() => !running && desk.clear(action)}>
          Clear
        </button>
      </div>
      <Examples action={action} />
    </form>
  );
}
