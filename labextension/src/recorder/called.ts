/** A panel gets more than a program of tables, figures and rich text: its result, as a program gets it. */

import type { ApiFunction, ApiReturn, Json } from '../protocol';

/** What a program gets where a panel got `result`; null stands for what is not known. */
export function asCalled(fn: ApiFunction, result: Json): Json {
  const [first] = fn.returns;
  if (fn.returns.length > 1 && Array.isArray(result)) {
    return result.map((value, at) => outputAsCalled(fn.returns[at], value));
  }
  return outputAsCalled(first, result);
}

function outputAsCalled(output: ApiReturn | undefined, value: Json): Json {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    // Also an item of a list may be a table; which form it has then, no schema tells for sure.
    return value.map(item => (isForPanels(item) ? null : item));
  }
  if (!isForPanels(value)) {
    return value;
  }
  const schema = output?.schema ?? {};
  if (isTable(value)) {
    if (schema.properties?.headers) {
      return value;
    }
    // Rows beyond the first page are not here; those that are keep their places.
    return schema.type === 'array' && schema.items?.type === 'object' ? records(value) : null;
  }
  return null;
}

interface Table {
  headers: string[];
  data: Json[][];
}

function isTable(value: unknown): value is Table {
  const table = value as Table | null;
  return typeof table === 'object' && Array.isArray(table?.headers) && Array.isArray(table.data);
}

/** Whether a value has a form that only panels get. */
function isForPanels(value: Json): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  return isTable(value) || ('mime' in value && Object.keys(value).length === 1) || ('type' in value && 'plot' in value);
}

function records({ headers, data }: Table): Json {
  return data.map(row => Object.fromEntries(headers.map((header, at) => [header, row[at] ?? null])));
}
