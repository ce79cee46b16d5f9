/** What a notebook would show of a value: of its MIME bundle, the form that says most and can do no harm. */

import type { ViewProps } from './contract';
import { HtmlText } from './html';
import { emptyFile } from './files';
import { Picture } from './image';
import { JsonTree } from './json';
import { MarkdownText } from './markdown';
import { Plot } from './plot';
import { Textbox } from './textbox';

export type Bundle = { [type: string]: unknown };

/** The bundle of a value that is one: `{mime: {…}}` or `{type: "mime", bundle: {…}}`; else null. */
export function asBundle(value: unknown): Bundle | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return null;
  }
  const { mime, type, bundle } = value as { mime?: unknown; type?: unknown; bundle?: unknown };
  const found = type === 'mime' ? bundle : Object.keys(value).length <= 2 ? mime : undefined;
  const isBundle =
    typeof found === 'object' &&
    found !== null &&
    Object.keys(found).length > 0 &&
    Object.keys(found).every(name => /^[\w.+-]+\/[\w.+-]+$/.test(name));
  return isBundle ? (found as Bundle) : null;
}

/** From what says most to what says least. */
const VEGA = /^application\/vnd\.vega(lite)?\.v\d+(\+|\.)json$/;
const ORDER = [
  'image/svg+xml',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'text/markdown',
  'text/latex',
  'application/json',
  'text/plain'
];

/** Which form of a bundle to show. Markup that needs scripts says nothing here, as it gets none. */
export function bestType(bundle: Bundle): string {
  const types = Object.keys(bundle);
  const vega = types.find(type => VEGA.test(type));
  const html = bundle['text/html'];
  const still = html !== undefined && !/<script/i.test(textOf(html));
  return vega ?? (still ? 'text/html' : (ORDER.find(type => type in bundle) ?? types[0]!));
}

export function Mime(props: ViewProps): preact.JSX.Element {
  const { component, environment } = props;
  const bundle = asBundle(props.value)!;
  const type = bestType(bundle);
  const data = bundle[type];
  const label = component.props.label ?? component.name;
  if (VEGA.test(type)) {
    return <Plot {...props} value={{ type: 'vega', plot: data }} />;
  }
  if (type.startsWith('image/')) {
    const address =
      type === 'image/svg+xml'
        ? `data:${type};charset=utf-8,${encodeURIComponent(textOf(data))}`
        : `data:${type};base64,${textOf(data).replace(/\s/g, '')}`;
    const name = `${label}.${type.split('/')[1]!.split('+')[0]}`;
    const file = { ...emptyFile(name), url: address, mime_type: type };
    return <Picture file={file} label={label} environment={environment} />;
  }
  switch (type) {
    case 'text/html':
      return <HtmlText html={textOf(data)} label={label} environment={environment} />;
    case 'text/markdown':
      return <MarkdownText text={textOf(data)} environment={environment} />;
    default:
      return typeof data === 'object' && !isLines(data) ? (
        <JsonTree {...props} value={data} />
      ) : (
        <Textbox {...props} value={textOf(data)} />
      );
  }
}

function isLines(data: unknown): data is string[] {
  return Array.isArray(data) && data.every(line => typeof line === 'string');
}

/** Notebooks keep texts as lists of lines, too. */
function textOf(data: unknown): string {
  return isLines(data) ? data.join('') : String(data);
}
