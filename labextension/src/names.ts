/** Objects whose members have names that people chose: a function or a parameter may be called `constructor`. */

export type Named<T> = { [name: string]: T };

/** One that has nothing but what is put in. */
export function named<T>(members: Named<T> = {}): Named<T> {
  return Object.assign(Object.create(null), members);
}

/** A member that was put in, not one that every object has. */
export function own<T>(members: Named<T>, name: string): T | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
