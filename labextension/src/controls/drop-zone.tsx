/** Where files come in: picked in a dialog, dropped, or pasted. */

import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';

import { accepts } from './accept';
import { useDrop } from './drop';

interface DropZoneProps {
  id: string;
  label: string;
  /** What is wanted, such as "a picture". */
  noun: string;
  accept?: string;
  multiple?: boolean;
  directory?: boolean;
  disabled: boolean;
  invalid: boolean;
  describedBy?: string;
  /** Small, below what is there already. */
  small?: boolean;
  /** Further ways in, such as a camera. */
  children?: ComponentChildren;
  onFiles(files: File[]): void;
}

export function DropZone(props: DropZoneProps) {
  const { id, label, noun, accept, multiple, disabled, small } = props;
  const [refused, setRefused] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const take = (files: File[]) => {
    if (disabled || files.length === 0) {
      return;
    }
    const taken = files.filter(file => accepts(accept, file.name, file.type));
    const others = files.filter(file => !taken.includes(file));
    const surplus = multiple ? [] : taken.splice(1);
    setRefused(
      [
        others.length > 0 ? `Not taken: ${others.map(file => file.name).join(', ')} (wanted: ${accept}).` : '',
        surplus.length > 0 ? `Only one file fits here: ${surplus.map(file => file.name).join(', ')} was left.` : ''
      ].join(' ').trim()
    );
    props.onFiles(taken);
  };
  const { over, handlers } = useDrop(disabled, take);
  return (
    <div
      class={`jgm-drop${over ? ' jgm-over' : ''}${small ? ' jgm-small' : ''}`}
      aria-disabled={disabled}
      {...handlers}
    >
      <input
        ref={input}
        id={id}
        class="jgm-pick"
        type="file"
        accept={accept}
        multiple={multiple}
        {...(props.directory ? { webkitdirectory: true } : {})}
        disabled={disabled}
        aria-label={small ? `Add to ${label}` : undefined}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        onChange={event => {
          take([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = ''; // the same file can be picked again
        }}
      />
      <span class="jgm-drop-text" aria-hidden="true" onClick={() => !disabled && input.current?.click()}>
        <b>{small ? 'Add' : 'Choose'} {noun}</b>
        <span>, drop or paste here</span>
      </span>
      {props.children && <span class="jgm-ways">{props.children}</span>}
      {refused && (
        <p class="jgm-problem" role="alert">
          {refused}
        </p>
      )}
    </div>
  );
}
