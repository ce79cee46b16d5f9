/** What of a recording was fed from one call to a later one: an argument that is, or has in it, what came before. */

import { isFileData, type Json } from '../protocol';
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
  private readonly found = new Map<string, Found>();

  add(step: number, result: Json): void {
    this.collect({ step, path: [], value: result });
  }

  /** Where a value came from: of several places the latest step's first. */
  source(value: Json): Found | undefined {
    const places = isDistinctive(value) ? keysOf(value).map(key => this.found.get(key)) : [];
    return places.find(place => place !== undefined);
  }

  private collect(found: Found): void {
    const { step, path, value } = found;
    if (isDistinctive(value)) {
      // The address of a file may be put where the file could be.
      const address = isFileData(value) && value.url ? [keyOf(value.url)] : [];
      for (const key of [...keysOf(value), ...address]) {
        if (this.found.get(key)?.step !== step) {
          this.found.set(key, found);
        }
      }
    }
    if (value === null || typeof value !== 'object' || isFileData(value)) {
      return;
    }
    // What only a panel is shown, such as the first page of a table, comes otherwise to a program.
    if (!Array.isArray(value) && (typeof value.view === 'string' || 'mime' in value)) {
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      this.collect({ step, path: [...path, Array.isArray(value) ? Number(key) : key], value: item });
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

/** A text that two values share if they are the same JSON; files are the same if they are in the same place. */
export function keyOf(value: Json): string {
  if (value === null || typeof value !== 'object') {
    return JSON.stringify(value);
  }
  if (isFileData(value)) {
    return `file ${value.path}`;
  }
  if (Array.isArray(value)) {
    return `[${value.map(keyOf)}]`;
  }
  const names = Object.keys(value).sort();
  return `{${names.map(name => `${JSON.stringify(name)}:${keyOf(value[name])}`)}}`;
}

/** The same, and for a file that of its address, too. */
function keysOf(value: Json): string[] {
  return isFileData(value) && value.url ? [keyOf(value), `file ${value.url}`] : [keyOf(value)];
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
        seek(value, ordinary !== undefined && keyOf(ordinary) === keyOf(value));
      }
      results.add(index, step.result);
    }
    return { step, sources };
  });
  return { wanted, steps: known.map(({ step, sources }) => ({ step, args: make => fed(step, sources, make) })) };
}

function fed<T>(
  step: RecordedStep,
  sources: Map<Json, Found>,
  make: (found: Found) => T
): { [name: string]: Json | T } {
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
