/** Buttons of an app that save a file, or send some. */

import { useRef } from 'preact/hooks';

import { acceptOf, accepts } from '../controls/accept';
import { UploadList } from '../controls/upload-list';
import { useUploads } from '../controls/uploads';
import { isFileData, type ComponentInfo, type FileData, type Json } from '../protocol';
import { useScene } from '../scene';
import { Download } from '../views/download';
import { asFile } from '../views/files';
import { looksOf } from './button';

/** A file is saved by a click; what listens to that is begun as well. */
export function DownloadButton({ component }: { component: ComponentInfo }) {
  const { desk, environment, live } = useScene();
  const { label = '', interactive } = component.props;
  const file = asFile(desk.value(component));
  const looks = looksOf(component);
  const click = (): void => {
    if (live) {
      desk.fire([component.id, 'click']);
    }
  };
  if (file === null || interactive === false) {
    return (
      <button type="button" class={looks} disabled={!live || interactive === false} data-component={component.id} onClick={click}>
        {label}
      </button>
    );
  }
  return (
    <span class="jgm-acts" data-component={component.id} onClick={click}>
      <Download file={file} environment={environment} class={looks} label={label}>
        {label}
      </Download>
    </span>
  );
}

/** Files are chosen in the system's dialog, and are its value when all of them have arrived. */
export function UploadButton({ component }: { component: ComponentInfo }) {
  const { desk, environment, live } = useScene();
  const { label = '', interactive, file_count, file_types } = component.props;
  const several = file_count === 'multiple' || file_count === 'directory';
  const input = useRef<HTMLInputElement>(null);
  /** What was chosen, in order, and what has arrived of it. */
  const chosen = useRef(new Map<Blob, FileData | null>());
  const settle = (): void => {
    const files = [...chosen.current.values()];
    if (files.length > 0 && files.every(isFileData)) {
      chosen.current = new Map();
      desk.set(component.id, (several ? files : files[0]) as unknown as Json);
    }
  };
  const uploads = useUploads(environment.files, (file, source) => {
    chosen.current.set(source, file);
    settle();
  });
  const take = (files: File[]): void => {
    const fitting = files.filter(file => accepts(acceptOf(file_types), file.name, file.type));
    const taken = several ? fitting : fitting.slice(0, 1);
    taken.forEach(file => chosen.current.set(file, null));
    taken.forEach(file => uploads.start(file, file.name));
  };
  const listed = {
    ...uploads,
    cancel: (key: number): void => {
      const gone = uploads.running.find(upload => upload.key === key);
      uploads.cancel(key);
      // The others are not kept waiting for one that does not come.
      chosen.current.delete(gone?.source as Blob);
      settle();
    }
  };
  return (
    <>
      <button
        type="button"
        class={looksOf(component)}
        disabled={!live || interactive === false}
        data-component={component.id}
        onClick={() => {
          desk.fire([component.id, 'click']);
          input.current?.click();
        }}
      >
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        accept={acceptOf(file_types)}
        multiple={several}
        {...(file_count === 'directory' ? { webkitdirectory: true } : {})}
        onChange={event => {
          take([...(event.currentTarget.files ?? [])]);
          // The same file can be chosen again.
          event.currentTarget.value = '';
        }}
      />
      {uploads.running.length > 0 && <UploadList uploads={listed} />}
    </>
  );
}
