/** Which files a component takes: Gradio's `file_types`, in the words of the browser's file dialog. */

const KINDS = ['image', 'audio', 'video', 'text'];

/** For the attribute `accept`; undefined takes any. */
export function acceptOf(types: unknown): string | undefined {
  if (!Array.isArray(types) || types.length === 0 || types.includes('file')) {
    return undefined;
  }
  return types
    .map(String)
    .map(type => (KINDS.includes(type) ? `${type}/*` : type.includes('/') || type.startsWith('.') ? type : `.${type}`))
    .join(',');
}

/** Whether a file is among them; dropping and pasting do not ask the dialog. */
export function accepts(accept: string | undefined, name: string, type: string): boolean {
  if (accept === undefined) {
    return true;
  }
  return accept.split(',').some(one => {
    const wanted = one.trim().toLowerCase();
    if (wanted.startsWith('.')) {
      return name.toLowerCase().endsWith(wanted);
    }
    const mime = type.toLowerCase();
    // Not every system knows a type for every file; then the function is to decide.
    return mime === '' || mime === wanted || (wanted.endsWith('/*') && mime.startsWith(wanted.slice(0, -1)));
  });
}
