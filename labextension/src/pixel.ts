/** Where in a picture somebody clicked, in its own pixels. */

export interface Size {
  width: number;
  height: number;
}

/** Of a picture that has arrived. */
export function sizeOf({ naturalWidth, naturalHeight }: HTMLImageElement): Size | undefined {
  return naturalWidth > 0 ? { width: naturalWidth, height: naturalHeight } : undefined;
}

/**
 * The pixel below a click on an element that shows a picture of that size; null beside the picture. A click by the
 * keyboard is one in the middle.
 */
export function pixelAt(event: MouseEvent, shown: HTMLElement, size: Size): [x: number, y: number] | null {
  if (event.detail === 0) {
    return [Math.floor(size.width / 2), Math.floor(size.height / 2)];
  }
  const box = shown.getBoundingClientRect();
  const [width, height] = [shown.clientWidth || box.width, shown.clientHeight || box.height];
  const [left, top] = [event.clientX - box.left - shown.clientLeft, event.clientY - box.top - shown.clientTop];
  const fits = ['contain', 'scale-down'].includes(getComputedStyle(shown).objectFit);
  const scale = Math.min(width / size.width, height / size.height);
  const [across, down] = fits ? [scale, scale] : [width / size.width, height / size.height];
  // What is left beside a picture that keeps its form.
  const [besides, above] = [(width - size.width * across) / 2, (height - size.height * down) / 2];
  const x = Math.floor((left - besides) / across);
  const y = Math.floor((top - above) / down);
  return x >= 0 && y >= 0 && x < size.width && y < size.height ? [x, y] : null;
}
