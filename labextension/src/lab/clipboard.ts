/** Texts to the clipboard, and what a person is told of it. */

import { Clipboard, Notification } from '@jupyterlab/apputils';

/** Copy a text, and say `said`. */
export function copy(text: string, said: string): void {
  // The browser's own way is closed on pages that came over plain HTTP from another machine.
  Clipboard.copyToSystem(text);
  Notification.success(said, { autoClose: 2500 });
}
