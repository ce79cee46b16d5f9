/** A text with files. */

import type { ViewProps } from './contract';
import { File } from './file';
import { asFile } from './files';
import { Textbox } from './textbox';

interface Said {
  text?: string;
  files?: unknown[];
}

export function isSaid(value: unknown): value is Said {
  const said = value as Said | null;
  return typeof said === 'object' && typeof said?.text === 'string' && Array.isArray(said.files) && said.files.every(file => asFile(file) !== null);
}

export function MultimodalTextbox(props: ViewProps): preact.JSX.Element {
  const { text = '', files = [] } = props.value as Said;
  return (
    <>
      {text !== '' && <Textbox {...props} value={text} />}
      {files.length > 0 && <File {...props} value={files} />}
    </>
  );
}
