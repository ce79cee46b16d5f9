/** Links to files, as authors write them for Gradio (`/gradio_api/file=…`), led to where the files are. */

import type { Environment } from '../environment';
import { addressOf, emptyFile } from './files';

const FILE = /^(?:https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?)?\/?(?:gradio_api\/)?file=(.+)$/;

/** The path that a link to a file names; null for other links. */
export function filePath(link: string): string | null {
  const path = FILE.exec(link.trim())?.[1];
  if (path === undefined) {
    return null;
  }
  try {
    return decodeURIComponent(path);
  } catch {
    // A lone % is part of the name.
    return path;
  }
}

/** Lead all links in `fragment` to where the files are; `inline` has files in them that have no address elsewhere. */
export async function leadLinks(fragment: ParentNode, environment: Environment, inline = false): Promise<void> {
  const leading: Promise<void>[] = [];
  for (const attribute of ['src', 'href', 'poster']) {
    for (const element of fragment.querySelectorAll(`[${attribute}*="file="]`)) {
      const path = filePath(element.getAttribute(attribute)!);
      if (path !== null) {
        leading.push(lead(element, attribute, path, environment, inline));
      }
    }
  }
  await Promise.all(leading);
}

async function lead(
  element: Element,
  attribute: string,
  path: string,
  environment: Environment,
  inline: boolean
): Promise<void> {
  try {
    const address = await addressOf(emptyFile(path), environment);
    const isOurs = inline && address.startsWith('blob:');
    const full = isOurs ? await asData(address) : new URL(address, document.baseURI).href;
    element.setAttribute(attribute, full);
  } catch {
    // The file is not let out, or is no more: its place stays empty, as a broken link's does.
    element.removeAttribute(attribute);
    element.setAttribute('title', `${path} cannot be shown`);
  }
}

/** A blob of this page's cannot be seen by a frame of another origin, but its data can. */
async function asData(address: string): Promise<string> {
  const blob = await (await fetch(address)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
