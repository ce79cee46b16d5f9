/** Several pictures. */

import { useRef } from 'preact/hooks';

import { acceptOf } from './accept';
import type { Control, ControlProps } from './contract';
import { DropZone } from './drop-zone';
import { nameOf, useAddress } from './file-address';
import { emptied, labelOf } from './label';
import { Picture } from './picture';
import { isFileData, type FileData, type Json } from '../protocol';
import { UploadList } from './upload-list';
import { useUploads } from './uploads';

/** A picture of a gallery: a file, or Gradio's form of one with a caption. */
type Item = FileData | { image: FileData; caption?: string | null } | { video: FileData; caption?: string | null };

function fileOf(item: any): FileData | null {
  return [item, item?.image, item?.video].find(isFileData) ?? null;
}

function Gallery(props: ControlProps) {
  const { component, id, value, onChange, disabled, invalid, describedBy, environment } = props;
  const items = (Array.isArray(value) ? value : []).filter(item => fileOf(item) !== null) as Item[];
  const captioned = component.schema.items?.properties?.image !== undefined;
  // Two pictures may arrive before the next drawing.
  const held = useRef(items);
  held.current = items;
  const uploads = useUploads(environment.files, file => {
    held.current = [...held.current, captioned ? { image: file, caption: null } : file];
    onChange(held.current);
  });
  const remove = (gone: Item) => {
    const left = items.filter(item => item !== gone);
    onChange(left.length > 0 ? left : emptied(component));
  };
  return (
    <div class="jgm-media">
      {items.length > 0 && (
        <ul class="jgm-gallery">
          {items.map((item, index) => (
            <Thumbnail key={fileOf(item)!.path} {...props} index={index} file={fileOf(item)!} onRemove={() => remove(item)} />
          ))}
        </ul>
      )}
      <UploadList uploads={uploads} />
      <DropZone
        id={id}
        label={labelOf(component)}
        noun="pictures"
        accept={acceptOf(component.props.file_types) ?? 'image/*'}
        multiple
        disabled={disabled}
        invalid={invalid}
        describedBy={describedBy}
        small={items.length > 0}
        onFiles={files => files.forEach(file => uploads.start(file, file.name))}
      />
    </div>
  );
}

function Thumbnail({ environment, index, file, disabled, onRemove, ears }: ControlProps & { index: number; file: FileData; onRemove(): void }) {
  const { url, error } = useAddress(environment.files, file);
  const name = nameOf(file);
  const told = (): void => ears?.tell('select', { index, value: { image: file, caption: null } as unknown as Json, selected: true });
  return (
    <li title={error ?? name}>
      {error ? <span class="jgm-note">{name}</span> : <Picture url={url} alt={name} height={96} onPixel={ears?.hear('select') ? told : undefined} />}
      {!disabled && (
        <button type="button" class="jgm-icon" aria-label={`Remove ${name}`} onClick={onRemove}>
          ×
        </button>
      )}
    </li>
  );
}

export const GALLERY: Control = { view: Gallery };
