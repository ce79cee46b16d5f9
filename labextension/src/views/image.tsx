/** A picture that fits, and is seen whole when it is clicked. The browser decodes it beside the page's own work. */

import { useState } from 'preact/hooks';

import type { Environment } from '../environment';
import type { FileData } from '../protocol';
import type { ViewProps } from './contract';
import { Dialog } from './dialog';
import { Download } from './download';
import { asFile, nameOf, useAddress } from './files';
import { Unshown } from './unshown';

export function Image({ component, value, environment }: ViewProps): preact.JSX.Element {
  const file = asFile(value)!;
  return <Picture file={file} label={component.props.label ?? component.name} environment={environment} />;
}

interface PictureProps {
  file: FileData;
  label: string;
  environment: Environment;
}

export function Picture({ file, label, environment }: PictureProps): preact.JSX.Element {
  const { address, error } = useAddress(file, environment);
  const [large, setLarge] = useState(false);
  const [broken, setBroken] = useState<string | null>(null);
  if (error !== null || (broken !== null && broken === address)) {
    return <Unshown file={file} error={error} environment={environment} />;
  }
  if (address === null) {
    return <div class="jgmv-waiting" aria-busy="true" />;
  }
  return (
    <figure class="jgmv-picture">
      <button type="button" class="jgmv-bare" title="Enlarge" onClick={() => setLarge(true)}>
        <img src={address} alt={label} decoding="async" loading="lazy" onError={() => setBroken(address)} />
      </button>
      <div class="jgmv-actions">
        <Download file={{ ...file, url: file.url ?? address }} environment={environment} />
      </div>
      {large && (
        <Dialog label={label || nameOf(file)} onClose={() => setLarge(false)}>
          <img src={address} alt={label} decoding="async" />
        </Dialog>
      )}
    </figure>
  );
}
