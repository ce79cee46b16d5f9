/** Pictures and films side by side; each is seen large when it is chosen, and the arrow keys lead to the next. */

import { useState } from 'preact/hooks';

import type { Environment } from '../environment';
import type { FileData, Json } from '../protocol';
import type { ViewProps } from './contract';
import { Dialog } from './dialog';
import { Download } from './download';
import { asFile, mediaKind, nameOf, useAddress } from './files';

interface Item {
  file: FileData;
  caption: string;
}

/** One entry of a gallery's value: a file, `{image | video, caption}`, or `[file, caption]`. */
export function asItem(value: unknown): Item | null {
  const pair: { [key: string]: unknown } | null = Array.isArray(value)
    ? { image: value[0], caption: value[1] }
    : (value as { [key: string]: unknown });
  const file = asFile(value) ?? asFile(pair?.image) ?? asFile(pair?.video);
  return file && { file, caption: typeof pair?.caption === 'string' ? pair.caption : '' };
}

export function Gallery({ component, value, environment, ears }: ViewProps): preact.JSX.Element {
  const items = (value as unknown[]).map(asItem).filter((item): item is Item => item !== null);
  const [chosen, setChosen] = useState<number | null>(null);
  if (items.length === 0) {
    return <p class="jgmv-none">No pictures</p>;
  }
  const { columns } = component.props;
  const style = Number.isInteger(columns) && columns > 0 ? { '--jgm-columns': String(columns) } : undefined;
  const choose = (index: number): void => {
    if (index === chosen || index < 0 || index >= items.length) {
      return;
    }
    setChosen(index);
    if (chosen === null) {
      ears?.tell('preview_open');
    }
    const { file, caption } = items[index];
    const place = mediaKind(file) === 'video' ? 'video' : 'image';
    ears?.tell('select', { index, value: { [place]: file, caption: caption || null } } as unknown as Json);
  };
  const step = (by: number): void => choose(chosen! + by);
  const keys: { [key: string]: () => void } = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    Home: () => choose(0),
    End: () => choose(items.length - 1)
  };
  // A film that the results of a next call took away is not to be looked at.
  const item = chosen === null ? undefined : items[chosen];
  return (
    <>
      <ul class="jgmv-gallery" style={style}>
        {items.map((one, index) => (
          <li key={index}>
            <button
              type="button"
              class="jgmv-bare"
              aria-label={`Enlarge ${one.caption || nameOf(one.file)}`}
              onClick={() => choose(index)}
            >
              <Shown item={one} environment={environment} />
            </button>
            {one.caption && <span class="jgmv-caption">{one.caption}</span>}
          </li>
        ))}
      </ul>
      {item !== undefined && (
        <Dialog
          label={item.caption || nameOf(item.file)}
          onClose={() => {
            setChosen(null);
            ears?.tell('preview_close');
          }}
          onKeyDown={event => {
            const key = keys[event.key];
            if (key) {
              event.preventDefault();
              key();
            }
          }}
        >
          <Shown key={chosen} item={item} environment={environment} large />
          <div class="jgmv-actions">
            <button type="button" class="jgmv-action" disabled={chosen === 0} onClick={() => step(-1)}>
              ‹ Previous
            </button>
            <span aria-live="polite">
              {chosen! + 1} of {items.length}
              {item.caption && ` · ${item.caption}`}
            </span>
            <Download file={item.file} environment={environment} />
            <button type="button" class="jgmv-action" disabled={chosen === items.length - 1} onClick={() => step(1)}>
              Next ›
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

interface ShownProps {
  item: Item;
  environment: Environment;
  large?: boolean;
}

function Shown({ item, environment, large = false }: ShownProps): preact.JSX.Element {
  const { address, error } = useAddress(item.file, environment);
  if (error !== null) {
    return <span class="jgmv-problem">{error}</span>;
  }
  if (address === null) {
    return <span class="jgmv-waiting" aria-busy="true" />;
  }
  return mediaKind(item.file) === 'video' ? (
    <video src={address} controls={large} muted={!large} preload="metadata" playsInline />
  ) : (
    <img src={address} alt={item.caption || nameOf(item.file)} decoding="async" loading={large ? 'eager' : 'lazy'} />
  );
}
