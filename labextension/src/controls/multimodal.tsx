/** A text with files: they are picked, dropped or pasted. */

import { useRef, useState } from 'preact/hooks';

import { isFileData, type FileData } from '../protocol';
import { __ } from '../words';
import { accepts, acceptOf } from './accept';
import type { Control, ControlProps } from './contract';
import { useDrop } from './drop';
import { useAddress } from './file-address';
import { FileLine } from './file-line';
import { labelOf } from './label';
import { TEXTBOX } from './textbox';
import { UploadList } from './upload-list';
import { useUploads } from './uploads';

/** `MultimodalTextbox`'s value. */
interface Said {
  text: string;
  files: FileData[];
}

/** A text alone is one without files. */
function asSaid(value: unknown): Said {
  const { text, files } = (typeof value === 'string' ? { text: value } : (value ?? {})) as Partial<Said>;
  return { text: typeof text === 'string' ? text : '', files: Array.isArray(files) ? files.filter(isFileData) : [] };
}

function MultimodalTextbox(props: ControlProps) {
  const { component, value, onChange, disabled, environment } = props;
  const { file_count, file_types } = component.props;
  const said = asSaid(value);
  // Two files may arrive before the next drawing, and texts between them.
  const held = useRef(said);
  held.current = said;
  const change = (changes: Partial<Said>): void => {
    held.current = { ...held.current, ...changes };
    onChange(held.current);
  };
  const multiple = file_count !== 'single';
  const uploads = useUploads(environment.files, file => change({ files: multiple ? [...held.current.files, file] : [file] }));
  const [refused, setRefused] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const accept = acceptOf(file_types);
  const take = (files: File[]): void => {
    if (disabled || files.length === 0) {
      return;
    }
    const taken = files.filter(file => accepts(accept, file.name, file.type));
    const others = files.filter(file => !taken.includes(file)).map(file => file.name);
    setRefused(others.length > 0 ? __('Not taken: {names} (wanted: {accept}).', { names: others.join(', '), accept: accept ?? '' }) : '');
    (multiple ? taken : taken.slice(0, 1)).forEach(file => uploads.start(file, file.name));
  };
  const { over, handlers } = useDrop(disabled, take);
  const Text = TEXTBOX.view;
  return (
    <div
      class={over ? 'jgm-mixed jgm-over' : 'jgm-mixed'}
      onKeyDownCapture={event => {
        if (event.key === 'Enter' && uploads.running.some(({ error }) => error === null)) {
          // What is on its way is to go along.
          event.stopPropagation();
          event.preventDefault();
        }
      }}
      {...handlers}
    >
      {said.files.map(file => (
        <Sent key={file.path} {...props} file={file} onRemove={() => change({ files: said.files.filter(other => other !== file) })} />
      ))}
      <UploadList uploads={uploads} />
      {refused && (
        <p class="jgm-problem" role="alert">
          {refused}
        </p>
      )}
      <div class="jgm-mixed-row">
        <button
          type="button"
          class="jgm-attach"
          disabled={disabled}
          aria-label={__('Add files to {field}', { field: labelOf(component) })}
          title={__('Add files')}
          onClick={() => input.current?.click()}
        >
          <span aria-hidden="true">+</span>
        </button>
        <input
          ref={input}
          type="file"
          hidden
          tabIndex={-1}
          aria-hidden="true"
          accept={accept}
          multiple={multiple}
          {...(file_count === 'directory' ? { webkitdirectory: true } : {})}
          onChange={event => {
            take([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = ''; // the same file can be picked again
          }}
        />
        <Text {...props} value={said.text} onChange={text => change({ text: String(text ?? '') })} />
      </div>
    </div>
  );
}

function Sent({ environment, file, disabled, onRemove }: ControlProps & { file: FileData; onRemove(): void }) {
  const { url } = useAddress(environment.files, file);
  return <FileLine file={file} url={url} disabled={disabled} onRemove={onRemove} />;
}

export const MULTIMODAL: Control = { view: MultimodalTextbox };
