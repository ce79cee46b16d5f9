/** A link that saves a file under its name. Without an address of its own, the file is fetched when it is asked for. */

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import type { Environment } from '../environment';
import type { FileData } from '../protocol';
import { addressOf, messageOf, nameOf, useAddress } from './files';

interface Props {
  file: FileData;
  environment: Environment;
  children?: ComponentChildren;
  class?: string;
  /** What it is called, where that is not the file. */
  label?: string;
  onSave?(): void;
}

export function Download({ file, environment, children, onSave, ...rest }: Props): preact.JSX.Element {
  const { address, error } = useAddress(file.url === null ? null : file, environment);
  const [state, setState] = useState<'idle' | 'busy' | { error: string }>('idle');
  const name = nameOf(file);
  const label = rest.label ?? `Download ${name}`;
  const content = children ?? 'Download';
  if (file.url !== null && error === null) {
    return (
      <a
        class={rest.class ?? 'jgmv-action'}
        href={address ?? undefined}
        download={name}
        title={label}
        aria-label={label}
        onClick={onSave}
      >
        {content}
      </a>
    );
  }
  const save = async (): Promise<void> => {
    setState('busy');
    onSave?.();
    try {
      const link = document.createElement('a');
      link.href = await addressOf(file, environment);
      link.download = name;
      link.click();
      setState('idle');
    } catch (error) {
      setState({ error: messageOf(error) });
    }
  };
  return (
    <>
      <button
        type="button"
        class={rest.class ?? 'jgmv-action'}
        title={label}
        aria-label={label}
        disabled={state === 'busy'}
        onClick={() => void save()}
      >
        {content}
      </button>
      {typeof state === 'object' && (
        <span class="jgmv-problem" role="alert">
          {state.error}
        </span>
      )}
    </>
  );
}
