/** Which build of our files this is part of: `build.mjs` puts their hashes here, so that browsers may keep them. */

declare const __VERSIONS__: { [file: string]: string } | undefined;

const VERSIONS: { [file: string]: string } = typeof __VERSIONS__ === 'undefined' ? {} : __VERSIONS__;

/** The route of a file of `static/`. */
export function versioned(file: string): string {
  const version = VERSIONS[file];
  return `static/${file}${version ? `?v=${version}` : ''}`;
}
