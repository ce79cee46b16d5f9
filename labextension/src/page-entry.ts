/**
 * `page.js`, the script of the stand-alone page: finds what to show in the attributes of its `<main>`.
 *
 * `data-app` is the address in front of `gradio_api/`, and `data-base` that of the server, both relative to the page;
 * `data-list` is there on the list of notebooks, and
 * `data-alone` where there is no list to go to.
 */

import { mountPage } from './page';

const main = document.querySelector('main');
if (main) {
  const { app = './', base = './', list, alone } = main.dataset;
  const absolute = (address: string): string => new URL(address, document.baseURI).href;
  mountPage(
    main,
    list === undefined
      ? { kind: 'app', base: absolute(app), home: alone === undefined ? `${absolute(base)}gradio/` : null }
      : { kind: 'list', base: absolute(app) }
  );
}
