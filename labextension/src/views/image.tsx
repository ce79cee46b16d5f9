/** A picture that fits, and is seen whole when it is clicked. The browser decodes it beside the page's own work. */

import { useRef, useState } from 'preact/hooks';

import type { Environment } from '../environment';
import { pixelAt, sizeOf } from '../pixel';
import type { FileData } from '../protocol';
import { __ } from '../words';
import type { ViewProps } from './contract';
import { Dialog } from './dialog';
import { Download } from './download';
import { asFile, nameOf, useAddress } from './files';
import { Unshown } from './unshown';

export function Image({ component, value, environment, ears }: ViewProps): preact.JSX.Element {
  const file = asFile(value)!;
  const told = (index: [number, number]): void => ears?.tell('select', { index, value: null, selected: true });
  return (
    <Picture
      file={file}
      label={component.props.label ?? component.name}
      environment={environment}
      onPixel={ears?.hear('select') ? told : undefined}
    />
  );
}

interface PictureProps {
  file: FileData;
  label: string;
  environment: Environment;
  /** Told of the pixel that was clicked; then a button of its own shows the picture large. */
  onPixel?(pixel: [x: number, y: number]): void;
}

export function Picture({ file, label, environment, onPixel }: PictureProps): preact.JSX.Element {
  const { address, error } = useAddress(file, environment);
  const picture = useRef<HTMLImageElement>(null);
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
      <button
        type="button"
        class={onPixel ? 'jgmv-bare jgmv-pixels' : 'jgmv-bare'}
        title={onPixel ? __('Select') : __('Enlarge')}
        onClick={event => {
          if (!onPixel) {
            setLarge(true);
            return;
          }
          const image = picture.current!;
          const size = sizeOf(image);
          const pixel = size && pixelAt(event, image, size);
          if (pixel) {
            onPixel(pixel);
          }
        }}
      >
        <img ref={picture} src={address} alt={label} decoding="async" loading="lazy" onError={() => setBroken(address)} />
      </button>
      <div class="jgmv-actions">
        {onPixel && (
          <button type="button" class="jgmv-action" onClick={() => setLarge(true)}>
            {__('Enlarge')}
          </button>
        )}
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
