/** Files to be had: their names, how large they are, and a link for each. */

import type { FileData, Json } from '../protocol';
import type { ViewProps } from './contract';
import { Download } from './download';
import { asFile, nameOf, sizeOf } from './files';

export function File({ value, environment, ears }: ViewProps): preact.JSX.Element {
  const files = (Array.isArray(value) ? value : [value]).map(asFile).filter((file): file is FileData => file !== null);
  if (files.length === 0) {
    return <p class="jgmv-none">No files</p>;
  }
  return (
    <ul class="jgmv-files">
      {files.map((file, index) => (
        <li key={index}>
          <Download
            file={file}
            environment={environment}
            class="jgmv-file"
            onSave={() => {
              ears?.tell('select', { index, value: nameOf(file), selected: true });
              ears?.tell('download', file as unknown as Json);
            }}
          >
            <span aria-hidden="true">⤓</span> <span>{nameOf(file)}</span>
          </Download>
          {file.size !== null && <span class="jgmv-soft">{sizeOf(file.size)}</span>}
        </li>
      ))}
    </ul>
  );
}
