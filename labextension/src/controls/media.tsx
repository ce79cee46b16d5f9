/** A sound or a film: from a file; a sound from the microphone too. */

import { acceptOf } from './accept';
import { canRecord } from './camera';
import type { Control, ControlProps } from './contract';
import { DropZone } from './drop-zone';
import { nameOf } from './file-address';
import { FileLine } from './file-line';
import { labelOf } from './label';
import { useOneFile } from './one-file';
import { Recorder } from './recorder';
import { UploadList } from './upload-list';

function Media(props: ControlProps & { kind: 'audio' | 'video' }) {
  const { component, id, disabled, invalid, describedBy, kind } = props;
  const { sources = ['upload', 'microphone'] } = component.props;
  const { file, uploads, address, take, remove } = useOneFile(props);
  const empty = file === null && uploads.running.length === 0;
  const hasRecorder = canRecord() && typeof MediaRecorder === 'function';
  const canListen = kind === 'audio' && !disabled && sources.includes('microphone') && hasRecorder;
  const label = file ? nameOf(file) : labelOf(component);
  return (
    <div class="jgm-media">
      {!empty &&
        address.url !== null &&
        (kind === 'audio' ? (
          <audio class="jgm-player" controls preload="metadata" src={address.url} aria-label={label} />
        ) : (
          <video class="jgm-player" controls preload="metadata" src={address.url} aria-label={label} />
        ))}
      {address.error && <p class="jgm-note">No preview: {address.error}</p>}
      <UploadList uploads={uploads} />
      {file && uploads.running.length === 0 && (
        <FileLine file={file} url={address.url} disabled={disabled} onRemove={remove} />
      )}
      {empty && (
        <DropZone
          id={id}
          label={labelOf(component)}
          noun={kind === 'audio' ? 'a sound' : 'a video'}
          accept={acceptOf(component.props.file_types) ?? `${kind}/*`}
          disabled={disabled}
          invalid={invalid}
          describedBy={describedBy}
          onFiles={files => files.forEach(one => take(one, one.name))}
        >
          {canListen && <Recorder onSound={take} ears={props.ears} />}
        </DropZone>
      )}
    </div>
  );
}

export const AUDIO: Control = { view: props => <Media {...props} kind="audio" /> };
export const VIDEO: Control = { view: props => <Media {...props} kind="video" /> };
