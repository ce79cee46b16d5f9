/** A text with the look of code: a plain field at once, and the editor as soon as it is loaded. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { useEcho } from './echo';
import type { Environment } from '../environment';
import type { EditorModule, Mounted } from '../lazy/contract';

interface CodeFieldProps {
  id: string;
  label: string;
  text: string;
  onText(text: string): void;
  language?: string | null;
  lint?: boolean;
  placeholder?: string;
  lines?: number;
  maxLines?: number;
  disabled: boolean;
  invalid: boolean;
  describedBy?: string;
  environment: Environment;
}

export function CodeField(props: CodeFieldProps) {
  const { id, label, text, onText, language, disabled, invalid, describedBy, environment, lines = 3 } = props;
  const host = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const editor = useRef<Mounted<string> | null>(null);
  const [ready, setReady] = useState(false);
  const echo = useEcho<string>();
  const latest = useRef({ text, onText });
  latest.current = { text, onText };

  useEffect(() => {
    let current = true;
    environment.assets.module('editor').then(
      (module: EditorModule) => {
        if (!current || !host.current) {
          return;
        }
        const { activeElement } = environment.root;
        const focused = area.current !== null && activeElement === area.current;
        editor.current = module.mount(host.current, {
          root: environment.root,
          label,
          describedBy,
          value: latest.current.text,
          language,
          lint: props.lint,
          placeholder: props.placeholder,
          lines,
          maxLines: props.maxLines,
          readOnly: disabled,
          lineNumbers: language !== 'json',
          onChange: changed => {
            echo.tell(changed);
            latest.current.onText(changed);
          }
        });
        setReady(true);
        if (focused) {
          host.current.querySelector<HTMLElement>('[contenteditable]')?.focus();
        }
      },
      () => undefined // the plain field does without
    );
    return () => {
      current = false;
      editor.current?.destroy();
      editor.current = null;
      setReady(false);
    };
  }, [language]);
  useLayoutEffect(() => {
    if (!echo.isOwn(text)) {
      editor.current?.update(text);
    }
  }, [text]);
  useEffect(() => editor.current?.setReadOnly(disabled), [disabled, ready]);

  return (
    <div class={`jgm-code${invalid ? ' jgm-invalid' : ''}${disabled ? ' jgm-disabled' : ''}`}>
      {!ready && (
        <textarea
          ref={area}
          id={id}
          class="jgm-input jgm-textarea jgm-mono"
          rows={lines}
          spellcheck={false}
          placeholder={props.placeholder}
          disabled={disabled}
          aria-label={label}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          value={text}
          onInput={event => onText(event.currentTarget.value)}
        />
      )}
      <div ref={host} />
    </div>
  );
}
