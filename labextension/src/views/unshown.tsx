/** A file that cannot be seen or heard here, and can still be had. */

import type { Environment } from '../environment';
import type { FileData } from '../protocol';
import { Download } from './download';
import { nameOf } from './files';

interface Props {
  file: FileData;
  error?: string | null;
  environment: Environment;
}

export function Unshown({ file, error = null, environment }: Props): preact.JSX.Element {
  return (
    <div class="jgmv-unshown">
      <p class="jgmv-problem">{error ?? `This browser cannot show ${nameOf(file)}.`}</p>
      <Download file={file} environment={environment} />
    </div>
  );
}
