/** A picture: from a file, the clipboard or the camera. */

import { useState } from 'preact/hooks';

import { acceptOf } from './accept';
import { Camera, canRecord } from './camera';
import type { Control, ControlProps } from './contract';
import { DropZone } from './drop-zone';
import { nameOf } from './file-address';
import { FileLine } from './file-line';
import { labelOf } from './label';
import { useOneFile } from './one-file';
import { Picture } from './picture';
import { UploadList } from './upload-list';

function Image(props: ControlProps) {
  const { component, id, disabled, invalid, describedBy, ears } = props;
  const { sources = ['upload', 'webcam', 'clipboard'], height } = component.props;
  const [filming, setFilming] = useState(false);
  const { file, uploads, source, address, take, remove } = useOneFile(props);
  const empty = file === null && uploads.running.length === 0;
  return (
    <div class="jgm-media">
      {filming && !disabled ? (
        <Camera component={component} onPicture={take} onClose={() => setFilming(false)} />
      ) : (
        <>
          {!empty && (
            <Picture
              url={address.url}
              source={source}
              alt={file ? nameOf(file) : labelOf(component)}
              height={height ?? 240}
              onPixel={ears?.hear('select') ? index => ears.tell('select', { index, value: null, selected: true }) : undefined}
            />
          )}
          {address.error && <p class="jgm-note">No preview: {address.error}</p>}
          <UploadList uploads={uploads} />
          {file && uploads.running.length === 0 && (
            <FileLine file={file} url={address.url} disabled={disabled} onRemove={remove} />
          )}
          {empty && (
            <DropZone
              id={id}
              label={labelOf(component)}
              noun="a picture"
              accept={acceptOf(component.props.file_types) ?? 'image/*'}
              disabled={disabled}
              invalid={invalid}
              describedBy={describedBy}
              onFiles={files => files.forEach(one => take(one, one.name))}
            >
              {sources.includes('webcam') && canRecord() && (
                <button type="button" class="jgm-button" disabled={disabled} onClick={() => setFilming(true)}>
                  Camera
                </button>
              )}
            </DropZone>
          )}
        </>
      )}
    </div>
  );
}

export const IMAGE: Control = { view: Image };
