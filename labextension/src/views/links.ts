/** Links to files, as authors write them for Gradio (`/gradio_api/file=…`), led to where the files are. */

import type { Environment } from '../environment';
import { addressOf, emptyFile } from './files';

const FILE = /^(?:https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?)?\/?(?:gradio_api\/)?file=(.+)$/;

/** Bytes of a file that may be written into a page. */
const LARGEST = 32_000_000;

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
    const full = new URL(address, document.baseURI).href;
    const isOurs = full.startsWith('blob:') || new URL(full).origin === location.origin;
    element.setAttribute(attribute, inline && isOurs && attribute !== 'href' ? await asData(full) : full);
  } catch {
    // The file is not let out, or is no more: its place stays empty, as a broken link's does.
    element.removeAttribute(attribute);
    element.setAttribute('title', `${path} cannot be shown`);
  }
}

/**
 * A file of this origin as its data: a frame of another one sees no blob of this page's, and brings no cookie along.
 *
 * Raises an error where there is none, or it is very large.
 */
async function asData(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok || Number(answer.headers.get('Content-Length') ?? 0) > LARGEST) {
    throw new Error(`${answer.status} ${answer.statusText}`);
  }
  const blob = await answer.blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
