/** A picture to look at while it is in a form: never drawn with more points than the screen shows of it. */

import { useEffect, useRef, useState } from 'preact/hooks';

import { pixelAt, sizeOf, type Size } from '../pixel';
import { lengthOf } from '../sizes';
import { __ } from '../words';

interface PictureProps {
  url: string | null;
  /** What it holds, if that is at hand. */
  source?: Blob;
  alt: string;
  height?: number | string;
  /** Told of the pixel that was clicked. */
  onPixel?(pixel: [x: number, y: number]): void;
}

/** Bytes from which on a picture is made smaller off the page's thread, before it is drawn. */
const LARGE = 500_000;
const WIDEST = 1024;

/** A picture; one that somebody asks for the pixels of is a button. */
export function Picture({ onPixel, ...props }: PictureProps) {
  if (!onPixel) {
    return <Plain {...props} />;
  }
  const clicked = async (event: MouseEvent & { currentTarget: HTMLElement }): Promise<void> => {
    const shown = event.currentTarget.querySelector<HTMLElement>('img, canvas');
    // What is drawn on a canvas was made smaller.
    const size = shown instanceof HTMLImageElement ? sizeOf(shown) : props.source && (await whole(props.source));
    const pixel = shown && size && pixelAt(event, shown, size);
    if (pixel) {
      onPixel(pixel);
    }
  };
  return (
    <button type="button" class="jgm-pixels" title={__('Select')} onClick={event => void clicked(event)}>
      <Plain {...props} />
    </button>
  );
}

async function whole(source: Blob): Promise<Size> {
  const bitmap = await createImageBitmap(source);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}

function Plain({ url, source, alt, height }: Omit<PictureProps, 'onPixel'>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failed, setFailed] = useState(false);
  const [scaled, setScaled] = useState(false);
  const large = source !== undefined && source.size > LARGE && typeof createImageBitmap === 'function';
  useEffect(() => {
    setFailed(false);
    setScaled(false);
    if (!large) {
      return;
    }
    let current = true;
    createImageBitmap(source, { resizeWidth: WIDEST, resizeQuality: 'medium' }).then(
      bitmap => {
        const target = canvas.current;
        if (current && target) {
          target.width = bitmap.width;
          target.height = bitmap.height;
          target.getContext('2d')?.drawImage(bitmap, 0, 0);
          setScaled(true);
        }
        bitmap.close();
      },
      () => current && setFailed(true)
    );
    return () => {
      current = false;
    };
  }, [source, url, large]);
  const style = { maxHeight: lengthOf(height) };
  if (failed) {
    return <p class="jgm-note">No preview: the browser cannot show this picture.</p>;
  }
  if (large) {
    return <canvas ref={canvas} class="jgm-picture" role="img" aria-label={alt} style={style} hidden={!scaled} />;
  }
  return url === null ? null : (
    <img
      class="jgm-picture"
      src={url}
      alt={alt}
      decoding="async"
      draggable={false}
      style={style}
      onError={() => setFailed(true)}
    />
  );
}
