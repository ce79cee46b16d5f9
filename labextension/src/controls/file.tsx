/** A file of any kind, several, or a folder of them. */

import { useRef } from 'preact/hooks';

import { acceptOf } from './accept';
import type { Control, ControlProps } from './contract';
import { DropZone } from './drop-zone';
import { nameOf, useAddress } from './file-address';
import { FileLine } from './file-line';
import { emptied, labelOf } from './label';
import { isFileData, type FileData, type Json } from '../protocol';
import { UploadList } from './upload-list';
import { useUploads } from './uploads';

function FileControl(props: ControlProps) {
  const { component, id, value, onChange, disabled, invalid, describedBy, environment } = props;
  const { file_count, file_types } = component.props;
  const multiple = file_count === 'multiple' || file_count === 'directory';
  const files = (Array.isArray(value) ? value : [value]).filter(isFileData);
  // Two files may arrive before the next drawing.
  const held = useRef(files);
  held.current = files;
  const uploads = useUploads(environment.files, file => {
    held.current = [...held.current, file];
    onChange(multiple ? held.current : file);
  });
  const remove = (gone: FileData) => {
    const left = files.filter(file => file !== gone);
    onChange(left.length > 0 ? left : emptied(component));
  };
  const full = !multiple && files.length + uploads.running.length > 0;
  return (
    <div class="jgm-files">
      {files.map((file, index) => (
        <SentFile key={file.path} {...props} index={index} file={file} onRemove={() => remove(file)} />
      ))}
      <UploadList uploads={uploads} />
      {!full && (
        <DropZone
          id={id}
          label={labelOf(component)}
          noun={file_count === 'directory' ? 'a folder' : multiple ? 'files' : 'a file'}
          accept={acceptOf(file_types)}
          multiple={multiple}
          directory={file_count === 'directory'}
          disabled={disabled}
          invalid={invalid}
          describedBy={describedBy}
          small={files.length > 0}
          onFiles={picked => picked.forEach(file => uploads.start(file, file.name))}
        />
      )}
    </div>
  );
}

function SentFile({ environment, file, index, disabled, onRemove, ears }: ControlProps & { file: FileData; index: number; onRemove(): void }) {
  const { url } = useAddress(environment.files, file);
  const told = (): void => {
    ears?.tell('select', { index, value: nameOf(file), selected: true });
    ears?.tell('download', file as unknown as Json);
  };
  return <FileLine file={file} url={url} disabled={disabled} onRemove={onRemove} onOpen={told} />;
}

export const FILE: Control = { view: FileControl };
