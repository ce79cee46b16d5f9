/** What of a recording was fed from one call to a later one: an argument that is, or has in it, what came before. */

import { isFileData, type FileData, type Json } from '../protocol';
import type { RecordedStep } from './contract';

/** Something of an earlier result. */
export interface Found {
  /** Which step it came from, of all. */
  step: number;
  /** From the result to it. */
  path: (string | number)[];
  /** What it was. */
  value: Json;
}

/** What earlier steps gave, as far as one would know it again. */
export class Results {
  private readonly found: Found[] = [];

  add(step: number, result: Json): void {
    this.collect({ step, path: [], value: result });
  }

  /** Where a value came from: the latest place, and there the whole before its parts. */
  source(value: Json): Found | undefined {
    if (!isDistinctive(value)) {
      return undefined;
    }
    const same = this.found.filter(
      one => isSame(one.value, value) || (isFileData(one.value) && one.value.url === value)
    );
    const latest = Math.max(...same.map(({ step }) => step));
    return same.find(({ step }) => step === latest);
  }

  private collect(found: Found): void {
    const { value, path } = found;
    if (isDistinctive(value)) {
      this.found.push(found);
    }
    if (value === null || typeof value !== 'object' || isFileData(value)) {
      return;
    }
    // What only a panel is shown, such as the first page of a table, comes otherwise to a program.
    if (!Array.isArray(value) && (typeof value.view === 'string' || 'mime' in value)) {
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      this.collect({ ...found, path: [...path, Array.isArray(value) ? Number(key) : key], value: item });
    }
  }
}

/** Whether a value is hardly there by chance. */
export function isDistinctive(value: Json): boolean {
  if (typeof value === 'string') {
    return Array.from(value).length >= 4;
  }
  if (typeof value === 'number') {
    return !Number.isInteger(value) || Math.abs(value) >= 1000;
  }
  return value !== null && typeof value === 'object' && Object.keys(value).length > 0;
}

/** Whether two values are the same JSON, or the same file. */
export function isSame(a: Json, b: Json): boolean {
  if (a === b) {
    return true;
  }
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') {
    return false;
  }
  if (isFileData(a) || isFileData(b)) {
    return isFileData(a) && isFileData(b) && isSameFile(a, b);
  }
  if (Array.isArray(a) !== Array.isArray(b)) {
    return false;
  }
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return left.length === right.length && left.every(([key, item]) => key in b && isSame(item, (b as any)[key]));
}

function isSameFile(a: FileData, b: FileData): boolean {
  return a.path === b.path || (!!a.url && a.url === b.url);
}

/** A step that went well, with what of its arguments came from where. */
export interface PlannedStep {
  step: RecordedStep;
  /** Its arguments, in which what came from elsewhere is made by `make`. */
  args<T>(make: (found: Found) => T): { [parameter: string]: Json | T };
}

/** Which results are wanted later, by step. */
export interface Plan {
  steps: PlannedStep[];
  wanted: Set<number>;
}

/** What is fed from where in a recording. A step that failed gives nothing. */
export function planned(steps: RecordedStep[]): Plan {
  const results = new Results();
  const wanted = new Set<number>();
  const known = steps.map((step, index) => {
    const sources = new Map<Json, Found>();
    const seek = (value: Json, isDefault: boolean): void => {
      const found = isDefault ? undefined : results.source(value);
      if (found) {
        sources.set(value, found);
        wanted.add(found.step);
      } else if (value !== null && typeof value === 'object' && !isFileData(value)) {
        Object.values(value).forEach(item => seek(item, false));
      }
    };
    if (step.result !== undefined) {
      for (const [name, value] of Object.entries(step.args)) {
        const ordinary = step.fn.parameters.find(parameter => parameter.name === name)?.default;
        // Nobody fed what is there anyway.
        seek(value, ordinary !== undefined && isSame(ordinary, value));
      }
      results.add(index, step.result);
    }
    return { step, sources };
  });
  return { wanted, steps: known.map(({ step, sources }) => ({ step, args: make => fed(step, sources, make) })) };
}

function fed<T>(step: RecordedStep, sources: Map<Json, Found>, make: (found: Found) => T): { [name: string]: Json | T } {
  const replaced = (value: Json): any => {
    const found = sources.get(value);
    if (found) {
      return make(found);
    }
    if (value === null || typeof value !== 'object' || isFileData(value)) {
      return value;
    }
    return Array.isArray(value)
      ? value.map(replaced)
      : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item)]));
  };
  return Object.fromEntries(Object.entries(step.args).map(([name, value]) => [name, replaced(value)]));
}
